"""The command diff: two days compared, segment by segment."""

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated, Any

import typer

from trialscape.cli.compare.mart_tables import by_dimension, interval
from trialscape.cli.shared.filters import Cohort, Counting, Dimension, Report, Scope, resolved_filters
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat, RegistryClock, RulesOfThen
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import UsageError
from trialscape.steps.history.landscape import Landscape, read_landscape
from trialscape.steps.history.landscape_diff import (
    CellDifference,
    TrialMovements,
    cell_differences,
    changed_records,
    cohort_movements,
)
from trialscape.steps.history.past_landscape import open_past_landscape
from trialscape.steps.history.watched import Watched, watched_trials
from trialscape.steps.inputs.as_of import LandscapeMoment

_NOW = "now"
_SHOWN_IDS = 5
_LEGEND = (
    "New and left: entered or left the tracked set. Moved: tracked on both days, in another segment, or into or out of "
    "the scope; by record if the record changed in between, by rules if only the rules changed. Trials at B are those "
    "at A plus new minus left plus moved in minus moved out. Shares have Wilson's 95 % interval."
)
_PLACE = ("report", "dimension", "segment", "cohort", "scope", "counting", "title")
_SHARES = ("pipeline_share", "pipeline_share_low", "pipeline_share_high", "verdict")


