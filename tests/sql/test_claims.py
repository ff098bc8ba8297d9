"""What claim checks put into words, on the hand-made world, worked out by hand."""

from pathlib import Path

import pytest

from tests.sql.worlds import configured, label
from tests.support.records.studies import make_record
from tests.support.tables.tables import Row, build, read


@pytest.fixture(scope="module")
def rows(hand: Path) -> dict[tuple[str, str], Row]:
    return {(row["claim"], row["cohort"]): row for row in read(hand, "FROM marts.claim_check")}


def test_presence_counts_each_item_and_names_untested_parts(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y1", "refractory"]
    # NCT1 is in melanoma and NCT2 in NSCLC, both with cells; the second statement cannot be tested.
    assert row["figures"] == "2 of 2 trials (Melanoma: 1, Nsclc: 1, Cells: 2)"
    assert (row["answer"], row["why"]) == (
        "supported",
        "supported (trials of Melanoma, Nsclc; Cells) | not testable: no trial stands for it",
    )
    assert row["example_trials"] == ["NCT00000001", "NCT00000002"]


def test_an_order_is_judged_by_its_probability(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y3", "refractory"]
    # The one active trial is in both segments, half in each; the probability is that of the world's draws.
    assert row["answer"] == "inconclusive"
    assert row["figures"] == (
        "Cells 50.0 % (0.6 % to 99.4 %) by trials; others, highest first: Bispecific 50.0 % (0.6 % to 99.4 %) by "
        "trials; chance of the least likely pair 75 % by trials"
    )
    assert (row["trial_count"], row["counting"]) == (1, "partition")


def test_a_market_rank_that_countings_answer_differently_is_open(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y24", "all"]
    # Draws of the world: academic sites lead with 40 % by trials and 99 % by sites, so they trail with 60 % and 1 %.
    assert row["answer"] == "inconclusive"
    assert row["why"] == (
        "inconclusive (share of Academic): It depends on counting: inconclusive by trials, supported by sites. | "
        "inconclusive (share of Academic): It depends on counting: inconclusive by trials, not in line by sites."
    )
    first, second = row["figures"].split(" | ")
    assert first.endswith("chance of the least likely pair 40 % by trials, chance of this order at least 99 % by sites")
    assert second.endswith(
        "chance of the least likely pair 60 % by trials, chance of the least likely pair 1 % by sites"
    )


def test_a_market_share_is_tested_by_shares_that_add_to_one(rows: dict[tuple[str, str], Row], hand: Path) -> None:
    (row,) = read(
        hand,
        "FROM marts.pipeline_vs_market WHERE segment = 'academic' AND cohort = 'all' AND scope = 'active' "
        "AND counting = 'fractional'",
    )
    claim = rows["Y25", "all"]
    assert [claim[f"value{end}"] for end in ("", "_low", "_high")] == [
        row[f"pipeline_share{end}"] for end in ("", "_low", "_high")
    ]
    assert claim["figures"].endswith("; stated is 90.0 % to 100.0 %")
    assert " by trials, " in claim["figures"]
    assert " by sites; " in claim["figures"]


def test_an_event_names_its_days_and_what_is_known_at_any_time(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y10", "refractory"]
    assert row["answer"] == "supported"
    assert row["figures"] == (
        "1 trial started from 2024-01-01 to 2024-12-31 (Gilead: 1); 1 in these days and 1 at any time among all "
        "tracked trials"
    )


@pytest.mark.parametrize(
    ("status", "start", "open_end", "this_year"),
    [
        # The snapshot is of 2026-03-01; the days asked for are all from 2026 on, and 2026 itself.
        ("RECRUITING", "2026-02-03", "supported 1 in these days and 1", "supported 1 in these days and 1"),
        ("WITHDRAWN", "2026-02-03", "inconclusive 0 in these days and 0", "inconclusive 0 in these days and 0"),
        ("NOT_YET_RECRUITING", "2026-06", "inconclusive 0 in these days and 0", "inconclusive 0 in these days and 0"),
        ("NOT_YET_RECRUITING", "2028", "inconclusive 0 in these days and 0", "inconclusive 0 in these days and 0"),
        # Of days that are not over nothing can be said yet; those without an end are asked for up to today.
        ("RECRUITING", "2024-02-03", "contradicted 0 in these days and 1", "inconclusive 0 in these days and 1"),
    ],
)  # fmt: skip
def test_withdrawn_and_future_trials_have_not_started(
    status: str, start: str, open_end: str, this_year: str, tmp_path: Path
) -> None:
    world = configured()
    world.track(make_record("NCT00000001", status=status, start=start, sites=[("Texas Univ", "United States")]))
    label(world, "NCT00000001", "therapy", "cell_therapy", "TIL")
    path = build(world, tmp_path)
    rows = read(path, "FROM marts.claim_check WHERE claim IN ('Y13', 'Y14') AND cohort = 'all' ORDER BY claim")
    reported = [f"{row['answer']} {row['figures'].split('; ')[1]}"[: len(said)]
            for row, said in zip(rows, (open_end, this_year), strict=True)]  # fmt: skip
    assert reported == [open_end, this_year]
    assert [row["example_trials"] for row in rows] == [["NCT00000001"] * (row["value"] > 0) for row in rows]


def test_trials_that_exclude_the_patients_of_a_claim_are_named(tmp_path: Path) -> None:
    world = configured()
    world.track(*(make_record(f"NCT0000000{number}") for number in (1, 2, 3, 4, 5)))
    for number, setting in enumerate(["excluded", "excluded", "unspecified", "excluded", "excluded"], start=1):
        label(world, f"NCT0000000{number}", "therapy", "cell_therapy", "TIL")
        label(world, f"NCT0000000{number}", "cancer", "melanoma", "Melanoma")
        label(world, f"NCT0000000{number}", "ici_setting", setting)
    rows = read(build(world, tmp_path), "FROM marts.claim_check WHERE claim = 'Y1' ORDER BY cohort")
    whys = {row["cohort"]: row["why"].split(" | ")[0] for row in rows}
    head = "inconclusive (trials of Melanoma, Nsclc; Cells)"
    too_few = f"{head}: Too few such trials are found; that does not show that there are none."
    assert whys["refractory"] == (
        f"{too_few} Such trials that exclude patients who had a checkpoint inhibitor: "
        "4 (NCT00000001, NCT00000002, NCT00000004, and others)."
    )
    # This cohort is not of patients after a checkpoint inhibitor, and it holds the trials.
    assert whys["all"] == too_few


def test_a_planned_trial_leaves_open_ended_periods_undecided(tmp_path: Path) -> None:
    world = configured()
    started = make_record("NCT00000001", start="2024-02-03", sites=[("Texas Univ", "United States")])
    planned = make_record("NCT00000002", status="NOT_YET_RECRUITING", start="2026-06")
    world.track(started, planned)
    for nct_id in ("NCT00000001", "NCT00000002"):
        label(world, nct_id, "therapy", "cell_therapy", "TIL")
    (row,) = read(build(world, tmp_path), "FROM marts.claim_check WHERE claim = 'Y13' AND cohort = 'all'")
    assert (row["answer"], row["value"]) == ("inconclusive", 0)


def test_agents_are_counted_once_whatever_their_trials(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y11", "refractory"]
    # CAR-T (NCT1) and TIL (NCT2) are agents; "T cells with a chimeric receptor" and "CD3 x CD20" are none.
    assert row["figures"] == (
        "2 distinct agents among all tracked trials, 2 in the cohort; asked are at least 2: CAR, TIL"
    )


def test_agents_are_counted_in_trials_that_meet_what_else_is_asked(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Y16", "refractory"]
    # NCT1 is in melanoma; TIL of NCT2 is not.
    assert row["answer"] == "inconclusive"
    assert row["figures"].startswith("1 distinct agents among all tracked trials, 1 in the cohort")


def test_a_country_counts_by_trials_that_meet_what_else_is_asked(rows: dict[tuple[str, str], Row]) -> None:
    # Korea has NCT1, the United States NCT1, 2 and 5, Germany NCT5, which has no cells.
    assert rows["Y12", "all"]["figures"] == "3 of 3 countries have a trial (Germany, South Korea, United States)"
    assert rows["Y15", "all"]["figures"] == "2 of 3 countries have a trial (South Korea, United States)"
    assert (rows["Y12", "all"]["trial_count"], rows["Y15", "all"]["trial_count"]) == (3, 2)


def test_growth_is_reported_relative_to_the_rest_with_the_probability_of_the_order(
    rows: dict[tuple[str, str], Row],
) -> None:
    row = rows["Y7", "refractory"]
    assert row["answer"] == "supported"
    assert row["figures"] == (
        "Cells 1.40 (1.10 to 1.80) times a year as against the rest, "
        "Bispecific 1.20 (0.90 to 1.70) times a year as against the rest; "
        "others, highest first: Required nothing to measure; chance that starts grow in this order 96 %"
    )
    assert rows["Y7", "all"]["answer"] == "contradicted"


def test_growth_beyond_the_rest_is_not_own_growth(rows: dict[tuple[str, str], Row]) -> None:
    assert rows["Y9", "all"]["answer"] == "not_in_line"
    assert rows["Y9", "all"]["figures"] == (
        "America 1.20 (1.00 to 1.50) times a year, chance that it grows 95 % | "
        "Melanoma 0.60 (0.40 to 0.90) times a year as against the rest, chance that it grows faster than the rest 1 %"
    )


def test_a_value_that_can_only_be_too_large_never_supports(rows: dict[tuple[str, str], Row]) -> None:
    answers = {row["answer"] for (claim, _), row in rows.items() if claim == "Z2"}
    assert answers <= {"not_in_line", "inconclusive"}


def test_a_value_that_may_be_wrong_either_way_is_shown_and_not_judged(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["Z5", "refractory"]
    assert row["value"] == 0.5
    assert row["answer"] == "inconclusive"


def test_every_row_names_its_versions(rows: dict[tuple[str, str], Row]) -> None:
    for row in rows.values():
        versions = (row["snapshot_id"], row["rule_version"], row["report_version"])
        assert versions == ("snap", "rules-1", "1")
        assert (row["counting"] == "partition") == (row["claim"] in ("Y3", "Y8", "Y24", "Y25"))
        assert (row["answer"] == "not_testable") == (row["predicates"] == [])
