"""A configuration folder with only additions and changes, merged over the shipped one.

A folder is an overlay if it holds ``overlay.toml`` or no ``settings.toml``; any other is a whole configuration. Overlay
and shipped configuration are merged into a temporary folder, so that all readers see a whole configuration.

Tables of a TOML file are merged key by key; entries with an id replace the shipped entry of that id or are added; any
other list replaces the shipped one. Rows of a CSV file replace the shipped rows with the same first cell or are added;
they come first, so that a fault names the row of the overlay's file.
"""

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tomli_w

from trialscape.config.files.file_reader import Strict, raw_csv, raw_toml, read_toml, spelling_hint
from trialscape.errors import Fault
from trialscape.paths import OVERLAY_FILE

REPORTS = "reports"

Table = dict[str, Any]
Rows = list[list[str]]


class Overlay(Strict):
    """What an overlay removes: files ("reports/x.toml") or entries of a file ("searches.toml: car_t")."""

    leave_out: tuple[str, ...] = ()


def config_files(folder: Path) -> list[Path]:
    """Return every configuration file of ``folder``, sorted."""
    patterns = ("*.toml", "*.csv", "*/*.toml", "*/*.csv")
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def compose(overlay: Path, shipped: Path, target: Path) -> list[Fault]:
    """Write the whole configuration to ``target``, a folder that does not exist yet; return the overlay's faults."""
    shutil.copytree(shipped, target)
    faults: list[Fault] = []
    known = [path.relative_to(shipped).as_posix() for path in config_files(shipped)]
    for path in config_files(overlay):
        name = path.relative_to(overlay).as_posix()
        if name in known:
            faults += _lay_over(path, target / name, name)
        elif path.parent.name == REPORTS and path.suffix == ".toml":
            shutil.copyfile(path, target / name)
        elif name != OVERLAY_FILE:
            hint = spelling_hint(name, known)
            # A folder of other files has many such faults, so the long list stands in the first one only.
            listed = "" if hint or any(fault.allowed for fault in faults) else ", ".join(known)
            faults.append(Fault(name, "", "", f"no such configuration file{hint}", listed))
    if (overlay / OVERLAY_FILE).is_file():
        content, found = read_toml(overlay / OVERLAY_FILE, Overlay, file=OVERLAY_FILE)
        faults += found
        faults += [fault for item in (content.leave_out if content else ()) for fault in _leave_out(item, target)]
    return faults


def _lay_over(path: Path, target: Path, name: str) -> list[Fault]:
    """Merge one file of the overlay into the shipped copy in ``target``."""
    if path.suffix == ".toml":
        over, faults = raw_toml(path, file=name)
        base, _ = raw_toml(target, file=name)
        if over is not None and base is not None:
            target.write_text(tomli_w.dumps(merged(base, over)), encoding="utf-8")
        return faults
    rows, faults = raw_csv(path, file=name)
    shipped, _ = raw_csv(target, file=name)
    if rows and shipped:
        _write_rows(target, _merged_rows(shipped, rows))
    return faults


def merged(base: Any, over: Any) -> Any:
    """Return ``over`` merged over ``base``, two values of the same key of a TOML file."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merged(base[key], value) if key in base else value for key, value in over.items()}
    if _has_ids(base) and _has_ids(over):
        entries = {entry["id"]: entry for entry in base} | {entry["id"]: entry for entry in over}
        return list(entries.values())
    return over


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) and "id" in entry for entry in value)


def _merged_rows(shipped: Rows, rows: Rows) -> Rows:
    """Return the rows of both under the shipped header, to which unknown columns of the overlay are added."""
    header = [*shipped[0], *(column for column in rows[0] if column not in shipped[0])]
    own = [_under(header, rows[0], row) for row in rows[1:]]
    replaced = {row[0] for row in own if row}
    return [header, *own, *(row for row in shipped[1:] if row and row[0] not in replaced)]


def _under(header: list[str], columns: list[str], row: list[str]) -> list[str]:
    """Return ``row`` in the order of ``header``; one with the wrong number of cells is unchanged and reported later."""
    if len(row) != len(columns):
        return row if len(row) != len(header) else [*row, ""]
    cells = dict(zip(columns, row, strict=True))
    return [cells.get(column, "") for column in header]


def _write_rows(target: Path, rows: Iterable[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    target.write_text(text.getvalue(), encoding="utf-8", newline="")


def _leave_out(item: str, target: Path) -> Iterator[Fault]:
    """Remove a report or an entry from ``target``; yield a fault when there is none of that name."""
    name, _, entry = (part.strip() for part in item.partition(":"))
    path = target / name
    allowed = [file.relative_to(target).as_posix() for file in config_files(target)]
    if name not in allowed:
        yield Fault(
            OVERLAY_FILE,
            item,
            "leave_out",
            f"no such configuration file{spelling_hint(name, allowed)}",
            ", ".join(allowed),
        )
    elif not entry and path.parent.name == REPORTS:
        path.unlink()
    elif not entry:
        yield Fault(OVERLAY_FILE, item, "leave_out", "only a report can be left out as a file; write 'file: entry'")
    elif not _is_left_out(path, entry):
        yield Fault(OVERLAY_FILE, item, "leave_out", f"{name} has no entry '{entry}'")


def _is_left_out(path: Path, entry: str) -> bool:
    """Remove ``entry`` from the file; return whether it was there."""
    if path.suffix == ".csv":
        rows, _ = raw_csv(path, file=path.name)
        left = [row for row in rows if not row or row[0] != entry]
        _write_rows(path, left)
        return len(left) < len(rows)
    content, _ = raw_toml(path, file=path.name)
    found = False
    for key, value in (content or {}).items():
        if content is not None and _has_ids(value) and any(part["id"] == entry for part in value):
            content[key] = [part for part in value if part["id"] != entry]
            found = True
    if found and content is not None:
        path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return found
