"""Which of the named treatments are under study: experimental arms, comparators, background, the past (ruling 1)."""

from dataclasses import replace

import pytest

from tests.support.records.trials import case, classify, make_study
from trialscape.study.model import Arm, Intervention, Study

DRUG, CELLS, OTHER = "DRUG", "BIOLOGICAL", "OTHER"
TWO_ARMS = [("EXPERIMENTAL", "A"), ("ACTIVE_COMPARATOR", "B")]

ARMS = [
    case(
        "comparator only",
        ["lag3"],
        arms=TWO_ARMS,
        interventions=[(DRUG, "Relatlimab", ["A"]), (DRUG, "Ipilimumab", ["B"])],
    ),
    case("in both arms", ["pd1_pdl1"], arms=TWO_ARMS, interventions=[(DRUG, "Nivolumab", ["A", "B"])]),
    case(
        "placebo arm that gives a real drug too",
        ["pd1_pdl1", "tigit"],
        arms=[("EXPERIMENTAL", "A"), ("PLACEBO_COMPARATOR", "B")],
        interventions=[
            (DRUG, "Tiragolumab", ["A"]),
            (DRUG, "Atezolizumab", ["A", "B"]),
            (DRUG, "Placebo for tiragolumab", ["B"]),
            (DRUG, "Docetaxel", ["B"]),
        ],
    ),
    case(
        "only active arms are compared with one another",
        ["ctla4", "pd1_pdl1"],
        arms=[("ACTIVE_COMPARATOR", "A"), ("ACTIVE_COMPARATOR", "B")],
        interventions=[(DRUG, "Nivolumab", ["A"]), (DRUG, "Ipilimumab", ["B"])],
    ),
    case(
        "an arm typed experimental that calls itself control",
        ["tigit"],
        arms=[("EXPERIMENTAL", "New drug"), ("EXPERIMENTAL", "Control arm")],
        interventions=[(DRUG, "Tiragolumab", ["New drug"]), (DRUG, "Docetaxel", ["Control arm"])],
    ),
    case(
        "an arm typed experimental whose description calls it the reference",
        ["tigit"],
        arms=[("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B", "Reference treatment: docetaxel every three weeks")],
        interventions=[(DRUG, "Tiragolumab", ["A"]), (DRUG, "Docetaxel", ["B"])],
    ),
    case(
        "an arm whose description speaks of tumour control",
        ["chemo", "tigit"],
        arms=[("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B", "Control of the tumour is read at week 12")],
        interventions=[(DRUG, "Tiragolumab", ["A"]), (DRUG, "Docetaxel", ["B"])],
    ),
    case(
        "an arm of another type that calls itself standard of care",
        ["til"],
        arms=[("EXPERIMENTAL", "Cells"), ("OTHER", "Standard of care")],
        interventions=[(CELLS, "Lifileucel", ["Cells"]), (DRUG, "Dacarbazine", ["Standard of care"])],
    ),
    case(
        "an arm that gives nothing",
        ["pd1_pdl1"],
        arms=[("EXPERIMENTAL", "A"), ("NO_INTERVENTION", "Observation")],
        interventions=[(DRUG, "Nivolumab", ["A"])],
    ),
    case(
        "a sham arm",
        ["radiation"],
        arms=[("EXPERIMENTAL", "A"), ("SHAM_COMPARATOR", "B")],
        interventions=[("RADIATION", "Stereotactic radiotherapy", ["A"]), ("RADIATION", "Sham irradiation", ["B"])],
    ),
    case(
        "a drug that joins no arm may belong to any", ["pd1_pdl1"], arms=TWO_ARMS, interventions=[(DRUG, "Nivolumab")]
    ),
    case("no arms at all", ["pd1_pdl1"], interventions=[(DRUG, "Nivolumab")]),
    case("expanded access", ["til"], study_type="EXPANDED_ACCESS", interventions=[(CELLS, "Lifileucel")]),
    case(
        "standard treatment that an experimental arm lists counts",
        ["other", "pd1_pdl1"],
        arms=[("EXPERIMENTAL", "A")],
        interventions=[("BEHAVIORAL", "Exercise training", ["A"]), (DRUG, "Nivolumab", ["A"])],
    ),
    case(
        "rescue that an arm describes does not count",
        ["pd1_pdl1"],
        arms=[("EXPERIMENTAL", "A", "Nivolumab every two weeks. Ipilimumab is permitted as rescue after progression.")],
        interventions=[(DRUG, "Nivolumab", ["A"])],
    ),
    case(
        "a partner that an experimental arm describes counts",
        ["lag3", "pd1_pdl1"],
        arms=[("EXPERIMENTAL", "A", "Relatlimab with nivolumab every four weeks.")],
        interventions=[(DRUG, "Relatlimab", ["A"])],
    ),
    case(
        "earlier treatment that an arm label names does not count",
        ["til"],
        arms=[("EXPERIMENTAL", "Progressed after pembrolizumab")],
        interventions=[(CELLS, "TIL infusion", ["Progressed after pembrolizumab"])],
    ),
]


