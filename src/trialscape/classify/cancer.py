"""Report A's cancer types: from conditions, keywords, titles, MeSH and arms, and in baskets from the eligible types."""

import re
from collections.abc import Iterator

from trialscape.classify.lexicon import Hit
from trialscape.classify.reading import Passage, Reading, quote
from trialscape.classify.vocabulary import Disease
from trialscape.config.axes import CancerRules
from trialscape.verdict import Evidence, Verdict

AXIS = "cancer"
_STRONG = ("conditions", "brief_title", "official_title", "condition_mesh", "keywords", "arm_label")
_LINE = re.compile(r"[^\n]+")
_EXCLUSION = re.compile(r"exclusion criteria|key exclusion|exclusion\s*:|not eligible if|exclusion criterion")
Found = list[tuple[Hit[Disease], Evidence]]


class CancerReader:
    """Labels the diseases of one study."""

    def __init__(self, rules: CancerRules, neoplasm_mesh: frozenset[str]) -> None:
        self._rules = rules
        self._basket = rules.basket.compiled()
        self._excluded = rules.excluded_types.compiled()
        self._not_a_patient = rules.not_a_patient.compiled()
        self._vague = rules.vague_words.compiled()
        self._neoplasm_mesh = neoplasm_mesh

    def verdicts(self, reading: Reading) -> list[Verdict]:
        """Return the cancer verdicts; ``none``, as a default, where the study is no cancer trial."""
        strong = [pair for kind in _STRONG for passage in reading.of_kind(kind) for pair in _found(reading, passage)]
        found: dict[str, list[Evidence]] = {}
        names: set[str] = set()
        for hit, evidence in self._specific(strong):
            names.add(hit.concept.name)
            for label in hit.concept.labels:
                found.setdefault(label, []).append(evidence)
        if not found:
            return self._without_names(reading)
        if "pan_tumour" in found or self._is_basket(reading) or len(names) >= self._rules.many_types:
            for hit, evidence in self._eligible(reading):
                for label in hit.concept.labels:
                    if label in self._rules.named_in_eligibility:
                        found.setdefault(label, []).append(evidence)
        return [
            Verdict(AXIS, label, f"cancer-{label}", tuple(dict.fromkeys(evidence)))
            for label, evidence in sorted(found.items())
        ]

    def _specific(self, pairs: Found) -> Iterator[tuple[Hit[Disease], Evidence]]:
        """Leave out wide site names where a narrower type of the same site is there too."""
        labels = {label for hit, _ in pairs for label in hit.concept.labels}
        for hit, evidence in pairs:
            narrower = self._rules.generic.get(hit.concept.name, ())
            if not labels & set(narrower):
                yield hit, evidence

    def _is_basket(self, reading: Reading) -> bool:
        return any(
            self._basket.search(passage.folded)
            for passage in reading.of_kind("conditions", "brief_title", "official_title")
        )

    def _without_names(self, reading: Reading) -> list[Verdict]:
        for passage in reading.of_kind("conditions", "brief_title", "official_title"):
            if (found := self._vague.search(passage.folded)) is not None:
                evidence = quote(passage, found.start(), found.end(), "population", "cancer without a type")
                return [Verdict(AXIS, "others", "cancer-vague", (evidence,))]
        return [Verdict(AXIS, "none", "cancer-default", is_default=True)]

    def _eligible(self, reading: Reading) -> Iterator[tuple[Hit[Disease], Evidence]]:
        for passage in reading.of_kind("eligibility", "brief_summary", "arm_description", "intervention_description"):
            limit = len(passage.folded)
            if passage.kind == "eligibility" and (cut := _EXCLUSION.search(passage.folded)) is not None:
                limit = cut.start()
            for hit, evidence in _found(reading, passage):
                if hit.start < limit and not self._excluded.search(_line(passage, hit.start)):
                    yield hit, evidence


def _found(reading: Reading, passage: Passage) -> Found:
    return [
        (hit, quote(passage, hit.start, hit.end, "population", hit.concept.name))
        for hit in reading.diseases.get(passage.name, ())
        if hit.concept.labels
    ]


def _line(passage: Passage, position: int) -> str:
    """Return the folded line of the passage that holds ``position``."""
    begin = passage.text.rfind("\n", 0, position) + 1
    end = passage.text.find("\n", position)
    return passage.folded[begin : end if end >= 0 else len(passage.text)]
