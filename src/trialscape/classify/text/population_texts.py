"""The short texts in which a record names its population: titles, conditions, keywords, arms, study population."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from trialscape.classify.text.sentences import Token, WordFinder


class PopulationText(NamedTuple):
    """One field's text with its fold; ``start`` is its place in the joined text."""

    field: str
    text: str
    folded: str
    start: int


class PopulationTexts:
    """The texts of ``fields`` (name, text and its fold) in record order, joined; ``about`` ends before the arms."""

    def __init__(self, fields: Iterable[tuple[str, str, str]]) -> None:
        self._fields = [field for field in fields if field[1]]
        self.folded = "\n".join([folded for _, _, folded in self._fields])
        self._starts: list[int] = []
        place = end = 0
        for field, text, _ in self._fields:
            self._starts.append(place)
            place += len(text) + 1
            end = end if field.startswith(("arms", "study_population")) else place
        self.about = self.folded[:end]

    def texts_with(self, tokens: Sequence[Token], *, keywords: bool) -> Iterator[PopulationText]:
        """Yield the texts that contain ``tokens`` of the joined text; keywords only if ``keywords`` is true."""
        for index in sorted({bisect_right(self._starts, token.start) - 1 for token in tokens}):
            field, text, folded = self._fields[index]
            if keywords or not field.startswith("keywords"):
                yield PopulationText(field, text, folded, self._starts[index])


class NamedWords:
    """Tells whether a text names any of some words; several axes examine the same few texts of a record."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self.named_in = lru_cache(maxsize=4)(self._named_in)

    @cached_property
    def _finder(self) -> WordFinder:
        return WordFinder((word, "") for word in self._words)

    def _named_in(self, folded: str) -> bool:
        return self._finder.occurs(folded)


@cache
def named_words(words: tuple[str, ...]) -> NamedWords:
    """Return one object for equal words, so that the axes share what it has found."""
    return NamedWords(words)
