"""What a product is, told in other words than those of the vocabulary, with near-misses."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

# Name, description and summary of a product, and its modalities.
PRODUCTS = [
    ("CT-M7", "", "CT-M7 are macrophages with an anti-HER2 CAR.", "other_cell"),
    ("Recombinant VB-7a Injection 2 x 10^7 PFU", "", "VB-7a is an oncolytic herpes virus.", "oncolytic_virus"),
    ("QM-5", "", "QM-5 is a liposomal form of the cytotoxic drug irinotecan.", "chemo"),
    ("Lu177-girentuximab", "", "", "radiation"),
    ("Girentuximab", "", "", "targeted"),
    ("T-cell engaging bispecific antibody QM-6", "", "", "tce"),
    (
        "QX-205",
        "every 3 weeks",
        (
            "QX-205 carries a topoisomerase inhibitor to cells that have "
            "B7-H3 on their surface; it is an antibody-drug conjugate."
        ),
        "adc",
    ),
    ("QX-206", "intramuscular", "QX-206, with four neoantigens of each tumour, is a vaccine.", "vaccine"),
    (
        "QX-208",
        "",
        "This bispecific antibody joins EGFR and c-Met. QX-208 is infused every two weeks.",
        "bispecific_other",
    ),
    ("QX-209", "", "QX-209 is a trispecific antibody against DLL3, CD3 and albumin.", "tce"),
    ("QX-210", "trispecific antibody that binds BCMA, GPRC5D and CD3", "", "tce"),
    ("QX-211", "PD-1/VEGF/TGF-beta trispecific antibody", "", "bispecific_other+pd1_pdl1"),
    (
        "QX-212",
        "tablets",
        "QX-212, a BTK degrader, is for lymphoma that came back after a CD20xCD3 bispecific antibody.",
        "targeted",
    ),
    (
        "RB-01",
        "After cyclophosphamide for 2 days, RB-01 is given on day 0",
        "RB-01 is a CAR-T product against B7-H3.",
        "car_t",
    ),
    (
        "RB-02",
        "FC conditioning (fludarabine, cyclophosphamide), then one dose",
        "The CAR T cells RB-02 recognise CD7.",
        "car_t",
    ),
    (
        "TIL",
        (
            "one infusion of tumour-infiltrating lymphocytes from a resected "
            "lesion, 7 days after start of non-myeloablative chemotherapy"
        ),
        "TIL are tested.",
        "til",
    ),
    (
        "RB-04",
        "Participants get fludarabine plus cytarabine on days -6 to -2 to make space for RB-04, an NK cell product",
        "",
        "nk_cell",
    ),
    ("RB-05", "CAR-T cells; lymphodepletion is not part of the regimen", "", "car_t"),
    ("RB-06", "CD19 CAR-T without foregoing chemotherapy", "", "car_t"),
    (
        "Engineered lymphocytes",
        "IV",
        "Lymphocytes are equipped with a receptor of T cells which sees the E7 peptide on HLA-A*02:01.",
        "tcr_t",
    ),
    (
        "Gene-modified T lymphocytes",
        "",
        "A TCR against PRAME is brought into the T lymphocytes by a lentivirus.",
        "tcr_t",
    ),
    (
        "Gene-modified T lymphocytes",
        "",
        (
            "T lymphocytes get the gene of an artificial receptor "
            "which consists of a GD2 antibody fragment and signalling chains."
        ),
        "car_t",
    ),
    ("Redirected T cells", "IV", "NY-ESO-1 is recognised by the transferred alpha-beta T-cell receptor.", "tcr_t"),
    ("Redirected T cells", "carry a CD33-specific CAR", "Redirected T cells are tested.", "car_t"),
    ("VK-11 Injection, 5 mg/vial", "", "VK-11 binds CD3 on T cells as well as CD33 on leukaemic cells.", "tce"),
    ("VK-12 lyophilised powder for infusion 100 mg", "", "VK-12: antibody-drug conjugate against TROP2.", "adc"),
    ("VK-13 Cell Injection (2 x 10^8 cells)", "", "VK-13 consists of CAR-T cells for CD7.", "car_t"),
    ("VK-14 (SC), priming dose", "", "VK-14 connects T cells via CD3 with lymphoma cells via CD20.", "tce"),
    ("VK-15", "", "VK-15 has two arms, for GPC3 and for CD3.", "tce"),
    ("VK-17 capsule 25 mg", "", "VK-17 inhibits PRMT5. CD3 counts are taken monthly.", "targeted"),
    (
        "VK-18 Injection",
        "",
        "The antibody VK-18 brings T cells (through CD3) into contact with CEACAM5 on tumour cells.",
        "tce",
    ),
    (
        "SM-1",
        "tablets",
        "SM-1 is a DGK zeta inhibitor, which should make exhausted T cells work again.",
        "other_small_io",
    ),
    ("SM-4", "HPK1 inhibitor, capsule", "", "other_small_io"),
    ("SM-5", "", "SM-5, a pill, relieves the suppression of immune cells by adenosine.", "other_small_io"),
    (
        "SM-6",
        "kinase inhibitor, tablets",
        "SM-6 blocks FGFR2. T cells in blood are counted as a safety measure.",
        "targeted",
    ),
    ("SM-7", "JAK1 inhibitor, tablets", "SM-7 inhibits interferon signalling in malignant T cells.", "targeted"),
    ("SM-8", "arginase inhibitor, oral", "", "other_small_io"),
    ("CW-1", "ADC against CD79b. Rituximab must have failed before. Filgrastim is at hand.", "", "adc"),
    (
        "CW-2",
        "CD20 CAR T cells; patients may have had glofitamab or mosunetuzumab, and siltuximab is used for severe CRS",
        "",
        "car_t",
    ),
    ("CW-3", "A fourth-generation EGFR inhibitor active where osimertinib has lost its effect", "", "targeted"),
    (
        "CW-4",
        (
            "BCMAxCD3 antibody. The schedule is that of teclistamab. "
            "Bortezomib and lenalidomide are allowed as later therapy."
        ),
        "",
        "tce",
    ),
    (
        "CW-5",
        "Anti-PD-1 antibody, biosimilar to pembrolizumab; chemotherapy ended at least 3 weeks ago",
        "",
        "pd1_pdl1",
    ),
    ("CW-7", "Oncolytic adenovirus. Most participants come from trials with ipilimumab.", "", "oncolytic_virus"),
    (
        "CW-8",
        (
            "HER2 antibody-drug conjugate. Whereas trastuzumab deruxtecan carries "
            "eight molecules of payload, CW-8 carries four."
        ),
        "",
        "adc",
    ),
    ("CW-9", "", "Whereas nivolumab is an antibody, CW-9 is an oral MEK inhibitor.", "targeted"),
    ("CW-10", "", "Whereas rituximab binds CD20 alone, CW-10 binds CD20 and CD3.", "tce"),
    (
        "CW-11",
        "",
        "While cetuximab only blocks EGFR, CW-11 is an antibody-drug conjugate that brings a toxin to it.",
        "adc",
    ),
    ("CW-12", "", "CW-12 consists of CAR-T cells, whereas blinatumomab, the standard, is an engager.", "car_t"),
]


@pytest.mark.parametrize(("name", "description", "summary", "expected"), PRODUCTS)
def test_what_a_product_is(name: str, description: str, summary: str, expected: str) -> None:
    study = make_study("A study", ["Cancer"], [Intervention(name, "DRUG", description)], brief_summary=summary)
    assert "+".join(sorted(classify(study).labels("modality"))) == expected


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("T-cell engaging antibody", ["tce"]),
        ("T-cell engager resistance", ["other"]),
        ("relapse after bispecific antibodies", ["other"]),
        ("CAR-T failure", ["other"]),
    ],
)
def test_a_class_with_a_tail_in_a_keyword_is_not_that_of_the_product(keyword: str, expected: list[str]) -> None:
    study = make_study("A study", ["Cancer"], [Intervention("QX-201", "DRUG", "IV")], keywords=[keyword])
    assert sorted(classify(study).labels("modality")) == expected


@pytest.mark.parametrize(
    ("summary", "given"),
    [
        ("In this trial, no drugs for lymphodepletion are administered.", False),
        ("The product engrafts even in the absence of lymphodepletion.", False),
        ("The cells are given as they are; lymphodepleting drugs are dispensed with.", False),
        ("Other groups found that lymphodepletion is dispensable; we test this.", False),
        ("Lymphodepletion, which is not repeated, starts on day -5.", True),
        ("Fludarabine and cyclophosphamide are used in this protocol before the cells.", True),
        ("Lymphodepletion is a cause of cytopenia; this protocol therefore skips it.", False),
    ],
)
def test_lymphodepletion_in_a_clause_that_denies_it(summary: str, given: bool) -> None:
    cells = [Intervention("CD19 CAR-T cells", "BIOLOGICAL")]
    study = make_study("CD19 CAR-T", ["Lymphoma"], cells, brief_summary=summary)
    assert ("chemotherapy" in classify(study).labels("act_with")) is given
