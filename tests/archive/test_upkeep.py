"""Damage is found, interrupted runs are cleared away, and merging parts changes no answer."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.support.folders.archive_kit import day, titles, trial, write_run
from trialscape.archive import Archive, RunInfo, RunKind
from trialscape.archive.files.manifest import read_compaction, write_compaction
from trialscape.archive.files.parts import archive_errors, parquet_source, write_parts
from trialscape.archive.files.prepared import prepare_record
from trialscape.archive.view import load_view
from trialscape.database import shared_connection
from trialscape.errors import ArchiveError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three runs of a few trials: two with records and hits, and between them one that brought nothing."""
    archive = Archive(tmp_path / "archive")
    write_run(archive, day(0), {"til": [trial(1), trial(2)]})
    write_run(archive, day(1), {"til": [trial(1), trial(2)]})
    write_run(archive, day(2), {"til": [trial(1, "B"), trial(3)]})
    return archive


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 0xFF
    path.write_bytes(content)


def parts(archive: Archive) -> list[Path]:
    return sorted((archive.folder / "parts").iterdir())


def test_a_sound_archive_has_no_findings(archive: Archive) -> None:
    assert archive.verify() == []
    assert len(parts(archive)) == archive.stats().parts == 4


def test_every_damaged_byte_of_a_part_is_detected_and_not_read(archive: Archive) -> None:
    path = next(path for path in parts(archive) if "records" in path.name)
    sound = path.read_bytes()
    for position in range(0, len(sound), max(1, len(sound) // 25)):
        flip(path, position)
        os.utime(path, ns=(position, position))
        assert [(finding.file, "damaged" in finding.problem) for finding in archive.verify()] == [
            (f"parts/{path.name}", True)
        ]
        with pytest.raises(ArchiveError, match="is damaged; restore"):
            list(archive.versions())
        path.write_bytes(sound)


@pytest.mark.parametrize("kind", ["records", "hits"])
def test_a_missing_or_truncated_part_is_detected(archive: Archive, kind: str) -> None:
    path = next(path for path in parts(archive) if kind in path.name)
    path.write_bytes(path.read_bytes()[:-7])
    assert ["bytes where its manifest says" in finding.problem for finding in archive.verify()] == [True]
    path.unlink()
    assert [(finding.file, finding.problem) for finding in archive.verify()] == [(f"parts/{path.name}", "is missing")]
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.known() if kind == "records" else archive.membership()
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.begin(archive_info())


def archive_info() -> RunInfo:
    return RunInfo(RunKind.FULL, "e")


def rewrite(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    content = orjson.loads(path.read_bytes())
    change(content)
    path.write_bytes(orjson.dumps(content))


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
        lambda path: path.write_bytes(b"[]"),
        lambda path: rewrite(path, lambda content: content.update(edition="2031-01-01")),
        lambda path: rewrite(path, lambda content: content.pop("parts")),
        lambda path: path.rename(path.with_name("000001-20250101T000000Z.json")),
    ],
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_damaged_manifest_is_detected_and_refused_by_readers(
    archive: Archive, harm: Callable[[Path], object], which: int
) -> None:
    harm(sorted((archive.folder / "manifests").iterdir())[which])
    assert any("manifest" in finding.file for finding in archive.verify())
    for question in (archive.runs, archive.known, lambda: archive.begin(archive_info())):
        with pytest.raises(ArchiveError, match="manifest"):
            question()
    assert len(parts(archive)) == 4


@pytest.mark.parametrize("which", [0, 1])
def test_a_missing_manifest_is_detected(archive: Archive, which: int) -> None:
    sorted((archive.folder / "manifests").iterdir())[which].unlink()
    assert [finding.problem for finding in archive.verify()] == [f"has no intact manifest of run {which + 1}"]
    with pytest.raises(ArchiveError, match=f"manifest of run {which + 1} is missing"):
        archive.known()
    with pytest.raises(ArchiveError, match="is missing"):
        archive.begin(archive_info())
    assert len(parts(archive)) == 4


def test_a_run_of_another_archive_does_not_fit_the_chain(archive: Archive, tmp_path: Path) -> None:
    other = Archive(tmp_path / "other")
    for number, title in enumerate("XYZ"):
        write_run(other, day(number), {"til": [trial(1, title)]})
    for section in ("manifests", "parts"):
        for path in (other.folder / section).glob("000002-*"):
            shutil.copy(path, archive.folder / section / path.name)
    assert any("seal of the manifest before it" in finding.problem for finding in archive.verify())
    with pytest.raises(ArchiveError, match="does not follow"):
        archive.runs()


def test_files_of_a_killed_run_are_ignored_and_removed_by_the_next_run(archive: Archive) -> None:
    """Parts are on disk, the manifest is half written beside its place, and staging holds spilled rows."""
    before = (titles(archive), archive.membership(), archive.stats())
    written = write_run(archive, day(3), {"til": [trial(1, "C"), trial(9)]}).run
    manifest = archive.folder / "manifests" / f"{written}.json"
    manifest.rename(manifest.with_suffix(".tmp"))
    spilled = archive.folder / "staging" / written
    spilled.mkdir(parents=True)
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"rows")
    foreign = archive.folder / "parts" / "notes of the owner.txt"
    foreign.write_text("mine")
    assert (titles(archive), archive.membership(), archive.stats()) == before
    assert archive.verify() == []
    again = write_run(archive, day(3), {"til": [trial(1, "C"), trial(9)]})
    assert (again.run, again.new, again.changed) == (written, 1, 1)
    assert not spilled.exists()
    assert not manifest.with_suffix(".tmp").exists()
    assert foreign.exists()
    assert len(parts(archive)) == 7
    assert archive.verify() == []


def test_compaction_merges_parts_and_keeps_manifests_and_answers(archive: Archive) -> None:
    answers = (list(archive.history()), titles(archive, day(1)), archive.membership(), archive.hits(), archive.runs())
    done = archive.compact()
    assert (done.parts_before, done.parts_after) == (4, 2)
    assert [path.name for path in parts(archive)] == ["compact-000001-hits.parquet", "compact-000001-records.parquet"]
    assert answers == (
        list(archive.history()),
        titles(archive, day(1)),
        archive.membership(),
        archive.hits(),
        archive.runs(),
    )
    assert archive.verify() == []
    assert archive.compact().parts_after == 2
    assert len(list((archive.folder / "compactions").iterdir())) == 1


def test_runs_after_a_compaction_are_merged_with_it_unless_it_is_large(archive: Archive) -> None:
    archive.compact()
    write_run(archive, day(5), {"til": [trial(1, "C")]})
    size = sum(path.stat().st_size for path in parts(archive) if "compact" in path.name)
    assert archive.compact(small_unit=size).parts_after == 4
    assert archive.compact().parts_after == 2
    assert [path.stem for path in (archive.folder / "compactions").iterdir()] == ["compact-000002"]
    assert [item.record for item in archive.history()][:1] != []
    assert archive.verify() == []


def test_a_compaction_killed_before_or_after_its_manifest_changes_no_answer(archive: Archive, tmp_path: Path) -> None:
    """Both halves of the work are saved and combined into the state that a kill would leave."""
    shutil.copytree(archive.folder, tmp_path / "before")
    expected = list(archive.history())
    archive.compact()
    for with_manifest in (False, True):
        killed = Archive(tmp_path / f"killed-{with_manifest}")
        shutil.copytree(tmp_path / "before", killed.folder)
        shutil.copytree(archive.folder / "parts", killed.folder / "parts", dirs_exist_ok=True)
        if with_manifest:
            shutil.copytree(archive.folder / "compactions", killed.folder / "compactions", dirs_exist_ok=True)
        assert list(killed.history()) == expected
        assert killed.verify() == []
        write_run(killed, day(6), {"til": [trial(1, "B"), trial(3)]})
        assert len(parts(killed)) == (2 if with_manifest else 4)
        assert list(killed.history()) == expected


def test_a_damaged_part_is_not_merged(archive: Archive) -> None:
    path = parts(archive)[-1]
    flip(path, 8)
    with pytest.raises(ArchiveError, match=r"The archive was not compacted, because parts/.+ is damaged"):
        archive.compact()
    assert len(parts(archive)) == 4


def test_a_damaged_compaction_is_detected(archive: Archive) -> None:
    archive.compact()
    path = next((archive.folder / "compactions").iterdir())
    path.write_text(path.read_text().replace('"bytes": ', '"bytes": 1'))
    assert [(finding.file, "damaged" in finding.problem) for finding in archive.verify()][:1] == [
        ("compactions/compact-000001.json", True)
    ]
    with pytest.raises(ArchiveError, match=r"compact-000001\.json is damaged"):
        archive.known()


def test_a_sealed_compaction_with_a_missing_row_is_detected(archive: Archive) -> None:
    """Hash and seal are correct, so only comparing the rows of each run with its manifest finds the fault."""
    archive.compact()
    view = load_view(archive.folder)
    merged = read_compaction(archive.folder, "compact-000001")
    records = next(iter(view.of_kind("records")))
    with shared_connection() as database:
        fewer = f"(SELECT * FROM {parquet_source([records])} WHERE nct_id <> 'NCT00000003')"  # noqa: S608 - our own file
        written = write_parts(database, archive.folder, "compact-000002", "records", fewer)
    kept = tuple(part for part in merged.parts if part.kind != "records")
    write_compaction(archive.folder, "compact-000002", merged.runs, (*kept, *written))
    assert [(finding.file, finding.problem) for finding in archive.verify()] == [
        ("parts (records)", f"hold 1 rows of run {archive.runs()[2].run}, whose manifest says 2")
    ]


def test_a_file_in_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("no folder")
    with pytest.raises(ArchiveError, match="is a file, not a folder"):
        Archive(tmp_path / "archive").runs()
    with pytest.raises(ArchiveError, match="The archive failed while preparing"):
        Archive(tmp_path / "archive").begin(archive_info())


def test_an_archive_of_a_newer_format_is_refused(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("trialscape.archive.files.manifest._FORMAT", 2)
        fresh = Archive(archive.folder.parent / "fresh")
        write_run(fresh, day(0), {})
    with pytest.raises(ArchiveError, match="written by a newer trialscape"):
        fresh.runs()


def test_programming_errors_are_not_converted_to_archive_errors() -> None:
    with pytest.raises(KeyError), archive_errors("testing"):
        raise KeyError


def test_many_records_are_written_in_slices_that_keep_the_versions_of_a_trial_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(prepare_record(trial(1, "0")).text)
    monkeypatch.setattr("trialscape.archive.writer.SLICE_BYTES", 3 * size)
    monkeypatch.setattr("trialscape.archive.files.parts.MERGED_BYTES", 3 * size)
    archive = Archive(tmp_path / "sliced")
    for number in range(3):
        write_run(archive, day(number), {"til": [trial(n, f"{number}") for n in (5, 3, 1, 4, 2)]})
    assert [part.rows for part in archive.runs()[0].parts if part.kind == "records"] == [3, 2]
    history = list(archive.history())
    archive.compact()
    merged = [part for part in load_view(archive.folder).parts() if part.kind == "records"]
    assert [part.rows for part in merged] == [3, 3, 3, 3, 3]
    assert list(archive.history()) == history
    assert [(item.nct_id, item.seen_at) for item in history] == sorted((i.nct_id, i.seen_at) for i in history)
    assert (len(history), archive.verify()) == (15, [])
