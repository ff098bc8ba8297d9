"""The ``classify`` command: labels for the records of a file, or readings of the whole archive."""

import sys
from typing import Annotated

import typer

from trialscape.cli.explain.classify_archive import Engine, classify_archive
from trialscape.cli.shared.options import ConfigFolder, Data
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import counted
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config
from trialscape.errors import PartialError, UsageError
from trialscape.steps.classify_file import classify_records
from trialscape.study.stream import read_records


def classify(
    data: Data,
    file: Annotated[
        str | None, typer.Argument(help="JSON Lines or a JSON page of records, .gz too; - for standard input.")
    ] = None,
    folder: ConfigFolder = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Processes to use, for a file.")] = 1,
    engine: Annotated[
        Engine | None,
        typer.Option("--engine", help="Instead of a file, classify the archive: on this machine, or on Spark."),
    ] = None,
    master: Annotated[
        str | None, typer.Option("--master", help="Spark master, such as spark://HOST:7077 or local[4].")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option("--store", help="With spark: what holds archive and readings, such as s3://BUCKET/FOLDER."),
    ] = None,
    patience: Annotated[
        float, typer.Option("--patience", min=1, max=86_400, help="With spark: seconds to wait for a worker.")
    ] = 60,
) -> None:
    """Print one JSON object per record: labels as the label guide defines them, with the quotations behind them.

    Unreadable records are reported on standard error with their line and id; all others are classified, and the exit
    code is 3. With --engine, every version in the archive that has no reading gets one, and the next build uses them;
    spark needs the extra: pip install '.[spark]' in the folder of the source.

    Example: trialscape classify records.jsonl.gz --jobs 4
    """
    config = load_chosen(folder)
    if engine is not None:
        if file is not None:
            raise UsageError("--engine classifies the archive, so it cannot be combined with a file.")
        classify_archive(config, data, engine, master, store, patience)
    elif file is None:
        raise UsageError("Name a file of records, or - for standard input; --engine classifies the archive.")
    elif master is not None or store is not None:
        raise UsageError("--master and --store need --engine spark.")
    else:
        _classify_file(config, file, jobs)


def _classify_file(config: Config, file: str, jobs: int) -> None:
    failed = total = 0
    show = counted("records classified")
    for result in classify_records(read_records(file), config.folder, jobs):
        total += 1
        show(total)
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
