"""A small archive of three days in March, for tests that look back."""

import datetime as dt
from pathlib import Path
from typing import Any

from tests.support.folders.archive_kit import write_run
from tests.support.records.studies import Record, make_record
from trialscape.archive import Archive
from trialscape.data_folder import archive_folder


def at(day: int) -> dt.datetime:
    """Return noon of a day in March 2026."""
    return dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)


def on(day: int) -> dt.date:
    """Return a day in March 2026."""
    return at(day).date()


def trial(number: int, posted: str, **more: Any) -> Record:
    """Return a trial of nivolumab after PD-1 inhibitors."""
    given: dict[str, Any] = {
        "title": f"Drug {number}",
        "conditions": ["Melanoma"],
        "interventions": [("DRUG", "Nivolumab")],
        "sites": [("Seoul Univ", "South Korea")],
        "eligibility": "Inclusion Criteria:\n\n* Progressed on anti-PD-1",
    }
    return make_record(f"NCT{number:08d}", last_update_posted=posted, **{**given, **more})


def three_runs(data: Path) -> Path:
    """Write the archive into a data folder.

    Trial 1 is terminated (posted on the 4th, seen on the 10th), trial 2 leaves on the 20th, trial 3 is new in the
    registry on the 8th and seen on the 10th, trial 4 is changed silently, as seen on the 20th.
    """
    archive = Archive(archive_folder(data))
    one, two, four = trial(1, "2025-06-01"), trial(2, "2025-12-01"), trial(4, "2025-06-01")
    write_run(archive, at(1), {"tigit": [one, two, four]})
    one, three = trial(1, "2026-03-04", status="TERMINATED"), trial(3, "2026-03-08")
    write_run(archive, at(10), {"tigit": [one, two, three, four]})
    four = trial(4, "2025-06-01", title="Drug 4, renamed")
    write_run(archive, at(20), {"tigit": [one, three, four]})
    return data
