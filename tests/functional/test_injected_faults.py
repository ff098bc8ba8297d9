"""The n-th write, rename, flush or removal of a refresh fails; the next refresh recovers, and both say so in words.

Only the program's own calls fail; those of DuckDB are in ``test_full_disk.py``. A sample runs in the suite, all with
``TRIALSCAPE_INJECT=all``.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.faulty_registry import faulty_registry
from tests.support.refresh_kit import fetched, held, litter, make_config, published, trial
from trialscape.cli.main import main
from trialscape.config.load import load_config

CALLS = ("open", "replace", "rename", "fsync", "unlink")
SAMPLE = [("fsync", 2, errno.ENOSPC), ("unlink", 0, errno.EIO)]
# Number 0 stands for every call.
EVERY = [(call, number, code) for call in CALLS for number in range(9) for code in (errno.ENOSPC, errno.EIO)]
DOCUMENTED = (0, 11, 12, 15)


class Fault:
    """Makes the ``number``-th call (0: each) on a path below ``data`` fail; ``hits`` counts the failures."""

    def __init__(self, data: Path, call: str, number: int, code: int) -> None:
        self._data, self._call, self._number, self._code = str(data), call, number, code
        self._calls = self.hits = 0

    def put(self, patch: pytest.MonkeyPatch) -> None:
        """Replace the call, in ``io`` for opening and in ``os`` for the others."""
        home, name = ("io", "open") if self._call == "open" else ("os", self._call)
        patch.setattr(f"{home}.{name}", self._failing(getattr(__import__(home), name)))

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(target: Any, *args: Any, **options: Any) -> Any:
            if self._is_ours(target) and self._changes(args):
                self._calls += 1
                if self._number in (0, self._calls):
                    self.hits += 1
                    raise OSError(
                        self._code, os.strerror(self._code), os.fspath(target) if self._call != "fsync" else None
                    )
            return real(target, *args, **options)

        return call

    def _is_ours(self, target: Any) -> bool:
        path = f"/proc/self/fd/{target}" if isinstance(target, int) else os.fspath(target)
        return str(os.path.realpath(path)).startswith(self._data)

    def _changes(self, args: tuple[Any, ...]) -> bool:
        return self._call != "open" or bool(args and set("wax+") & set(str(args[0])))


@pytest.mark.parametrize(("call", "number", "code"), EVERY if os.environ.get("TRIALSCAPE_INJECT") == "all" else SAMPLE)
def test_a_refresh_with_a_failing_call_says_so_and_the_next_recovers(
    call: str,
    number: int,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config, data = make_config(tmp_path / "config"), tmp_path / "data"
    with faulty_registry() as registry:
        registry.serve("2026-02-02", [trial(n) for n in range(1, 31)])
        fetched(load_config(config), tmp_path / "calm", registry)
        arguments = ["refresh", "--config", str(config), "--data", str(data), "--base-url", registry.base_url]
        data.mkdir()
        fault = Fault(data, call, number, code)
        with monkeypatch.context() as patch:
            fault.put(patch)
            ended = main(arguments)
        said = capsys.readouterr().err
        assert ended in DOCUMENTED, said
        assert ended == 0 or (said and "Traceback" not in said)
        assert main(arguments) == 0
    assert held(data) == held(tmp_path / "calm")
    assert published(data) is not None
    assert litter(data) == []
    assert not list((data / "digests").glob(".*"))
    if (call, number) in (("fsync", 2), ("unlink", 0)):
        assert fault.hits, "the fault was never met"
