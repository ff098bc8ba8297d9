"""Which trials joined, left and came back, calculated with sets for each search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trialscape.archive.files.manifest import SearchEntry
from trialscape.archive.files.model import ENDINGS, HitEvent, Membership, SearchCount


@dataclass(slots=True)
class SearchState:
    """The state of one search: the trials in it, and those that were in it earlier."""

    present: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


@dataclass(slots=True)
class SearchWalk:
    """One search in the current run: the trials found so far, and after its last page the search entry."""

    found: set[str] = field(default_factory=set)
    entry: SearchEntry | None = None


@dataclass(frozen=True, slots=True)
class PriorState:
    """The state of the archive before a run: each trial's latest hash, every search, and unexplained departures."""

    known: dict[str, str]
    search_states: dict[str, SearchState]
    unexplained: tuple[str, ...]


def search_states(memberships: Iterable[Membership]) -> dict[str, SearchState]:
    """Return the state of every search."""
    result: dict[str, SearchState] = {}
    for item in memberships:
        standing = result.setdefault(item.search, SearchState())
        (standing.present if item.left_at is None else standing.gone).add(item.nct_id)
    return result


def hit_events(before: SearchState, found: set[str], entry: SearchEntry) -> Iterator[tuple[str, HitEvent]]:
    """Yield each trial's event in one search.

    A full walk stores no row for a trial that stayed, because its manifest says that the walk was complete.
    """
    for nct_id in found - before.present:
        if entry.reworded:
            yield nct_id, HitEvent.ADDED
        else:
            yield nct_id, HitEvent.BACK if nct_id in before.gone else HitEvent.JOINED
    if entry.shows_departures:
        ending = HitEvent.DROPPED if entry.reworded else HitEvent.LEFT
        yield from ((nct_id, ending) for nct_id in before.present - found)
    else:
        yield from ((nct_id, HitEvent.SEEN) for nct_id in before.present & found)


def search_count(entry: SearchEntry, events: Iterable[HitEvent]) -> SearchCount:
    """Return one search's line of the summary."""
    tally = dict.fromkeys(HitEvent, 0)
    for event in events:
        tally[event] += 1
    return SearchCount(entry.expected, entry.seen, tally[HitEvent.JOINED], tally[HitEvent.LEFT], tally[HitEvent.BACK])


@dataclass(frozen=True, slots=True)
class Turnover:
    """Trials that no search holds any more (``dropped``: because we changed a search), and trials held again."""

    left: frozenset[str]
    dropped: frozenset[str]
    back: frozenset[str]


def turnover(before: Mapping[str, SearchState], events: Iterable[tuple[str, str, HitEvent]]) -> Turnover:
    """Return how the set of trials that any search holds changes with ``events`` (search, trial, event)."""
    holders: dict[str, set[str]] = {}
    for search, standing in before.items():
        for nct_id in standing.present:
            holders.setdefault(nct_id, set()).add(search)
    held_before = frozenset(holders)
    once = held_before.union(*(standing.gone for standing in before.values()))
    departed: set[str] = set()
    for search, nct_id, event in events:
        held = holders.setdefault(nct_id, set())
        (held.discard if event in ENDINGS else held.add)(search)
        departed.update([nct_id] if event is HitEvent.LEFT else [])
    held_after = frozenset(nct_id for nct_id, held in holders.items() if held)
    gone = held_before - held_after
    return Turnover(gone & departed, gone - departed, (held_after - held_before) & once)
