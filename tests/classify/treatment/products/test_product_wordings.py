"""What a product is, in many wordings of names, descriptions and titles, and words that only resemble them."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention


def modality(
    name: str,
    description: str = "",
    *,
    title: str = "A study",
    kind: str = "DRUG",
    summary: str = "",
    details: str = "",
) -> list[str]:
    """Return the modalities of one listed product."""
    items = [Intervention(name, kind, description)]
    study = make_study(title, ["Lymphoma"], items, brief_summary=summary, detailed_description=details)
    return classify(study).labels("modality")


@pytest.mark.parametrize(
    "name",
    [
        "QX-31 injection (100 mg: 5 mL)",
        "QX-31 for injection, 60 mg/vial, i.v. drip",
        "QX-31 tablets 25 mg twice daily",
        "QX-31 every three weeks",
        "QX-31 IV infusion over 60 minutes",
        "QX-31 at 200 mg",
        "QX-31 dose level 1",
        "QX-31 (400 mg/20 mL) q3w",
        "QX-31 by intravesical instillation",
        "QX-31 dispersion for infusion, 1-5 x 10⁸ cells",
        "QX-31 intratumorally, 5 x 10\\^7 PFU",
        "QX-31 systemic infusion, 2.5x10^8 vp",
    ],
)
def test_dose_and_schedule_are_no_part_of_a_name(name: str) -> None:
    assert modality(name, title="QX-31, an Anti-TIGIT Antibody, in Lymphoma") == ["tigit"]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("QX-31 is a bispecific antibody that binds PD-1 and TIGIT.", ["bispecific_other", "pd1_pdl1", "tigit"]),
        ("QX-31, a bispecific antibody against PD-1 and LAG-3, is tested.", ["bispecific_other", "lag3", "pd1_pdl1"]),
        ("QX-31 is an antibody that blocks TIM-3 and PD-1.", ["bispecific_other", "pd1_pdl1", "tim3"]),
        ("QX-31 is an anti-LAG-3 antibody and is given with an anti-TIGIT antibody.", ["lag3"]),
        ("QX-31 is an antibody that blocks LAG-3 and nivolumab is the standard.", ["lag3"]),
    ],
)
def test_the_targets_of_one_product(summary: str, expected: list[str]) -> None:
    assert modality("QX-31 injection (100 mg/vial)", summary=summary) == expected


@pytest.mark.parametrize(
    ("name", "summary", "expected"),
    [
        ("Neoantigen peptide vaccine", "Patients get the vaccine together with avelumab.", ["pd1_pdl1", "vaccine"]),
        ("CD19 CAR-T cells", "Nivolumab is given together with the cells.", ["car_t", "pd1_pdl1"]),
        ("Oncolytic herpes virus", "They receive the virus and pembrolizumab.", ["oncolytic_virus", "pd1_pdl1"]),
        ("Neoantigen peptide vaccine", "The vaccine is given after progression on avelumab.", ["vaccine"]),
        ("Neoantigen peptide vaccine", "In an earlier trial the vaccine was combined with avelumab.", ["vaccine"]),
    ],
)
def test_a_summary_calls_the_only_product_by_a_general_name(name: str, summary: str, expected: list[str]) -> None:
    assert modality(name, kind="BIOLOGICAL", summary=summary) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("QX-31, an Oral Taxane, in Lymphoma", ["chemo"]),
        ("QX-31 Is a New Alkylating Agent", ["chemo"]),
        ("QX-31 in Lymphoma After a Taxane", ["other"]),
        ("QX-31, a Chemotherapy-Free Option", ["other"]),
    ],
)
def test_a_class_of_cytotoxic_drugs_beside_the_name(title: str, expected: list[str]) -> None:
    assert modality("QX-31", title=title) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("QX-31 blocks LAG-3 and is given once nivolumab has stopped working", ["lag3"]),
        ("Antibody against LAG-3; loperamide is provided against diarrhoea", ["lag3"]),
        ("Unlike nivolumab and ipilimumab, QX-31 is directed against TIGIT", ["tigit"]),
        ("Acts against the receptor TIM-3, in contrast to pembrolizumab", ["tim3"]),
        ("QX-31 is a human antibody raised against LAG-3. Like relatlimab it is infused", ["lag3"]),
        ("Peptides for T cells that are directed at other antigens", ["other"]),
        ("Acts against fever", ["other"]),
        ("Oral arginase inhibitor that leaves arginine to T cells", ["other_small_io"]),
        ("Blocks A2A receptors, so that NK cells and T cells can work", ["other_small_io"]),
    ],
)
def test_other_drugs_in_a_description(description: str, expected: list[str]) -> None:
    assert modality("QX-31", description) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Lymphocytes edited to carry two neoantigen-specific T-cell receptors", ["tcr_t"]),
        ("T cells that were equipped with a TCR against an antigen of the tumour", ["tcr_t"]),
        ("T cells transfected to express a T cell receptor for a viral peptide", ["tcr_t"]),
        ("T cells edited to lack their own T-cell receptor", ["other"]),
    ],
)
def test_cells_that_get_a_receptor(description: str, expected: list[str]) -> None:
    assert modality("QX-31", description, kind="BIOLOGICAL") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GPC3 CAR-iMAC", ["other_cell"]),
        ("CD5 CAR/IL-15 cord blood NK cells", ["nk_cell"]),
        ("CD5 CAR T cells", ["car_t"]),
        ("QX-R2", ["other"]),
    ],
)
def test_names_of_receptors_on_cells(name: str, expected: list[str]) -> None:
    assert modality(name, kind="BIOLOGICAL") == expected


@pytest.mark.parametrize(
    ("title", "is_cells"),
    [
        ("Cabazitaxel And Radiotherapy Trial (CART) in Prostate Cancer", False),
        ("CART: Carboplatin And Radiation Therapy", False),
        ("CD19 Targeted Cells (CART) in Lymphoma", True),
    ],
)
def test_the_acronym_of_another_trial_is_no_product(title: str, is_cells: bool) -> None:
    assert ("car_t" in modality("Dexrazoxane", title=title)) is is_cells


def test_a_code_that_begins_like_a_scan_is_a_product() -> None:
    text = "CT-0917X is an autologous CD22 CAR-T product."
    assert modality("CT-0917X cells", kind="", details=text) == ["car_t"]


def test_the_gene_of_a_receptor_is_the_product() -> None:
    assert modality("QX-31", "Particles that carry a CD19 CAR gene", kind="GENETIC") == ["car_t"]


def test_a_partner_of_the_summary_may_go_on_after_another_treatment() -> None:
    text = "Nivolumab is given together with radiotherapy and for one year after it."
    assert modality("Nivolumab", summary=text) == ["pd1_pdl1", "radiation"]


@pytest.mark.parametrize(
    ("purpose", "primes"),
    [("to set off T-cell priming", True), ("as an immune trigger", True), ("after priming doses of the drug", False)],
)
def test_radiation_that_primes(purpose: str, primes: bool) -> None:
    items = [Intervention("Nivolumab", "BIOLOGICAL"), Intervention("Radiotherapy", "RADIATION", purpose)]
    assert ("priming" in classify(make_study("A study", ["Melanoma"], items)).labels("strategy")) is primes


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("EGFR CAR-T (nimotuzumab scFv)", "Nimotuzumab-derived EGFR CAR-T Cells", ["car_t"]),
        ("CD20 CAR-T, rituximab-based scFv", "A study", ["car_t"]),
        ("GD2 CAR-T cells", "Dinutuximab-based CAR T Cells", ["car_t"]),
        ("Cetuximab single-chain CAR-T cells", "A study", ["car_t"]),
        ("EGFR CAR-T and cetuximab", "A study", ["car_t", "targeted"]),
        ("CD20 CAR-T (variable sequences from the patient)", "Rituximab-derived Sequence", ["car_t"]),
        ("EGFR CAR-T (cetuximab binding fragment)", "A study", ["car_t"]),
        ("Rituximab-based chemotherapy", "A study", ["chemo", "targeted"]),
        ("Nivolumab sequence A", "A study", ["pd1_pdl1"]),
        ("Cetuximab/Panitumumab sequences", "A study", ["targeted"]),
        ("Cetuximab (fragment)", "A study", ["targeted"]),
    ],
)
def test_an_antibody_whose_binder_is_used_is_not_given(name: str, title: str, expected: list[str]) -> None:
    assert modality(name, title=title, kind="BIOLOGICAL") == expected


@pytest.mark.parametrize(
    ("description", "summary", "expected"),
    [
        ("Lymphocyte clearance: Flu+Cy", "QX-12 injection means autologous NY-ESO-1 TCR-T cells.", "tcr_t"),
        ("", "QX-12 injection stands for tumor infiltrating lymphocytes grown from a biopsy.", "til"),
        ("", "QX-12 cell suspension is made up of NK cells.", "nk_cell"),
        ("After failure of venetoclax, QX-12 (CD7 CAR-T) is infused; ruxolitinib is prepared for CRS", "", "car_t"),
        ("Ondansetron is given before; QX-12 (a HER2 antibody-drug conjugate) is infused", "", "adc"),
        ("", "QX-12 (after CAR-T cells) is given to all.", "other"),
        ("", "QX-12 (formerly given with TIL) is a peptide.", "other"),
    ],
)
def test_a_bracket_or_a_verb_explains_a_product(description: str, summary: str, expected: str) -> None:
    assert modality("QX-12 injection", description, summary=summary, kind="BIOLOGICAL") == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Anti-lymphocyte Activation Gene 3 (LAG-3) Monoclonal Antibody Injection QX-12 Plus Sintilimab", "lag3"),
        ("Humanized Anti-human Epidermal Growth Factor Receptor (EGFR) Monoclonal Antibody QX-12", "targeted"),
        ("QX-12 in EGFR Mutated Lung Cancer", "other"),
    ],
)
def test_a_long_name_of_the_target_before_the_code(title: str, expected: str) -> None:
    assert [label for label in modality("QX-12", title=title) if label != "pd1_pdl1"] == [expected]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Anti-LAG-3 antibody; outcomes are weighed against registry records of cetuximab and docetaxel", ["lag3"]),
        ("Anti-LAG-3 antibody, judged against historical results with dabrafenib", ["lag3"]),
        ("Anti-LAG-3 antibody with a control treated with docetaxel", ["lag3"]),
        ("Anti-LAG-3 antibody plus cetuximab", ["lag3", "targeted"]),
    ],
)
def test_drugs_that_results_are_set_against_are_not_given(description: str, expected: list[str]) -> None:
    assert modality("QX-31", description) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("QX-31 is a weakened measles virus that multiplies only in cancer cells.", ["oncolytic_virus"]),
        ("QX-31 is a virus which exclusively reproduces within malignant cells.", ["oncolytic_virus"]),
        ("QX-31 is a reovirus that preferentially grows in tumour cells with RAS.", ["oncolytic_virus"]),
        ("QX-31 is an adenovirus that infects and kills glioma cancer cells.", ["oncolytic_virus"]),
        ("QX-31 is a virus that cannot replicate and brings an antigen to the body.", ["other"]),
        ("QX-31 accumulates only in tumour cells. A virus test is done.", ["other"]),
    ],
)
def test_a_virus_that_multiplies_in_the_tumour_only(summary: str, expected: list[str]) -> None:
    assert modality("QX-31 intratumoral injection", summary=summary, kind="BIOLOGICAL") == expected


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("CD30 CAR-T Cells for Lymphoma", "ATL-30", ["car_t"]),
        ("An Oncolytic Herpes Virus in Lymphoma", "HRX infusion", ["oncolytic_virus"]),
        ("HRX Combined With an Oncolytic Herpes Virus in Lymphoma", "HRX", ["oncolytic_virus", "other"]),
        ("ATL-30 in Patients on CD19 CAR-T Cells", "ATL-30", ["other"]),
        ("A Drug Plus CD30 CAR-T Cells for Lymphoma", "ATL-30", ["car_t", "other"]),
    ],
)
def test_the_only_unknown_product_is_that_of_the_title(title: str, name: str, expected: list[str]) -> None:
    assert modality(name, title=title, kind="BIOLOGICAL") == expected


@pytest.mark.parametrize("kind", ["ACTIVE_COMPARATOR", "EXPERIMENTAL"])
def test_an_unknown_comparator_does_not_take_the_place_of_the_product(kind: str) -> None:
    given, arms = [("DRUG", "QX-31", ("A",))], [(kind, "A"), ("EXPERIMENTAL", "B")]
    found = classify(make_study("Oncolytic Herpes Virus in Melanoma", interventions=given, arms=arms))
    assert (found.labels("modality"), "priming" in found.labels("strategy")) == (["oncolytic_virus"], True)


@pytest.mark.parametrize(
    ("name", "summary", "expected"),
    [
        ("NY-ESO-1-specific T cells", "", ["other_cell"]),
        ("WT1-directed cytotoxic T lymphocytes", "", ["other_cell"]),
        ("T cells specific for PRAME", "", ["other_cell"]),
        ("PRAME-reactive donor lymphocytes", "", ["other_cell"]),
        ("CD33-directed T cells", "The cells carry a chimeric antigen receptor.", ["car_t"]),
        ("WT1-specific T cells", "The gene of a T-cell receptor is put into the cells.", ["tcr_t"]),
        ("T cell bispecific antibody", "", ["bispecific_other"]),
        ("Disease-specific questionnaire", "", []),
    ],
)
def test_cells_specific_for_any_antigen(name: str, summary: str, expected: list[str]) -> None:
    assert modality(name, summary=summary, kind="" if "questionnaire" in name else "BIOLOGICAL") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("QX-100 lyophilisate 4.13 mg for intradermal injection", "vaccine"),
        ("QX-100 100 mg film-coated tablets", "vaccine"),
        ("QX-100, pre-filled syringes", "vaccine"),
        ("QX-100 oily emulsion given subcutaneously", "vaccine"),
        ("QX-100 tablets and QX-200 tablets", "other"),
    ],
)
def test_whatever_form_stands_behind_a_code(name: str, expected: str) -> None:
    assert modality(name, summary="QX-100: a multi-peptide cancer vaccine.") == [expected]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("An oncolytic adenovirus, unlike BCG. Pembrolizumab and gemcitabine are later options", ["oncolytic_virus"]),
        ("An antibody-drug conjugate. Docetaxel remains a later choice", ["adc"]),
        ("A peptide vaccine given with pembrolizumab", ["pd1_pdl1", "vaccine"]),
    ],
)
def test_the_first_words_of_a_description(description: str, expected: list[str]) -> None:
    assert modality("QX-100", description) == expected


def test_general_words_beside_engineered_cells_and_a_cytokine_that_they_release() -> None:
    text = "Lymphocytes that have been engineered recognize HER2 through a chimeric antigen receptor."
    assert modality("engineered lymphocytes", title="Engineered Autologous Lymphocytes", summary=text) == ["car_t"]
    assert modality("GD2.CAR.IL15 T cells", title="GD2 CAR T Cells Releasing Interleukin-15") == ["car_t"]
    assert modality("GD2 CAR T cells", title="GD2 CAR T Cells and Interleukin-15") == ["car_t", "cytokine"]


@pytest.mark.parametrize(
    ("name", "description", "summary", "expected"),
    [
        ("QX-31", "NK cells from volunteers, day 3", "", ["nk_cell"]),
        ("QX-31", "Expanded allogeneic natural killer cells", "", ["nk_cell"]),
        ("QX-31", "Raises the number of NK cells", "", ["other"]),
        ("QX-31 T cells", "Two infusions", "", ["other_cell"]),
        ("QX-31 T-lymphocytes infusion", "", "", ["other_cell"]),
        ("QX-31 for T cell lymphoma", "", "", ["other"]),
        ("MTX-31", "", "MTX-31 is an anti-LAG-3 antibody.", ["lag3"]),
        ("MTX", "", "", ["chemo"]),
        (
            "QX-31",
            "Peptide vaccine. It begins when cisplatin has ended, and ends when olaparib is needed",
            "",
            ["vaccine"],
        ),
        ("QX-31", "Peptide vaccine. Given with pembrolizumab", "", ["pd1_pdl1", "vaccine"]),
        ("QX-31", "A topoisomerase inhibitor", "", ["chemo"]),
        ("QX-31", "", "QX-31 is a mitotic inhibitor.", ["chemo"]),
        ("¹³¹I-QX", "", "", ["radiation"]),
    ],
)
def test_what_the_first_words_of_a_text_say(name: str, description: str, summary: str, expected: list[str]) -> None:
    assert modality(name, description, summary=summary, kind="BIOLOGICAL") == expected


def test_a_code_may_be_explained_under_another_name_of_the_product() -> None:
    item = Intervention("QX-31", "DRUG", other_names=("ZB-77",))
    text = "ZB-77 is a bispecific antibody: one arm blocks PD-L1, the other stimulates 4-1BB."
    study = make_study("QX-31 in lymphoma", ["Lymphoma"], [item], brief_summary=text)
    assert classify(study).labels("modality") == ["bispecific_other", "costim_agonist", "pd1_pdl1"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CHOEP-14", ["chemo"]),
        ("ABVD-4 cycles", ["chemo"]),
        ("MVAC-4", ["chemo"]),
        ("XELOX-2", ["chemo"]),
        ("BEP-3", ["chemo"]),
        ("FEC-75", ["chemo"]),
        ("CDDP-80", ["chemo"]),
        ("MTX-500", ["chemo"]),
        ("MTX-3 courses", ["chemo"]),
        ("MTX-4", ["other"]),
        ("CTX-8833", ["other"]),
    ],
)
def test_a_number_behind_a_regimen_counts_cycles_and_behind_one_drug_makes_a_code(
    name: str, expected: list[str]
) -> None:
    assert modality(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RT01 conformal radiotherapy", ["radiation"]),
        ("RT-01, an oncolytic adenovirus", ["oncolytic_virus"]),
        ("ICON1 chemotherapy", ["chemo"]),
        ("PORT-3 radiotherapy", ["radiation"]),
        ("IMM65 vaccine", ["vaccine"]),
        ("AT101", ["other"]),
        ("AT101 CAR-T cells", ["car_t"]),
        ("CBT-1 sessions", ["other"]),
        ("Platelets treated with S-303", ["other"]),
        ("COL3 gene", ["other"]),
        ("COL-3", ["targeted"]),
        ("PAC-1", ["targeted"]),
    ],
)
def test_a_short_code_that_also_stands_for_something_else(name: str, expected: list[str]) -> None:
    assert modality(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Durvalumab + RT", ["pd1_pdl1", "radiation"]),
        ("Carboplatin w/concurrent RT", ["chemo", "radiation"]),
        ("CRT plus durvalumab", ["chemo", "pd1_pdl1", "radiation"]),
        ("FOLFOX-A", ["chemo"]),
        ("Flu/Cy", ["chemo"]),
        ("IFN", ["cytokine"]),
        ("LAK", ["other_cell"]),
        ("CTL", ["other_cell"]),
        ("MAIT cells", ["other_cell"]),
        ("PD1-IL2v", ["cytokine", "pd1_pdl1"]),
        ("TGF-β trap", ["targeted"]),
        ("DGKζ inhibitor", ["other_small_io"]),
        ("SOC", []),
        ("Active surveillance", []),
    ],
)
def test_short_names_of_treatments(name: str, expected: list[str]) -> None:
    assert modality(name) == expected
