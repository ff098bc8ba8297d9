"""Work on many items: in several processes, in the order of the items, and how its progress is reported."""

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Takes how many pieces of long work are done, and how many there are.
OnProgress = Callable[[int, int], None]

_work: Callable[[Any], Any] | None = None


class LostProcessError(Exception):
    """The system killed a process, usually because memory ran out."""


def unreported(_done: int, _total: int) -> None:
    """Report no progress, for callers that show none."""


def in_processes(
    count: int,
    chunks: Iterable[Item],
    prepare: Callable[..., Callable[[Item], Result]],
    arguments: tuple[Any, ...],
    start: str | None = "spawn",
) -> Iterator[Result]:
    """Yield the result of each chunk in order; ``prepare(*arguments)`` gives each of ``count`` processes its work.

    ``start`` is a start method of multiprocessing, None for that of the system: processes that are spawned do not
    inherit the threads of an open database, and take a second longer to start. Raises LostProcessError, and what the
    work raises.
    """
    fresh = multiprocessing.get_context(start)
    source = iter(chunks)
    try:
        with ProcessPoolExecutor(count, mp_context=fresh, initializer=_start, initargs=(prepare, arguments)) as pool:
            # Each process has a few chunks queued, so that no process waits and memory holds few items.
            waiting = [pool.submit(_one, chunk) for chunk in islice(source, count * 3)]
            while waiting:
                yield waiting.pop(0).result()
                waiting.extend(pool.submit(_one, chunk) for chunk in islice(source, 1))
    except BrokenProcessPool as error:
        raise LostProcessError from error


def _start(prepare: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    global _work
    # Ctrl-C reaches all processes of a terminal; the first one stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A forked process inherits the handler of its command. With that it would not end with a broken pool: it goes on
    # to write a long result that no process reads.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The system frees all at once. Taken down by Python, compiled rules take long, and libraries print what they hold.
    atexit.register(os._exit, 0)
    _work = prepare(*arguments)


def _end_with_parent() -> None:
    """End this process when the first one is killed, which can no longer say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _one(chunk: Any) -> Any:
    if _work is None:
        raise RuntimeError("the process was started without work")
    return _work(chunk)
