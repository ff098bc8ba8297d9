"""Processes that work side by side."""

import os
import signal
import threading
from collections.abc import Callable
from itertools import chain, repeat
from typing import Any

import pytest

from trialscape.errors import ConfigError, Fault
from trialscape.processes import LostProcessError, in_processes

_held: list[Any] = []
# A result that takes far longer to write than the pipe takes at once.
_LONG = 100_000_000
FAULTS = (Fault("searches.toml", "til", "any_of", "the key is missing"), Fault("searches.toml", "lag3", "id", "twice"))


def test_processes_print_nothing_when_they_end(capfd: pytest.CaptureFixture[str]) -> None:
    """DuckDB lists what Python still holds of it when an interpreter is taken down."""
    assert list(in_processes(1, ["SELECT 1", "SELECT 2"], _prepared, ())) == [[(1,)], [(2,)]]
    assert capfd.readouterr() == ("", "")


def _prepared() -> Callable[[str], list[Any]]:
    # Imported here, so that only the other process holds it.
    import duckdb

    _held.append(duckdb.connect())
    return lambda text: list(_held[0].execute(text).fetchall())


@pytest.mark.parametrize("start", ["spawn", None], ids=["new interpreters", "the way of the system"])
def test_a_process_that_is_killed_while_it_writes_a_result_ends_the_work(start: str | None) -> None:
    with pytest.raises(LostProcessError):
        list(in_processes(2, chain(["long"], repeat("short")), _long, (), start))


def test_results_come_in_order_and_an_error_is_that_of_the_work() -> None:
    found = in_processes(2, [3, 1, 2, 0], _divided, ())
    assert [next(found) for _ in range(3)] == [4, 12, 6]
    with pytest.raises(ZeroDivisionError) as raised:
        next(found)
    assert "12 / number" in "".join(raised.value.__notes__)


def test_errors_arrive_as_they_are_or_described() -> None:
    found = in_processes(1, ["config", "odd", "function"], _failing, ())
    with pytest.raises(ConfigError) as raised:
        next(found)
    assert raised.value.faults == FAULTS
    for word in ("odd", "function"):
        with pytest.raises(RuntimeError, match="cannot send"):
            next(in_processes(1, [word], _failing, ()))


def test_work_that_is_left_early_ends_its_processes() -> None:
    found = in_processes(2, repeat("short"), _long, ())
    next(found)
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(found)


def _long() -> Callable[[str], bytes]:
    def work(size: str) -> bytes:
        if size == "short":
            return b"x"
        threading.Timer(0.02, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
        return bytes(_LONG)

    return work


def _divided() -> Callable[[int], float]:
    return lambda number: 12 / number


class _OddError(Exception):
    """An error that cannot be made again from its message."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def _failing() -> Callable[[str], Callable[[], None]]:
    def work(kind: str) -> Callable[[], None]:
        if kind == "config":
            raise ConfigError(FAULTS)
        if kind == "odd":
            raise _OddError("a", "b")
        return lambda: None

    return work
