"""Progress messages during long work, on standard error, in terminals and pipes."""

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Piece = TypeVar("_Piece")

# Shorter work needs no sign of life.
EVERY = 5.0
# Seconds after which a rate means something.
_SHORTEST = 1.0
# Rates below this have a decimal.
_WHOLE = 10
# Seconds without another trial after which all are classified.
_PAUSE = 4.0


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
    """The present step of a refresh or build in words; ``first`` are those before any report."""

    def __init__(self, first: str) -> None:
        self._words = first
        self._first_trial = self._last_trial = 0.0

    def page(self, search: str, seen: int, total: int | None) -> None:
        """Note a page of a search."""
        self._words = f"search {search}, {seen:,} of {total:,} trials" if total is not None else f"search {search}"

    def trials(self, count: int) -> None:
        """Note the number of classified trials, with their rate."""
        now = time.monotonic()
        self._first_trial, self._last_trial = self._first_trial or now, now
        passed = now - self._first_trial
        rate = f", {count / passed:,.0f} a second" if passed > _SHORTEST else ""
        self._words = f"{count:,} trials classified{rate}"

    def noting(self, message: Callable[[str], None]) -> Callable[[str], None]:
        """Return ``message`` so that the step is noted too: a refresh sends sentences when its searches are fetched."""

        def pass_on(sentence: str) -> None:
            self._words = "building the warehouse"
            message(sentence)

        return pass_on

    def words(self) -> str:
        """Return the step; the tables are built when no further trial is classified."""
        is_over = self._last_trial and time.monotonic() - self._last_trial > _PAUSE
        return f"{self._words}; building the tables" if is_over else self._words


class LatestCount:
    """How many pieces of the present step are done, of how many, and their rate, in words."""

    def __init__(self, what: str) -> None:
        self._what, self._begun, self._shown = what, time.monotonic(), ""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Note that so many pieces are done."""
        passed = time.monotonic() - self._begun
        of = f" of {total:,}" if total is not None else ""
        self._shown = f"{done:,}{of} {self._what}" + (
            f", {_rate(done / passed)} a second" if passed > _SHORTEST else ""
        )

    def each(self, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
        """Yield pieces of unknown number and count them."""
        for done, piece in enumerate(pieces, start=1):
            yield piece
            self(done)

    def words(self) -> str:
        """Return the count; nothing before there is one."""
        return self._shown


def _rate(pieces: float) -> str:
    return f"{pieces:,.0f}" if pieces >= _WHOLE else f"{pieces:.1f}"


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
