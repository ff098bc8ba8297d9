"""The digest of a refresh: new, changed and departed trials, and their effect on segments, verdicts and claims."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from trialscape.config.load import Config
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.errors import ArchiveError, UsageError, WarehouseError
from trialscape.queries import query_text
from trialscape.steps.history.landscape import Landscape, read_landscape
from trialscape.steps.history.landscape_diff import cell_differences, changed_records, cohort_movements
from trialscape.steps.history.past_landscape import open_past_landscape
from trialscape.steps.history.watched import watched_trials
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.warehouse.reader import Warehouse, open_current

Row: TypeAlias = dict[str, Any]

# Every report with its own cohort, in each scope; each trial counts once in each of its segments.
_USUAL = {"counting": "whole", "cohort": None, "scope": None, "report": None, "dimension": None, "segment": None}
# The default scope of comparisons.
USUAL_SCOPE = "active"
_SCOPED = ("cohorts", "segments", "verdicts")

_CLAIMS = "SELECT report, claim, says, answer FROM marts.claim_check WHERE is_default_cohort ORDER BY ALL"

_SIGNALS = "SELECT kind, place, value, count(DISTINCT nct_id) FROM raw.signal GROUP BY ALL ORDER BY ALL"

_COUNTRIES = "SELECT country_text, trial_count FROM staging.unmapped_country ORDER BY ALL"

_FIRST_RUN = "SELECT min(run) FROM marts.change"


@dataclass(frozen=True, slots=True)
class DigestState:
    """The part of a published warehouse that a digest compares: figures, answers to claims, and open signals."""

    landscape: Landscape
    claims: Mapping[tuple[str, str], tuple[str, str]]
    signals: Mapping[tuple[str, str, str], int]
    countries: Mapping[str, int]
    watched: Mapping[tuple[str, str], frozenset[str]]

    @property
    def run(self) -> str:
        """The last run of the archive that the warehouse shows."""
        return str(self.landscape.facts["archive_run"])


def published_state(data: Path) -> DigestState | None:
    """Return the state of the published warehouse; None if there is none, or if an older version built it."""
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            return digest_state(warehouse)
    except (WarehouseError, UsageError):
        return None


def digest_state(warehouse: Warehouse) -> DigestState:
    """Return the state of an open warehouse. Raises WarehouseError or UsageError when it lacks a table or column."""
    claims = {(row[0], row[1]): (row[2], row[3]) for row in warehouse.query(_CLAIMS)[1]}
    signals = {(row[0], row[1], row[2] or ""): row[3] for row in warehouse.query(_SIGNALS)[1]}
    countries = {str(name): int(count) for name, count in warehouse.query(_COUNTRIES)[1]}
    return DigestState(read_landscape(warehouse, _USUAL), claims, signals, countries, watched_trials(warehouse))


def past_state(config: Config, data: Path, moment: LandscapeMoment) -> DigestState | None:
    """Return the state at a past moment by today's rules; None if the archive has no trial then."""
    with suppress(ArchiveError), open_past_landscape(config, data, moment) as warehouse:
        return digest_state(warehouse)
    return None


def compose_digest(data: Path, before: DigestState | None) -> Row:
    """Return the digest of the published warehouse, compared with the state ``before`` it, as a JSON object.

    Raises WarehouseError when the warehouse cannot be read.
    """
    with open_current(warehouse_folder(data)) as warehouse:
        return digest_of(warehouse, before)


def digest_of(warehouse: Warehouse, before: DigestState | None, posted_after: dt.date | None = None) -> Row:
    """Return the digest of an open warehouse, compared with the state ``before`` it, as a JSON object.

    Without an earlier state, changes are those since the archive's first run, and moves are left out. By the registry's
    clock changes are those ``posted_after`` a day; else those of the runs after that of ``before``.
    """
    now = digest_state(warehouse)
    ((first,),) = warehouse.query(_FIRST_RUN)[1]
    asked = {"run": before.run if before else first or "", "posted_after": posted_after}
    names, rows = warehouse.query(query_text("history/digest_changes"), asked)
    changes = [dict(zip(names, row, strict=True)) for row in rows]
    return {
        "warning": DEMO_WARNING if now.landscape.facts["is_demo"] else None,
        "snapshot": _snapshot(now),
        "before": _snapshot(before) if before else None,
        "trial_count": len(now.landscape.trials),
        "watchlists": list(_watchlists(before, now, changes)),
        "changed_records": changed_records(before.landscape, now.landscape) if before else None,
        "cohorts": list(_cohorts(before.landscape, now.landscape)) if before else [],
        "changes_by_materiality": dict(Counter(change["materiality"] for change in changes)),
        "changes": changes,
        "segments": list(_segments(before.landscape, now.landscape)) if before else [],
        "verdicts": list(_verdicts(before.landscape, now.landscape)) if before else [],
        "claims": list(_claims(before, now)) if before else [],
        "signals": list(_signals(before, now)),
        "countries": [
            {"country_text": name, "trial_count": count}
            for name, count in now.countries.items()
            if before is None or name not in before.countries
        ],
    }


