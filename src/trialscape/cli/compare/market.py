"""Commands about the statements of the reports: audit, claims, players."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from trialscape.cli.compare.market_tables import by_report, claim_text, players_by_report
from trialscape.cli.shared.filters import (
    Cohort,
    Report,
    cautions,
    cohort_titles,
    resolved_cohort,
    resolved_filters,
    resolved_report,
)
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.cli.shared.tables import spoken
from trialscape.cli.shared.verdict_colours import coloured
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.report.words import ANSWERS
from trialscape.warehouse.reader import Warehouse

_SHOWN_OF_AUDIT = ("report", "rule", "verdict", "sentence", "claims")


@with_source_options
def audit(data: Data, report: Report = None, form: OutputFormat = Format.table) -> None:
    """Print the audit of the reports: arithmetic errors, and statements that contradict each other.

    Example: trialscape audit --report B
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        report = resolved_report(warehouse, report)
        columns, rows = warehouse.query(query_text("compare/audit"), {"report": report})
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        places = [(name, columns.index(name)) for name in _SHOWN_OF_AUDIT]
        shown = [[spoken(row[place]) if name == "rule" else row[place] for name, place in places] for row in rows]
        print_rows(_SHOWN_OF_AUDIT, shown, form, title="What the reports' own statements add up to")
        _print_repairs(warehouse, report)
        typer.echo("Every finding follows by rule from the printed figures; it uses no trial.")
        not_revenue(form)
        typer.echo(provenance(warehouse))


def _print_repairs(warehouse: Warehouse, report: str | None) -> None:
    """Print what each repair of contradictory claims gives, where there is one."""
    names, rows = warehouse.query(query_text("compare/repairs"), {"report": report})
    if rows:
        title = "What each repair gives: mean share (smallest to largest), in %"
        print_rows(names, rows, Format.table, title=title)


COUNTED = "shares and ranks of segments by shares of active trials that add to 1, all else by whole trials"
READING = (
    "Counts of trials can support or contradict a claim about a market, but not prove it. Only tracked trials count. "
    "Intervals are at 95 %."
)


@with_source_options
def claims(
    data: Data,
    report: Report = None,
    cohort: Cohort = None,
    claim: Annotated[str | None, typer.Option("--claim", help="Only this claim, with its trials, such as A11.")] = None,
    wide: Annotated[bool, typer.Option("--wide", help="With figures and examples of trials.")] = False,
    answer: Annotated[str | None, typer.Option("--answer", help=f"Only: {', '.join(ANSWERS)}.")] = None,
    form: OutputFormat = Format.table,
) -> None:
    """Test each claim of the reports against the registry; with --claim also list the trials behind its tests.

    Example: trialscape claims --report A --answer contradicted --wide
    """
    answer = answer and resolve_name("answer", answer, ANSWERS)
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        report, cohort = resolved_report(warehouse, report), resolved_cohort(warehouse, cohort)
        columns, rows = warehouse.query(
            query_text("compare/claims"), {"report": report, "cohort": cohort, "answer": answer}
        )
        if claim is not None:
            _print_claim(warehouse, [dict(zip(columns, row, strict=True)) for row in rows], claim, cohort, form)
            return
        warnings = cautions(warehouse, (row[columns.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form, warnings)
            return
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        for title, group in by_report(records, cohort_titles(warehouse), COUNTED).items():
            typer.echo("\n" + wrapped(f"{title}: {_tally(group)}"))
            for row in group:
                _print_claim_text(row, wide=wide)
        typer.echo("")
        typer.echo(wrapped(READING))
        not_revenue(form, warnings)
        typer.echo(provenance(warehouse))


def _tally(rows: Sequence[dict[str, Any]]) -> str:
    """Return how many claims have each answer."""
    counts = {answer: sum(row["answer"] == answer for row in rows) for answer in ANSWERS}
    return ", ".join(f"{count} {answer.replace('_', ' ')}" for answer, count in counts.items() if count)


def _print_claim_text(row: dict[str, Any], *, wide: bool) -> None:
    name, *rest = claim_text(row, wide=wide)
    answer = coloured(str(row["answer"]).replace("_", " "))
    Console().print(Text.assemble("\n", (f"{name}: ", "bold"), answer), soft_wrap=True)
    for line in rest:
        typer.echo(wrapped(line, indent="  "))


def _print_claim(
    warehouse: Warehouse, records: Sequence[dict[str, Any]], claim: str, cohort: str | None, form: Format
) -> None:
    """Print one claim and the trials behind each of its tests; JSON and CSV hold the trials alone."""
    found = [row for row in records if row["claim"].casefold() == claim.casefold()]
    if not found:
        raise UsageError(f"There is no claim '{claim}' here; there are {', '.join(row['claim'] for row in records)}.")
    row = found[0]
    asked = {"report": row["report"], "claim": row["claim"]}
    ends, [numbers_found] = warehouse.query(query_text("compare/claim_tests"), asked)
    numbers = dict(zip(ends, numbers_found, strict=True))
    columns, rows = warehouse.query(query_text("compare/claim_trials"), asked | numbers | {"cohort": cohort})
    if form is not Format.table:
        print_rows(columns, rows, form)
        return
    _print_claim_text(row, wide=True)
    typer.echo("")
    names = ("test", "counts for", "nct id", "phase", "status", "sponsor", "title")
    keys = ("phase_bucket", "overall_status")
    places = [
        columns.index(name) for name in ("test", "counts_for_title", "nct_id", *keys, "sponsor_parent", "brief_title")
    ]
    shown = [[spoken(cells[place]) if columns[place] in keys else cells[place] for place in places] for cells in rows]
    print_rows(names, shown, form, title="Trials behind each test", spare=("sponsor",))
    typer.echo(wrapped(READING))
    typer.echo(provenance(warehouse))


@with_source_options
def players(
    data: Data,
    report: Report = None,
    dimension: Annotated[str | None, typer.Option("--dimension", help="Only this dimension, such as therapy.")] = None,
    cohort: Cohort = None,
    form: OutputFormat = Format.table,
) -> None:
    """Print the trials of every company that the reports name, compared with its stated focus.

    Example: trialscape players --report A --format csv
    """
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        report, cohort = resolved_report(warehouse, report), resolved_cohort(warehouse, cohort)
        dimension = resolved_filters(warehouse, {"report": report, "dimension": dimension})["dimension"]
        asked = {"report": report, "cohort": cohort, "dimension": dimension}
        columns, rows = warehouse.query(query_text("compare/players"), asked)
        warnings = cautions(warehouse, (row[columns.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form, warnings)
            return
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        for title, lines in players_by_report(records, cohort_titles(warehouse)).items():
            print_rows(list(lines[0]), [list(line.values()) for line in lines], form, title=title)
        typer.echo("A company includes all companies that it owns today.")
        not_revenue(form, warnings)
        typer.echo(provenance(warehouse))
