"""Filters that commands on marts share: report, dimension, cohort, scope, counting."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from trialscape.cli.shared.names import resolve_in, resolve_name, spellings_of
from trialscape.cli.shared.printable import printable
from trialscape.errors import UsageError
from trialscape.warehouse.reader import Warehouse

Report = Annotated[str | None, typer.Option("--report", help="Only this report, such as A.")]
Dimension = Annotated[str | None, typer.Option("--dimension", help="Only this dimension, such as therapy.")]
Cohort = Annotated[str | None, typer.Option("--cohort", help="Cohort of trials; default: the report's own.")]
SCOPES = ("active", "late", "all")
Scope = Annotated[
    str,
    typer.Option(
        "--scope",
        help="Which trials count as pipeline. active: not yet recruiting, recruiting, enrolling or active; "
        "late: active and in phase 2/3 or later; all: every trial ever registered.",
    ),
]
Counting = Annotated[
    str,
    typer.Option(
        "--counting",
        help="whole: a trial counts once in each of its segments; fractional: split evenly over them; per_site: each "
        "of its sites counts, in dimensions that are read from sites (region, end user).",
    ),
]


Asked = Mapping[str, str | None]


def resolved_filters(warehouse: Warehouse, asked: Asked) -> dict[str, str | None]:
    """Return the filters by the names that the tables have; the keys are columns of marts.segment_pipeline.

    Raises UsageError for a value that no row has, and names the known ones, instead of an empty table.
    """
    found = dict(asked)
    for column, value in asked.items():
        if value is not None and column not in ("dimension", "segment"):
            found[column] = _resolved(warehouse, column, value)
    if asked.get("dimension"):
        found["dimension"] = _dimension(warehouse, found.get("report"), str(asked["dimension"]))
    if asked.get("segment"):
        found["segment"] = _segment(warehouse, found, str(asked["segment"]))
    if found.get("dimension") and found.get("counting"):
        _check_counting(warehouse, str(found["dimension"]), str(found["counting"]))
    return found


def resolved_report(warehouse: Warehouse, report: str | None) -> str | None:
    """Return the id of a report, of whatever kind, that was given by id or title."""
    known = _column(warehouse, "SELECT report FROM raw.report ORDER BY report")
    return report and resolve_name("report", report, known, spellings_of(warehouse, "report"))


def resolved_cohort(warehouse: Warehouse, cohort: str | None) -> str | None:
    """Return the id of a cohort that was given by id, title or another word for it."""
    known = _column(warehouse, "SELECT cohort FROM raw.cohort ORDER BY cohort")
    return cohort and resolve_name("cohort", cohort, known, spellings_of(warehouse, "cohort"))


def _resolved(warehouse: Warehouse, column: str, value: str) -> str:
    # The column name comes from this program; the value is compared in Python.
    known = _column(warehouse, f"SELECT DISTINCT {column} FROM marts.segment_pipeline ORDER BY 1")  # noqa: S608
    return resolve_name(column, value, known, spellings_of(warehouse, column))


def _column(warehouse: Warehouse, query: str, parameters: Asked | None = None) -> list[str]:
    return [str(row[0]) for row in warehouse.query(query, parameters)[1]]


def _dimension(warehouse: Warehouse, report: str | None, dimension: str) -> str:
    if report is None:
        return _resolved(warehouse, "dimension", dimension)
    known = _column(
        warehouse, "SELECT DISTINCT dimension FROM raw.segment WHERE report = $report ORDER BY 1", {"report": report}
    )
    spellings = spellings_of(warehouse, "dimension")
    return resolve_in(
        f"Report {report} has no dimension '{printable(dimension)}'", "it has", dimension, known, spellings
    )


def _segment(warehouse: Warehouse, found: Asked, segment: str) -> str:
    dimension = found.get("dimension")
    query = (
        "SELECT DISTINCT segment FROM marts.segment_pipeline WHERE ($dimension IS NULL OR dimension = $dimension) "
        "AND ($report IS NULL OR report = $report) ORDER BY 1"
    )
    known = _column(warehouse, query, {"dimension": dimension, "report": found.get("report")})
    refusal = f"Dimension '{dimension}' has" if dimension else "There is"
    return resolve_in(
        f"{refusal} no segment '{printable(segment)}'",
        "it has" if dimension else "there are",
        segment,
        known,
        spellings_of(warehouse, "segment"),
    )


def cohort_titles(warehouse: Warehouse) -> dict[str, str]:
    """Return the title of each cohort by its id."""
    return {str(cohort): str(title) for cohort, title in warehouse.query("SELECT cohort, title FROM raw.cohort")[1]}


def cautions(warehouse: Warehouse, cohorts: Iterable[str]) -> list[str]:
    """Return sentences on what the searches leave out of each of ``cohorts``."""
    query = "SELECT cohort, title, caution FROM raw.cohort WHERE caution IS NOT NULL ORDER BY cohort"
    known = {str(cohort): f"Cohort '{title}': {caution}" for cohort, title, caution in warehouse.query(query)[1]}
    return [known[name] for name in dict.fromkeys(cohorts) if name in known]


def captions(warehouse: Warehouse, cohorts: Iterable[str]) -> list[str]:
    """Return title, number of trials and meaning of each of ``cohorts``, as sentences."""
    query = (
        "SELECT cohort, title, definition, count(nct_id) FROM raw.cohort LEFT JOIN concepts.cohort USING (cohort) "
        "GROUP BY ALL"
    )
    known = {str(row[0]): row[1:] for row in warehouse.query(query)[1]}
    notes = []
    for name in dict.fromkeys(cohorts):
        title, definition, trials = known[name]
        notes.append(" ".join(filter(None, [f"Cohort '{title}' (--cohort {name}), {trials} trials.", definition])))
    return notes


def _check_counting(warehouse: Warehouse, dimension: str, counting: str) -> None:
    query = "SELECT DISTINCT dimension FROM marts.segment_pipeline WHERE counting = $counting ORDER BY 1"
    known = [str(row[0]) for row in warehouse.query(query, {"counting": counting})[1]]
    if dimension not in known:
        raise UsageError(f"Dimension '{dimension}' cannot be counted {counting}; only these can: {', '.join(known)}.")
