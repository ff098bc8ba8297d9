"""The configuration that a person chose: the shipped one, a whole folder, or an overlay on the shipped one."""

import tempfile
from functools import cache
from pathlib import Path

from trialscape.config.files.overlay import compose, config_files
from trialscape.config.load import Config, load_config
from trialscape.errors import ConfigError, Fault
from trialscape.paths import config_folder, is_overlay


def load_chosen(chosen: Path | None) -> Config:
    """Load the chosen configuration; raise one ConfigError with all its faults."""
    folder = config_folder(chosen)
    if not is_overlay(folder):
        return load_config(folder)
    whole, faults = _composed(folder, _state(folder))
    if not faults:
        return load_config(Path(whole.name, "config"))
    raise ConfigError([*faults, *_further_faults(Path(whole.name, "config"))])


def _further_faults(folder: Path) -> list[Fault]:
    """Return the faults besides those of the overlay itself, so that one run shows all of them."""
    try:
        load_config(folder)
    except ConfigError as error:
        return list(error.faults)
    return []


@cache
def _composed(
    overlay: Path, _state: tuple[tuple[str, int, int], ...]
) -> tuple["tempfile.TemporaryDirectory[str]", list[Fault]]:
    """Return the folder that holds the whole configuration, which exists as long as the process, and the faults."""
    room = tempfile.TemporaryDirectory(prefix="trialscape-config-")
    return room, compose(overlay, config_folder(None), Path(room.name, "config"))


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return a key that changes with the overlay: names, sizes and times of its files."""
    stats = [(path, path.stat()) for path in config_files(folder)]
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)
