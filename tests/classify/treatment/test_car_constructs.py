"""A receptor on cells, in any spelling: one product, and nothing inside its name is a second drug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.trials import classify, make_study
from trialscape.classify.treatment.car_constructs import car_constructs

SPELLINGS = [
    ("CAR-BCMA T cells", ["car_t"]),
    ("CD22-CAR", ["car_t"]),
    ("CAR20.19.22", ["car_t"]),
    ("huCART-meso", ["car_t"]),
    ("CD5-UCART", ["car_t"]),
    ("CD19xCAR", ["car_t"]),
    ("4SCAR-GD2", ["car_t"]),
    ("MUC1 CAR-pNK cells", ["nk_cell"]),
    ("iC9.GD2.CAR.IL-15 T cells", ["car_t"]),
    ("CLDN18.2/PD-L1 cCAR", ["car_t"]),
    ("HER2 CAR monocytes", ["other_cell"]),
    ("CAR-EGFRvIII T cells", ["car_t"]),
    ("CAR NKT cells against GD2", ["other_cell"]),
]


@pytest.mark.parametrize(("name", "expected"), SPELLINGS)
def test_any_spelling_is_one_product(name: str, expected: list[str]) -> None:
    study = make_study(conditions=["Lymphoma"], interventions=[("BIOLOGICAL", name)])
    assert classify(study).labels("modality") == expected


@pytest.mark.parametrize(
    "text", ["CARCINOMA OF UNKNOWN PRIMARY", "LOSCAR trial", "SCAR after surgery", "Home CARE visits", "CARBOPLATIN"]
)
def test_other_words_hold_no_receptor(text: str) -> None:
    assert list(car_constructs(text)) == []


@given(
    st.lists(st.sampled_from(["CAR", "-", ".", " ", "T", "NK", "CD19", "cells", "x", "(", ")", "M"]), max_size=40).map(
        "".join
    )
)
def test_products_do_not_overlap_and_lie_within_the_text(text: str) -> None:
    last = 0
    for item in car_constructs(text):
        assert item.start <= item.car < item.end <= len(text)
        assert item.car >= last
        last = item.end
