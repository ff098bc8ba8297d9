"""One answer for an assistant: rows, what they count, what they are not, and the snapshot that they come from."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from trialscape.cli.shared.output import NOT_REVENUE, as_objects
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse, open_current

# An assistant reads every row that it is given, so more rows do not help.
MOST_ROWS = 200
# Seconds after which a statement that an assistant wrote is stopped.
LONGEST = 20.0
# Bytes of the rows of one answer; the transport and the assistant take minutes for a text of a hundred megabytes.
LARGEST = 2_000_000

Answer = dict[str, Any]


def answer(
    warehouse: Warehouse,
    name: str,
    asked: Mapping[str, object] | None,
    *,
    basis: str,
    columns: Sequence[str] = (),
    caveats: Sequence[str] = (),
    most: int = MOST_ROWS,
) -> Answer:
    """Return the rows of a query of ``sql/queries`` with their basis, caveats and capsule; ``columns``: only these."""
    names, rows = warehouse.query(query_text(name), asked)
    objects = as_objects(names, rows[:most])
    if columns:
        objects = [{column: row[column] for column in columns} for row in objects]
    return with_origin(warehouse, objects, len(rows), basis, caveats)


def statement(warehouse: Warehouse, query: str, most: int) -> Answer:
    """Return the first ``most`` rows of a reading statement. Raises UsageError when it is wrong or takes too long."""
    with _stopped_after(warehouse, LONGEST):
        names, rows = warehouse.query(query, most=most + 1)
    found = with_origin(warehouse, as_objects(names, rows[:most]), len(rows[:most]), "One statement on the marts.", ())
    return found | {"more_rows_exist": len(rows) > most}


def with_origin(
    warehouse: Warehouse, rows: Sequence[Mapping[str, Any]], count: int, basis: str, caveats: Sequence[str]
) -> Answer:
    """Return rows with their number before they were cut, basis, caveats, and the snapshot's facts.

    Raises UsageError when they are larger than an answer may be.
    """
    text = orjson.dumps(list(rows), default=str)
    if len(text) > LARGEST:
        raise UsageError(
            f"The answer has {len(text) / 1e6:.1f} MB, and at most {LARGEST / 1e6:.0f} MB are sent; "
            "ask for fewer rows or columns."
        )
    names, facts = warehouse.query(query_text("assistant/origin"))
    origin = as_objects(names, facts)[0]
    warnings = [DEMO_WARNING] if origin["is_demo"] else []
    return {
        "rows": orjson.loads(text),
        "row_count": count,
        "left_off": count - len(rows),
        "basis": basis,
        "caveats": [*warnings, *caveats, NOT_REVENUE],
        "origin": orjson.loads(orjson.dumps(origin, default=str)),
    }


def opened(data: Path) -> Warehouse:
    """Open the current version for one answer, so that a refresh between two answers is seen by the second."""
    return open_current(warehouse_folder(data))


@contextmanager
def _stopped_after(warehouse: Warehouse, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, warehouse.stop)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
