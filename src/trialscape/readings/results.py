"""Results of long calculations, kept under the hash of what they rest on.

One file holds one result: a line with the hash of the rest, then JSON. A damaged or missing file is made again.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from trialscape.whole_file import whole_file

# Files that stay. A build has about a hundred results, so those of the latest builds do.
MOST = 500
# Libraries that calculate: another release may give other digits.
_LIBRARIES = ("numpy", "scipy")

_log = logging.getLogger("trialscape.readings")


class KeptResults:
    """Results in ``folder``, which is made when the first is kept; without ``keeps`` they are only read."""

    def __init__(self, folder: Path, *, keeps: bool) -> None:
        self._folder, self._keeps = folder, keeps

    def of(self, name: str, rests_on: Iterable[bytes | str], work: Callable[[], Any]) -> Any:
        """Return the result of ``work``, JSON data, from its file where nothing that it rests on has changed.

        Numbers are kept to the last digit, but tuples come back as lists.
        """
        path = self._folder / f"{name}-{_key(rests_on)}.json"
        found = _read(path)
        if found is None:
            found = json.dumps(work()).encode()
            if self._keeps:
                self._write(path, found)
        elif self._keeps:
            with suppress(OSError):
                os.utime(path)
        return json.loads(found)

    def remove_old(self) -> None:
        """Remove the files that were used longest ago, beyond ``MOST``."""
        with suppress(OSError):
            found = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in found[MOST:]:
                path.unlink(missing_ok=True)

    def _write(self, path: Path, text: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as beside:
                beside.write_bytes(_seal(text) + b"\n" + text)
        except OSError as error:
            _log.info("Results cannot be kept in %s: %s.", self._folder, error.strerror or error)


def _read(path: Path) -> bytes | None:
    """Return the text of a sound file; None where there is none."""
    try:
        seal, _, text = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return text if seal == _seal(text) else None


@cache
def _releases() -> str:
    return repr([(name, version(name)) for name in _LIBRARIES])


def _key(rests_on: Iterable[bytes | str]) -> str:
    digest = hashlib.sha256(_releases().encode())
    for item in rests_on:
        content = item.encode() if isinstance(item, str) else item
        # The length keeps neighbours apart.
        digest.update(f"{len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def _seal(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
