"""Classify on a Spark cluster every version in the archive that has no reading."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from trialscape import errors
from trialscape.config.load import Config
from trialscape.errors import ClusterError, TrialscapeError
from trialscape.program_version import code_version
from trialscape.steps.rows.reading_line import readings_version
from trialscape.steps.spark.plan import Task, plan
from trialscape.steps.spark.session import Watch, ended_sentence, first_line, is_ended, spark_session
from trialscape.steps.spark.store import Store
from trialscape.steps.spark.worker import RESULTS, TASKS, Job, task_row, work
from trialscape.whole_file import UNFINISHED

_RAISED = re.compile(r"trialscape\.errors\.(\w+): (.+)")
_NO_MODULE = re.compile(r"ModuleNotFoundError: No module named '([^']+)'")
_NO_PYTHON = re.compile(r'Cannot run program "([^"]+)"')


@dataclass(frozen=True, slots=True)
class SparkResult:
    """How many versions were classified, in how many parts, and on how many cores."""

    versions: int
    parts: int
    cores: int


def read_on_spark(
    config: Config, address: str, master: str, patience: float, on_versions: Callable[[int], None]
) -> SparkResult:
    """Store a reading for each version in ``address``/archive that has none, in ``address``/readings.

    ``patience`` is how many seconds the job waits while it has no worker. ``on_versions`` is called with about the
    number done. Raises ClusterError, and ArchiveError when the archive is damaged or the store does not answer.
    """
    store, folder = Store(address), f"readings/{readings_version(config)}"
    with spark_session(master) as session:
        cores = session.sparkContext.defaultParallelism
        tasks = plan(store, folder, cores)
        if not tasks:
            return SparkResult(0, 0, cores)
        job = Job(config, store, folder, code_version())
        total = sum(task.versions for task in tasks)
        with Watch(session, patience, lambda count: on_versions(total * count // len(tasks))) as watch:
            done = _collected(session, job, tasks, watch)
        _remove_unfinished(store, folder)
    return SparkResult(sum(row["versions"] for row in done), len(done), cores)


def _collected(session: SparkSession, job: Job, tasks: list[Task], watch: Watch) -> list[Any]:
    """Run all tasks, each as one partition, so that a lost worker costs the tasks that it was doing."""
    context = session.sparkContext
    rows = context.parallelize([task_row(task) for task in tasks], len(tasks))
    shared = context.broadcast(job)
    try:
        return list(session.createDataFrame(rows, TASKS).mapInArrow(partial(work, shared), RESULTS).collect())
    except (PySparkException, Py4JError) as error:
        raise _known(error, watch) from error


def _known(error: Exception, watch: Watch) -> TrialscapeError:
    """Return the sentence for a failed job; an error that is none of ours and of no known cause is raised as it is."""
    text = str(error)
    if watch.problem:
        return ClusterError(watch.problem)
    if raised := _RAISED.search(text):
        kind = getattr(errors, raised[1])
        return kind(raised[2]) if kind is not errors.ConfigError else ClusterError(raised[2])
    if module := _NO_MODULE.search(text):
        return ClusterError(
            f"A worker lacks the Python package {module[1]}; install trialscape[spark] on each worker, and set "
            "PYSPARK_PYTHON to that interpreter."
        )
    if python := _NO_PYTHON.search(text):
        return ClusterError(
            f"A worker has no Python at {python[1]}; set PYSPARK_PYTHON to one that has trialscape[spark]."
        )
    if is_ended(error):
        return ClusterError(ended_sentence(watch.master))
    if "Traceback" in text:
        raise error
    return ClusterError(f"The Spark job failed: {first_line(error)}.")


def _remove_unfinished(store: Store, folder: str) -> None:
    """Remove what killed workers left."""
    for name in store.names(folder):
        if name.endswith(UNFINISHED):
            store.remove(f"{folder}/{name}")
