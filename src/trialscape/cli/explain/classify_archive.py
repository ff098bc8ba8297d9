"""``classify --engine``: a reading for every version in the archive, on this machine or on Spark."""

import signal
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path

import typer

from trialscape.cli.shared.options import stored_archive
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import counted
from trialscape.config.load import Config
from trialscape.errors import UsageError


class Engine(StrEnum):
    """What classifies: the processes of this machine, or a Spark cluster."""

    local = "local"
    spark = "spark"


def classify_archive(
    config: Config, data: Path, engine: Engine, master: str | None, store: str | None, patience: float
) -> None:
    """Store a reading for each version without one, and print how many; raises UsageError for options that clash."""
    # A signal to end the process is handled like Ctrl-C, so that locks and files are cleaned up first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if engine is Engine.spark:
        if master is None:
            raise UsageError("--engine spark needs --master, such as spark://HOST:7077, or local[4] on this machine.")
        _on_spark(config, data, master, store, patience)
        return
    if master is not None or store is not None:
        raise UsageError("--master and --store need --engine spark.")
    _on_this_machine(config, data)


def _on_this_machine(config: Config, data: Path) -> None:
    from trialscape.steps.build.read_archive import read_archive
    from trialscape.steps.run.run_lock import hold_folder

    stored_archive(data)
    with hold_folder(data, "classify"):
        count = read_archive(config, data, counted("versions classified"))
    typer.echo(f"{count:,} versions classified; all others had a reading under rules {config.rule_version}.")


def _on_spark(config: Config, data: Path, master: str, store: str | None, patience: float) -> None:
    from trialscape.steps.spark.requirements import check_requirements

    check_requirements(master)
    from trialscape.steps.run.run_lock import hold_folder
    from trialscape.steps.spark.engine import read_on_spark

    if store is None:
        stored_archive(data)
    # Whoever uses an object store excludes a second writer; equal parts have equal names, so that two do no harm.
    held: AbstractContextManager[object] = hold_folder(data, "classify") if store is None else nullcontext()
    address = str(data.resolve()) if store is None else store
    with held:
        done = read_on_spark(config, address, master, patience, counted("versions classified"))
    typer.echo(
        printable(
            f"{done.versions:,} versions classified on {done.cores} cores in {done.parts} parts below "
            f"{address}/readings; all others had a reading under rules {config.rule_version}."
        )
    )
