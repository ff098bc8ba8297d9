"""An empty cache and a copy of the shipped configuration, for tests of what is stored of configurations."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from trialscape.config import load


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an empty cache, and let no configuration of this process be known."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load._load_cached.cache_clear()
    yield tmp_path / "cache" / "trialscape" / "stored"
    load._load_cached.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped configuration."""
    return Path(shutil.copytree(Path(__file__).parents[2] / "config", tmp_path / "config"))
