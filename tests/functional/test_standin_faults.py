"""The real command line against the stand-in registry: each of its faults in each position of a walk of five pages.

A sample runs in the suite; ``TRIALSCAPE_FAULTS=all`` runs every pair. Each refresh is a process of its own.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.refresh_kit import Held, held, make_config, published, refresh
from tests.support.standin import StandIn, running_standin

FAULTS = ("429", "500", "502", "503", "reset", "truncate", "garbage", "slow:1", "stale", "403", "html200", "empty")
# These are a clear word of the registry, so that trying again at once would be hammering.
REFUSALS = {"403", "html200"}
POSITIONS = range(1, 6)
PAIRS = [(fault, position) for fault in FAULTS for position in POSITIONS]
SAMPLE = PAIRS if os.environ.get("TRIALSCAPE_FAULTS") == "all" else PAIRS[::23]
DONE, UNANSWERED, REFUSED = 0, 12, 13


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with running_standin() as running:
        yield running


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "config"
    return make_config(folder, {"tigit": ["TIGIT", "tiragolumab"]}, page_size="6")


@pytest.fixture(scope="module")
def calm(standin: StandIn, config: Path, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Return what an undisturbed refresh leaves behind."""
    data = tmp_path_factory.mktemp("calm")
    standin.reset()
    assert refresh(config, data, standin.base_url).returncode == DONE
    pages = [path for path in standin.asked() if path.startswith("/api/v2/studies?")]
    assert len(pages) == len(POSITIONS)
    return held(data)


@pytest.mark.parametrize(("fault", "position"), SAMPLE)
def test_a_fault_ends_as_intended_and_the_next_run_mends_it(
    standin: StandIn, config: Path, calm: Held, tmp_path: Path, fault: str, position: int
) -> None:
    # The first request asks for the version, so that page n is request n + 1.
    standin.reset(faults=[f"{fault}@{position + 1}"])
    first = refresh(config, tmp_path, standin.base_url)
    assert "Traceback" not in first.stderr
    if fault in REFUSALS:
        assert first.returncode == UNANSWERED, first.stderr
        assert published(tmp_path) is None
    else:
        # An empty page in the middle makes the walk short of the total, and it is walked once more.
        assert first.returncode in ((DONE, REFUSED) if fault == "empty" else (DONE,)), first.stderr
    standin.reset()
    assert complete(refresh(config, tmp_path, standin.base_url, "--full"))
    assert held(tmp_path).versions == calm.versions
    assert published(tmp_path) is not None


def complete(result: subprocess.CompletedProcess[str]) -> bool:
    """Say whether a refresh came to its end without a word of trouble."""
    return result.returncode == DONE and "Traceback" not in result.stderr
