"""Filters that commands on marts share: report, dimension, cohort, scope, counting."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

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


def check_filters(warehouse: Warehouse, asked: Mapping[str, str | None]) -> None:
    """Raise UsageError for a filter value that no row has, and name the known ones, instead of an empty table.

    The keys of ``asked`` are columns of marts.segment_pipeline.
    """
    for column, value in asked.items():
        if value is None or (column == "segment" and asked.get("dimension")):
            continue  # A segment is looked up within its dimension below.
        # The column name comes from this program; the value is compared in Python.
        _, rows = warehouse.query(f"SELECT DISTINCT {column} FROM marts.segment_pipeline ORDER BY 1")  # noqa: S608
        known = [str(row[0]) for row in rows]
        if value not in known:
            raise UsageError(f"There is no {column} '{value}'; there are {', '.join(known)}.")
    if asked.get("report") and asked.get("dimension"):
        _check_dimension(warehouse, str(asked["report"]), str(asked["dimension"]))
    if asked.get("dimension") and asked.get("segment"):
        _check_segment(warehouse, str(asked["report"] or ""), str(asked["dimension"]), str(asked["segment"]))
    if asked.get("dimension") and asked.get("counting"):
        _check_counting(warehouse, str(asked["dimension"]), str(asked["counting"]))


def cautions(warehouse: Warehouse, cohorts: Iterable[str]) -> list[str]:
    """Return sentences on what the searches leave out of each of ``cohorts``."""
    query = "SELECT cohort, caution FROM raw.cohort WHERE caution IS NOT NULL ORDER BY cohort"
    known = {str(cohort): str(caution) for cohort, caution in warehouse.query(query)[1]}
    return [f"Cohort {name}: {known[name]}" for name in dict.fromkeys(cohorts) if name in known]


def captions(warehouse: Warehouse, cohorts: Iterable[str]) -> list[str]:
    """Return title, number of trials and meaning of each of ``cohorts``, as sentences."""
    query = (
        "SELECT cohort, title, definition, count(nct_id) FROM raw.cohort LEFT JOIN concepts.cohort USING (cohort) "
        "GROUP BY ALL"
    )
    known = {str(row[0]): row[1:] for row in warehouse.query(query)[1]}
    told = []
    for name in dict.fromkeys(cohorts):
        title, definition, trials = known[name]
        told.append(" ".join(filter(None, [f"Cohort {name}, {trials} trials: {title}.", definition])))
    return told


def _check_counting(warehouse: Warehouse, dimension: str, counting: str) -> None:
    query = "SELECT DISTINCT dimension FROM marts.segment_pipeline WHERE counting = $counting ORDER BY 1"
    known = [str(row[0]) for row in warehouse.query(query, {"counting": counting})[1]]
    if dimension not in known:
        raise UsageError(f"Dimension '{dimension}' cannot be counted {counting}; only these can: {', '.join(known)}.")


def _check_dimension(warehouse: Warehouse, report: str, dimension: str) -> None:
    query = "SELECT DISTINCT dimension FROM raw.segment WHERE report = $report ORDER BY 1"
    known = [str(row[0]) for row in warehouse.query(query, {"report": report})[1]]
    if dimension not in known:
        raise UsageError(f"Report {report} has no dimension '{dimension}'; it has {', '.join(known)}.")


def _check_segment(warehouse: Warehouse, report: str, dimension: str, segment: str) -> None:
    query = (
        "SELECT DISTINCT segment FROM marts.segment_pipeline "
        "WHERE dimension = $dimension AND ($report = '' OR report = $report) ORDER BY 1"
    )
    known = [str(row[0]) for row in warehouse.query(query, {"dimension": dimension, "report": report})[1]]
    if segment not in known:
        raise UsageError(f"Dimension '{dimension}' has no segment '{segment}'; it has {', '.join(known)}.")
