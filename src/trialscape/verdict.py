"""The classifier's result for one trial: labels, the words they rest on, and rejected labels.

Axes are the fields of the label guide (``modality``, ``therapy``, ``cancer``, ``ici_setting``, ``resistance``, ``act``,
``act_with``, ``strategy``) and the project's own (``line``). Offsets count characters (code points) in the
named field's text with the registry's markdown escapes undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Role = Literal[
    "experimental",
    "comparator",
    "background",
    "conditioning",
    "prior",
    "population",
    "exclusion",
    "default",
    "override",
]


class Evidence(NamedTuple):
    """A quotation from the record: ``quote`` is at ``start``:``end`` of the text of ``field``.

    ``field`` names the place as ``interventions[2].name``, ``arms[0].description`` or ``eligibility``; positions count
    from 0. ``role`` says how the quoted treatment is used in the trial.
    """

    field: str
    start: int
    end: int
    quote: str
    role: Role
    term: str = ""


class Verdict(NamedTuple):
    """One label on one axis with the rule that gave it; ``is_default``: the record says nothing."""

    axis: str
    label: str
    rule: str
    evidence: tuple[Evidence, ...] = ()
    is_default: bool = False


class Defeat(NamedTuple):
    """A label that some words suggested but that was rejected, with the reason in a sentence."""

    axis: str
    label: str
    rule: str
    why: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """All verdicts and defeats of one trial under one version of the rules.

    ``too_long`` is the number of characters of a trial with more text than the budget allows, else 0; its labels are
    defaults. ``overruled`` holds all verdicts of the rules on the axes that a curator decided.
    """

    nct_id: str
    rule_version: str
    verdicts: tuple[Verdict, ...]
    defeats: tuple[Defeat, ...] = field(default=())
    too_long: int = 0
    overruled: tuple[Verdict, ...] = ()

    def labels(self, axis: str) -> list[str]:
        """Return the labels of ``axis`` in alphabetical order, without repeats."""
        return sorted({verdict.label for verdict in self.verdicts if verdict.axis == axis})

    def label(self, axis: str) -> str:
        """Return the one label of a single-valued axis, or "" when the axis has none."""
        found = self.labels(axis)
        return found[0] if found else ""


def merge_labels(verdicts: Iterable[Verdict]) -> dict[str, list[str]]:
    """Group labels by axis, each list sorted and free of repeats."""
    grouped: dict[str, set[str]] = {}
    for verdict in verdicts:
        grouped.setdefault(verdict.axis, set()).add(verdict.label)
    return {axis: sorted(labels) for axis, labels in grouped.items()}
