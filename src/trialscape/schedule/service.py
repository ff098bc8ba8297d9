"""The long-running process: runs refreshes one at a time, continues after their errors, and stops on request."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from trialscape.config.load import Config
from trialscape.config.tracking.settings import ScheduleSettings
from trialscape.errors import ArchiveError, LockError, StoppedError, TrialscapeError
from trialscape.schedule.fire_times import WallClockTrigger
from trialscape.schedule.scheduler_heartbeat import HeartbeatWriter
from trialscape.steps.run.heartbeat import read_refresh_status
from trialscape.steps.run.refresh import RefreshObserver, RefreshOptions, refresh_once
from trialscape.steps.run.run_lock import SCHEDULE, hold_folder

# Seconds between two heartbeats. The schedule is recalculated at each, because a wait that was calculated in advance
# ends at the wrong time when the machine slept or its clock was set.
_TICK = 20.0
_JOB = "refresh"
_log = logging.getLogger("trialscape.schedule")


class RefreshService:
    """Refreshes ``data`` at the times of ``settings`` until it is asked to stop.

    ``load`` returns the configuration for each run, so that new rules apply from the next run; the fire times are read
    once. ``at_once`` adds a run at the start.
    """

    def __init__(
        self,
        data: Path,
        settings: ScheduleSettings,
        load: Callable[[], Config],
        *,
        base_url: str | None = None,
        at_once: bool = False,
    ) -> None:
        # A signal handler may use this queue only: it never waits for the thread that the handler interrupts.
        self._stop_requests: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._stop, self._running = threading.Event(), threading.Event()
        self._data, self._settings, self._load, self._at_once = data, settings, load, at_once
        self._asked = RefreshOptions(base_url)
        self._times = WallClockTrigger(settings)
        self._heartbeat = HeartbeatWriter(data, settings.timezone)
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})

    def request_stop(self) -> None:
        """Ask the service to stop; may be called from anywhere, including signal handlers."""
        self._stop_requests.put(None)

    def serve(self) -> None:
        """Run until asked to stop; an active refresh then ends at its next page and stores nothing incomplete.

        Raises LockError when another scheduler serves the folder, and ArchiveError when it cannot be written.
        """
        with hold_folder(self._data, SCHEDULE) as killed_notice:
            if killed_notice:
                _log_sentence(killed_notice)
            self._start()
            try:
                self._wait()
            finally:
                self._end()

    def _start(self) -> None:
        self._scheduler.add_listener(_log_missed_run, EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
        job = self._scheduler.add_job(
            self._run,
            self._times,
            id=_JOB,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=self._settings.misfire_grace,
            next_run_time=self._first(),
        )
        words = self._settings
        _log.info(
            "Started the schedule for %s: minute %s, hour %s, %s, %s.",
            self._data, words.minute, words.hour, words.day_of_week, words.timezone,
            extra={"event": "started", "next_run": job.next_run_time},
        )  # fmt: skip
        self._scheduler.start()

    def _wait(self) -> None:
        asked = False
        while not asked:
            self._reschedule_after_clock_change()
            self._scheduler.wakeup()
            self._beat()
            with suppress(queue.Empty):
                self._stop_requests.get(timeout=_TICK)
                asked = True

    def _first(self) -> datetime:
        """Return when to run first: now, if a fire time within the grace period had no successful refresh since."""
        present = datetime.now(UTC)
        if self._at_once:
            return present
        status = read_refresh_status(self._data)
        since = present - timedelta(seconds=self._settings.misfire_grace)
        if status is not None and status.succeeded:
            # A success in the future was recorded before the clock was set back.
            since = max(since, min(datetime.fromisoformat(status.succeeded), present))
        missed = self._times.due(since)
        return missed if missed <= present else self._times.get_next_fire_time(None, present)

    def _reschedule_after_clock_change(self) -> None:
        """Reschedule the next run when the clock was set back; otherwise it would keep the time of the old clock."""
        present = datetime.now(UTC)
        job = self._scheduler.get_job(_JOB)
        if self._times.is_later_than_scheduled(job.next_run_time, present):
            due = self._times.due(present)
            message = "The clock was set back; the next run is due at %s."
            _log.warning(message, due.isoformat(), extra={"event": "message", "next_run": due})
            job.modify(next_run_time=due)

    def _beat(self) -> None:
        state = "stopping" if self._stop.is_set() else "running" if self._running.is_set() else "idle"
        try:
            self._heartbeat.write(state, self._times.due(datetime.now(UTC)))
        except ArchiveError as error:
            # A full disk fails the run; the schedule must continue, so that it works again when there is space.
            _log.error("%s", error, extra={"event": "message", "error": type(error).__name__})

    def _run(self) -> None:
        if self._stop.is_set():
            return
        began = time.monotonic()
        self._running.set()
        self._beat()
        try:
            refresh_once(self._load(), self._data, self._asked, RefreshObserver(_log_sentence, stop=self._stop))
        except TrialscapeError as error:
            _log_failed_run(error, time.monotonic() - began)
        finally:
            self._running.clear()
            self._beat()

    def _end(self) -> None:
        self._stop.set()
        self._beat()
        self._scheduler.shutdown(wait=True)
        self._heartbeat.end()
        _log.info("The schedule was stopped on request.", extra={"event": "ended"})


def _log_sentence(sentence: str) -> None:
    _log.info("%s", sentence, extra={"event": "message"})


def _log_failed_run(error: TrialscapeError, seconds: float) -> None:
    """Log why a run failed; the schedule continues after every error."""
    facts = {"error": type(error).__name__, "exit_code": error.exit_code, "seconds": round(seconds, 1)}
    if isinstance(error, LockError):
        _log.warning("This run is skipped: %s", error, extra={"event": "skipped", **facts})
    elif isinstance(error, StoppedError):
        _log.info("%s", error, extra={"event": "stopped", **facts})
    else:
        _log.error("The run failed; the schedule continues. %s", error, extra={"event": "failed", **facts})


def _log_missed_run(event: JobExecutionEvent) -> None:
    if event.code == EVENT_JOB_MISSED:
        message = "The run due at %s was missed by more than misfire_grace; the next one runs as scheduled."
        _log.warning(message, event.scheduled_run_time.isoformat(timespec="seconds"), extra={"event": "missed"})
    else:
        _log.warning("A run is skipped, because the previous one is still active.", extra={"event": "skipped"})
