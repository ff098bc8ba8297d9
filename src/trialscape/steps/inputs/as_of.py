"""The moment that a landscape is built for, the clock, and the rules to use."""

import datetime as dt
from dataclasses import dataclass

from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import to_utc_moment
from trialscape.archive.store import Archive
from trialscape.errors import ArchiveError, UsageError


@dataclass(frozen=True, slots=True)
class LandscapeMoment:
    """The moment of a landscape; now if there is no day.

    ``as_of`` is a day with all that was known at its end (UTC). With ``registry_clock`` it is what the registry had
    posted by then, even if we saw it later. With ``rules_of_then`` the rules in force on that day apply, else today's.
    """

    as_of: dt.date | None = None
    registry_clock: bool = False
    rules_of_then: bool = False

    @property
    def clock(self) -> str:
        """The clock: ``seen`` (when we saw a record) or ``registry`` (when it was posted)."""
        return "registry" if self.registry_clock else "seen"

    def check(self, today: dt.date) -> None:
        """Raise UsageError for a day in the future, and for options that need a day."""
        if self.as_of is None and (self.registry_clock or self.rules_of_then):
            raise UsageError("--registry-clock and --rules-of-then need --as-of DAY.")
        if self.as_of is not None and self.as_of > today:
            raise UsageError(f"{self.as_of} is in the future; the latest possible day is {today}.")


NOW = LandscapeMoment()


def last_run_at(archive: Archive, moment: LandscapeMoment) -> Manifest:
    """Return the last run that counts at that moment; by the registry's clock every run counts.

    Raises ArchiveError when there is none.
    """
    runs = archive.runs()
    if not runs:
        raise ArchiveError(f"The archive in {archive.folder} is empty; run 'trialscape refresh' first.")
    until = to_utc_moment(moment.as_of)
    if until is None or moment.registry_clock:
        return runs[-1]
    known = [run for run in runs if run.seen_at.replace(tzinfo=None) <= until]
    if not known:
        first = runs[0].seen_at.date()
        raise ArchiveError(
            f"The archive has no trial on {moment.as_of}, because it begins on {first}; choose a later day, or use "
            "--registry-clock to see what the registry had posted by then."
        )
    return known[-1]
