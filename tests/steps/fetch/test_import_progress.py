"""The file of an import's progress: read back as written, and left out when it is damaged."""

from pathlib import Path

import orjson
import pytest

from trialscape.steps.fetch.import_progress import FILE, ImportProgress, ProgressFile


@pytest.fixture
def progress_file(tmp_path: Path) -> ProgressFile:
    source = tmp_path / "records.jsonl"
    source.write_text("{}", encoding="utf-8")
    file = ProgressFile(tmp_path, [str(source)], ["rests on this"])
    file.write(ImportProgress("2026-11-29", read=3, found={"til": {"NCT00000001"}}, last_run="run-1"))
    return file


def test_progress_is_read_back_only_for_the_archive_that_it_belongs_to(progress_file: ProgressFile) -> None:
    kept = progress_file.read("run-1")
    assert kept is not None
    assert (kept.read, kept.found) == (3, {"til": {"NCT00000001"}})
    assert progress_file.read("run-2") is None


@pytest.mark.parametrize(
    ("name", "value"), [("found", []), ("found", {"til": 1}), ("bad", [1]), ("place", 1), ("place", [1] * 9), ("no", 1)]
)
def test_damaged_progress_starts_the_import_from_the_beginning(
    tmp_path: Path, progress_file: ProgressFile, name: str, value: object
) -> None:
    content = orjson.loads((tmp_path / FILE).read_bytes())
    content["progress"][name] = value
    (tmp_path / FILE).write_bytes(orjson.dumps(content))
    assert progress_file.read("run-1") is None


@pytest.mark.parametrize("content", [b"[]", b"1", b"{", b'{"key": 1}'])
def test_progress_of_another_shape_starts_the_import_from_the_beginning(
    tmp_path: Path, progress_file: ProgressFile, content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert progress_file.read("run-1") is None
