"""Claims that contradict each other: the minimal sets of them, and every repair of the ledger.

A repair sets statements aside, so that the rest can hold together and none of those set aside could be taken back. No
repair is preferred, because the claims do not show which of them is wrong. The repairs are found by a hitting-set tree
over minimal conflicts (Reiter 1987), those that set fewest statements aside first.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from trialscape.market.shares.constraints import StatementPart
from trialscape.market.shares.polytope import Row, is_feasible

# The search ends after this many repairs or this many nodes of the tree.
MOST_REPAIRS = 64
MOST_NODES = 2000

Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A minimal set of statements that cannot hold together: without any one of them the others can."""

    units: tuple[StatementPart, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the claims' ids in the order of the ledger, without repeats."""
        return tuple(dict.fromkeys(unit.claim for unit in self.units))


@dataclass(frozen=True, slots=True)
class Repair:
    """Statements that hold together, those set aside for it, and whether printed figures need room for rounding."""

    kept: tuple[StatementPart, ...]
    set_aside: tuple[StatementPart, ...]
    rounded: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the constraints that shares keep under this repair."""
        return rows_of(self.kept, rounded=self.rounded)


@dataclass(frozen=True, slots=True)
class RepairSearch:
    """All repairs (at least one), the conflicts that ask for them, and whether the list of repairs is complete."""

    repairs: tuple[Repair, ...]
    conflicts: tuple[Conflict, ...]
    complete: bool

    @property
    def undisputed(self) -> tuple[StatementPart, ...]:
        """Return the statements that every repair keeps."""
        aside = [unit for repair in self.repairs for unit in repair.set_aside]
        return tuple(unit for unit in self.repairs[0].kept if unit not in aside)


def rows_of(units: Sequence[StatementPart], *, rounded: bool) -> tuple[Row, ...]:
    """Return all constraints; ``rounded`` gives printed figures half a printed digit of room."""
    return tuple(row for unit in units for row in (unit.rounded_rows if rounded else unit.rows))


def minimal_conflict(units: Sequence[StatementPart], size: int) -> tuple[StatementPart, ...]:
    """Return statements that leave no shares even with room for rounding, each of them needed; empty when all hold."""
    return tuple(units[at] for at in sorted(_conflict_among(units, size, frozenset())))


def find_repairs(units: Sequence[StatementPart], size: int) -> RepairSearch:
    """Return every way to set statements aside until shares exist, with the conflicts that were met."""
    found, conflicts, complete = _tree(units, size)
    repairs = found or [_one_repair(units, size)]
    return RepairSearch(
        repairs=tuple(_repair(units, size, aside) for aside in sorted(repairs, key=lambda aside: sorted(aside))),
        conflicts=tuple(Conflict(tuple(units[at] for at in sorted(clash))) for clash in conflicts),
        complete=complete,
    )


def _tree(units: Sequence[StatementPart], size: int) -> tuple[list[Places], list[Places], bool]:
    """Return the places that each repair sets aside, the minimal conflicts, and whether all repairs were found."""
    repairs: list[Places] = []
    conflicts: list[Places] = []
    waiting, seen = deque([Places()]), {Places()}
    for _ in range(MOST_NODES):
        if not waiting or len(repairs) == MOST_REPAIRS:
            break
        aside = waiting.popleft()
        if any(repair <= aside for repair in repairs):
            continue
        clash = next((known for known in conflicts if not known & aside), Places())
        if not clash and (clash := _conflict_among(units, size, aside)):
            conflicts.append(clash)
        if not clash:
            repairs.append(aside)
        further = [aside | {at} for at in sorted(clash)]
        waiting.extend(more for more in further if more not in seen)
        seen.update(further)
    open_ends = [aside for aside in waiting if not any(repair <= aside for repair in repairs)]
    return repairs, conflicts, not open_ends


def _conflict_among(units: Sequence[StatementPart], size: int, aside: Places) -> Places:
    """Return a minimal conflict among the statements that are not ``aside``; later statements are tried first."""
    kept = [at for at in range(len(units)) if at not in aside]
    if _holds(units, size, kept):
        return Places()
    for at in reversed(kept):
        without = [other for other in kept if other != at]
        if not _holds(units, size, without):
            kept = without
    return Places(kept)


def _one_repair(units: Sequence[StatementPart], size: int) -> Places:
    """Return one repair if the tree is too wide to reach any: figures are added before orders, earlier ones first."""
    kept: list[int] = []
    for at in sorted(range(len(units)), key=lambda at: -units[at].priority):
        kept += [at] if _holds(units, size, sorted([*kept, at])) else []
    return Places(range(len(units))) - Places(kept)


def _holds(units: Sequence[StatementPart], size: int, places: Sequence[int]) -> bool:
    return is_feasible(rows_of([units[at] for at in places], rounded=True), size)


def _repair(units: Sequence[StatementPart], size: int, aside: Places) -> Repair:
    kept = tuple(unit for at, unit in enumerate(units) if at not in aside)
    rounded = not is_feasible(rows_of(kept, rounded=False), size)
    return Repair(kept, tuple(units[at] for at in sorted(aside)), rounded)
