"""Queries: whatever a search holds, its words stay words."""

import datetime as dt
import re
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.registry.registry_kit import make_search
from trialscape.config.tracking.search_words import TermGroup
from trialscape.config.tracking.searches import Population, Search
from trialscape.errors import RegistryError
from trialscape.essie.match import Record
from trialscape.essie.parse import parse
from trialscape.registry import query
from trialscape.registry.query import expression, fingerprint, parameters, parts, phrase

# Characters and words that mean something to the registry, mixed with any others.
hostile = st.lists(
    st.sampled_from(
        ['"', "\\", "[", "]", "(", ")", "AND", "OR", "NOT", "AREA[Phase]", "RANGE[MIN,MAX]", "MISSING", " "]
    )
    | st.text(min_size=1),
    min_size=1,
).map("".join)


def plain(text: str) -> str:
    """Return what is left to search for: the registry splits words at quotes, backslashes and brackets."""
    return " ".join(re.sub(r'["\\()\[\]]', " ", text).split())


def clauses(query: str) -> list[str]:
    """Cut a query into quoted phrases and the text between them."""
    return re.findall(r'"[^"]*"|[^"]+|"', query)


@given(hostile)
def test_any_text_becomes_one_phrase_and_is_parsed_back(text: str) -> None:
    quoted = phrase(text, exact=True)
    assert clauses(quoted) == [quoted]
    assert quoted[1:-1] == plain(text)


@given(st.text())
def test_the_size_of_a_text_is_its_length_in_an_address(text: str) -> None:
    assert query._size(text) == len(quote_plus(text))


@given(hostile)
def test_phrases_contain_no_operators(text: str) -> None:
    inside = phrase(text)[1:-1]
    assert not re.search(r'["()\[\]\\]', inside)
    assert not re.search(r"\b(AND|OR|NOT|AREA|MISSING|RANGE)\b", inside)


@given(hostile)
def test_a_search_for_any_text_has_the_structure_of_a_search_for_a_word(text: str) -> None:
    structure = [part for part in clauses(expression(make_search("word", "x" + text))) if not part.startswith('"')]
    assert structure == [part for part in clauses(expression(make_search("word", "other"))) if not part.startswith('"')]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("LAG-3", '"LAG-3"'),
        ("two\n  words", '"two words"'),
        ('"Merck" OR AREA[Phase]PHASE3', '"Merck or area Phase PHASE3"'),
        ("PD-(L)1", '"PD- L 1"'),
        ("2-[(3,4-dihydroxy)]", '"2- 3,4-dihydroxy"'),
        ("back\\slash", '"back slash"'),
        # Operators are operators in capitals and as whole words only.
        ("and or not BRAND", '"and or not BRAND"'),
    ],
)
def test_phrases_are_quoted_and_escaped(text: str, quoted: str) -> None:
    assert phrase(text) == quoted


def test_exact_acronyms_keep_their_case() -> None:
    assert phrase("ALL", exact=True) == '"ALL"'


def test_groups_are_joined_by_or_and_populations_by_and() -> None:
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


def test_results_and_documents_are_not_requested() -> None:
    asked = parameters("x", 200)
    assert asked["fields"].split("|") == ["ProtocolSection", "DerivedSection", "AnnotationSection", "HasResults"]
    assert asked["pageSize"] == "200"


terms = st.lists(st.text(st.sampled_from("abcdefgh"), min_size=4, max_size=9), min_size=1, max_size=40, unique=True)


def split_search(words: list[str], conditions: list[list[str]]) -> Search:
    """Return a search for ``words`` within populations of one list of words each."""
    populations = [
        Population(f"p{number}", "A population of the tests.", (TermGroup(areas=("Condition",), terms=tuple(each)),))
        for number, each in enumerate(conditions)
    ]
    return make_search(*words, within=populations)


@given(terms, st.lists(terms, max_size=2), st.integers(200, 900), st.data())
def test_the_parts_of_a_long_search_together_equal_the_search(
    words: list[str], conditions: list[list[str]], room: int, data: st.DataObject
) -> None:
    search = split_search(words, conditions)
    found = parts(search, room)
    assert all(len(quote_plus(part)) <= room for part in found)
    chosen = data.draw(st.lists(st.sampled_from(words)))
    diseases = data.draw(st.lists(st.sampled_from([word for each in conditions for word in each] or ["none"])))
    protocol = {
        "armsInterventionsModule": {"interventions": [{"name": word} for word in chosen]},
        "conditionsModule": {"conditions": diseases},
    }
    record = Record({"protocolSection": protocol})
    whole = record.matches(parse(expression(search)))
    assert whole == any(record.matches(parse(part)) for part in found)


def test_a_search_that_fits_is_one_part() -> None:
    assert parts(make_search(), 900) == (expression(make_search()),)


def test_a_term_too_long_for_a_url_is_reported_with_search_and_setting() -> None:
    with pytest.raises(RegistryError, match=r"search 'lag3' has words .* raise longest_address in settings\.toml"):
        parts(make_search("x" * 300), 200)


def test_the_fingerprint_changes_with_words_only() -> None:
    assert fingerprint(make_search("one", "two")) == fingerprint(make_search("one", "two"))
    assert fingerprint(make_search("one")) != fingerprint(make_search("one", "two"))
