"""The literals of expressions, each read once: what a process knows of them can be stored for the next one."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from trialscape.config.files.required_literals import Clause, leading_literals, required_literals

# After many edits of rules, most of what is stored is of former rules.
_MOST = 5000


class Literals(NamedTuple):
    """With one of ``leads`` each match begins; of each of ``clauses`` a match contains one."""

    leads: Clause
    clauses: tuple[Clause, ...]


_read: dict[str, Literals] = {}
_stored: dict[str, tuple[list[str], list[list[str]]]] = {}
_NAME = "literals"


def literals_of(pattern: str) -> Literals:
    """Return the literals of an expression."""
    found = _read.get(pattern)
    if found is None:
        stored = _stored.get(pattern)
        if stored is None:
            found = Literals(leading_literals(pattern), required_literals(pattern))
        else:
            found = Literals(tuple(stored[0]), tuple(map(tuple, stored[1])))
        _read[pattern] = found
    return found


def know(stored: Mapping[str, bytes]) -> None:
    """Use what another process knew; to read the expressions of three records takes an eighth of the start."""
    with suppress(ValueError):
        _stored.update(json.loads(stored.get(_NAME, b"{}")))


def knowledge() -> dict[str, bytes] | None:
    """Return all that is known, to be stored; None where everything was stored before."""
    if all(pattern in _stored for pattern in _read):
        return None
    former = _stored if len(_stored) < _MOST else {}
    return {_NAME: json.dumps({**former, **_read}).encode()}
