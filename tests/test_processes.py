"""Processes that work side by side."""

from collections.abc import Callable
from typing import Any

import pytest

from trialscape.processes import in_processes

_held: list[Any] = []


def test_processes_print_nothing_when_they_end(capfd: pytest.CaptureFixture[str]) -> None:
    """DuckDB lists what Python still holds of it when an interpreter is taken down."""
    assert list(in_processes(1, ["SELECT 1", "SELECT 2"], _prepared, ())) == [[(1,)], [(2,)]]
    assert capfd.readouterr() == ("", "")


def _prepared() -> Callable[[str], list[Any]]:
    # Imported here, so that only the other process holds it.
    import duckdb

    _held.append(duckdb.connect())
    return lambda text: list(_held[0].execute(text).fetchall())
