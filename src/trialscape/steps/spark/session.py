"""A Spark session of bounded patience: it ends when there is no master or no worker, instead of waiting for ever."""

import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from trialscape.errors import ClusterError
from trialscape.steps.spark.code_archive import write_code

_CODE = "trialscape_code"
# Seconds between two looks at executors and finished tasks.
_EVERY = 0.5
_ATTEMPTS = 4


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """Start a session on ``master`` and stop it at the end; raises ClusterError when the master does not answer.

    The settings of ``spark-defaults.conf`` in SPARK_CONF_DIR count, apart from those set here.
    """
    # Workers run the interpreter of the driver unless the user says otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Py4j logs a traceback for each call that Ctrl-C interrupts; the command says in one word that it was stopped.
    logging.getLogger().addFilter(_is_not_of_py4j)
    with TemporaryDirectory(prefix="trialscape-spark-") as scratch, warnings.catch_warnings():
        # PySpark warns of pandas 3 in every conversion; no frame of pandas is made here.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        session = _started(master, write_code(Path(scratch) / "code.zip"))
        try:
            yield session
        finally:
            # A session whose master is gone cannot be stopped in order; its process ends with this one.
            with suppress(Py4JError, PySparkException, OSError):
                session.stop()


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    return "py4j" not in record.pathname


def _started(master: str, code: Path) -> SparkSession:
    builder = SparkSession.builder.master(master).appName("trialscape")
    for key, value in {
        "spark.archives": f"{code}#{_CODE}",
        "spark.executorEnv.PYTHONPATH": _CODE,
        "spark.task.maxFailures": _ATTEMPTS,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": 1,
    }.items():
        builder = builder.config(key, str(value))
    try:
        with _own_log(code.with_name("log")):
            return builder.getOrCreate()
    except (Py4JError, PySparkException, OSError) as error:
        if is_ended(error):
            raise ClusterError(ended_sentence(master)) from error
        raise ClusterError(f"No session could be started on {master}: {first_line(error)}.") from error


@contextmanager
def _own_log(file: Path) -> Iterator[None]:
    """Let the JVM that is started meanwhile write its log to ``file`` instead of standard error.

    With SPARK_CONF_DIR the user has set up Spark's log, which then goes where he wants it.
    """
    if "SPARK_CONF_DIR" in os.environ:
        yield
        return
    sys.stderr.flush()
    usual = os.dup(2)
    try:
        with file.open("wb") as log:
            os.dup2(log.fileno(), 2)
        yield
    finally:
        os.dup2(usual, 2)
        os.close(usual)


def is_ended(error: BaseException) -> bool:
    """Return whether the master has ended the application, or did not take it."""
    return "stopped SparkContext" in str(error) or "cluster scheduler" in str(error) or "was shut down" in str(error)


def ended_sentence(master: str) -> str:
    """Return the sentence for an application that the master has ended."""
    return (
        f"The master {master} did not take the application or ended it; is it a Spark master of the version of "
        "pyspark, and can its workers start an executor? Their logs say why."
    )


def first_line(error: BaseException) -> str:
    """Return the first line of a message of Spark, cut to a readable length."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300].rstrip(".")


class Watch:
    """Looks after a running job from a second thread: counts finished tasks, and cancels a job without any executor.

    ``problem`` is the reason for a cancelled job, or "". A ``master`` ``local`` has no executors.
    """

    def __init__(self, session: SparkSession, patience: float, on_tasks: Callable[[int], None]) -> None:
        self.problem = ""
        self._context: Any = session.sparkContext
        self.master = str(self._context.master)
        self._patience, self._on_tasks = patience, on_tasks
        self._has_executors = not self.master.startswith("local")
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="spark-watch", daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        seen, ever = time.monotonic(), False
        while not self._done.wait(_EVERY):
            with suppress(Py4JError, OSError):
                if not self._has_executors or self._executors():
                    seen, ever = time.monotonic(), True
                elif time.monotonic() - seen > self._patience:
                    self.problem = _without_workers(self.master, self._patience, ever)
                if self.problem:
                    # Again and again, because the job may not have been submitted yet.
                    self._context.cancelAllJobs()
                elif count := self._finished():
                    self._on_tasks(count)

    def _executors(self) -> int:
        # The list holds the driver too.
        return len(self._context._jsc.sc().statusTracker().getExecutorInfos()) - 1

    def _finished(self) -> int:
        tracker = self._context.statusTracker()
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return sum(stage.numCompletedTasks for stage in stages if stage is not None)


def _without_workers(master: str, patience: float, ever: bool) -> str:
    if ever:
        return f"All workers of {master} were lost and none came back within {patience:.0f} s; start the command again."
    return (
        f"No worker of {master} took the work within {patience:.0f} s; check that workers are registered and have a "
        "free core and the memory of spark.executor.memory."
    )
