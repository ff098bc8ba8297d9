"""A file that is written beside its name is there whole or not at all."""

import os
from pathlib import Path

import pytest

from trialscape.whole_file import UNFINISHED, whole_file


@pytest.mark.parametrize("durable", [False, True])
def test_the_file_has_its_name_only_when_it_is_whole(tmp_path: Path, durable: bool) -> None:
    target = tmp_path / "figures.json"
    target.write_text("old", encoding="utf-8")
    with whole_file(target, durable=durable) as beside:
        beside.write_text("new", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "old"
        assert beside.name == f".figures.json.{os.getpid()}{UNFINISHED}"
    assert target.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_error_leaves_the_old_file_and_no_other(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "figures.json"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(type(error)):
        _write_and_fail(target, error)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text(encoding="utf-8") == "old"


def _write_and_fail(target: Path, error: BaseException) -> None:
    with whole_file(target) as beside:
        beside.write_text("half", encoding="utf-8")
        raise error


def test_a_name_that_cannot_be_replaced_raises_and_leaves_no_other_file(tmp_path: Path) -> None:
    target = tmp_path / "figures"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="figures"), whole_file(target) as beside:
        beside.write_bytes(b"new")
    assert list(tmp_path.iterdir()) == [target]
