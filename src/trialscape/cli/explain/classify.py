"""The ``classify`` command: labels for the records of a file, without any data folder."""

import sys
from typing import Annotated

import typer

from trialscape.cli.shared.options import ConfigFolder
from trialscape.cli.shared.printable import printable
from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import PartialError
from trialscape.steps.classify_file import classify_records
from trialscape.study.stream import read_records


def classify(
    file: Annotated[str, typer.Argument(help="JSON Lines or a JSON page of records, .gz too; - for standard input.")],
    folder: ConfigFolder = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Processes to use.")] = 1,
) -> None:
    """Print one JSON object per record: labels as the label guide defines them, with the quotations behind them.

    Unreadable records are reported on standard error with their line and id; all others are classified, and the exit
    code is 3.
    """
    failed = total = 0
    for result in classify_records(read_records(file), load_chosen(folder).folder, jobs):
        total += 1
        if problem := result.error or result.note:
            name = f" ({result.nct_id})" if result.nct_id else ""
            sys.stderr.write(printable(f"{file}, line {result.line}{name}: {problem}") + "\n")
        if result.error:
            failed += 1
        else:
            sys.stdout.buffer.write(result.text + b"\n")
    sys.stdout.flush()
    if not total:
        sys.stderr.write(f"{printable(file)} holds no records.\n")
    if failed:
        others = "none is left" if failed == total else "the others are classified"
        raise PartialError(f"{failed} of {total} records could not be read; {others}.")
