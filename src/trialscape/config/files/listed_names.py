"""The names that a configuration defines, read without any check, for the completion of commands in a shell.

A whole configuration takes a second to load and check; this takes some hundredths. Files that cannot be read have no
names here: the commands themselves say what is wrong with them.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from trialscape.paths import OVERLAY_FILE, config_folder, is_overlay

# Names with their titles.
Named = Mapping[str, str]


def names_of(chosen: Path | None, *kinds: str) -> Named:
    """Return the names of kinds of ``names.toml``, such as status, in small letters, each with a synonym."""
    found: dict[str, str] = {}
    for folder in _folders(chosen):
        for name, words in (item for kind in kinds for item in _toml(folder / "names.toml").get(kind, {}).items()):
            listed = words.get("words", ()) if isinstance(words, dict) else words
            found.setdefault(name.casefold(), listed[0] if listed else "")
    return found


def modalities(chosen: Path | None) -> Named:
    """Return the modalities that have synonyms, and those of the agents, each with a synonym."""
    rows = (row for folder in _folders(chosen) for row in _rows(folder / "terms" / "agents.csv"))
    used = sorted({name for row in rows for name in row["modality"].split("|")})
    return {**dict.fromkeys(used, ""), **names_of(chosen, "modality")}


def rows_of(chosen: Path | None, file: str) -> Named:
    """Return the first column of a file of terms, such as ``targets.csv``, with its column ``name`` if it has one."""
    found: dict[str, str] = {}
    for folder in _folders(chosen):
        found.update((next(iter(row.values())), row.get("name", "")) for row in _rows(folder / "terms" / file))
    return found


def reports(chosen: Path | None) -> Named:
    """Return the ids of the reports with their titles."""
    return dict(sorted((str(report["id"]), str(report.get("title", ""))) for report in _reports(chosen)))


def cohorts(chosen: Path | None) -> Named:
    """Return the ids of the cohorts, those of reports included, with their names."""
    shared = (item for folder in _folders(chosen) for item in _toml(folder / "cohorts.toml").get("cohort", ()))
    own = (item for report in _reports(chosen) for item in report.get("cohorts", ()))
    return _titled((*shared, *own), "name")


def entries_of(chosen: Path | None, entry: str, title: str, report: str | None, **where: str | None) -> Named:
    """Return the ids of the entries of reports, such as claims, with what their key ``title`` holds.

    ``report`` and ``where`` narrow the choice; None stands for any.
    """
    items = (
        item
        for content in _reports(chosen)
        if report is None or content["id"].casefold() == report.casefold()
        for item in content.get(entry, ())
    )
    asked = {key: value for key, value in where.items() if value}
    return _titled((item for item in items if all(item.get(key) == value for key, value in asked.items())), title)


def axes(chosen: Path | None) -> Named:
    """Return the axes of labels whose error rate is known."""
    rates = (item for folder in _folders(chosen) for item in _toml(folder / "error_rates.toml").get("rate", ()))
    return {str(item["axis"]): "" for item in rates if "axis" in item}


def kinds_of_change(chosen: Path | None) -> Named:
    """Return the kinds of changes."""
    rules = (rule for folder in _folders(chosen) for rule in _toml(folder / "changes.toml").get("rule", ()))
    return {str(rule["kind"]): "" for rule in rules if "kind" in rule}


def _titled(items: Iterable[Mapping[str, Any]], title: str) -> Named:
    return {str(item["id"]): str(item.get(title, "")) for item in items if "id" in item}


def _folders(chosen: Path | None) -> tuple[Path, ...]:
    """Return the shipped configuration and what the chosen folder adds to it, or a chosen whole configuration alone."""
    folder = config_folder(chosen)
    return (config_folder(None), folder) if is_overlay(folder) else (folder,)


def _reports(chosen: Path | None) -> Iterator[Mapping[str, Any]]:
    """Yield the content of each report's file.

    A file of an overlay replaces the shipped one of its name, and an overlay can leave shipped ones out.
    """
    folders = _folders(chosen)
    files = {path.name: path for folder in folders for path in sorted((folder / "reports").glob("*.toml"))}
    left_out = {name for folder in folders for name in _toml(folder / OVERLAY_FILE).get("leave_out", ())}
    kept = (path for name, path in files.items() if f"reports/{name}" not in left_out)
    yield from (content for content in map(_toml, kept) if "id" in content)


@cache
def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, restval=""))
    except (OSError, ValueError, csv.Error):
        return []
