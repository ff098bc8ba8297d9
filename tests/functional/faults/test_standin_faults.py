"""The real command line against the stand-in registry: each of its faults in each position of a walk of five pages.

A sample runs in the suite; ``TRIALSCAPE_FAULTS=all`` runs all sixty pairs. Each refresh is a separate process.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders.refresh_kit import Held, held, make_config, published, refresh
from tests.support.registry.standin import StandIn, running_standin

FAULTS = ("429", "500", "502", "503", "reset", "truncate", "garbage", "slow:1", "stale", "403", "html200", "empty")
# This is a clear word of the registry, so that trying again at once would be hammering.
REFUSALS = {"403"}
POSITIONS = range(1, 6)
PAIRS = [(fault, position) for fault in FAULTS for position in POSITIONS]
# First, middle and last page; a temporary fault, one that restarts the walk, a refusal, a wrong answer.
FEW = [("empty", 1), ("stale", 3), ("403", 5), ("truncate", 5)]
SAMPLE = PAIRS if os.environ.get("TRIALSCAPE_FAULTS") == "all" else FEW
DONE, UNANSWERED = 0, 12


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
    # Only requests for pages count, so that the fault occurs on page ``position``.
    standin.reset(faults=[f"{fault}@{position}"])
    first = refresh(config, tmp_path, standin.base_url)
    assert "Traceback" not in first.stderr
    assert standin.control()["faults"] == [], "the fault was met"
    if fault in REFUSALS:
        assert first.returncode == UNANSWERED, first.stderr
        assert published(tmp_path) is None
    elif (fault, position) == ("empty", 1):
        # Whoever is asked for the first time and says "none of 0" cannot be known to be wrong; nothing is published.
        assert "Found nothing" in first.stdout
        assert published(tmp_path) is None
    else:
        # An empty page further on makes the walk incomplete, and it is repeated.
        assert first.returncode == DONE, first.stderr
        assert published(tmp_path) is not None
    standin.reset()
    # The edition is the same, but everything that the fault withheld is fetched again.
    assert complete(refresh(config, tmp_path, standin.base_url))
    assert held(tmp_path).versions == calm.versions
    assert published(tmp_path) is not None


def complete(result: subprocess.CompletedProcess[str]) -> bool:
    """Return whether a refresh succeeded without a message of failure."""
    return result.returncode == DONE and "Traceback" not in result.stderr
