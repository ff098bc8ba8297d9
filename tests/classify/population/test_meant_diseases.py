"""Diseases that are named and meant: exceptions, acronyms with another long form, groups, brackets."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Study


def cancers(study: Study) -> list[str]:
    """Return the cancer labels."""
    return classify(study).labels("cancer")


def entry(*criteria: str) -> str:
    """Return inclusion criteria, and one exclusion that names no cancer."""
    return (
        "Inclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in criteria) + "\n\nExclusion Criteria:\n\n* Stroke"
    )


BLOOD = [
    "Plasma Cell Tumour",
    "T/NK Cell Neoplasms",
    "Heme Malignancies",
    "CD7+ Malignancies",
    "BCMA-positive Malignancies",
    "Liquid Tumors",
    "Cancers of the Blood",
    "B-lineage Malignancies",
    "Malignant Hemopathies",
    "Haematopoietic Neoplasms",
    "Lymphohaematopoietic Tumours",
    "Malignant Blood Disorders",
    "Plasma Cell Malignancies",
    "Malignant Diseases of the Blood",
]


@pytest.mark.parametrize("condition", BLOOD)
def test_general_terms_for_blood_cancer_are_recognised(condition: str) -> None:
    assert cancers(make_study("Cells in the clinic", (condition,))) == ["haematologic", "others"]


CONDITIONS = [
    ("Solid Tumours Except NSCLC", ["others", "pan_tumour"]),
    ("Non-RCC Urological Cancers", ["others"]),
    ("Non-melanoma Solid Tumours", ["others", "pan_tumour"]),
    ("Skin Cancer, Non-Melanoma", ["others"]),
    ("Advanced Solid Tumors, Excluding Melanoma", ["others", "pan_tumour"]),
    ("Mucosal Melanoma (MM)", ["melanoma"]),
    ("MM (Malignant Melanoma)", ["melanoma"]),
    ("MM (Multiple Myeloma)", ["haematologic", "others"]),
    ("MM (Stage III)", ["haematologic", "others"]),
    ("Multiple Myeloma (MM)", ["haematologic", "others"]),
    ("Recurrent Colorectal Cancer (RCC)", ["others"]),
    ("Renal Cell Carcinoma (RCC)", ["rcc"]),
    ("Non-Small Cells Lung Cancer (NSCLC)", ["nsclc"]),
    ("Repeated Cough in Children (RCC)", ["none"]),
    ("ALL Solid Cancers", ["others", "pan_tumour"]),
    ("Relapsed ALL", ["haematologic", "others"]),
    ("Anti-GBM Nephritis", ["none"]),
    ("Non-malignant Disease", ["none"]),
    ("Non-Oncology", ["none"]),
]


@pytest.mark.parametrize(("condition", "labels"), CONDITIONS)
def test_cancer_labels_of_a_condition(condition: str, labels: list[str]) -> None:
    assert cancers(make_study("Study of a new drug", (condition,))) == labels


def test_a_tumour_named_under_a_group_of_organs_counts() -> None:
    group = ("Urologic Neoplasms",)
    assert "rcc" in cancers(make_study(conditions=group, eligibility=entry("Cancer of the kidney or the prostate")))
    assert "rcc" not in cancers(make_study(conditions=group, eligibility=entry("Cancer of the prostate")))


def test_a_blood_cancer_in_brackets_counts_unless_it_is_refused() -> None:
    solid = ("Solid Tumor",)
    assert "haematologic" in cancers(make_study(conditions=solid, eligibility=entry("Solid tumour (or lymphoma)")))
    refused = entry("Solid tumour (lymphoma is not accepted)")
    assert "haematologic" not in cancers(make_study(conditions=solid, eligibility=refused))


def test_an_exception_excludes_only_the_disease_after_it() -> None:
    found = cancers(make_study(conditions=("Solid Tumor",), eligibility=entry("Melanoma other than uveal, fit")))
    assert "melanoma" in found
    found = cancers(make_study(conditions=("Solid Tumor",), eligibility=entry("Solid tumour except melanoma")))
    assert "melanoma" not in found


def test_solid_tumours_in_the_title_count_if_the_criteria_admit_them() -> None:
    few = ("Thymoma", "Chordoma")
    wide = make_study("Drug in solid tumors", few, eligibility=entry("A solid tumour that has grown"))
    assert cancers(wide) == ["others", "pan_tumour"]
    narrow = make_study("Drug in solid tumors", few, eligibility=entry("A solid tumour: thymoma or chordoma"))
    assert cancers(narrow) == ["others"]
    measured = make_study("Drug in solid tumors", few, eligibility=entry("Measured by criteria in solid tumours"))
    assert cancers(measured) == ["others"]


def test_the_summary_gives_the_disease_of_a_record_without_conditions() -> None:
    reported = make_study("Drug X", (), brief_summary="This trial treats patients with osteosarcoma.")
    assert cancers(reported) == ["others"]
    aside = make_study("A diet", (), brief_summary="Too much weight may lead to endometrial cancer.")
    assert cancers(aside) == ["none"]


def test_a_condition_that_the_record_does_not_support_is_a_tag() -> None:
    conditions = ["Cervical Cancer", "Head and Neck Cancer"]
    head = "Radiation for Head and Neck Cancer"
    criteria = entry("Squamous cell carcinoma of the mouth or the throat", "Cervical lymph nodes of any size")
    criteria += "\n* Other cancer, except cured carcinoma in situ of the cervix" + "\n* Heart disease" * 20
    assert cancers(make_study(head, conditions=conditions, eligibility=criteria)) == ["hnscc"]
    for supported in (
        make_study(head, conditions=conditions, eligibility=f"{criteria}\n* Earlier cancer of the cervix"),
        make_study("Radiation for cancer", conditions=conditions, eligibility=criteria),
        make_study(head, conditions=conditions),
    ):
        assert cancers(supported) == ["hnscc", "others"]


def test_cancers_of_organs_that_only_the_conditions_name_are_tags() -> None:
    visits = "\n* A visit every month, with tests of blood and a questionnaire" * 6
    criteria = entry(f"Women with irregular cycles{visits}")
    silent = make_study("Metformin and ovulation", ["Ovarian Cancer"], eligibility=criteria)
    assert cancers(silent) == ["none"]
    for supported in (
        make_study("Metformin in ovarian tumours", ["Ovarian Cancer"], eligibility=criteria),
        make_study("Metformin", ["Ovarian Cancer"], eligibility=entry(f"ECOG 0{visits}")),
        make_study("Metformin", ["Ovarian Cancer"], eligibility=entry("Women")),
        make_study("Metformin", ["Ovarian Cancer", "Sarcoma"], eligibility=criteria),
        make_study("Lymphocytes with a T-cell receptor", ["Ovarian Cancer"], eligibility=criteria),
        make_study("Men with a rising PSA", ["Prostate Cancer"], eligibility=criteria),
    ):
        assert cancers(supported) == ["others"]


@pytest.mark.parametrize("product", ["Mesothelin-directed CAR T cells", "Nivolumab", "Dendritic cell vaccine"])
def test_a_product_of_this_field_supports_an_organ_among_the_conditions(product: str) -> None:
    visits = "\n* A visit every month, with tests of blood and a questionnaire" * 6
    study = make_study(
        "A first study in adults", ["Ovarian Cancer"], [("BIOLOGICAL", product)], eligibility=entry(f"Adults{visits}")
    )
    assert cancers(study) == ["others"]


@pytest.mark.parametrize(("product", "labels"), [("Blinatumomab", ["haematologic", "others"]), ("XY-1234", ["none"])])
def test_a_product_of_this_field_supports_an_acronym_among_the_conditions(product: str, labels: list[str]) -> None:
    visits = "\n* A visit every month, with tests of blood and a questionnaire" * 6
    study = make_study("A first study", ["AML"], [("DRUG", product)], eligibility=entry(f"Adults{visits}"))
    assert cancers(study) == labels


def test_head_and_neck_cancer_as_a_tag_is_dropped_unless_a_text_names_one() -> None:
    tests = "\n* A visit every month, with tests of blood and a questionnaire" * 6
    gullet, tag = "Drug X in esophageal squamous cell carcinoma", ["Head and Neck Cancer"]
    assert cancers(make_study(gullet, tag, eligibility=entry(f"Esophageal cancer{tests}"))) == ["others"]
    both = entry(f"Esophageal cancer, or oral cavity cancer{tests}")
    assert cancers(make_study(gullet, tag, eligibility=both)) == ["hnscc", "others"]


@pytest.mark.parametrize(
    ("title", "condition", "labels"),
    [
        ("V-Raf Murine Sarcoma Viral Oncogene Homolog B1 in plasma", "Melanoma", ["melanoma"]),
        ("Cells against melanoma-associated antigen A4", "Synovial Sarcoma", ["others"]),
        ("A study of sarcoma", "Melanoma", ["melanoma", "others"]),
    ],
)
def test_a_gene_or_an_antigen_is_not_the_tumour_it_is_named_after(
    title: str, condition: str, labels: list[str]
) -> None:
    assert cancers(make_study(title, (condition,))) == labels


@pytest.mark.parametrize(
    ("criterion", "has_blood"),
    [
        ("Solid tumors, excluding CNS tumors and lymphoma", False),
        ("Solid tumour (which may include lymphoma)", True),
        ("Solid tumours or lymphoma", True),
        ("Solid tumours with this mutation (leukaemia in arm 4)", True),
        ("Solid tumours with this mutation (no leukaemia in arm 4)", False),
        ("Solid tumour; cohort 3 is kept for acute myeloid leukaemia", True),
        ("Solid tumour; cohort 3 (NSCLC without rearranged anaplastic lymphoma kinase)", False),
        ("Solid tumour (cohort 3 takes no lymphoma); lymphoma cannot be enrolled", False),
    ],
)
def test_a_blood_cancer_after_an_exemption_does_not_count(criterion: str, has_blood: bool) -> None:
    study = make_study("Drug X in solid tumors", ("Solid Tumor",), eligibility=entry(criterion))
    assert ("haematologic" in cancers(study)) is has_blood


@pytest.mark.parametrize(
    ("criterion", "labels"),
    [
        ("Patients with non-small cell lung cancer must have had a kinase inhibitor", ["nsclc", "others"]),
        ("Patients with previous melanoma must have been cured", ["others"]),
        ("Patients with a history of melanoma must be free of it", ["others"]),
        ("Non-small cell lung cancer is not a reason", ["others"]),
        ("Patients with non-small cell lung cancer must stay out and are not included", ["others"]),
    ],
)
def test_patients_of_whom_a_criterion_asks_something_are_taken(criterion: str, labels: list[str]) -> None:
    several = ("Pancreatic Cancer", "Colon Cancer")
    assert cancers(make_study("T cells", several, eligibility=entry(criterion))) == labels


def test_an_unspecified_condition_beside_the_one_that_the_title_names_is_a_tag() -> None:
    conditions = ("Ependymoma", "Pediatric Solid Tumor")
    title = "Radiation of ependymoma"
    assert cancers(make_study(title, conditions, eligibility=entry("A child with ependymoma"))) == ["others"]
    wide = entry("A child with ependymoma or another solid tumour")
    assert cancers(make_study(title, conditions, eligibility=wide)) == ["others", "pan_tumour"]


def test_an_operation_on_a_cancer_makes_a_cancer_trial_if_a_criterion_names_the_cancer() -> None:
    title, condition = "Erection after radical prostatectomy", ("Erectile Dysfunction",)
    assert cancers(make_study(title, condition, eligibility=entry("Prostate cancer of low risk"))) == ["others"]
    assert cancers(make_study(title, condition, eligibility=entry("Men"))) == ["none"]
    excluded = f"{entry('Men')}\n* Prostate cancer"
    assert cancers(make_study(title, condition, eligibility=excluded)) == ["none"]


def test_drugs_against_cancer_make_a_cancer_trial_if_a_criterion_names_the_cancer() -> None:
    condition = ("Antineoplastic Protocols",)
    for title in ("Liposomal doxorubicin before an operation", "Two kinds of neoadjuvant chemotherapy"):
        assert cancers(make_study(title, condition, eligibility=entry("Invasive breast cancer"))) == ["others"]
    assert cancers(make_study("Doses of antineoplastic drugs", condition, eligibility=entry("Nurses"))) == ["none"]
    title = "Neo-adjuvant chemotherapy, then surgery"
    assert cancers(make_study(title, ("Drug Therapy",), eligibility=entry("Osteosarcoma of cancer stage II"))) == [
        "others"
    ]
    assert cancers(make_study("Adjuvants of a vaccine", ("Drug Therapy",), eligibility=entry("No cancer"))) == ["none"]


WITHOUT_CONDITIONS = [
    ("A Study of QX-1", "* Histologically confirmed melanoma, NSCLC or RCC", ["melanoma", "nsclc", "rcc"]),
    ("A Study of QX-1", "1. Diagnosis of stage IV NSCLC 2. No active lymphoma", ["nsclc"]),
    ("A Study of QX-1", "* Stage III melanoma, except uveal melanoma or sarcoma", ["melanoma"]),
    ("A Study of QX-1", "* Confirmed NSCLC with brain metastases", ["nsclc"]),
    ("A Study of QX-1", "* Histologically confirmed carcinoma that no drug controls", ["others", "pan_tumour"]),
    ("A Study of QX-1", "* Participants with advanced solid tumors", ["others", "pan_tumour"]),
    ("A Study of QX-1", "* Advanced lymphoma or advanced solid tumors", ["haematologic", "others", "pan_tumour"]),
    ("QX-1 for Cancer Pain", "* Patients with prostate cancer", ["others"]),
    ("QX-1 in Advanced Malignancies", "* Patients with prostate cancer", ["others", "pan_tumour"]),
    ("QX-1 in Metastatic Carcinoma of the Pancreas", "", ["others"]),
    ("QX-1 for Advanced Cancers of the Head and Neck", "* Confirmed HNSCC", ["hnscc"]),
    ("QX-1 in Asthma", "* No malignancy in the last five years", ["none"]),
]


@pytest.mark.parametrize(("title", "criteria", "expected"), WITHOUT_CONDITIONS)
def test_a_record_without_conditions_tells_the_cancer_in_its_texts(
    title: str, criteria: str, expected: list[str]
) -> None:
    study = make_study(title, (), eligibility=f"Inclusion Criteria:\n{criteria}")
    assert classify(study).labels("cancer") == expected


ORGANS = [
    ("Tumours of the Brain", ["others"]),
    ("Tumours of the Brain, Lung and Skin", ["others", "pan_tumour"]),
    ("Tumors of Lung, Breast, Colon, and Bladder", ["others", "pan_tumour"]),
    ("Tumours of the Colon, Stage II and III", ["others"]),
    ("Tumors of the Breast, Recurrent or Metastatic", ["others"]),
    ("Tumors of the Colon, Liver and Lung Metastases", ["others"]),
]


@pytest.mark.parametrize(("condition", "expected"), ORGANS)
def test_tumours_of_a_list_of_organs_are_of_many_kinds(condition: str, expected: list[str]) -> None:
    assert cancers(make_study("A Study of QX-1", (condition,))) == expected


@pytest.mark.parametrize(
    ("condition", "labels"),
    [
        ("Waldenström's Macroglobulinaemia", ["haematologic", "others"]),
        ("Myelodysplastic Disorders", ["haematologic", "others"]),
        ("Malignant Diseases of the Hematopoietic System", ["haematologic", "others"]),
        ("NPC", ["others"]),
        ("Astroblastoma", ["others"]),
        ("Adenocarcinoma Breast", ["others"]),
        ("Ca Prostate", ["others"]),
        ("Plexiform Neurofibroma", ["none"]),
    ],
)
def test_further_names_of_cancers_are_known(condition: str, labels: list[str]) -> None:
    assert cancers(make_study("A first study of XY-1234", [condition], [("DRUG", "XY-1234")])) == labels


@pytest.mark.parametrize(
    ("criterion", "labels"),
    [
        ("Malignant solid tumor, the primary site is not limited, with ascites", ["others", "pan_tumour"]),
        ("Solid tumour of the ovary, number of lesions not limited", ["others"]),
    ],
)
def test_a_criterion_may_leave_the_primary_site_open(criterion: str, labels: list[str]) -> None:
    assert cancers(make_study("A study of ascites", ["Ovarian Cancer"], eligibility=entry(criterion))) == labels
