"""The server for assistants as a separate process, used by the client of the official SDK."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.functional.conftest import ROOT
from trialscape.cli.shared.output import NOT_REVENUE
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.warehouse.reader import open_current

Asked = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Talk:
    """The names of all tools, the result of each right question, and those of the wrong ones."""

    tools: list[str]
    right: dict[str, Any]
    wrong: list[Any]


QUESTIONS: tuple[Asked, ...] = (
    ("list_reports", {}),
    ("compare", {"report": "A", "dimension": "cancer"}),
    ("claims", {"report": "A", "result": "supported"}),
    ("find", {"cancer": "lung", "setting": "refractory", "most": 3}),
    ("changes", {"materiality": "high", "most": 5}),
    ("sql", {"query": "FROM marts.trial; -- all of them", "most": 4}),
)
WRONG: tuple[tuple[Asked, str], ...] = (
    (("compare", {"scope": "everything"}), "'scope' takes active, late or all, not 'everything'."),
    (("find", {"most": 0, "country": "China"}), "'country' takes a list of texts, not 'China'. 'most' takes a whole "),
    (("changes", {"since": "last week"}), "'since' takes a day, as YYYY-MM-DD, not 'last week'."),
    (("explain", {"nct_id": "NCT1"}), "'nct_id' takes text, such as NCT02621021, not 'NCT1'."),
    (("explain", {}), "'nct_id' takes text, such as NCT02621021; it is missing."),
    (("claims", {"reprot": "A"}), "claims has no argument 'reprot'; it has report and result."),
    (("trials", {}), "There is no tool 'trials'; there are list_reports, compare,"),
    (("compare", {"report": "Z"}), "There is no report 'Z'"),
    (("explain", {"nct_id": "NCT99999999"}), "is not tracked"),
    (("sql", {"query": "DELETE FROM marts.trial"}), "read-only"),
    (("sql", {"query": "SELECT 1; DROP TABLE marts.trial"}), "Only one statement"),
    (("sql", {"query": "SELECT * FROM read_csv('/etc/passwd')"}), "Permission Error"),
    (("sql", {"query": "SELECT nothing FROM marts.trial"}), "failed"),
    (("sql", {"query": "SELECT repeat('x', 100_000_000)"}), "The answer has 100.0 MB"),
)


async def _talk(data: Path, asked: tuple[Asked, ...]) -> tuple[list[str], list[Any]]:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "trialscape", "mcp", "--data", str(data)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
        return [tool.name for tool in tools], [await client.call_tool(name, options) for name, options in asked]


@pytest.fixture(scope="module")
def talk(demo_source: Path) -> Talk:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        ((nct,),) = warehouse.query("SELECT min(nct_id) FROM marts.trial WHERE ici_setting = 'required'")[1]
    right = (*QUESTIONS, ("explain", {"nct_id": str(nct).lower()}))
    tools, results = asyncio.run(_talk(demo_source, (*right, *(asked for asked, _ in WRONG))))
    return Talk(tools, dict(zip((name for name, _ in right), results, strict=False)), results[len(right) :])


def test_the_tools_are_those_that_the_documentation_lists(talk: Talk) -> None:
    assert talk.tools == ["list_reports", "compare", "claims", "find", "explain", "changes", "sql"]


@pytest.mark.parametrize("name", [*(name for name, _ in QUESTIONS), "explain"])
def test_every_answer_has_basis_caveats_and_capsule_hash(name: str, talk: Talk, demo_source: Path) -> None:
    found = talk.right[name]
    assert not found.is_error, found
    given = found.structured_content
    assert given["rows"]
    assert given["basis"]
    assert given["caveats"][0] == DEMO_WARNING
    assert given["caveats"][-1] == NOT_REVENUE
    assert given["left_off"] == given["row_count"] - len(given["rows"])
    with open_current(warehouse_folder(demo_source)) as warehouse:
        assert warehouse.query("SELECT capsule_hash FROM meta.snapshot")[1] == [(given["origin"]["capsule_hash"],)]


def test_figures_are_those_of_the_mart(talk: Talk, demo_source: Path) -> None:
    rows = talk.right["compare"].structured_content["rows"]
    with open_current(warehouse_folder(demo_source)) as warehouse:
        _, expected = warehouse.query(
            "SELECT segment, trial_count, pipeline_share FROM marts.pipeline_vs_market JOIN raw.report USING (report) "
            "WHERE report = 'A' AND dimension = 'cancer' AND cohort = default_cohort AND scope = 'active' "
            "AND counting = 'fractional' ORDER BY segment_position NULLS LAST"
        )
    assert [(row["segment"], row["trial_count"], row["pipeline_share"]) for row in rows] == expected
    assert len(talk.right["sql"].structured_content["rows"]) == 4
    assert talk.right["sql"].structured_content["more_rows_exist"] is True


def test_an_invalid_question_gets_an_error_message(talk: Talk) -> None:
    for result, (asked, words) in zip(talk.wrong, WRONG, strict=True):
        assert result.is_error, asked
        assert words in result.content[0].text, (asked, result.content[0].text)
        said = result.content[0].text
        assert not any(word in said for word in ("Traceback", "Error executing", "pydantic", "validation")), said


def test_an_explained_trial_shows_its_words(talk: Talk) -> None:
    found = talk.right["explain"].structured_content
    labels = {row["axis"]: row for row in found["rows"]}
    assert labels["ici_setting"]["label"] == "required"
    assert labels["ici_setting"]["words"]
    assert found["segments"]
    assert all({"axis", "label", "rule", "why"} == row.keys() for row in found["defeats"])


def test_an_answer_says_how_a_name_was_read(talk: Talk) -> None:
    """A program prints this on standard error, which an assistant does not see."""
    (note,) = talk.right["find"].structured_content["notes"]
    assert note.startswith("'lung' means every cancer of that organ: nsclc,")
    assert "notes" not in talk.right["compare"].structured_content
