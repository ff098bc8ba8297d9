"""A folder that is edited while it is read gives the configuration of the new files; nothing mixed is stored."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.config.reloaded import loaded_again
from trialscape.config import load, read_files
from trialscape.config.load import load_config, rule_version

CONFIG = Path(__file__).parents[2] / "config"


pytestmark = pytest.mark.usefixtures("cache")


class Editor:
    """Edits a file of the folder in each of the first ``times`` readings, when the content was already hashed."""

    def __init__(self, folder: Path, times: int) -> None:
        self.file, self.times, self.readings = folder / "terms" / "agents.csv", times, 0
        self._read = read_files.read_files

    def read(self, folder: Path) -> dict[str, Any]:
        """Edit, and read what is there now."""
        self.readings += 1
        if self.readings <= self.times:
            lines = self.file.read_bytes().splitlines(keepends=True)
            self.file.write_bytes(b"".join(lines[:-1]))
        return self._read(folder)


@pytest.fixture
def editor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Editor]:
    def start(times: int) -> Editor:
        made = Editor(folder, times)
        monkeypatch.setattr(read_files, "read_files", made.read)
        return made

    return start


def test_a_file_edited_while_it_is_read_is_read_again(
    folder: Path, cache: Path, tmp_path: Path, editor: Callable[[int], Editor]
) -> None:
    before = Path(shutil.copytree(folder, tmp_path / "before"))
    editing = editor(1)
    found = load_config(folder)
    assert editing.readings == 2
    assert len(list(cache.iterdir())) == 1
    assert loaded_again(folder) == found
    assert found.rule_version == rule_version(folder)
    # The former files still give the former configuration, which has one agent more.
    former = loaded_again(before)
    assert not former.stored
    assert len(former.agents) == len(found.agents) + 1


def test_of_files_that_change_all_the_time_nothing_is_kept(
    folder: Path, cache: Path, editor: Callable[[int], Editor]
) -> None:
    editing = editor(load._TRIES)
    found = load_config(folder)
    assert editing.readings == load._TRIES + 1
    assert not cache.exists()
    assert load_config(folder) == found


def test_a_fault_that_an_edit_removed_is_not_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, read = folder / "axes" / "line.toml", read_files.read_files
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] + b"'")

    def reading(asked: Path) -> dict[str, Any]:
        try:
            return read(asked)
        finally:
            file.write_bytes(content)

    monkeypatch.setattr(read_files, "read_files", reading)
    assert load_config(folder).rule_version == load_config(CONFIG).rule_version


def test_names_and_contents_of_files_cannot_be_taken_for_one_another(tmp_path: Path) -> None:
    for name, content in (("one/a.toml", "x"), ("one/b.toml", "y"), ("two/a.toml", "xb.tomly")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (tmp_path / "two" / "c.toml").touch()
    assert load._content(tmp_path / "one") != load._content(tmp_path / "two")
