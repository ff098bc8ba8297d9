"""The ``rules`` commands."""

from typing import Annotated

import typer

from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows
from trialscape.errors import PartialError
from trialscape.steps.history.rules_diff import labelled, moves

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_SHOWN_WORDS = 3


@app.callback()
def _group() -> None:
    """Keep ``diff`` a command of its own, although it is the only one."""


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Configuration folder, or rule version of a published warehouse.")],
    new: Annotated[str, typer.Argument(help="The same, for the newer rules.")],
    data: Data,
    form: OutputFormat = Format.table,
) -> None:
    """List the trials whose labels or quotations differ between two sets of rules; nothing is fetched or published."""
    before, after = labelled(data, old), labelled(data, new)
    found = list(moves(before, after))
    columns = ("nct_id", "axis", "label", "change", "old_words", "new_words")
    rows = [
        (move.nct_id, move.axis, move.label, move.change, _shown(move.old_words, form), _shown(move.new_words, form))
        for move in found
    ]
    print_rows(columns, rows, form)
    if form is Format.table:
        trials = len({move.nct_id for move in found})
        labels = sum(move.change != "reworded" for move in found)
        typer.echo(
            f"From rules {before.rule_version} to {after.rule_version}: {labels} labels gained or lost, "
            f"{len(found) - labels} rest on other words, in {trials} trials."
        )
    if unreadable := sorted({*before.unreadable, *after.unreadable}):
        raise PartialError(f"Left out, because their stored records cannot be read: {', '.join(unreadable)}.")


def _shown(words: tuple[str, ...], form: Format) -> list[str]:
    """Return the quotations, in a table only the first few."""
    if form is not Format.table or len(words) <= _SHOWN_WORDS:
        return list(words)
    return [*words[:_SHOWN_WORDS], f"and {len(words) - _SHOWN_WORDS} more"]
