"""What holds for every test: no socket leads out of this machine, no terminal has a width, no cache is the user's."""

import ipaddress
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, so that a change is refused for what it changes. "make hunt" looks for new examples.
# On a slow or busy machine an example takes long without being wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("patient"), derandomize=True, database=None)
settings.register_profile("hunt", settings.get_profile("patient"))
settings.load_profile("hunt" if os.environ.get("TRIALSCAPE_HUNT") else "same")


# Nothing is kept in the user's own cache. The processes of a parallel run share the folder of the first.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _CACHE = tempfile.TemporaryDirectory(prefix="trialscape-cache-")
    os.environ["XDG_CACHE_HOME"] = _CACHE.name


class NetworkInTestError(AssertionError):
    """A test tried to reach another machine."""


def _check(host: object) -> None:
    if host in (None, "", b"", "localhost"):
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        is_near = ipaddress.ip_address(name).is_loopback
    except ValueError:
        is_near = False
    if not is_near:
        raise NetworkInTestError(
            f"A test reaches for {name}. Tests use no network: play a cassette "
            "(tests/support/registry/registry_kit.py), register answers with `responses`, or start a server "
            "on 127.0.0.1."
        )


@pytest.fixture(autouse=True, scope="session")
def _closed_sockets() -> Iterator[None]:
    """Let sockets connect to this machine only, and resolve no other name."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        resolve = socket.getaddrinfo

        def near(host: Any, *args: Any, **options: Any) -> Any:
            _check(host)
            return resolve(host, *args, **options)

        patch.setattr(socket, "getaddrinfo", near)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_terminal() -> Iterator[None]:
    """Take away the width that the processes of a parallel run claim for a terminal which they do not have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_counts() -> None:
    """Let Ctrl-C have its usual effect: a run that a script starts in the background ignores it, with its processes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _loggers_as_before() -> Iterator[None]:
    """Put loggers back after each test: a command that logs leaves a handler on the test's own, soon closed, stream."""
    loggers = [logging.getLogger(name) for name in ("trialscape", "apscheduler", "py.warnings")]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    yield
    for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """Put signal handlers back after each test: commands set their own, which later tests and their processes keep."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _guarded(method: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        # Sockets of other families, such as Unix ones, never leave the machine.
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return method(self, address)

    return connect
