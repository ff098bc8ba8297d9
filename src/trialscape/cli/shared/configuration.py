"""The configuration that a command works with."""

from pathlib import Path

from trialscape.config.load import Config, load_config
from trialscape.paths import config_folder


def configuration(folder: Path | None) -> Config:
    """Load the chosen configuration, or raise ConfigError with all its faults."""
    return load_config(config_folder(folder))
