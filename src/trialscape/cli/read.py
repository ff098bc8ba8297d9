"""Commands that read the published warehouse: segments, compare, sql, status."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from trialscape.archive.store import Archive
from trialscape.cli.marts import by_dimension, shown_comparison, shown_segment
from trialscape.cli.monitor import fresh_enough, pulse
from trialscape.cli.options import ConfigFolder, Data, OutputFormat, configuration
from trialscape.cli.output import Format, print_rows, provenance, warn_if_demo
from trialscape.errors import UsageError, WarehouseError
from trialscape.steps.build import archive_folder, warehouse_folder
from trialscape.warehouse.read import Warehouse, open_current

Report = Annotated[str | None, typer.Option("--report", help="Only this report, such as A.")]
Dimension = Annotated[str | None, typer.Option("--dimension", help="Only this dimension, such as therapy.")]
Cohort = Annotated[str | None, typer.Option("--cohort", help="Cohort of trials; default: the report's own.")]
Counting = Annotated[
    str, typer.Option("--counting", help="whole: once in each segment; fractional: split evenly; per_site.")
]

_SEGMENTS = """
SELECT report, dimension, segment, segment_title AS title, cohort, counting, trial_count AS trials,
  active_trial_count AS active, phase_1_trial_count + early_phase_1_trial_count AS phase_1,
  phase_1_2_trial_count AS phase_1_2, phase_2_trial_count AS phase_2,
  phase_2_3_trial_count + phase_3_trial_count AS phase_3, planned_patient_count AS planned_patients,
  sponsor_count AS sponsors, growth_ratio AS growth, growth_ratio_low AS growth_low, growth_ratio_high AS growth_high
FROM marts.segment_pipeline AS pipeline JOIN raw.report USING (report)
WHERE counting = $counting AND kind = 'market' AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
"""

_COMPARE = """
SELECT report, dimension, segment, trial_count AS trials, pipeline_share, pipeline_share_low AS low,
  pipeline_share_high AS high, market_share, market_share_low AS market_low, market_share_high AS market_high,
  market_basis AS basis, density_ratio AS density, density_ratio_low AS density_low,
  density_ratio_high AS density_high, verdict, trials_per_usd_bn, cohort, counting
FROM marts.pipeline_vs_market JOIN raw.report USING (report)
WHERE counting = $counting AND kind = 'market' AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
"""


def segments(
    data: Data,
    report: Report = None,
    dimension: Dimension = None,
    cohort: Cohort = None,
    counting: Counting = "whole",
    form: OutputFormat = Format.table,
) -> None:
    """Print the pipeline of each segment: trials, phases, planned patients, sponsors, growth."""
    _print_mart(data, _SEGMENTS, report, dimension, cohort, counting, form, shown_segment)


def compare(
    data: Data,
    report: Report = None,
    dimension: Dimension = None,
    cohort: Cohort = None,
    counting: Counting = "whole",
    form: OutputFormat = Format.table,
) -> None:
    """Set pipeline shares against market shares, both with intervals and the market share's basis."""
    _print_mart(data, _COMPARE, report, dimension, cohort, counting, form, shown_comparison)
    if form is Format.table:
        typer.echo(
            "Pipeline intervals are Wilson's at 95 %; market intervals are what the report's claims leave open, with "
            "the basis beside them. A share of trials is not a share of revenue."
        )


def _print_mart(
    data: Path,
    query: str,
    report: str | None,
    dimension: str | None,
    cohort: str | None,
    counting: str,
    form: Format,
    shown: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "counting": counting}
        _check(warehouse, asked)
        columns, rows = warehouse.query(query, asked)
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        for title, group in by_dimension(columns, rows).items():
            lines = [shown(row) for row in group]
            print_rows(list(lines[0]), [list(line.values()) for line in lines], form, title=title)
        typer.echo(provenance(warehouse))


def _check(warehouse: Warehouse, asked: dict[str, str | None]) -> None:
    """Refuse a filter that no row has, naming what there is, instead of printing an empty table."""
    for column, value in asked.items():
        if value is None:
            continue
        # The column name comes from this module; the value is bound.
        _, rows = warehouse.query(f"SELECT DISTINCT {column} FROM marts.segment_pipeline ORDER BY 1")  # noqa: S608
        known = [str(row[0]) for row in rows]
        if value not in known:
            raise UsageError(f"There is no {column} '{value}'; there are {', '.join(known)}.")


def sql(
    query: Annotated[str, typer.Argument(help="One reading statement, or @FILE with one.")],
    data: Data,
    form: OutputFormat = Format.table,
) -> None:
    """Run one reading statement against the published warehouse."""
    if query.startswith("@"):
        try:
            query = Path(query[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{query[1:]} cannot be read: {error.strerror}.") from error
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        columns, rows = warehouse.query(query)
        print_rows(columns, rows, form)
        if form is Format.table:
            typer.echo(provenance(warehouse))


def status(
    data: Data,
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
    max_age: Annotated[
        str | None,
        typer.Option("--max-age", help="For monitors: exit code 13 when no refresh succeeded for so long, as 26h."),
    ] = None,
) -> None:
    """Say what is in the data folder: last run, published snapshot, trials by search, signals."""
    if max_age is not None:
        typer.echo(fresh_enough(data, max_age))
        return
    config = configuration(folder)
    archive = Archive(archive_folder(data))
    last = archive.last_run()
    facts: list[tuple[str, str]] = [("data folder", str(data)), *pulse(data)]
    if last is None:
        facts.append(("archive", "empty; run 'trialscape refresh'"))
    else:
        facts += [("last run", last.run), ("registry edition", last.edition), ("runs", str(len(archive.runs())))]
        facts.append(("trials known", str(len(archive.known()))))
    facts.append(("rules on disk", config.rule_version))
    try:
        with open_current(warehouse_folder(data)) as warehouse:
            warn_if_demo(warehouse, form)
            facts.append(("warehouse", str(warehouse.path)))
            columns, rows = warehouse.query("SELECT * FROM meta.snapshot")
            facts += [(name.replace("_", " "), str(value)) for name, value in zip(columns, rows[0], strict=True)]
            _, recall = warehouse.query("SELECT search, hit_count FROM marts.search_recall ORDER BY search")
            facts += [(f"search {name}", f"{count} trials") for name, count in recall]
            _, signals = warehouse.query("SELECT kind, place, count(*) FROM raw.signal GROUP BY ALL ORDER BY 3 DESC")
            facts += [(f"signal {kind}", f"{place}: {count}") for kind, place, count in signals]
    except WarehouseError as error:
        facts.append(("warehouse", str(error)))
    print_rows(("what", "value"), facts, form)
