"""The registry's clock: on which day the registry posted what we saw, and the state of the searches by that clock."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import groupby

from trialscape.archive.files.model import ENDINGS, HitEvent, Membership, StoredHit

# Trial, moment at which we saw a version, and the day on which the registry posted it, as text.
Posting = tuple[str, datetime, str]

# Days that are known as such: thousands of trials are posted on one.
_DAYS = 16_384
_ARRIVALS = frozenset((HitEvent.JOINED, HitEvent.BACK, HitEvent.ADDED))


class Postings:
    """The day on which the registry posted each version; ``rows`` are ordered by trial and time."""

    def __init__(self, rows: Iterable[Posting]) -> None:
        self._days: dict[str, tuple[list[datetime], list[date | None]]] = {}
        for nct_id, group in groupby(rows, key=lambda row: row[0]):
            versions = list(group)
            self._days[nct_id] = ([row[1] for row in versions], [posted_day(row[2]) for row in versions])

    def posted_on(self, nct_id: str, moment: datetime) -> date | None:
        """Return the day of the version that was current at ``moment``, or None if there was none or it has no day."""
        moments, days = self._days.get(nct_id, ([], []))
        place = bisect_right(moments, moment)
        return days[place - 1] if place else None


@lru_cache(_DAYS)
def posted_day(text: str) -> date | None:
    """Return a post date as a day, or None if it is not a complete date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def with_registry_days(hits: Sequence[StoredHit], postings: Postings) -> list[StoredHit]:
    """Give each hit the registry's day; ``hits`` are in chronological order.

    A trial is in a search from the day on which the registry posted the version that the search found. A trial that
    came back did so when it was posted again. If nothing was posted since it left, the day of our observation counts,
    as it does for departures.
    """
    left: dict[tuple[str, str], date] = {}
    result = []
    for hit in hits:
        seen = hit.seen_at.date()
        posted = postings.posted_on(hit.nct_id, hit.seen_at) or seen
        key = (hit.search, hit.nct_id)
        if hit.event in ENDINGS:
            left[key] = seen
        is_posted = hit.event in _ARRIVALS and (key not in left or posted > left[key])
        day = min(posted, seen) if is_posted else seen
        result.append(StoredHit(hit.run, hit.seen_at, hit.search, hit.nct_id, hit.event, day))
    return result


def registry_memberships(hits: Iterable[StoredHit]) -> list[Membership]:
    """Return the searches' state by the registry's clock; first and last seen are starts of the registry's days."""
    by_trial: dict[tuple[str, str], list[StoredHit]] = {}
    for hit in hits:
        by_trial.setdefault((hit.search, hit.nct_id), []).append(hit)
    return [
        Membership(
            search,
            nct_id,
            _start(events[0].registry_day),
            _start(max(event.registry_day for event in events if event.event not in ENDINGS)),
            events[-1].seen_at if events[-1].event in ENDINGS else None,
        )
        for (search, nct_id), events in sorted(by_trial.items())
        if any(event.event is not HitEvent.LEFT for event in events)
    ]


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
