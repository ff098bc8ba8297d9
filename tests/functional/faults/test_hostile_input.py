"""Hostile words, files and folders: every command ends with a documented exit code, a sentence, and no traceback.

A sample runs in the suite; ``TRIALSCAPE_INJECT=all`` damages every file of a data folder in every way.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.functional.conftest import Run
from trialscape.cli.main import main

WHOLE = os.environ.get("TRIALSCAPE_INJECT") == "all"
DOCUMENTED = (0, 2, 3, 10, 11, 13, 15, 16, 17)
READERS = (
    ("segments",), ("status",), ("trials", "--limit", "3"), ("digest",), ("archive", "verify"), ("changes",),
    ("status", "--max-age", "1h"), ("explain", "NCT02621021"),
)  # fmt: skip
WRITERS = (("build",), ("archive", "compact"))

# By command: its options that take a word.
OPTIONS = {
    "segments": ("--report", "--dimension", "--cohort", "--format"),
    "compare": ("--report", "--cohort", "--scope"),
    "find": ("--cancer", "--setting", "--country", "--phase"),
    "trials": ("--report", "--segment", "--dimension", "--limit"),
    "changes": ("--since", "--kind", "--materiality"),
    "readouts": ("--next",),
    "agents": ("--target", "--modality"),
    "digest": ("--run", "--scope"),
    "explain": ("--axis",),
    "status": ("--max-age",),
}  # fmt: skip
WORDS = st.text(max_size=40) | st.sampled_from(
    ["", "-1", "nan", "1e999", "9" * 400, "../../etc/passwd", "'; DROP TABLE x; --", "%s{0}", "\x1b[31m", "A" * 70_000,
     "0000-00-00", "9999-12-31", "-5d", "99999999999999999999h", "NCT0", "[", "(?:", "@", "٣", "\udcff", "💥"]
)  # fmt: skip


@st.composite
def _commands(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(sorted(OPTIONS)))
    option = draw(st.sampled_from(OPTIONS[name]))
    return [name, *(["NCT02621021"] if name == "explain" else []), f"{option}={draw(WORDS)}"]


@given(command=_commands())
@settings(
    max_examples=600 if WHOLE else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_value_of_an_option_gives_a_documented_exit_code(
    command: list[str], demo_source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    code = main([*command, "--data", str(demo_source)])
    _, err = capfd.readouterr()
    assert code in DOCUMENTED
    assert "Traceback" not in err
    assert "\x1b" not in err
    assert bool(err) or not code
    assert time.monotonic() - began < 20.0


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(0, len(content), max(1, len(content) // 7)):
        content[place] ^= 0x55
    path.write_bytes(content)


def _other_json(path: Path) -> None:
    path.write_bytes(b'{"began": 5, "runs": [null]}')


def _no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = (_cut, _empty, _flip, _other_json, _no_text, _folder)
# By place in a data folder: files are named for moments and hashes.
PLACES = (
    "heartbeat.json", "archive/manifests/*.json", "archive/parts/*-records.parquet", "archive/parts/*-hits.parquet",
    "digests/*.json", "digests/newest", "warehouse/current", "readings/*/*.parquet", "rules/*.zip",
    "archive/writer.txt",
)  # fmt: skip
SAMPLE = [
    (_other_json, "digests/*.json"), (_no_text, "digests/newest"), (_flip, "archive/manifests/*.json"),
    (_folder, "heartbeat.json"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "place"),
    [(damage, place) for damage in DAMAGE for place in PLACES] if WHOLE else SAMPLE,
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_damaged_file_is_reported_by_all_that_need_it(
    damage: Callable[[Path], None], place: str, demo: Path, run: Run
) -> None:
    damage(sorted(demo.glob(place))[-1])
    for command in READERS + (WRITERS if WHOLE else ()):
        code, out, err = run(*command, "--data", demo)
        assert code in DOCUMENTED, (command, code, err)
        assert "Traceback" not in err
        assert err or out or not code


def test_known_tables_of_a_warehouse_of_a_newer_program_are_read(demo: Path, run: Run, tmp_path: Path) -> None:
    # A file as a later DuckDB might write it: the version of the storage follows the four letters DUCK.
    later = tmp_path / "later.duckdb"
    shutil.copyfile(sorted(demo.glob("warehouse/*.duckdb"))[-1], later)
    content = bytearray(later.read_bytes())
    assert content[8:12] == b"DUCK"
    content[12:20] = (9_999).to_bytes(8, "little")
    later.write_bytes(content)
    code, _, err = run("segments", "--warehouse", later)
    assert code == 15, err
    assert "cannot be opened" in err
    # A file without a table that this program asks for.
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE SCHEMA meta; CREATE TABLE meta.snapshot (snapshot_id VARCHAR, is_demo BOOLEAN)")
        con.execute("INSERT INTO meta.snapshot VALUES ('x', false)")
    code, _, err = run("segments", "--warehouse", other)
    assert code == 15, err
    assert "run 'trialscape build'" in err


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08", b"[" * 100_000, b'{"nct": []}', b"5\n", b'{"a": 1}'])
def test_labels_of_an_unexpected_form_are_refused(content: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "labels").write_bytes(content)
    (tmp_path / "records").write_bytes(b"")
    code, _, err = run("rules", "measure", tmp_path / "labels", tmp_path / "records")
    assert (code, len(err.splitlines())) == (2, 1), err


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a,b\n1,2\n", b'nct_id\n"' + b"a" * 200_000 + b'"\n', b"\x00\n"])
def test_decisions_of_an_unexpected_form_are_refused(
    content: bytes, tmp_path: Path, demo_source: Path, run: Run
) -> None:
    (tmp_path / "decisions.csv").write_bytes(content)
    code, _, err = run("config", "new", tmp_path / "config")
    assert code == 0, err
    code, _, err = run(
        "review", "--import", tmp_path / "decisions.csv", "--config", tmp_path / "config", "--data", demo_source
    )
    assert code == 2, err
    assert "Traceback" not in err


def test_lists_nested_too_deeply_are_a_fault_of_the_file(tmp_path: Path, run: Run) -> None:
    assert run("config", "new", tmp_path / "config")[0] == 0
    (tmp_path / "config" / "settings.toml").write_text("x = " + "[" * 20_000, encoding="utf-8")
    code, _, err = run("config", "check", "--config", tmp_path / "config")
    assert code == 10, err
    assert "nested too deep" in err


@pytest.mark.parametrize(
    "target",
    ["book.xlsx", pytest.param("page.html", marks=pytest.mark.skipif(not WHOLE, reason="takes 5 s; see make hard"))],
)
def test_an_output_path_below_a_file_is_refused(target: str, tmp_path: Path, demo_source: Path, run: Run) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    path = tmp_path / "file" / target
    command = ["report", "--output", path] if target.endswith("html") else ["export", path]
    code, _, err = run(*command, "--data", demo_source)
    assert (code, "Traceback" in err) == (2, False)
    assert "Not a directory" in err
