"""The ``rules`` commands."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import orjson
import typer

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.cli.shared.options import ConfigFolder, Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import LatestCount, reported
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config
from trialscape.errors import PartialError, UsageError
from trialscape.steps.history.rules_diff import LabelSet, label_changes, read_labels
from trialscape.steps.measure_labels import LabelMeasurement, as_for_new_trials, measure_labels, write_confidence
from trialscape.study.stream import read_records

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_SHOWN_WORDS = 3


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Configuration folder, or rule version of a published warehouse.")],
    new: Annotated[str, typer.Argument(help="The newer rules, named in the same way.")],
    data: Data,
    form: OutputFormat = Format.table,
) -> None:
    """List the trials whose labels or quotations differ between two sets of rules; nothing is fetched or published.

    Example: trialscape rules diff f150c53816d3 my-config
    """
    before, after = _labels(data, old), _labels(data, new)
    found = list(label_changes(before, after))
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
            f"{len(found) - labels} with other evidence, in {trials} trials."
        )
    if unreadable := sorted({*before.unreadable, *after.unreadable}):
        raise PartialError(f"Left out, because their stored records cannot be read: {', '.join(unreadable)}.")


def _labels(data: Path, rules: str) -> LabelSet:
    step = LatestCount("records")
    with reported(f"Labels by the rules {printable(rules)}", latest=step.words):
        return read_labels(data, rules, each=step.each)


def _shown(words: tuple[str, ...], form: Format) -> list[str]:
    """Return the quotations, in a table only the first few."""
    if form is not Format.table or len(words) <= _SHOWN_WORDS:
        return list(words)
    return [*words[:_SHOWN_WORDS], f"and {len(words) - _SHOWN_WORDS} more"]


@app.command()
def measure(
    labels: Annotated[
        Path, typer.Argument(help="Manual labels: one JSON object per line with nct and the label guide's fields.")
    ],
    records: Annotated[str, typer.Argument(help="The labelled records, in a format that classify reads.")],
    folder: ConfigFolder = None,
    write: Annotated[bool, typer.Option("--write", help="Write confidence.csv into the folder of --config.")] = False,
    as_new: Annotated[
        bool,
        typer.Option(
            "--as-new",
            help="Count unknown products without the drugs that only one of RECORDS names, as they are in new trials.",
        ),
    ] = False,
    form: OutputFormat = Format.table,
) -> None:
    """Measure the classifier against manual labels: share of trials exactly right, and calibration of confidences.

    Example: trialscape rules measure labels.jsonl records.jsonl
    """
    if write and folder is None:
        raise UsageError("--write needs --config FOLDER; 'trialscape config new FOLDER' makes one.")
    if as_new and records == "-":
        raise UsageError("--as-new reads RECORDS twice; name a file instead of -.")
    config = load_chosen(folder)
    given = _read(labels)
    found = _measured(config, records, given)
    if as_new:
        step = LatestCount("records")
        with reported("Counting the drugs of each record", latest=step.words):
            fewer = as_for_new_trials(config, step.each(read_records(records)))
        found = found.with_new_products(_measured(fewer, records, given))
    rows = [(axis, found.trials, found.exact[axis], round(rate, 4)) for axis, rate in found.rates()]
    print_rows(("axis", "trials", "exactly_right", "error_rate"), rows, form)
    if form is Format.table:
        typer.echo(f"Expected calibration error of the confidences in use: {found.calibration_error():.3f}.")
    if write and folder is not None:
        sys.stderr.write(f"Wrote {write_confidence(folder, found.rows)}.\n")


def _measured(config: Config, records: str, labels: Mapping[str, Mapping[str, object]]) -> LabelMeasurement:
    step = LatestCount("records")
    with reported("Classifying", latest=step.words):
        listed = step.each(read_records(records))
        return measure_labels(build_classifier(config), Confidence(config.confidence), listed, labels)


def _read(path: Path) -> dict[str, dict[str, object]]:
    """Return the labels of a file by trial; raises UsageError with the line that is not an object with an id."""
    labels: dict[str, dict[str, object]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text.") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = orjson.loads(line)
            labels[row["nct"]] = row
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(f"{path}, line {number}: write a JSON object with the key nct.") from error
    return labels
