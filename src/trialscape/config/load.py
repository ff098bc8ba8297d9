"""Loads the configuration: reads and checks every file, or raises all errors at once.

What was read is stored, and a start with the same files takes it from there: see ``stored``.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from trialscape.config.files.overlay import config_files
from trialscape.config.files.stored import keep, kept
from trialscape.config.model import Config, as_stored, from_stored, in_folder

__all__ = ["Config", "figure_files", "figure_version", "load_config", "rule_version"]


def load_config(folder: Path) -> Config:
    """Read every file of ``folder``; raise one ConfigError with all faults of all files when there are any.

    Unchanged files are not parsed again, wherever they lie, so that a scheduler does not parse them in every run.
    """
    try:
        files = config_files(folder)
        content = _Content(folder, tuple(str(path.relative_to(folder)) for path in files), _digest(files))
    except OSError:
        # Unreadable files are reported as faults below, file by file.
        return _read(folder)
    loaded = _load_cached(content)
    return loaded if loaded.folder == folder else in_folder(loaded, folder)


@dataclass(frozen=True, slots=True)
class _Content:
    """What a configuration is read from; equal names and bytes give equal configurations in any folder."""

    folder: Path = field(compare=False)
    names: tuple[str, ...]
    digest: str


@lru_cache(maxsize=4)
def _load_cached(content: _Content) -> Config:
    key = "\0".join((*content.names, content.digest))
    stored = kept(key)
    if stored is not None:
        return from_stored(content.folder, stored["rule_version"].decode(), stored["figure_version"].decode(), stored)
    config = _read(content.folder)
    keep(key, lambda: _form(config))
    return config


def _form(config: Config) -> dict[str, bytes] | None:
    """Return the stored form of a configuration; None if it would not be read as it was."""
    stored = {
        "rule_version": config.rule_version.encode(),
        "figure_version": config.figure_version.encode(),
        **as_stored(config),
    }
    again = from_stored(config.folder, config.rule_version, config.figure_version, stored)
    return stored if again == config else None


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
    return _digest(files)[:12]


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
