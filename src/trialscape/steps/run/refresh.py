"""One whole refresh under the lock of its data folder: ask the registry, archive, build, publish, report progress."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.data_folder import DEMO_WARNING, archive_folder
from trialscape.errors import StoppedError
from trialscape.steps.build.build_warehouse import BuildResult, build_warehouse
from trialscape.steps.build.left_out import left_out_warning
from trialscape.steps.digest.compose_digest import published_state
from trialscape.steps.digest.owed_digest import published_run, send_missing_digest
from trialscape.steps.digest.send_digest import record_check, send_digest
from trialscape.steps.fetch.fetch_searches import FetchResult, OnPage, fetch_searches
from trialscape.steps.fetch.fetch_summary import fetch_sentences
from trialscape.steps.fetch.registry_connection import connect_registry, replay_folders
from trialscape.steps.run.heartbeat import Heartbeat, now
from trialscape.steps.run.run_lock import hold_folder

# Pages of an interrupted walk are kept in this folder, next to the archive, for the next run.
UNFINISHED_WALKS = "walks"

_log = logging.getLogger("trialscape.refresh")


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """The options of a refresh; the default asks the registry of settings.toml for new records."""

    base_url: str | None = None
    full: bool = False
    replay: Path | None = None
    record: Path | None = None
    accept_shrink: bool = False


@dataclass(frozen=True, slots=True)
class RefreshObserver:
    """Receives progress: sentences for people, each page, classified trials; ``stop`` ends the refresh when set."""

    message: Callable[[str], None]
    on_page: OnPage | None = None
    on_trials: Callable[[int], None] | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def page(self, search: str, seen: int, total: int | None) -> None:
        """Report a page. Raises StoppedError when the refresh was stopped."""
        self.check()
        if self.on_page is not None:
            self.on_page(search, seen, total)

    def trials(self, count: int) -> None:
        """Report the number of classified trials. Raises StoppedError when the refresh was stopped."""
        self.check()
        if self.on_trials is not None:
            self.on_trials(count)
        _log.debug("classified", extra={"trials": count})

    def sleep(self, seconds: float) -> None:
        """Wait; a stop ends the wait and raises StoppedError."""
        self.stop.wait(seconds)
        self.check()

    def check(self) -> None:
        """Raise StoppedError when the refresh was stopped."""
        if self.stop.is_set():
            raise StoppedError(
                "The refresh was stopped before its end; the previously published version stays in place."
            )


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """The result of a refresh; ``built`` is None when nothing was new."""

    fetched: tuple[FetchResult, ...]
    built: BuildResult | None


def refresh_once(config: Config, data: Path, options: RefreshOptions, observer: RefreshObserver) -> RefreshResult:
    """Do one refresh. Raises LockError when another one is running, else as fetch_searches and build_warehouse do."""
    began = time.monotonic()
    with hold_folder(data, "refresh") as killed_notice, Heartbeat(data) as beat:
        if killed_notice:
            observer.message(killed_notice)
        fetched = _fetch_all(config, data, options, observer, beat)
        built = None
        if any(item.summary is not None for item in fetched) or has_unpublished_run(data):
            before = published_state(data)
            built = build_warehouse(config, data, on_trials=observer.trials)
            if built.left_out:
                observer.message(left_out_warning(built.left_out))
            observer.message(f"Published {built.path} with {built.trials} trials, rules {built.rule_version}.")
            for line in send_digest(data, config.settings.digest, before):
                observer.message(line)
        edition, published = fetched[-1].edition, built.path.name if built is not None else None
        for line in record_check(data, now(), edition):
            observer.message(line)
        beat.set_outcome(edition, f"published {published}" if published else "nothing new")
    # This is logged after the heartbeat was written and the lock released.
    facts = {"event": "done", "seconds": round(time.monotonic() - began, 1)}
    _log.info("The refresh is done.", extra={**facts, "edition": edition, "published": published})
    return RefreshResult(fetched, built)


def _fetch_all(
    config: Config, data: Path, options: RefreshOptions, observer: RefreshObserver, beat: Heartbeat
) -> tuple[FetchResult, ...]:
    sources = replay_folders(options.replay) if options.replay is not None else [None]
    done: list[FetchResult] = []
    for source in sources:
        with connect_registry(
            config.settings.registry,
            base_url=options.base_url,
            replay=source,
            record=options.record,
            keep=data / UNFINISHED_WALKS,
            sleep=observer.sleep,
        ) as connection:
            if not done:
                _begin(config, data, observer, beat, is_stand_in=connection.is_stand_in)
            result = fetch_searches(
                config,
                connection.registry,
                data,
                full=options.full or options.replay is not None,
                demo=connection.is_stand_in,
                accept_shrink=options.accept_shrink,
                look_up_departed=connection.can_look_up,
                on_page=observer.page,
            )
        connection.check_all_replayed()
        for line in fetch_sentences(result):
            observer.message(line)
        done.append(result)
    return tuple(done)


def _begin(config: Config, data: Path, observer: RefreshObserver, beat: Heartbeat, *, is_stand_in: bool) -> None:
    beat.begin()
    _log.info("The refresh of %s begins.", data, extra={"event": "begun"})
    if is_stand_in:
        observer.message(DEMO_WARNING)
    for line in send_missing_digest(data, config.settings.digest):
        observer.message(line)


def has_unpublished_run(data: Path) -> bool:
    """Return whether the archive has a run that is not published, as after a killed refresh."""
    last = Archive(archive_folder(data)).last_run()
    return last is not None and published_run(data) != last.run
