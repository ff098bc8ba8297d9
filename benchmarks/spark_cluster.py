"""Readings of one archive by one process, by two, and by a Spark cluster of this machine with two workers.

    python -m benchmarks.spark_cluster [--trials 20000] [--rounds 2] [--results FILE]

Needs the environment of "make spark". The three ways run in turn, in as many rounds, over the same archive of copies of
real records. Processor time is that of all processes: driver, master, workers, executors and interpreters. Start is the
time of a job on one record, which a cluster needs whatever its size; it is measured and named separately.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from tests.support.folders.spark_cluster import SparkCluster, cluster, environment

from benchmarks import synthetic_registry
from benchmarks.build_scale import machine, write_run
from trialscape.config.load import load_config
from trialscape.data_folder import readings_folder
from trialscape.paths import config_folder
from trialscape.readings import parts

RESULTS = synthetic_registry.ROOT / "benchmarks" / "results" / "spark_cluster.json"
_EVERY = 0.1


def main() -> None:
    """Measure all ways in turn and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--records", nargs="*", default=synthetic_registry.default_files())
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    result = {"machine": machine(), **_measured(asked.trials, asked.rounds, asked.records)}
    asked.results.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _measured(trials: int, rounds: int, files: list[str]) -> dict[str, Any]:
    config = load_config(config_folder(None))
    chosen = synthetic_registry.shapes(files, config)
    with tempfile.TemporaryDirectory() as name:
        data, one = Path(name) / "data", Path(name) / "one"
        write_run(data, config, synthetic_registry.grown(chosen, trials), 0)
        write_run(one, config, synthetic_registry.grown(chosen, 1), 0)
        (Path(name) / "cluster").mkdir()
        with cluster(Path(name) / "cluster") as started, _processor_time() as used:
            ways = {
                "one_process": (data, lambda: _local(data, 1)),
                "two_processes": (data, lambda: _local(data, 2)),
                "spark_two_workers": (data, lambda: _spark(data, started)),
                "spark_start": (one, lambda: _spark(one, started)),
            }
            runs = [{way: _timed(*ways[way], used) for way in ways} for _ in range(rounds)]
    return {"versions": trials, "rounds": runs, "per_core": _per_core(trials, runs)}


def _per_core(trials: int, runs: list[dict[str, dict[str, float]]]) -> dict[str, float]:
    """Return versions a second of processor time, the medians of all rounds, and the ratios to one process."""
    cost = {way: statistics.median(run[way]["cpu_s"] for run in runs) for way in runs[0]}
    spark, start = cost["spark_two_workers"], cost["spark_start"]
    rates = {"one_process": cost["one_process"], "two_processes": cost["two_processes"], "spark": spark}
    found = {name: round(trials / seconds, 1) for name, seconds in rates.items()}
    found["spark_to_one_process"] = round(cost["one_process"] / spark, 3)
    found["spark_without_start_to_one_process"] = round(cost["one_process"] / (spark - start), 3)
    elapsed = {way: statistics.median(run[way]["elapsed_s"] for run in runs) for way in runs[0]}
    found["elapsed_two_processes_to_spark"] = round(elapsed["two_processes"] / elapsed["spark_two_workers"], 3)
    return found


def _local(data: Path, processes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A copy of the configuration with another setting has the same rules, and so the same readings.
        shutil.copytree(config_folder(None), folder, dirs_exist_ok=True)
        shipped = (config_folder(None) / "settings.toml").read_text(encoding="utf-8")
        changed = re.sub(r"^threads = \d+", f"threads = {processes}", shipped, flags=re.M)
        assert changed != shipped
        (Path(folder) / "settings.toml").write_text(changed, encoding="utf-8")
        _run("--engine", "local", "--data", str(data), "--config", folder)


def _spark(data: Path, started: SparkCluster) -> None:
    _run("--engine", "spark", "--master", started.url, "--data", str(data))


def _run(*options: str) -> None:
    command = [sys.executable, "-m", "trialscape", "classify", *options]
    subprocess.run(command, check=True, env=environment(), capture_output=True)


def _timed(data: Path, work: Callable[[], None], used: Callable[[], float]) -> dict[str, float]:
    shutil.rmtree(readings_folder(data), ignore_errors=True)
    before, begun = used(), time.perf_counter()
    work()
    elapsed = time.perf_counter() - begun
    # The last processes of a job end a moment after it.
    time.sleep(2)
    made = sum(len(parts.versions_in(part)) for part in readings_folder(data).glob("*/*.parquet"))
    return {"cpu_s": round(used() - before, 1), "elapsed_s": round(elapsed, 1), "versions": made}


@contextmanager
def _processor_time() -> Iterator[Callable[[], float]]:
    """Yield a function that returns the processor time of all processes that this one has started so far, in seconds.

    The kernel counts ended processes only for parents that wait, so a thread looks at all of them ten times a second.
    """
    seen: dict[tuple[int, float], float] = {}
    done, own = threading.Event(), psutil.Process()

    def look() -> None:
        while not done.wait(_EVERY):
            for process in own.children(recursive=True):
                try:
                    times = process.cpu_times()
                    seen[process.pid, process.create_time()] = times.user + times.system
                except psutil.NoSuchProcess:
                    continue

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield lambda: sum(list(seen.values()))
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    main()
