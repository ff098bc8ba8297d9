"""Two landscapes side by side, for display: watchlists, cohorts, and every segment with its movements."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import typer

from trialscape.cli.compare.mart_tables import by_dimension
from trialscape.cli.shared.output import Format, not_revenue, print_rows, wrapped
from trialscape.steps.history.landscape import Landscape
from trialscape.steps.history.landscape_diff import (
    CellDifference,
    TrialMovements,
    cell_differences,
    changed_records,
    cohort_movements,
)
from trialscape.steps.history.watched import Watched

Row = dict[str, Any]

_SHOWN_IDS = 5
_LEGEND = (
    "New and left: entered or left the tracked set. Moved: tracked on both days, in another segment, or into or out of "
    "the scope; by record if the record changed in between, by rules if only the rules changed. Trials at B are those "
    "at A plus new minus left plus moved in minus moved out. Shares have Wilson's 95 % interval."
)
_PLACE = ("report", "dimension", "dimension_title", "segment", "cohort", "scope", "counting", "segment_title")
_SHARES = ("pipeline_share", "pipeline_share_low", "pipeline_share_high", "verdict")
_WATCHED = ("watchlist", "new_trials", "left_trials", "changed_trials")
_MOVES = {
    "at A": "trial_count_a",
    "at B": "trial_count_b",
    "new": "new",
    "left": "left",
    "in by record": "moved_in_by_record",
    "in by rules": "moved_in_by_rules",
    "out by record": "moved_out_by_record",
    "out by rules": "moved_out_by_rules",
}
# What a narrow terminal does without, the first one first.
_SPARE = ("in by rules", "out by rules", "in by record", "out by record", "share at A, %", "new", "left")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two landscapes, with the trials of its watchlists and the line that says where it comes from."""

    landscape: Landscape
    watched: Watched
    origin: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The two landscapes of a comparison."""

    a: Side
    b: Side


def print_sides(sides: Sides, form: Format, days: str, scope: str) -> None:
    """Print the comparison; JSON and CSV have a row for each watchlist, each cohort and each segment."""
    if form is not Format.table:
        rows = [*_watchlist_rows(sides), *_cohort_rows(sides), *_segment_rows(sides)]
        print_rows(list(rows[0]), [list(row.values()) for row in rows], form)
        not_revenue(form)
        return
    _print_watchlists(sides)
    a, b = sides.a.landscape, sides.b.landscape
    titles = {**a.titles, **b.titles}
    totals = [{"cohort": titles[row["cohort"]], **_moves(row)} for row in _cohort_rows(sides)]
    _print(totals, f"All trials of scope {scope}: {days}, clock {a.facts['clock']}")
    changed = changed_records(a, b)
    what = "1 trial is" if changed == 1 else f"{changed} trials are"
    typer.echo(wrapped(f"{what} tracked on both days with records that differ.") + "\n")
    rows = list(_segment_rows(sides))
    cells = [list(row.values()) for row in rows]
    for title, group in by_dimension(list(rows[0]) if rows else [], cells, titles).items():
        _print([_shown(row) for row in group], title)
    typer.echo(wrapped(_LEGEND))
    not_revenue(form)
    for name, side in zip("AB", (sides.a, sides.b), strict=True):
        typer.echo(wrapped(f"{name}: {side.origin}"))


def _print(lines: Sequence[Row], title: str) -> None:
    print_rows(list(lines[0]), [list(line.values()) for line in lines], Format.table, title=title, spare=_SPARE)


def _print_watchlists(sides: Sides) -> None:
    """Print how the trials of each watchlist moved; without a watchlist, nothing."""
    rows = [
        (row["segment_title"], row["trial_count_a"], row["trial_count_b"], *(_ids(row[name]) for name in _WATCHED[1:]))
        for row in _watchlist_rows(sides)
    ]
    if rows:
        headings = ("watchlist", "at A", "at B", "new", "left", "changed")
        print_rows(headings, rows, Format.table, title="Watchlists", spare=())


def _ids(trials: Collection[str]) -> str:
    """Return a number and the first ids."""
    more = ", ..." if len(trials) > _SHOWN_IDS else ""
    return f"{len(trials)}: {', '.join(sorted(trials)[:_SHOWN_IDS])}{more}" if trials else "0"


def _watchlist_rows(sides: Sides) -> Iterator[Row]:
    """Yield each watchlist; ``changed_trials`` are on it on both days with records that differ."""
    a, b = sides.a.landscape, sides.b.landscape
    for name in sorted({*sides.a.watched, *sides.b.watched}):
        before, now = (side.watched.get(name, frozenset()) for side in (sides.a, sides.b))
        changed = sorted(trial for trial in before & now if a.trials.get(trial) != b.trials.get(trial))
        moves = dict.fromkeys(_MOVES.values()) | {"trial_count_a": len(before), "trial_count_b": len(now)}
        moves |= {"new": len(now - before), "left": len(before - now)}
        watched = dict(zip(_WATCHED, (name[0], sorted(now - before), sorted(before - now), changed), strict=True))
        yield _row({"segment_title": name[1]}, moves, watched, sides)


def _cohort_rows(sides: Sides) -> Iterator[Row]:
    for cohort, scope, moves in cohort_movements(sides.a.landscape, sides.b.landscape):
        place = {"cohort": cohort, "scope": scope, "counting": "whole", "segment_title": "all trials"}
        yield _row(place, _counts(moves), {}, sides)


def _segment_rows(sides: Sides) -> Iterator[Row]:
    for shift in cell_differences(sides.a.landscape, sides.b.landscape):
        place = {name: getattr(shift, name) for name in _PLACE[:-1]} | {"segment_title": shift.title}
        yield _row(place, _counts(shift.moves), _shares(shift), sides)


def _row(place: Row, moves: Row, more: Row, sides: Sides) -> Row:
    """Return a row with all columns; what it has no value for is None."""
    empty = dict.fromkeys((*(f"{name}_{side}" for side in "ab" for name in _SHARES), *_WATCHED))
    return dict.fromkeys(_PLACE) | place | moves | empty | more | _moments(sides)


def _shares(shift: CellDifference) -> Row:
    figures = (("a", shift.figures_a), ("b", shift.figures_b))
    return {f"{name}_{side}": (found or {}).get(name) for side, found in figures for name in _SHARES}


def _counts(moves: TrialMovements) -> Row:
    counts = asdict(moves)
    return {column: counts[column] for column in _MOVES.values()}


def _moments(sides: Sides) -> Row:
    names = ("as_of", "clock", "edition", "rule_version", "snapshot_id", "capsule_hash")
    both = (("a", sides.a.landscape), ("b", sides.b.landscape))
    return {f"{name}_{side}": land.facts[name] for side, land in both for name in names}


def _moves(row: Row) -> Row:
    return {heading: row[column] for heading, column in _MOVES.items()}


def _shown(row: Row) -> Row:
    name = {"segment": row["segment_title"] or row["segment"]}
    return name | _moves(row) | {f"share at {side.upper()}, %": _share(row, side) for side in "ab"}


def _share(row: Row, side: str) -> str:
    point, low, high = (row[f"{name}_{side}"] for name in _SHARES[:3])
    return "–" if point is None else f"{100 * point:.1f} ({100 * low:.1f}–{100 * high:.1f})"
