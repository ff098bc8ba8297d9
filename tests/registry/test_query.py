"""Queries: whatever a search holds, its words stay words."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.registry_kit import make_search
from trialscape.config.tracking.searches import Population, Search, TermGroup
from trialscape.errors import RegistryError
from trialscape.registry.query import LONGEST_URL, check_length, expression, parameters, phrase

# Characters and words that mean something to the registry, mixed with any others.
hostile = st.lists(
    st.sampled_from(
        ['"', "\\", "[", "]", "(", ")", "AND", "OR", "NOT", "AREA[Phase]", "RANGE[MIN,MAX]", "MISSING", " "]
    )
    | st.text(min_size=1),
    min_size=1,
).map("".join)


def plain(text: str) -> str:
    """Return what is left to search for: the registry splits words at quotes, backslashes and square brackets."""
    return " ".join(re.sub(r'["\\\[\]]', " ", text).split())


def clauses(query: str) -> list[str]:
    """Cut a query into quoted phrases and the text between them, by the rule that a backslash frees what follows."""
    return re.findall(r'"(?:\\.|[^"\\])*"|[^"]+|"', query)


@given(hostile)
def test_any_text_is_one_phrase_that_reads_back_as_itself(text: str) -> None:
    quoted = phrase(text)
    assert clauses(quoted) == [quoted]
    assert re.sub(r"\\(.)", r"\1", quoted[1:-1]) == plain(text)


@given(hostile)
def test_nothing_in_a_phrase_is_left_to_be_an_operator(text: str) -> None:
    inside = phrase(text)[1:-1]
    assert not re.search(r'["\[\]]', inside)
    assert not re.search(r"(?<!\\)[()]", inside)
    assert not re.search(r"\\(?![()A-Z])", inside)
    assert not re.search(r"(?<![\\\w])(AND|OR|NOT|AREA|MISSING|RANGE)\b", inside)


@given(hostile)
def test_a_search_for_any_text_has_the_structure_of_a_search_for_a_word(text: str) -> None:
    structure = [part for part in clauses(expression(make_search("word", "x" + text))) if not part.startswith('"')]
    assert structure == [part for part in clauses(expression(make_search("word", "other"))) if not part.startswith('"')]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("LAG-3", '"LAG-3"'),
        ("two\n  words", '"two words"'),
        ('"Merck" OR AREA[Phase]PHASE3', r'"Merck \OR \AREA Phase PHASE3"'),
        ("PD-(L)1", r'"PD-\(L\)1"'),
        ("2-[(3,4-dihydroxy)]", r'"2- \(3,4-dihydroxy\)"'),
        ("back\\slash", '"back slash"'),
        # Operators are operators in capitals and as whole words only.
        ("and or not BRAND", '"and or not BRAND"'),
    ],
)
def test_phrases(text: str, quoted: str) -> None:
    assert phrase(text) == quoted


def test_groups_are_alternatives_and_populations_are_conditions() -> None:
    names = TermGroup(areas=("InterventionSearch", "BriefSummary"), terms=("LAG-3", "relatlimab"), expansion="Term")
    acronym = TermGroup(areas=("BriefTitle",), terms=("TIL",), expansion="None")
    cancer = Population(
        id="cancer",
        why="A population of the tests.",
        any_of=(TermGroup(areas=("ConditionSearch",), terms=("cancer",)),),
    )
    search = Search("x", "X", "A search of the tests.", (names, acronym), (cancer,))
    assert expression(search, dt.date(2026, 2, 3)) == (
        '(AREA[InterventionSearch]EXPANSION[Term]("LAG-3" OR "relatlimab")'
        ' OR AREA[BriefSummary]EXPANSION[Term]("LAG-3" OR "relatlimab")'
        ' OR AREA[BriefTitle]EXPANSION[None]("TIL"))'
        ' AND AREA[ConditionSearch]("cancer")'
        " AND AREA[LastUpdatePostDate]RANGE[2026-02-03,MAX]"
    )


def test_results_and_documents_are_not_asked_for() -> None:
    asked = parameters(make_search(), 200)
    assert asked["fields"].split("|") == ["ProtocolSection", "DerivedSection", "AnnotationSection", "HasResults"]
    assert asked["pageSize"] == "200"


def test_the_longest_address_leaves_room_for_a_page_token() -> None:
    check_length(make_search(), "x" * (LONGEST_URL - 200))
    with pytest.raises(RegistryError, match="search 'lag3' makes an address of 7119 characters"):
        check_length(make_search(), "x" * (LONGEST_URL - 1))
