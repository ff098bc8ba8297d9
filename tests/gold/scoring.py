"""A small scorer of our own: micro F1 over labels, and the share of trials that are wholly right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MULTI = ("therapy", "modality", "cancer", "strategy", "act_with")
SINGLE = ("ici_setting", "act", "resistance")
Labels = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one field over all trials."""

    field: str
    right: int
    wrong: int
    missed: int
    whole: int
    trials: int

    @property
    def f1(self) -> float:
        """Return micro F1; for a field with exactly one label it equals ``exact``."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    @property
    def exact(self) -> float:
        """Return the share of trials whose labels are all right."""
        return self.whole / self.trials


def labels_of(row: Mapping[str, Any]) -> Labels:
    """Return the labels of one trial by field, single ones as sets too."""
    fields = {field: frozenset(row[field]) for field in MULTI}
    return fields | {field: frozenset([row[field]]) for field in SINGLE}


def scored(field: str, pairs: Sequence[tuple[Labels, Labels]]) -> Score:
    """Score one field over pairs of hand labels and predicted labels."""
    truths = [(truth[field], found[field]) for truth, found in pairs]
    return Score(
        field,
        sum(len(truth & found) for truth, found in truths),
        sum(len(found - truth) for truth, found in truths),
        sum(len(truth - found) for truth, found in truths),
        sum(truth == found for truth, found in truths),
        len(truths),
    )


def table(scores: Sequence[Score]) -> str:
    """Return the figures as a table for people."""
    lines = [f"{'field':12} {'F1':>6} {'exact':>6} {'right':>6} {'wrong':>6} {'missed':>6}"]
    for score in scores:
        figures = f"{score.f1:6.3f} {score.exact:6.3f} {score.right:6} {score.wrong:6} {score.missed:6}"
        lines.append(f"{score.field:12} {figures}")
    return "\n".join(lines)
