"""Find the comparator in summaries: control groups that they name, and drugs with which they compare the title's.

In: a record that joins no drug to an arm. Out: the positions of interventions that are there for comparison only.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.overlaps import Places
from trialscape.classify.text.study_texts import Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules

# Words that part the ways in which a sentence says that patients are treated.
_WAY = re.compile(r"\bor\b|\bversus\b|\band (?=(?:arm|group|cohort)\b)")
_SENTENCE_END = re.compile(r"(?<!\bvs)[.;] (?=\S)|\n")


class SummaryComparisons:
    """Reads what summaries say of control groups and comparisons."""

    def __init__(self, rules: ModalityRules) -> None:
        self._control_in_summary = rules.control_in_summary.compiled()
        self._compared_in_summary = rules.compared_in_summary.compiled()
        self._offered_in_summary = rules.offered_in_summary.compiled()

    def comparators(self, reading: StudyTexts, named: Sequence[set[str]]) -> set[int]:
        """Return the positions of comparators; ``named`` are the drugs in the names of each intervention."""
        return self._stated_in_summary(reading, named) | self._compared_with_title(reading, named)

    def _stated_in_summary(self, reading: StudyTexts, named: Sequence[set[str]]) -> set[int]:
        """Return the interventions that the summary names in a control group, and no title or other sentence names."""
        inside: set[str] = set()
        outside: set[str] = set()
        for passage in reading.of_kind("brief_summary"):
            spans = [found.span() for found in self._control_in_summary.finditer(passage.folded)]
            controls = Places(spans)
            # Most summaries name no control group, and need not be searched for treatments.
            hits = reading.treatments(passage.name) if spans else []
            others = [hit for hit in hits if not controls.overlapping(hit.start, hit.end)]
            within = {hit.concept.name for hit in hits if controls.overlapping(hit.start, hit.end)}
            offers = self._offers(passage, others) if within else []
            offered = Places(span for span, _ in offers)
            inside |= within
            outside |= {hit.concept.name for hit in others if not offered.overlapping(hit.start, hit.end)}
            outside |= {name for _, ways in offers for name in _of_all_ways(ways, within)}
        for passage in reading.of_kind("brief_title", "official_title") if inside else ():
            outside.update(hit.concept.name for hit in reading.treatments(passage.name))
        return {position for position, names in enumerate(named) if names and names <= inside - outside}

    def _offers(self, passage: Passage, hits: Sequence[Hit[Treatment]]) -> list[tuple[tuple[int, int], list[set[str]]]]:
        """Return the sentences that list what the arms get, each with the treatments of every way of it."""
        found = []
        for offer in self._offered_in_summary.finditer(passage.folded):
            places = [
                offer.start(),
                *(part.start() for part in _WAY.finditer(passage.folded, *offer.span())),
                offer.end(),
            ]
            ways = [{hit.concept.name for hit in hits if begin <= hit.start < end} for begin, end in pairwise(places)]
            found.append((offer.span(), ways))
        return found

    def _compared_with_title(self, reading: StudyTexts, named: Sequence[set[str]]) -> set[int]:
        """Return the interventions that sentences of the summary only compare with a drug of the title."""
        titles = [reading.treatments(passage.name) for passage in reading.of_kind("brief_title", "official_title")]
        titled = {hit.concept.name for hits in titles for hit in hits if is_drug(hit.concept)}
        compared: set[str] = set()
        together: set[str] = set()
        for passage in reading.of_kind("brief_summary") if titled else ():
            if self._compared_in_summary.search(passage.folded) is None:
                continue
            for names, others in self._sides(passage, reading.treatments(passage.name)):
                if names & titled and not others & titled:
                    compared |= others - names
                    together |= names
        compared -= together | titled
        return {position for position, names in enumerate(named) if names and names <= compared}

    def _sides(self, passage: Passage, hits: Sequence[Hit[Treatment]]) -> Iterator[tuple[set[str], set[str]]]:
        """Yield for each sentence the drugs before and after the words that compare them; the latter may be none."""
        drugs = [hit for hit in hits if is_drug(hit.concept)]
        starts = [hit.start for hit in drugs]
        begin = 0
        for end in (*(found.start() for found in _SENTENCE_END.finditer(passage.folded)), len(passage.folded)):
            inside = drugs[bisect_left(starts, begin) : bisect_left(starts, end)]
            found = self._compared_in_summary.search(passage.folded, begin, end) if len(inside) > 1 else None
            cut = found.end() if found else end
            yield (
                {hit.concept.name for hit in inside if hit.start < cut},
                {hit.concept.name for hit in inside if hit.start >= cut},
            )
            begin = end


def _of_all_ways(ways: Sequence[set[str]], control: set[str]) -> Iterator[str]:
    """Yield the treatments that stand in several ways of a sentence, or in one with others than the control group's."""
    for place, way in enumerate(ways):
        others = set[str]().union(*ways[:place], *ways[place + 1 :])
        yield from (way if way - control else way & others)


def is_drug(concept: Treatment) -> bool:
    """Return whether a term names a treatment; a target alone may describe the tumour."""
    return bool(concept.modality) and concept.kind != "target"
