"""kill -9 at random moments of real refreshes; ``python -m benchmarks.kill_loop`` does the same as often as asked."""

import os
from pathlib import Path

import pytest

from tests.support.folders.kills import KillLoop
from tests.support.registry.faulty_registry import faulty_registry

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a signal of this kind is that of POSIX systems")

KILLS = int(os.environ.get("TRIALSCAPE_KILLS", "4"))


def test_a_refresh_killed_at_any_time_loses_and_duplicates_no_record(tmp_path: Path) -> None:
    with faulty_registry() as registry:
        loop = KillLoop(tmp_path, registry, seed=KILLS)
        done = number = 0
        while done < KILLS:
            kills = min(KILLS - done, 4)
            loop.edition(number, kills)
            done, number = done + kills, number + 1
    assert sum(loop.tally.kills.values()) == KILLS
    assert loop.tally.looks >= KILLS
    assert loop.tally.compared == number
