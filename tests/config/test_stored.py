"""A stored configuration is the one that the files give; whatever is wrong with its stored form, the files are read."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.config.reloaded import loaded_again
from trialscape import program_version
from trialscape.config import load, model
from trialscape.config.files import stored
from trialscape.config.files.stored import Parts
from trialscape.config.load import Config, load_config
from trialscape.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "config"
PARTS = [item.name for item in fields(Config) if item.name not in ("folder", "stored")]


pytestmark = pytest.mark.usefixtures("cache")


def is_stored(config: Config) -> bool:
    return bool(config.stored)


def test_every_part_is_read_as_it_was() -> None:
    first, second = load_config(CONFIG), loaded_again(CONFIG)
    assert not is_stored(first)
    assert is_stored(second)
    for name in PARTS:
        assert getattr(second, name) == getattr(first, name), name
    assert second == first
    assert replace(second, folder=Path("elsewhere")) == replace(first, folder=Path("elsewhere"))
    with pytest.raises(AttributeError, match="unheard_of"):
        getattr(second, "unheard" + "_of")


def test_equal_files_in_another_folder_need_no_reading(folder: Path) -> None:
    first = load_config(CONFIG)
    assert load_config(folder) == replace(first, folder=folder)
    again = loaded_again(folder)
    assert is_stored(again)
    assert load_config(CONFIG).agents is again.agents
    assert load_config(CONFIG) == first
    assert load_config(CONFIG).agents == first.agents


def test_a_changed_file_is_read(folder: Path) -> None:
    load_config(folder)
    file = folder / "weights.toml"
    file.write_bytes(file.read_bytes() + b"\n")
    assert not is_stored(loaded_again(folder))
    assert is_stored(loaded_again(folder))


def test_a_renamed_file_is_read(folder: Path) -> None:
    before = load_config(folder)
    shutil.move(folder / "reports" / "patient-guide.toml", folder / "reports" / "guide.toml")
    assert not is_stored(loaded_again(folder))
    assert load_config(folder).rule_version == before.rule_version


def test_faults_are_never_stored(folder: Path, cache: Path) -> None:
    file = folder / "axes" / "line.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("pattern = '", "pattern = '(", 1), encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(ConfigError) as found:
            loaded_again(folder)
        said.append(str(found.value))
    assert said[0] == said[1]
    assert "not a regular expression" in said[0]
    assert not cache.exists()


@pytest.mark.parametrize("damage", ["", "cut", "another byte", "a folder"])
def test_a_damaged_form_is_written_again(cache: Path, damage: str) -> None:
    first = load_config(CONFIG)
    (file,) = cache.iterdir()
    content = file.read_bytes()
    wrong = {"": b"", "cut": content[:-1], "another byte": content[:-9] + b"?" + content[-8:], "a folder": b""}[damage]
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(wrong)
    again = loaded_again(CONFIG)
    assert not is_stored(again)
    assert again == first
    assert damage == "a folder" or file.read_bytes() == content


def test_other_code_reads_the_files_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    load_config(CONFIG)
    monkeypatch.setattr(stored, "_program", lambda: "another version")
    assert not is_stored(loaded_again(CONFIG))


@pytest.mark.skipif(os.name != "posix", reason="other systems protect the user's folder by themselves")
def test_a_folder_in_which_others_may_write_is_not_used(cache: Path) -> None:
    load_config(CONFIG)
    (file,) = cache.iterdir()
    cache.chmod(0o777)
    assert not is_stored(loaded_again(CONFIG))
    file.unlink()
    assert not is_stored(loaded_again(CONFIG))
    assert not list(cache.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="other systems protect the user's folder by themselves")
def test_a_file_to_which_others_may_write_is_not_used(cache: Path) -> None:
    load_config(CONFIG)
    (file,) = cache.iterdir()
    file.chmod(0o666)
    assert not is_stored(loaded_again(CONFIG))
    # It was written anew.
    assert is_stored(loaded_again(CONFIG))


@pytest.mark.skipif(os.name != "posix", reason="other systems protect the user's folder by themselves")
def test_a_loose_umask_and_a_loose_cache_folder_do_no_harm(cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.parent.chmod(0o775)
    former = os.umask(0)
    try:
        load_config(CONFIG)
    finally:
        os.umask(former)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (cache, *cache.iterdir())] == [0o700, 0o600]
    assert is_stored(loaded_again(CONFIG))


def test_a_cache_that_can_only_be_read_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    load_config(CONFIG)
    monkeypatch.setattr(os, "utime", refuse)
    assert is_stored(loaded_again(CONFIG))


def without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {other: part for other, part in parts.items() if other != name}


def with_zone(parts: Parts) -> Parts:
    settings = json.loads(parts["settings"])
    settings["schedule"]["timezone"] = "Europe/Atlantis"
    return {**parts, "settings": json.dumps(settings).encode()}


@pytest.mark.parametrize(
    "change",
    [
        without("rule_version"),
        without("agents"),
        without("settings"),
        lambda parts: {**parts, "figure_version": b"\xff"},
        lambda parts: {**parts, "settings": b"{"},
        lambda parts: {**parts, "settings": b"[]"},
        with_zone,
        lambda _: {},
    ],
    ids=["no version", "no agents", "no settings", "no text", "cut", "a list", "a zone the system lost", "nothing"],
)
def test_a_whole_file_with_other_parts_is_written_again(cache: Path, change: Callable[[Parts], Parts]) -> None:
    first = load_config(CONFIG)
    (file,) = cache.iterdir()
    content = file.read_bytes()
    parts = stored._unpacked(content)
    assert parts is not None
    file.write_bytes(stored._packed(change(parts)))
    again = loaded_again(CONFIG)
    assert not is_stored(again)
    assert again == first
    assert file.read_bytes() == content


@pytest.mark.parametrize("body", [b"", b"{", b"5\n", b"[1]\nx", b"\xff\n", b'{"a": 1'])
def test_a_right_hash_over_no_parts_counts_as_absent(cache: Path, body: bytes) -> None:
    load_config(CONFIG)
    (file,) = cache.iterdir()
    file.write_bytes(hashlib.sha256(body).digest() + body)
    assert not is_stored(loaded_again(CONFIG))
    assert is_stored(loaded_again(CONFIG))


@pytest.mark.parametrize("file", ["forgiving_names.py", "study/model.py", "config/load.py"])
def test_all_code_of_the_program_is_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    package = Path(program_version.__file__).parent
    other = Path(shutil.copytree(package, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__")))
    (other / file).write_bytes((other / file).read_bytes() + b"\n")
    load_config(CONFIG)
    monkeypatch.setattr(program_version, "_PACKAGE", other)
    try:
        program_version.code_version.cache_clear()
        stored._program.cache_clear()
        assert not is_stored(loaded_again(CONFIG))
    finally:
        monkeypatch.undo()
        program_version.code_version.cache_clear()
        stored._program.cache_clear()


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert not is_stored(load_config(CONFIG))
    assert not is_stored(loaded_again(CONFIG))


def test_a_missing_home_folder_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    load_config(CONFIG)
    assert not (tmp_path / "nobody").exists()


@pytest.mark.parametrize("refused", ["write", "no home"])
def test_where_nothing_can_be_written_no_word_is_said(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError if refused == "no home" else PermissionError

    if refused == "no home":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", refuse)
    else:
        monkeypatch.setattr(Path, "write_bytes", refuse)
    assert load_config(CONFIG).agents == loaded_again(CONFIG).agents


def test_the_forms_used_least_recently_are_removed(folder: Path, cache: Path) -> None:
    load_config(CONFIG)
    (used,) = cache.iterdir()
    file = folder / "weights.toml"
    for _ in range(stored._MOST + 1):
        file.write_bytes(file.read_bytes() + b"\n")
        loaded_again(folder)
        for path in cache.iterdir():
            then = path.stat().st_mtime - 60
            os.utime(path, (then, then))
        assert is_stored(loaded_again(CONFIG))
    assert used in cache.iterdir()
    assert len(list(cache.iterdir())) == stored._MOST


def test_a_start_with_a_stored_configuration_loads_only_what_it_uses() -> None:
    ask = (
        "import sys; from pathlib import Path; from trialscape.config.load import load_config\n"
        f"config = load_config(Path({str(CONFIG)!r}))\n"
        "config.modality\n"
        "print(*(name for name in sys.modules if name.startswith('trialscape.config.')))"
    )
    runs = [subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True) for _ in range(2)]
    first, second = (set(run.stdout.split()) for run in runs)
    left = {"trialscape.config.read_files", "trialscape.config.reports.models", "trialscape.config.tracking.searches"}
    assert left <= first
    assert not left & second


def test_processes_at_once_read_the_same(cache: Path) -> None:
    ask = (
        "from pathlib import Path; from trialscape.config.load import load_config\n"
        f"config = load_config(Path({str(CONFIG)!r}))\n"
        "print(config.rule_version, len(config.agents), len(config.text.ici_setting.rule), len(config.reports))"
    )
    with ThreadPoolExecutor(4) as pool:
        runs = list(
            pool.map(lambda _: subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True), range(4))
        )
    assert len({run.stdout for run in runs}) == 1
    assert not any(run.stderr for run in runs)
    assert len(list(cache.iterdir())) == 1
    assert is_stored(loaded_again(CONFIG))


def test_what_would_be_read_as_something_else_is_not_stored(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "as_stored", lambda config: {**model.as_stored(config), "phrases": b"[]"})
    load_config(CONFIG)
    assert not list(cache.iterdir())
