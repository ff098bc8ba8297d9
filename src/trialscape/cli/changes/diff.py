"""The command diff: two days or two files compared, segment by segment."""

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.changes.diff_tables import Side, Sides, print_sides
from trialscape.cli.shared.filters import Cohort, Counting, Dimension, Report, Scope, resolved_filters
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat, RegistryClock, RulesOfThen
from trialscape.cli.shared.output import Format, provenance, warn_if_demo
from trialscape.cli.shared.progress import reported
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import UsageError
from trialscape.steps.history.landscape import read_landscape
from trialscape.steps.history.past_landscape import open_past_landscape
from trialscape.steps.history.watched import watched_trials
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.warehouse.reader import Warehouse

_NOW = "now"
_FILE = ".duckdb"


def diff(
    a: Annotated[str, typer.Argument(help="The earlier day, such as 2026-11-06, or a file.")],
    b: Annotated[str, typer.Argument(help="The later day, 'now', or a file.")],
    data: Data,
    folder: ConfigFolder = None,
    registry_clock: RegistryClock = False,
    rules_of_then: RulesOfThen = False,
    report: Report = None,
    dimension: Dimension = None,
    segment: Annotated[str | None, typer.Option("--segment", help="Only this segment.")] = None,
    cohort: Cohort = None,
    scope: Scope = "active",
    counting: Counting = "whole",
    form: OutputFormat = Format.table,
) -> None:
    """Compare the landscapes of two days or of two files; nothing is published.

    Both days follow the rules of today, or of --config FOLDER, so that only records differ. With
    --rules-of-then each follows the rules in force on its day, and moves by rules are shown separately.

    Examples: trialscape diff 2026-11-06 now --report A; trialscape diff old.duckdb now
    """
    if rules_of_then and folder is not None:
        raise UsageError("--rules-of-then uses the stored rules, so it cannot be combined with --config.")
    sources = [_file(text) or _moment(text, registry_clock, rules_of_then) for text in (a, b)]
    _check_order(sources, a, b)
    config = load_chosen(folder)
    asked = {"report": report, "dimension": dimension, "segment": segment, "cohort": cohort, "counting": counting}
    asked["scope"] = scope
    with ExitStack() as stack:
        sides: list[Side] = []
        for source in sources:
            with reported("Rebuilding"):
                warehouse = stack.enter_context(
                    Warehouse(source) if isinstance(source, Path) else open_past_landscape(config, data, source)
                )
            if not sides:
                warn_if_demo(warehouse, form)
                asked = resolved_filters(warehouse, asked)
            sides.append(Side(read_landscape(warehouse, asked), watched_trials(warehouse), provenance(warehouse)))
    print_sides(Sides(*sides), form, f"{a} to {b}", str(asked["scope"]))


def _file(text: str) -> Path | None:
    """Return the file that an argument names, None for a day."""
    if not text.casefold().endswith(_FILE):
        return None
    if not Path(text).is_file():
        raise UsageError(f"{text} is not a file; name a day, or a DuckDB file that trialscape has built.")
    return Path(text)


def _moment(text: str, registry_clock: bool, rules_of_then: bool) -> LandscapeMoment:
    """Return the moment that an argument names; raises UsageError for one that cannot be shown."""
    today = dt.datetime.now(dt.UTC).date()
    day = _day(text)
    # By the registry's clock, today means everything posted so far.
    day = today if day is None and registry_clock else day
    moment = LandscapeMoment(day, registry_clock, rules_of_then and day is not None)
    moment.check(today)
    return moment


def _check_order(sources: Sequence[Path | LandscapeMoment], a: str, b: str) -> None:
    """Refuse an earlier day after a later one; the order of files is the reader's choice."""
    first, second = sources
    if a == _NOW:
        raise UsageError("'now' must come second; name the earlier day first, as in 'trialscape diff 2026-11-06 now'.")
    if isinstance(first, Path) or isinstance(second, Path) or first.as_of is None:
        return
    if (second.as_of or dt.datetime.now(dt.UTC).date()) < first.as_of:
        raise UsageError(f"{a} is later than {b}; name the earlier day first.")


def _day(text: str) -> dt.date | None:
    """Return a day, None for now."""
    if text == _NOW:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"'{text}' is not a day; write 2026-11-06, 'now' for the newest, or a file that ends in .duckdb."
        ) from error
