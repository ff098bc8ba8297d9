"""Every mart against its plain-Python twin, and figures worked out by hand."""

import math
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.sql.landscape import Landscape
from tests.sql.twins.trials import TWINS
from tests.sql.worlds import configured, hand_made, label, worlds
from tests.support.records.studies import make_record
from tests.support.records.trials import config
from tests.support.tables.tables import Row, World, build, read
from trialscape.database import connect
from trialscape.forgiving_names import plain
from trialscape.paths import sql_folder
from trialscape.warehouse.layers import create_functions
from trialscape.warehouse.sqlfiles import SqlFile, find_sql_files

MARTS = {file.name: file for file in find_sql_files(sql_folder()) if file.schema == "marts"}

# Columns that only put other columns into words; tests/sql/test_claims.py reads them.
WORDS = {"claim_check": {"figures"}}


def test_every_mart_has_a_twin() -> None:
    assert sorted(MARTS) == sorted(TWINS)


@pytest.mark.parametrize("mart", sorted(MARTS))
def test_hand_made_world_equals_its_twin(mart: str, hand: Path) -> None:
    assert differences(MARTS[mart], hand, hand_made()) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(world=worlds())
def test_random_worlds_equal_their_twins(world: World) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = build(world, Path(folder))
        assert [found for mart in MARTS.values() for found in differences(mart, path, world)] == []


def differences(mart: SqlFile, path: Path, world: World) -> list[str]:
    """Return a line for each cell of a mart that differs from the twin's."""
    actual = _keyed(mart, read(path, f"FROM {mart.table}"))
    expected = _keyed(mart, list(TWINS[mart.name](Landscape(world))))
    found = [f"{mart.name}{key}: only in SQL" for key in actual.keys() - expected.keys()]
    found += [f"{mart.name}{key}: only in the twin" for key in expected.keys() - actual.keys()]
    for key in actual.keys() & expected.keys():
        assert actual[key].keys() - WORDS.get(mart.name, set()) == expected[key].keys()
        found += [
            f"{mart.name}{key}.{column}: {actual[key][column]!r} and not {value!r}"
            for column, value in expected[key].items()
            if not _alike(actual[key][column], value)
        ]
    return sorted(found)


