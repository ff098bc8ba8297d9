"""Every match of an expression holds its required literals and begins with its leading ones.

So a text without the former need not be searched, and matches begin only where one of the latter stands.
"""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classify.test_rule_lint import cues
from tests.support.records.trials import config
from trialscape.config.files.alternatives import alternatives, has_numbers
from trialscape.config.files.expressions import searcher
from trialscape.config.files.required_literals import leading_literals, required_literals

EXPRESSIONS = sorted({pattern for _, pattern in cues()} | {rule.pattern for rule in config().text.resistance.rule})
FILTERED = [pattern for pattern in EXPRESSIONS if required_literals(pattern)]
DIVIDED = [p for p in EXPRESSIONS if not has_numbers(p) and len(alternatives(p)) > 1]
LED = [pattern for pattern in EXPRESSIONS if leading_literals(pattern)]


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        (r"\btumou?rs?\b", [("tumor", "tumour")]),
        (r"(?:primary|acquired) resistan\w+", [("acquired", "primary ")]),
        (r"(?:prior|previous)\b[^.]{0,40}(?:therap\w+|drug)", [("previous", "prior"), ("drug", "therap")]),
        (r"not eligible|(?:un|in)eligible", [("ineligib", "not elig", "uneligib")]),
        (r"respond(?:ed|er)?|response|responder", [("respond", "response")]),
        (r"(?<!non-)cancer(?!s of animals)", [("cancer",)]),
        (r"third[- ]party", [("third pa", "third-pa")]),
        (r"\bvs\.?(?=\s)", [("vs",)]),
        (r"\b(?:68|89|111)-?(?:ga|zr|in)\b", [("111", "68", "89")]),
        (r"(?:failed){2,}", [("failed",)]),
        # No number means any number, which may be none.
        (r"prior(?: failed){,}", [("prior",)]),
        (r"failed{}", [("failed{}",)]),
        (r"one \(of\) two\.", [("one (of)",)]),
    ],
)
def test_literals_of_an_expression_are_found(pattern: str, clauses: list[tuple[str, ...]]) -> None:
    assert list(required_literals(pattern)) == clauses


@pytest.mark.parametrize(
    "pattern", [r"(?:fail)?", r"a|failed", r"\d+", r"(?i:failed)", r"(failed)\1", r"[fg]ailed|", ""]
)
def test_expressions_without_literals_have_none(pattern: str) -> None:
    assert required_literals(pattern) == ()


def test_most_expressions_of_the_rules_have_literals() -> None:
    assert len(FILTERED) > 0.7 * len(EXPRESSIONS)


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        (r"\b(?:progress\w+|fail(?:ed|ure)?)\b[^.]{0,40}drug", ("fail", "progress")),
        (r"(?:in the |in )?(?:any |)cohort", ("any coho", "cohort", "in any c", "in cohor", "in the a", "in the c")),
        (r"(?<!no )prior(?= drug)", ("prior",)),
        (r"(?:>=|>) ?\d+ lines", (">",)),
        (r"[ab]\d|c{2,}d", ("a", "b", "c")),
        (r"(?:[6-8x]|1\d) weeks", ("1", "6", "7", "8", "x")),
        (r"[^6-8] weeks", ()),
        (r"[\w6] weeks", ()),
        (r"(?:late|early) (?:\w+ )?relapse", ("early ", "late ")),
        # What comes first may be anything or nothing.
        (r"\w+ drug|prior", ()),
        (r"(?:prior )*(?:\w+ )?drug", ()),
        (r"prior|", ()),
        (r"(?i:prior)", ()),
    ],
)
def test_literals_with_which_matches_begin_are_found(pattern: str, leads: tuple[str, ...]) -> None:
    assert leading_literals(pattern) == leads


@settings(max_examples=40)
@given(st.data())
def test_a_match_begins_with_a_leading_literal(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(LED))
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
    assert all(found.group().startswith(leading_literals(pattern)) for found in re.finditer(pattern, text))


def test_literals_that_overlap_are_all_tried() -> None:
    one = searcher("response x|(?:no response|ponse) y|on se (?:b|c)")
    assert [found.group() for found in one.finditer("no response y, no response x, on se c")] == [
        "no response y",
        "response x",
        "on se c",
    ]


@settings(max_examples=40)
@given(st.data())
def test_a_match_holds_a_literal_of_each_clause(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(FILTERED))
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
    found = re.search(pattern, text)
    if found is not None:
        assert all(any(word in found.group() for word in clause) for clause in required_literals(pattern))


