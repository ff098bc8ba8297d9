"""Classifying a file: in order, on one process or two, with every quotation in the output."""

import signal
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest

from tests.support.records.studies import make_record
from tests.support.records.trials import config
from trialscape.classify import assemble
from trialscape.classify.assemble import build_classifier
from trialscape.config.files import stored
from trialscape.errors import UsageError
from trialscape.paths import config_folder
from trialscape.steps import classify_file
from trialscape.steps.classify_file import classify_records
from trialscape.study.model import Study
from trialscape.study.stream import RawRecord

EMPTY = Study("NCT00000000")


def raw(count: int) -> list[RawRecord]:
    """Return records of trials, every third of them broken."""
    made = []
    for number in range(1, count + 1):
        if number % 3 == 0:
            made.append(RawRecord(number, None, "not JSON"))
            continue
        record = make_record(f"NCT{number:08}", conditions=["Melanoma"], interventions=[("DRUG", "Nivolumab")])
        made.append(RawRecord(number, record))
    return made


def test_results_keep_the_order_of_the_input_with_errors() -> None:
    found = list(classify_records(raw(7), config_folder(None)))
    assert [result.line for result in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [bool(result.error) for result in found] == [False, False, True, False, False, True, False]


def test_two_processes_give_the_same_as_one() -> None:
    one = list(classify_records(raw(200), config_folder(None)))
    assert list(classify_records(raw(200), config_folder(None), jobs=2)) == one


@pytest.mark.parametrize("handler", [signal.SIG_DFL, signal.default_int_handler], ids=["usual", "as in a refresh"])
def test_a_process_that_is_killed_ends_the_work_in_one_sentence(handler: Any) -> None:
    # A refresh handles SIGTERM. Processes that inherit its handler do not end when the pool is broken.
    signal.signal(signal.SIGTERM, handler)
    found = classify_records(cycle(raw(10)), config_folder(None), jobs=2)
    next(found)
    workers = psutil.Process().children()
    assert len(workers) >= 2
    workers[-1].kill()
    with pytest.raises(UsageError, match="fewer --jobs"):
        list(found)


def test_a_result_holds_all_fields_and_quotations_of_the_record() -> None:
    (result,) = classify_records(raw(1), config_folder(None))
    row = orjson.loads(result.text)
    axes = "modality therapy cancer ici_setting resistance line act act_with strategy".split()
    assert {*axes, "nct", "confidence", "defaults", "rule_version", "evidence"} == set(row)
    assert row["modality"] == ["pd1_pdl1"]
    (drug,) = [item for item in row["evidence"] if item["axis"] == "modality"]
    assert (drug["field"], drug["start"], drug["end"], drug["quote"]) == ("interventions[0].name", 0, 9, "Nivolumab")
    assert (drug["rule"], drug["role"], len(row["rule_version"])) == ("modality-agent", "experimental", 12)


@pytest.mark.parametrize("value", [{}, {"protocolSection": 5}, b"[]"])
def test_an_unreadable_record_gives_an_error_without_its_text(value: dict[str, object] | bytes) -> None:
    (result,) = classify_records([RawRecord(1, value)], config_folder(None))
    assert result.error
    assert result.text == b""


def test_a_record_above_the_text_budget_gets_a_note_and_defaults() -> None:
    record = make_record("NCT00000001", conditions=["Melanoma"], interventions=[("DRUG", "Nivolumab")])
    length = config().text.budget.most_characters + 1
    record["protocolSection"]["descriptionModule"] = {"detailedDescription": "x" * length}
    (result,) = classify_records([RawRecord(1, record)], config_folder(None))
    assert not result.error
    assert "characters" in result.note
    row = orjson.loads(result.text)
    assert row["too_long"] > length
    assert row["modality"] == []
    assert "ici_setting" in row["defaults"]


def test_spellings_from_the_cache_give_the_same_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lines = []
    for _ in range(3):
        assemble._latest.clear()
        classify_file._compiled.cache_clear()
        lines.append([found.text for found in classify_records(raw(5), config_folder(None))])
        for file in (tmp_path / "trialscape" / "stored").iterdir() if len(lines) == 2 else ():
            file.write_bytes(file.read_bytes()[:-1])
    assert lines[0] == lines[1] == lines[2]


def test_spellings_of_former_terms_are_not_used_after_an_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version of the rules does not decide which spellings are right: they follow from the terms alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for agents in (config().agents[:-5], config().agents):
        assemble._latest.clear()
        now = replace(config(), agents=agents)
        assert build_classifier(now, stored).classify(EMPTY).rule_version == now.rule_version
    assert len(list((tmp_path / "trialscape" / "stored").iterdir())) == 2
    assemble._latest.clear()
