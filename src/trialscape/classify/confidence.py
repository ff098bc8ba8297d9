"""How sure a label is: the share of labels that were right when they rested on the same rule and place.

Counts come from labelled trials (``config/confidence.csv``). Few of them count for one rule in one place, so each share
is shrunk towards the share of the rule, and the rule's share towards that of its axis, by ``PRIOR`` pseudo-labels. An
axis is right if no label is wrong and none is missing, which is counted on its own, by the least sure label.
"""

from collections.abc import Iterable, Mapping

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
# Shown for an axis without labelled trials, because nothing is known about it.
UNKNOWN = 0.5
# Marks the rows that count whole axes, by the cue of their least sure label.
WHOLE = "whole axis, "
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
_ORDER = tuple(dict.fromkeys(_PLACES.values()))


def place_of(verdict: Verdict) -> Place:
    """Return the strongest place of a label's evidence: names first, prose last."""
    if verdict.is_default:
        return "silence"
    found = {_PLACES.get(item.field.split("[")[0], "other") for item in verdict.evidence}
    return next((place for place in _ORDER if place in found), "other")


def is_outside(result: Classification) -> bool:
    """Return whether the record was read as not about cancer, so that all its labels are defaults."""
    return result.labels("cancer") == ["none"] and not result.too_long


class Confidence:
    """The counts of ``config/confidence.csv`` as probabilities."""

    def __init__(self, rows: Iterable[ConfidenceRow]) -> None:
        self._counts: dict[tuple[str, ...], tuple[int, int]] = {}
        for row in rows:
            for key in ((row.axis, row.rule, row.place), (row.axis, row.rule), (row.axis,)):
                right, labelled = self._counts.get(key, (0, 0))
                self._counts[key] = (right + row.right, labelled + row.labelled)

    def of_label(self, verdict: Verdict) -> float:
        """Return the probability that the label of ``verdict`` is right; a curator's override is taken as right."""
        if verdict.rule.startswith(OVERRIDE):
            return 1.0
        return self._share(verdict.axis, verdict.rule, place_of(verdict))

    def of_axis(self, result: Classification, axis: str) -> float:
        """Return the probability that the labels of an axis are exactly right, none wrong and none missing."""
        counted, rule, place = self.cue(result, axis)
        if rule.startswith(OVERRIDE):
            return 1.0
        return self._share(*((counted, rule, place) if counted.startswith(WHOLE) else (counted,)))

    def cue(self, result: Classification, axis: str) -> tuple[str, str, Place]:
        """Return what the labels of an axis are counted under: axis, rule and place of a row of ``confidence.csv``."""
        rule, place = self._weakest_evidence(result, axis)
        if is_outside(result) and not rule.startswith(OVERRIDE):
            return f"{OUTSIDE}{axis}", "", "silence"
        return f"{WHOLE}{axis}", rule, place

    def _weakest_evidence(self, result: Classification, axis: str) -> tuple[str, Place]:
        """Return rule and place of the least sure label of an axis; an empty rule where it has no label."""
        cues: dict[str, tuple[float, str, Place]] = {}
        for verdict in result.verdicts:
            if verdict.axis == axis:
                cue = (self.of_label(verdict), verdict.rule, place_of(verdict))
                # For a label that two rules give, the higher probability counts.
                cues[verdict.label] = max(cue, cues.get(verdict.label, cue))
        _, rule, place = min(cues.values(), default=(0.0, "", "silence"))
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