def diff(
    a: Annotated[str, typer.Argument(help="The earlier day, such as 2026-11-06.")],
    b: Annotated[str, typer.Argument(help="The later day, or 'now'.")],
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
    """Compare the landscapes of two days; nothing is published.

    Both follow the rules of today, or of --config FOLDER, so that only records differ. With
    --rules-of-then each follows the rules in force on its day, and moves by rules are shown separately.

    Example: trialscape diff 2026-11-06 now --report A
    """
    if rules_of_then and folder is not None:
        raise UsageError("--rules-of-then uses the stored rules, so it cannot be combined with --config.")
    today = dt.datetime.now(dt.UTC).date()
    days = [_day(text) for text in (a, b)]
    if days[0] is None:
        raise UsageError("'now' must come second; name the earlier day first, as in 'trialscape diff 2026-11-06 now'.")
    if (days[1] or today) < days[0]:
        raise UsageError(f"{a} is later than {b}; name the earlier day first.")
    asked = {"report": report, "dimension": dimension, "segment": segment, "cohort": cohort, "counting": counting}
    asked["scope"] = scope
    config = load_chosen(folder)
    with ExitStack() as stack:
        sides: list[Landscape] = []
        watched: list[Watched] = []
        lines: list[str] = []
        for day in days:
            # By the registry's clock, today means everything posted so far.
            asked_day = today if day is None and registry_clock else day
            moment = LandscapeMoment(asked_day, registry_clock, rules_of_then and asked_day is not None)
            moment.check(today)
            warehouse = stack.enter_context(open_past_landscape(config, data, moment))
            if not sides:
                warn_if_demo(warehouse, form)
                asked = resolved_filters(warehouse, asked)
            sides.append(read_landscape(warehouse, asked))
            watched.append(watched_trials(warehouse))
            lines.append(provenance(warehouse))
    if form is Format.table:
        _print_watchlists(sides, watched)
    _print(sides[0], sides[1], lines, form, f"{a} to {b}", str(asked["scope"]))


def _print_watchlists(sides: Sequence[Landscape], watched: Sequence[Watched]) -> None:
    """Print how the trials of each watchlist moved; without a watchlist, nothing."""
    rows = []
    for name in sorted({*watched[0], *watched[1]}):
        before, now = (side.get(name, frozenset()) for side in watched)
        both = before & now
        changed = sorted(trial for trial in both if sides[0].trials.get(trial) != sides[1].trials.get(trial))
        rows.append((name[1], len(before), len(now), *map(_ids, (now - before, before - now, changed))))
    if rows:
        headings = ("watchlist", "at A", "at B", "new", "left", "changed")
        print_rows(headings, rows, Format.table, title="Watchlists", spare=())


def _ids(trials: Collection[str]) -> str:
    """Return a number and the first ids."""
    more = ", ..." if len(trials) > _SHOWN_IDS else ""
    return f"{len(trials)}: {', '.join(sorted(trials)[:_SHOWN_IDS])}{more}" if trials else "0"


def _day(text: str) -> dt.date | None:
    """Return a day, None for now."""
    if text == _NOW:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not a day; write 2026-11-06, or 'now' for the newest.") from error


def _print(a: Landscape, b: Landscape, lines: list[str], form: Format, days: str, scope: str) -> None:
    found = list(cell_differences(a, b))
    if form is not Format.table:
        rows = [*(_total_row(*item, a, b) for item in cohort_movements(a, b)), *(_row(item, a, b) for item in found)]
        print_rows(list(rows[0]), [list(row.values()) for row in rows], form)
        not_revenue(form)
        return
    sums = [{"cohort": cohort} | _movement_text(moves) for cohort, _, moves in cohort_movements(a, b)]
    title = f"All trials of scope {scope}: {days}, clock {a.facts['clock']}"
    print_rows(list(sums[0]), [list(line.values()) for line in sums], form, title=title)
    typer.echo(f"{changed_records(a, b)} trials are tracked on both days with records that differ.\n")
    rows = [_row(item, a, b) for item in found]
    for title, group in by_dimension(list(rows[0]) if rows else [], [list(row.values()) for row in rows]).items():
        shown = [_shown(row) for row in group]
        print_rows(list(shown[0]), [list(line.values()) for line in shown], form, title=title)
    typer.echo(wrapped(_LEGEND))
    not_revenue(form)
    for name, line in zip("AB", lines, strict=True):
        typer.echo(f"{name}: {line}")


def _row(shift: CellDifference, a: Landscape, b: Landscape) -> dict[str, Any]:
    place = {
        name: getattr(shift, name)
        for name in ("report", "dimension", "segment", "cohort", "scope", "counting", "title")
    }
    shares = {
        f"{name}_{side}": (figures or {}).get(name)
        for side, figures in (("a", shift.figures_a), ("b", shift.figures_b))
        for name in _SHARES
    }
    return place | _movement_columns(shift.moves) | shares | _moments(a, b)


def _total_row(cohort: str, scope: str, moves: TrialMovements, a: Landscape, b: Landscape) -> dict[str, Any]:
    place = {"report": None, "dimension": None, "segment": None, "cohort": cohort, "scope": scope, "counting": "whole"}
    shares = dict.fromkeys(f"{name}_{side}" for side in "ab" for name in _SHARES)
    return place | {"title": "all trials"} | _movement_columns(moves) | shares | _moments(a, b)


def _movement_columns(moves: TrialMovements) -> dict[str, float]:
    counts = asdict(moves)
    return {"trials_a": counts.pop("at_a"), "trials_b": counts.pop("at_b"), "new": counts.pop("new")} | {
        name if name == "left" else f"moved_{name}": value for name, value in counts.items()
    }


def _moments(a: Landscape, b: Landscape) -> dict[str, Any]:
    names = ("as_of", "clock", "edition", "rule_version", "snapshot_id", "capsule_hash")
    return {f"{name}_{side}": land.facts[name] for side, land in (("a", a), ("b", b)) for name in names}


def _movement_text(moves: TrialMovements) -> dict[str, Any]:
    return {
        "at A": moves.at_a,
        "at B": moves.at_b,
        "new": moves.new,
        "left": moves.left,
        "in by record": moves.in_by_record,
        "in by rules": moves.in_by_rules,
        "out by record": moves.out_by_record,
        "out by rules": moves.out_by_rules,
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    def share(side: str) -> str:
        point, low, high = (row[f"{name}_{side}"] for name in _SHARES[:3])
        return interval(point, low, high, lambda value: f"{100 * value:.1f} %")

    return {
        "segment": row["title"] or row["segment"],
        "at A": row["trials_a"],
        "at B": row["trials_b"],
        "new": row["new"],
        "left": row["left"],
        "in by record": row["moved_in_by_record"],
        "in by rules": row["moved_in_by_rules"],
        "out by record": row["moved_out_by_record"],
        "out by rules": row["moved_out_by_rules"],
        "share at A": share("a"),
        "share at B": share("b"),
    }
