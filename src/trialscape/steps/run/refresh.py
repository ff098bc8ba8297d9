"""One whole refresh: ask the registry, archive what is new, build, publish; alone in its data folder, and watched."""

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
from trialscape.steps.build.build_warehouse import Built, build_warehouse
from trialscape.steps.build.left_out import notice
from trialscape.steps.digest.compose_digest import current_picture
from trialscape.steps.digest.owed_digest import shown_run, tell_missed
from trialscape.steps.digest.send_digest import note_checked, tell
from trialscape.steps.fetch.fetch_searches import Fetched, OnPage, fetch
from trialscape.steps.fetch.fetch_summary import told
from trialscape.steps.fetch.registry_connection import connect, replays
from trialscape.steps.run.heartbeat import Heartbeat, now
from trialscape.steps.run.run_lock import only_one

# Pages of a walk that was cut off wait in this folder beside the archive for the next run.
KEPT = "walks"

_log = logging.getLogger("trialscape.refresh")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a refresh is asked to do; without anything, to ask the registry of settings.toml for what is new."""

    base_url: str | None = None
    full: bool = False
    replay: Path | None = None
    record: Path | None = None
    accept_shrink: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: ``say`` is told sentences for people, ``on_page`` each page; ``stop`` ends the work when set."""

    say: Callable[[str], None]
    on_page: OnPage | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def page(self, search: str, seen: int, total: int | None) -> None:
        """Pass a page on, unless the work was stopped."""
        self.check()
        if self.on_page is not None:
            self.on_page(search, seen, total)

    def trials(self, count: int) -> None:
        """Take notice of classified trials, unless the work was stopped."""
        self.check()
        _log.debug("classified", extra={"trials": count})

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the moment at which the work is stopped."""
        self.stop.wait(seconds)
        self.check()

    def check(self) -> None:
        """Raise StoppedError when the work was stopped."""
        if self.stop.is_set():
            raise StoppedError("The refresh was stopped before its end; what was published before stands.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a refresh came to; ``built`` is None when nothing was new."""

    fetched: tuple[Fetched, ...]
    built: Built | None


def refresh_once(config: Config, data: Path, asked: Asked, watch: Watch) -> Outcome:
    """Do one refresh. Raises LockError when another is under way, else as ``fetch`` and ``build_warehouse`` do."""
    began = time.monotonic()
    with only_one(data, "refresh") as remains, Heartbeat(data) as beat:
        if remains:
            watch.say(remains)
        fetched = _fetch_all(config, data, asked, watch, beat)
        built = None
        if any(item.summary is not None for item in fetched) or is_behind(data):
            before = current_picture(data)
            built = build_warehouse(config, data, on_trials=watch.trials)
            if built.left_out:
                watch.say(notice(built.left_out))
            watch.say(f"Published {built.path} with {built.trials} trials, rules {built.rule_version}.")
            for line in tell(data, config.settings.digest, before):
                watch.say(line)
        edition, published = fetched[-1].edition, built.path.name if built is not None else None
        for line in note_checked(data, now(), edition):
            watch.say(line)
        beat.say(edition, f"published {published}" if published else "nothing new")
    # Whoever reads this finds the heartbeat written and the folder free.
    facts = {"event": "done", "seconds": round(time.monotonic() - began, 1)}
    _log.info("The refresh is done.", extra={**facts, "edition": edition, "published": published})
    return Outcome(fetched, built)


def _fetch_all(config: Config, data: Path, asked: Asked, watch: Watch, beat: Heartbeat) -> tuple[Fetched, ...]:
    sources = replays(asked.replay) if asked.replay is not None else [None]
    done: list[Fetched] = []
    for source in sources:
        with connect(
            config.settings.registry,
            base_url=asked.base_url,
            replay=source,
            record=asked.record,
            keep=data / KEPT,
            sleep=watch.sleep,
        ) as link:
            if not done:
                _begin(config, data, watch, beat, is_stand_in=link.is_stand_in)
            result = fetch(
                config,
                link.registry,
                data,
                full=asked.full or asked.replay is not None,
                demo=link.is_stand_in,
                accept_shrink=asked.accept_shrink,
                look_up_departed=link.can_look_up,
                on_page=watch.page,
            )
        link.check_all_played()
        for line in told(result):
            watch.say(line)
        done.append(result)
    return tuple(done)


def _begin(config: Config, data: Path, watch: Watch, beat: Heartbeat, *, is_stand_in: bool) -> None:
    beat.begin()
    _log.info("The refresh of %s begins.", data, extra={"event": "begun"})
    if is_stand_in:
        watch.say(DEMO_WARNING)
    for line in tell_missed(data, config.settings.digest):
        watch.say(line)


def is_behind(data: Path) -> bool:
    """Tell whether the archive holds a run that no published warehouse shows, as after a refresh that was killed."""
    last = Archive(archive_folder(data)).last_run()
    return last is not None and shown_run(data) != last.run