@settings(max_examples=40)
@given(st.data())
def test_a_prefiltered_expression_equals_the_expression(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(EXPRESSIONS))
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(min_codepoint=32, max_codepoint=126)) | st.text())
    start, stop = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    plain, fast = re.compile(pattern), searcher(pattern)
    for bounds in ((), (start, stop)):
        spans = [found.span() for found in plain.finditer(text, *bounds)]
        assert [found.span() for found in fast.finditer(text, *bounds)] == spans
        first = fast.search(text, *bounds)
        assert (first.span() if first else None) == (spans[0] if spans else None)


@settings(max_examples=60)
@given(st.data())
def test_several_expressions_match_as_one_that_joins_them(data: st.DataObject) -> None:
    patterns = data.draw(st.lists(st.sampled_from(EXPRESSIONS), min_size=2, max_size=5, unique=True))
    alphabet = st.characters(min_codepoint=32, max_codepoint=126)
    parts = st.lists(st.sampled_from(patterns).flatmap(lambda one: st.from_regex(one, alphabet=alphabet)), max_size=3)
    text = " ".join(data.draw(parts))
    start, stop = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    joined, fast = re.compile("|".join(f"(?:{one})" for one in patterns)), searcher(*patterns)
    for bounds in ((), (start, stop)):
        spans = [found.span() for found in joined.finditer(text, *bounds)]
        assert [found.span() for found in fast.finditer(text, *bounds)] == spans
        first = fast.search(text, *bounds)
        assert (first.span() if first else None) == (spans[0] if spans else None)


def test_of_expressions_that_begin_together_the_first_one_matches() -> None:
    both = searcher("prior", "prior therapy", "the")
    assert [found.group() for found in both.finditer("no prior therapy")] == ["prior", "the"]


def test_the_time_of_many_matches_grows_with_the_text_alone() -> None:
    both = searcher("prior", "seldom(?= said)", "later [a-z]+ seldom")
    begun = time.process_time()
    found = sum(1 for _ in both.finditer("seldom said; later on. " + "prior drugs " * 40_000))
    assert found == 40_001
    # Searching all of the rest behind each match takes a minute.
    assert time.process_time() - begun < 5


def test_empty_matches_come_where_one_expression_has_them() -> None:
    both = searcher("prior", "x*")
    joined = re.compile("prior|x*")
    assert [found.span() for found in both.finditer("a prior xx")] == [
        found.span() for found in joined.finditer("a prior xx")
    ]


def test_expressions_without_literals_are_searched_for_in_a_text_with_a_null_character() -> None:
    both = searcher(r"\bn.\b", r"\d+ [a-z]")
    assert [found.span() for found in both.finditer("\0 no drug\0, 2 x")] == [(2, 4), (12, 15)]
    assert both.search("\0") is None


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        (r"a|b(?:c|d)|[|]e", (r"a", r"b(?:c|d)", r"[|]e")),
        (r"\b(?:a|b)\b", (r"\ba\b", r"\bb\b")),
        (r"(?:a|\)b|[^]()|]c)", ("a", r"\)b", "[^]()|]c")),
        # What stands beside the group belongs to each of its alternatives, so these are left whole.
        (r"(?:a|b)c", ("(?:a|b)c",)),
        (r"(?:a|b)+", ("(?:a|b)+",)),
        (r"(?:a|b)(?:c|d)", ("(?:a|b)(?:c|d)",)),
        (r"(?i)a|b", ("(?i)a|b",)),
        (r"(?i:a|b)", ("(?i:a|b)",)),
    ],
)
def test_an_expression_is_divided_into_its_alternatives(pattern: str, parts: tuple[str, ...]) -> None:
    assert alternatives(pattern) == parts


@pytest.mark.parametrize("pattern", [*EXPRESSIONS, r"(a)", r"\(a[(]", r"\\(a)", r"(?P<name>a)", r"(?<!a)b", r"[]()]"])
def test_groups_with_numbers_are_seen(pattern: str) -> None:
    assert has_numbers(pattern) == bool(re.compile(pattern).groups)


@settings(max_examples=40)
@given(st.data())
def test_alternatives_match_where_the_expression_does(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(DIVIDED))
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(min_codepoint=32, max_codepoint=126)) | st.text())
    whole = "|".join(f"(?:{part})" for part in alternatives(pattern))
    assert [found.span() for found in re.finditer(whole, text)] == [
        found.span() for found in re.finditer(pattern, text)
    ]
