"""A record with values of impossible types, read without them: each is dropped and becomes a signal."""

import re
from copy import deepcopy
from typing import Any

import orjson
from pydantic import ValidationError

from trialscape.study.signals import Signal


class UnreadableRecordError(ValueError):
    """A record without a usable NCT id, or one that is not a JSON object; the message says which."""


def repaired_record(raw: bytes | str | dict[str, Any], error: ValidationError) -> tuple[dict[str, Any], list[Signal]]:
    """Return a copy of ``raw``, decoded, without the values that ``error`` names, and a signal for each of these.

    Raises UnreadableRecordError when there is no JSON object with an NCT id.
    """
    try:
        value = deepcopy(raw) if isinstance(raw, dict) else orjson.loads(raw)
    except orjson.JSONDecodeError as cause:
        raise UnreadableRecordError(f"not JSON: {cause}") from cause
    except RecursionError as cause:
        raise UnreadableRecordError("nested deeper than any record of the registry") from cause
    if not isinstance(value, dict):
        raise UnreadableRecordError("not a JSON object with a protocolSection")
    nct_id = record_id(value)
    if not nct_id:
        raise UnreadableRecordError("no NCT id under protocolSection.identificationModule")
    signals = []
    for fault in sorted(error.errors(), key=lambda item: [str(step) for step in item["loc"]], reverse=True):
        place = ".".join("[]" if isinstance(step, int) else step for step in fault["loc"])
        signals.append(Signal("unreadable_value", place.replace(".[]", "[]"), type(fault["input"]).__name__, nct_id))
        _discard(value, fault["loc"])
    return value, signals


def record_id(raw: dict[str, Any]) -> str:
    """Return the NCT id of a decoded study object, or "" when it has none."""
    section = raw.get("protocolSection")
    module = section.get("identificationModule") if isinstance(section, dict) else None
    nct_id = module.get("nctId") if isinstance(module, dict) else None
    return nct_id if isinstance(nct_id, str) else ""


def is_trial_id(text: str) -> bool:
    """Return whether this is an id as the registry gives them."""
    return re.fullmatch(r"NCT[0-9]{8}", text) is not None


def _discard(value: Any, place: tuple[int | str, ...]) -> None:
    """Remove the value at ``place``; list items are emptied instead, so that positions are kept."""
    if not place:
        # The error concerns the whole record, such as too deep JSON; its parts may still be usable.
        return
    for step in place[:-1]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return
    last = place[-1]
    if isinstance(value, dict):
        value.pop(last, None)
    elif isinstance(value, list) and isinstance(last, int) and last < len(value):
        value[last] = {} if any(isinstance(item, dict) for item in value) else ""
