"""A configuration as the next process finds it."""

from pathlib import Path

from trialscape.config import load
from trialscape.config.load import Config, load_config


def loaded_again(folder: Path) -> Config:
    """Load as another process does."""
    load._load_cached.cache_clear()
    return load_config(folder)
