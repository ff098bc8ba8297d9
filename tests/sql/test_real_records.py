"""The SQL reads real records as ``trialscape.study`` does; skipped where the shared records are absent."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sql.landscape import first_day
from tests.support.folders.made_once import made_once
from tests.support.tables.tables import World, build, read
from trialscape.study.decode.parse import parse_study
from trialscape.study.model import Study
from trialscape.warehouse import current_path

RECORDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ctgov-real.jsonl.gz"
pytestmark = pytest.mark.skipif(not RECORDS.exists(), reason="the shared real records are not beside this checkout")


@pytest.fixture(scope="module")
def world() -> World:
    with gzip.open(RECORDS, "rt", encoding="utf-8") as lines:
        world = World()
        world.track(*(json.loads(line)["study"] for line in lines))
    world.add("search", [{"search": "s1"}])
    world.add("cohort", [{"cohort": "tracked"}])
    return world


@pytest.fixture(scope="module")
def studies(world: World) -> dict[str, Study]:
    return {study.nct_id: study for study, _ in map(parse_study, world.records)}


@pytest.fixture(scope="module")
def built(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return current_path(made_once(tmp_path_factory, "real-records", lambda folder: build(world, folder)))


def test_staging_studies_equal_the_parsed_records(built: Path, studies: dict[str, Study]) -> None:
    rows = read(built, "FROM staging.study JOIN concepts.enrolment USING (nct_id)")
    assert len(rows) == len(studies)
    for row in rows:
        study = studies[row["nct_id"]]
        assert row["brief_title"] == (study.brief_title or None)
        assert row["eligibility"] == (study.eligibility or None)
        assert row["phases"] == ("/".join(study.phases) or None)
        assert row["start_date"] == first_day(study.start)
        assert row["primary_completion_date"] == first_day(study.primary_completion)
        assert row["start_precision"] == (study.start.precision if study.start else None)
        assert row["planned_patient_count"] == study.enrollment
        assert row["has_results"] == study.has_results
        assert row["accepts_healthy_volunteers"] == study.healthy_volunteers


def test_staging_lists_equal_the_parsed_records(built: Path, studies: dict[str, Study]) -> None:
    def expected() -> Iterator[tuple[str, str, int, str | None]]:
        for study in studies.values():
            lists = {
                "condition": study.conditions,
                "intervention": [item.name for item in study.interventions],
                "arm": [arm.label for arm in study.arms],
                "site": [site.facility for site in study.sites],
                "collaborator": [sponsor.name for sponsor in study.collaborators],
                "primary": [outcome.measure for outcome in study.outcomes if outcome.kind == "primary"],
            }
            for name, values in lists.items():
                yield from ((study.nct_id, name, place, value or None) for place, value in enumerate(values))

    rows = read(
        built,
        "SELECT nct_id, 'condition', position, condition FROM staging.condition "
        "UNION ALL SELECT nct_id, 'intervention', position, intervention FROM staging.intervention "
        "UNION ALL SELECT nct_id, 'arm', position, arm FROM staging.arm "
        "UNION ALL SELECT nct_id, 'site', position, facility FROM staging.site "
        "UNION ALL SELECT nct_id, role, position, sponsor FROM staging.sponsor WHERE role <> 'lead' "
        "UNION ALL SELECT nct_id, kind, position, measure FROM staging.outcome WHERE kind = 'primary'",
    )
    assert Counter(tuple(row.values()) for row in rows) == Counter(expected())
