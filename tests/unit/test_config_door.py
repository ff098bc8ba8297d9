"""One door to the configuration: a mistake in any file is told once, with its file, place and what is allowed."""

import shutil
from pathlib import Path

import pytest

from trialscape.config.load import load_config
from trialscape.errors import ConfigError, Fault

CONFIG = Path(__file__).parents[2] / "config"
TABLES = sorted(str(path.relative_to(CONFIG)) for path in CONFIG.rglob("*.csv"))
TREES = sorted(str(path.relative_to(CONFIG)) for path in CONFIG.rglob("*.toml"))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a copy of the shipped configuration."""
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def faults(config: Path) -> tuple[Fault, ...]:
    """Return the faults of a configuration that has some."""
    with pytest.raises(ConfigError) as found:
        load_config(config)
    return tuple(found.value.faults)


@pytest.mark.parametrize("name", TREES)
def test_an_unknown_key_is_one_fault(config: Path, name: str) -> None:
    file = config / name
    file.write_text("unheard_of = 1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (fault,) = faults(config)
    assert (fault.file, fault.key) == (name, "unheard_of")
    assert "unknown key" in fault.problem
    assert fault.allowed


@pytest.mark.parametrize("name", TABLES)
def test_an_unknown_column_is_one_fault(config: Path, name: str) -> None:
    file = config / name
    header, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(header.rstrip() + ",unheard_of\n" + "".join(rows), encoding="utf-8")
    (fault,) = faults(config)
    assert (fault.file, fault.item, fault.key) == (name, "header", "unheard_of")
    assert fault.allowed


@pytest.mark.parametrize("name", [*TREES, *TABLES])
def test_a_file_that_cannot_be_read_is_told(config: Path, name: str) -> None:
    (config / name).write_bytes(b"\xff\xfe\x00")
    assert Fault(name, "", "", "the file is not UTF-8 text") in faults(config)


def test_mistakes_of_several_files_are_told_together(config: Path) -> None:
    for name in ("settings.toml", "axes/line.toml", "terms/stems.csv"):
        (config / name).unlink()
    assert {fault.file for fault in faults(config)} == {"axes/line.toml", "settings.toml", "terms/stems.csv"}
