"""Kill refreshes at random moments and see that nothing is lost, doubled or half there; figures of the loop.

Run: ``python -m benchmarks.kill_loop [--kills 200] [--seed 1]``
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from tests.support.folders.kills import KillLoop
from tests.support.registry.faulty_registry import faulty_registry


def main() -> None:
    """Run the loop and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, faulty_registry() as registry:
        loop = KillLoop(Path(folder), registry, options.seed)
        number = 0
        while sum(loop.tally.kills.values()) < options.kills:
            left = options.kills - sum(loop.tally.kills.values())
            loop.edition(number, min(left, loop.chance.randint(1, 5)))
            number += 1
            tally = loop.tally
            print(f"edition {number}: {sum(tally.kills.values())} kills, {tally.runs} runs", flush=True)
    for stage, count in tally.kills.most_common():
        print(f"{count:5} kills {stage}")
    print(f"{tally.finished_before_the_kill:5} of these processes had ended before the signal came")
    print(f"{tally.runs:5} complete runs, {tally.resumed} of them went on from kept pages")
    print(f"{tally.looks:5} times the published file was opened and read to its end")
    print(f"a complete run took {statistics.median(tally.seconds):.1f} s (median)")
    print(f"nothing lost, nothing doubled; {time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
