"""The trials as the page's script reads them: one list for each fact, with repeated texts kept once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from trialscape.report.rows import Row
from trialscape.report.words import PHASES, opening, spoken

SETTINGS = {
    "required": "Checkpoint failure required",
    "allowed": "Earlier checkpoint inhibitor allowed",
    "excluded": "Earlier checkpoint inhibitor excluded",
    "unspecified": "Not stated",
}


class _Terms:
    """Numbers for texts, in the order of their first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int:
        """Return the number of a text; -1 for none."""
        return -1 if text is None else self.numbers.setdefault(text, len(self.numbers))

    def numbers_of(self, texts: Iterable[str] | None) -> list[int]:
        """Return the numbers of several texts."""
        return [self.number(text) for text in texts or ()]


def trial_table(trials: Sequence[Row], members: Sequence[Row], segments: Sequence[Row]) -> dict[str, Any]:
    """Return the lists of facts, the texts that their numbers mean, and each trial's segments as numbers."""
    one = {name: _Terms() for name in ("sponsor_parent", "status", "phase_bucket", "ici_setting")}
    many = {name: _Terms() for name in ("modalities", "countries", "cohorts")}
    places = _segments_by_trial(members, segments)
    columns: dict[str, list[Any]] = {
        "id": [row["nct_id"] for row in trials],
        "title": [row["brief_title"] or "" for row in trials],
        "active": [int(bool(row["is_active"])) for row in trials],
        "start": [_day(row) for row in trials],
        "patients": [row["planned_patient_count"] for row in trials],
        "sites": [row["site_count"] for row in trials],
        "given": ["; ".join(row["interventions"] or ()) for row in trials],
        "segments": [places.get(row["nct_id"], []) for row in trials],
    }
    columns |= {name: [terms.number(row[name]) for row in trials] for name, terms in one.items()}
    columns |= {name: [terms.numbers_of(row[name]) for row in trials] for name, terms in many.items()}
    return {"columns": columns, "terms": {name: _spoken_terms(name, terms) for name, terms in (one | many).items()}}


def _segments_by_trial(members: Sequence[Row], segments: Sequence[Row]) -> dict[str, list[int]]:
    numbers = {(row["report"], row["dimension"], row["segment"]): number for number, row in enumerate(segments)}
    found: dict[str, list[int]] = defaultdict(list)
    for row in members:
        found[row["nct_id"]].append(numbers[row["report"], row["dimension"], row["segment"]])
    return found


def _day(row: Row) -> str | None:
    """Return the start as precisely as the registry gives it: a year, a month or a day."""
    if row["start_date"] is None:
        return None
    return str(row["start_date"])[: {"year": 4, "month": 7}.get(row["start_precision"], 10)]


def _spoken_terms(name: str, terms: _Terms) -> list[dict[str, str]]:
    """Return the texts with their wording for readers; the id is what stands in an address."""
    words = {"phase_bucket": PHASES, "ici_setting": SETTINGS}.get(name, {})
    as_is = name in ("sponsor_parent", "countries")
    return [{"id": text, "name": text if as_is else words.get(text, opening(spoken(text)))} for text in terms.numbers]
