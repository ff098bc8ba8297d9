"""Places that overlap others, found by bisection, are those that a comparison of all pairs finds."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from trialscape.classify.text.overlaps import Places
from trialscape.classify.treatment.products.car_constructs import car_constructs

steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=20)


@given(steps, st.integers(0, 60), st.integers(1, 10))
def test_bisection_equals_a_comparison_of_all_pairs(moves: list[tuple[int, int]], start: int, size: int) -> None:
    places, end = [], 0
    for gap, length in moves:
        places.append((end + gap, end + gap + length))
        end += gap + length
    expected = [n for n, (first, last) in enumerate(places) if first < start + size and start < last]
    assert list(Places(places).overlapping(start, start + size)) == expected


@given(st.lists(st.sampled_from(["CAR-T", "CD19", ".", " ", "(", "CAR", "x", "NK", ", "]), max_size=30))
def test_products_in_one_word_do_not_overlap(parts: list[str]) -> None:
    found = list(car_constructs("".join(parts)))
    assert all(before.end <= after.start <= after.car < after.end for before, after in itertools.pairwise(found))
