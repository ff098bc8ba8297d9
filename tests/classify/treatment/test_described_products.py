"""Products that the summary describes, in records that list them by a code alone and in records without a list."""

import pytest

from tests.support.records.trials import classify, make_study

CRITERIA = "Inclusion Criteria:\n\n* Histologically confirmed advanced cancer\n* ECOG 0-1"
PRODUCTS = [
    (
        "QX-101 in Advanced Solid Tumors",
        "QX-101",
        "This is the first study of QX-101, an antibody-drug conjugate directed at nectin-4.",
        ["adc"],
        "none",
    ),
    (
        "QX-102 in Small Cell Lung Cancer",
        "QX-102",
        "The purpose of this study is to test the safety of QX-102, a CD3xDLL3 bispecific antibody.",
        ["tce"],
        "none",
    ),
    (
        "Phase 1 Study of QX-105",
        "QX-105",
        "QX-105 is a STING agonist that is injected into the tumor in this phase 1 study of solid tumors.",
        ["sting"],
        "none",
    ),
    (
        "Phase 1 Study of QX-106",
        "QX-106",
        "QX-106, an oral HPK1 inhibitor, is tested in advanced solid tumors.",
        ["other_small_io"],
        "none",
    ),
    (
        "QX-107 in Pancreatic Cancer",
        "QX-107",
        "This study evaluates QX-107, a selective KRAS G12D inhibitor, in pancreatic cancer.",
        ["targeted"],
        "none",
    ),
    (
        "QX-108 in Multiple Myeloma",
        "QX-108",
        "This is a phase 1 study of QX-108, allogeneic edited anti-BCMA CAR T cells.",
        ["car_t"],
        "allogeneic",
    ),
    (
        "QX-110 in Renal Cell Carcinoma",
        "QX-110",
        "This is a dose escalation of QX-110, an engineered IL-2 variant, in patients with renal cell carcinoma.",
        ["cytokine"],
        "none",
    ),
    (
        "QX-111 in AML",
        "QX-111",
        "QX-111 is a monoclonal antibody targeting CD47 given to patients with AML.",
        ["other_checkpoint"],
        "none",
    ),
    (
        "QX-112 in Synovial Sarcoma",
        "QX-112",
        "QX-112 are the patient's own T cells, changed to carry a T-cell receptor that recognizes MAGE-A4.",
        ["tcr_t"],
        "autologous",
    ),
    (
        "QX-113 for Bladder Cancer",
        "QX-113",
        "QX-113 is an adenovirus that multiplies in tumor cells and kills them.",
        ["oncolytic_virus"],
        "none",
    ),
    (
        "QX-115 in Gastric Cancer",
        "QX-115",
        "QX-115 is a bispecific antibody against PD-1 and LAG-3.",
        ["bispecific_other", "lag3", "pd1_pdl1"],
        "none",
    ),
    (
        "QX-116 in NSCLC",
        "QX-116",
        "QX-116 binds PD-1 and VEGF at the same time.",
        ["bispecific_other", "pd1_pdl1"],
        "none",
    ),
    ("QX-118 in Lung Cancer", "QX-118", "QX-118 degrades mutant EGFR.", ["targeted"], "none"),
    (
        "GPC3-targeted CAR-T in HCC",
        "GPC3 CAR-T",
        "T cells of the patient get a receptor against GPC3.",
        ["car_t"],
        "autologous",
    ),
    ("A Study of QX-121", "QX-121", "QX-121 blocks B7-H3 and so wakes T cells.", ["other_checkpoint"], "none"),
    ("QX-124 for GIST", "QX-124", "QX-124 is a KIT inhibitor that is taken by mouth.", ["targeted"], "none"),
    ("QX-125 for Lymphoma", "QX-125", "QX-125 inhibits EZH2.", ["epigenetic"], "none"),
    ("QX-126 for Breast Cancer", "QX-126", "QX-126 is a liposomal form of doxorubicin.", ["chemo"], "none"),
    (
        "QX-127 for Neuroendocrine Tumors",
        "QX-127",
        "QX-127 brings lutetium-177 to cells with somatostatin receptors.",
        ["radiation"],
        "none",
    ),
    ("QX-119 in Gastric Cancer", "QX-119", "QX-119 brings T cells to cells with CLDN18.2.", ["tce"], "none"),
    ("QX-119 in Gastric Cancer", "QX-119", "QX-119 is an antibody that links T cells to tumor cells.", ["tce"], "none"),
    (
        "QX-119 in Gastric Cancer",
        "QX-119",
        "QX-119 holds T cells and cancer cells together so that the first kill the second.",
        ["tce"],
        "none",
    ),
    ("QX-119 in Gastric Cancer", "QX-119", "QX-119 is a T-cell redirecting antibody.", ["tce"], "none"),
    ("QX-119 in Gastric Cancer", "QX-119", "QX-119 engages CD3 on T cells and CLDN18.2 on the tumor.", ["tce"], "none"),
    (
        "QX-116 in NSCLC",
        "QX-116",
        "QX-116 is a single antibody that blocks both PD-1 and VEGF.",
        ["bispecific_other", "pd1_pdl1"],
        "none",
    ),
    (
        "QX-116 in NSCLC",
        "QX-116",
        "QX-116 is a dual antibody to PD-L1 and VEGF.",
        ["bispecific_other", "pd1_pdl1"],
        "none",
    ),
    (
        "QX-116 in NSCLC",
        "QX-116",
        "QX-116 blocks two checkpoints, PD-1 and TIGIT.",
        ["bispecific_other", "pd1_pdl1", "tigit"],
        "none",
    ),
    (
        "QX-116 in NSCLC",
        "QX-116",
        "QX-116 is a bifunctional antibody against CTLA-4 and PD-1.",
        ["bispecific_other", "ctla4", "pd1_pdl1"],
        "none",
    ),
    ("QX-116 in NSCLC", "QX-116", "QX-116 keeps PD-1 from meeting PD-L1.", ["pd1_pdl1"], "none"),
    ("QX-116 in NSCLC", "QX-116", "QX-116 is a humanised IgG4 directed to PD-1.", ["pd1_pdl1"], "none"),
    (
        "QX-117 in Melanoma",
        "QX-117",
        "QX-117 is made of lymphocytes from a piece of the patient's tumor.",
        ["til"],
        "autologous",
    ),
    (
        "QX-117 in Melanoma",
        "QX-117",
        "For QX-117, immune cells in the patient's tumor are grown in the laboratory.",
        ["til"],
        "autologous",
    ),
    ("QX-118 in Lung Cancer", "QX-118", "QX-118 is a small molecule that shuts off MET.", ["targeted"], "none"),
    ("QX-118 in Lung Cancer", "QX-118", "QX-118 blocks the growth factor receptor HER3.", ["targeted"], "none"),
    ("QX-118 in Lung Cancer", "QX-118", "QX-118 is an antibody to HER2.", ["targeted"], "none"),
    ("Intratumoral QX-123", "QX-123", "QX-123 activates toll-like receptor 7.", ["tlr"], "none"),
    ("Intratumoral QX-123", "QX-123", "QX-123 stimulates the STING pathway.", ["sting"], "none"),
    (
        "QX-114 for Melanoma",
        "QX-114",
        "QX-114 is made for each patient from the mutations of the tumor and teaches the immune system to attack it.",
        ["vaccine"],
        "none",
    ),
    (
        "QX-114 for Melanoma",
        "QX-114",
        "QX-114 consists of peptides of the tumor that the immune system learns to recognize.",
        ["vaccine"],
        "none",
    ),
    ("QX-114 for Melanoma", "QX-114", "QX-114 is an mRNA that encodes neoantigens.", ["vaccine"], "none"),
    ("QX-130", "QX-130", "QX-130 is a long-acting interleukin-15.", ["cytokine"], "none"),
    ("QX-130", "QX-130", "QX-130 is an interleukin-2 that spares the alpha receptor.", ["cytokine"], "none"),
    ("QX-131", "QX-131", "QX-131 stimulates CD40 on dendritic cells.", ["costim_agonist"], "none"),
    ("QX-131", "QX-131", "QX-131 is an antibody that turns on OX40.", ["costim_agonist"], "none"),
    (
        "QX-113 for Bladder Cancer",
        "QX-113",
        "QX-113 is a herpes virus changed so that it grows in tumor cells only.",
        ["oncolytic_virus"],
        "none",
    ),
    ("QX-113 for Bladder Cancer", "QX-113", "QX-113, a reovirus, bursts cancer cells.", ["oncolytic_virus"], "none"),
    (
        "QX-120 in Cervical Cancer",
        "QX-120",
        "QX-120 is an antibody to tissue factor that carries MMAE.",
        ["adc"],
        "none",
    ),
    (
        "QX-120 in Cervical Cancer",
        "QX-120",
        "QX-120 delivers a topoisomerase inhibitor to cells with HER3 by way of an antibody.",
        ["adc"],
        "none",
    ),
    ("QX-122 for Lymphoma", "QX-122", "QX-122 is made of natural killer cells of a donor.", ["nk_cell"], "allogeneic"),
    (
        "QX-132 for Lymphoma",
        "QX-132",
        "For QX-132 the patient's T cells get a chimeric receptor against CD20.",
        ["car_t"],
        "autologous",
    ),
    (
        "QX-112 in Sarcoma",
        "QX-112",
        "QX-112 are T cells of the patient with a new T-cell receptor for PRAME.",
        ["tcr_t"],
        "autologous",
    ),
    (
        "QX-127",
        "QX-127",
        "QX-127 is a peptide with actinium-225 that binds somatostatin receptors.",
        ["radiation"],
        "none",
    ),
    (
        "QX-106",
        "QX-106",
        "QX-106 is a tablet that blocks the adenosine receptor on immune cells.",
        ["other_small_io"],
        "none",
    ),
    ("QX-106", "QX-106", "QX-106 inhibits IDO1.", ["ido1"], "none"),
    (
        "QX-106",
        "QX-106",
        "QX-106 blocks the signal CD47 that keeps macrophages from eating tumor cells.",
        ["other_checkpoint"],
        "none",
    ),
    ("QX-126", "QX-126", "QX-126 is paclitaxel in micelles.", ["chemo"], "none"),
    ("QX-125", "QX-125", "QX-125 blocks histone deacetylases.", ["epigenetic"], "none"),
]


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize(("title", "name", "summary", "modality", "act"), PRODUCTS)
def test_a_summary_describes_the_product(
    title: str, name: str, summary: str, modality: list[str], act: str, *, is_listed: bool
) -> None:
    listed = [("", name)] if is_listed else []
    found = classify(make_study(title, ["Cancer"], listed, brief_summary=summary, eligibility=CRITERIA))
    assert found.labels("modality") == modality
    assert found.label("act") == act


@pytest.mark.parametrize(
    ("summary", "listed", "unlisted"),
    [
        ("QX-140 is tested in tumors with PD-L1 and VEGF.", ["other"], []),
        ("T cells from the patient's tumor are counted after QX-140.", ["other"], []),
        ("QX-140 is a diet. The study trains the immune system.", ["other"], []),
        (
            "QX-140 is given with an antibody that blocks PD-1 and a drug that blocks VEGF.",
            ["pd1_pdl1", "targeted"],
            None,
        ),
        ("QX-140 targets EGFR and HER2.", ["targeted"], ["targeted"]),
        ("Patients had QX-141, an antibody-drug conjugate, before.", ["other"], []),
    ],
)
def test_words_near_a_code_that_say_nothing_of_it(summary: str, listed: list[str], unlisted: list[str] | None) -> None:
    for items, expected in (([("", "QX-140")], listed), ([], unlisted)):
        study = make_study("QX-140 in Lung Cancer", ["Cancer"], items, brief_summary=summary, eligibility=CRITERIA)
        assert expected is None or classify(study).labels("modality") == expected
