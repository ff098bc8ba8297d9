"""Records damaged at random places by values of any shape that JSON can hold."""

import copy
from typing import Any

from hypothesis import strategies as st

from tests.support.records.studies import Record

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values below ``value``."""
    found = [path] if path else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        found.extend(places(inner, (*path, step)))
    return found


def damaged(record: Record) -> st.SearchStrategy[Record]:
    """Return copies of ``record`` with one to four of its values replaced."""
    spots = st.lists(st.tuples(st.sampled_from(places(record)), JUNK), min_size=1, max_size=4)
    return spots.map(lambda damage: _with(record, damage))


def _with(record: Record, damage: list[tuple[tuple[Any, ...], Any]]) -> Record:
    result = copy.deepcopy(record)
    for path, value in damage:
        parent: Any = result
        try:
            for step in path[:-1]:
                parent = parent[step]
            if isinstance(parent, dict) and not isinstance(path[-1], str):
                continue  # A list has become an object, whose keys are text in JSON.
            parent[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # An earlier change has removed the place.
    return result
