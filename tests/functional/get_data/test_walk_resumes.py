"""Interrupted walks resume after their last complete page only while the edition is the same."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.folders.refresh_kit import fetched, held, leftover_files, make_config, trial
from tests.support.registry.faulty_registry import FAULTS, FaultyRegistry, faulty_registry
from trialscape.config.load import Config, load_config
from trialscape.errors import ArchiveError, RegistryChangedError, RegistryError, StoppedError
from trialscape.steps.run.refresh import UNFINISHED_WALKS

TODAY, TOMORROW = "2026-02-02", "2026-02-03"
# Five pages of one search; their contact persons must not be stored.
RECORDS = [
    trial(n, extra={"contactsLocationsModule": {"centralContacts": [{"name": "Jane Roe", "phone": "555-0100"}]}})
    for n in range(1, 46)
]
CHANGED = [trial(7, posted=TOMORROW, status="COMPLETED") if n == 7 else r for n, r in enumerate(RECORDS, start=1)]


@pytest.fixture
def registry() -> Iterator[FaultyRegistry]:
    with faulty_registry() as running:
        running.serve(TODAY, RECORDS)
        yield running


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(make_config(tmp_path_factory.mktemp("walk") / "config", {"alphas": ["alpha"]}))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, config: Config) -> Path:
    """Return a data folder into which the five pages were fetched without any trouble."""
    data = tmp_path_factory.mktemp("whole")
    with faulty_registry() as running:
        running.serve(TODAY, RECORDS)
        fetched(config, data, running)
    return data


def cut(config: Config, data: Path, registry: FaultyRegistry, page: int) -> None:
    """Walk until ``page`` is asked for, and end there as a refusal ends a walk."""
    registry.expect(f"403@{page}")
    with pytest.raises(RegistryError):
        fetched(config, data, registry)
    registry.expect()


def kept(data: Path) -> list[Path]:
    return sorted((data / UNFINISHED_WALKS).rglob("*.json.gz"))


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_a_walk_resumes_after_its_last_page(
    config: Config, whole: Path, tmp_path: Path, registry: FaultyRegistry, page: int
) -> None:
    cut(config, tmp_path, registry, page)
    assert len(kept(tmp_path)) == page - 1
    result = fetched(config, tmp_path, registry)
    assert len(registry.pages()) == 5 - (page - 1)
    assert (result.summary.new if result.summary else None) == 45
    assert held(tmp_path) == held(whole)
    assert (leftover_files(tmp_path), (tmp_path / UNFINISHED_WALKS).exists()) == ([], False)


def test_a_complete_walk_is_not_repeated(config: Config, whole: Path, tmp_path: Path, registry: FaultyRegistry) -> None:
    """The run was stopped after the last page came and before anything was archived."""

    def stop(_search: str, seen: int, _total: int | None) -> None:
        if seen == len(RECORDS):
            raise StoppedError("stopped")

    with pytest.raises(StoppedError):
        fetched(config, tmp_path, registry, on_page=stop)
    assert len(kept(tmp_path)) == 5
    registry.expect()
    fetched(config, tmp_path, registry)
    assert registry.pages() == []
    assert held(tmp_path) == held(whole)


def test_a_new_edition_restarts_at_the_first_page(config: Config, tmp_path: Path, registry: FaultyRegistry) -> None:
    cut(config, tmp_path, registry, 4)
    registry.serve(TOMORROW, CHANGED)
    fetched(config, tmp_path, registry)
    assert len(registry.pages()) == 5
    assert {edition for _, edition, _ in held(tmp_path).versions} == {f"{TOMORROW}T09:00:05"}
    assert leftover_files(tmp_path) == []


def test_other_terms_or_another_page_size_restart_at_the_first_page(
    config: Config, tmp_path: Path, registry: FaultyRegistry
) -> None:
    data = tmp_path / "data"
    cut(config, data, registry, 4)
    fetched(make_config(tmp_path / "other", {"alphas": ["alpha", "omega"]}), data, registry)
    assert len(registry.pages()) == 5
    cut(config, tmp_path / "second", registry, 4)
    fetched(make_config(tmp_path / "other", {"alphas": ["alpha"]}, page_size="9"), tmp_path / "second", registry)
    assert len(registry.pages()) == 5


@pytest.mark.parametrize("refusal", ["stale", "refused token"])
def test_a_refused_token_of_an_earlier_walk_restarts_at_the_first_page(
    config: Config, whole: Path, tmp_path: Path, registry: FaultyRegistry, refusal: str
) -> None:
    """It costs none of the beginnings that are allowed: after it, two more stale tokens are still forgiven."""
    cut(config, tmp_path, registry, 4)
    registry.expect(refusal, "stale@2", "stale@3")
    fetched(config, tmp_path, registry)
    assert held(tmp_path) == held(whole)
    assert len(registry.pages()) == 1 + 2 + 3 + 5


def test_a_refused_token_of_the_same_walk_ends_it(config: Config, tmp_path: Path, registry: FaultyRegistry) -> None:
    registry.expect("refused token@3")
    with pytest.raises(RegistryError, match="Invalid value in parameter"):
        fetched(config, tmp_path, registry)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [truncated, flipped, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_damaged_pages_are_fetched_again(
    config: Config,
    whole: Path,
    tmp_path: Path,
    registry: FaultyRegistry,
    harm: Callable[[Path], object],
    which: int,
) -> None:
    cut(config, tmp_path, registry, 4)
    harm(kept(tmp_path)[which])
    (kept(tmp_path)[0].parent / ".0123456789abcdef-0001.json.gz.1.unfinished").write_bytes(b"half")
    fetched(config, tmp_path, registry)
    assert len(registry.pages()) == 5 - which
    assert held(tmp_path) == held(whole)
    assert leftover_files(tmp_path) == []


def test_contact_persons_are_not_stored_in_pages(config: Config, tmp_path: Path, registry: FaultyRegistry) -> None:
    cut(config, tmp_path, registry, 4)
    text = b"".join(gzip.decompress(path.read_bytes()) for path in kept(tmp_path))
    assert b"NCT00000007" in text
    assert b"555-0100" not in text
    assert b"Jane" not in text


def test_a_new_edition_during_a_walk_restarts_it(config: Config, tmp_path: Path, registry: FaultyRegistry) -> None:
    """Whether before the first page, between two, or on the last one: what is archived is of one edition."""
    for page in range(1, 6):
        data = tmp_path / f"{page}"
        registry.serve(TODAY, RECORDS)
        registry.expect()
        registry.before_page = lambda number, page=page: registry.serve(TOMORROW, CHANGED) if number == page else None
        fetched(config, data, registry)
        registry.before_page = None
        hashes = {nct_id: digest for nct_id, _, digest in held(data).versions}
        fetched(config, tmp_path / f"calm {page}", registry)
        assert hashes == {nct_id: digest for nct_id, _, digest in held(tmp_path / f"calm {page}").versions}
        assert leftover_files(data) == []


def test_pages_that_cannot_be_stored_end_the_run_with_a_message(
    config: Config, tmp_path: Path, registry: FaultyRegistry
) -> None:
    (tmp_path / UNFINISHED_WALKS).write_text("a file where a folder is due")
    with pytest.raises(ArchiveError, match=r"A page of the registry cannot be stored in .+; no stored data are lost"):
        fetched(config, tmp_path, registry)


# What a fault does to a five-page walk: "mended" means that the same run recovers, "failed" that the next one does.
MENDED = {"429", "500", "502", "503", "html200", "reset", "truncate", "garbage", "slow:0.2", "stale"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_walk_recovers_from_every_fault_on_every_page(
    config: Config, whole: Path, tmp_path: Path, registry: FaultyRegistry, fault: str
) -> None:
    for page in range(1, 6):
        data = tmp_path / f"{page}"
        registry.expect(f"{fault}@{page}")
        if fault in MENDED or (fault == "empty" and page > 1):
            fetched(config, data, registry)
        elif fault == "empty":
            # Page 1 says that there is nothing, and nothing contradicts it; the next edition asks for all of it again.
            assert fetched(config, data, registry).empty == ("alphas",)
            registry.serve(TOMORROW, RECORDS)
            summary = fetched(config, data, registry).summary
            assert (summary.new if summary else None) == 45
            registry.serve(TODAY, RECORDS)
            continue
        else:
            with pytest.raises(RegistryError):
                fetched(config, data, registry)
            assert not (data / "archive" / "manifests").exists() or held(data).editions == ()
            registry.expect()
            fetched(config, data, registry)
        assert held(data) == held(whole)
        assert leftover_files(data) == []


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if not fault.startswith("slow")])
def test_a_permanent_fault_ends_the_run_and_the_next_run_recovers(
    config: Config, whole: Path, tmp_path: Path, registry: FaultyRegistry, fault: str
) -> None:
    for page in (2, 5):
        data = tmp_path / f"{page}"
        registry.expect(f"{fault}*@{page}")
        with pytest.raises((RegistryError, RegistryChangedError)):
            fetched(config, data, registry)
        assert len(registry.pages()) <= 3 * 12
        registry.expect()
        fetched(config, data, registry)
        assert held(data) == held(whole)
        assert leftover_files(data) == []
