"""The command white-space: cells with fewer or more trials than expected by chance."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from trialscape.cli.shared.filters import Cohort, Report, Scope, cautions, cohort_titles, resolved_filters
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, not_revenue, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import UsageError
from trialscape.queries import query_text

Row = dict[str, Any]

_MARKS = {"more": " +", "fewer": " −", "too_few": " ?", "as_expected": "", "not_tested": " ·"}
LEGEND = (
    "Each cell: trials in both segments (expected by permutations that keep how many segments each trial has and how "
    "many trials each segment has). Where both dimensions are counted by site: trials with a single site in both. "
    "+ more and − fewer than expected, with at most one in twenty such marks false (q-value at most 0.05); "
    "? under five expected, too few to say; · not tested, because permutations are drawn for the default cohort "
    "of a market report only: expected is from the margins alone. One registry with these searches is incomplete: "
    "an empty cell is a question, not an answer."
)


@with_source_options
def white_space(
    data: Data,
    report: Report = None,
    dimension: Annotated[
        list[str] | None,
        typer.Option(
            "--dimension", help="Only pairs with this dimension; twice for one pair, such as therapy, cancer."
        ),
    ] = None,
    cohort: Cohort = None,
    scope: Scope = "active",
    form: OutputFormat = Format.table,
) -> None:
    """Cross every two dimensions of a report: trials in both segments, compared with the number expected by chance.

    Example: trialscape white-space --report A --dimension therapy --dimension cancer
    """
    dimensions = dimension or []
    if len(dimensions) > 2:
        raise UsageError("A pair has two dimensions; use --dimension at most twice.")
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        cell = resolved_filters(warehouse, {"report": report, "cohort": cohort, "scope": scope})
        dimensions = [
            str(resolved_filters(warehouse, {"report": cell["report"], "dimension": name})["dimension"])
            for name in dimensions
        ]
        first, second = ([*dimensions, None, None])[:2]
        asked = cell | {"first": first, "second": second}
        columns, rows = warehouse.query(query_text("compare/white_space"), asked)
        warnings = cautions(warehouse, (row[columns.index("cohort")] for row in rows))
        if form is not Format.table:
            print_rows(columns, rows, form)
            not_revenue(form, warnings)
            return
        if not rows:
            named = f" {' with '.join(dimensions)}" if dimensions else " any dimensions"
            raise UsageError(f"No report crosses{named}; a pair is two dimensions of one report.")
        cells = [dict(zip(columns, row, strict=True)) for row in rows]
        for title, group in _pairs(cells, cohort_titles(warehouse)).items():
            print_rows(*_grid(group), form, title=title)
            typer.echo(wrapped(_fewer_than_expected(group), indent="  ") + "\n")
        typer.echo(wrapped(LEGEND))
        not_revenue(form, warnings)
        typer.echo(provenance(warehouse))


def _pairs(cells: Sequence[Row], cohorts: Mapping[str, str]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for cell in cells:
        trials = f"{cell['cohort_trial_count']} trials of cohort '{cohorts[cell['cohort']]}', scope {cell['scope']}"
        title = f"Report {cell['report']}, {cell['dimension_a_title']} x {cell['dimension_b_title']}: {trials}"
        groups.setdefault(title, []).append(cell)
    return groups


def _grid(cells: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Return heading and lines of one pair: the dimension whose titles have the longer words labels the rows."""
    down, across = sorted("ab", key=lambda end: -_width({cell[f"segment_{end}_title"] for cell in cells}))
    titles = list(dict.fromkeys(cell[f"segment_{across}_title"] for cell in cells))
    lines: dict[str, list[str]] = {}
    for cell in cells:
        lines.setdefault(cell[f"segment_{down}_title"], []).append(_shown(cell))
    corner = " \\ ".join(cells[0][f"dimension_{end}_title"] for end in (down, across))
    return [corner, *titles], [[name, *shown] for name, shown in lines.items()]


def _width(titles: set[str]) -> int:
    """Return the width of columns with these titles, which wrap between words."""
    return sum(max(map(len, title.split())) for title in titles)


def _shown(cell: Row) -> str:
    tested = cell["expected_permuted"] is not None
    count = cell["tested_count"] if tested else cell["observed_count"]
    expected = cell["expected_permuted"] if tested else cell["expected_count"]
    return f"{count} ({'–' if expected is None else f'{expected:.1f}'}){_MARKS[cell['reading']]}"


def _fewer_than_expected(cells: Sequence[Row]) -> str:
    """Return the cells with significantly fewer trials, the clearest first, and how many are too sparse to test."""
    fewer = sorted((cell for cell in cells if cell["reading"] == "fewer"), key=lambda cell: cell["q_value"])
    words = ", ".join(
        f"{cell['segment_a_title']} x {cell['segment_b_title']} ({cell['q_value']:.3f})" for cell in fewer
    )
    named = f"Fewer than expected (q-value): {words}." if fewer else "No cell has clearly fewer than expected."
    if all(cell["expected_permuted"] is None for cell in cells):
        named = "Not tested."
    sparse = sum(cell["is_sparse"] for cell in cells)
    return f"{named} {sparse} of {len(cells)} cells expect under five trials."