def _keyed(mart: SqlFile, rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    keyed = {tuple(row[column] for column in mart.grain): row for row in rows}
    assert len(keyed) == len(rows), f"{mart.name} repeats within its grain"
    return keyed


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and other is not None:
        # Sums are rounded in SQL; a ratio of them may therefore differ in its ninth digit.
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return bool(one == other)


def cell(hand: Path, mart: str = "segment_pipeline", **where: str) -> Row:
    """Return the one row of a mart that ``where`` names, in the scope of all trials unless it says otherwise."""
    where = {"scope": "all", **where}
    conditions = " AND ".join(f"{column} = ?" for column in where)
    (row,) = read(hand, f"FROM marts.{mart} WHERE {conditions}", list(where.values()))
    return row


def test_cell_therapy_in_the_refractory_cohort(hand: Path) -> None:
    place = {"report": "A", "dimension": "therapy", "segment": "cells", "cohort": "refractory"}
    row = cell(hand, **place, counting="whole")
    # NCT1 and NCT2; not NCT6, which left the set; the default label of NCT3 is not "required".
    assert (row["trial_count"], row["cohort_trial_count"], row["pipeline_share"]) == (2, 2, 1.0)
    assert row["active_trial_count"] == 1  # NCT2 is completed
    assert (row["phase_1_2_trial_count"], row["phase_1_trial_count"], row["phase_3_trial_count"]) == (1, 0, 1)
    assert row["planned_patient_count"] == 430
    assert row["sponsor_count"] == 1  # Kite belongs to Gilead
    assert (row["recent_from_year"], row["recent_to_year"]) == (2023, 2025)
    assert (row["recent_start_count"], row["earlier_start_count"]) == (1, 1)
    # Wilson for 2 of 2: the lower end is 2 / (2 + z^2) = 2 / 5.8415 = 0.3424.
    assert row["pipeline_share_low"] == pytest.approx(0.34238, abs=1e-5)
    compared = cell(hand, "pipeline_vs_market", **place, counting="fractional")
    # NCT1 counts half, because it is a bispecific too: 1.5 of 2.
    assert (compared["pipeline_share"], compared["classified_trial_count"]) == (0.75, 2)
    assert compared["verdict"] == "over_researched"
    # 1.5 trials over 8 bn x 0.02; the rival estimate of 80 bn must not be used.
    assert compared["trials_per_usd_bn"] == pytest.approx(9.375)


def test_the_pipeline_counts_active_trials_unless_another_scope_is_chosen(hand: Path) -> None:
    place = {"report": "A", "dimension": "therapy", "segment": "cells", "cohort": "refractory", "counting": "whole"}
    active = cell(hand, **place, scope="active")
    assert (active["trial_count"], active["cohort_trial_count"]) == (1, 1)  # NCT2 is completed
    # Growth is over all trials: among active ones the older starts are missing.
    assert (active["recent_start_count"], active["earlier_start_count"]) == (1, 1)
    assert cell(hand, **place, scope="late")["trial_count"] == 0  # NCT1 is in phase 1/2


def test_fractional_counting_divides_a_trial_with_its_sites_and_patients(hand: Path) -> None:
    row = cell(hand, report="A", dimension="therapy", segment="bispecific", cohort="refractory", counting="fractional")
    # NCT1 only, half of it, because it is in "cells" too.
    assert (row["trial_count"], row["planned_patient_count"], row["pipeline_share"]) == (0.5, 15, 0.25)
    assert row["earlier_start_count"] == 0


def test_a_trial_in_no_segment_is_counted_as_unclassified(hand: Path) -> None:
    place = {"report": "A", "dimension": "therapy", "cohort": "all"}
    row = cell(hand, **place, segment="unclassified", counting="whole")
    # Seven tracked trials, NCT1 and NCT2 in segments. NCT4 is a bispecific, but for blood cancer.
    assert (row["trial_count"], row["cohort_trial_count"]) == (5, 7)
    # NCT4 has the placeholder 99999, NCT5 0, NCT7 10, the others none.
    assert row["planned_patient_count"] == 10
    # NCT4 (2023) and NCT7 (2025-12-31). Not NCT5 (withdrawn), NCT3 (2026 is not complete), NCT8 (1999).
    assert (row["recent_start_count"], row["earlier_start_count"]) == (2, 0)
    compared = cell(hand, "pipeline_vs_market", **place, segment="cells", counting="fractional")
    # The market has no unclassified segment, so shares are taken of the two trials that have one.
    assert (compared["pipeline_share"], compared["classified_trial_count"]) == (0.75, 2)
    assert (compared["unclassified_trial_count"], compared["unclassified_share"]) == (5, pytest.approx(5 / 7))


def test_both_spellings_of_a_country_give_one_region(hand: Path) -> None:
    row = cell(hand, report="A", dimension="region", segment="asia", cohort="all", counting="per_site")
    # Two of NCT1's three sites; 7 sites in all: NCT1 3, NCT2 1, NCT4 1 (Atlantis), NCT5 2.
    assert (row["unit_count"], row["unit_total"], row["trial_count"], row["cohort_trial_count"]) == (2, 7, 1, 4)
    assert row["planned_patient_count"] == 20  # 30 patients over three sites
    assert read(hand, "FROM staging.unmapped_country") == [
        {"country_text": "Atlantis", "site_count": 1, "trial_count": 1}
    ]


def test_the_key_of_a_name_in_sql_is_that_of_the_configuration() -> None:
    (file,) = (file for file in find_sql_files(sql_folder()) if file.table == "functions.name_key")
    names = [spelling for row in config().countries for spelling in row.spellings]
    names += [*map(str.upper, names), " Korea,  REPUBLIC of ", "C\u00f4te d\u2019Ivoire\u00a0", "Germany."]
    with connect() as con:
        create_functions(con, [file])
        keys = con.execute("SELECT name_key(name) FROM (SELECT unnest($1) AS name)", [names]).fetchall()
    # Latin names only: of them casefold and lower differ in no letter of the vocabulary but the German double s.
    assert [key for (key,) in keys] == [plain(name) for name in names]


def test_two_axes_of_sites_must_agree_at_one_site(hand: Path) -> None:
    rows = read(hand, "SELECT nct_id, segment, site_count FROM marts.trial_segment WHERE dimension = 'end_user'")
    # Busan Univ has no class under its old country name, so one Korean academic site is left.
    assert rows == [
        {"nct_id": "NCT00000001", "segment": "academic", "site_count": 2},
        {"nct_id": "NCT00000001", "segment": "asian_acad", "site_count": 1},
    ]


def test_all_axes_of_a_segment_must_hold(hand: Path) -> None:
    rows = read(hand, "SELECT nct_id, quote FROM marts.trial_segment WHERE report = 'B'")
    # NCT8 is autologous too, but with chemotherapy and without surgery.
    assert rows == [{"nct_id": "NCT00000007", "quote": "resected"}]


def test_the_shortest_quotation_is_shown(hand: Path) -> None:
    rows = read(hand, "SELECT rule, quote FROM marts.trial_segment WHERE segment = 'cells' AND nct_id = 'NCT00000001'")
    assert rows == [{"rule": "cells", "quote": "CAR-T"}]


def test_the_first_of_equal_sites_is_named(tmp_path: Path) -> None:
    world = hand_made()
    sites = [("Town Clinic", "Germany")] * 2 + [("Big Hospital", "United States")] + [("Town Clinic", "Germany")] * 7
    world.track(make_record("NCT00000099", sites=[*sites, ("Big Hospital", "United States")]))
    made = build(world, tmp_path)
    rows = read(made, "SELECT field FROM marts.trial_segment WHERE nct_id = 'NCT00000099' AND segment = 'america'")
    assert rows == [{"field": "sites[2].country"}]


def test_a_segment_that_no_trial_can_be_put_into_has_no_share_and_says_so(hand: Path) -> None:
    columns = "verdict, pipeline_share, pipeline_share_low, density_ratio, phase_weighted_share, trials_per_usd_bn"
    (row,) = read(hand, f"SELECT DISTINCT {columns} FROM marts.pipeline_vs_market WHERE segment = 'other'")  # noqa: S608
    assert row.pop("verdict") == "no_trials"
    assert set(row.values()) == {None}
    verdicts = read(
        hand, "SELECT DISTINCT verdict, fractional_verdict FROM marts.segment_verdict WHERE segment = 'other'"
    )
    assert verdicts == [{"verdict": "no_trials", "fractional_verdict": "no_trials"}]
    counted = "over_researched_count + under_researched_count + indistinct_count"
    rows = read(hand, f"SELECT DISTINCT {counted} AS n FROM marts.dimension_vs_market WHERE report = 'B'")  # noqa: S608
    assert {row["n"] for row in rows} <= {0, 1}


def test_reasons_for_being_in_no_segment(hand: Path) -> None:
    rows = read(hand, "SELECT nct_id, reason FROM marts.unclassified WHERE report = 'A' AND dimension = 'therapy'")
    assert rows == [
        {"nct_id": "NCT00000003", "reason": "no label on cancer, therapy"},
        {
            "nct_id": "NCT00000004",
            "reason": "no segment takes cancer=haematologic, cancer=melanoma, therapy=tce_bispecific",
        },
        {"nct_id": "NCT00000005", "reason": "no product of the report"},
        {"nct_id": "NCT00000007", "reason": "no label on cancer, therapy"},
        {"nct_id": "NCT00000008", "reason": "no label on cancer, therapy"},
    ]


def test_recall_and_precision_of_searches(hand: Path) -> None:
    rows = read(hand, "SELECT * EXCLUDE (title, serves) FROM marts.search_recall ORDER BY search")
    assert [list(row.values()) for row in rows] == [
        # s1 holds NCT1-4 and 8, NCT1 with s2; its targets NCT1 and NCT2 are both there. NCT6 left it.
        ["s1", True, 5, 1, 4, 2, 0, 0.4, 1.0],
        # s2 holds NCT1, 5 and 7, and lost 8; of its targets NCT1 and NCT4 it misses NCT4.
        ["s2", True, 3, 1, 2, 1, 1, pytest.approx(1 / 3), 0.5],
        # s3 names no label and found nothing.
        ["s3", False, 0, 0, 0, None, None, None, None],
    ]


def test_a_search_for_some_agents_is_confirmed_by_labels_that_rest_on_them(tmp_path: Path) -> None:
    world = hand_made()
    # s2 is for engagers; NCT4 has the label by a plain word and NCT1 by the name of the agent.
    world.add("search_agent", [{"search": "s2", "agent": "CD3 x CD20"}])
    made = build(world, tmp_path)
    rows = read(made, "SELECT nct_id FROM concepts.search_confirmation WHERE search = 's2'")
    assert [row["nct_id"] for row in rows] == ["NCT00000001"]
    assert differences(MARTS["search_recall"], made, world) == []


def test_readouts_of_trials(hand: Path) -> None:
    rows = read(hand, "SELECT nct_id, readout, days_to_readout FROM marts.readout")
    assert [tuple(row.values()) for row in rows] == [
        ("NCT00000001", "ahead", 30),  # a month lasts until its last day: 31 March
        ("NCT00000002", "awaiting_results", -394),
        ("NCT00000003", "overdue", -60),
        ("NCT00000007", "ahead", 305),
        # NCT5 was withdrawn, NCT8 has results, NCT4 gives no date.
    ]


# Status, kind and date of the primary completion, and the readout. The snapshot is of 2026-03-01.
READOUTS = [
    # What has ended reads out no more, whatever date it had planned.
    ("TERMINATED", "ESTIMATED", "2027-05", "awaiting_results"),
    ("COMPLETED", "ACTUAL", "2026-03", "awaiting_results"),
    ("ACTIVE_NOT_RECRUITING", "ACTUAL", "2026-02-28", "awaiting_results"),
    # A day that lies ahead has not come, even where the record calls it actual.
    ("RECRUITING", "ACTUAL", "2026-06", "ahead"),
    ("SUSPENDED", "ESTIMATED", "2026-06", "ahead"),
    ("SUSPENDED", "ESTIMATED", "2026-02", "overdue"),
    ("WITHDRAWN", "ESTIMATED", "2026-06", None),
    ("AVAILABLE", "ESTIMATED", "2026-06", None),
]


def test_a_readout_depends_on_status_and_then_on_the_date(tmp_path: Path) -> None:
    world, expected = configured(), {}
    for number, (status, kind, date, readout) in enumerate(READOUTS, start=1):
        nct_id = f"NCT{number:08d}"
        world.track(make_record(nct_id, status=status, primary_completion=date, primary_completion_kind=kind))
        if readout:
            expected[nct_id] = readout
    rows = read(build(world, tmp_path), "SELECT nct_id, readout FROM marts.readout")
    assert {row["nct_id"]: row["readout"] for row in rows} == expected


def test_cohorts_take_all_axes_and_leave_out_exclusions(hand: Path) -> None:
    rows = read(hand, "SELECT nct_id FROM concepts.cohort WHERE cohort = 'solid'")
    assert [row["nct_id"] for row in rows] == ["NCT00000001", "NCT00000002"]  # NCT4 has a blood cancer beside


def test_a_snapshot_says_what_it_was_built_from(hand: Path) -> None:
    query = (
        "SELECT snapshot_id, as_of, edition, is_demo, rule_version, figure_version, report_versions, code_version "
        "FROM meta.snapshot"
    )
    (row,) = read(hand, query)
    assert [str(value) for value in row.values()] == [
        "snap", "2026-03-01", "2026-02-27", "False", "rules-1", "figures-1", "A=1", "0.1.0",
    ]  # fmt: skip


@pytest.mark.parametrize("others", [0, 1, 5])
def test_a_residual_never_changes_another_rank(others: int, tmp_path: Path) -> None:
    """Melanoma has three trials and lung two, however many lie in "other cancers"."""
    world = configured()
    labels = ["melanoma"] * 3 + ["nsclc"] * 2 + ["haematologic"] * others
    for number, cancer in enumerate(labels):
        nct_id = f"NCT0000010{number}"
        world.track(make_record(nct_id))
        label(world, nct_id, "cancer", cancer, cancer)
    names = {"skin": "melanoma", "lung": "nsclc", "rest": "haematologic"}
    place = {"report": "A", "dimension": "cancer"}
    world.add("segment", [{**place, "segment": name, "is_residual": name == "rest"} for name in names])
    world.add("segment_rule", [{**place, "segment": name, "axis": "cancer", "label": names[name]} for name in names])
    query = "FROM marts.pipeline_vs_market WHERE dimension = 'cancer' AND cohort = 'all' AND scope = 'all'"
    found = {row["segment"]: row for row in read(build(world, tmp_path), query)}
    assert {name: row["pipeline_rank"] for name, row in found.items()} == {"skin": 1, "lung": 2, "rest": None}
    assert {name: row["pipeline_rank_worst"] for name, row in found.items()} == {"skin": 2, "lung": 2, "rest": None}


def test_kappa_equals_a_value_worked_out_by_hand(hand: Path) -> None:
    """Of three trials one agrees, and each side gives melanoma once: (1/3 - 1/9) / (1 - 1/9) = 1/4."""
    rows = {row["axis"]: row for row in read(hand, "FROM marts.curator_agreement")}
    cancer = rows["cancer"]
    assert (cancer["trial_count"], cancer["agreed_trial_count"], cancer["kappa"]) == (3, 1, 0.25)
    assert cancer["differing_nct_ids"] == ["NCT00000002", "NCT00000004"]
    # The curator gives both trials the same label, so that kappa has no meaning.
    assert (rows["ici_setting"]["agreement"], rows["ici_setting"]["kappa"]) == (0.5, None)
    assert rows["act_with"]["agreement"] == 0
