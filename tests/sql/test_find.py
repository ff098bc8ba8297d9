"""The finder's query against its twin."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.sql.landscape import Landscape
from tests.sql.twins.find import find
from tests.sql.worlds import hand_made, label
from tests.support.tables.tables import World, build
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

NOTHING: dict[str, Any] = dict.fromkeys(
    ("history", "labels", "diseases", "modality", "agent", "targets", "phase", "countries", "statuses")
) | {"takes_basket": False}


def world() -> World:
    """Return the hand-made world with one trial of each further kind of answer."""
    made = hand_made()
    label(made, "NCT00000007", "ici_setting", "allowed", "may have had anti-PD-1")
    label(made, "NCT00000007", "cancer", "pan_tumour", "solid tumours")
    label(made, "NCT00000005", "ici_setting", "excluded", "no prior checkpoint inhibitor")
    label(made, "NCT00000005", "cancer", "others", "ovarian cancer")
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Landscape, Path]:
    made = world()
    return Landscape(made), build(made, tmp_path_factory.mktemp("find"))


def test_every_question_equals_the_twin(built: tuple[Landscape, Path]) -> None:
    land, path = built
    cancers: list[dict[str, Any]] = [
        {}, {"labels": ["melanoma"], "diseases": [], "takes_basket": True},
        {"labels": [], "diseases": ["ovarian cancer"], "takes_basket": True},
        {"labels": ["haematologic", "melanoma"], "diseases": ["ovarian cancer"]},
    ]  # fmt: skip
    histories: list[dict[str, Any]] = [{"history": name} for name in (None, "refractory", "naive")]
    places: list[dict[str, Any]] = [{}, {"countries": ["South Korea"]}, {"countries": ["United States", "Germany"]}]
    others: list[dict[str, Any]] = [{}, {"statuses": ["RECRUITING"]}, {"modality": "car_t"}, {"phase": "phase_3"}]
    answered = 0
    with Warehouse(path) as warehouse:
        for parts in itertools.product(cancers, histories, places, others):
            asked = NOTHING | parts[0] | parts[1] | parts[2] | parts[3]
            names, rows = warehouse.query(query_text("look/find"), asked)
            expected = find(land, asked)
            got = [dict(zip(names, row, strict=True)) for row in rows]
            assert [{key: row[key] for key in wanted} for row, wanted in zip(got, expected, strict=True)] == expected
            answered += len(got)
    assert answered > 100


def test_an_agent_and_a_target_are_those_under_study(built: tuple[Landscape, Path]) -> None:
    _, path = built
    with Warehouse(path) as warehouse:
        for asked in ({"agent": "kitecel"}, {"agent": "bispecab"}, {"agent": "nothing"}):
            names, rows = warehouse.query(query_text("look/find"), NOTHING | asked)
            trials = warehouse.query("SELECT nct_id FROM concepts.agent_trial WHERE agent = $agent", asked)[1]
            assert {row[names.index("nct_id")] for row in rows} == {str(row[0]) for row in trials}
        _, some = warehouse.query("SELECT DISTINCT target FROM concepts.target_trial")
        assert some
        for (target,) in some:
            names, rows = warehouse.query(query_text("look/find"), NOTHING | {"targets": [target]})
            query = "SELECT DISTINCT nct_id FROM concepts.target_trial WHERE target = $target"
            trials = warehouse.query(query, {"target": target})[1]
            assert {row[names.index("nct_id")] for row in rows} == {str(row[0]) for row in trials}
