"""Folding: plain ASCII for matching, character for character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.classify.text.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Anti‑PD‑1", "anti-pd-1"),
        ("naïve", "naive"),
        ("IFN‐α and TGF–β", "ifn-a and tgf-b"),
        ("≥ 18 years", "> 18 years"),
        ("physician’s choice", "physician's choice"),
        ("GPC3×CD3", "gpc3/cd3"),
        ("CD3xBCMA and LAG-3xPD-L1", "cd3/bcma and lag-3/pd-l1"),
        ("2 x 10 mg, Tax", "2 x 10 mg, tax"),
        ("a\tb\nc\u00a0d", "a b c d"),
        ("日本", "__"),
        ("ﬁ", "_"),
        ("Straße", "strase"),
        ("İ", "i"),
        ("", ""),
    ],
)
def test_characters_fold_to_plain_lower_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=st.characters(), max_size=200))
def test_folding_any_text_keeps_its_length_and_gives_lower_case_ascii(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert fold(folded) == folded


@given(st.text(max_size=60), st.text(max_size=60))
def test_folding_parts_is_folding_the_whole(left: str, right: str) -> None:
    # The reader folds all fields at once, separated by a sign that no entity and no escape contains.
    assert f"{fold(left)} \x1f {fold(right)}" == fold(f"{left} \x1f {right}")
