"""Progress messages during long work, on standard error, in terminals and pipes."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Shorter work needs no sign of life.
EVERY = 5.0


@contextmanager
def reported(doing: str, *, every: float = EVERY, latest: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Print every few seconds that ``doing``, such as "Building the warehouse", goes on, until the block ends.

    ``latest`` returns what is known of the present step.
    """
    done, begun = threading.Event(), time.monotonic()

    def speak() -> None:
        while not done.wait(every):
            step = latest()
            sys.stderr.write(f"{doing}: {time.monotonic() - begun:.0f} s so far{'; ' if step else ''}{step}.\n")
            sys.stderr.flush()

    speaker = threading.Thread(target=speak, name="progress", daemon=True)
    speaker.start()
    try:
        yield
    finally:
        done.set()
        speaker.join()


class LatestStep:
    """The present step of a refresh in words: the search that is fetched, else the build."""

    def __init__(self) -> None:
        self._words = "asking the registry"

    def page(self, search: str, seen: int, total: int | None) -> None:
        """Note a page of a search."""
        self._words = f"search {search}, {seen:,} of {total:,} trials" if total is not None else f"search {search}"

    def noting(self, message: Callable[[str], None]) -> Callable[[str], None]:
        """Return ``message`` so that the step is noted too: a refresh sends sentences when its searches are fetched."""

        def pass_on(sentence: str) -> None:
            self._words = "building the warehouse"
            message(sentence)

        return pass_on

    def words(self) -> str:
        """Return the step."""
        return self._words


def counted(what: str, *, every: float = EVERY) -> Callable[[int], None]:
    """Return a function that takes a running count, and prints it with its rate every few seconds."""
    begun = last = time.monotonic()

    def show(count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= every:
            last = now
            sys.stderr.write(f"{count:,} {what}, {count / (now - begun):,.0f} a second.\n")
            sys.stderr.flush()

    return show
