"""Calls on files that fail: the n-th opening, writing, flush, renaming, removal and so on below a folder.

Only the program's own calls fail; those that DuckDB makes are out of reach.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# By name: where the program finds the call. A file for writing is opened in either of the first two ways.
CALLS = {
    "open": ("io.open", "builtins.open"),
    "write": ("io.open", "builtins.open"),
    "os.open": ("os.open",),
    "fsync": ("os.fsync",),
    "replace": ("os.replace",),
    "rename": ("os.rename",),
    "unlink": ("os.unlink",),
    "mkdir": ("os.mkdir",),
    "rmdir": ("os.rmdir",),
    "chmod": ("os.chmod",),
}


@dataclass(slots=True)
class Fault:
    """Makes the ``number``-th ``call`` (0: each) below a folder fail with ``code``.

    ``calls`` counts the calls and ``hits`` the failures.
    """

    call: str
    number: int
    code: int
    calls: int = 0
    hits: int = 0

    def put(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        """Replace the call for paths below ``folder``."""
        for name in CALLS[self.call]:
            patch.setattr(name, self._failing(name, str(folder)))

    def _failing(self, name: str, folder: str) -> Callable[..., Any]:
        home, _, attribute = name.rpartition(".")
        real = getattr(__import__(home), attribute)

        def call(target: Any, *args: Any, **options: Any) -> Any:
            is_due = _is_below(folder, target, options) and self._is_meant(args, options) and self._is_due()
            if not is_due:
                return real(target, *args, **options)
            if self.call == "write":
                return HalfWritten(real(target, *args, **options), self.error(target))
            raise self.error(target)

        return call

    def _is_meant(self, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        mode = args[0] if args else options.get("mode", "r")
        return self.call not in ("open", "write") or bool(set("wax+") & set(str(mode)))

    def _is_due(self) -> bool:
        self.calls += 1
        is_due = self.number in (0, self.calls)
        self.hits += is_due
        return is_due

    def error(self, target: Any) -> OSError:
        """Return the error as the system raises it: with the path, unless a handle was given."""
        name = None if isinstance(target, int) or self.call == "write" else os.fspath(target)
        return OSError(self.code, os.strerror(self.code), name)


class HalfWritten:
    """A file that takes half of the first piece and then fails."""

    def __init__(self, file: Any, error: OSError) -> None:
        self._file, self._error = file, error

    def write(self, piece: Any) -> int:
        """Write half of ``piece``, and fail."""
        self._file.write(piece[: len(piece) // 2])
        raise self._error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "HalfWritten":
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(*error)


def _is_below(folder: str, target: Any, options: dict[str, Any]) -> bool:
    path = f"/proc/self/fd/{target}" if isinstance(target, int) else os.fspath(target)
    if options.get("dir_fd") is not None:
        path = os.path.join(f"/proc/self/fd/{options['dir_fd']}", path)  # noqa: PTH118 - Path would not be real yet
    return os.path.realpath(path).startswith(folder)
