"""Products that titles, summaries and descriptions explain, each with a control."""

import pytest

from tests.support.records.trials import classify, make_study
from trialscape.study.model import Intervention

EXPLAINED = [
    # Name, title, summary, modality.
    ("ATLV", "Tumour Lysate Vaccine (ATLV) Plus Nivolumab", "", ["pd1_pdl1", "vaccine"]),
    ("QX-77 immunotherapy", "Immunotherapy With QX-77", "QX-77 is a peptide vaccine.", ["vaccine"]),
    ("QX-77 capsules (50 mg)", "QX-77", "QX-77 is an inhibitor of SHP2.", ["targeted"]),
    ("QX-77", "QX-77", "QX-77 is a targeted therapy against leukaemia.", ["targeted"]),
    ("QX-77", "QX-77", "The study tests an antibody drug called QX-77.", ["targeted"]),
    ("QX-77", "QX-77", "QX-77 blocks growth signals of tumour cells.", ["targeted"]),
    ("QX-77", "QX-77", "QX-77 is compared with a targeted therapy.", ["other"]),
    ("QX-77", "QX-77", "QX-77 blocks pain signals.", ["other"]),
    ("QX-77", "QX-77", "QX-77 eases the side effects of targeted therapy.", ["other"]),
    ("QX-77 for injection (lyophilised)", "QX-77", "QX-77 is an ADC aimed at B7-H4.", ["adc"]),
    ("Immunotherapy QX-77", "QX-77", "QX-77 is an oncolytic vaccinia virus.", ["oncolytic_virus"]),
    ("Immunotherapy", "Immunotherapy", "QX-77 is an oncolytic vaccinia virus.", ["pd1_pdl1"]),
    ("QX-77", "QX-77", "QX-77 is an antagonist of the adenosine A2B receptor.", ["other_small_io"]),
    ("QX-77", "QX-77", "QX-77 is compared with historical results of pembrolizumab.", ["other"]),
    ("QX-77", "QX-77", "QX-77, which is pembrolizumab under another name, is given.", ["pd1_pdl1"]),
    ("67Cu-QX77", "QX-77", "", ["radiation"]),
    ("68Ga-QX77", "QX-77", "", []),
]


@pytest.mark.parametrize(("name", "title", "summary", "modality"), EXPLAINED)
def test_the_words_of_the_record_give_the_kind_of_a_product(
    name: str, title: str, summary: str, modality: list[str]
) -> None:
    study = make_study(title, ["Lung Cancer"], [("DRUG", name)], brief_summary=summary)
    assert classify(study).labels("modality") == modality


def test_a_drug_given_before_the_product_is_not_the_product() -> None:
    text = "A CD20xCD3 bispecific antibody; obinutuzumab is given once, a week earlier."
    item = Intervention("QX-77", "BIOLOGICAL", description=text)
    assert classify(make_study("A study", ["Lymphoma"], [item])).labels("modality") == ["tce"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The schedule is borrowed from pembrolizumab. QX-77 itself is an antibody-drug conjugate", ["adc"]),
        ("Nivolumab may have been used earlier. QX-77 is an NK-cell product", ["nk_cell"]),
        ("QX-77 is given with nivolumab", ["pd1_pdl1"]),
    ],
)
def test_the_product_is_what_its_description_says_that_it_is(text: str, modality: list[str]) -> None:
    item = Intervention("QX-77", "BIOLOGICAL", description=text)
    assert classify(make_study("A study", ["Sarcoma"], [item])).labels("modality") == modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Durvalumab with tremelimumab", ["ctla4", "pd1_pdl1"]),
        ("Given with carboplatin", ["pd1_pdl1"]),
    ],
)
def test_a_description_lists_the_drugs_of_a_general_name(text: str, modality: list[str]) -> None:
    item = Intervention("Immunotherapy", "DRUG", description=text)
    assert classify(make_study("A study", ["Sarcoma"], [item])).labels("modality") == modality


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Your T cells are changed in the laboratory and given back to you.", "autologous"),
        ("Each participant's white cells are harvested.", "autologous"),
        ("Cells of the patient or, after a transplantation, of the donor are used.", "both"),
        ("Cells of the patient are used; the donor of a later transplant is typed.", "autologous"),
        ("mRNA makes CAR T cells in vivo.", "none"),
        ("In situ CAR-T cell generation.", "none"),
        ("Donor lymphocyte infusion within 6 weeks is not allowed.", "unspecified"),
    ],
)
def test_source_of_the_cells(text: str, source: str) -> None:
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", "CD19 CAR-T cells")], brief_summary=text)
    assert classify(study).label("act") == source


def test_negated_conditioning_in_a_list_does_not_count() -> None:
    text = "No preparative chemotherapy such as cyclophosphamide is given."
    study = make_study("A study", ["Lymphoma"], [("BIOLOGICAL", "CD19 CAR-T cells")], brief_summary=text)
    assert classify(study).labels("act_with") == []


@pytest.mark.parametrize(
    ("purpose", "primes"),
    [
        ("to elicit a systemic anti-tumour immune response", True),
        ("to draw T cells into the tumour", True),
        ("meant to set free tumour antigens", True),
        ("to spark the immune system", True),
        ("to start an attack by T cells", True),
        ("to mobilise T cells against the tumour", True),
        ("to turn the tumour hot", True),
        ("completed before the start of immunotherapy", False),
        ("to change the rate of hot flashes", False),
        ("of all sites", False),
    ],
)
def test_radiation_meant_to_start_an_immune_response_is_priming(purpose: str, primes: bool) -> None:
    items = [Intervention("Nivolumab", "BIOLOGICAL"), Intervention("Radiotherapy", "RADIATION", description=purpose)]
    study = make_study("A study", ["Melanoma"], items)
    assert ("priming" in classify(study).labels("strategy")) is primes


def test_any_solid_tumour_in_a_title_means_many_kinds() -> None:
    conditions = ["Breast Cancer", "Colorectal Cancer"]
    assert "pan_tumour" in classify(make_study("QX-77 in Any Solid Tumour", conditions)).labels("cancer")
    assert "pan_tumour" in classify(make_study("QX-77 in Any Refractory Solid Cancer", conditions)).labels("cancer")
    assert "pan_tumour" not in classify(make_study("QX-77 in Solid Tumours", conditions)).labels("cancer")
