"""Records of every shape become studies, or say in one sentence why they cannot."""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.folders.damage import JUNK, damaged
from tests.support.records.studies import Record, make_record
from tests.support.records.trials import classify
from trialscape.study.decode.parse import UnreadableRecordError, parse_study, parse_texts
from trialscape.study.model import Arm, Intervention
from trialscape.study.signals import audit

RECORD = make_record(
    title=r"A Study of Anti\-PD\-1 in Melanoma",
    conditions=["Melanoma"],
    keywords=["immunotherapy"],
    interventions=[("DRUG", "Nivolumab"), ("DRUG", "Placebo")],
    arms=[("EXPERIMENTAL", "A", ["Drug: Nivolumab"]), ("PLACEBO_COMPARATOR", "B", ["Drug: Placebo"])],
    sites=[("A Hospital", "Norway")],
    eligibility=r"Inclusion Criteria:" + "\n\n" + r"* Age \>= 18 years",
    enrolment=40,
    has_results=True,
)

CASES = sorted((Path(__file__).parents[2] / "gold" / "cases").glob("*.json"))
# What parse_texts promises: everything that labels rest on.
TEXTS = (
    "nct_id brief_title official_title acronym brief_summary detailed_description conditions keywords study_type arms "
    "interventions eligibility study_population condition_mesh"
).split()


def test_a_record_becomes_a_flat_study() -> None:
    study, signals = parse_study(RECORD)
    assert signals == ()
    assert study.brief_title == "A Study of Anti-PD-1 in Melanoma"
    assert study.eligibility.endswith("* Age >= 18 years")
    assert study.arms[0] == Arm("A", "EXPERIMENTAL", "", ("Drug: Nivolumab",))
    assert study.interventions[0] == Intervention("Nivolumab", "DRUG")
    assert (study.enrollment, study.has_results, len(study.sites)) == (40, True, 1)


@pytest.mark.parametrize("form", [json.dumps, orjson.dumps, dict])
def test_text_bytes_and_objects_give_the_same_study(form: Any) -> None:
    assert parse_study(form(RECORD)) == parse_study(RECORD)


def test_reading_only_the_texts_gives_the_same_labels() -> None:
    whole, lean = parse_study(RECORD)[0], parse_texts(json.dumps(RECORD))
    assert not lean.sites
    assert not lean.outcomes
    assert classify(lean) == classify(whole)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_reading_only_the_texts_gives_the_texts_of_the_full_study(case: Path) -> None:
    record = json.loads(case.read_bytes())["record"]
    whole, lean = parse_study(record)[0], parse_texts(json.dumps(record))
    assert lean == parse_texts(record)
    for name in TEXTS:
        expected = getattr(whole, name)
        if name == "condition_mesh":
            expected = tuple(term for term in expected if not term.is_ancestor)
        assert getattr(lean, name) == expected, name


def test_texts_of_a_damaged_record_are_read() -> None:
    damaged = json.loads(json.dumps(RECORD))
    damaged["protocolSection"]["conditionsModule"] = {"conditions": 5}
    damaged["protocolSection"]["statusModule"] = "open"
    assert parse_texts(json.dumps(damaged)) == parse_study(damaged)[0]


def test_a_record_with_only_an_id_is_a_study() -> None:
    study, _ = parse_study({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    assert (study.nct_id, study.conditions, study.enrollment, study.start) == ("NCT00000001", (), None, None)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"{}", "no NCT id"),
        (b'{"protocolSection": []}', "no NCT id"),
        (b'{"protocolSection": {"identificationModule": {"nctId": 5}}}', "no NCT id"),
        (b'{"protocolSection": {"identificationModule": {"nctId": "X1"}}}', "does not have the shape"),
    ],
)
def test_an_unreadable_record_has_a_reason(raw: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableRecordError, match=sentence):
        parse_study(raw)


def test_a_value_of_an_impossible_type_is_dropped_and_signalled() -> None:
    record = copy.deepcopy(RECORD)
    record["protocolSection"]["identificationModule"]["briefTitle"] = 7
    record["protocolSection"]["conditionsModule"]["conditions"] = [None, "Melanoma"]
    study, signals = parse_study(record)
    assert study.brief_title == ""
    assert study.conditions == ("", "Melanoma")
    assert {(signal.kind, signal.place) for signal in signals} == {
        ("unreadable_value", "protocolSection.identificationModule.briefTitle"),
        ("unreadable_value", "protocolSection.conditionsModule.conditions[]"),
    }


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1200, 1200), (99999, None), (-1, None), (10**9, None)])
def test_placeholders_of_enrolment_are_not_numbers(count: int, shown: int | None) -> None:
    record = make_record(enrolment=count)
    study, signals = parse_study(record)
    assert study.enrollment == shown
    assert study.enrollment_is_placeholder == (shown is None) == bool(signals)


@settings(max_examples=250, deadline=None)
@given(damaged(RECORD))
def test_any_damaged_record_is_read_or_refused(record: Record) -> None:
    for raw in (record, orjson.dumps(record, option=orjson.OPT_NON_STR_KEYS)):
        try:
            study, _ = parse_study(raw)
        except UnreadableRecordError:
            continue
        assert classify(parse_texts(raw)) == classify(study)


@given(st.binary(max_size=60) | JUNK.map(orjson.dumps))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableRecordError):
        parse_study(raw)


@pytest.mark.parametrize("value", ["\ud800", 2**70])
def test_values_without_json_form_are_read_or_refused(value: object) -> None:
    record = copy.deepcopy(RECORD)
    record["protocolSection"]["identificationModule"] |= {"briefTitle": value, "acronym": 5}
    parse_study(record)


@pytest.mark.parametrize("depth", [300, 900])
@pytest.mark.parametrize("place", ["protocolSection.extra", "protocolSection.conditionsModule.conditions"])
def test_deeply_nested_records_are_read_or_refused(place: str, depth: int) -> None:
    record = copy.deepcopy(RECORD)
    parent = record
    *way, last = place.split(".")
    for step in way:
        parent = parent[step]
    parent[last] = orjson.loads("[" * depth + "]" * depth)
    for raw in (record, json.dumps(record)):
        with contextlib.suppress(UnreadableRecordError):
            parse_study(raw)
    assert any(signal.kind == "unknown_field" for signal in audit(record, "NCT00000001"))
