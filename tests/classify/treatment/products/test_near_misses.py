"""Sentences and names near the rules for products that must not fire, or must fire otherwise."""

from dataclasses import replace

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Arm, Intervention


def of_code(summary: str = "", description: str = "", *others: str, kind: str = "DRUG") -> list[str]:
    items = [Intervention("AB-1234", kind, description), *(Intervention(name, kind) for name in others)]
    return classify(make_study("A Study", ["Cancer"], items, brief_summary=summary)).labels("modality")


OF_SUMMARIES = [
    ("Patients receive AB-1234 (strong CYP3A4 inhibitors are prohibited).", ["other"]),
    ("AB-1234 (instead of a PARP inhibitor) is tested.", ["other"]),
    ("AB-1234 (recommended in PD-1 inhibitor failures) is tested.", ["other"]),
    ("AB-1234 (a selective PARP inhibitor) is tested.", ["targeted"]),
    ("AB-1234 may prevent nausea by blocking signals from the brain.", ["other"]),
    ("AB-1234 may prevent bone loss by blocking RANK.", ["other"]),
    (
        "AB-1234 may stop the growth of tumor cells by blocking some of the enzymes needed for cell growth.",
        ["targeted"],
    ),
    ("AB-1234 inhibits acid.", ["other"]),
    ("AB-1234 blocks HIV.", ["other"]),
    ("After progression on a monoclonal antibody, AB-1234 is given.", ["other"]),
    ("The monoclonal antibody AB-1234 against interleukin-6 is tested.", ["other"]),
    ("The monoclonal antibody AB-1234 is tested.", ["targeted"]),
    ("AB-1234 is tested. One arm of the study is nivolumab.", ["other"]),
    ("New options beyond chemotherapy, including AB-1234, are needed.", ["other"]),
    ("Alternatives to chemotherapy such as AB-1234 are needed.", ["other"]),
    ("Drugs used in chemotherapy, such as AB-1234, kill tumor cells.", ["chemo"]),
    ("With AB-1234 dendritic cells mature.", ["other"]),
]


@pytest.mark.parametrize(("summary", "expected"), OF_SUMMARIES)
def test_what_a_sentence_says_of_a_code(summary: str, expected: list[str]) -> None:
    assert of_code(summary) == expected


@pytest.mark.parametrize(
    ("description", "listed", "expected"),
    [
        ("AB-1234 (pembrolizumab), 200 mg", "Keytruda", ["pd1_pdl1"]),
        ("AB-1234 is a proposed biosimilar to trastuzumab.", "Herceptin", ["targeted"]),
        ("AB-1234 is a micellar paclitaxel.", "Paclitaxel", ["chemo"]),
        ("AB-1234 contains irinotecan in liposomes.", "Irinotecan", ["chemo"]),
        ("AB-1234 is given with irinotecan.", "Irinotecan", ["chemo", "other"]),
        ("AB-1234 tablets, paclitaxel infusions", "Paclitaxel", ["chemo", "other"]),
    ],
)
def test_a_code_may_be_a_form_of_a_listed_drug(description: str, listed: str, expected: list[str]) -> None:
    assert of_code("", description, listed) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("T cells in which the T cell receptor is knocked out and a CAR was inserted.", ["car_t"]),
        ("T cells where a CAR replaced the TCR and is placed in the TRAC locus.", ["car_t"]),
        ("T cells into which a T-cell receptor against NY-ESO-1 is introduced.", ["tcr_t"]),
        (
            "A bispecific antibody that binds PD-L1 on tumor cells, and its other arm binds 4-1BB on T cells.",
            ["bispecific_other", "costim_agonist", "pd1_pdl1"],
        ),
        (
            "A bispecific antibody: one arm holds tumor cells and the other arm holds T cells.",
            ["bispecific_other", "tce"],
        ),
        ("Given once weekly.", ["other"]),
        ("RNA-LPX against CLDN6", ["vaccine"]),
        ("Anti-interleukin-18", ["other"]),
        ("A multi-specific antibody drug conjugate", ["adc", "bispecific_other"]),
    ],
)
def test_what_a_description_says(description: str, expected: list[str]) -> None:
    assert of_code("", description, kind="BIOLOGICAL") == expected


