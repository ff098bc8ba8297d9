"""Files of every shape in which people keep records."""

import gzip
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records.studies import make_record
from trialscape.errors import UsageError
from trialscape.study.decode.parse import record_id
from trialscape.study.stream import read_records

STUDIES = [make_record(f"NCT0000000{number}") for number in (1, 2, 3)]
IDS = [f"NCT0000000{number}" for number in (1, 2, 3)]
INDENTED = orjson.OPT_INDENT_2

SHAPES: dict[str, bytes] = {
    "JSON Lines": b"\n".join(map(orjson.dumps, STUDIES)),
    "blank lines between": b"\n\n".join(map(orjson.dumps, STUDIES)) + b"\n\n",
    "wrapped lines": b"\n".join(orjson.dumps({"nct": "x", "study": study}) for study in STUDIES),
    "a page": orjson.dumps({"studies": STUDIES, "nextPageToken": "t"}),
    "a page with indents": orjson.dumps({"studies": STUDIES}, option=INDENTED),
    "an array": orjson.dumps(STUDIES),
    "an array with indents": orjson.dumps(STUDIES, option=INDENTED),
}


def ids(path: Path) -> list[str]:
    """Return the ids of the records of a file."""
    values = [record.value for record in read_records(str(path))]
    return [record_id(value) for value in values if isinstance(value, dict)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_records(content: bytes, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    file = tmp_path / "records"
    file.write_bytes(pack(content))
    assert ids(file) == IDS


@pytest.mark.parametrize("option", [0, INDENTED])
def test_a_single_study(option: int, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(orjson.dumps(STUDIES[0], option=option))
    assert ids(file) == IDS[:1]


def test_a_bad_line_has_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    lines = [orjson.dumps(STUDIES[0]), b"{broken", b"[1]", orjson.dumps(STUDIES[1])]
    file.write_bytes(b"\n".join(lines))
    found = list(read_records(str(file)))
    assert [(record.line, record.error) for record in found] == [
        (1, ""),
        (2, "not JSON"),
        (3, "not a JSON object"),
        (4, ""),
    ]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.write_bytes(b"\n \n")
    assert list(read_records(str(file))) == []


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_records(str(tmp_path / "none")))


def test_a_truncated_gzip_file_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "records.gz"
    file.write_bytes(gzip.compress(SHAPES["JSON Lines"] * 50)[:-20])
    with pytest.raises(UsageError, match="damaged"):
        list(read_records(str(file)))


@given(content=st.binary(max_size=200))
def test_any_bytes_give_records_or_an_error(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("any") / "records"
    file.write_bytes(content)
    try:
        found = list(read_records(str(file)))
    except UsageError:
        # A gzip header without a valid body is refused.
        assert content.startswith(b"\x1f\x8b")
    else:
        assert all(bool(record.error) == (record.value is None) for record in found)
