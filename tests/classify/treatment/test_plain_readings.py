"""Broad readings behind the set phrases: what a sentence names decides, with near-misses where another word decides."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Arm, Intervention

CANCER = ("Lung Cancer",)


def drug(name: str, description: str = "", kind: str = "DRUG") -> Intervention:
    return Intervention(name, kind, description)


def modality(description: str, *, name: str = "QZ-4711", summary: str = "") -> list[str]:
    study = make_study("A Study", CANCER, [drug(name, description)], brief_summary=summary)
    return classify(study).labels("modality")


@pytest.mark.parametrize(
    ("summary", "is_partner"),
    [
        ("Both anlotinib daily and sintilimab every three weeks are given until progression.", True),
        ("In this trial sintilimab accompanies the tablets.", True),
        ("Subjects take the tablets and receive sintilimab 200 mg intravenously from day 3.", True),
        ("Sintilimab and the tablets start on the same day.", True),
        ("Sintilimab 200 mg is infused the day after each course.", True),
        ("Sintilimab is the standard first treatment; subjects receive the tablets daily.", False),
        ("After the trial, sintilimab may be given.", False),
        ("Subjects receive the tablets or sintilimab.", False),
        ("Anlotinib has been shown in preclinical studies to act in combination with sintilimab.", False),
        ("Sintilimab was given before enrolment and failed.", False),
        ("Sintilimab is not given.", False),
        ("Sintilimab will be given by their own doctor.", False),
        ("Sintilimab is known to cause colitis.", False),
        ("Most patients today get sintilimab first.", False),
        ("Every third week an infusion of sintilimab is added.", True),
    ],
)
def test_the_summary_gives_an_unlisted_drug(summary: str, is_partner: bool) -> None:
    study = make_study("Anlotinib", CANCER, [drug("Anlotinib")], brief_summary=summary)
    assert classify(study).labels("modality") == (["pd1_pdl1", "targeted"] if is_partner else ["targeted"])


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Oral small molecule; blocks ENPP9 and so strengthens innate immunity in tumours", ["other_small_io"]),
        ("Inhibitor of MAP4K9, a brake on T cells", ["other_small_io"]),
        ("An antagonist of the QX4 receptor, counters the suppression of lymphocytes", ["other_small_io"]),
        ("Inhibitor of the ZZT1-3 kinases, slows the growth of tumour cells", ["targeted"]),
        ("Degrader of ZZT1 for T-cell lymphoma", ["targeted"]),
        ("An oral inhibitor; its effect on T cells is measured in blood samples", ["targeted"]),
        ("An antibody labelled with lutetium-177", ["radiation"]),
        ("A solution, 177 mg at a time", ["other"]),
        ("Brings MMAE to tumour cells by means of an antibody to CDH17", ["adc"]),
        ("Antibody that ties CD3 of T cells to STEAP1 of tumour cells", ["tce"]),
        ("RNA that codes for the mutated proteins of the tumour", ["vaccine"]),
        ("Somatostatin analogue carrying actinium-225", ["radiation"]),
        ("Blocker of PTPN99, a phosphatase that holds lymphocytes back", ["other_small_io"]),
        ("A tablet that inhibits arginase 9 and thereby gives T cells back their arginine", ["other_small_io"]),
        ("RNA in lipid droplets, from which T cells of the patient make a CD20 CAR", ["car_t"]),
        ("Herpes simplex virus with oncolytic activity", ["oncolytic_virus"]),
    ],
)
def test_a_description_names_what_a_product_is(description: str, expected: list[str]) -> None:
    assert modality(description) == expected


def test_the_next_sentence_goes_on_about_the_product() -> None:
    summary = "QZ-4711 is an oral inhibitor of the ligase ZZT-B. It lowers the threshold at which T cells respond."
    assert modality("", summary=summary) == ["other_small_io"]
    summary = "QZ-4711 is given in tablets. Lung cancer is common. T cells help against it."
    assert modality("", summary=summary) == ["other"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("monoclonal antibody to PD-1, dosing follows that of bevacizumab", ["pd1_pdl1"]),
        ("antibody-drug conjugate to Nectin-4; patients had pembrolizumab before", ["adc"]),
        ("monoclonal antibody to PD-1, with bevacizumab", ["pd1_pdl1", "targeted"]),
        ("monoclonal antibody to PD-1, then bevacizumab", ["pd1_pdl1", "targeted"]),
    ],
)
def test_behind_the_class_a_drug_must_be_joined(description: str, expected: list[str]) -> None:
    assert modality(description) == expected


@pytest.mark.parametrize(
    ("title", "name", "label"),
    [
        ("Cord Blood Natural Killer Cells (CBNK) for Ovarian Cancer", "CBNK", "nk_cell"),
        ("Tumor Infiltrating Lymphocytes (LN) in Cervical Cancer", "LN", "til"),
        ("TRB, a Conjugate of an Anti-TROP2 Antibody With a Cell Poison", "TRB", "adc"),
    ],
)
def test_a_title_explains_an_abbreviation(title: str, name: str, label: str) -> None:
    study = make_study(title, CANCER, [drug(name, kind="BIOLOGICAL")])
    assert classify(study).labels("modality") == [label]


def test_each_arm_of_a_molecule_binds_a_target() -> None:
    summary = "QZ-4711 binds PD-L1 with one arm and CD47 with the other."
    assert modality("", summary=summary) == ["bispecific_other", "other_checkpoint", "pd1_pdl1"]
    assert "bispecific_other" not in modality("", summary="QZ-4711 binds PD-L1. Tumours with CD47 take part.")


def test_a_group_called_by_the_antigen_of_its_cells_gets_no_antibody() -> None:
    cells = Intervention("Anti-B7-H3 CAR-T", "BIOLOGICAL", arm_labels=("Anti-B7-H3 group",))
    study = make_study("CAR-T", CANCER, [cells], [("EXPERIMENTAL", "Anti-B7-H3 group")])
    assert classify(study).labels("modality") == ["car_t"]
    both = "Anti-B7-H3 antibody group"
    study = make_study("CAR-T", CANCER, [Intervention("Anti-B7-H3 CAR-T", "BIOLOGICAL", arm_labels=(both,))])
    study = make_study("CAR-T", CANCER, study.interventions, [("EXPERIMENTAL", both)])
    assert classify(study).labels("modality") == ["car_t", "other_checkpoint"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The T cells used for preparation are provided by the original transplantation donor", "allogeneic"),
        ("The donor agrees to mononuclear cell collection for the preparation of the cells", "allogeneic"),
        ("Where lymphocytes of the patient are too few, those of a sibling are used", "both"),
        ("Blood is taken from patients (or their children) to grow the cells", "both"),
        ("After cyclophosphamide patients get their own CAR-T", "autologous"),
        ("180 mL of blood is collected from patients and a retrovirus is used to engineer them", "autologous"),
        ("Venous blood of the subject is taken to separate mononuclear cells and count the copies", "unspecified"),
        ("Blood of the patient is taken to measure NK numbers", "unspecified"),
        ("The number of the patient's lymphocytes is measured", "unspecified"),
        ("Patients have received a donor liver", "unspecified"),
        ("The lymphocytes are a gift of the former marrow donor", "allogeneic"),
        ("The subject is bled; cells are expanded from this and go back to the same subject", "autologous"),
        ("The cells stem from the patient, or, after transplantation, from the graft donor", "both"),
        ("Source: own blood; for patients with low counts: blood of a parent", "both"),
        ("Both autologous and donor-derived cells may be used", "both"),
        ("Grown from blood of healthy people, because autologous cells of patients are worn out", "allogeneic"),
        ("Expanded from the blood of an unrelated healthy person", "allogeneic"),
        ("Cells from an unrelated individual", "allogeneic"),
        ("Made from induced pluripotent stem cells", "allogeneic"),
        ("Prepared with lymphocytes from the person who gave the graft", "allogeneic"),
        ("Patient-derived where possible, otherwise from a haploidentical relative", "both"),
        ("The source of T cells is the patient (not transplanted) or the donor (transplanted)", "both"),
        ("5 ml blood from each subject is collected for lymphocyte subsets at week 4", "unspecified"),
    ],
)
def test_the_persons_of_a_sentence_are_the_source(text: str, source: str) -> None:
    study = make_study("CAR-T", CANCER, [drug("CD7 CAR-T", text, "BIOLOGICAL")])
    assert classify(study).label("act") == source


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Lipid particles bring the CAR mRNA to T cells after intravenous injection", "none"),
        ("A vector for generating BCMA CAR-T within the patient without leukapheresis", "none"),
        ("T cells transduced with a vector become CAR-T and are infused; they persist in the body", "unspecified"),
    ],
)
def test_cells_are_made_inside_the_body(text: str, act: str) -> None:
    study = make_study("BCMA CAR-T", CANCER, [drug("QZ-4711", text, "BIOLOGICAL")])
    assert classify(study).label("act") == act


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("Failure of FCR (fludarabine, cyclophosphamide, rituximab)", False),
        ("Use of fludarabine within 2 weeks before mononuclear cell collection", False),
        ("Cyclophosphamide in the 2 weeks prior to leukapheresis", False),
        ("Able to tolerate fludarabine", True),
        ("No infection before lymphodepletion", True),
    ],
)
def test_a_drug_in_a_criterion_is_earlier_treatment_unless_told(line: str, given: bool) -> None:
    study = make_study("CAR-T", CANCER, [drug("CD7 CAR-T", "", "BIOLOGICAL")], eligibility=f"Inclusion:\n* {line}")
    assert bool(classify(study).labels("act_with")) is given


@pytest.mark.parametrize(
    ("text", "primes"),
    [
        ("Irradiating one lesion may set off an immune reaction against all others.", True),
        ("Radiotherapy opens the tumour to lymphocytes.", True),
        ("Irradiated tumour cells release antigens that teach the immune system.", True),
        ("Lesions outside the beam shrink as the immune system awakes.", True),
        ("Radiation ablates what is left, while immunotherapy goes on.", False),
        ("Immune cells are counted after radiation improved the pain.", False),
        ("Radiotherapy may increase immune-related pneumonitis.", False),
    ],
)
def test_radiation_helps_immunity(text: str, primes: bool) -> None:
    listed = [Intervention("SBRT", "RADIATION"), drug("Nivolumab")]
    found = classify(make_study("A Study", CANCER, listed, brief_summary=text)).labels("strategy")
    assert ("priming" in found) is primes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("given so that fewer immune side effects occur", False),
        ("8 mg/kg, makes ipilimumab safer", False),
        ("blocks IL-6 in the tumour so that T cells work", True),
    ],
)
def test_a_blocker_of_interleukins_against_harm(text: str, changes: bool) -> None:
    study = make_study("A Study", CANCER, [drug("Ipilimumab"), drug("Tocilizumab", text)])
    assert ("tme" in classify(study).labels("strategy")) is changes


@pytest.mark.parametrize(
    ("arm", "is_control"),
    [
        (Arm("Chemo (ctrl)", "EXPERIMENTAL", "Docetaxel"), True),
        (Arm("Arm B", "EXPERIMENTAL", "Docetaxel; this arm is there for comparison only"), True),
        (Arm("Arm B", "EXPERIMENTAL", "Docetaxel; disease control is compared with the baseline"), False),
    ],
)
def test_an_arm_that_is_there_for_comparison(arm: Arm, is_control: bool) -> None:
    listed = [
        Intervention("Sintilimab", "DRUG", arm_labels=("Arm A",)),
        Intervention("Docetaxel", "DRUG", arm_labels=(arm.label,)),
    ]
    study = make_study(
        "A Study", CANCER, listed, [("EXPERIMENTAL", "Arm A"), (arm.arm_type, arm.label, arm.description)]
    )
    assert classify(study).labels("modality") == (["pd1_pdl1"] if is_control else ["chemo", "pd1_pdl1"])


FOLLOWING = [
    ("QXB4594 is a monoclonal antibody. By targeting a protein called HLA-G, it may help.", ["other_checkpoint"]),
    ("QXB4594 is a new drug. It blocks PD-1.", ["pd1_pdl1"]),
    ("QXB4594 is a new drug. The antibody binds to TIGIT.", ["tigit"]),
    ("QXB4594 is a tracer. It binds PD-L1 on tumors.", ["other"]),
    ("QXB4594 is a new drug. It is combined with an anti-PD-1 antibody.", ["other"]),
    ("QXB4594 is a new drug. Patients progressed on an anti-PD-1 antibody.", ["other"]),
]


@pytest.mark.parametrize(("summary", "expected"), FOLLOWING)
def test_the_sentence_behind_the_name_says_what_it_does(summary: str, expected: list[str]) -> None:
    study = make_study("A study", ["Lung Cancer"], [("DRUG", "QXB4594")], brief_summary=summary)
    assert list(classify(study).labels("modality")) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("T cells with a chimeric natural killer receptor", ["car_t"]),
        ("Ex vivo activated lymph node lymphocytes", ["other_cell"]),
        ("Lung cancer cell vaccine", ["vaccine"]),
        ("DCs", ["other_cell"]),
        ("SP263 PD-L1 (IHC) assay", []),
        ("mutation analysis by PCR", []),
        ("RNA expression analysis", []),
        ("Western blotting", []),
        ("Anti-CD73 monoclonal antibody", ["other_checkpoint"]),
        ("CD73 inhibitor", ["other_small_io"]),
        ("Tumor-draining lymph node-derived lymphocytes", ["other_cell"]),
        ("Alloreactive CTLs", ["other_cell"]),
        ("Autologous cytotoxic T lymphocytes", ["other_cell"]),
        ("HER2.CAR EBV-specific CTLs", ["car_t"]),
    ],
)
def test_names_of_products_and_tests(name: str, expected: list[str]) -> None:
    for kind in ("BIOLOGICAL",) if expected else ("DEVICE", "GENETIC", "OTHER"):
        study = make_study("A study", ["Lung Cancer"], [(kind, name)])
        assert list(classify(study).labels("modality")) == expected


@pytest.mark.parametrize("name", ["QZ-4711 in patients without pCR", "Determination of the dose of QZ-4711"])
def test_a_drug_whose_name_has_words_of_a_test_is_a_drug(name: str) -> None:
    assert classify(make_study("A study", CANCER, [drug(name)])).labels("modality") == ["other"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("CD30 CAR-T cells", "EBV-specific T cells"), ["car_t", "other_cell"]),
        (("NK cells", "CMV-specific T cells"), ["nk_cell", "other_cell"]),
        (("HER2.CAR EBV-specific CTLs",), ["car_t"]),
    ],
)
def test_cells_with_an_entry_of_their_own_are_a_second_product(names: tuple[str, ...], expected: list[str]) -> None:
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", name) for name in names])
    assert classify(study).labels("modality") == expected


def test_cells_that_carry_a_receptor_in_the_title_are_one_product() -> None:
    title = "EBV-specific Cytotoxic T Lymphocytes Expressing a CD30 CAR"
    study = make_study(title, ["Hodgkin Lymphoma"], [("BIOLOGICAL", "CD30.CAR EBV-specific CTLs")])
    assert classify(study).labels("modality") == ["car_t"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("In group C the patients are randomised to receive oncorine and docetaxel.", ["chemo", "oncolytic_virus"]),
        ("In group C oncorine is given in combination with docetaxel.", ["chemo", "oncolytic_virus"]),
        ("Docetaxel is the usual treatment of this disease.", ["oncolytic_virus"]),
        ("In an earlier trial oncorine in combination with docetaxel improved survival.", ["oncolytic_virus"]),
        ("The response rate with oncorine plus docetaxel is 40%.", ["oncolytic_virus"]),
        ("Samples of patients on oncorine plus docetaxel are collected.", ["oncolytic_virus"]),
        ("Oncorine plus docetaxel is used worldwide.", ["oncolytic_virus"]),
        ("Oncorine enhanced the effect of docetaxel in mice in combination with it.", ["oncolytic_virus"]),
    ],
)
def test_the_description_joins_a_drug_to_a_listed_one(description: str, expected: list[str]) -> None:
    items = [Intervention("Oncorine (H101)", "BIOLOGICAL")]
    study = make_study("A study", ["Lung Cancer"], items, detailed_description=description)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("QZ-4711 is made of T cells transduced with a MAGE-A4 T-cell receptor.", ["tcr_t"]),
        ("QZ-4711 is a T-cell product that carries a T-cell receptor for MAGE-A4.", ["tcr_t"]),
        ("QZ-4711 is a small molecule that blocks the epidermal growth factor receptor.", ["targeted"]),
        ("QZ-4711 is given after relapse on T cells with a T-cell receptor.", ["other"]),
        ("QZ-4711 activates T cells that express T-cell receptors against the tumour.", ["other"]),
        ("Unlike T cells armed with a T-cell receptor, QZ-4711 is a pill.", ["other"]),
    ],
)
def test_the_summary_tells_the_receptor_of_a_product(summary: str, expected: list[str]) -> None:
    text = "One infusion after lymphodepletion (bendamustine)" if expected == ["tcr_t"] else "One infusion"
    study = make_study("A study", CANCER, [drug("QZ-4711", text, "BIOLOGICAL")], brief_summary=summary)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("QZ-4711 is an immunotherapy consisting of natural killer (NK) cells from cord blood.", ["nk_cell"]),
        ("QZ-4711 consists of natural killer (NK) cells.", ["nk_cell"]),
        ("QZ-4711 is an immunotherapy that uses natural killer cells.", ["nk_cell"]),
        ("QZ-4711 is an antibody that activates natural killer (NK) cells.", ["other"]),
        ("QZ-4711 is a drug that stimulates NK cells.", ["other"]),
        ("QZ-4711 is a protein which attracts natural killer cells to the tumour.", ["other"]),
        ("QZ-4711 is a drug that recruits CAR-T cells.", ["other"]),
        ("QZ-4711 is an immunotherapy that increases the number of natural killer cells.", ["other"]),
        ("QZ-4711 is a small molecule that protects TIL.", ["other"]),
    ],
)
def test_cells_that_a_product_acts_upon_are_none(summary: str, expected: list[str]) -> None:
    study = make_study("A study", CANCER, [drug("QZ-4711", "One infusion", "BIOLOGICAL")], brief_summary=summary)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("description", "labels"),
    [
        (
            "Toripalimab 240 mg + pemetrexed 500 mg/m2 + carboplatin or cisplatin, for four cycles",
            ["chemo", "pd1_pdl1"],
        ),
        ("Tislelizumab 200 mg on day 1 plus cisplatin 75 mg/m2", ["chemo", "pd1_pdl1"]),
        ("Toripalimab 240 mg every three weeks. Earlier carboplatin is recorded", ["pd1_pdl1"]),
        ("Pembrolizumab without pemetrexed and carboplatin", ["pd1_pdl1"]),
        ("Camrelizumab 200 mg until progression or docetaxel is started", ["pd1_pdl1"]),
    ],
)
def test_a_general_name_stands_for_the_drugs_that_its_description_joins(description: str, labels: list[str]) -> None:
    assert modality(description, name="Adjuvant immunotherapy") == labels


@pytest.mark.parametrize(
    "name", ["B7-H3 killer engager", "B7-H3 tri-specific killer engager", "B7-H3 NK cell engager", "B7-H3 NK engager"]
)
def test_the_antigen_of_a_killer_engager_is_no_blocked_checkpoint(name: str) -> None:
    result = classify(make_study("A Study", CANCER, [drug(name)]))
    assert result.labels("modality") == ["bispecific_other"]
    assert result.labels("strategy") == ["effector"]


@pytest.mark.parametrize("title", ["Chemotherapy-Free Lenalidomide", "Chemotherapy-Sparing Lenalidomide"])
def test_a_treatment_that_a_title_spares_is_not_given(title: str) -> None:
    assert classify(make_study(f"{title} in Lymphoma", ("Lymphoma",), [drug("Lenalidomide")])).labels("modality") == [
        "targeted"
    ]


@pytest.mark.parametrize(
    ("description", "strategies"),
    [
        ("Apatinib by mouth; camrelizumab by infusion, without preventive medication", ["coinhibitory", "tme"]),
        ("Apatinib to prevent high pressure; camrelizumab by infusion", ["coinhibitory"]),
    ],
)
def test_medication_that_is_not_given_makes_no_drug_preventive(description: str, strategies: list[str]) -> None:
    study = make_study("A Study", CANCER, [drug("Camrelizumab and apatinib", description)])
    assert classify(study).labels("strategy") == strategies


def test_a_conjugate_against_a_checkpoint_is_no_combination_with_its_class() -> None:
    study = make_study("HLX43, an Antibody-Drug Conjugate (ADC), in Lung Cancer", CANCER, [drug("HLX43")])
    assert classify(study).labels("therapy") == []


def test_a_title_may_call_listed_engagers_bispecific_antibodies() -> None:
    study = make_study("Bispecific Antibodies in Lymphoma", ("Lymphoma",), [drug("Glofitamab")])
    assert classify(study).labels("modality") == ["tce"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("T cell receptor (TCR) T cell therapy", ["tcr_t"]),
        ("Hepatic arterial infusion of nivolumab", ["pd1_pdl1"]),
        ("Hepatic arterial infusion chemotherapy", ["chemo"]),
    ],
)
def test_a_name_tells_a_product_from_its_route(name: str, labels: list[str]) -> None:
    assert classify(make_study("A Study", CANCER, [drug(name)])).labels("modality") == labels
