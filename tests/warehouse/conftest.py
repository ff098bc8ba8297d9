"""A small part of the SQL, with which a build takes a fraction of a second."""

from pathlib import Path

import pytest

from tests.support.folders.made_once import made_once
from tests.support.tables.small_sql import copy_small_sql


@pytest.fixture(scope="session")
def small_sql(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the SQL files that ``marts.trial`` needs; no test changes it."""
    return made_once(tmp_path_factory, "small-sql", copy_small_sql)
