"""Claims that cannot hold together: the smallest set of them, and which one gives way.

The order of claims in the ledger breaks ties: the later one gives way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from trialscape.market.shares.constraints import Unit
from trialscape.market.shares.polytope import Row, is_feasible

# Sets up to this size are looked for one by one; the number of programmes stays under a few thousand.
LARGEST_SEARCH = 4


@dataclass(frozen=True, slots=True)
class Conflict:
    """The smallest set of statements that cannot hold together, and the one set aside because it ranks lowest."""

    units: tuple[Unit, ...]
    set_aside: Unit

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the claims' ids in the order of the ledger, without repeats."""
        return tuple(dict.fromkeys(unit.claim for unit in self.units))


def rows_of(units: Sequence[Unit], *, rounded: bool) -> tuple[Row, ...]:
    """Return all constraints; ``rounded`` gives printed figures half a printed digit of room."""
    return tuple(row for unit in units for row in (unit.rounded_rows if rounded else unit.rows))


def smallest_conflict(units: Sequence[Unit], size: int) -> tuple[Unit, ...]:
    """Return the fewest statements that leave no shares even with room for rounding; empty when there are shares."""
    if is_feasible(rows_of(units, rounded=True), size):
        return ()
    kept = list(units)
    for unit in reversed(units):
        without = [other for other in kept if other is not unit]
        if not is_feasible(rows_of(without, rounded=True), size):
            kept = without
    for count in range(1, min(len(kept), LARGEST_SEARCH + 1)):
        for chosen in combinations(units, count):
            if not is_feasible(rows_of(chosen, rounded=True), size):
                return chosen
    return tuple(kept)


def settle(units: Sequence[Unit], size: int) -> tuple[tuple[Unit, ...], tuple[Conflict, ...], bool]:
    """Set statements aside until shares exist; return what stays, the conflicts, and whether rounding was needed."""
    kept = list(units)
    conflicts: list[Conflict] = []
    while clash := smallest_conflict(kept, size):
        lowest = min(unit.priority for unit in clash)
        loser = [unit for unit in clash if unit.priority == lowest][-1]
        conflicts.append(Conflict(clash, loser))
        kept = [unit for unit in kept if unit is not loser]
    rounded = not is_feasible(rows_of(kept, rounded=False), size)
    return tuple(kept), tuple(conflicts), rounded
