"""Commands about what the reports state: audit, claims, players."""

from typing import Annotated, Any

import typer

from trialscape.cli.options import Data, OutputFormat
from trialscape.cli.output import Format, print_rows, provenance, warn_if_demo
from trialscape.errors import UsageError
from trialscape.steps.build import warehouse_folder
from trialscape.warehouse.read import Warehouse, open_current

Row = dict[str, Any]
Report = Annotated[str | None, typer.Option("--report", help="Only this report, such as A.")]

_AUDIT = """
SELECT report, rule, verdict, sentence, claims, places, figures, finding, report_versions
FROM marts.market_audit
WHERE $report IS NULL OR list_contains(string_split(report, '+'), $report)
ORDER BY finding_position
"""
_SHOWN_OF_AUDIT = ("report", "rule", "verdict", "sentence", "claims")


def audit(data: Data, report: Report = None, form: OutputFormat = Format.table) -> None:
    """Print what the audit of the reports found: arithmetic, and statements that contradict each other."""
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        _check_report(warehouse, report)
        columns, rows = warehouse.query(_AUDIT, {"report": report})
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        places = [columns.index(name) for name in _SHOWN_OF_AUDIT]
        shown = [[row[place] for place in places] for row in rows]
        print_rows(_SHOWN_OF_AUDIT, shown, form, title="What the reports' own statements add up to")
        typer.echo("Every finding follows by rule from what the reports print; no trial is needed for it.")
        typer.echo(provenance(warehouse))


def _check_report(warehouse: Warehouse, report: str | None) -> None:
    """Refuse a report that does not exist, naming those that do, instead of printing an empty table."""
    _, rows = warehouse.query("SELECT report FROM raw.report ORDER BY report")
    known = [str(row[0]) for row in rows]
    if report is not None and report not in known:
        raise UsageError(f"There is no report '{report}'; there are {', '.join(known)}.")


_CLAIMS = """
SELECT report, claim, says, place, answer, figures, why, value, value_low, value_high, trial_count, example_trials,
  kinds, predicates, cohort, counting, report_version, snapshot_id, rule_version
FROM marts.claim_check
WHERE ($report IS NULL OR report = $report) AND ($answer IS NULL OR answer = $answer)
  AND CASE WHEN $cohort IS NULL THEN is_default_cohort ELSE cohort = $cohort END
ORDER BY report, claim_position
"""
_ANSWERS = ("supported", "contradicted", "inconclusive", "not_testable")
NOT_REVENUE = (
    "The registry counts trials. A share of trials is not a share of revenue, so it can agree or disagree with a claim "
    "about a market and cannot prove it. Intervals are at 95 %."
)


def claims(
    data: Data,
    report: Report = None,
    cohort: Annotated[str | None, typer.Option("--cohort", help="Cohort of trials; default: the report's own.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", help=f"Only: {', '.join(_ANSWERS)}.")] = None,
    form: OutputFormat = Format.table,
) -> None:
    """Hold each claim of the reports against the registry, with figures, intervals and reasons."""
    if answer is not None and answer not in _ANSWERS:
        raise UsageError(f"There is no answer '{answer}'; there are {', '.join(_ANSWERS)}.")
    with open_current(warehouse_folder(data)) as warehouse:
        warn_if_demo(warehouse, form)
        _check_report(warehouse, report)
        _check_cohort(warehouse, cohort)
        columns, rows = warehouse.query(_CLAIMS, {"report": report, "cohort": cohort, "answer": answer})
        if form is not Format.table:
            print_rows(columns, rows, form)
            return
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        for title, group in _grouped(records).items():
            print_rows(
                ("claim", "it says", "answer", "figures and reasons"), [_shown(row) for row in group], form, title=title
            )
        typer.echo(NOT_REVENUE)
        typer.echo(provenance(warehouse))


def _grouped(records: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in records:
        title = f"Report {row['report']} (version {row['report_version']}): cohort {row['cohort']}, counting whole"
        groups.setdefault(title, []).append(row)
    return groups


def _shown(row: Row) -> tuple[str, str, str, str]:
    """Return the cells of one claim; a reason is given where there is more to say than the answer."""
    reasons = [part for part in str(row["why"]).split(" | ") if ": " in part]
    reasons = [part.removeprefix("not testable: ") for part in dict.fromkeys(reasons)]
    examples = ", ".join(row["example_trials"][:5])
    parts = [row["figures"], *reasons, f"Such as {examples}." if examples else None]
    says = f"{row['says']} ({row['place']})"
    return row["claim"], says, row["answer"].replace("_", " "), "\n".join(part for part in parts if part)


def _check_cohort(warehouse: Warehouse, cohort: str | None) -> None:
    _, rows = warehouse.query("SELECT cohort FROM raw.cohort ORDER BY cohort")
    known = [str(row[0]) for row in rows]
    if cohort is not None and cohort not in known:
        raise UsageError(f"There is no cohort '{cohort}'; there are {', '.join(known)}.")
