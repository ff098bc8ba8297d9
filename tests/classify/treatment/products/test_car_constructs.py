"""A receptor on cells, in any spelling: one product, and nothing inside its name is a second drug."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records.trials import classify, make_study
from trialscape.classify.treatment.products import car_constructs as car_constructs_module
from trialscape.classify.treatment.products.car_constructs import car_constructs
from trialscape.study.model import Intervention

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
    ("CAR-NK/IL-15 against CD70", ["nk_cell"]),
    ("XTLCAR.CD30.CCR4 cells", ["car_t"]),
    ("CLDN18.2/PD-L1 cCAR", ["car_t"]),
    ("HER2 CAR monocytes", ["other_cell"]),
    ("CAR-EGFRvIII T cells", ["car_t"]),
    ("CAR NKT cells against GD2", ["other_cell"]),
    ("CAR targeting EpCAM", ["car_t"]),
    ("Chimeric antigen receptor against EpCAM for stomach cancer", ["car_t"]),
    ("CAR-M against HER2", ["other_cell"]),
    ("NY-ESO-1 TCR/IL-15 NK cells", ["nk_cell"]),
    ("NK.CAR-CD33", ["nk_cell"]),
    ("iNKT-CAR against GD2", ["other_cell"]),
    ("NK-CAR T cells", ["car_t"]),
    ("Macrophages Modified to Express an Anti-HER2 Chimeric Antigen Receptor", ["other_cell"]),
    ("Monocytes Equipped With a HER2 CAR", ["other_cell"]),
    ("T Cells Engineered With an Anti-CD22 Chimeric Antigen Receptor", ["car_t"]),
    ("4-1BB/CD3-zeta CD22 CAR-T cells", ["car_t"]),
    ("CD22-CD28/CD3ζ CAR-T cells", ["car_t"]),
    ("CD20/CD3 antibody", ["tce"]),
]


@pytest.mark.parametrize(("name", "expected"), SPELLINGS)
def test_every_spelling_of_a_car_construct_is_one_product(name: str, expected: list[str]) -> None:
    study = make_study(conditions=["Lymphoma"], interventions=[("BIOLOGICAL", name)])
    assert classify(study).labels("modality") == expected


def test_a_title_with_a_target_in_a_car_name_says_what_the_infused_cells_are() -> None:
    cells = [Intervention("Cell infusion", "")]
    study = make_study("XTLCAR.CD30.CCR4 in Hodgkin Lymphoma", ("Hodgkin Lymphoma",), cells)
    assert classify(study).labels("modality") == ["car_t"]


@pytest.mark.parametrize(
    "text",
    [
        "CARCINOMA OF UNKNOWN PRIMARY",
        "LOSCAR trial",
        "SCAR after surgery",
        "Home CARE visits",
        "CARBOPLATIN",
        "A coiled anastomosis ring (CAR) of nitinol",
        "Activation of CAR (constitutive androstane receptor)",
    ],
)
def test_other_words_contain_no_car_construct(text: str) -> None:
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


_PIECES = ["a", "s", "TN", "M", "NK", "-", " ", "+", "(", ")", "/", ".", "T cells", "γ", "1", "CTL", "MEM"]


@given(st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))
def test_restricting_matches_to_word_ends_changes_no_match(text: str) -> None:
    anywhere = re.compile(car_constructs_module._CARRIER.pattern.replace(car_constructs_module._WORD_END, ""))
    one, other = car_constructs_module._CARRIER.match(text), anywhere.match(text)
    assert (one and (one.span(), one.groupdict())) == (other and (other.span(), other.groupdict()))


def test_words_that_do_not_lead_to_cells_take_linear_time() -> None:
    started = time.process_time()
    assert len(list(car_constructs("CAR/Truncated CD19-expressing Autologous TN/MEM unit " * 100))) == 100
    # Cutting the words anywhere took 0.2 s for each of the hundred.
    assert time.process_time() - started < 2
