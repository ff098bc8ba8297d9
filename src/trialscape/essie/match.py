"""Evaluate a parsed expression over one record."""

from collections.abc import Mapping
from typing import Any

from trialscape.essie.areas import fields_of, values
from trialscape.essie.parse import Both, Either, Node, Not, Phrase, Phrases, Range
from trialscape.essie.words import words

# Separates two entries, so that no phrase matches across them.
_BORDER = " | "


class Record:
    """One record, the words of whose areas are split once and kept, as are its answers to the parts of expressions."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        # With the part itself, because the identity of an object that is gone may come again.
        self._answers: dict[int, tuple[Node, bool]] = {}
        self._found: dict[str, list[str]] = {}
        self._known: dict[tuple[str, bool], frozenset[str]] = {}
        self._texts: dict[tuple[str, bool], str] = {}
        self._words: dict[tuple[str, bool], list[tuple[str, ...]]] = {}

    def matches(self, node: Node) -> bool:
        """Return whether the record matches ``node``."""
        known = self._answers.get(id(node))
        if known is None:
            known = self._answers[id(node)] = node, self._asked(node)
        return known[1]

    def _asked(self, node: Node) -> bool:
        if isinstance(node, Phrase):
            return self._has(node)
        if isinstance(node, Phrases):
            return self._has_any(node)
        if isinstance(node, Either):
            return any(self.matches(part) for part in node.of)
        if isinstance(node, Both):
            return all(self.matches(part) for part in node.of)
        if isinstance(node, Not):
            return not self.matches(node.of)
        return self._lies_in(node)

    def _has(self, phrase: Phrase) -> bool:
        known = self._known_words(phrase.area, is_exact=phrase.is_exact)
        return known.issuperset(phrase.words) and self._holds(phrase.words, phrase)

    def _has_any(self, phrases: Phrases) -> bool:
        known = self._known_words(phrases.area, is_exact=phrases.is_exact)
        return any(
            known.issuperset(found) and (len(found) == 1 or self._holds(found, phrases))
            for word in phrases.first_words & known
            for found in phrases.by_first[word]
        )

    def _holds(self, found: tuple[str, ...], of: Phrase | Phrases) -> bool:
        """Return whether the words stand together in the area of ``of``."""
        key = (of.area, of.is_exact)
        if key not in self._texts:
            entries = (entry for name in fields_of(of.area) for entry in self._entries(name, is_exact=of.is_exact))
            self._texts[key] = _BORDER.join(f" {' '.join(entry)} " for entry in entries)
        return f" {' '.join(found)} " in self._texts[key]

    def _known_words(self, area: str, *, is_exact: bool) -> frozenset[str]:
        key = (area, is_exact)
        if key not in self._known:
            entries = (entry for name in fields_of(area) for entry in self._entries(name, is_exact=is_exact))
            self._known[key] = frozenset().union(*entries)
        return self._known[key]

    def _entries(self, name: str, *, is_exact: bool) -> list[tuple[str, ...]]:
        """Return the words of each text of a field, which several areas may have."""
        key = (name, is_exact)
        if key not in self._words:
            self._words[key] = [words(value, is_exact=is_exact) for value in self._values(name)]
        return self._words[key]

    def _values(self, name: str) -> list[str]:
        """Return the texts of a field, which are split with and without their case."""
        if name not in self._found:
            self._found[name] = list(values(self._record, name))
        return self._found[name]

    def _lies_in(self, node: Range) -> bool:
        return any(
            (node.low == "MIN" or day >= node.low) and (node.high == "MAX" or day[: len(node.high)] <= node.high)
            for day in values(self._record, node.area)
        )
