"""Random sequences of editions, compared with a plain model that stores everything."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.folders.archive_kit import day, title_of, titles, trial, write_run
from trialscape.archive import Archive, RunKind

SEARCHES = ("til", "lag3")


@dataclass(frozen=True)
class Edition:
    """One run: which trials (number to content) each search found, and whether parts are merged afterwards."""

    kind: RunKind
    found: dict[str, frozenset[int]]
    content: dict[int, int]
    is_short: bool
    then_compact: bool


trials = st.integers(1, 5)
editions = st.lists(
    st.builds(
        Edition,
        kind=st.sampled_from(RunKind),
        found=st.dictionaries(st.sampled_from(SEARCHES), st.frozensets(trials)),
        content=st.fixed_dictionaries({number: st.integers(0, 2) for number in range(1, 6)}),
        is_short=st.booleans(),
        then_compact=st.booleans(),
    ),
    max_size=6,
)


@dataclass
class Model:
    """The answers that an archive must give, from a simple model that stores everything."""

    versions: list[tuple[int, int, int]] = field(default_factory=list)
    sights: dict[tuple[str, int], list[tuple[int, bool]]] = field(default_factory=dict)

    def take(self, number: int, edition: Edition) -> None:
        for search, found in edition.found.items():
            for trial_number in found:
                self.sights.setdefault((search, trial_number), []).append((number, True))
                if self.current(number).get(trial_number) != edition.content[trial_number]:
                    self.versions.append((trial_number, number, edition.content[trial_number]))
            if edition.kind is RunKind.FULL and not edition.is_short:
                for (of, trial_number), seen in self.sights.items():
                    if of == search and trial_number not in found:
                        seen.append((number, False))

    def current(self, until: int) -> dict[int, int]:
        return {trial_number: content for trial_number, at, content in self.versions if at <= until}

    def membership(self, until: int) -> set[tuple[str, int, int, int, int | None]]:
        result = set()
        for (search, trial_number), everything in self.sights.items():
            seen = [sight for sight in everything if sight[0] <= until]
            if seen:
                ins = [at for at, is_in in seen if is_in]
                last = max(ins)
                gone = min((at for at, is_in in seen if not is_in and at > last), default=None)
                result.add((search, trial_number, ins[0], last, gone))
        return result


def compare(archive: Archive, model: Model, until: int) -> None:
    known = {int(nct_id[3:]): int(title) for nct_id, title in titles(archive, day(until)).items()}
    assert known == model.current(until)
    assert {
        (
            item.search,
            int(item.nct_id[3:]),
            (item.first_seen - day(0)).days,
            (item.last_seen - day(0)).days,
            (item.left_at - day(0)).days if item.left_at else None,
        )
        for item in archive.membership(day(until))
    } == model.membership(until)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(editions)
def test_archive_equals_the_model_after_any_sequence_of_editions_and_compactions(sequence: list[Edition]) -> None:
    with TemporaryDirectory() as folder:
        archive, model = Archive(Path(folder) / "archive"), Model()
        for number, edition in enumerate(sequence):
            searches = {
                search: [trial(n, str(edition.content[n]), holder=str(number)) for n in found]
                for search, found in edition.found.items()
            }
            write_run(archive, day(number), searches, edition.kind, 99 if edition.is_short else None)
            model.take(number, edition)
            if edition.then_compact:
                archive.compact()
        for until in range(-1, len(sequence)):
            compare(archive, model, until)
        history = [
            (int(i.nct_id[3:]), (i.seen_at - day(0)).days, int(title_of(orjson.loads(i.record))))
            for i in archive.history()
        ]
        assert history == sorted(model.versions)
        assert archive.verify() == []
        assert len(archive.runs()) == len(sequence)
