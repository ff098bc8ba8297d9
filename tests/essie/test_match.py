"""Expressions over one record: what the registry's documentation says of operators, areas and spellings."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.errors import UsageError
from trialscape.essie.match import Record
from trialscape.essie.parse import parse

RECORD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Relatlimab after PD-1 in Melanoma"},
        "statusModule": {"lastUpdatePostDateStruct": {"date": "2026-02-10"}},
        "conditionsModule": {"conditions": ["Melanoma", "Solid Tumour"], "keywords": ["anti-PD-(L)1"]},
        "armsInterventionsModule": {
            "interventions": [{"name": "BMS-986016", "otherNames": ["relatlimab", "Opdualag"]}, {"name": "TIL"}],
            "armGroups": [{"label": "Arm A", "description": "one dose\nevery month"}],
        },
        "eligibilityModule": {"eligibilityCriteria": "* Progression on nivolumab\n* Naïve to LAG\\-3"},
    }
}


def found(expression: str) -> bool:
    return Record(RECORD).matches(parse(expression))


@pytest.mark.parametrize(
    "expression",
    [
        'AREA[BriefTitle]("relatlimab")',
        'AREA[BriefTitle]EXPANSION[Term]("PD 1" OR "TIGIT")',
        'AREA[BriefTitle]EXPANSION[None]("PD-1")',
        # An area spans its fields, and an entry of a list is a separate text.
        'AREA[InterventionSearch]("opdualag")',
        'AREA[ConditionSearch]("solid tumour") AND AREA[Keyword]("PD- L 1")',
        # What the registry escapes in its markdown, accents and line ends are no part of a word.
        'AREA[EligibilityCriteria]("LAG-3") AND AREA[EligibilityCriteria]("naive")',
        'AREA[ArmGroupDescription]("dose every")',
        'NOT AREA[BriefTitle]("TIGIT")',
        'AREA[BriefTitle]("TIGIT") AND AREA[BriefTitle]("LAG-3") OR AREA[Condition]("melanoma")',
        "AREA[BriefTitle]relatlimab AREA[Condition]melanoma",
        "AREA[LastUpdatePostDate]RANGE[2026-02-10,MAX]",
        "AREA[LastUpdatePostDate]RANGE[MIN,2026-02-10]",
        '(AREA[BriefTitle]("TIGIT") OR AREA[Condition]("melanoma")) AND NOT (AREA[Keyword]("CTLA-4"))',
    ],
)
def test_expressions_that_match(expression: str) -> None:
    assert found(expression)


@pytest.mark.parametrize(
    "expression",
    [
        'AREA[BriefTitle]("relat")',
        'AREA[BriefTitle]EXPANSION[None]("relatlimab")',
        'AREA[InterventionName]EXPANSION[None]("til" OR "Til")',
        # No phrase reaches from one entry of a list into the next.
        'AREA[Condition]("melanoma solid")',
        'AREA[InterventionNameSearch]("BMS986016")',
        'AREA[BriefTitle]("relatlimab" AND "TIGIT")',
        'NOT AREA[BriefTitle]("relatlimab")',
        "AREA[LastUpdatePostDate]RANGE[2026-02-11,MAX]",
        'AREA[BriefSummary]("relatlimab")',
        'AREA[BriefTitle]("TIGIT") AND (AREA[BriefTitle]("LAG-3") OR AREA[Condition]("melanoma"))',
    ],
)
def test_expressions_that_do_not_match(expression: str) -> None:
    assert not found(expression)


@pytest.mark.parametrize(
    ("expression", "reported"),
    [
        ('AREA[LeadSponsorName]("Merck")', "'LeadSponsorName' is not evaluated here"),
        ('"relatlimab"', "outside every area"),
        ('AREA[BriefTitle]("x"', "lacks a closing parenthesis"),
        ('AREA[BriefTitle]("x"))', "where it should end"),
        ('AREA[BriefTitle]("x" OR)', "where a word should stand"),
        ('AREA[BriefTitle]("x" OR', "ends where a word should stand"),
        ('AREA[BriefTitle]("x', "cannot be read"),
        ("", "ends where a word should stand"),
    ],
)
def test_unreadable_expressions_are_reported(expression: str, reported: str) -> None:
    with pytest.raises(UsageError, match=reported):
        parse(expression)


words = st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1, max_size=3)


@given(st.lists(words, min_size=1, max_size=5), words)
def test_alternatives_match_if_one_of_them_matches(phrases: list[list[str]], text: list[str]) -> None:
    record = Record({"protocolSection": {"identificationModule": {"briefTitle": " ".join(text)}}})
    quoted = [f'"{" ".join(phrase)}"' for phrase in phrases]
    together = record.matches(parse(f"AREA[BriefTitle]({' OR '.join(quoted)})"))
    assert together == any(record.matches(parse(f"AREA[BriefTitle]({phrase})")) for phrase in quoted)
    assert together == any(f" {' '.join(phrase)} " in f" {' '.join(text)} " for phrase in phrases)
