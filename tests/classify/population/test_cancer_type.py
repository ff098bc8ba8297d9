"""Report A's cancer types: exact names, wide site names, baskets and their eligible types, and no cancer at all."""

import pytest

from tests.support.records.texts import inclusion
from tests.support.records.trials import case, classify, make_study
from trialscape.study.model import MeshTerm, Study

TYPES = [
    case("melanoma", ["melanoma"], conditions=["Cutaneous Melanoma"]),
    case("uveal", ["melanoma"], conditions=["Uveal Melanoma"]),
    case("mucosal", ["melanoma"], conditions=["Mucosal Melanoma"]),
    case("acral", ["melanoma"], conditions=["Acral Melanoma"]),
    case("NSCLC in words", ["nsclc"], conditions=["Non-small Cell Lung Cancer"]),
    case("NSCLC in letters", ["nsclc"], conditions=["NSCLC"]),
    case("lung adenocarcinoma", ["nsclc"], conditions=["Lung Adenocarcinoma"]),
    case("registry order of words", ["nsclc"], conditions=["Carcinoma, Non-Small-Cell Lung"]),
    case("typographic hyphens", ["nsclc"], conditions=["Non‑Small‑Cell Lung Cancer"]),
    case("small-cell lung cancer (ruling 5)", ["others"], conditions=["Small Cell Lung Cancer"]),
    case("lung cancer without a type (ruling 5)", ["others"], conditions=["Lung Cancer"]),
    case("lung cancer beside its type", ["nsclc"], conditions=["Lung Cancer", "NSCLC"]),
    case(
        "lung cancer with the type in the title",
        ["nsclc"],
        title="A Study in Non-Small Cell Lung Cancer",
        conditions=["Lung Cancer"],
    ),
    case(
        "a title that goes on to others",
        ["melanoma", "others", "pan_tumour"],
        title="A Study in Melanoma and Other Cancers",
        conditions=["Melanoma"],
    ),
    case(
        "a title that goes on to other types of tumour",
        ["melanoma", "others", "pan_tumour"],
        title="A Study in Melanoma and Other Tumour Types",
        conditions=["Melanoma"],
    ),
    case(
        "a title that goes on to other types of patients",
        ["melanoma"],
        title="A Study in Melanoma and Other Types of Therapy",
        conditions=["Melanoma"],
    ),
    case(
        "renal cell in a list of tumours",
        ["melanoma", "others", "pan_tumour", "rcc"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* One of these tumours: melanoma, renal cell, urothelial, cervical",
    ),
    case(
        "the kidneys in a list of organs",
        ["others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Tests of these functions: hepatic, renal, marrow",
    ),
    case(
        "criteria that go on to others",
        ["melanoma", "others", "pan_tumour"],
        conditions=["Melanoma", "Cervical Cancer"],
        eligibility="Inclusion Criteria:\n\n* Melanoma, cervical cancer and other solid tumours",
    ),
    case(
        "a solid tumour in the parts that seek the dose",
        ["melanoma", "others", "pan_tumour"],
        title="QZ-4711 in Advanced Solid Tumors",
        conditions=["Melanoma", "Cervical Cancer"],
        eligibility="Inclusion Criteria:\n\n* Part A (dose escalation) and part B (dose choice) must have a confirmed "
        "metastatic or unresectable solid tumour\n* Part C must have one of these types",
    ),
    case(
        "named tumours in the parts that seek the dose",
        ["melanoma", "others"],
        title="QZ-4711 in Advanced Solid Tumors",
        conditions=["Melanoma", "Cervical Cancer"],
        eligibility="Inclusion Criteria:\n\n* Part A (dose escalation) and part B must have melanoma or cervix cancer",
    ),
    case(
        "a title that goes on to others by their marker",
        ["melanoma", "others", "pan_tumour"],
        title="QZ-4711 in Melanoma and Other GD2-Positive Cancers",
        conditions=["Melanoma"],
    ),
    case(
        "a list that says it is not limited to its types",
        ["hnscc", "melanoma", "others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* A solid tumour, mainly but not limited to HNSCC and melanoma",
    ),
    case(
        "a list from which a type is left out",
        ["melanoma", "others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* A solid tumour such as melanoma, but not HNSCC",
    ),
    case(
        "basal cell carcinoma among the eligible types",
        ["melanoma", "nsclc", "others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Melanoma, NSCLC, basal cell carcinoma or bladder cancer",
    ),
    case(
        "basal cell carcinoma as another malignancy",
        ["others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* No second tumour other than melanoma or basal cell carcinoma of the skin",
    ),
    case(
        "head and neck in a list of organs",
        ["hnscc", "others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Gastric, esophageal, head and neck, or ovarian tumours",
    ),
    case(
        "a tag for solid tumours beside types that the title names too",
        ["melanoma", "others"],
        title="QZ-4711 in Melanoma and Breast Cancer",
        conditions=["Melanoma", "Breast Carcinoma", "Metastatic Malignant Solid Neoplasm"],
    ),
    case(
        "a tag for solid tumours where the title names no type",
        ["melanoma", "others", "pan_tumour"],
        title="QZ-4711 in Advanced Cancer",
        conditions=["Melanoma", "Breast Carcinoma", "Metastatic Malignant Solid Neoplasm"],
    ),
    case("unstable microsatellites", ["others", "pan_tumour"], conditions=["Microsatellite Unstable Tumors"]),
    case(
        "a code that begins like an acronym", ["others"], title="APL-2 in Ovarian Cancer", conditions=["Ovary Cancer"]
    ),
    case("no malignant neoplasm", ["none"], conditions=["Non-Malignant Neoplasm of the Marrow"]),
    case("kidney cancer (ruling 5)", ["rcc"], conditions=["Kidney Cancer"]),
    case("renal cell", ["rcc"], conditions=["Clear Cell Renal Cell Carcinoma"]),
    case("head and neck cancer (ruling 5)", ["hnscc"], conditions=["Head and Neck Cancer"]),
    case("larynx", ["hnscc"], conditions=["Laryngeal Squamous Cell Carcinoma"]),
    case("nasopharynx", ["others"], conditions=["Nasopharyngeal Carcinoma"]),
    case("another organ", ["others"], conditions=["Hepatocellular Carcinoma"]),
    case("skin, no melanoma", ["others"], conditions=["Non-melanoma Skin Cancer"]),
    case("myeloma", ["haematologic", "others"], conditions=["Multiple Myeloma"]),
    case("lymphoma", ["haematologic", "others"], conditions=["Diffuse Large B-Cell Lymphoma"]),
    case("leukaemia, British spelling", ["haematologic", "others"], conditions=["Acute Myeloid Leukaemia"]),
    case("two diseases", ["melanoma", "rcc"], conditions=["Melanoma", "Renal Cell Carcinoma"]),
]

BASKETS = [
    case("solid tumours", ["others", "pan_tumour"], conditions=["Advanced Solid Tumors"]),
    case(
        "solid tumours beyond those named",
        ["melanoma", "others", "pan_tumour"],
        conditions=["Melanoma", "Ovarian Cancer"],
        eligibility="Inclusion Criteria:\n\n* Solid tumours, including but not limited to melanoma",
    ),
    case(
        "a title that includes two of many",
        ["melanoma", "others", "pan_tumour"],
        title="Solid Tumours, Including Melanoma and Biliary Cancer",
        conditions=["Melanoma", "Biliary Tract Cancer"],
    ),
    case(
        "cohorts that the summary lists",
        ["hnscc", "nsclc", "others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        brief_summary="Patients with NSCLC, HNSCC, gastric cancer or ovarian cancer form the expansion cohorts.",
    ),
    case(
        "where the target is found",
        ["others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        brief_summary="The target is found in NSCLC, HNSCC, gastric cancer and ovarian cancer.",
    ),
    case(
        "a tag too many",
        ["melanoma", "others", "pan_tumour"],
        title="A Drug in Advanced Solid Tumors",
        conditions=[
            "Cancer",
            "Leukemia",
            "Breast Cancer",
            "Colorectal Cancer",
            "Melanoma",
            "Sarcoma",
            "Bladder Cancer",
        ],
        eligibility="Inclusion Criteria:\n\n* Advanced solid tumour",
    ),
    case(
        "skin cancer of the head",
        ["others"],
        title="A Drug in Basal Cell Carcinoma of H&N",
        conditions=["Basal Cell Carcinoma of the Head and Neck"],
    ),
    case("no more than cancer", ["others", "pan_tumour"], conditions=["Cancer"]),
    case(
        "few named types under a wide title",
        ["melanoma", "rcc"],
        title="A Study in Solid Tumors",
        conditions=["Melanoma", "Renal Cell Carcinoma"],
    ),
    case(
        "a named type beside solid tumours",
        ["melanoma", "others", "pan_tumour"],
        conditions=["Melanoma", "Advanced Solid Tumor"],
    ),
    case(
        "many named types",
        ["melanoma", "nsclc", "others", "pan_tumour"],
        conditions=["Breast Cancer", "Ovarian Cancer", "Gastric Cancer", "Melanoma", "NSCLC"],
    ),
    case(
        "eligible types are named",
        ["hnscc", "nsclc", "others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* NSCLC or head and neck squamous cell carcinoma",
    ),
    case(
        "excluded types are named",
        ["others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Solid tumour\n\nExclusion Criteria:\n\n* Melanoma",
    ),
    case(
        "an inclusion criterion that shuts a type out",
        ["others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Any solid tumour other than melanoma",
    ),
    case(
        "types that the patients must not have",
        ["others", "pan_tumour"],
        conditions=["Advanced Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Any solid tumour. Participants must not have melanoma or NSCLC.",
    ),
    case(
        "a cohort's label",
        ["others", "pan_tumour", "rcc"],
        conditions=["Advanced Solid Tumors"],
        arms=[("EXPERIMENTAL", "Renal cell carcinoma cohort")],
    ),
    case(
        "solid tumours and lymphoma",
        ["haematologic", "others", "pan_tumour"],
        conditions=["Advanced Solid Tumors", "Lymphoma"],
    ),
    case(
        "outside a basket eligible types do not count",
        ["others"],
        title="A Study in Breast Cancer",
        conditions=["Breast Cancer"],
        eligibility="* No melanoma in five years",
    ),
    case("tumour response is no basket", ["melanoma"], title="A Study of Tumor Response", conditions=["Melanoma"]),
]

NO_CANCER = [
    case("asthma", ["none"], conditions=["Asthma"]),
    case("a benign growth", ["none"], conditions=["Benign Prostatic Hyperplasia"]),
    case("prevention", ["none"], conditions=["Cigarette Smoking-Related Carcinoma"]),
    case("herniated disc", ["none"], conditions=["Lumbar Disc Herniation"]),
    case("immunotherapy of an allergy", ["none"], title="Pollen Immunotherapy", conditions=["Allergic Rhinitis"]),
    case("kidney failure", ["none"], conditions=["Chronic Kidney Disease"]),
    case("lung disease", ["none"], conditions=["Chronic Obstructive Lung Disease"]),
    case(
        "sepsis treated with a checkpoint drug", ["none"], conditions=["Sepsis"], interventions=[("DRUG", "Nivolumab")]
    ),
    case(
        "lupus treated with CAR-T cells",
        ["none"],
        conditions=["Lupus Erythematosus"],
        interventions=[("BIOLOGICAL", "CAR-T cells")],
    ),
    case(
        "skin cancers listed as eligible",
        ["melanoma", "others"],
        conditions=["Skin Cancer"],
        eligibility="Inclusion Criteria:\n\n* Melanoma, squamous cell carcinoma or basal cell carcinoma",
    ),
    case(
        "skin cancers that the past may hold",
        ["others"],
        conditions=["Skin Cancer"],
        eligibility="Inclusion Criteria:\n\n* No previous melanoma, except squamous or basal cell carcinoma",
    ),
    case(
        "a melanoma of the eye under its group",
        ["melanoma", "others"],
        conditions=["Eye Neoplasms"],
        eligibility="Inclusion Criteria:\n\n* Choroidal melanoma or retinoblastoma",
    ),
    case(
        "cancers of the aerodigestive tract",
        ["hnscc", "others"],
        conditions=["Aerodigestive Tract Cancer"],
        eligibility="Inclusion Criteria:\n\n* Squamous carcinoma of the larynx or cancer of the oesophagus",
    ),
    case(
        "tumours left to another protocol",
        ["others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* Any solid tumour (melanoma is left to another protocol)",
    ),
    case(
        "a lymphoma that may be entered",
        ["haematologic", "others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* A solid tumour without standard therapy (lymphoma may be entered too)",
    ),
    case(
        "a lymphoma that may not be entered",
        ["others", "pan_tumour"],
        conditions=["Solid Tumors"],
        eligibility="Inclusion Criteria:\n\n* A solid tumour without standard therapy (lymphoma may not be entered)",
    ),
    case(
        "any solid tumour beside the conditions",
        ["others", "pan_tumour"],
        conditions=["Cholangiocarcinoma"],
        eligibility="Inclusion Criteria:\n\n* A solid tumour, whatever its site, with a fusion",
    ),
    case(
        "a first part in any solid tumour",
        ["others", "pan_tumour", "rcc"],
        conditions=["Renal Cell Carcinoma"],
        eligibility="Inclusion Criteria:\n\n* Part A (escalation): advanced solid tumours",
    ),
    case(
        "patients and volunteers",
        ["others", "pan_tumour"],
        title="A Scan in Cancer Patients or Healthy Volunteers",
        conditions=["Cancer"],
    ),
    case("volunteers alone", ["none"], title="A Cancer Drug in Healthy Volunteers", conditions=["Healthy"]),
]


@pytest.mark.parametrize(("study", "expected"), [*TYPES, *BASKETS, *NO_CANCER])
def test_cancer_labels(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("cancer") == expected


def test_an_arm_may_take_any_solid_tumour() -> None:
    arms = [("EXPERIMENTAL", "NSCLC"), ("EXPERIMENTAL", "A solid tumour of any other kind")]
    study = make_study("Drug X in NRG1-Positive Cancer", ["Non-small Cell Lung Cancer"], arms=arms)
    assert classify(study).labels("cancer") == ["nsclc", "others", "pan_tumour"]


def test_an_acronym_in_an_arm_label_gives_no_cancer() -> None:
    arms = [("ACTIVE_COMPARATOR", "Formula + LGG")]
    assert classify(make_study(conditions=["Milk Allergy"], arms=arms)).labels("cancer") == ["none"]


def test_indexed_terms_give_the_cancer_if_the_words_do_not() -> None:
    study = make_study(conditions=["An unclear name"], condition_mesh=(MeshTerm("D008545", "Melanoma"),))
    assert classify(study).labels("cancer") == ["melanoma"]


def test_a_record_without_conditions_is_recognised_by_drugs_used_only_in_cancer() -> None:
    study = make_study(conditions=[], interventions=[("DRUG", "Relatlimab")])
    (verdict,) = [verdict for verdict in classify(study).verdicts if verdict.axis == "cancer"]
    assert (verdict.label, verdict.rule, verdict.evidence[0].quote) == ("others", "cancer-by-treatment", "Relatlimab")


@pytest.mark.parametrize(("study", "expected"), NO_CANCER)
def test_a_trial_without_cancer_has_no_therapy(study: Study, expected: list[str]) -> None:
    result = classify(study)
    assert [result.labels(axis) for axis in ("modality", "therapy", "strategy", "act_with")] == [[], [], [], []]
    assert (result.label("act"), result.label("ici_setting")) == ("none", "unspecified")


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Atezolizumab for resected non-small cell lung cancer.", ["nsclc"]),
        ("Durvalumab for people with small cell lung cancer.", ["others"]),
        ("Durvalumab for people with lung cancer.", ["others"]),
    ],
)
def test_the_summary_gives_the_type_of_a_cancer_site(summary: str, expected: list[str]) -> None:
    study = make_study("Atezolizumab in Lung Cancer", ["Lung Cancer"], brief_summary=summary)
    assert classify(study).labels("cancer") == expected


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (
            "Dose escalation:\n\n Documented advanced solid tumor\n\n Expansion: NSCLC",
            ["nsclc", "others", "pan_tumour"],
        ),
        ("Patients with all cancer histologies in the first part", ["nsclc", "others", "pan_tumour"]),
        ("Dose escalation:\n\n Documented NSCLC", ["nsclc"]),
    ],
)
def test_a_part_for_tumours_of_any_kind_makes_a_basket(criterion: str, expected: list[str]) -> None:
    study = make_study("AB-59 in NSCLC", ["NSCLC"], eligibility=f"Inclusion Criteria:\n\n{criterion}")
    assert classify(study).labels("cancer") == expected


CRITERIA = (
    "Inclusion Criteria:\n\n* Parents speak the language of the questionnaire\n" + "* Able to attend each visit\n" * 12
)


@pytest.mark.parametrize(
    ("title", "conditions", "mesh", "more", "labels"),
    [
        ("Food Allergy in the Young", ["Pediatric ALL"], [], "", ["none"]),
        ("Treatment of the Young", ["Pediatric ALL"], [], "* Bone marrow blasts below 5%", ["haematologic", "others"]),
        ("Visits to RCCs", ["Opioid Use Disorder"], [], "", ["none"]),
        ("Inhalers at School", ["Asthma"], ["Asthma", "Lymphoma, Follicular"], "", ["none"]),
    ],
)
def test_acronyms_and_indexed_terms_need_another_word_about_cancer(
    title: str, conditions: list[str], mesh: list[str], more: str, labels: list[str]
) -> None:
    terms = tuple(MeshTerm(f"D{number:06}", term) for number, term in enumerate(mesh))
    study = make_study(title, tuple(conditions), eligibility=CRITERIA + more, condition_mesh=terms)
    assert classify(study).labels("cancer") == labels


TEXTS = [
    # title, conditions, inclusion criterion, exclusion criterion, labels
    (
        "Cemiplimab Before Surgery for Non-Melanoma Skin Cancers",
        "Skin Cancer",
        "Cutaneous squamous cell carcinoma",
        "",
        "others",
    ),
    (
        "Imiquimod in Cutaneous Malignancies",
        "Skin Cancer",
        "Melanoma, Merkel cell carcinoma or cutaneous squamous cell carcinoma",
        "",
        "melanoma others",
    ),
    (
        "Intrathecal Topotecan for Leptomeningeal Disease",
        "Leptomeningeal Disease",
        "Leptomeningeal metastases from breast cancer, NSCLC or melanoma",
        "",
        "melanoma nsclc others",
    ),
    (
        "Proton Therapy for Leptomeningeal Metastases",
        "Leptomeningeal Metastases",
        "Leptomeningeal metastases of breast cancer",
        "",
        "others",
    ),
    (
        "Gemcitabine in Chest Tumours",
        "Thoracic Neoplasms",
        "Small cell lung cancer, non-small cell lung cancer or mesothelioma",
        "",
        "nsclc others",
    ),
    (
        "Sunitinib in Genitourinary Cancers",
        "Genitourinary Cancers",
        "Urothelial, renal cell or prostate cancer",
        "",
        "others rcc",
    ),
    (
        "Photodynamic Therapy of Ocular Tumours",
        "Eye Neoplasms",
        "Uveal melanoma or retinoblastoma",
        "",
        "melanoma others",
    ),
    (
        "Endoscopic Therapy of Cancers of the Upper Aerodigestive Tract and Chest",
        "Thoracic Cancer; Head and Neck Cancer",
        "Oesophageal cancer, NSCLC or laryngeal cancer",
        "",
        "hnscc nsclc others",
    ),
    (
        "Drug X in Advanced Cancer",
        "Advanced Cancer",
        "Part A: advanced solid tumor; Part C: multiple myeloma",
        "",
        "haematologic others pan_tumour",
    ),
    (
        "Drug X in Solid Tumors",
        "Solid Tumors",
        "Advanced solid tumor (participants with Hodgkin lymphoma are also eligible)",
        "",
        "haematologic others pan_tumour",
    ),
    (
        "Drug X in Solid Tumors",
        "Solid Tumors",
        "Metastatic solid tumour, or, in cohort 4 alone, acute myeloid leukaemia",
        "",
        "haematologic others pan_tumour",
    ),
    ("Drug X in Solid Tumors", "Solid Tumors", "Metastatic solid tumour", "Lymphoma or leukaemia", "others pan_tumour"),
    ("Drug X in Solid Tumors", "Solid Tumors", "Metastatic solid tumour (lymphoma excluded)", "", "others pan_tumour"),
    (
        "Drug X in Solid Tumors",
        "Solid Tumors",
        "Advanced solid tumor; at least six participants must have melanoma",
        "",
        "melanoma others pan_tumour",
    ),
    (
        "Drug X in Solid Tumors",
        "Solid Tumors",
        "Any advanced solid tumor (dose expansion: clear cell renal cell carcinoma only)",
        "",
        "others pan_tumour rcc",
    ),
    (
        "Drug X in Advanced Malignancies",
        "Advanced Malignancies",
        "Advanced malignancy of any kind, among them at least ten adults with non-small cell lung cancer",
        "",
        "nsclc others pan_tumour",
    ),
    (
        "Drug X",
        "Breast Cancer; Ovarian Cancer",
        "Advanced solid tumor, regardless of histology",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Gastric Cancer",
        "Patients with gastric cancer or any other solid tumor that expresses claudin 18.2",
        "",
        "others pan_tumour",
    ),
    ("Drug X", "Pancreatic Cancer", "Part 1: any solid tumor type. Part 2: pancreatic cancer", "", "others pan_tumour"),
    (
        "Drug X",
        "Colorectal Cancer; Pancreatic Cancer",
        "Metastatic solid tumour of any origin with a KRAS G12D mutation",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Ovarian Cancer",
        "Tumour-agnostic: HER2 amplification in a malignant solid tumour is sufficient for entry",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Ovarian Cancer; Breast Cancer",
        "Most are expected to have breast or ovarian cancer, but every solid tumour histology is accepted",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Cholangiocarcinoma",
        "An FGFR2 fusion in a solid tumour; the organ of origin plays no role",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Cervical Cancer; Anal Cancer",
        "HPV-associated cancers:\n  * Cervical cancer\n  * Other advanced or metastatic solid tumours with HPV",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Colorectal Cancer; Pancreatic Cancer",
        (
            "* Phase 1: histologically or cytologically confirmed locally advanced or metastatic solid tumour\n"
            "* Phase 2: colorectal or pancreatic cancer"
        ),
        "",
        "others pan_tumour",
    ),
    (
        "Drug X in Advanced Solid Tumours",
        "Cancer; Prostate Cancer; Ovarian Cancer",
        "Confirmed malignant solid tumour (measurable or non-measurable disease)",
        "",
        "others pan_tumour",
    ),
    (
        "Drug X",
        "Upper Aerodigestive Tract Neoplasms",
        "Squamous cell carcinoma of the larynx or hypopharynx, or of the upper oesophagus",
        "",
        "hnscc others",
    ),
    ("Drug X", "Upper Aerodigestive Tract Neoplasms", "Carcinoma of the larynx", "Cancer of the oesophagus", "hnscc"),
    (
        "Drug X",
        "Upper Aerodigestive Tract Neoplasms",
        "Carcinoma of the larynx; esophageal cancer is not eligible",
        "",
        "hnscc",
    ),
    (
        "Drug X",
        "Ovarian Cancer; Endometrial Cancer",
        "Cancers:\n  * Ovarian or endometrial cancer\n  * Other solid tumours are not eligible",
        "",
        "others",
    ),
    (
        "Drug X",
        "Ovarian Cancer; Endometrial Cancer",
        "Ovarian or endometrial cancer; other solid tumours are not eligible",
        "",
        "others",
    ),
    ("Drug X", "Sarcoma", "Soft tissue sarcoma, measurable by the response criteria in solid tumours", "", "others"),
    ("Drug X in Plasma Cell Neoplasms", "Plasma Cell Neoplasms", "Adults", "", "haematologic others"),
    ("Drug X for Hematologic Cancers", "Hematologic Cancers", "Adults", "", "haematologic others"),
    ("Drug X in B-Lineage Malignancies", "B-Lineage Malignancies", "Adults", "", "haematologic others"),
    ("Drug X in Lymphoid Neoplasms", "Lymphoid Neoplasms", "Adults", "", "haematologic others"),
    ("Drug X in Blood Tumours", "Blood Tumours", "Adults", "", "haematologic others"),
    ("Drug X in Mature T-Cell Neoplasms", "Mature T-Cell Neoplasms", "Adults", "", "haematologic others"),
    ("Drug X in Myeloid Malignancies", "Myeloid Malignancies", "Adults", "", "haematologic others"),
    ("Drug X in Liquid Tumors", "Liquid Tumors", "Adults", "", "haematologic others"),
    ("Drug X in B-NHL and Other CD20+ Malignancies", "B-NHL", "Adults", "", "haematologic others"),
    (
        "Drug X in Lymphoproliferative Malignancies",
        "Lymphoproliferative Malignancies",
        "Adults",
        "",
        "haematologic others",
    ),
    (
        "Drug X in Haematopoietic and Lymphoid Tissue Tumours",
        "Haematopoietic and Lymphoid Tissue Tumours",
        "Adults",
        "",
        "haematologic others",
    ),
    ("Drug X in Histiocytic Neoplasms", "Langerhans Cell Histiocytosis", "Adults", "", "haematologic others"),
    ("Drug X in Non-Haematologic Malignancies", "Non-Haematologic Malignancies", "Adults", "", "others pan_tumour"),
    ("CD19 CAR-T in Lupus Nephritis", "Lupus Nephritis", "Adults", "", "none"),
    ("CD19 CAR-T in Multiple Sclerosis", "Multiple Sclerosis", "Adults", "", "none"),
    ("BCMA CAR-T in Myasthenia Gravis", "Myasthenia Gravis", "Adults", "", "none"),
    ("PD-1 Antibody in Sepsis", "Sepsis", "Adults", "", "none"),
    ("Virus-Specific T Cells for CMV After Transplant", "Cytomegalovirus Infection", "Adults", "", "none"),
    (
        "Nivolumab in Progressive Multifocal Leukoencephalopathy",
        "Progressive Multifocal Leukoencephalopathy",
        "Adults",
        "",
        "none",
    ),
    ("Treg Cells in Kidney Transplantation", "Kidney Transplant Rejection", "Adults", "", "none"),
    ("CD19 CAR-T for Pemphigus", "Pemphigus Vulgaris", "Adults", "Cancer within 5 years", "none"),
    ("Imiquimod for Nonmelanoma Skin Tumours", "Skin Cancer", "Basal cell carcinoma of the trunk", "", "others"),
    (
        "Whole-Brain Radiation for Leptomeningeal Disease",
        "Leptomeningeal Disease",
        "Melanoma or breast cancer that spread to the meninges",
        "",
        "melanoma others",
    ),
    (
        "Drug X in Solid Tumours",
        "Solid Tumours",
        "Any solid tumour; some places are kept for patients with mantle cell lymphoma",
        "",
        "haematologic others pan_tumour",
    ),
    (
        "Drug X",
        "Thyroid Cancer",
        "RET-altered solid tumour without any limitation as to histology",
        "",
        "others pan_tumour",
    ),
]


@pytest.mark.parametrize(("title", "conditions", "criterion", "ban", "labels"), TEXTS)
def test_titles_conditions_and_criteria_are_read_together(
    title: str, conditions: str, criterion: str, ban: str, labels: str
) -> None:
    criteria = "\n\n".join((inclusion(criterion), f"Exclusion Criteria:\n\n* {ban}" if ban else ""))
    study = make_study(title, conditions.split("; "), [("DRUG", "Topotecan")], eligibility=criteria)
    found = [verdict.label for verdict in classify(study).verdicts if verdict.axis == "cancer"]
    assert sorted(found) == labels.split()


def test_a_drug_that_is_given_for_cancer_alone_supports_the_condition() -> None:
    criteria = "Inclusion Criteria:\n\n* Adults with a health insurance who can give consent\n" * 4
    for drug, label in (("Atezolizumab", "others"), ("Silymarin", "none")):
        study = make_study(
            f"First {drug}", conditions=["Liver Cancer"], eligibility=criteria, interventions=[("DRUG", drug)]
        )
        assert classify(study).labels("cancer") == [label]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("PV-10 in Melanoma (PV-10-MM-1201)", ["melanoma"]),
        ("TCR-Engineered T-Cell Cancer Immunotherapy in Melanoma", ["melanoma"]),
    ],
)
def test_letters_of_a_protocol_number_or_of_a_therapy_name_no_cancer(title: str, expected: list[str]) -> None:
    assert classify(make_study(title, [title.split(" in ")[1].split(" (")[0]])).labels("cancer") == expected


def test_two_letters_before_a_number_are_a_code_and_no_cancer() -> None:
    assert classify(make_study("Bifidobacterium MM-2 and Allergies", ["Healthy"])).labels("cancer") == ["none"]
    assert classify(make_study("QX-2 in MM", ["MM"])).labels("cancer") == ["haematologic", "others"]


BLOOD_BESIDE_SOLID = [
    # where the blood cancer is named, the words, and whether its patients are taken
    ("eligibility", "Advanced solid tumour (dose escalation also admits non-Hodgkin lymphoma)", True),
    ("eligibility", "Advanced solid tumour, and phase 2 in myeloma as well", True),
    ("eligibility", "Advanced solid tumour; the study also takes people with lymphoma", True),
    ("eligibility", "Advanced solid tumour. In arm A no earlier lymphoma", False),
    ("eligibility", "Solid or haematologic malignancy of any stage", True),
    ("eligibility", "Advanced solid tumour (lymphoma may not enter)", False),
    ("eligibility", "Tumour with an amplified MLL (mixed lineage leukaemia) gene", False),
    ("eligibility", "BCL-2 (B-cell lymphoma 2) expression", False),
    ("eligibility", "Told of the risk of acute myeloid leukaemia with the drug", False),
    ("eligibility", "Transplantation for leukaemia at least 5 years ago", False),
    ("brief_summary", "The drug was first tested in patients with lymphoma. Now solid tumours are treated.", False),
    ("eligibility", "Advanced solid tumour; nobody with a remote lymphoma", False),
    ("eligibility", "No features suggestive of acute myeloid leukaemia on a blood smear", False),
    ("eligibility", "Normal organ function in ALL patients", False),
    ("brief_summary", "A small backfill group will also accept chronic lymphocytic leukaemia.", True),
    ("brief_summary", "The drug is approved for chronic lymphocytic leukaemia.", False),
]


@pytest.mark.parametrize(("field", "words", "is_taken"), BLOOD_BESIDE_SOLID)
def test_a_basket_takes_the_blood_cancers_that_it_names(field: str, words: str, is_taken: bool) -> None:
    criteria = f"Inclusion Criteria:\n\n* {words}" if field == "eligibility" else ""
    summary = words if field == "brief_summary" else ""
    title = "QX-1 in Advanced Solid Tumours"
    found = classify(make_study(title, ["Solid Tumour"], eligibility=criteria, brief_summary=summary))
    assert ("haematologic" in found.labels("cancer")) is is_taken


def test_samples_of_blood_and_tumours_are_no_blood_cancer() -> None:
    criteria = "Inclusion Criteria:\n\n* Able to give blood/tumor tissue samples"
    assert classify(make_study("QX-1 in Melanoma", eligibility=criteria)).labels("cancer") == ["melanoma"]


def test_lung_cancers_of_both_kinds_in_one_name() -> None:
    criteria = "Inclusion Criteria:\n\n* Solid tumours: melanoma, non-small cell/small cell lung cancer, gastric cancer"
    found = classify(make_study("QX-1 in Solid Tumours", ["Solid Tumour"], eligibility=criteria)).labels("cancer")
    assert found == ["melanoma", "nsclc", "others", "pan_tumour"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("Ca Cervix", ["others"]),
        ("Breast Ca", ["others"]),
        ("CA Oral Cavity", ["hnscc"]),
        ("Carcinoma Lung, Non-small", ["nsclc"]),
        ("Squamous Carcinoma of Lung", ["nsclc"]),
        ("Oropharyngeal p16-positive Cancer", ["hnscc"]),
        ("Hepatocellular Ca", ["others"]),
        ("CA 125", ["none"]),
    ],
)
def test_short_names_of_carcinomas(condition: str, expected: list[str]) -> None:
    study = make_study("A Study", [condition], [("DRUG", "QX-1")])
    assert classify(study).labels("cancer") == expected


@pytest.mark.parametrize(
    "criterion",
    [
        "Carcinoma of the larynx, without synchronous cancer of the oesophagus",
        "Carcinoma of the larynx or pharynx, panendoscopy including the esophagus done within 4 weeks",
        "Hypopharyngeal tumour not extending to the cervical oesophagus",
        "Treated cancer of the throat with dysphagia caused by an esophageal stricture",
        "Laryngectomy for cancer and esophageal speech for a year",
    ],
)
def test_an_oesophagus_without_a_cancer_is_no_site(criterion: str) -> None:
    criteria = f"Inclusion Criteria:\n\n* {criterion}"
    study = make_study("A Study", ["Upper Aerodigestive Tract Cancer"], eligibility=criteria)
    assert classify(study).labels("cancer") == ["hnscc"]


LONG = "Inclusion Criteria:\n\n* " + "Signed consent, able to attend all visits of the study. " * 8


@pytest.mark.parametrize(
    ("title", "conditions", "drug"),
    [
        ("Immunity to the COVID-19 vaccine in the elderly", ["COVID-19", "Breast Cancer"], "COVID-19 vaccine"),
        ("Influenza vaccine in HCC", ["HCC"], "Influenza vaccine"),
        ("VTS-270 in NPC", ["Niemann-Pick Disease, Type C", "NPC"], "VTS-270"),
        ("MGL-3196 in NASH", ["NASH", "Liver Cancer"], "MGL-3196"),
        ("Rehabilitation of MCL patients", ["Knee Injuries"], "Exercise"),
        ("Secukinumab in PsA", ["Psoriatic Arthritis", "Breast Cancer"], "Secukinumab"),
    ],
)
def test_a_vaccine_or_a_code_supports_no_cancer(title: str, conditions: list[str], drug: str) -> None:
    study = make_study(title, conditions, [("DRUG", drug)], eligibility=LONG)
    assert classify(study).labels("cancer") == ["none"]
