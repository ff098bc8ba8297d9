"""Where the shipped folders, a chosen one and the user's cache are found, in a checkout or an installed package."""

import os
from pathlib import Path

from trialscape.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent
_BUNDLED = _PACKAGE / "_bundled"
OVERLAY_FILE = "overlay.toml"


def shipped_folder(name: str) -> Path:
    """Return the folder ``name`` ("config", "sql" or "cassettes/demo") that belongs to the running code.

    A checkout keeps these folders at its top level; a wheel has them under ``trialscape/_bundled``.
    """
    candidates = [_CHECKOUT / name, _BUNDLED / name] if (_CHECKOUT / "pyproject.toml").is_file() else [_BUNDLED / name]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise UsageError(f"The folder '{name}' is missing from this installation; install trialscape again.")


def config_folder(chosen: Path | None) -> Path:
    """Return the config folder to use: the one that was chosen, else the shipped one."""
    if chosen is None:
        return shipped_folder("config")
    if not chosen.is_dir():
        raise UsageError(f"The config folder {chosen} does not exist; 'trialscape config new FOLDER' makes one.")
    return chosen


def is_overlay(folder: Path) -> bool:
    """Return whether a config folder holds only additions to the shipped one and changes of it."""
    return (folder / OVERLAY_FILE).is_file() or not (folder / "settings.toml").is_file()


def sql_folder() -> Path:
    """Return the folder of SQL files."""
    return shipped_folder("sql")


def cache_folder() -> Path:
    """Return the folder for what can be made again; it need not exist, and where it cannot be made, nothing is kept."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "trialscape"
    try:
        return Path.home() / ".cache" / "trialscape"
    except RuntimeError:
        # A user without a home folder: a name that no folder can have, so that nothing is read or kept.
        return Path(os.devnull) / "trialscape"


def made_cache_folder() -> Path:
    """Return the cache folder, made for this user alone; raises OSError where it cannot be made.

    The folder above it is made too, but no other: a missing home folder is not made.
    """
    folder = cache_folder()
    for path in (folder.parent, folder):
        path.mkdir(mode=0o700, exist_ok=True)
    return folder
