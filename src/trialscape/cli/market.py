"""Commands about what the reports state: audit, claims, players."""

from typing import Annotated

import typer

from trialscape.cli.options import Data, OutputFormat
from trialscape.cli.output import Format, print_rows, provenance, warn_if_demo
from trialscape.errors import UsageError
from trialscape.steps.build import warehouse_folder
from trialscape.warehouse.read import Warehouse, open_current

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
