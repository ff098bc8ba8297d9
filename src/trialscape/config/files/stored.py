"""The stored form of configurations that were read and found sound, so that the next start need not check them again.

The spellings of their terms and the literals of their expressions are stored in the same way. All of it lies in the
user's cache folder and may be deleted at any time. A name holds a hash over all that the content follows from: a key of
the content, the whole code of the program, and the versions of Python and the libraries. What is damaged, or may be of
another user, counts as absent, and where nothing can be written, nothing is stored: no label and no message depends on
it. It is data, none of which is executed.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pydantic
import pydantic_core

from trialscape.paths import cache_folder, made_cache_folder
from trialscape.program_version import code_version
from trialscape.whole_file import whole_file

_SUFFIX = ".stored"
# The cache folder itself may be one that others of a group can write to.
_FOLDER = "stored"
# Two for each configuration in use, of 2 MB and 1 MB.
_MOST = 16
_DIGEST = hashlib.sha256().digest_size

Parts = Mapping[str, bytes]


def kept(key: str) -> Parts | None:
    """Return what is stored under ``key``, or None."""
    folder = cache_folder() / _FOLDER
    try:
        file = folder / _name(key)
        if not (_is_own(folder) and _is_own(file)):
            return None
        content = file.read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        # A cache that can only be read is used as well.
        os.utime(file)
    return _unpacked(content)


def keep(key: str, parts: Callable[[], Parts | None]) -> None:
    """Store what ``parts`` returns under ``key``; it is not called where nothing can be stored.

    Of many stored files, those used least recently are removed.
    """
    with suppress(OSError):
        folder = made_cache_folder() / _FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_own(folder) and os.access(folder, os.W_OK) and (found := parts()) is not None:
            with whole_file(folder / _name(key)) as unfinished:
                unfinished.write_bytes(_packed(found))
                # A umask may let others write to new files.
                unfinished.chmod(0o600)
            _remove_oldest(folder)


def _packed(parts: Parts) -> bytes:
    """Return a hash of all that follows it, the lengths of the parts, and the parts."""
    lengths = json.dumps({name: len(part) for name, part in parts.items()}).encode()
    body = b"\n".join((lengths, b"".join(parts.values())))
    return hashlib.sha256(body).digest() + body


def _unpacked(content: bytes) -> Parts | None:
    digest, body = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    line, _, rest = body.partition(b"\n")
    parts, place = {}, 0
    try:
        lengths = dict[str, int](json.loads(line))
    except (ValueError, TypeError):
        return None
    for name, length in lengths.items():
        parts[name] = rest[place : place + length]
        place += length
    return parts


def _remove_oldest(folder: Path) -> None:
    stored = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime_ns)
    for path in stored[:-_MOST]:
        path.unlink(missing_ok=True)


def _name(key: str) -> str:
    whole = "\0".join((key, _program()))
    return hashlib.sha256(whole.encode(errors="surrogateescape")).hexdigest()[:32] + _SUFFIX


@cache
def _program() -> str:
    """Return the versions of all that decides what is stored; taken once, because the code that runs does not change.

    The configuration is read with help of modules outside this package, so the code is hashed as a whole.
    """
    return "\0".join((code_version(), sys.version, pydantic.VERSION, pydantic_core.__version__))


def _is_own(path: Path) -> bool:
    """Return whether nobody but this user writes to ``path``: what another one stored could give other labels."""
    found = path.stat()
    return os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
