"""Sentences about wrong arguments of a tool: what is wrong, and what is allowed, from the tool's JSON schema."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trialscape.report.words import listed

Schema = Mapping[str, Any]

_LONGEST = 60


def unknown_arguments(tool: str, schema: Schema, given: Iterable[str]) -> str:
    """Return a sentence on the arguments that the tool does not have, "" if it has all of them."""
    known = list(schema.get("properties", {}))
    unknown = [name for name in given if name not in known]
    if not unknown:
        return ""
    return f"{tool} has no argument {_quoted(unknown)}; it has {listed(known) or 'none'}."


def wrong_arguments(schema: Schema, given: Mapping[str, Any], faults: Iterable[Mapping[str, Any]]) -> str:
    """Return a sentence for each argument that is missing or wrong; ``faults`` have the key ``loc`` of pydantic's."""
    names = dict.fromkeys(str(fault["loc"][0]) for fault in faults if fault["loc"])
    return " ".join(_sentences(schema, given, names))


def _sentences(schema: Schema, given: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        own = schema.get("properties", {}).get(name, {})
        takes = f"'{name}' takes {allowed(own)}"
        yield f"{takes}, not {_shown(given[name])}." if name in given else f"{takes}; it is missing."


def allowed(schema: Schema) -> str:
    """Return in words what a property takes, such as "active, late or all"."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    words = " or ".join(map(_kind, kinds))
    return f"{words}, such as {schema['examples'][0]}" if schema.get("examples") else words


def _kind(schema: Schema) -> str:
    if "enum" in schema:
        *first, last = map(str, schema["enum"])
        return f"{', '.join(first)} or {last}" if first else last
    if schema.get("type") == "integer":
        return f"a whole number from {schema.get('minimum', 0)} to {schema.get('maximum', 'any')}"
    if schema.get("type") == "array":
        return "a list of texts"
    return "a day, as YYYY-MM-DD" if schema.get("format") == "date" else "text"


def _shown(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _quoted(names: Iterable[str]) -> str:
    return listed([f"'{name}'" for name in names])
