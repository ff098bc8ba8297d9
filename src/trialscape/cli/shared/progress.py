"""Progress messages during long work, on standard error, in terminals and pipes."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Shorter work needs no sign of life.
EVERY = 10.0


@contextmanager
def reported(doing: str, *, every: float = EVERY) -> Iterator[None]:
    """Print every few seconds that ``doing``, such as "Building the warehouse", goes on, until the block ends."""
    done, begun = threading.Event(), time.monotonic()

    def speak() -> None:
        while not done.wait(every):
            sys.stderr.write(f"{doing}: {time.monotonic() - begun:.0f} s so far.\n")
            sys.stderr.flush()

    speaker = threading.Thread(target=speak, name="progress", daemon=True)
    speaker.start()
    try:
        yield
    finally:
        done.set()
        speaker.join()


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
