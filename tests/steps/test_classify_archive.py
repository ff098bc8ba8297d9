"""``classify --engine`` on this machine, and its options; Spark itself is tested in ``tests/steps/spark``."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.folders.spark_data import reading_files, records_of_cases, written
from trialscape.archive import Archive
from trialscape.cli.main import main
from trialscape.config.load import load_config
from trialscape.data_folder import archive_folder
from trialscape.paths import config_folder

CONFIG = load_config(config_folder(None))


def test_every_version_gets_a_reading_and_each_only_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = list(records_of_cases(1))
    again = [{**record, "hasResults": True} for record in first[:3]]
    data = written(tmp_path / "data", [first, again, first[:1]])
    assert len(Archive(archive_folder(data)).all_keys()) == len(first) + len(again) + 1
    for count in (len(first) + len(again), 0):
        assert main(["classify", "--engine", "local", "--data", str(data)]) == 0
        assert capsys.readouterr().out.startswith(f"{count} versions classified; ")
    assert len(reading_files(data, CONFIG)) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "Name a file of records"),
        (["records.jsonl", "--engine", "local"], "cannot be combined with a file"),
        (["records.jsonl", "--master", "local[1]"], "need --engine spark"),
        (["--engine", "local", "--master", "local[1]"], "need --engine spark"),
        (["--engine", "local", "--store", "s3://bucket"], "need --engine spark"),
        (["--engine", "spark"], "needs --master"),
    ],
)
def test_options_that_clash(options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", *options, "--data", str(tmp_path)]) == 2
    assert told in capsys.readouterr().err


def test_a_folder_without_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--engine", "local", "--data", str(tmp_path / "absent")]) == 11
    assert "There is no archive" in capsys.readouterr().err
    assert not (tmp_path / "absent").exists()


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="pyspark is installed, so that nothing is missing")
def test_without_the_extra(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--engine", "spark", "--master", "local[1]", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told == "The package pyspark is not installed; in the folder of the source run: pip install '.[spark]'\n"
