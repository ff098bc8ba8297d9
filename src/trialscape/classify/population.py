"""The short texts in which a record names its population: titles, conditions, keywords, arms, study population."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trialscape.classify.fold import fold
from trialscape.classify.sentences import Token, WordFinder
from trialscape.study.model import Arm, Study


@dataclass(frozen=True, slots=True)
class PopulationText:
    """One field's text with its fold; ``start`` is its place in the joined text."""

    field: str
    text: str
    folded: str
    start: int


class Population:
    """The texts in record order, joined and folded once; ``about`` is the part before the arms."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._fields = [(field, text) for field, text in fields if text]
        self.folded = fold("\n".join(text for _, text in self._fields))
        self._starts: list[int] = []
        place = end = 0
        for field, text in self._fields:
            self._starts.append(place)
            place += len(text) + 1
            end = end if field.startswith(("arms", "study_population")) else place
        self.about = self.folded[:end]

    def holding(self, tokens: Sequence[Token], *, keywords: bool) -> Iterator[PopulationText]:
        """Yield the texts in which ``tokens`` of the joined text stand; keywords only when asked for."""
        for index in sorted({bisect_right(self._starts, token.start) - 1 for token in tokens}):
            field, text = self._fields[index]
            start = self._starts[index]
            if keywords or not field.startswith("keywords"):
                yield PopulationText(field, text, self.folded[start : start + len(text)], start)


def population_of(study: Study) -> Population:
    """Return the population texts of ``study``; the last few are kept, because several axes read them in turn."""
    titles = (study.brief_title, study.official_title)
    return _population(titles, study.conditions, study.keywords, study.arms, study.study_population)


@lru_cache(maxsize=4)
def _population(
    titles: tuple[str, str],
    conditions: tuple[str, ...],
    keywords: tuple[str, ...],
    arms: tuple[Arm, ...],
    study_population: str,
) -> Population:
    fields = [("brief_title", titles[0]), ("official_title", titles[1])]
    fields.extend((f"conditions[{index}]", text) for index, text in enumerate(conditions))
    fields.extend((f"keywords[{index}]", text) for index, text in enumerate(keywords))
    for index, arm in enumerate(arms):
        fields.append((f"arms[{index}].label", arm.label))
        fields.append((f"arms[{index}].description", arm.description))
    fields.append(("study_population", study_population))
    return Population(fields)


@lru_cache(maxsize=8)
def names_any(words: tuple[str, ...], folded: str) -> bool:
    """Say whether ``folded`` holds any of the words; the axes ask the same of the same text in turn."""
    return _finder(words).occurs(folded)


@lru_cache(maxsize=4)
def _finder(words: tuple[str, ...]) -> WordFinder:
    return WordFinder((word, "") for word in words)
