"""Differences between versions of a trial: what raises which change, what raises none, and how much each matters."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records.studies import make_record
from tests.support.records.trials import config
from trialscape.changes.criteria_list import CriteriaDifference, criteria_difference
from trialscape.changes.difference import Difference
from trialscape.changes.materiality import weigh
from trialscape.changes.study_diff import ComparisonTerms, study_differences
from trialscape.changes.tracked_set import FIRST_WALK, OTHER_WORDS, Hit, RegistryAnswer, tracked_set_changes
from trialscape.steps.rows.comparison_terms import comparison_terms
from trialscape.study.decode.parse import parse_study


def text(inclusion: str, exclusion: str = "HIV") -> str:
    return f"Inclusion Criteria:\n\n{inclusion}\n\nExclusion Criteria:\n\n* {exclusion}"


BEFORE: dict[str, Any] = {
    "enrolment": 100,
    "primary_completion": "2027-01-10",
    "interventions": [("DRUG", "Drug A"), ("DRUG", "Drug B")],
    "arms": [("EXPERIMENTAL", "Arm 1", ("Drug: Drug A",))],
    "sites": [("Seoul Univ", "Korea, Republic of"), ("Texas Univ", "United States")],
    "eligibility": text("* Age 18 or older\n* Progressed on nivolumab"),
    "conditions": ["Melanoma", "Lung Cancer"],
}


def lens() -> ComparisonTerms:
    return comparison_terms(config())


def found(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    old, new = (parse_study(make_record(**{**BEFORE, **given}))[0] for given in (before, after))
    return list(study_differences(old, new, lens()))


@pytest.mark.parametrize(
    ("before", "after", "kind", "materiality"),
    [
        ({}, {"status": "TERMINATED"}, "status", "high"),
        ({}, {"status": "UNKNOWN"}, "status", "medium"),
        ({"status": "SUSPENDED"}, {"status": "ACTIVE_NOT_RECRUITING"}, "status", "high"),
        ({}, {"extra": {"statusModule": {"whyStopped": "Slow accrual"}}}, "stop_reason", "medium"),
        ({}, {"phases": ("PHASE2", "PHASE3")}, "phase", "high"),
        ({}, {"enrolment": 105}, "enrolment", "low"),
        ({}, {"enrolment": 111}, "enrolment", "medium"),
        ({}, {"enrolment": 40}, "enrolment", "high"),
        ({}, {"start": "2024-01-20"}, "start", "low"),
        ({}, {"start": "2024-06"}, "start", "medium"),
        ({}, {"primary_completion": "2027-01-20"}, "primary_completion", "low"),
        ({}, {"primary_completion": "2027-04-01"}, "primary_completion", "medium"),
        ({}, {"primary_completion": "2026-05-01"}, "primary_completion", "high"),
        ({}, {"primary_completion_kind": "ACTUAL"}, "primary_completion", "high"),
        ({}, {"sponsor": "Another University"}, "sponsor", "high"),
        ({}, {"collaborators": ["A Company"]}, "collaborators", "medium"),
        ({}, {"interventions": [("DRUG", "Drug A")]}, "interventions", "high"),
        ({}, {"interventions": [("BIOLOGICAL", "Drug A"), ("DRUG", "Drug B")]}, "interventions", "low"),
        ({}, {"arms": [("OTHER", "Arm 1", ("Drug: Drug A",))]}, "arms", "medium"),
        ({}, {"eligibility": text("* Age 18 or older\n* Never had nivolumab")}, "prior_therapy", "high"),
        ({}, {"eligibility": text("* Age 12 or older\n* Progressed on nivolumab")}, "eligibility", "medium"),
        ({}, {"has_results": True}, "results", "high"),
        ({}, {"title": "Another title"}, "title", "low"),
        ({}, {"conditions": ["Melanoma"]}, "conditions", "medium"),
    ],
)
def test_one_edit_raises_one_change_of_its_kind(
    before: dict[str, Any], after: dict[str, Any], kind: str, materiality: str
) -> None:
    (change,) = found(before, after)
    assert (change.kind, weigh(change, config().changes)[0]) == (kind, materiality)


@pytest.mark.parametrize(
    "after",
    [
        {"last_update_posted": "2026-03-01"},
        {"keywords": ["another word"]},
        {"conditions": ["Lung Cancer", "Melanoma"]},
        {"sites": [("Texas Univ", "United States"), ("Seoul Univ", "South Korea")]},
        {"extra": {"statusModule": {"statusVerifiedDate": "2026-03"}}},
        {"extra": {"contactsLocationsModule": {"centralContacts": [{"name": "Somebody"}]}}},
        {"extra": {"referencesModule": {"references": [{"pmid": "1"}]}}},
        {"eligibility": text("Age 18 or older\n  - Progressed on nivolumab.").replace("\n\n", "\n")},
    ],
)
def test_differences_without_meaning_are_no_changes(after: dict[str, Any]) -> None:
    assert found({}, after) == []


def test_a_name_listed_twice_is_compared_each_time() -> None:
    measures = [{"measure": "ORR", "timeFrame": frame} for frame in ("1 year", "2 years")]
    moved_frame = [measures[0] | {"timeFrame": "6 months"}, measures[1]]
    before, after = ({"extra": {"outcomesModule": {"primaryOutcomes": item}}} for item in (measures, moved_frame))
    (change,) = found(before, after)
    assert (change.kind, change.altered) == ("primary_outcomes", ("ORR",))


def test_a_slip_is_measured_in_days_and_a_change_of_precision_is_zero() -> None:
    (later,) = found({}, {"primary_completion": "2027-01-20"})
    assert (later.size, later.old, later.new) == (10, "2027-01-10 estimated", "2027-01-20 estimated")
    (coarser,) = found({}, {"primary_completion": "2027-01"})
    assert coarser.size == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HER2+ disease", "HER2- disease"),
        ("PD-L1(+) tumours", "PD-L1(-) tumours"),
        ("creatinine ≦ 1 x ULN", "creatinine ≧ 1 x ULN"),
        ("bilirubin below 1.5 x ULN", "bilirubin below 15 x ULN"),
        ("platelets ≥ 100", "platelets ≤ 100"),
        ("platelets ⩾ 100", "platelets ⩽ 100"),
    ],
)
def test_a_comparison_sign_or_decimal_point_changes_a_criterion(before: str, after: str) -> None:
    change = criteria_difference(f"Inclusion Criteria:\n* {before}", f"Inclusion Criteria:\n* {after}")
    assert change == CriteriaDifference((f"inclusion: {after}",), (f"inclusion: {before}",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("anti-PD-1 therapy", "anti PD 1 therapy"),
        ("melanoma (stage IV).", "melanoma, stage IV"),
        ("* Adults", "- Adults"),
    ],
)
def test_layout_changes_no_criterion(before: str, after: str) -> None:
    assert criteria_difference(
        f"Inclusion Criteria:\n* {before}", f"Inclusion Criteria:\n1. {after}"
    ) == CriteriaDifference((), ())


def test_a_criterion_that_moves_between_sections_is_removed_and_added() -> None:
    (change,) = found({}, {"eligibility": text("* Age 18 or older", "Progressed on nivolumab\n* HIV")})
    assert change.kind == "prior_therapy"
    assert (change.lost, change.gained) == (
        ("inclusion: Progressed on nivolumab",),
        ("exclusion: Progressed on nivolumab",),
    )


def test_countries_and_sites_are_reported_separately() -> None:
    more = [*BEFORE["sites"], ("Berlin Univ", "Germany")]
    kinds = {change.kind: change for change in found({}, {"sites": more})}
    assert kinds["countries"].gained == ("Germany",)
    assert kinds["sites"].gained == ("Berlin Univ, Germany",)
    (inside,) = found({}, {"sites": [*BEFORE["sites"], ("Ohio Univ", "United States")]})
    assert inside.kind == "sites"


def test_a_new_former_id_is_a_merge() -> None:
    (change,) = found({}, {"extra": {"identificationModule": {"nctIdAliases": ["NCT00000009"]}}})
    assert (change.kind, change.gained) == ("merged", ("NCT00000009",))


@given(st.text(max_size=300))
def test_a_text_does_not_differ_from_itself(words: str) -> None:
    assert criteria_difference(words, words) == criteria_difference("", "")


@given(st.lists(st.sampled_from(["Age over 18", "No HIV", "Prior chemotherapy", "ECOG 0"]), max_size=5), st.randoms())
def test_reordered_criteria_are_no_change(lines: list[str], chance: Any) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    change = criteria_difference("\n".join(f"* {line}" for line in lines), "\n".join(f"{line}." for line in shuffled))
    assert (change.gained, change.lost) == ((), ())


def hits(*events: tuple[int, str, str, bool]) -> list[Hit]:
    return [
        Hit(f"run-{day}", dt.datetime(2026, 1, day), search, nct, gone, dt.date(2026, 1, day))  # noqa: DTZ001
        for day, search, nct, gone in events
    ]


def test_a_trial_leaves_the_tracked_set_with_its_last_search() -> None:
    events = hits(
        (1, "s1", "N1", False),
        (1, "s2", "N1", False),
        (2, "s1", "N1", True),  # one of two searches lost it: nothing happened to the set
        (2, "s1", "N2", False),
        (3, "s2", "N1", True),
        (4, "s1", "N1", False),
        (4, "s3", "N3", False),
        (4, "s3", "N1", False),
    )
    first = frozenset({("run-1", "s1"), ("run-1", "s2"), ("run-4", "s3")})
    reported = [(hit.run, hit.nct_id, change.kind, change.new) for hit, change in tracked_set_changes(events, first)]
    assert reported == [
        ("run-1", "N1", "new", FIRST_WALK),
        ("run-2", "N2", "new", ""),
        ("run-3", "N1", "left", ""),
        ("run-4", "N1", "back", ""),
        ("run-4", "N3", "new", FIRST_WALK),
    ]


def test_a_trial_that_changes_searches_within_a_run_stays_tracked() -> None:
    events = hits((1, "s1", "N1", False), (2, "s1", "N1", True), (2, "s2", "N1", False))
    assert [change.kind for _, change in tracked_set_changes(events, frozenset())] == ["new"]


def test_effects_of_edited_searches_are_separate_from_changes_of_the_registry() -> None:
    day = dt.datetime(2026, 1, 1)  # noqa: DTZ001
    events = [
        Hit(f"run-{n}", day + dt.timedelta(n), search, "N1", gone, dt.date(2026, 1, 1), ours)
        for n, (search, gone, ours) in enumerate(
            [("s1", False, True), ("s1", True, True), ("s1", False, True), ("s1", True, False), ("s2", False, False)]
        )
    ]
    reported = [(change.kind, change.new) for _, change in tracked_set_changes(events, frozenset())]
    assert reported == [("new", OTHER_WORDS), ("left", OTHER_WORDS), ("back", OTHER_WORDS), ("left", ""), ("back", "")]


def test_a_departure_is_reported_with_the_answer_of_the_registry() -> None:
    events = hits((1, "s1", "N1", False), (3, "s1", "N1", True), (5, "s1", "N1", False), (7, "s1", "N1", True))
    moments = [dt.datetime(2026, 1, day) for day in (3, 8)]  # noqa: DTZ001
    fates = {"N1": [RegistryAnswer(moments[0], "gone", "gone"), RegistryAnswer(moments[1], "merged", "merged into N2")]}
    reported = [(change.kind, change.new, change.mark) for _, change in tracked_set_changes(events, frozenset(), fates)]
    assert reported == [
        ("new", "", ""),
        ("left", "gone", "gone"),
        ("back", "", ""),
        ("left", "merged into N2", "merged"),
    ]
