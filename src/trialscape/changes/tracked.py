"""Who is new in the tracked set, who left it, and who came back: what the searches' hits add up to, trial by trial."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from trialscape.changes.model import Difference

FIRST_WALK = "first_walk"


@dataclass(frozen=True, slots=True)
class Hit:
    """One event of one trial in one search; ``is_gone`` when the search lost it, else it was found.

    ``registry_day`` is the day on which the registry said what the search found.
    """

    run: str
    seen: datetime
    search: str
    nct_id: str
    is_gone: bool
    registry_day: date


def movements(hits: Iterable[Hit], first_walks: frozenset[tuple[str, str]]) -> Iterator[tuple[Hit, Difference]]:
    """Yield what each run did to the tracked set, with one of the hits behind it; ``hits`` come in the order of time.

    A trial is in the set while any search holds it. ``first_walks`` are the pairs of run and search in which the
    search was asked for the first time: what only these found is new to us and not to the registry.
    """
    holders: dict[str, set[str]] = {}
    for _, group in groupby(hits, key=lambda hit: (hit.seen, hit.run)):
        events: dict[str, list[Hit]] = {}
        for hit in group:
            events.setdefault(hit.nct_id, []).append(hit)
        for nct_id, mine in events.items():
            known = nct_id in holders
            before = holders.setdefault(nct_id, set())
            after = {*before, *(hit.search for hit in mine if not hit.is_gone)}
            after -= {hit.search for hit in mine if hit.is_gone}
            holders[nct_id] = after
            if after and not before:
                yield mine[0], _arrived(mine, after, first_walks, known=known)
            elif before and not after:
                yield mine[0], Difference("left", lost=tuple(sorted(before)))


def _arrived(mine: list[Hit], after: set[str], first_walks: frozenset[tuple[str, str]], *, known: bool) -> Difference:
    searches = tuple(sorted(after))
    if known:
        return Difference("back", gained=searches)
    is_first = all((hit.run, hit.search) in first_walks for hit in mine if not hit.is_gone)
    return Difference("new", new=FIRST_WALK if is_first else "", gained=searches)
