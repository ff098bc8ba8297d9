"""Bounded responses: each is read in chunks up to a size limit, and the whole request has a deadline.

The read timeout of a connection counts from byte to byte, so a server that sends one byte per second would keep a
request open without end. When the deadline has passed, the socket is shut down, which also ends a read that waits for
headers.
"""

import socket
import threading
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


class _OpenSockets(WeakSet[socket.socket]):
    """The sockets of an adapter; ``are_cut`` says that the deadline of the request under way has passed."""

    are_cut = False


class BoundedAdapter(HTTPAdapter):
    """The requests transport with one connection that reads every response within ``limits``.

    ``send`` raises AnswerTooLargeError, and requests.ReadTimeout when the deadline has passed.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sockets = _OpenSockets()
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pool, whose sockets are remembered so that they can be shut down."""
        super().init_poolmanager(*args, **options)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return the pool for a proxy, watched in the same way."""
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **options)
        if is_new:
            self._watch(manager)
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
            self._read(response)
        except (OSError, ValueError, HTTPError) as error:
            if is_over.is_set():
                raise requests.ReadTimeout("the deadline has passed", request=request) from error
            raise
        finally:
            timer.cancel()
        if is_over.is_set():
            # A body without a length ends quietly when its socket is shut down.
            raise requests.ReadTimeout("the deadline has passed", request=request)
        return response

    def _read(self, response: requests.Response) -> None:
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
        # Where requests itself keeps a body that was read.
        response._content = b"".join(chunks)

    def _watch(self, manager: Any) -> None:
        pools = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {scheme: _watched(pool, self._sockets) for scheme, pool in pools.items()}

    def _cut(self, is_over: threading.Event) -> None:
        is_over.set()
        self._sockets.are_cut = True
        for sock in list(self._sockets):
            try:
                # The method of the base class, because an SSL socket would also drop its session, which the other
                # thread reads.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                # It is closed already.
                continue


def _watched(pool: Any, sockets: _OpenSockets) -> Any:
    """Return a class of connection pool whose new connections put their socket into ``sockets``."""
    base = pool.ConnectionCls

    def new_socket(self: Any) -> socket.socket:
        # A second handle, because the TLS layer takes the first away before the handshake, which may also drip.
        sock: socket.socket = base._new_conn(self)
        if sockets.are_cut:
            sock.close()
            raise TimeoutError("the deadline has passed")
        self._second_handle = sock.dup()
        sockets.add(self._second_handle)
        return sock

    def tunnel(self: Any) -> None:
        base._tunnel(self)
        if sockets.are_cut:
            # Headers that end with the connection count as complete, so a proxy's answer that was cut ends here.
            raise TimeoutError("the deadline has passed")

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
