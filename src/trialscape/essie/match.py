"""Evaluate a parsed expression over one record."""

from collections.abc import Mapping
from typing import Any

from trialscape.essie.areas import fields_of, values
from trialscape.essie.parse import Both, Either, Node, Not, Phrase, Phrases, Range
from trialscape.essie.words import words

# Separates two entries, so that no phrase matches across them.
_BORDER = " | "


class Record:
    """One record, the words of whose areas are split once and kept."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._texts: dict[tuple[str, bool], tuple[str, frozenset[str]]] = {}
        self._words: dict[tuple[str, bool], list[tuple[str, ...]]] = {}

    def matches(self, node: Node) -> bool:
        """Return whether the record matches ``node``."""
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
        text, known = self._text(phrase.area, is_exact=phrase.is_exact)
        return known.issuperset(phrase.words) and f" {' '.join(phrase.words)} " in text

    def _has_any(self, phrases: Phrases) -> bool:
        text, known = self._text(phrases.area, is_exact=phrases.is_exact)
        return any(
            f" {' '.join(found)} " in text
            for word in phrases.by_first.keys() & known
            for found in phrases.by_first[word]
        )

    def _text(self, area: str, *, is_exact: bool) -> tuple[str, frozenset[str]]:
        key = (area, is_exact)
        if key not in self._texts:
            entries = [entry for name in fields_of(area) for entry in self._entries(name, is_exact=is_exact)]
            text = _BORDER.join(f" {' '.join(entry)} " for entry in entries)
            self._texts[key] = text, frozenset(word for entry in entries for word in entry)
        return self._texts[key]

    def _entries(self, name: str, *, is_exact: bool) -> list[tuple[str, ...]]:
        """Return the words of each text of a field, which several areas may have."""
        key = (name, is_exact)
        if key not in self._words:
            self._words[key] = [words(value, is_exact=is_exact) for value in values(self._record, name)]
        return self._words[key]

    def _lies_in(self, node: Range) -> bool:
        return any(
            (node.low == "MIN" or day >= node.low) and (node.high == "MAX" or day[: len(node.high)] <= node.high)
            for day in values(self._record, node.area)
        )
