"""The configuration of a command."""

from pathlib import Path

from trialscape.config.chosen_folder import load_chosen
from trialscape.config.load import Config


def configuration(folder: Path | None) -> Config:
    """Load the chosen configuration, or raise ConfigError with all its faults."""
    return load_chosen(folder)
