"""Loads the configuration: reads and checks every file, or raises all errors at once.

What was read is stored, and a start with the same files takes it from there: see ``stored``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from trialscape.config.files.overlay import config_files
from trialscape.config.files.stored import keep, kept
from trialscape.config.model import Config, as_stored, from_stored, in_folder, is_complete
from trialscape.errors import ConfigError

__all__ = ["Config", "figure_files", "figure_version", "load_config", "rule_version"]


# Readings of a folder whose files change while they are read.
_TRIES = 3


def load_config(folder: Path) -> Config:
    """Read every file of ``folder``; raise one ConfigError with all faults of all files when there are any.

    Unchanged files are not parsed again, wherever they lie, so that a scheduler does not parse them in every run. A
    folder that is edited meanwhile is read again, so that what is kept never joins files of before and after an edit.
    """
    for _ in range(_TRIES):
        content = _content(folder)
        if content is None:
            break
        try:
            loaded = _load_cached(content)
        except _EditedError:
            continue
        return loaded if loaded.folder == folder else in_folder(loaded, folder)
    # Unreadable files are reported as faults, file by file; of what changes all the time nothing is kept.
    return _read(folder)


class _EditedError(Exception):
    """The files changed while they were read."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a configuration is read from; equal names and bytes give equal configurations in any folder."""

    folder: Path = field(compare=False)
    digest: str


def _content(folder: Path) -> _Content | None:
    """Return what the folder holds now; None when a file cannot be read."""
    digest = hashlib.sha256()
    try:
        for path in config_files(folder):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    except OSError:
        return None
    return _Content(folder, digest.hexdigest())


@lru_cache(maxsize=4)
def _load_cached(content: _Content) -> Config:
    key = f"configuration {content.digest}"
    stored = kept(key)
    if stored is not None and (config := _from_stored(content.folder, stored)):
        return config
    config = _read_unchanged(content)
    keep(key, lambda: _form(config))
    return config


def _read_unchanged(content: _Content) -> Config:
    """Read the folder; raise _EditedError if it does not hold ``content`` any more when all is read."""
    try:
        config = _read(content.folder)
    except (ConfigError, OSError):
        if _content(content.folder) == content:
            raise
        raise _EditedError from None
    if _content(content.folder) != content:
        raise _EditedError
    return config


def _from_stored(folder: Path, stored: Mapping[str, bytes]) -> Config | None:
    """Return the stored configuration; None when a part is missing or would not be read as it was."""
    try:
        rules, figures = (stored[name].decode() for name in ("rule_version", "figure_version"))
        is_sound = is_complete(stored) and _is_known_zone(json.loads(stored["settings"])["schedule"]["timezone"])
    except (KeyError, ValueError, TypeError):
        return None
    return from_stored(folder, rules, figures, stored) if is_sound else None


def _is_known_zone(name: str) -> bool:
    """Return whether the system still has the time zone: what it has is no part of the program."""
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _form(config: Config) -> dict[str, bytes] | None:
    """Return the stored form of a configuration; None if it would not be read as it was."""
    stored = {
        "rule_version": config.rule_version.encode(),
        "figure_version": config.figure_version.encode(),
        **as_stored(config),
    }
    return stored if _from_stored(config.folder, stored) == config else None


def _read(folder: Path) -> Config:
    from trialscape.config.read_files import read_files

    parts = read_files(folder)
    return Config(folder=folder, rule_version=rule_version(folder), figure_version=figure_version(folder), **parts)


def rule_version(folder: Path) -> str:
    """Return twelve hex digits over names and bytes of all files in ``axes/`` and ``terms/``."""
    return _version([*(folder / "axes").glob("*.toml"), *(folder / "terms").glob("*.csv")])


# Request settings, other words for names, watchlists, and the checks that stop a build change no published figure.
_DECIDES_NO_FIGURE = ("settings.toml", "expectations.toml", "names.toml", "watchlists.toml")


def figure_version(folder: Path) -> str:
    """Return twelve hex digits over names and bytes of every file that affects figures."""
    return _version(figure_files(folder))


def figure_files(folder: Path) -> list[Path]:
    """Return every file that affects figures."""
    return [path for path in config_files(folder) if path.name not in _DECIDES_NO_FIGURE]


def _version(files: list[Path]) -> str:
    """Return a version; warehouses and archived rules name it, so what it is made of stays as it is."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
