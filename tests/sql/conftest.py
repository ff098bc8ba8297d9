"""The hand-made world, built once a run for all tests that only read it."""

from pathlib import Path

import pytest

from tests.sql.worlds import hand_made
from tests.support.folders.made_once import made_once
from tests.support.tables.tables import build
from trialscape.warehouse import current_path


@pytest.fixture(scope="session")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published file of the hand-made world."""
    return current_path(made_once(tmp_path_factory, "hand-made", lambda folder: build(hand_made(), folder)))