def of_name(name: str, description: str = "") -> list[str]:
    items = [Intervention(name, "BIOLOGICAL", description)]
    return classify(make_study("A Study", ["Cancer"], items)).labels("modality")


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("Gavotuzumab", "Gavotuzumab is an anti-CD47 antibody.", ["other_checkpoint"]),
        ("Gavotuzumab", "Gavotuzumab is an antibody against B7-H3.", ["other_checkpoint"]),
        ("Gavotuzumab", "Gavotuzumab is a CD40 agonist antibody.", ["costim_agonist"]),
        ("Gavotuximab", "A CTLA-4 antibody", ["ctla4"]),
        ("Gavotatug", "Gavotatug is an anti-LAG-3 antibody", ["lag3"]),
        ("Gavotuzumab", "An anti-IL-6 receptor antibody.", ["other"]),
        ("Gavotuzumab", "Unlike T-cell engagers it binds HER2.", ["targeted"]),
        ("Gavotuzumab satetraxetan", "", ["radiation"]),
        # What carries a radionuclide, and what only stands beside one.
        ("177Lu-girentuximab", "", ["radiation"]),
        ("Radium-223 enzalutamide", "", ["radiation", "targeted"]),
        ("177Lu-DOTATATE everolimus", "", ["radiation", "targeted"]),
        ("Anlotinib iodine-125 seeds", "", ["radiation", "targeted"]),
        ("131I-MIBG dinutuximab", "", ["radiation", "targeted"]),
        ("Strontium-89 zoledronic acid", "", ["other", "radiation"]),
        ("Cetuximab labelled with Lu177", "", ["radiation"]),
        # Codes beside drugs, and what looks like one.
        ("Pembrolizumab + AB-1234", "", ["other", "pd1_pdl1"]),
        ("Pembrolizumab and SBRT50", "", ["pd1_pdl1"]),
        ("Fluorouracil + LV200", "", ["chemo"]),
        ("Pembrolizumab + KEYNOTE-189", "", ["pd1_pdl1"]),
        ("Nivolumab plus NCT01234567", "", ["pd1_pdl1"]),
        ("PSMA-directed radioligand imaging", "", []),
    ],
)
def test_endings_radionuclides_and_codes_in_names(name: str, description: str, expected: list[str]) -> None:
    assert of_name(name, description) == expected


def test_a_schedule_or_a_target_in_brackets_is_no_other_name() -> None:
    for name, summary in (
        ("Novel drug (q3w)", "Q3W antibody against PD-1 is the standard."),
        ("Novel drug (CD19)", "CD19 CAR-T cells were used before in other trials."),
        ("Novel drug (phase2)", "phase2 vaccine trials."),
    ):
        study = make_study("A Study", ["Cancer"], [("DRUG", name)], brief_summary=summary)
        assert classify(study).labels("modality") == ["other"], name


def in_arms(*arms: Arm, study_type: str = "INTERVENTIONAL", drugs: tuple[str, ...]) -> list[str]:
    study = make_study("A Study", ["Cancer"], [("DRUG", name) for name in drugs], study_type=study_type)
    return classify(replace(study, arms=arms)).labels("modality")


@pytest.mark.parametrize(
    ("text", "is_given"),
    [
        ("AB-1 in combination with docetaxel.", True),
        ("AB-1 alone, to be compared with placebo plus docetaxel.", False),
        ("For patients progressing after platinum plus docetaxel.", False),
        ("AB-1 is not combined with docetaxel.", False),
        ("AB-1 in combination with docetaxel-free regimens.", False),
    ],
)
def test_an_arm_gives_a_partner_that_its_list_leaves_out(text: str, is_given: bool) -> None:
    found = in_arms(
        Arm("New", "EXPERIMENTAL", text, ("Drug: AB-1",)),
        Arm("Usual", "ACTIVE_COMPARATOR", "", ("Drug: Docetaxel",)),
        drugs=("AB-1", "Docetaxel"),
    )
    assert ("chemo" in found) is is_given


def test_the_exposure_of_an_observational_study_may_be_the_usual_treatment() -> None:
    arms = (
        Arm("Atezolizumab", "", "Patients treated with atezolizumab as standard of care", ("Drug: Atezolizumab",)),
        Arm("Sorafenib", "", "", ("Drug: Sorafenib",)),
    )
    drugs = ("Atezolizumab", "Sorafenib")
    assert in_arms(*arms, study_type="OBSERVATIONAL", drugs=drugs) == ["pd1_pdl1", "targeted"]
    assert in_arms(*arms, drugs=drugs) == ["pd1_pdl1", "targeted"]


@pytest.mark.parametrize(
    ("title", "listed", "expected"),
    [
        ("Tiragolumab Added to Chemoimmunotherapy", ["Tiragolumab"], ["chemo", "pd1_pdl1", "tigit"]),
        ("Relatlimab in Gastric Cancer", ["Relatlimab", "Chemo-immunotherapy"], ["chemo", "lag3", "pd1_pdl1"]),
        ("Chemo-immunotherapy With Indoximod", ["Indoximod", "Temozolomide"], ["chemo", "ido1"]),
    ],
)
def test_chemoimmunotherapy_beside_another_product(title: str, listed: list[str], expected: list[str]) -> None:
    study = make_study(title, ["Lung Cancer"], [("DRUG", name) for name in listed])
    assert classify(study).labels("modality") == expected
