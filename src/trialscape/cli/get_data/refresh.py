"""Commands that change the data folder (refresh, build), and doctor, which only tests the registry."""

import datetime as dt
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from trialscape.cli.shared.logs import LogFormat, LogOption, log_final_error, log_sentence, set_up
from trialscape.cli.shared.options import (
    BaseUrl,
    ConfigFolder,
    Data,
    RegistryClock,
    RulesOfThen,
    stored_archive,
)
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.progress import LatestStep, reported
from trialscape.cli.shared.spans import given_day
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config
from trialscape.config.tracking.searches import Search
from trialscape.data_folder import DEMO_WARNING
from trialscape.errors import IncompleteRefreshError, SearchRefusedError, TrialscapeError, UsageError
from trialscape.registry.walk import Registry
from trialscape.steps.build.left_out import left_out_warning
from trialscape.steps.fetch.registry_connection import connect_registry
from trialscape.steps.history.past_landscape import build_past_landscape
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.steps.run.refresh import RefreshObserver, RefreshOptions, RefreshResult, refresh_once
from trialscape.steps.run.run_lock import hold_folder


def refresh(
    data: Data,
    folder: ConfigFolder = None,
    base_url: BaseUrl = None,
    full: Annotated[
        bool, typer.Option("--full", help="Fetch every search in full, even if the data edition is unchanged.")
    ] = False,
    replay: Annotated[
        Path | None, typer.Option("--replay", help="Replay recorded responses from this folder, without the network.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="Record every response of the registry in this folder.")
    ] = None,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Accept a search that lost many trials.")
    ] = False,
    log: LogOption = None,
) -> None:
    """Ask the registry for every search, archive what is new, and publish a new warehouse.

    With --log-format everything goes to standard error as a log, and nothing to standard output.

    Example: trialscape refresh
    """
    if replay is not None and (record is not None or base_url is not None):
        raise UsageError("--replay cannot be combined with --record or --base-url.")
    config = load_chosen(folder)
    # A signal to end the process is handled like Ctrl-C, so that locks and files are cleaned up first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = RefreshOptions(base_url, full, replay, record, accept_shrink)
    if log is not None:
        _logged_refresh(config, data, asked, log)
        return
    step = LatestStep("asking the registry")

    def page(search: str, seen: int, total: int | None) -> None:
        step.page(search, seen, total)
        bars.show(search, seen, total)

    with _bars() as bars, reported("Refreshing", latest=step.words):
        outcome = refresh_once(config, data, asked, RefreshObserver(step.noting(_print_sentence), page, step.trials))
    _check_refused(outcome)


def _print_sentence(sentence: str) -> None:
    """Print a sentence; a refresh continues when the reader closed the pipe, as with "| head"."""
    with suppress(BrokenPipeError):
        # Some sentences quote the registry's text.
        typer.echo(printable(sentence))


def _logged_refresh(config: Config, data: Path, asked: RefreshOptions, log: LogFormat) -> None:
    set_up(log)
    try:
        _check_refused(refresh_once(config, data, asked, RefreshObserver(log_sentence)))
    except TrialscapeError as error:
        raise log_final_error(error) from error


def _check_refused(outcome: RefreshResult) -> None:
    """Raise IncompleteRefreshError when the registry refused searches, so that the exit code shows it."""
    count = sum(len(fetched.refused) for fetched in outcome.fetched)
    if count:
        raise IncompleteRefreshError(
            f"{count} search{'es were' if count > 1 else ' was'} refused by the registry; the others were published. "
            "'trialscape doctor --searches' shows the reasons; correct the words in searches.toml."
        )


def build(
    data: Data,
    folder: ConfigFolder = None,
    as_of: Annotated[
        dt.date | None,
        typer.Option(
            "--as-of", parser=given_day, metavar="DAY", help="The landscape as known at the end of that day (UTC)."
        ),
    ] = None,
    registry_clock: RegistryClock = False,
    rules_of_then: RulesOfThen = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write this DuckDB file instead of publishing."),
    ] = None,
) -> None:
    """Rebuild the warehouse from the archive, without the network.

    A past day is built with the rules of today, or of --config FOLDER, unless --rules-of-then is given;
    meta.snapshot says which (as_of, clock, rules, rule_version). The next refresh publishes the newest state again.

    Example: trialscape build --as-of 2026-11-06 --output then.duckdb
    """
    if rules_of_then and folder is not None:
        raise UsageError("--rules-of-then uses the stored rules, so it cannot be combined with --config.")
    moment = LandscapeMoment(as_of, registry_clock, rules_of_then)
    moment.check(dt.datetime.now(dt.UTC).date())
    config: Config = load_chosen(folder)
    stored_archive(data)
    step = LatestStep("reading the archive")
    with hold_folder(data, "build"), reported("Building the warehouse", latest=step.words):
        built = build_past_landscape(config, data, moment, output, on_trials=step.trials)
    if built.is_demo:
        typer.echo(DEMO_WARNING)
    if built.left_out:
        sys.stderr.write(printable(left_out_warning(built.left_out)) + "\n")
    done = "Published" if output is None else "Wrote"
    typer.echo(f"{done} {built.path} with {built.trials} trials, rules {built.rule_version}.")


def doctor(
    folder: ConfigFolder = None,
    base_url: BaseUrl = None,
    searches: Annotated[
        bool,
        typer.Option("--searches", help="Also test each search: show its number of trials, or why it is refused."),
    ] = False,
) -> None:
    """Send the registry one request and say whether it answers this machine.

    Example: trialscape doctor --searches
    """
    config = load_chosen(folder)
    with connect_registry(config.settings.registry, base_url=base_url) as link:
        typer.echo(printable(link.registry.doctor()))
        refused = [item for item in config.searches if not _counted(link.registry, item)] if searches else []
    if refused:
        raise SearchRefusedError(
            f"Refused: {', '.join(item.id for item in refused)}. Correct their words in searches.toml."
        )


def _counted(registry: Registry, search: Search) -> bool:
    """Print how many trials a search finds; return False when the registry refuses its words."""
    try:
        found = registry.counts(search)
        # The parts of a long search overlap, so that their sum is not the number of its trials.
        most = f" at most, in {len(found)} parts" if len(found) > 1 else ""
        typer.echo(f"{search.id}: {sum(found):,} trials{most}")
    except SearchRefusedError as error:
        typer.echo(printable(str(error)))
        return False
    return True


class _Bars:
    """A progress bar per search, on standard error, so that standard output has only results."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def show(self, search: str, seen: int, total: int | None) -> None:
        """Move the bar of ``search`` to ``seen`` of ``total`` trials."""
        if search not in self._tasks:
            self._tasks[search] = self._progress.add_task(search, total=total)
        self._progress.update(self._tasks[search], completed=seen, total=total)


class _Rate(ProgressColumn):
    """Trials a second."""

    def render(self, task: Task) -> Text:
        """Return the rate; nothing before there is one."""
        return Text(f"{task.speed:,.0f} a second" if task.speed else "")


@contextmanager
def _bars() -> Iterator[_Bars]:
    columns = (TextColumn("{task.description:>16}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), _Rate())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal) as progress:
        yield _Bars(progress)
