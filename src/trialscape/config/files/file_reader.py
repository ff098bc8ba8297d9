"""Read one config file into models, and turn every mistake into a ``Fault`` that names its location.

TOML files hold either one table or a list of tables with ids; CSV files hold one row per entry. pydantic reports
locations by index, which is hard to find in a file, so indexes are replaced by the item's id or its line.
"""

import csv
import difflib
import io
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from trialscape.errors import Fault

Model = TypeVar("Model", bound=BaseModel)

# A configuration has some 80 files.
_KEPT = 250


class Strict(BaseModel):
    """Base of all config models: frozen, without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


def read_toml(path: Path, model: type[Model], *, file: str) -> tuple[Model | None, list[Fault]]:
    """Read a TOML file into ``model``; return None and the faults when it has any. ``file`` is the name to show."""
    text, faults = _text(path, file)
    if text is None:
        return None, faults
    found, problems = _toml_model(text, model, file)
    return cast(Model | None, found), list(problems)


def raw_toml(path: Path, *, file: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Return the unvalidated content of a TOML file, or None and the fault."""
    text, faults = _text(path, file)
    return (None, faults) if text is None else _toml(text, file)


def read_csv(path: Path, model: type[Model], *, file: str) -> tuple[list[Model], list[Fault]]:
    """Read a CSV file with a header into one ``model`` a row; cells with ``|`` are split by the model itself."""
    text, faults = _text(path, file, newline="")
    if text is None:
        return [], faults
    rows, problems = _csv_models(text, model, file)
    return cast(list[Model], list(rows)), list(problems)


def raw_csv(path: Path, *, file: str) -> tuple[list[list[str]], list[Fault]]:
    """Return the rows of a CSV file, the header first, or nothing and the fault."""
    text, faults = _text(path, file, newline="")
    return ([], faults) if text is None else _csv(text, file)


def _text(path: Path, file: str, newline: str | None = None) -> tuple[str | None, list[Fault]]:
    try:
        with path.open(encoding="utf-8", newline=newline) as stream:
            return stream.read(), []
    except FileNotFoundError:
        return None, [Fault(file, "", "", "the file is missing")]
    except OSError as error:
        return None, [Fault(file, "", "", f"the file cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return None, [Fault(file, "", "", "the file is not UTF-8 text")]


# Models are frozen and depend on the text alone, so folders that differ in a few files share those of all others: a
# process loads several configurations to compare rules, to show a past day, or after an edit.
@lru_cache(maxsize=_KEPT)
def _toml_model(text: str, model: type[BaseModel], file: str) -> tuple[BaseModel | None, tuple[Fault, ...]]:
    raw, faults = _toml(text, file)
    if raw is None:
        return None, tuple(faults)
    try:
        # In JSON mode neither "61.5" nor true is accepted as a number, and lists become tuples.
        return model.model_validate_json(json.dumps(raw, default=str), strict=True), ()
    except ValidationError as error:
        return None, tuple(_fault(detail, file, raw, model) for detail in error.errors())


@lru_cache(maxsize=_KEPT)
def _csv_models(text: str, model: type[BaseModel], file: str) -> tuple[tuple[BaseModel, ...], tuple[Fault, ...]]:
    rows, faults = _csv(text, file)
    found, problems = ([], faults) if faults else _rows(iter(rows), model, file)
    return tuple(found), tuple(problems)


def _toml(text: str, file: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(file, "", "", f"not valid TOML: {error}")]
    except RecursionError:
        return None, [Fault(file, "", "", "lists or tables are nested too deep")]


def _csv(text: str, file: str) -> tuple[list[list[str]], list[Fault]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True)), []
    except csv.Error as error:
        return [], [Fault(file, "", "", f"not valid CSV: {error}")]


def _rows(lines: Iterator[list[str]], model: type[Model], file: str) -> tuple[list[Model], list[Fault]]:
    header = next(lines, [])
    known = _column_names(model)
    faults = list(_header_faults(header, model, file))
    if any(fault.key in known for fault in faults):
        return [], faults
    # An extra column is reported for the header only; the rows are read without it.
    wrong_header = bool(faults)
    rows: list[Model] = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header) and not wrong_header:
            problem = f"has {len(cells)} cells where the header has {len(header)}"
            faults.append(Fault(file, f"row {number}", "", problem))
            continue
        raw = {key: cell for key, cell in zip(header, cells, strict=False) if cell != "" and key in known}
        try:
            rows.append(model.model_validate(raw))
        except ValidationError as error:
            name = f"row {number} ({cells[0]})" if cells[0] else f"row {number}"
            faults.extend(_fault(detail, file, raw, model, item=name) for detail in error.errors())
    return rows, faults


def _header_faults(header: Sequence[str], model: type[BaseModel], file: str) -> Iterator[Fault]:
    known = _column_names(model)
    for column in header:
        if column not in known:
            yield Fault(file, "header", column, "unknown column" + spelling_hint(column, known), ", ".join(known))
    for name, field in model.model_fields.items():
        if field.is_required() and (field.alias or name) not in header:
            yield Fault(file, "header", field.alias or name, "the column is missing")
    for column in {name for name in header if header.count(name) > 1}:
        yield Fault(file, "header", column, "the column appears twice")


def _column_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def spelling_hint(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'x'?" for the closest known word, or "" when none is close."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def split_cell(value: object) -> object:
    """Split a CSV cell at ``|`` into its parts; a list is returned as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return value


def duplicate_id_faults(items: Sequence[Any], key: Callable[[Any], str], *, file: str, what: str) -> list[Fault]:
    """Return a fault for each id that is used twice in one file."""
    seen: set[str] = set()
    faults = []
    for item in items:
        name = key(item)
        if name in seen:
            faults.append(Fault(file, name, what, "is used twice; ids must be unique"))
        seen.add(name)
    return faults


def _fault(detail: ErrorDetails, file: str, raw: Mapping[str, Any], model: type[BaseModel], item: str = "") -> Fault:
    place, key = _place(detail["loc"], raw)
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(model, detail["loc"])
        return Fault(file, item or place, key, "unknown key" + spelling_hint(key, known), ", ".join(known))
    if kind == "missing":
        return Fault(file, item or place, key, "the key is missing")
    if kind in ("literal_error", "enum"):
        found = detail["input"]
        return Fault(file, item or place, key, f"{found!r} is not allowed", str(context.get("expected", "")))
    message = detail["msg"].removeprefix("Value error, ")
    shown = repr(detail["input"])
    return Fault(file, item or place, key, f"{message[:1].lower()}{message[1:]} (found {shown[:80]})")


def _place(loc: Sequence[int | str], raw: Any) -> tuple[str, str]:
    """Translate pydantic's location into the nearest item id and the key below it."""
    names: list[str] = []
    value = raw
    for step in loc[:-1]:
        value = value[step] if _has(value, step) else None
        if isinstance(step, int):
            named = value.get("id") or value.get("name") if isinstance(value, dict) else None
            names[-1:] = [f"{names[-1] if names else 'item'} {named or f'number {step + 1}'}"]
        else:
            names.append(str(step))
    last = loc[-1] if loc else ""
    return ".".join(names), f"number {last + 1}" if isinstance(last, int) else str(last)


def _has(value: Any, step: int | str) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _known_keys(model: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    """Return the keys allowed at ``loc``, following nested models by their annotations."""
    current: type[BaseModel] | None = model
    for step in loc[:-1]:
        if isinstance(step, str) and current is not None and step in current.model_fields:
            current = _inner_model(current.model_fields[step].annotation)
    return list(current.model_fields) if current is not None else []


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
