"""Which program is running: its release, and a hash of its own source files."""

import hashlib
from functools import cache
from pathlib import Path

from trialscape import __version__

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = "_bundled"


@cache
def code_version() -> str:
    """Return the release and twelve hex digits that change with any source file, such as ``0.1.0+1f2e3d4c5b6a``.

    Configuration and SQL, which a wheel contains, have separate versions. The files are read
    once, so that a long-running process reports the version with which it started.
    """
    return f"{__version__}+{hash_of(_PACKAGE)}"


def hash_of(package: Path) -> str:
    """Return twelve hex digits over names and content of all source files below ``package``."""
    digest = hashlib.sha256()
    for path in sorted(path for suffix in ("py", "txt") for path in package.rglob(f"*.{suffix}")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(f"{_BUNDLED}/"):
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]
