"""The ``searches`` commands."""

from itertools import chain
from typing import Annotated

import typer

from trialscape.cli.shared.options import ConfigFolder, OutputFormat
from trialscape.cli.shared.output import Format, print_rows
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.config.chosen_folder import load_chosen
from trialscape.steps.search_recall import Recall, measure_recall
from trialscape.study.stream import read_records

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def searches() -> None:
    """Keep the name of the command, which a group of one would lose."""


@app.command()
def recall(
    files: Annotated[list[str], typer.Argument(help="JSON Lines or JSON pages of records, .gz too.")],
    folder: ConfigFolder = None,
    form: OutputFormat = Format.table,
) -> None:
    """Evaluate every search over records of files, and list the records that should be found and are not.

    A record should be found when its labels are those that a search is confirmed by. The registry is not asked; it
    also matches plurals and synonyms, so it finds more.

    Example: trialscape searches recall records.jsonl.gz
    """
    config = load_chosen(folder)
    step = LatestCount("records")
    with reported("Evaluating the searches", latest=step.words):
        found = measure_recall(step.each(chain.from_iterable(map(read_records, files))), config)
    if form is Format.table:
        _print_counts(found, form)
    columns = ("nct_id", "searches", "brief_title")
    misses = [(miss.nct_id, list(miss.searches), miss.title) for miss in found.misses]
    if misses or form is not Format.table:
        print_rows(columns, misses, form)
    if form is Format.table:
        typer.echo(_summary(found))


def _print_counts(found: Recall, form: Format) -> None:
    columns = ("search", "hits", "should_find", "finds", "found_by_none")
    print_rows(columns, [(row.search, row.hits, row.targets, row.own, row.missed) for row in found.by_search], form)


def _summary(found: Recall) -> str:
    share = f"{100 * found.share:.2f} %" if found.targets else "none to find"
    summary = f"{found.records} trials read, {found.targets} of them should be found: {share} are found by some search."
    if found.bare:
        summary += f" {found.bare} without title and conditions were left out, because no search can place them."
    if found.unreadable:
        summary += f" {found.unreadable} records could not be read."
    return summary
