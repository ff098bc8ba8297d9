"""Which trials are new in the tracked set, left it or came back, derived from the searches' hits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from trialscape.changes.difference import Difference

FIRST_WALK, OTHER_WORDS = "first_walk", "other_words"


@dataclass(frozen=True, slots=True)
class Hit:
    """One event of one trial in one search; ``is_gone`` when the search lost it, else it was found.

    ``registry_day`` is the day on which the registry posted what the search found. With ``is_query_change`` the query
    of the search was changed, so that finding or losing the trial is not a change in the registry.
    """

    run: str
    seen: datetime
    search: str
    nct_id: str
    is_gone: bool
    registry_day: date
    is_query_change: bool = False


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """The registry's answer about a departed trial that was looked up by its id; ``words`` is the text to show."""

    seen: datetime
    fate: str
    words: str


def tracked_set_changes(
    hits: Iterable[Hit],
    first_walks: frozenset[tuple[str, str]],
    fates: Mapping[str, Sequence[RegistryAnswer]] | None = None,
) -> Iterator[tuple[Hit, Difference]]:
    """Yield the changes of the tracked set in each run, each with one of its hits; ``hits`` are in chronological order.

    A trial is in the set while any search holds it. ``first_walks`` are the pairs of run and search in which a search
    was first walked: trials that only these found are new to us, not to the registry. ``fates`` has the fates of the
    departed trials, by trial and in chronological order.
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
                yield mine[0], _departed(mine, before, (fates or {}).get(nct_id, ()))


def _arrived(mine: list[Hit], after: set[str], first_walks: frozenset[tuple[str, str]], *, known: bool) -> Difference:
    searches = tuple(sorted(after))
    arrivals = [hit for hit in mine if not hit.is_gone]
    ours = OTHER_WORDS if all(hit.is_query_change for hit in arrivals) else ""
    if known:
        return Difference("back", new=ours, gained=searches)
    is_first = all((hit.run, hit.search) in first_walks for hit in arrivals)
    return Difference("new", new=FIRST_WALK if is_first else ours, gained=searches)


def _departed(mine: list[Hit], before: set[str], fates: Sequence[RegistryAnswer]) -> Difference:
    searches = tuple(sorted(before))
    if all(hit.is_query_change for hit in mine):
        return Difference("left", new=OTHER_WORDS, lost=searches)
    # The look-up is in the same run or in one soon after, and is repeated only when the trial leaves again.
    answer = next((item for item in fates if item.seen >= mine[0].seen), None)
    return Difference("left", new=answer.words if answer else "", mark=answer.fate if answer else "", lost=searches)
