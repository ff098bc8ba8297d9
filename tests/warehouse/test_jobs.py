"""Jobs run side by side, each after what it needs."""

import threading
from collections.abc import Callable, Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialscape.database import connect
from trialscape.errors import WarehouseError
from trialscape.warehouse.jobs import Job, run_jobs

Connections = list[duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def connections() -> Iterator[Connections]:
    with connect() as con, con.cursor() as one, con.cursor() as other:
        yield [one, other]


def noting(done: list[str], name: str) -> Callable[[duckdb.DuckDBPyConnection], None]:
    return lambda _con: done.append(name)


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 7)), max_size=8))
def test_a_job_runs_after_those_that_build_its_tables(connections: Connections, drawn: list[set[int]]) -> None:
    needs = [{at for at in wanted if at < number} for number, wanted in enumerate(drawn)]
    done: list[str] = []
    jobs = [
        Job(noting(done, str(number)), frozenset(map(str, wanted)), frozenset([str(number)]))
        for number, wanted in enumerate(needs)
    ]
    run_jobs(reversed(jobs), (), connections)
    assert sorted(done) == sorted(str(number) for number in range(len(needs)))
    for number, wanted in enumerate(needs):
        assert all(done.index(str(at)) < done.index(str(number)) for at in wanted)


def test_jobs_that_do_not_need_each_other_run_at_the_same_time(connections: Connections) -> None:
    meeting = threading.Barrier(2, timeout=20)

    def meets(_con: duckdb.DuckDBPyConnection) -> None:
        meeting.wait()

    run_jobs([Job(meets), Job(meets)], (), connections)


def test_an_error_interrupts_statements_that_run_at_the_same_time(connections: Connections) -> None:
    ended: list[str] = []
    started = threading.Event()

    def endless(con: duckdb.DuckDBPyConnection) -> None:
        started.set()
        try:
            con.execute(
                "SELECT max(hash(a.range + b.range)) FROM range(1_000_000_000) AS a, range(1_000) AS b"
            ).fetchall()
        except duckdb.InterruptException:
            ended.append("interrupted")

    def fails(_con: duckdb.DuckDBPyConnection) -> None:
        started.wait(20)
        raise WarehouseError("no room")

    stopping = threading.Event()
    with pytest.raises(WarehouseError, match="no room"):
        run_jobs([Job(endless), Job(fails)], (), connections, stopping)
    assert stopping.is_set()
    assert ended == ["interrupted"]
    assert connections[0].execute("SELECT 1").fetchone() == (1,)


def test_a_table_that_no_job_builds_is_reported(connections: Connections) -> None:
    with pytest.raises(WarehouseError, match=r"Nothing makes the tables marts\.none"):
        run_jobs([Job(lambda _con: None, frozenset(["marts.none"]))], (), connections)


def test_a_job_that_runs_out_of_memory_beside_another_is_repeated_alone(connections: Connections) -> None:
    """The first attempt fails while another job runs; the second finds no other job at work."""
    begun, failed = threading.Event(), threading.Event()
    done: list[str] = []

    def large(_con: duckdb.DuckDBPyConnection) -> None:
        if not failed.is_set():
            begun.wait(20)
            failed.set()
            raise duckdb.OutOfMemoryException("no room beside others")
        assert done == ["other"]
        done.append("large")

    def other(_con: duckdb.DuckDBPyConnection) -> None:
        begun.set()
        failed.wait(20)
        done.append("other")

    run_jobs([Job(large), Job(other), Job(noting(done, "last"))], (), connections)
    assert done == ["other", "large", "last"]


def test_a_job_that_runs_out_of_memory_alone_fails(connections: Connections) -> None:
    attempts: list[int] = []

    def too_large(_con: duckdb.DuckDBPyConnection) -> None:
        attempts.append(1)
        raise duckdb.OutOfMemoryException("no room")

    with pytest.raises(duckdb.OutOfMemoryException):
        run_jobs([Job(too_large)], (), connections)
    assert len(attempts) == 2
    with pytest.raises(duckdb.OutOfMemoryException):
        run_jobs([Job(too_large)], (), connections[:1])
    assert len(attempts) == 3
