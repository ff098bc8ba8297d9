"""Work on many items: in several processes, in the order of the items, and how its progress is reported."""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Takes how many pieces of long work are done, and how many there are.
OnProgress = Callable[[int, int], None]

Prepare = Callable[..., Callable[[Any], Any]]


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
    context = multiprocessing.get_context(start)
    source = iter(chunks)
    with ExitStack() as opened:
        threads = opened.enter_context(ThreadPoolExecutor(count))
        # These end before the threads, which wait for their answers.
        processes = [opened.enter_context(closing(_Process(context, prepare, arguments))) for _ in range(count)]
        idle: SimpleQueue[_Process] = SimpleQueue()
        for process in processes:
            idle.put(process)
        # Each process has a few chunks queued, so that no process waits and memory holds few items.
        waiting = [threads.submit(_worked, idle, chunk) for chunk in islice(source, count * 3)]
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(threads.submit(_worked, idle, chunk) for chunk in islice(source, 1))


def _worked(idle: "SimpleQueue[_Process]", chunk: Any) -> Any:
    process = idle.get()
    try:
        return process.work(chunk)
    finally:
        idle.put(process)


class _Process:
    """A process with a pipe of its own, so that the end of the pipe shows at once that the process is gone.

    In the pool of ``concurrent.futures`` all processes share one pipe. When one is killed while it writes a result,
    the others wait for ever for their turn, and the pool for the rest of the result.
    """

    def __init__(self, context: BaseContext, prepare: Prepare, arguments: tuple[Any, ...]) -> None:
        self._here, there = context.Pipe()
        # The types of the standard library give the class of processes to its own contexts only.
        self._process: Any = context.Process(target=_serve, args=(there,), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        there.close()
        # Sent with the first chunk. As arguments of the process, large ones would delay the start of the next process
        # until this one has imported its modules.
        self._unsent: tuple[Prepare, tuple[Any, ...]] | None = (prepare, arguments)

    def work(self, chunk: Any) -> Any:
        """Return the result of a chunk. Raises LostProcessError, and what the work raises."""
        try:
            if self._unsent is not None:
                self._here.send(self._unsent)
                self._unsent = None
            self._here.send(chunk)
            result, error = self._here.recv()
        except (EOFError, OSError) as lost:
            raise LostProcessError from lost
        if error is not None:
            raise error
        return result

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._here.close()


def _serve(there: Connection) -> None:
    """Answer each chunk with its result and no error, or with nothing and the error; first of all comes the work."""
    # Ctrl-C reaches all processes of a terminal; the first one stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A forked process inherits the handler of its command, with which it would not end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work: Callable[[Any], Any] | None = None
    try:
        prepare, arguments = there.recv()
        while True:
            chunk = there.recv()
            try:
                work = work or prepare(*arguments)
                answer: tuple[Any, Exception | None] = work(chunk), None
            except Exception as error:  # noqa: BLE001 - the first process raises it.
                error.add_note(f"In a process of its own:\n{traceback.format_exc()}")
                answer = None, error
            there.send_bytes(_packed(answer))
    except (EOFError, OSError):
        # The system frees all at once. Taken down by Python, compiled rules take long, and libraries print what they
        # hold.
        os._exit(0)


def _packed(answer: tuple[Any, Exception | None]) -> bytes:
    """Return the bytes of an answer; those of an error that describes it, where it cannot be sent."""
    try:
        packed = bytes(ForkingPickler.dumps(answer))
        if answer[1] is not None:
            # Some errors cannot be made again from their bytes.
            ForkingPickler.loads(packed)
    except Exception:  # noqa: BLE001 - packing calls methods of any kind of object.
        what = answer[0] if answer[1] is None else answer[1]
        return bytes(ForkingPickler.dumps((None, RuntimeError(f"a process cannot send what it has: {what!r:.300}"))))
    return packed


def _end_with_parent() -> None:
    """End this process when the first one is killed, which can no longer say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
