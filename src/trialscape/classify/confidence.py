"""How sure a label is: the share of labels that were right when they rested on the same rule and place.

Counts come from labelled trials (``config/confidence.csv``). Few of them count for one rule in one place, so each share
is shrunk towards the share of the rule, and the rule's share towards that of its axis, by ``PRIOR`` pseudo-labels. An
axis is right if no label is wrong and none is missing, which is counted separately, by the least sure label. What is
read from the products is counted apart where a product is unknown, or where none is found: it may be of any kind.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from trialscape.classify.overrides import OVERRIDE
from trialscape.config.tracking.confidence import ConfidenceRow, Place
from trialscape.verdict import Classification, Verdict

# The axes that have labelled trials, and the label of an axis with exactly one label that a labelled trial leaves out.
LABELLED_AXES: Mapping[str, str] = {
    "therapy": "",
    "modality": "",
    "cancer": "",
    "strategy": "",
    "ici_setting": "unspecified",
    "act": "none",
    "act_with": "",
    "resistance": "unspecified",
}
PRIOR = 4.0
# Shown for an axis without labelled trials, because its accuracy is unknown.
UNKNOWN = 0.5
# Marks the rows that count whole axes, by the cue of their least sure label.
WHOLE = "whole axis, "
# Marks them where a product is unknown or none is found, on the axes that are read from the products.
UNKNOWN_PRODUCT = "whole axis with an unknown product, "
NO_PRODUCT = "whole axis without a product, "
_OF_PRODUCTS = frozenset({"therapy", "modality", "strategy"})
UNKNOWN_RULE = "modality-unknown"
# Marks the rows that count whole axes of records that are read as not about cancer: that one reading decides all axes.
OUTSIDE = "not about cancer, "

_PLACES: dict[str, Place] = {
    "interventions": "name",
    "brief_title": "title",
    "official_title": "title",
    "acronym": "title",
    "conditions": "title",
    "keywords": "title",
    "arms": "arm",
    "eligibility": "criteria",
    "brief_summary": "prose",
    "detailed_description": "prose",
}
_ORDER: tuple[Place, ...] = (*dict.fromkeys(_PLACES.values()), "other")
_RANKS = {field: _ORDER.index(place) for field, place in _PLACES.items()}
_LAST = len(_ORDER) - 1
# The labels of an axis as they are counted: label, rule and place of each.
_Cues = tuple[tuple[str, str, Place], ...]
# Most records have one of a few thousand combinations of labels, rules and places.
_MOST_KEPT = 8192


def place_of(verdict: Verdict) -> Place:
    """Return the strongest place of a label's evidence: names first, prose last."""
    if verdict.is_default:
        return "silence"
    return _ORDER[min([_rank(item.field) for item in verdict.evidence], default=_LAST)]


@lru_cache(1024)
def _rank(field: str) -> int:
    return _RANKS.get(field.partition("[")[0], _LAST)


def is_outside(result: Classification) -> bool:
    """Return whether the record was read as not about cancer, so that all its labels are defaults."""
    labels = {verdict.label for verdict in result.verdicts if verdict.axis == "cancer"}
    return labels == {"none"} and not result.too_long


def _cues(result: Classification) -> dict[str, _Cues]:
    """Return for each labelled axis what its labels rest on, in the order of the verdicts."""
    cues: dict[str, _Cues] = dict.fromkeys(LABELLED_AXES, ())
    for verdict in result.verdicts:
        if verdict.axis in cues:
            cues[verdict.axis] += ((verdict.label, verdict.rule, place_of(verdict)),)
    return cues


def _group(result: Classification, cues: Mapping[str, _Cues]) -> str:
    """Return the mark of the rows that count trials like this one, for the axes that are read from the products."""
    if is_outside(result):
        return OUTSIDE
    if any(rule == UNKNOWN_RULE for _, rule, _ in cues["modality"]):
        return UNKNOWN_PRODUCT
    return WHOLE if cues["modality"] else NO_PRODUCT


def _on_axis(group: str, axis: str) -> str:
    return group if group == OUTSIDE or axis in _OF_PRODUCTS else WHOLE


class Confidence:
    """The counts of ``config/confidence.csv`` as probabilities."""

    def __init__(self, rows: Iterable[ConfidenceRow]) -> None:
        self._counts: dict[tuple[str, ...], tuple[int, int]] = {}
        for row in rows:
            for key in ((row.axis, row.rule, row.place), (row.axis, row.rule), (row.axis,)):
                right, labelled = self._counts.get(key, (0, 0))
                self._counts[key] = (right + row.right, labelled + row.labelled)
        self._of_cues = lru_cache(_MOST_KEPT)(self._computed_of_cues)

    def of_label(self, verdict: Verdict) -> float:
        """Return the probability that the label of ``verdict`` is right; a curator's override is taken as right."""
        return self._of_rule(verdict.axis, verdict.rule, place_of(verdict))

    def _of_rule(self, axis: str, rule: str, place: Place) -> float:
        return 1.0 if rule.startswith(OVERRIDE) else self._share(axis, rule, place)

    def of_axes(self, result: Classification) -> dict[str, float]:
        """Return for each axis the probability that its labels are exactly right, none wrong and none missing."""
        cues = _cues(result)
        group = _group(result, cues)
        return {axis: self._of_cues(axis, found, _on_axis(group, axis)) for axis, found in cues.items()}

    def cue(self, result: Classification, axis: str) -> tuple[str, str, Place]:
        """Return what the labels of an axis are counted under: axis, rule and place of a row of ``confidence.csv``."""
        cues = _cues(result)
        return self._counted(axis, cues[axis], _on_axis(_group(result, cues), axis))

    def _computed_of_cues(self, axis: str, cues: _Cues, group: str) -> float:
        counted, rule, place = self._counted(axis, cues, group)
        if rule.startswith(OVERRIDE):
            return 1.0
        if group == OUTSIDE:
            return self._share(counted)
        # Counts that were made before products were told apart hold for all of them.
        return self._share(counted if (counted,) in self._counts else f"{WHOLE}{axis}", rule, place)

    def _counted(self, axis: str, cues: _Cues, group: str) -> tuple[str, str, Place]:
        rule, place = self._weakest_evidence(axis, cues)
        if rule.startswith(OVERRIDE):
            return f"{WHOLE}{axis}", rule, place
        return (f"{group}{axis}", "", "silence") if group == OUTSIDE else (f"{group}{axis}", rule, place)

    def _weakest_evidence(self, axis: str, cues: _Cues) -> tuple[str, Place]:
        """Return rule and place of the least sure label of an axis; an empty rule where it has no label."""
        surest: dict[str, tuple[float, str, Place]] = {}
        for label, rule, place in cues:
            cue = (self._of_rule(axis, rule, place), rule, place)
            # For a label that two rules give, the higher probability counts.
            surest[label] = max(cue, surest.get(label, cue))
        _, rule, place = min(surest.values(), default=(0.0, "", "silence"))
        return rule, place

    def _share(self, *key: str) -> float:
        share = UNKNOWN
        for depth in range(1, len(key) + 1):
            right, labelled = self._counts.get(key[:depth], (0, 0))
            if labelled:
                # One pseudo-label of an unknown axis, so that no share is 0 or 1.
                prior = PRIOR if depth > 1 else 1.0
                share = (right + prior * share) / (labelled + prior)
        return share
