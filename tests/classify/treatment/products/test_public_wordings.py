"""What a code is, in the set sentences in which public sponsors explain drugs to patients, and near-misses."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

SENTENCES = [
    ("Drugs used in chemotherapy, such as PTQ-9, work in different ways.", ["chemo"]),
    ("PTQ-9 is not one of the drugs used in chemotherapy.", ["other"]),
    ("PTQ-9 may stop the growth of tumor cells by blocking some of the enzymes needed for cell growth.", ["targeted"]),
    ("PTQ-9 may stop the growth of tumor cells by blocking a protein, called MEK, they need.", ["targeted"]),
    ("PTQ-9 may slow the cancer by blocking blood flow to the tumor.", ["targeted"]),
    ("PTQ-9, a pill, may stop tumor cells by blocking ATR, which repairs their DNA.", ["targeted"]),
    ("PTQ-9 may stop the growth of tumor cells by a way that is unknown.", ["other"]),
    ("PTQ-9 may help the immune system by blocking TIGIT.", ["tigit"]),
    ("PTQ-9 blocks ATR.", ["targeted"]),
    ("PTQ-9 blocks pain.", ["other"]),
    ("Monoclonal antibodies, such as PTQ-9, may interfere with the ability of tumor cells to grow.", ["targeted"]),
    ("Immunotherapy with monoclonal antibodies, such as PTQ-9, may help the immune system.", ["other"]),
    ("Vaccines made from peptides, such as PTQ-9, may help the body build an immune response.", ["vaccine"]),
    ("Earlier vaccines failed; PTQ-9 is tried now.", ["other"]),
    ("PTQ-9 is a molecule that blocks the inhibitory receptor PD-1.", ["pd1_pdl1"]),
    ("PTQ-9 is directed at the co-inhibitory receptor LAG-3.", ["lag3"]),
    ("PTQ-9 is a protein. One end of the molecule attaches to CD3 on T cells, the other to DLL3.", ["tce"]),
]


@pytest.mark.parametrize(("summary", "expected"), SENTENCES)
def test_a_sentence_for_patients_states_the_class_of_a_code(summary: str, expected: list[str]) -> None:
    study = make_study(interventions=[("BIOLOGICAL", "PTQ-9")], brief_summary=summary)
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [("mRNA cancer vaccine", ["vaccine"]), ("NK-cell lymphoma", ["other"]), ("Vaccine-preventable cancer", ["other"])],
)
def test_a_keyword_names_the_product_where_its_last_word_does(keyword: str, expected: list[str]) -> None:
    study = make_study(interventions=[("BIOLOGICAL", "QX-5")], keywords=(keyword,))
    assert classify(study).labels("modality") == expected


def test_a_code_of_three_signs_is_explained_with_are() -> None:
    summary = "G3T are T cells of the child that bear a CAR for glypican-3."
    study = make_study(interventions=[("GENETIC", "G3T")], brief_summary=summary)
    assert classify(study).labels("modality") == ["car_t"]


# Title, summary, name and description of a code, with what real records say of such a product and near-misses.
CODES = [
    ("", "This study looks at QX-12 (a Cdc7 inhibitor) in adults.", "QX-12", "", "targeted"),
    ("QX-12 (With a Cdc7 Inhibitor Before) in Adults", "", "QX-12", "", "other"),
    ("QX-12, a Bruton's Tyrosine Kinase (BTK) Degrader, in Adults", "", "QX-12", "", "targeted"),
    ("QX-12, Anti-DLK1 Monoclonal Antibody, in Patients", "", "QX-12 Part 1", "", "targeted"),
    ("", "Patients receive a GSPT1 molecular glue degrader QX-12.", "Oral QX-12", "", "targeted"),
    ("The Selective ALK Inhibitor QX-655", "", "Qeladalkab (QX-655)", "", "targeted"),
    ("", "The study tests QX-12, a A2a receptor antagonist.", "QX-12", "", "other_small_io"),
    ("QX-21 Antigen-Specific Cancer Immunotherapeutic", "", "Immunotherapeutic QX-21", "", "vaccine"),
    ("", "A genetically engineered herpes simplex virus QX-10 is given.", "QX-10", "", "oncolytic_virus"),
    ("", "QX-10 is given to people with herpes simplex virus.", "QX-10", "", "other"),
    ("", "", "CD70 STAR-T cells injection", "", "car_t"),
    ("Synthetic Long Peptide (QXP) Vaccine", "", "QXP", "", "vaccine"),
    ("", "", "QX-67", "QX-67 is an engineered variant of human interleukin-18.", "cytokine"),
    ("QX-13 (TIGIT/TGF-β Bifunctional Fusion Protein)", "", "QX-13", "", "tigit"),
    ("QX-100 (Anti-TIGIT/PVRIG) in Patients", "", "QX-100", "", "bispecific_other+other_checkpoint+tigit"),
    ("QX-100 (Anti-PD-1/PD-L1) in Patients", "", "QX-100", "", "pd1_pdl1"),
    ("QX-100, an Oral Antagonist of PD-L1/VISTA", "", "QX-100", "", "other_checkpoint+pd1_pdl1"),
    ("QX-3 (Autologous Dendritic Cells Loaded With Antigens)", "", "QX-3", "", "other_cell+vaccine"),
    ("", "", "QX-12", "an EGFR/B7H3 directed antibody conjugate with a topoisomerase I inhibitor", "adc"),
    ("A Study of QX-12, a Tetra-specific Antibody", "", "QX-12", "", "bispecific_other"),
    (
        "",
        "",
        "Qorigerlimab",
        "Qorigerlimab is a bispecific molecule that binds PD-1 and CTLA-4.",
        "bispecific_other+ctla4+pd1_pdl1",
    ),
    ("", "QX-12 is a bispecific drug: one arm holds cancer cells, the other arm the immune cells.", "QX-12", "", "tce"),
    ("", "QX-12 is a bispecific drug that holds cancer cells by two antigens.", "QX-12", "", "bispecific_other"),
    ("", "QX1-HER2 is a cell therapy of T cells that express a T-cell Antigen Coupler.", "QX1-HER2", "", "tcr_t"),
    ("", "", "QX-12 + Pembrolizumab", "", "other+pd1_pdl1"),
    ("", "QX-12 is an antibody-drug conjugate.", "Pembrolizumab and QX-12", "", "adc+pd1_pdl1"),
    ("", "", "QX-12 in combination with toripalimab", "", "other+pd1_pdl1"),
    ("", "", "Vepdegestrant, ARZ-471", "", "targeted"),
    ("", "", "Pembrolizumab (QX-3475)", "", "pd1_pdl1"),
    ("", "", "CD19 CAR T cells with mbIL15", "", "car_t"),
    ("", "", "Qexatuzumab", "", "targeted"),
    ("", "", "Qexatuzumab vedotin", "", "adc"),
    ("", "Qexatuzumab is a CD20xCD3 bispecific antibody.", "Qexatuzumab", "", "tce"),
    ("A Study of the HER2 Directed Radioligand QX-H2", "", "QX-H2", "", "radiation"),
    ("QX-88, an Antibody Targeting the Poliovirus Receptor (PVR, CD155)", "", "QX-88", "", "other_checkpoint"),
    ("", "QX-42 is a proteolysis targeting chimera against BRD9.", "QX-42", "", "targeted"),
]


@pytest.mark.parametrize(("title", "summary", "name", "description", "expected"), CODES)
def test_a_code_is_what_the_record_says(title: str, summary: str, name: str, description: str, expected: str) -> None:
    product = Intervention(name, "DRUG", description)
    study = make_study(title or "A study", interventions=[product], brief_summary=summary)
    assert "+".join(classify(study).labels("modality")) == expected


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (("C-C motif chemokine receptor 8 (CCR8)",), ["other_checkpoint"]),
        (("CCR8", "PD1"), ["other_checkpoint"]),
        (("CCR8 expression",), ["other"]),
        (("PD-L1",), ["other"]),
        (("QX-25 (IL-15 agonist)",), ["cytokine"]),
        (("QX-25, AML, CD38",), ["other"]),
        (("STING",), ["sting"]),
    ],
)
def test_a_keyword_gives_the_target_of_the_only_unknown_code(keywords: tuple[str, ...], expected: list[str]) -> None:
    study = make_study(interventions=[("DRUG", "QX-25 (Part A)"), ("DRUG", "QX-25 (Part B)")], keywords=keywords)
    assert classify(study).labels("modality") == expected


def test_a_code_is_none_of_the_drugs_that_are_listed_beside_it() -> None:
    title = "QX-25 With or Without Obinutuzumab"
    study = make_study(title, interventions=[("BIOLOGICAL", "QX-25"), ("BIOLOGICAL", "Obinutuzumab")])
    assert classify(study).labels("modality") == ["other", "targeted"]


def test_a_marker_among_the_keywords_makes_no_drug_of_a_procedure() -> None:
    study = make_study(interventions=[("PROCEDURE", "Tumor mapping")], keywords=("LAG-3",))
    assert "lag3" not in classify(study).labels("modality")
