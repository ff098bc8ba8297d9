"""Which drugs of a record without links between arms and drugs are partners, and which are comparators."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention, Study


def study(title: str, *names: str, summary: str = "", **more: object) -> Study:
    """Return a study that lists drugs without arms, as exports have them."""
    items = [Intervention(name) for name in names]
    return make_study(title, ["Lung Cancer"], items, brief_summary=summary, **more)  # type: ignore[arg-type]


JOINED = [
    ("Ivonescimab With or Without Chemotherapy in Lung Cancer", ["Ivonescimab"], ["chemo"]),
    ("Osimertinib With/Without Platinum Chemotherapy in Lung Cancer", ["Osimertinib"], ["chemo"]),
    ("Chemotherapy Combined With Anlotinib in Lung Cancer", ["Anlotinib"], ["chemo"]),
    ("Chemotherapy Plus Tislelizumab in Lung Cancer", ["Tislelizumab"], ["chemo"]),
    ("Tislelizumab Followed by Adjuvant Chemotherapy in Lung Cancer", ["Tislelizumab"], ["chemo"]),
    ("Tislelizumab After Chemotherapy in Lung Cancer", ["Tislelizumab"], []),
    ("Tislelizumab in Men on Androgen Deprivation Therapy", ["Tislelizumab"], []),
    ("Tislelizumab Instead of Chemotherapy in Lung Cancer", ["Tislelizumab"], []),
    ("Tislelizumab to Avoid Radiation in Lung Cancer", ["Tislelizumab"], []),
    ("Tislelizumab as an Alternative to Radiotherapy in Lung Cancer", ["Tislelizumab"], []),
    ("Tislelizumab Without Chemotherapy in Lung Cancer", ["Tislelizumab"], []),
]


@pytest.mark.parametrize(("title", "names", "added"), JOINED)
def test_a_title_joins_a_class_of_drugs_before_or_behind_it(title: str, names: list[str], added: list[str]) -> None:
    alone = set(classify(study("A study", *names)).labels("modality"))
    assert set(classify(study(title, *names)).labels("modality")) == alone | set(added)


COMPARED = [
    ("Sintilimab Compared to Platinum-Based Chemotherapies", ["Sintilimab", "Cisplatin"], [], ["pd1_pdl1"]),
    (
        "Platinum Chemotherapy Versus Platinum Chemotherapy Plus Sintilimab",
        ["Sintilimab", "Cisplatin"],
        ["combination"],
        ["chemo", "pd1_pdl1"],
    ),
    ("Is Sintilimab Better Than Docetaxel?", ["Sintilimab", "Docetaxel"], [], ["pd1_pdl1"]),
    ("Sintilimab Versus Standard Therapies", ["Sintilimab", "Erlotinib"], [], ["pd1_pdl1"]),
    (
        "Sintilimab With or Without Platinum Chemotherapy Versus Chemotherapy Alone",
        ["Sintilimab", "Cisplatin", "Pemetrexed"],
        ["combination"],
        ["chemo", "pd1_pdl1"],
    ),
    (
        "Sintilimab After First-line Chemotherapy Versus Standard Chemotherapy",
        ["Sintilimab", "Docetaxel"],
        [],
        ["pd1_pdl1"],
    ),
]


@pytest.mark.parametrize(("title", "names", "therapy", "modality"), COMPARED)
def test_drugs_of_a_class_on_both_sides_of_versus_are_under_study(
    title: str, names: list[str], therapy: list[str], modality: list[str]
) -> None:
    result = classify(study(title, *names))
    assert (result.labels("therapy"), result.labels("modality")) == (therapy, modality)


SUMMARIES = [
    ("The trial compares the efficacy and safety of MRG002 with docetaxel and ramucirumab in lung cancer.", ["adc"]),
    ("The aim is to compare the survival of MRG002 versus docetaxel or ramucirumab.", ["adc"]),
    ("Patients are randomised 1:1 to MRG002 or docetaxel and ramucirumab.", ["adc"]),
    ("The trial tests whether MRG002 is better than docetaxel and ramucirumab.", ["adc"]),
    ("Patients are randomised to MRG002 with docetaxel or ramucirumab.", None),
    ("MRG002 was better than others. Here it is given with docetaxel and ramucirumab.", None),
    ("The trial compares the safety of MRG002 in combination with docetaxel and ramucirumab.", None),
    ("The trial tests the safety of MRG002 with docetaxel and ramucirumab.", None),
]


@pytest.mark.parametrize(("summary", "expected"), SUMMARIES)
def test_a_summary_that_compares_two_treatments_names_the_comparator_last(
    summary: str, expected: list[str] | None
) -> None:
    result = classify(study("MRG002 in Lung Cancer", "MRG002", "Docetaxel", "Ramucirumab", summary=summary))
    assert result.labels("modality") == (expected or ["adc", "chemo", "targeted"])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Antibodies in Patients Exposed to Checkpoint Inhibitors", ["ctla4", "pd1_pdl1"]),
        ("Effect of Chemotherapy on Lymphocytes in Lung Cancer", ["chemo"]),
        ("Statins in Patients Treated With Checkpoint Inhibitors", []),
        ("Lymphocytes During Chemotherapy in Lung Cancer", []),
    ],
)
def test_an_observational_study_without_a_list_names_a_class_as_its_exposure(title: str, expected: list[str]) -> None:
    found = classify(study(title, study_type="OBSERVATIONAL")).labels("modality")
    assert [label for label in found if label != "other"] == expected


def test_a_summary_names_the_partner_of_a_drug_that_only_the_title_names() -> None:
    summary = "Patients who get Imfinzi in combination with gemcitabine are followed."
    result = classify(study("Use of Imfinzi in Lung Cancer", summary=summary, study_type="OBSERVATIONAL"))
    assert result.labels("therapy") == ["combination"]
    past = "Patients who got gemcitabine earlier and now get Imfinzi are followed."
    result = classify(study("Use of Imfinzi in Lung Cancer", summary=past, study_type="OBSERVATIONAL"))
    assert result.labels("modality") == ["pd1_pdl1"]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Imfinzi is tested where the tumour does not respond to surgery in combination with gemcitabine.", []),
        ("The tumour does not respond to surgery. Imfinzi is tested in combination with gemcitabine.", ["chemo"]),
    ],
)
def test_a_combination_that_failed_adds_no_partner(summary: str, expected: list[str]) -> None:
    found = classify(study("Imfinzi in Lung Cancer", "Imfinzi", summary=summary)).labels("modality")
    assert [label for label in found if label != "pd1_pdl1"] == expected


PARTNERS = [
    ("Patients will be treated with surufatinib plus toripalimab until progression.", True),
    ("Surufatinib is swallowed while toripalimab is infused.", True),
    ("Patients receive surufatinib and toripalimab.", True),
    ("Patients take surufatinib and receive toripalimab every three weeks.", True),
    ("Patients receive surufatinib alongside toripalimab.", True),
    ("Toripalimab is added to surufatinib in all patients.", True),
    ("All take surufatinib every day, and at the same time receive toripalimab intravenously.", True),
    ("Patients take surufatinib and, in addition, are given toripalimab.", True),
    ("Toripalimab is infused on day 1 and surufatinib is taken daily.", True),
    ("Patients take surufatinib and are also infused with toripalimab.", True),
    ("The regimen consists of surufatinib and toripalimab.", True),
    ("Surufatinib is given on the same day as toripalimab.", True),
    ("Surufatinib is swallowed one hour before toripalimab.", True),
    ("Patients take surufatinib and at progression receive toripalimab.", False),
    ("Toripalimab is given before the study and surufatinib is taken daily.", False),
    ("Toripalimab may be added to surufatinib after the study.", False),
    ("Patients receive surufatinib; progression on toripalimab is needed.", False),
    ("Patients receive surufatinib, while toripalimab is standard treatment elsewhere.", False),
]


@pytest.mark.parametrize(("summary", "is_partner"), PARTNERS)
def test_a_summary_that_gives_two_drugs_together_names_a_partner(summary: str, is_partner: bool) -> None:
    found = classify(study("Surufatinib in Lung Cancer", "Surufatinib", summary=summary)).labels("modality")
    assert found == (["pd1_pdl1", "targeted"] if is_partner else ["targeted"])


ARMS = [
    ("Olaparib is given on the day before surgery and the day of surgery", ["targeted"]),
    ("Olaparib for patients with a positive margin after radical surgery", ["targeted"]),
    ("Olaparib until the end of radiotherapy", ["targeted"]),
    ("Olaparib, started after surgery", ["targeted"]),
    ("Olaparib for women having had radical surgery", ["targeted"]),
    ("Olaparib and near-infrared irradiation of the skin", ["targeted"]),
    ("Olaparib from the date of first radiotherapy on", ["targeted"]),
    ("Olaparib; docetaxel is not permitted", ["targeted"]),
    ("Olaparib, then surgery", ["surgery", "targeted"]),
    ("Olaparib with radiotherapy to 50 Gy", ["radiation", "targeted"]),
    ("Olaparib and docetaxel", ["chemo", "targeted"]),
]


@pytest.mark.parametrize(("text", "expected"), ARMS)
def test_points_in_time_and_bans_in_an_arm_give_no_treatment(text: str, expected: list[str]) -> None:
    given = [("DRUG", "Olaparib", ("Arm A",))]
    found = make_study("Olaparib in Lung Cancer", ["Lung Cancer"], given, [("EXPERIMENTAL", "Arm A", text)])
    assert classify(found).labels("modality") == expected


@pytest.mark.parametrize(("drug", "counts"), [("Vincristine", True), ("Daunorubicin", True), ("Melphalan", False)])
def test_drugs_that_prepare_no_transplantation_stay_beside_one(drug: str, counts: bool) -> None:
    given = [("DRUG", "Inotuzumab ozogamicin"), ("DRUG", drug), ("PROCEDURE", "Allogeneic Stem Cell Transplantation")]
    found = classify(make_study("Inotuzumab in Leukaemia", ["Acute Lymphoblastic Leukemia"], given))
    assert ("chemo" in found.labels("modality")) == counts


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("CIK Cells Plus Chemotherapy", True),
        ("Chemotherapy Combined With CIK Cells", True),
        ("CIK Cells With Lymphodepleting Chemotherapy", False),
        ("CIK Cells After Chemotherapy", False),
    ],
)
def test_chemotherapy_that_a_title_joins_to_cells_is_under_study(title: str, counts: bool) -> None:
    found = classify(study(title, "CIK cells", "chemotherapy")).labels("modality")
    assert ("chemo" in found) == counts


@pytest.mark.parametrize(("name", "expected"), [("Chemotherapy", []), ("Chemotherapy with gemcitabine", ["chemo"])])
def test_unnamed_chemotherapy_beside_cells_makes_room_for_them(name: str, expected: list[str]) -> None:
    given = [Intervention("CD30 CAR-T cells", "BIOLOGICAL"), Intervention(name, "DRUG")]
    found = classify(make_study("CD30 CAR-T Cells", ["Lymphoma"], given)).labels("modality")
    assert [label for label in found if label == "chemo"] == expected


@pytest.mark.parametrize(
    ("eligibility", "expected"),
    [
        ("Inclusion Criteria:\n\n* HLA-A*02:01 and a tumour with tyrosinase", ["tcr_t"]),
        ("Inclusion Criteria:\n\n* Tumour positive for tyrosinase and HLA-A2", ["tcr_t"]),
        ("Inclusion Criteria:\n\n* A tumour with tyrosinase", ["other_cell"]),
    ],
)
def test_a_tissue_type_tells_engineered_cells_with_a_t_cell_receptor(eligibility: str, expected: list[str]) -> None:
    cells = [Intervention("Engineered lymphocytes", "BIOLOGICAL")]
    found = classify(make_study("Cells in Melanoma", interventions=cells, eligibility=eligibility))
    assert found.labels("modality") == expected


@pytest.mark.parametrize("name", ["Phenotyping of CD8 T cells", "T cells by flow cytometry"])
def test_a_measurement_of_cells_is_no_treatment(name: str) -> None:
    assert classify(make_study(interventions=[Intervention(name, "GENETIC")])).labels("modality") == []


def test_an_engager_of_gamma_delta_cells_is_an_effector() -> None:
    found = classify(make_study(interventions=[("DRUG", "PF-08046052")]))
    assert found.labels("strategy") == ["effector"]


@pytest.mark.parametrize(
    ("summary", "modality"),
    [
        ("Survival is compared between tarlatamab versus the investigator's choice of treatment.", ["tce"]),
        ("Survival with tarlatamab is the main outcome.", ["targeted", "tce"]),
        ("The investigator's choice of supportive drugs is recorded.", ["targeted", "tce"]),
    ],
)
def test_a_summary_may_say_that_the_comparator_is_the_choice_of_the_investigator(
    summary: str, modality: list[str]
) -> None:
    given = study("Tarlatamab vs Topotecan or Another Drug", "Tarlatamab", "Topotecan", "Anlotinib", summary=summary)
    assert classify(given).labels("modality") == modality


@pytest.mark.parametrize(
    ("title", "modality"),
    [
        ("QZ-4711 Alone and With Immune Checkpoint Inhibition in Lung Cancer", ["ctla4", "other", "pd1_pdl1"]),
        ("QZ-4711 After Immune Checkpoint Inhibition in Lung Cancer", ["other"]),
    ],
)
def test_checkpoint_inhibition_is_a_partner_in_a_title(title: str, modality: list[str]) -> None:
    assert classify(study(title, "QZ-4711")).labels("modality") == modality


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Each dose of tislelizumab is paired with anlotinib.", ["pd1_pdl1", "targeted"]),
        ("Tislelizumab is given simultaneously with hypofractionated radiotherapy.", ["pd1_pdl1", "radiation"]),
        ("Tislelizumab infusions are accompanied by oral anlotinib.", ["pd1_pdl1", "targeted"]),
        ("Tislelizumab is tested concurrently with other trials of anlotinib.", ["pd1_pdl1"]),
        ("Tislelizumab is given concurrently with previous anlotinib stopped.", ["pd1_pdl1"]),
    ],
)
def test_partners_that_the_summary_joins_in_other_words(summary: str, expected: list[str]) -> None:
    assert classify(study("A study", "Tislelizumab", summary=summary)).labels("modality") == expected


def test_a_general_word_of_the_title_joins_no_arms_that_the_list_keeps_apart() -> None:
    items = [("DRUG", "Tislelizumab", ["A"]), ("RADIATION", "Radiotherapy", ["B"])]
    arms = [("EXPERIMENTAL", "A"), ("EXPERIMENTAL", "B")]
    apart = make_study("Radiation or Tislelizumab Instead of Surgery", ["Skin Cancer"], items, arms=arms)
    assert classify(apart).labels("modality") == ["pd1_pdl1", "radiation"]
    assert classify(apart).labels("therapy") == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tislelizumab or Docetaxel in Lung Cancer", []),
        ("Tislelizumab and Docetaxel in Lung Cancer", ["combination"]),
        ("Tislelizumab With Docetaxel or Pemetrexed in Lung Cancer", ["combination"]),
    ],
)
def test_drugs_that_a_title_joins_by_or_are_no_combination(title: str, expected: list[str]) -> None:
    assert classify(study(title, "Tislelizumab", "Docetaxel")).labels("therapy") == expected


SIDES = [
    ("Pembrolizumab Alone Versus Sacituzumab Govitecan in Combination With Pembrolizumab", ["adc", "pd1_pdl1"]),
    ("Docetaxel Versus Docetaxel With Ramucirumab", ["chemo", "targeted"]),
    ("Sacituzumab Govitecan vs Chemotherapy, Both in Combination With Pembrolizumab", ["adc", "pd1_pdl1"]),
    ("Nivolumab Versus Docetaxel, Each With Bevacizumab", ["pd1_pdl1", "targeted"]),
    ("Tucatinib vs. Placebo in Combination With Capecitabine", ["chemo", "targeted"]),
    ("Nivolumab Versus Docetaxel in Combination With Pemetrexed", ["pd1_pdl1"]),
    ("Docetaxel Versus Nivolumab After Docetaxel", ["chemo"]),
    ("A Study to Compare Two Schedules of Nivolumab With Ipilimumab", ["ctla4", "pd1_pdl1"]),
    ("A Trial to Compare Bevacizumab With Chemotherapy to Chemotherapy", ["chemo", "targeted"]),
    ("A Trial to Compare Nivolumab With Docetaxel", ["pd1_pdl1"]),
]


@pytest.mark.parametrize(("title", "expected"), SIDES)
def test_what_a_title_gives_on_both_sides_is_under_study(title: str, expected: list[str]) -> None:
    assert classify(study(title)).labels("modality") == expected


def test_the_same_holds_for_listed_drugs() -> None:
    title = "Sacituzumab Govitecan vs Chemotherapy, Both in Combination With Pembrolizumab"
    listed = study(title, "Sacituzumab Govitecan", "Doxorubicin", "Pembrolizumab")
    assert classify(listed).labels("modality") == ["adc", "pd1_pdl1"]
    title = "Pembrolizumab Alone Versus Sacituzumab Govitecan in Combination With Pembrolizumab"
    listed = study(title, "Pembrolizumab", "Sacituzumab Govitecan")
    assert classify(listed).labels("modality") == ["adc", "pd1_pdl1"]


def test_platinum_in_a_title_is_any_listed_platinum() -> None:
    listed = study("Osimertinib Versus Platinum-Pemetrexed", "Osimertinib", "Carboplatin", "Cisplatin", "Pemetrexed")
    assert classify(listed).labels("modality") == ["targeted"]


def test_the_name_of_one_intervention_may_end_with_the_comparator() -> None:
    name = "favezelimab + pembrolizumab vs. physician's choice chemotherapy"
    assert classify(study("A study", name)).labels("modality") == ["lag3", "pd1_pdl1"]


def test_an_arm_without_drugs_is_read_by_its_label() -> None:
    given = [
        Intervention("bempegaldesleukin", "BIOLOGICAL", arm_labels=("Bempegaldesleukin arm",)),
        Intervention("sunitinib", "DRUG"),
        Intervention("cabozantinib", "DRUG"),
    ]
    arms = [("EXPERIMENTAL", "Bempegaldesleukin arm"), ("ACTIVE_COMPARATOR", "sunitinib or cabozantinib")]
    assert classify(make_study("A study", ["Renal Cell Carcinoma"], given, arms)).labels("modality") == ["cytokine"]


CLASSES = [
    ("Radiotherapy+durvalumab, then surgery", ["radiation"]),
    ("Durvalumab with or without stereotactic radiotherapy", ["radiation"]),
    ("Chemoradiotherapy and durvalumab are given", ["chemo", "radiation"]),
    ("A study of durvalumab plus olaparib and chemotherapy", ["chemo"]),
    ("Durvalumab is compared with radiotherapy", []),
    ("To compare durvalumab with chemotherapy", []),
    ("Differences between durvalumab and chemotherapy will be assessed", []),
    ("Patients who completed four cycles of durvalumab plus chemotherapy go on", []),
    ("Patients are not fit for durvalumab plus chemotherapy", []),
    ("Durvalumab and radiation made tumours of mice shrink", []),
    ("Durvalumab after radiotherapy", []),
    ("Durvalumab for tumors that progressed on durvalumab and chemotherapy", []),
    ("The standard treatment is durvalumab plus chemotherapy", []),
]


@pytest.mark.parametrize(("summary", "added"), CLASSES)
def test_a_summary_joins_a_class_of_treatment_to_a_listed_drug(summary: str, added: list[str]) -> None:
    found = classify(study("A study", "Durvalumab/tremelimumab", summary=summary)).labels("modality")
    assert set(found) - {"targeted"} == {"ctla4", "pd1_pdl1", *added}


def test_no_class_is_joined_to_the_comparator() -> None:
    summary = "One group gets zongertinib. The other gets pembrolizumab plus platinum chemotherapy."
    found = classify(study("Zongertinib Compared With Pembrolizumab", "Zongertinib", "Pembrolizumab", summary=summary))
    assert found.labels("modality") == ["targeted"]
