"""The differences between two landscapes, cell by cell: trials that are new, left or moved, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trialscape.steps.history.landscape import Landscape

# Sums of fractions are exact only up to the last digits.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class TrialMovements:
    """The movements of the trials of one cell, in trials (or fractions of trials with fractional counting).

    ``new`` and ``left``: the trial entered or left the tracked set. Moved: it is tracked on both days, and its segment
    differs or it came into or out of the scope; ``by_record`` if its record changed in between, ``by_rules`` if only
    the rules changed. At b = at a + new - left + moved in - moved out.
    """

    trial_count_a: float
    trial_count_b: float
    new: float
    left: float
    moved_in_by_record: float
    moved_in_by_rules: float
    moved_out_by_record: float
    moved_out_by_rules: float


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell on two days; ``figures_a`` and ``figures_b`` are None on a day whose reports did not have the cell."""

    report: str
    dimension: str
    segment: str
    cohort: str
    scope: str
    counting: str
    dimension_title: str
    title: str
    moves: TrialMovements
    figures_a: Mapping[str, Any] | None
    figures_b: Mapping[str, Any] | None


def cell_differences(a: Landscape, b: Landscape) -> Iterator[CellDifference]:
    """Yield every cell of both landscapes, in the order of the later one."""
    for cell in dict.fromkeys((*b.figures, *a.figures)):
        before, after = a.figures.get(cell), b.figures.get(cell)
        shown = after or before or {}
        titles = (str(shown["dimension_title"]), str(shown["segment_title"]))
        moves = _moves(a, b, a.members.get(cell, {}), b.members.get(cell, {}))
        yield CellDifference(*cell, *titles, moves, before, after)


def cohort_movements(a: Landscape, b: Landscape) -> Iterator[tuple[str, str, TrialMovements]]:
    """Yield every cohort and scope with the movements of their trials; the cohort ``tracked`` holds all trials."""
    for cohort, scope in dict.fromkeys((*sorted(b.cohorts), *sorted(a.cohorts))):
        held = [dict.fromkeys(side.cohorts.get((cohort, scope), ()), 1.0) for side in (a, b)]
        yield cohort, scope, _moves(a, b, *held)


def changed_records(a: Landscape, b: Landscape) -> int:
    """Return how many trials are tracked on both days with different content."""
    return sum(a.trials.get(nct_id, content) != content for nct_id, content in b.trials.items())


def _moves(a: Landscape, b: Landscape, before: Mapping[str, float], after: Mapping[str, float]) -> TrialMovements:
    found = dict.fromkeys(
        ("new", "left", "moved_in_by_record", "moved_in_by_rules", "moved_out_by_record", "moved_out_by_rules"), 0.0
    )
    for nct_id in before.keys() | after.keys():
        gain = after.get(nct_id, 0.0) - before.get(nct_id, 0.0)
        if gain:
            found[_kind(a, b, nct_id, gain)] += abs(gain)
    sums = {"trial_count_a": sum(before.values()), "trial_count_b": sum(after.values()), **found}
    return TrialMovements(**{name: round(value, _DIGITS) for name, value in sums.items()})


def _kind(a: Landscape, b: Landscape, nct_id: str, gain: float) -> str:
    if nct_id not in a.trials:
        return "new"
    if nct_id not in b.trials:
        return "left"
    cause = "by_rules" if a.trials[nct_id] == b.trials[nct_id] else "by_record"
    return f"moved_{'in' if gain > 0 else 'out'}_{cause}"
