"""How a result of an earlier build takes the place of a calculation whose inputs did not change."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

# Takes a name, what the result rests on, and the calculation; returns JSON data, known or calculated.
Keep = Callable[[str, Iterable[bytes | str], Callable[[], Any]], Any]


def calculate(_name: str, _rests_on: Iterable[bytes | str], work: Callable[[], Any]) -> Any:
    """Calculate every result, for callers that keep none."""
    return work()


def keep_each(
    keep: Keep, asked: Sequence[tuple[str, Sequence[str]]], work: Callable[[list[int]], Sequence[Any]]
) -> list[Any]:
    """Return a result for each of ``asked``, a name and what it rests on.

    ``work`` gets the numbers of those that are not known, and calculates them together.
    """
    found = [_known(keep, *item) for item in asked]
    missing = [at for at, result in enumerate(found) if result is None]
    for at, made in zip(missing, work(missing) if missing else (), strict=True):
        found[at] = keep(*asked[at], partial(_same, made))
    return found


def _known(keep: Keep, name: str, rests_on: Sequence[str]) -> Any:
    try:
        return keep(name, rests_on, _give_up)
    except _UnknownError:
        return None


class _UnknownError(Exception):
    """A result is not known and is not to be calculated by itself."""


def _give_up() -> Any:
    raise _UnknownError


def _same(result: Any) -> Any:
    return result