def of_scope(digest: Row, scope: str) -> Row:
    """Return the digest with the figures of one scope; a digest of an older version has no other."""
    kept = {name: [row for row in digest[name] if row.get("scope", scope) == scope] for name in _SCOPED}
    return {**digest, "scope": scope, **kept}


def _watchlists(before: DigestState | None, now: DigestState, changes: Sequence[Row]) -> Iterator[Row]:
    """Yield each watchlist with its trials and their changes; a trial that left is on the list that it was on."""
    for (name, title), trials in now.watched.items():
        watched = trials | (before.watched.get((name, title), frozenset()) if before else frozenset())
        yield {
            "watchlist": name,
            "title": title,
            "trial_count": len(trials),
            "changes": [change for change in changes if change["nct_id"] in watched],
        }


def _snapshot(picture: DigestState) -> Row:
    names = ("snapshot_id", "as_of", "edition", "rule_version", "figure_version", "archive_run", "capsule_hash")
    return {name: picture.landscape.facts[name] for name in names}


def _cohorts(before: Landscape, now: Landscape) -> Iterator[Row]:
    """Yield every cohort and scope with the movements of their trials."""
    for name, scope, moves in cohort_movements(before, now):
        title = now.titles.get(name) or before.titles.get(name, name)
        yield {"cohort": name, "cohort_title": title, "scope": scope} | asdict(moves)


def _segments(before: Landscape, now: Landscape) -> Iterator[Row]:
    """Yield every cell in which a trial was added, removed or moved."""
    for shift in cell_differences(before, now):
        moves = asdict(shift.moves)
        if any(value for name, value in moves.items() if name not in ("trial_count_a", "trial_count_b")):
            place = {"report": shift.report, "dimension": shift.dimension, "segment": shift.segment}
            place["dimension_title"] = shift.dimension_title
            place |= {"segment_title": shift.title, "cohort": shift.cohort, "scope": shift.scope}
            place["cohort_title"] = now.titles.get(shift.cohort, shift.cohort)
            shares = [(figures or {}).get("pipeline_share") for figures in (shift.figures_a, shift.figures_b)]
            yield place | moves | {"pipeline_share_a": shares[0], "pipeline_share_b": shares[1]}


def _verdicts(before: Landscape, now: Landscape) -> Iterator[Row]:
    for cell, figures in now.figures.items():
        report, dimension, segment, cohort, scope, _ = cell
        old = before.figures.get(cell)
        if old is not None and old["verdict"] != figures["verdict"]:
            yield {
                "report": report,
                "dimension": dimension,
                "dimension_title": figures["dimension_title"],
                "segment": segment,
                "cohort": cohort,
                "cohort_title": now.titles.get(cohort, cohort),
                "scope": scope,
                "segment_title": figures["segment_title"],
                "verdict_a": old["verdict"],
                "verdict_b": figures["verdict"],
            }


def _claims(before: DigestState, now: DigestState) -> Iterator[Row]:
    for (report, claim), (says, answer) in now.claims.items():
        old = before.claims.get((report, claim))
        if old is not None and old[1] != answer:
            yield {"report": report, "claim": claim, "says": says, "answer_a": old[1], "answer_b": answer}


def _signals(before: DigestState | None, now: DigestState) -> Iterator[Row]:
    for (kind, place, value), count in now.signals.items():
        if before is None or (kind, place, value) not in before.signals:
            yield {"kind": kind, "place": place, "value": value, "trial_count": count}
