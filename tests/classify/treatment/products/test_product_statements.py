"""A product is recognised from descriptions, titles and summaries, and not from other treatments named with it."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Arm, Intervention, Study


def modality(name: str, description: str = "", kind: str = "BIOLOGICAL", **more: object) -> list[str]:
    item = Intervention(name, kind, description)
    return classify(make_study(conditions=["Lymphoma"], interventions=[item], **more)).labels("modality")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Glofitamab may have failed. AB-55 is a CAR T-cell product from the patient", ["car_t"]),
        ("Unlike polatuzumab vedotin, AB-55 is a bispecific T-cell engager", ["tce"]),
        ("After blinatumomab; AB-55 are CAR T cells", ["car_t"]),
    ],
)
def test_the_description_of_a_product_gives_its_modality(description: str, expected: list[str]) -> None:
    assert modality("AB-55", description) == expected


@pytest.mark.parametrize("name", ["AB-56 injection", "AB-56 for injection", "AB-56 20 mg capsules", "AB-56"])
def test_a_dose_form_is_no_part_of_a_code(name: str) -> None:
    summary = "AB-56 is an antibody-drug conjugate with a cleavable linker."
    assert modality(name, kind="DRUG", brief_summary=summary) == ["adc"]


STATEMENTS = [
    ("QX-1 is a BTK inhibitor. People who had CAR-T cells may enter.", ["targeted"]),
    ("QX-1 is an oral FGFR inhibitor.", ["targeted"]),
    ("QX-1 is a degrader of BTK.", ["targeted"]),
    ("The selective (GCN2) activator QX-1 is tested.", ["targeted"]),
    ("QX-1 is a monoclonal antibody against CLDN18.2. Earlier bispecific antibodies are allowed.", ["targeted"]),
    ("QX-1 is a MEK inhibitor for people whose disease grew on nivolumab or after TIL.", ["targeted"]),
    ("The menin inhibitor QX-1 is tested.", ["targeted"]),
    ("QX-1 is an oral HPK1 inhibitor given after CAR-T cells.", ["other_small_io"]),
    ("QX-1, a T-cell engager, is given after failure of antibody-drug conjugates.", ["tce"]),
    ("QX-1 is given once a week. Pump inhibitors are not allowed.", ["other"]),
    ("QX-1 is a proton pump inhibitor.", ["other"]),
    ("QX-1 is not an FGFR inhibitor.", ["other"]),
    ("The drug tested here, QX-1, inhibits CDK2.", ["targeted"]),
    ("QX-1 works by blocking FGFR3.", ["targeted"]),
    ("QX-1 blocks the feeling of nausea.", ["other"]),
    ("QX-1 is a long-acting IL-2 variant.", ["cytokine"]),
    ("QX-1 is given when IL-2 is high.", ["other"]),
    ("QX-1 is a PD-1/IL-2 fusion protein.", ["cytokine", "pd1_pdl1"]),
    ("QX-1 consists of an antibody linked to a payload.", ["adc"]),
    ("The DLL3/CD3 bispecific QX-1 is tested.", ["tce"]),
    ("The PD-1/CTLA-4 bispecific QX-1 is tested.", ["bispecific_other", "ctla4", "pd1_pdl1"]),
]


@pytest.mark.parametrize(("summary", "expected"), STATEMENTS)
def test_a_sentence_states_the_class_of_a_code(summary: str, expected: list[str]) -> None:
    assert modality("QX-1 injection", kind="DRUG", brief_summary=summary) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("QX-3 consists of natural killer cells from stem cells.", ["nk_cell"]),
        ("QX-3 is given, and natural killer cells are counted.", ["other"]),
    ],
)
def test_a_sentence_says_that_a_code_is_cells(summary: str, expected: list[str]) -> None:
    assert modality("QX-3", brief_summary=summary) == expected


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("U96", "U96-CAR-T-Cells in Follicular Lymphoma", ["car_t"]),
        ("U96", "Safety of CAR-T (U96) in Follicular Lymphoma", ["car_t"]),
        ("U96", "U96 After CAR-T Cells in Follicular Lymphoma", ["other"]),
    ],
)
def test_a_code_of_three_signs_is_looked_for_as_longer_codes_are(name: str, title: str, expected: list[str]) -> None:
    assert modality(name, official_title=title) == expected


def test_a_title_gives_the_class_of_the_code_and_not_of_the_prior_drug() -> None:
    title = "QX-2, a HER2 Kinase Inhibitor, in Breast Cancer That Resists Antibody-Drug Conjugates"
    assert modality("QX-2", kind="DRUG", official_title=title) == ["targeted"]


@pytest.mark.parametrize(
    "name", ["[177Lu]Lu-AB12", "177Lu-AB12", "Lu-177 AB12", "Ac-225-AB12", "Iodine-131 AB12", "212Pb-AB12"]
)
def test_a_therapeutic_radionuclide_is_radiation(name: str) -> None:
    study = make_study(conditions=["Prostate Cancer"], interventions=[("DRUG", name)])
    assert classify(study).labels("modality") == ["radiation"]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Adagrasib is given in combination with nivolumab to all participants.", ["pd1_pdl1", "targeted"]),
        ("Adagrasib is given after standard treatment in combination with nivolumab.", ["targeted"]),
        ("Adagrasib is compared with docetaxel plus nivolumab.", ["targeted"]),
    ],
)
def test_a_partner_that_the_summary_gives_counts(summary: str, expected: list[str]) -> None:
    study = make_study(conditions=["Lung Cancer"], interventions=[("DRUG", "Adagrasib")], brief_summary=summary)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    "title",
    ["Pembrolizumab in TIL-high breast cancer", "Pembrolizumab for tumours with 30% stromal TILs",
     "Pembrolizumab and the prognostic value of tumor infiltrating lymphocytes"],
)  # fmt: skip
def test_lymphocytes_in_the_tumour_are_a_marker(title: str) -> None:
    study = make_study(title, ["Breast Cancer"], [("BIOLOGICAL", "Pembrolizumab")])
    assert classify(study).labels("modality") == ["pd1_pdl1"]


@pytest.mark.parametrize(
    "title",
    [
        "Steroids for checkpoint inhibitor colitis",
        "Steroids for nivolumab pneumonitis",
        "Steroids for hepatitis from ipilimumab",
    ],
)
def test_the_cause_of_a_side_effect_is_no_treatment(title: str) -> None:
    study = make_study(title, ["Melanoma"], [("DRUG", "Prednisone")])
    assert classify(study).labels("modality") == ["other"]


@pytest.mark.parametrize(
    "arm", [("Standard treatment", ""), ("Arm 2", "Physician's choice of chemotherapy"), ("Historical control", "")]
)
def test_usual_treatment_in_an_arm_of_type_other_is_a_comparator(arm: tuple[str, str]) -> None:
    arms = (Arm("New", "EXPERIMENTAL"), Arm(arm[0], "OTHER", arm[1]))
    items = (
        Intervention("Tarlatamab", "BIOLOGICAL", arm_labels=("New",)),
        Intervention("Topotecan", "DRUG", arm_labels=(arm[0],)),
    )
    study = Study("NCT00000001", conditions=("SCLC",), study_type="INTERVENTIONAL", arms=arms, interventions=items)
    assert classify(study).labels("modality") == ["tce"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("A vector that turns T cells inside the body into CAR T cells", "none"),
        ("CAR T cells made of cells taken from the patient", "autologous"),
        ("CAR T cells of healthy donors, unlike autologous products", "allogeneic"),
        ("CAR T cells of the patient's or a sibling's blood", "both"),
        ("CAR T cells after failure of an autologous product", "unspecified"),
        ("CAR T cells that are transferred back to the patients", "autologous"),
        ("CAR T cells; no contraindication to blood cell separation", "autologous"),
        ("We collect blood from the patients to count the CAR T cells", "unspecified"),
    ],
)
def test_a_description_gives_the_source_of_the_cells(description: str, expected: str) -> None:
    item = Intervention("AB-57", "GENETIC", description)
    study = make_study(conditions=["Leukemia"], interventions=[item])
    assert classify(study).label("act") == expected


def test_a_drug_against_side_effects_changes_no_microenvironment() -> None:
    items = [
        Intervention("Teclistamab", "BIOLOGICAL"),
        Intervention("Tocilizumab", "DRUG", "One dose to prevent cytokine release"),
    ]
    assert classify(make_study(conditions=["Myeloma"], interventions=items)).labels("strategy") == ["effector"]


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("CD 47 inhibitor", ["other_checkpoint"]),
        ("STING agonist", ["sting"]),
        ("PD-1 inhibitor", ["other"]),
        ("PRMT5 inhibitor", ["targeted"]),
        ("proton pump inhibitor", ["other"]),
    ],
)
def test_a_keyword_names_the_class_of_a_code(keyword: str, expected: list[str]) -> None:
    assert modality("AB-58", kind="DRUG", keywords=[keyword]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VEGF×PD-L1 antibody", ["bispecific_other", "pd1_pdl1"]),
        ("PD-L1xLAG-3 tetravalent antibody", ["bispecific_other", "lag3", "pd1_pdl1"]),
        ("anti-CD19xanti-CD3", ["tce"]),
        ("PD-1/PD-L1 antibody", ["pd1_pdl1"]),
    ],
)
def test_targets_joined_by_a_cross_make_one_antibody(name: str, expected: list[str]) -> None:
    assert modality(name) == expected
