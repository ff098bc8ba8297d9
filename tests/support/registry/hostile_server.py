"""A server of real bytes that does not let go: endless bodies, single bytes, bombs, and pages without an end."""

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[[BaseHTTPRequestHandler, int], None]

EDITION = "2026-02-06T09:00:05"
_VERSION = json.dumps({"apiVersion": "2", "dataTimestamp": EDITION}).encode()
_PIECE = b" " * 65_536
_PAUSE = 0.05
_BOMB = gzip.compress(bytes(20_000_000))


def endless_body(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send blanks for ever."""
    _head(handler)
    while True:
        handler.wfile.write(_PIECE)


def dripping_body(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send a byte now and then, always before the read timeout."""
    _head(handler)
    while True:
        handler.wfile.write(b" ")
        time.sleep(_PAUSE)


def dripping_headers(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Never finish the first header."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"a")
        time.sleep(_PAUSE)


def bomb(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send a small body that unpacks to 20 MB."""
    _head(handler, packed=True)
    handler.wfile.write(_BOMB)


def hollow_stream(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send packed blocks without content for ever: nothing is unpacked, and the packed stream grows."""
    _head(handler, packed=True)
    handler.wfile.write(gzip.compress(b"")[:10])
    while True:
        handler.wfile.write(b"\x00\x00\x00\xff\xff" * 13_000)


def endless_pages(handler: BaseHTTPRequestHandler, count: int) -> None:
    """Announce five trials and hand a new trial and a new token each time."""
    _pages(handler, count, total=5)


def single_trials(handler: BaseHTTPRequestHandler, count: int) -> None:
    """Announce a million trials and hand them one by one."""
    _pages(handler, count, total=1_000_000)


def refused_words(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Refuse the words of every search."""
    if _is_version(handler):
        _version(handler)
        return
    send(handler, b"Invalid value in parameter `filter.advanced`", kind="text/plain", status=400)


def long_refusal(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Refuse with a sentence that goes on for 1.9 MB, in no named encoding."""
    send(handler, b"No. " + b"\xe9\xff\x01\x80" * 475_000, kind="application/octet-stream", status=400)


def crowded_page(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send 300,000 empty records in one page."""
    send(handler, b'{"totalCount": 300000, "studies": [' + b"{}," * 299_999 + b"{}]}")


def cookies(handler: BaseHTTPRequestHandler, count: int) -> None:
    """Set ten new cookies each time, and say how many came with the request."""
    body = json.dumps({"cookies": handler.headers.get("Cookie", "").count("=")}).encode()
    handler.send_response(200)
    for number in range(10):
        handler.send_header("Set-Cookie", f"c{count}x{number}=1")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def web_page(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send a web page with status 200 instead of data."""
    send(handler, b"<!doctype html><html><body>Maintenance</body></html>", kind="text/html")


def cut_body(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Reset the connection in the middle of the body."""
    _head(handler, length=1000)
    handler.wfile.write(b'{"apiVersion": ')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True


def redirects(handler: BaseHTTPRequestHandler, count: int) -> None:
    """Redirect to a new address of the same host each time."""
    handler.send_response(302)
    handler.send_header("Location", f"/api/v2/version?hop={count}")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def long_length(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Announce more bytes than come, and close."""
    _head(handler, length=len(_VERSION) + 100)
    handler.wfile.write(_VERSION)
    handler.close_connection = True


def short_length(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Announce fewer bytes than come, so that the answer is cut."""
    _head(handler, length=len(_VERSION) - 10)
    handler.wfile.write(_VERSION)


def senseless_length(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Announce a length that is no number."""
    _head(handler, length="many")
    handler.wfile.write(b"{")
    handler.close_connection = True


def senseless_chunks(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Announce pieces and send something else."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"zz\r\nnot a piece\r\n")
    handler.close_connection = True


def many_headers(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send headers for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: a\r\n" * 1000)


def no_protocol(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Answer in another protocol."""
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    handler.close_connection = True


def deep_json(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send JSON that is nested a hundred thousand times."""
    send(handler, b"[" * 100_000 + b"]" * 100_000)


def wrong_shape(handler: BaseHTTPRequestHandler, _count: int) -> None:
    """Send JSON of another shape."""
    send(handler, b'[1, null, {"studies": "none"}]')


@contextmanager
def hostile(behaviour: Behaviour) -> Iterator[str]:
    """Yield the base URL of a server that behaves so at each request; it gets the number of the request."""
    counter = iter(range(1, 1_000_000))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                behaviour(self, next(counter))
            except OSError:
                # The other side has gone, which is what it should do.
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v2"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping_socket(first: bytes) -> Iterator[int]:
    """Yield the port of a server that answers any first bytes with ``first`` and then with single bytes for ever."""
    stop = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with suppress(OSError):
            while not stop.is_set():
                peer, _ = server.accept()
                with peer, suppress(OSError):
                    peer.recv(65_536)
                    peer.sendall(first)
                    while not stop.wait(_PAUSE):
                        peer.sendall(b"a")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        stop.set()
        # The thread waits for the next connection, or notices within a pause that it is to stop.
        with suppress(OSError):
            socket.create_connection(server.getsockname(), timeout=1.0).close()
        server.close()
        thread.join()


def _pages(handler: BaseHTTPRequestHandler, count: int, total: int) -> None:
    if _is_version(handler):
        _version(handler)
        return
    study = {"protocolSection": {"identificationModule": {"nctId": f"NCT{count:08d}"}}}
    page = {"studies": [study], "totalCount": total, "nextPageToken": f"token{count}"}
    send(handler, json.dumps(page).encode())


def _is_version(handler: BaseHTTPRequestHandler) -> bool:
    return handler.path.endswith("/version")


def _version(handler: BaseHTTPRequestHandler) -> None:
    send(handler, _VERSION)


def _head(handler: BaseHTTPRequestHandler, *, packed: bool = False, length: int | str | None = None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    if length is not None:
        handler.send_header("Content-Length", str(length))
    if packed:
        handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, body: bytes, kind: str = "application/json", status: int = 200) -> None:
    """Send one complete answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