@pytest.mark.parametrize(("study", "expected"), ARMS)
def test_modality_labels_by_role_of_the_arm(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


PLACEBOS = [
    case("placebo to a drug", [], interventions=[(DRUG, "Placebo to nivolumab")]),
    case("a matching placebo", [], interventions=[(DRUG, "Matching placebo for epacadostat")]),
    case("the name ends in placebo", ["tigit"], interventions=[(DRUG, "Tiragolumab"), (DRUG, "Nivolumab placebo")]),
    case("the drug or its placebo", ["pd1_pdl1"], interventions=[(DRUG, "Nivolumab or placebo")]),
    case("saline", [], interventions=[(DRUG, "Saline")]),
]


@pytest.mark.parametrize(("study", "expected"), PLACEBOS)
def test_placebos_give_no_modality(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def drugs(*names: str) -> list[tuple[str, str]]:
    """Return listed drugs that join no arm."""
    return [(DRUG, name) for name in names]


TITLES = [
    case(
        "A versus B",
        ["tce"],
        title="Tebentafusp Versus Pembrolizumab",
        interventions=drugs("Tebentafusp", "Pembrolizumab"),
    ),
    case(
        "A plus B versus B",
        ["pd1_pdl1", "tce"],
        title="Tebentafusp Plus Pembrolizumab vs. Pembrolizumab in Melanoma",
        interventions=drugs("Tebentafusp", "Pembrolizumab"),
    ),
    case(
        "A compared with B",
        ["lag3", "pd1_pdl1"],
        title="Relatlimab Plus Nivolumab Compared With Ipilimumab",
        interventions=drugs("Relatlimab", "Nivolumab", "Ipilimumab"),
    ),
    case(
        "A versus investigator's choice",
        ["til"],
        title="Lifileucel Versus Investigator's Choice in Melanoma",
        interventions=drugs("Lifileucel", "Dacarbazine", "Paclitaxel"),
    ),
    case(
        "A versus physician's choice, typographic apostrophe",
        ["til"],
        title="Lifileucel Versus Physician’s Choice in Melanoma",
        interventions=drugs("Lifileucel", "Dacarbazine"),
    ),
    case(
        "A versus chemotherapy",
        ["pd1_pdl1"],
        title="Pembrolizumab Versus Chemotherapy in Non-small Cell Lung Cancer",
        interventions=drugs("Pembrolizumab", "Carboplatin"),
    ),
    case(
        "versus between ways of giving the same drug",
        ["pd1_pdl1"],
        title="Home Versus Clinic Treatment With Nivolumab",
        interventions=drugs("Nivolumab"),
    ),
    case(
        "alternatives in one entry are a physician's choice",
        ["til"],
        interventions=[(CELLS, "GC101 TIL"), (DRUG, "dacarbazine, paclitaxel or cisplatin")],
    ),
]


@pytest.mark.parametrize(("study", "expected"), TITLES)
def test_titles_give_the_comparator_if_the_record_has_no_arms(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def test_treatments_after_versus_are_listed_among_the_rejected_labels() -> None:
    study = make_study("Tebentafusp Versus Ipilimumab", interventions=drugs("Tebentafusp", "Ipilimumab"))
    lost = [defeat for defeat in classify(study).defeats if defeat.label == "ctla4"]
    assert [defeat.rule for defeat in lost] == ["modality-comparator"]
    assert [item.role for defeat in lost for item in defeat.evidence] == ["comparator"]


def test_an_arm_may_name_its_interventions_the_other_way_round() -> None:
    study = Study(
        "NCT00000001",
        conditions=("Melanoma",),
        study_type="INTERVENTIONAL",
        arms=(
            Arm("A", "EXPERIMENTAL", intervention_names=("Drug: Relatlimab",)),
            Arm("B", "ACTIVE_COMPARATOR", intervention_names=("Drug: Ipilimumab",)),
        ),
        interventions=(Intervention("Relatlimab", DRUG), Intervention("Ipilimumab", DRUG)),
    )
    assert classify(study).labels("modality") == ["lag3"]


def test_an_arm_may_give_a_partner_that_its_list_leaves_out() -> None:
    study = Study(
        nct_id="NCT90000002",
        study_type="INTERVENTIONAL",
        arms=(
            Arm("Cohort 1", "", "Relatlimab twice in combination with ipilimumab", ("Drug: Relatlimab",)),
            Arm("Comparator arm", "", "Ipilimumab", ("Drug: Ipilimumab",)),
        ),
        interventions=(Intervention("Relatlimab", DRUG), Intervention("Ipilimumab", DRUG)),
    )
    assert classify(study).labels("modality") == ["ctla4", "lag3"]
    compared = Arm("Cohort 1", "", "Relatlimab, compared with ipilimumab", ("Drug: Relatlimab",))
    assert classify(replace(study, arms=(compared, study.arms[1]))).labels("modality") == ["lag3"]


def test_arms_without_types_may_be_the_usual_treatment() -> None:
    study = Study(
        nct_id="NCT90000002",
        study_type="INTERVENTIONAL",
        arms=(
            Arm("Relatlimab", "", intervention_names=("Drug: Relatlimab",)),
            Arm("Treatment of Physician's Choice", "", intervention_names=("Drug: Ipilimumab",)),
        ),
        interventions=(Intervention("Relatlimab", DRUG), Intervention("Ipilimumab", DRUG)),
    )
    assert classify(study).labels("modality") == ["lag3"]


BACKGROUND = [
    case(
        "diet of people on a drug",
        ["other"],
        title="Fibre for People Receiving Nivolumab",
        interventions=[("BEHAVIORAL", "High-fibre diet")],
    ),
    case(
        "advice to patients who are on a drug",
        ["other"],
        title="Advice to Patients With Melanoma on Pembrolizumab",
        interventions=[("BEHAVIORAL", "Counselling")],
    ),
    case(
        "imaging of people on a drug",
        [],
        title="PET Imaging During Pembrolizumab",
        interventions=[("DIAGNOSTIC_TEST", "FDG-PET/CT")],
    ),
    case(
        "questionnaire", [], title="Fatigue on Checkpoint Inhibitors", interventions=[(OTHER, "Symptom questionnaire")]
    ),
    case("blood samples", [], title="Markers of Response to Ipilimumab", interventions=[("PROCEDURE", "Blood draw")]),
    case(
        "after failure of a drug",
        ["targeted"],
        title="Lenvatinib After Failure of Nivolumab",
        interventions=drugs("Lenvatinib"),
    ),
    case(
        "a side effect of a drug",
        ["other"],
        title="Infliximab for Ipilimumab-induced Colitis",
        interventions=drugs("Infliximab"),
    ),
    case(
        "only in the exclusions",
        ["pd1_pdl1"],
        interventions=drugs("Nivolumab"),
        eligibility="Exclusion Criteria:\n\n* Prior CAR-T cells",
    ),
    case(
        "only in the summary, as earlier therapy",
        ["til"],
        interventions=[(CELLS, "TIL infusion")],
        brief_summary="People whose melanoma grew despite ipilimumab take part.",
    ),
    case(
        "exposure of an observational study",
        ["ctla4"],
        study_type="OBSERVATIONAL",
        interventions=drugs("Ipilimumab"),
        arms=[("", "Treated")],
    ),
    case(
        "exposure that only the title names",
        ["pd1_pdl1"],
        study_type="OBSERVATIONAL",
        title="Pembrolizumab in Daily Practice",
        interventions=[(OTHER, "No intervention")],
    ),
]


@pytest.mark.parametrize(("study", "expected"), BACKGROUND)
def test_background_and_prior_treatment_give_no_modality(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


CONDITIONING = [
    case(
        "before CAR-T cells",
        ["car_t"],
        interventions=[(CELLS, "CAR-T cells"), *drugs("Cyclophosphamide", "Fludarabine")],
    ),
    case("before TIL", ["til"], interventions=[(CELLS, "TIL infusion"), *drugs("Fludarabine Phosphate", "Mesna")]),
    case(
        "a regimen by name", ["tcr_t"], interventions=[(CELLS, "TCR-T cells"), *drugs("Lymphodepleting chemotherapy")]
    ),
    case(
        "said by the description",
        ["nk_cell"],
        interventions=[(CELLS, "NK cells"), Intervention("Cytarabine", DRUG, "Conditioning from day -6")],
    ),
    case(
        "total body irradiation",
        ["til"],
        interventions=[
            (CELLS, "TIL infusion"),
            Intervention("Total body irradiation", "RADIATION", "part of the preparative regimen"),
        ],
    ),
    case(
        "chemotherapy beside cells that nobody calls conditioning",
        ["chemo", "nk_cell"],
        interventions=[(CELLS, "NK cells"), *drugs("Docetaxel")],
    ),
    case(
        "dendritic cells need no room",
        ["chemo", "other_cell", "vaccine"],
        interventions=[(CELLS, "Dendritic cell vaccine"), *drugs("Cyclophosphamide")],
    ),
    case(
        "before a stem-cell transplantation",
        ["other"],
        conditions=["Leukemia"],
        interventions=[*drugs("Busulfan"), ("PROCEDURE", "Allogeneic stem cell transplantation")],
    ),
    case("cyclophosphamide without cells is chemotherapy", ["chemo"], interventions=drugs("Cyclophosphamide")),
]


@pytest.mark.parametrize(("study", "expected"), CONDITIONING)
def test_conditioning_is_no_chemotherapy(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def test_conditioning_is_listed_among_the_rejected_labels() -> None:
    study = make_study(interventions=[(CELLS, "CAR-T cells"), *drugs("Fludarabine")])
    lost = [(defeat.label, defeat.rule) for defeat in classify(study).defeats]
    assert ("chemo", "modality-conditioning") in lost


ADJUVANTS = [
    case("poly-ICLC", ["vaccine"], interventions=[(CELLS, "Neoantigen peptide vaccine"), *drugs("Poly-ICLC")]),
    case(
        "a marker of drug interactions",
        ["targeted"],
        interventions=drugs("Osimertinib", "Midazolam"),
    ),
    case("GM-CSF", ["vaccine"], interventions=[(CELLS, "Peptide vaccine"), *drugs("Sargramostim")]),
    case("Montanide", ["vaccine"], interventions=[(CELLS, "Peptide vaccine"), *drugs("Montanide ISA 51")]),
    case("GM-CSF alone is a cytokine", ["cytokine"], interventions=drugs("Sargramostim")),
    case(
        "what a virus carries",
        ["oncolytic_virus"],
        interventions=[(CELLS, "Oncolytic herpes simplex virus expressing GM-CSF")],
    ),
    case(
        "interleukin that a virus carries",
        ["oncolytic_virus"],
        interventions=[(CELLS, "Oncolytic adenovirus encoding IL-12")],
    ),
]


@pytest.mark.parametrize(("study", "expected"), ADJUVANTS)
def test_adjuvants_and_payloads_have_no_separate_label(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("modality") == expected


def test_comparing_the_efficacy_of_two_drugs_names_both_sides() -> None:
    title = "A Trial Comparing the Efficacy and Safety of OSE2101 Versus Docetaxel"
    study = make_study(title, interventions=[("DRUG", "OSE2101"), ("DRUG", "Docetaxel")])
    assert classify(study).labels("modality") == ["vaccine"]
