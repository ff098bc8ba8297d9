"""Names given to options: case, spaces, hyphens, accents and a plural s never matter, and near misses are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.cli.shared.names import resolve_name
from trialscape.errors import UsageError
from trialscape.forgiving_names import near_names, plain

WORDS = {"til": ["tumour-infiltrating lymphocyte"], "pd1_pdl1": ["PD-1", "checkpoint inhibitor"], "nk_cell": ["NK"]}


@pytest.mark.parametrize(
    ("asked", "name"),
    [("til", "til"), ("TILs", "til"), ("pd1", "pd1_pdl1"), ("PD1/PDL1", "pd1_pdl1"), ("Nk Cells", "nk_cell"),
     ("Tumour Infiltrating Lymphocytes", "til")],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(asked: str, name: str) -> None:
    assert resolve_name("modality", asked, WORDS, WORDS) == name


def test_a_synonym_is_announced_and_another_spelling_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    resolve_name("modality", "NK-Cell", WORDS, WORDS)
    assert capsys.readouterr().err == ""
    resolve_name("modality", "PD1", WORDS, WORDS)
    assert capsys.readouterr().err == "'PD1' is read as pd1_pdl1.\n"


def test_a_similar_name_is_proposed_and_otherwise_all_are_listed() -> None:
    with pytest.raises(UsageError, match=r"There is no modality 'tihl'; did you mean til\? There are til, pd1_pdl1"):
        resolve_name("modality", "tihl", WORDS, WORDS)
    with pytest.raises(UsageError, match=r"There is no modality 'xyz'; there are til, pd1_pdl1, nk_cell\."):
        resolve_name("modality", "xyz", WORDS, WORDS)


def test_an_ambiguous_synonym_is_refused_unless_one_name_is_available() -> None:
    words = {"a": ["same"], "b": ["same"]}
    with pytest.raises(UsageError, match="'same' may mean a or b; write one of them"):
        resolve_name("segment", "same", words, words)
    assert resolve_name("segment", "same", ["b"], words) == "b"


@pytest.mark.parametrize("asked", ["", "-", " ", "\x1b[31m"])
def test_an_empty_name_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match="There is no cohort") as reported:
        resolve_name("cohort", asked, WORDS, WORDS)
    assert "\x1b" not in str(reported.value)


@given(st.text(max_size=20))
def test_any_text_is_a_known_name_or_a_usage_error(asked: str) -> None:
    try:
        assert resolve_name("modality", asked, WORDS, WORDS) in WORDS
    except UsageError:
        assert set(near_names(asked, WORDS)) <= set(WORDS)


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(["", "-", " ", "_"]), st.integers(0, 8))
def test_punctuation_between_letters_does_not_change_a_name(name: str, sign: str, place: int) -> None:
    written = f"{name[:place]}{sign}{name[place:]}".upper()
    assert plain(written) == plain(name)
    assert resolve_name("modality", written, WORDS) == name


def test_a_name_of_any_length_is_refused_quickly_with_a_short_message() -> None:
    known = {f"name{number}": [f"spelling {number} of it"] for number in range(5_000)}
    with pytest.raises(UsageError) as caught:
        resolve_name("target", "a" * 100_000, known, known)
    assert len(str(caught.value)) < 300
    assert near_names("a" * 100_000, known) == []
