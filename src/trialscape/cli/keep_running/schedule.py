"""The ``schedule`` command: refreshes at set times, in one long-running process."""

import signal
from datetime import UTC, datetime
from typing import Annotated

import typer

from trialscape.cli.shared.logs import LogFormat, LogOption, log_final_error, set_up
from trialscape.cli.shared.options import BaseUrl, ConfigFolder, Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config
from trialscape.config.tracking.settings import WEEKDAYS
from trialscape.errors import TrialscapeError
from trialscape.schedule import RefreshService, next_times
from trialscape.steps.fetch.registry_connection import checked_base_url

_SHOWN = 10


def schedule(
    data: Data,
    folder: ConfigFolder = None,
    base_url: BaseUrl = None,
    at_once: Annotated[bool, typer.Option("--now", help="Run once at the start, then at the set times.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the next times without running.")] = False,
    times: Annotated[int, typer.Option("--times", min=1, max=1000, help="With --dry-run: how many.")] = _SHOWN,
    form: OutputFormat = Format.table,
    log: LogOption = None,
) -> None:
    """Refresh at the times of settings.toml until stopped (SIGTERM or Ctrl-C); a failed run does not end it.

    A run missed while the program was down starts late, if misfire_grace of settings.toml allows it.

    Example: trialscape schedule --now --log-format json
    """
    config = load_chosen(folder)
    # Report an invalid address now, not in each run.
    checked_base_url(base_url)
    if dry_run:
        _print_times(config, times, form)
        return
    set_up(log or LogFormat.text)
    service = RefreshService(
        data, config.settings.schedule, lambda: load_chosen(folder), base_url=base_url, at_once=at_once
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _: _ask(service, got))
    try:
        service.serve()
    except TrialscapeError as error:
        raise log_final_error(error) from error


def _ask(service: RefreshService, number: int) -> None:
    """Request an orderly stop; a second signal ends the process at once, which is also safe."""
    signal.signal(number, signal.SIG_DFL)
    service.request_stop()


def _print_times(config: Config, count: int, form: Format) -> None:
    settings, sweep = config.settings.schedule, config.settings.refresh.full_sweep_weekday
    rows = [
        (moment.isoformat(), WEEKDAYS[moment.weekday()], moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"))
        for moment in next_times(settings, datetime.now(UTC), count)
    ]
    print_rows(("local_time", "weekday", "utc"), rows, form)
    if form is Format.table:
        typer.echo(
            f"Times in {settings.timezone}, each delayed at random by up to {settings.jitter} s. Editions of '{sweep}' "
            "are fetched in full, all others as changes since the last edition."
        )
