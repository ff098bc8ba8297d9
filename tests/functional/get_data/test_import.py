"""Records of files become an edition of the archive, found by searches that are evaluated on this machine."""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from tests.functional.conftest import Run
from tests.support.folders.archive_kit import write_run
from tests.support.folders.refresh_kit import fetched, make_config, trial
from tests.support.records.studies import Record
from tests.support.registry.faulty_registry import faulty_registry
from trialscape.archive import Archive, RunKind
from trialscape.config.load import Config, load_config
from trialscape.errors import CheckError, UsageError
from trialscape.steps.fetch import import_files as step
from trialscape.steps.fetch import read_import
from trialscape.steps.fetch.import_files import ImportOptions, ImportResult, import_files

ALPHAS = [trial(number, "alpha") for number in range(1, 11)]
OTHERS = [trial(number, "gamma") for number in range(11, 14)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_config(tmp_path_factory.mktemp("import") / "config", {"alphas": ["alpha"]})


@pytest.fixture(scope="module")
def config(folder: Path) -> Config:
    return load_config(folder)


def zipped(path: Path, records: Iterable[Record], holder: str = "2026-02-02") -> str:
    """Write the records as the registry's bulk download does, one a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for record in records:
            stamped = {**record, "derivedSection": {"miscInfoModule": {"versionHolder": holder}}}
            name = record["protocolSection"]["identificationModule"]["nctId"]
            packed.writestr(f"{name}.json", orjson.dumps(stamped))
    return str(path)


def imported(config: Config, data: Path, source: str, options: ImportOptions | None = None) -> ImportResult:
    return import_files(config, data, [source], options or ImportOptions(), lambda _count: None)


def archive(data: Path) -> Archive:
    return Archive(data / "archive")


def test_the_command_archives_what_a_search_finds_and_publishes(folder: Path, tmp_path: Path, run: Run) -> None:
    source = zipped(tmp_path / "bulk.zip", [*ALPHAS, *OTHERS])
    with zipfile.ZipFile(source, "a") as packed:
        packed.writestr("bad.json", b'{"protocolSection": {')
    data = tmp_path / "data"
    code, out, err = run("import", source, "--data", data, "--config", folder)
    assert code == 3
    assert "Edition 2026-02-02 import: 14 records read, 10 found by a search; 10 new, 0 changed" in out
    assert "with 10 trials" in out
    assert f"{source}/bad.json, line 1: not JSON" in err
    assert "1 of 14 records could not be read" in err
    assert archive(data).members() == {"alphas": 10}
    assert len(archive(data).known()) == 10
    code, out, _ = run("sql", "SELECT count(*) AS trials FROM marts.trial", "--data", data, "--format", "json")
    assert (code, orjson.loads(out)) == (0, [{"trials": 10}])


def test_a_partial_file_updates_its_trials_and_only_a_full_file_shows_departures(
    config: Config, tmp_path: Path
) -> None:
    imported(config, tmp_path, zipped(tmp_path / "one.zip", ALPHAS))
    later = [trial(1, "alpha", status="COMPLETED"), *ALPHAS[1:9], trial(20, "alpha")]
    part = imported(config, tmp_path, zipped(tmp_path / "two.zip", later, "2026-02-09"))
    assert (part.progress.new, part.progress.changed) == (1, 1)
    assert (part.summary.left, archive(tmp_path).members()) == (0, {"alphas": 11})
    whole = imported(
        config, tmp_path, zipped(tmp_path / "three.zip", later, "2026-02-10"), ImportOptions(is_whole=True)
    )
    assert (whole.progress.new, whole.progress.changed, whole.summary.left) == (0, 0, 1)
    assert archive(tmp_path).members() == {"alphas": 10}
    last = archive(tmp_path).last_run()
    assert last is not None
    assert (last.kind, last.edition) == (RunKind.FULL, "2026-02-10 import")


def test_a_known_trial_is_updated_although_no_search_finds_it(config: Config, tmp_path: Path) -> None:
    imported(config, tmp_path, zipped(tmp_path / "one.zip", [*ALPHAS, *OTHERS]), ImportOptions(keeps_all=True))
    assert len(archive(tmp_path).known()) == 13
    renamed = [trial(11, "delta"), trial(99, "delta")]
    done = imported(config, tmp_path, zipped(tmp_path / "two.zip", renamed)).progress
    assert (done.new, done.changed, done.unneeded) == (0, 1, 1)


def test_a_full_file_that_lacks_many_trials_changes_no_search(config: Config, tmp_path: Path) -> None:
    imported(config, tmp_path, zipped(tmp_path / "one.zip", ALPHAS))
    few = zipped(tmp_path / "two.zip", ALPHAS[:2], "2026-02-09")
    with pytest.raises(CheckError, match="finds 2 trials in these files and had 10 before"):
        imported(config, tmp_path, few, ImportOptions(is_whole=True))
    assert archive(tmp_path).members() == {"alphas": 10}
    imported(config, tmp_path, few, ImportOptions(is_whole=True, accepts_shrink=True))
    assert archive(tmp_path).members() == {"alphas": 2}


def test_files_of_an_earlier_day_are_refused(config: Config, tmp_path: Path) -> None:
    imported(config, tmp_path, zipped(tmp_path / "one.zip", ALPHAS, "2026-02-09"))
    with pytest.raises(UsageError, match="older records would replace newer ones"):
        imported(config, tmp_path, zipped(tmp_path / "two.zip", ALPHAS, "2026-02-08"))


@pytest.mark.parametrize("content", [b"", b"nothing\n", b"[1, 2]"], ids=["empty", "words", "numbers"])
def test_a_file_without_a_readable_record_is_refused_and_nothing_stored(
    config: Config, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "bad.jsonl"
    source.write_bytes(content)
    with pytest.raises(UsageError, match="nothing was imported"):
        imported(config, tmp_path, str(source))
    assert archive(tmp_path).runs() == ()


def as_zip(folder: Path) -> str:
    return zipped(folder / "one.zip", ALPHAS)


def as_lines(folder: Path) -> str:
    path = folder / "one.jsonl"
    path.write_bytes(b"\n\n".join(map(orjson.dumps, ALPHAS)))
    return str(path)


def as_pages(folder: Path) -> str:
    for number in (0, 5):
        page = folder / "pages" / f"{number}.json"
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(orjson.dumps({"studies": ALPHAS[number : number + 5]}))
    return str(folder / "pages")


def stop_at(last: int) -> Callable[[int], None]:
    def stop(count: int) -> None:
        if count == last:
            raise KeyboardInterrupt

    return stop


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "_SLICE", 4)


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize("form", [as_zip, as_lines, as_pages])
def test_a_stopped_import_resumes_after_the_last_slice(
    config: Config, tmp_path: Path, form: Callable[[Path], str]
) -> None:
    source, seen = form(tmp_path), list[int]()
    options = ImportOptions(day=dt.date(2026, 2, 2))
    with pytest.raises(KeyboardInterrupt):
        import_files(config, tmp_path, [source], options, stop_at(10))
    assert len(archive(tmp_path).known()) == 8
    assert archive(tmp_path).members() == {}
    done = import_files(config, tmp_path, [source], options, seen.append)
    assert seen == [9, 10]
    assert (done.continued, done.progress.read, done.progress.new) == (8, 10, 10)
    assert archive(tmp_path).members() == {"alphas": 10}
    assert archive(tmp_path).verify() == []
    assert not (tmp_path / "import.json").exists()


def _other_file(folder: Path) -> None:
    zipped(folder / "one.zip", [*ALPHAS, OTHERS[0]])


def _other_run(folder: Path) -> None:
    write_run(archive(folder), dt.datetime(2026, 2, 3, tzinfo=dt.UTC), {"alphas": OTHERS}, RunKind.DELTA)


def _damage(folder: Path) -> None:
    (folder / "import.json").write_bytes((folder / "import.json").read_bytes()[:-9])


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize("change", [_other_file, _other_run, _damage])
def test_an_import_of_other_files_or_into_another_archive_starts_from_the_beginning(
    config: Config, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    source, options = as_zip(tmp_path), ImportOptions(day=dt.date(2026, 2, 9))
    with pytest.raises(KeyboardInterrupt):
        import_files(config, tmp_path, [source], options, stop_at(6))
    change(tmp_path)
    done = imported(config, tmp_path, source, options)
    assert (done.continued, done.progress.matched) == (0, 10)
    assert archive(tmp_path).members()["alphas"] >= 10


def test_the_next_refresh_walks_in_full_and_records_no_false_departures(config: Config, tmp_path: Path) -> None:
    imported(config, tmp_path, zipped(tmp_path / "one.zip", ALPHAS), ImportOptions(is_whole=True))
    with faulty_registry() as registry:
        # The registry finds one trial less and one more than the words do on this machine.
        registry.serve("2026-02-03", [*ALPHAS[:9], trial(30, "alpha")])
        result = fetched(config, tmp_path, registry)
    assert result.whole == ("alphas",)
    assert result.summary is not None
    assert (result.summary.left, result.summary.dropped, result.summary.new) == (0, 1, 1)


@pytest.mark.parametrize("shape", ["lines", "array"])
def test_several_processes_import_what_one_does(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    """Found, unneeded and unreadable records, each in its place, with the signals of those that are stored."""
    odd = trial(30, "alpha")
    odd["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    records = list(map(orjson.dumps, [*ALPHAS, odd, *OTHERS]))
    source = tmp_path / "records.jsonl"
    if shape == "lines":
        source.write_bytes(b"\n".join([*records, b"{", b'{"protocolSection": {}}']))
    else:
        source.write_bytes(b"[" + b",".join([*records, b"1", b'{"protocolSection": {}}']) + b"]")
    one = imported(config, tmp_path / "one", str(source))
    monkeypatch.setattr(read_import, "_LEAST_PARALLEL", 1)
    monkeypatch.setattr(read_import, "_CHUNK", 3)
    limits = config.settings.build.model_copy(update={"threads": 2})
    parallel = replace(config, settings=config.settings.model_copy(update={"build": limits}))
    several = imported(parallel, tmp_path / "several", str(source))
    assert replace(several.progress, last_run="") == replace(one.progress, last_run="")
    assert (len(one.progress.bad), one.progress.unneeded) == (2, 3)
    stored = [
        [(item.nct_id, item.content_hash, item.record) for item in archive(tmp_path / name).versions()]
        for name in ("one", "several")
    ]
    assert stored[0] == stored[1]
    signals = [
        [(item.kind, item.place, item.value, item.nct_id) for item in archive(tmp_path / name).signals()]
        for name in ("one", "several")
    ]
    assert signals[0] == signals[1] != []
