"""The lexicon: one pass over a text finds what thousands of expressions would."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import Lexicon, Spellings, key_of, spellings, unpacked


def found(text: str, *terms: str) -> list[str]:
    """Return the quoted hits of ``terms`` in ``text``."""
    (hits,) = Lexicon([(term, term) for term in terms]).find(fold(text), text)
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("MK-3475", "MK-3475, MK 3475 and mk3475", ["MK-3475", "MK 3475", "mk3475"]),
        ("MK-3475", "MK‑3475", ["MK‑3475"]),
        ("MK-3475", "MK-34751 or XMK-3475", []),
        ("NK cell", "NK cells and NK-cell", ["NK cell", "NK-cell"]),
        ("NK cell", "NKcell", []),
        ("IL-2", "IL-2s, IL-21, (IL-2)", ["IL-2", "IL-2"]),
        ("=TIL", "TIL or til or Til", ["TIL"]),
        ("=CART", "B7-H3CART", ["CART"]),
        ("=S1", "oral S1 or GEO04S1", ["S1"]),
        ("=CD3", "GPC3xCD3", ["CD3"]),
        ("=CD3", "antiCD3", []),
        ("gas", "gass gas", ["gas"]),
        ("melanoma (skin)", "a melanoma (skin).", ["melanoma (skin)"]),
        ("nivolumab", "Nivolumab®-based", ["Nivolumab"]),
        ("nivolumab", "nivolumab\nnivolumab", ["nivolumab", "nivolumab"]),
        ("γδ T", "gd T and γδ T", ["gd T", "γδ T"]),
    ],
)
def test_terms_match_at_word_boundaries_in_all_spellings(term: str, text: str, hits: list[str]) -> None:
    assert found(text, term) == hits


def test_the_longest_term_wins() -> None:
    assert found(
        "non-small cell lung cancer", "lung cancer", "small cell lung cancer", "non-small cell lung cancer"
    ) == ["non-small cell lung cancer"]


def test_one_span_may_have_several_concepts() -> None:
    (hits,) = Lexicon([("XY-1", "one"), ("XY 1", "two")]).find("xy-1", "XY-1")
    assert sorted(hit.concept for hit in hits) == ["one", "two"]


def test_hits_of_two_vocabularies_may_overlap() -> None:
    text = "anti-PD-1 refractory melanoma"
    drugs, diseases = Lexicon([("anti-PD-1", 1)], [("PD-1 refractory melanoma", 2)]).find(fold(text), text)
    assert [hit.concept for hit in drugs] == [1]
    assert [hit.concept for hit in diseases] == [2]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).find("text", "text") == [[]]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("MK-3475", {"mk 3475", "mk3475"}),
        ("anti-PD-1", {"anti pd 1", "anti pd1"}),
        ("NK cell", {"nk cell"}),
        ("4-1BB", {"4 1bb", "41bb", "4 1 bb", "41 bb"}),
    ],
)
def test_spellings_of_a_term(term: str, expected: set[str]) -> None:
    assert set(spellings(term)) == expected


@given(st.text(max_size=40))
def test_any_term_has_at_least_one_spelling_without_hyphens(term: str) -> None:
    made = list(spellings(term))
    assert made
    assert not any("-" in spelling for spelling in made)


@given(st.text(alphabet="abAB12 -=()/+", min_size=1, max_size=12), st.text(max_size=40))
def test_hits_lie_within_the_text_and_do_not_overlap(term: str, text: str) -> None:
    (hits,) = Lexicon([(term, term)]).find(fold(text), text)
    for left, right in pairwise(hits):
        assert left.end <= right.start
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


class Memory(dict[str, Mapping[str, bytes]]):
    """A store in memory."""

    def kept(self, key: str) -> Mapping[str, bytes] | None:
        """Return what is stored."""
        return self.get(key)

    def keep(self, key: str, parts: Callable[[], Mapping[str, bytes] | None]) -> None:
        """Store the parts."""
        self[key] = parts() or {}


def test_a_lexicon_with_stored_spellings_finds_the_same() -> None:
    drugs, diseases = [("MK-3475", 1), ("=BCMA", 2), ("IL 2 (high dose)", 3), ("\u03b2-glucan", 4)], [("MK disease", 5)]
    text = "BCMAxCD3, bcma, MK 3475, mk3475s, IL-2 (high-dose), IL2 and β-glucan in MK disease"
    store = Memory()
    first, second = Lexicon(drugs, diseases, store=store), Lexicon(drugs, diseases, store=store)
    assert len(store) == 1
    assert first.spelt == Lexicon(drugs, diseases).spelt
    assert second.spelt == first.spelt
    assert second.find(fold(text), text) == first.find(fold(text), text)
    assert [len(hits) for hits in first.find(fold(text), text)] == [5, 1]
    for _ in range(2):
        assert Lexicon([], store=store).find("text", "text") == [[]]
    assert len(store) == 2


@pytest.mark.parametrize(
    "other",
    [
        [[("a-1", 1), ("a1", 1), ("b", 3)]],
        [[("a-1", 1), ("a1", 2), ("b-", 3)]],
        [[("a1", 2), ("a-1", 1), ("b", 3)]],
        [[("a-1", 1), ("a1", 2)], [("b", 3)]],
        [[("a-1", 1), ("a1 b", 3)]],
    ],
    ids=["another concept", "another term", "another order", "another vocabulary", "joined"],
)
def test_spellings_of_other_terms_are_not_used(other: list[list[tuple[str, int]]]) -> None:
    store = Memory()
    Lexicon([("a-1", 1), ("a1", 2), ("b", 3)], store=store)
    assert Lexicon(*other, store=store).spelt == Lexicon(*other).spelt
    assert len(store) == 2


def test_the_key_does_not_depend_on_where_concepts_lie_in_memory() -> None:
    assert len({key_of([(0, "a", [1]), (0, "b", [2])]) for _ in range(3)}) == 1


@pytest.mark.parametrize(
    ("patterns", "terms"),
    [
        (b" a\n b", b"[0]"),
        (b" a", b"[0, 1]"),
        (b" a\n b", b"[0, 2]"),
        (b" a\n b", b"[0, -1]"),
        (b" a\n b", b"[0, 1.5]"),
        (b" a\n b", b"[0, 1"),
        (b" a\n b", b"{}"),
        (None, b"[0, 1]"),
        (b" a\n b", None),
    ],
)
def test_stored_spellings_that_fit_no_terms_are_made_anew(patterns: bytes | None, terms: bytes | None) -> None:
    stored = {name: part for name, part in (("patterns", patterns), ("terms", terms)) if part is not None}
    assert unpacked(stored, 2) is None
    assert unpacked({"patterns": b" a\n b", "terms": b"[0, 1]"}, 2) == Spellings([b" a", b" b"], [0, 1])
    store, words = Memory(), [("a", 1), ("b", 2)]
    Lexicon(words, store=store)
    store[next(iter(store))] = stored
    assert Lexicon(words, store=store).spelt == Lexicon(words).spelt
    assert unpacked(next(iter(store.values())), 2) == Lexicon(words).spelt
