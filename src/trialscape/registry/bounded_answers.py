"""Bounded responses: each is read in chunks up to a size limit, and the whole request has a deadline.

The read timeout of a connection counts from byte to byte, so a server that sends one byte per second would keep a
request open without end. When the deadline has passed, the socket is shut down, which also ends a read that waits for
headers. The look-up of a host name cannot be interrupted, so each connection is made in a thread, which is left behind.
"""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from trialscape.config.tracking.settings import RegistrySettings
from trialscape.errors import RegistryError

_CHUNK = 65_536
_MEGABYTE = 1_000_000
_TOO_LATE = "the deadline has passed"


class AnswerTooLargeError(RegistryError):
    """A response is larger than the settings allow, compressed or not; the rest of it was not read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request: ``seconds`` from its start to the last byte, ``megabytes`` compressed and decompressed."""

    seconds: float
    megabytes: int


def limits_of(settings: RegistrySettings) -> Limits:
    """Return the bounds from the settings."""
    return Limits(settings.request_deadline, settings.largest_answer_mb)


class _OpenSockets:
    """The sockets of an adapter, and the one that is being connected.

    ``are_cut`` says that the deadline of the request under way has passed.
    """

    def __init__(self) -> None:
        self.are_cut = False
        self._sockets = WeakSet[socket.socket]()
        self._lock = threading.Lock()
        self._awaited: Future[socket.socket] | None = None

    def add(self, sock: socket.socket) -> None:
        """Register a socket; raise TimeoutError when the deadline has passed."""
        with self._lock:
            self._sockets.add(sock)
        if self.are_cut:
            raise TimeoutError(_TOO_LATE)

    def cut(self) -> None:
        """End every read, and the wait for a connection."""
        self.are_cut = True
        with self._lock:
            awaited, sockets = self._awaited, list(self._sockets)
        if awaited is not None:
            awaited.cancel()
        for sock in sockets:
            # One that is closed already raises an error. The method of the base class is called, because an SSL socket
            # would also drop its session, which the other thread reads.
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def connected(self, connect: Callable[[], socket.socket]) -> socket.socket:
        """Return the socket that ``connect`` makes in a separate thread.

        Raises what ``connect`` raises, and TimeoutError when the deadline passes before.
        """
        done = Future[socket.socket]()
        with self._lock:
            self._awaited = done
        if self.are_cut:
            raise TimeoutError(_TOO_LATE)
        threading.Thread(target=_settle, args=(done, connect), daemon=True).start()
        try:
            return done.result()
        except CancelledError as error:
            raise TimeoutError(_TOO_LATE) from error
        finally:
            # After Ctrl-C, too, the socket is no longer needed.
            done.cancel()


def _settle(done: Future[socket.socket], connect: Callable[[], socket.socket]) -> None:
    try:
        sock = connect()
    except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that waits
        with suppress(InvalidStateError):
            done.set_exception(error)
        return
    try:
        done.set_result(sock)
    except InvalidStateError:
        sock.close()


class BoundedAdapter(HTTPAdapter):
    """The requests transport with one connection that reads every response within ``limits``.

    ``send`` raises AnswerTooLargeError, and requests.ReadTimeout when the deadline has passed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sockets = _OpenSockets()
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pool, whose sockets are registered so that they can be shut down."""
        super().init_poolmanager(*args, **options)
        self._record_sockets(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return the pool for a proxy, watched in the same way."""
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **options)
        if is_new:
            self._record_sockets(manager)
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send ``request`` and return the answer with its whole body."""
        is_over = threading.Event()
        self._sockets.are_cut = False
        timer = threading.Timer(self._limits.seconds, self._cut, (is_over,))
        timer.daemon = True
        timer.start()
        try:
            response = super().send(request, *args, **options)
            self.read(response)
        except (OSError, ValueError, HTTPError) as error:
            if is_over.is_set():
                raise requests.ReadTimeout(_TOO_LATE, request=request) from error
            raise
        finally:
            timer.cancel()
        if is_over.is_set():
            # A body without a length ends quietly when its socket is shut down.
            raise requests.ReadTimeout(_TOO_LATE, request=request)
        return response

    def read(self, response: requests.Response) -> None:
        """Read the body of ``response`` up to the limit; of an error only the beginning, which holds its sentence."""
        most = self._limits.megabytes * _MEGABYTE
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if max(size, response.raw.tell()) > most:
                response.close()
                raise AnswerTooLargeError(
                    f"An answer of the registry is larger than {self._limits.megabytes} MB and was not read "
                    "to its end; check --base-url, or set page_size lower or largest_answer_mb higher in settings.toml."
                )
            chunks.append(chunk)
            if response.status_code != requests.codes.ok and size >= _CHUNK:
                response.close()
                break
        # Where requests itself keeps a body that was read.
        response._content = b"".join(chunks)

    def _record_sockets(self, manager: Any) -> None:
        pools = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {
            scheme: _recording_pool(pool, self._sockets) for scheme, pool in pools.items()
        }

    def _cut(self, is_over: threading.Event) -> None:
        is_over.set()
        self._sockets.cut()


def _recording_pool(pool: Any, sockets: _OpenSockets) -> Any:
    """Return a class of connection pool whose new connections put their socket into ``sockets``."""
    base = pool.ConnectionCls

    def new_socket(self: Any) -> socket.socket:
        # A second handle, because the TLS layer takes the first away before the handshake, which may also drip.
        sock = sockets.connected(lambda: base._new_conn(self))
        self._second_handle = sock.dup()
        try:
            sockets.add(self._second_handle)
        except TimeoutError:
            sock.close()
            raise
        return sock

    def tunnel(self: Any) -> None:
        base._tunnel(self)
        if sockets.are_cut:
            # Headers that end with the connection count as complete, so a proxy's answer that was cut ends here.
            raise TimeoutError(_TOO_LATE)

    def connect(self: Any) -> None:
        self._second_handle = None
        try:
            base.connect(self)
        finally:
            if self._second_handle is not None:
                self._second_handle.close()
        if isinstance(self.sock, socket.socket):
            sockets.add(self.sock)

    methods = {"connect": connect, "_new_conn": new_socket, "_tunnel": tunnel}
    watched = type(base.__name__, (base,), methods)
    return type(pool.__name__, (pool,), {"ConnectionCls": watched})
