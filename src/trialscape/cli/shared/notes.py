"""Sentences on how a question was read: on standard error, or kept for an answer that holds them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_kept: ContextVar[list[str] | None] = ContextVar("kept", default=None)


def note(sentence: str) -> None:
    """Print a sentence on standard error, or add it to the list of ``kept_notes``."""
    kept = _kept.get()
    if kept is None:
        sys.stderr.write(f"{sentence}\n")
    else:
        kept.append(sentence)


@contextmanager
def kept_notes() -> Iterator[list[str]]:
    """Collect the sentences of a block in a list, for readers who do not see standard error."""
    kept: list[str] = []
    token = _kept.set(kept)
    try:
        yield kept
    finally:
        _kept.reset(token)
