"""Records come out of zip files, folders and packed files, each with the name of its file."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import orjson
import pytest

from tests.support.records.studies import make_record
from trialscape.errors import UsageError
from trialscape.study.bundle import NamedRecord, read_bundle
from trialscape.study.decode.parse import record_id

STUDIES = [make_record(f"NCT0000000{number}") for number in (1, 2, 3)]
IDS = [f"NCT0000000{number}" for number in (1, 2, 3)]
LINES = b"\n".join(map(orjson.dumps, STUDIES))


def zipped(path: Path, members: dict[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return str(path)


def ids(found: list[NamedRecord]) -> list[str]:
    values = [item.record.decoded().value for item in found]
    return [record_id(value) for value in values if isinstance(value, dict)]


def test_a_zip_with_one_study_per_file_is_read(tmp_path: Path) -> None:
    members = {f"studies/{name}.json": orjson.dumps(study) for name, study in zip(IDS, STUDIES, strict=True)}
    path = zipped(tmp_path / "bulk.zip", {**members, "README.txt": b"no study", "__MACOSX/._x.json": b"\0"})
    found = list(read_bundle([path]))
    assert ids(found) == IDS
    assert found[0].file == f"{path}/studies/NCT00000001.json"


def test_a_zip_with_pages_and_compressed_lines_is_read(tmp_path: Path) -> None:
    members = {"page.json": orjson.dumps({"studies": STUDIES[:1]}), "rest.jsonl.gz": gzip.compress(LINES)}
    assert ids(list(read_bundle([zipped(tmp_path / "bulk.zip", members)]))) == [IDS[0], *IDS]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.jsonl.gz").write_bytes(gzip.compress(orjson.dumps(STUDIES[1])))
    (tmp_path / "a.json").write_bytes(orjson.dumps(STUDIES[0]))
    zipped(tmp_path / "c.zip", {"three.json": orjson.dumps(STUDIES[2])})
    (tmp_path / "notes.txt").write_text("no record")
    assert ids(list(read_bundle([str(tmp_path)]))) == IDS


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no file that ends with"):
        list(read_bundle([str(tmp_path)]))


def test_a_damaged_member_is_one_bad_record_and_the_others_are_read(tmp_path: Path) -> None:
    members = {f"{name}.json": orjson.dumps(study) for name, study in zip(IDS, STUDIES, strict=True)}
    path = Path(zipped(tmp_path / "bulk.zip", members))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        start = packed.getinfo("NCT00000002.json").header_offset + 30 + len("NCT00000002.json")
    content[start + 3 : start + 20] = bytes(17)
    path.write_bytes(content)
    found = list(read_bundle([str(path)]))
    assert ids(found) == [IDS[0], IDS[2]]
    (bad,) = [item for item in found if item.record.error]
    assert bad.file == f"{path}/NCT00000002.json"
    assert "damaged" in bad.record.error


@pytest.mark.parametrize("keep", [30, 200])
def test_a_truncated_zip_is_refused_or_gives_bad_lines(tmp_path: Path, keep: int) -> None:
    path = Path(zipped(tmp_path / "bulk.zip", {"lines.jsonl": LINES}))
    path.write_bytes(path.read_bytes()[:keep])
    # Without its directory at the end it is no zip file any more, so its bytes are read as lines.
    assert ids(list(read_bundle([str(path)]))) == []


@pytest.mark.skipif(os.name != "posix", reason="named pipes are of POSIX systems")
def test_standard_input_is_read_and_missing_files_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(LINES))))
    assert ids(list(read_bundle(["-"]))) == IDS
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_bundle([str(tmp_path / "missing.json")]))
