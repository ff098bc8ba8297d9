"""What a code is, in the set sentences in which public sponsors explain drugs to patients, and near-misses."""

import pytest

from tests.support.records.trials import classify, make_study

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
