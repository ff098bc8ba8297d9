"""Checks before a Spark session starts: packages, Java and an answering master; each fault is one sentence."""

import os
import re
import shutil
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path

from trialscape.errors import ClusterError, UsageError

_PACKAGES = ("pyspark", "pyarrow", "fsspec")
_LEAST_JAVA = 17
_JAVA_SECONDS = 30
# Seconds until a master that accepts no connection is given up.
_CONNECT_SECONDS = 5
_STANDALONE = re.compile(r"spark://(?P<hosts>[^/]+)")


def check_requirements(master: str) -> None:
    """Raise UsageError without the extra or Java, and ClusterError when no standalone master accepts a connection."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The package {missing[0]} is not installed; in the folder of the source run: pip install '.[spark]'"
        )
    _check_java()
    if match := _STANDALONE.fullmatch(master):
        _check_reachable(master, match["hosts"].split(","))


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    advice = f"install Java {_LEAST_JAVA} or newer (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME"
    try:
        if java is None:
            raise UsageError(f"Spark needs Java, and none was found; {advice}.")
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=_JAVA_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise UsageError(f"Java cannot be started as {java}; {advice}.") from error
    found = re.search(r'version "(\d+)', told.stderr + told.stdout)
    if found is None or int(found[1]) < _LEAST_JAVA:
        raise UsageError(f"The Java at {java} is older than {_LEAST_JAVA}; {advice}.")


def _check_reachable(master: str, hosts: list[str]) -> None:
    """Return when one of the masters accepts a connection."""
    reason = ""
    for host in hosts:
        name, _, port = host.rpartition(":")
        if not name or not port.isdecimal():
            raise UsageError(f"The master {master} has no port; give spark://HOST:7077.")
        try:
            socket.create_connection((name.strip("[]"), int(port)), _CONNECT_SECONDS).close()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            continue
        return
    raise ClusterError(f"The Spark master {master} cannot be reached: {reason}; check address and port.")
