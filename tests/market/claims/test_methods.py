"""Every claim is turned into tests, or says why it has none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text, load_text, rank, share
from trialscape.config.load import Config, load_config
from trialscape.config.reports.claim_words import ClaimItem, ClaimWords, load_claim_words
from trialscape.config.reports.report_files import Player, Report
from trialscape.config.vocabularies.places import CompanyRow
from trialscape.market.claims.counted_agents import counted_as
from trialscape.market.claims.dates import days_of
from trialscape.market.claims.player_companies import companies_of
from trialscape.market.claims.targets import folded
from trialscape.market.claims.test_methods import APPROVAL_SIGN, claim_tests
from trialscape.market.claims.test_model import ClaimTest
from trialscape.market.shares.intervals import share_intervals
from trialscape.paths import shipped_folder


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(shipped_folder("config"))


@pytest.fixture(scope="module")
def tests(config: Config) -> dict[tuple[str, str], list[ClaimTest]]:
    found: dict[tuple[str, str], list[ClaimTest]] = {}
    for report in config.reports:
        for test in claim_tests(report, config.claim_words, config.companies):
            found.setdefault((test.report, test.claim), []).append(test)
    return found


def made(folder: Path, states: list[str], words: ClaimWords | None = None) -> list[ClaimTest]:
    reports, faults = load_text(folder, ledger_text(states))
    assert not faults, [str(fault) for fault in faults]
    return list(claim_tests(reports[0], words or ClaimWords(), ()))


def test_every_claim_of_every_report_has_a_test(config: Config, tests: dict[tuple[str, str], list[ClaimTest]]) -> None:
    listed = {(report.id, claim.id) for report in config.reports for claim in report.claim}
    assert set(tests) == listed
    assert {("A", f"A{number}") for number in range(1, 40)} | {("B", f"B{number}") for number in range(1, 21)} <= listed


def test_a_claim_has_a_method_or_a_reason(tests: dict[tuple[str, str], list[ClaimTest]]) -> None:
    for test in (test for found in tests.values() for test in found):
        assert (test.method == "none") == bool(test.why_not)
        assert (test.method == "none") or test.targets


def test_every_name_in_the_shipped_market_reports_has_search_words(
    tests: dict[tuple[str, str], list[ClaimTest]],
) -> None:
    silent = [test for found in tests.values() for test in found if test.report in "AB" and "_words" in test.why_not]
    assert silent == []


@pytest.mark.parametrize(
    ("state", "low", "high"),
    [(share("a", "=", 30.0), 0.295, 0.305), (share("a", ">", 45.0), 0.45, 1.0),
     (share("a", "~", 30.0, 2.5), 0.275, 0.325),
     (share("a", "<=", 12.5), 0.0, 0.125)],
)  # fmt: skip
def test_a_stated_share_sets_the_bounds_of_its_test(tmp_path: Path, state: str, low: float, high: float) -> None:
    (test,) = made(tmp_path, [state])
    assert test.low == pytest.approx(low, abs=1e-9)
    assert test.high == pytest.approx(high, abs=1e-9)


def test_a_second_rank_names_the_first(tmp_path: Path) -> None:
    (test,) = made(tmp_path, [rank("b", "second", after="a")])
    assert (test.method, test.rule) == ("order", "second")
    assert [(target.item, target.role) for target in test.targets] == [("a", "after"), ("b", "named"), ("c", "other")]


def test_a_part_without_search_words_is_not_testable(tmp_path: Path) -> None:
    state = '{ kind = "presence", segments = ["a"], part = "the north" }'
    (test,) = made(tmp_path, [state])
    assert test.why_not == "claim_words.toml does not say how to look for 'the north'."
    known = ClaimWords(item=(ClaimItem(name="the north", field="conditions", any=("North*",)),))
    (test,) = made(tmp_path, [state], known)
    assert [target.label for target in test.targets if target.facet == "part"] == [" north"]


def test_a_share_of_a_part_is_a_share_of_the_whole_and_bounds_no_segment(tmp_path: Path) -> None:
    """12 % for some country's part of a segment is no 12 % for the segment."""
    state = share("a", "=", 12.0).replace(" }", ', countries = ["FR"] }')
    (test,) = made(tmp_path, [state])
    assert test.method == "bound"
    assert [(target.facet, target.item) for target in test.targets] == [("d", "a"), ("country", "FR")]
    reports, _ = load_text(tmp_path, ledger_text([state]))
    assert {interval.basis for interval in share_intervals(reports[0], "d").intervals} == {"none"}


def test_a_rank_within_a_country_counts_there_only_and_bounds_no_segment(tmp_path: Path) -> None:
    state = rank("a", "largest").replace(" }", ', countries = ["FR"] }')
    (test,) = made(tmp_path, [state])
    assert [target.item for target in test.targets if target.facet == "country"] == ["FR"]
    assert [target.item for target in test.targets if target.role == "other"] == ["b", "c"]
    reports, faults = load_text(tmp_path, ledger_text([state, rank("b", "largest")]))
    assert not faults
    intervals = share_intervals(reports[0], "d").intervals
    assert [(item.segment, round(item.low, 9)) for item in intervals if item.low > 0.1] == [("b", 0.333333333)]


def test_a_count_of_agents_is_a_lower_bound(tmp_path: Path) -> None:
    state = '{{ kind = "count", of = "distinct agents", labels = {{ modality = ["y"] }}, op = "{0}", number = 5{1} }}'
    asked = [made(tmp_path, [state.format(op, "")])[0] for op in (">", ">=", "<=", "<", "=")]
    assert [(test.method, test.needed) for test in asked[:2]] == [("agents", 6), ("agents", 5)]
    assert {test.method for test in asked[2:]} == {"none"}
    assert "only 'at least'" in asked[2].why_not


def test_the_omissions_of_a_claim_are_shown_with_its_tests(tests: dict[tuple[str, str], list[ClaimTest]]) -> None:
    assert {test.unmeasured[:32] for test in tests["A", "A19"]} == {"Whether the companies are Chines"}


def test_an_approval_is_tested_by_expanded_access_only(tmp_path: Path) -> None:
    state = '{{ kind = "regulatory", segments = ["a"], status = "approved"{0} }}'
    (test,) = made(tmp_path, [state.format("")])
    assert test.why_not == "The registry records trials, not approvals."
    (test,) = made(tmp_path, [state.format(", approved = true")])
    assert [(item.means, item.label) for item in test.targets] == [
        ("segment", "a"),
        ("status", "APPROVED_FOR_MARKETING"),
    ]
    assert (test.method, test.unmeasured) == ("presence", APPROVAL_SIGN)


def test_mostly_is_more_than_half_of_the_trials_that_meet_everything_else(tmp_path: Path) -> None:
    words = ClaimWords(
        item=(ClaimItem(name="companies", led_by_company_except=("Roche",), is_upper_bound=True, why="w"),)
    )
    subject = 'kind = "presence", segments = ["a"], phase = "1", degree = "mostly"'
    early, led, unsaid = made(
        tmp_path,
        [
            f"{{ {subject} }}",
            f'{{ {subject}, topics = ["companies"] }}',
            '{ kind = "presence", segments = ["a"], degree = "mostly" }',
        ],
        words,
    )
    assert (early.method, early.low, early.high, early.is_upper_bound) == ("bound", 0.5, 1.0, False)
    assert {(target.facet, target.label) for target in early.targets if target.facet == "peer"} == {
        ("peer", "early_phase_1"), ("peer", "phase_1"), ("peer", "phase_1_2"),
    }  # fmt: skip
    assert (led.is_upper_bound, led.unmeasured) == (True, "w")
    assert {target.facet for target in led.targets} == {"peer", "d", "phase"}
    assert [(t.means, t.label) for t in led.targets if t.facet == "peer"] == [("lead", "Roche")]
    assert "neither a topic nor a phase is named" in unsaid.why_not


def test_a_test_over_another_cohort_says_why(tmp_path: Path) -> None:
    state = '{ kind = "presence", segments = ["a"], cohort = "io", cohort_why = "It speaks of all." }'
    (test,) = made(tmp_path, [state])
    assert (test.method, test.cohort) == ("presence", "io")
    # The answer names the cohort by its title (claims.test_result).
    assert test.unmeasured == "It speaks of all."


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('kind = "presence", cohort = "io"', "cohort_why"),
        ('kind = "presence", cohort_why = "It speaks of all."', "cohort_why"),
        ('kind = "outcome", of = "responses", cohort = "io", cohort_why = "It speaks of all."', "cohort"),
        ('kind = "presence", approved = true', "approved"),
    ],
)
def test_a_cohort_has_a_reason_and_a_test(tmp_path: Path, more: str, key: str) -> None:
    _, faults = load_text(tmp_path, ledger_text([f'{{ segments = ["a"], {more} }}']))
    assert [fault.key.rpartition(".")[2] for fault in faults] == [key], [str(fault) for fault in faults]


@given(st.text(max_size=20))
def test_folded_words_are_found_in_text_that_holds_them(words: str) -> None:
    plain = re.sub(r"[^a-z0-9]+", " ", f"before {words} after".lower())
    assert folded(words).strip() == "" or folded(words) in f" {plain} " or words.endswith("*")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2023", "2023-01-01", "2023-12-31"), ("2025-Q1", "2025-01-01", "2025-03-31"),
     ("2024-02", "2024-02-01", "2024-02-29"), ("2022-02-28", "2022-02-28", "2022-02-28"),
     ("from 2025-Q3", "2025-07-01", "9999-12-31"), ("from 2026", "2026-01-01", "9999-12-31")],
)  # fmt: skip
def test_the_days_of_a_printed_date(date: str, first: str, last: str) -> None:
    assert days_of(date) == (first, last)


def test_a_fixed_combination_counts_as_its_part() -> None:
    names = ["relatlimab", "nivolumab and relatlimab", "vibostolimab/pembrolizumab", "GI-102"]
    assert counted_as(names) == {
        "relatlimab": "relatlimab",
        "nivolumab and relatlimab": "relatlimab",
        "vibostolimab/pembrolizumab": "vibostolimab/pembrolizumab",
        "GI-102": "GI-102",
    }


def company(name: str, parent: str = "", *printed: str) -> CompanyRow:
    return CompanyRow(company=name, names=(name,), parent=parent, report_names=printed, source="curated")


def test_a_player_includes_all_subsidiaries(config: Config) -> None:
    known = (
        company("Top", "", "A:The Top (Mid)"), company("Mid", "Top"), company("Low", "Mid"), company("Else"),
        company("Ring", "Ring"),
    )  # fmt: skip
    report: Report = config.reports[0].model_copy(update={"id": "A"})
    assert companies_of(report, Player(id="t", name="The Top", groups=("x",)), known) == ("Low", "Mid", "Top")
    assert companies_of(report, Player(id="m", name="Mid", groups=("x",)), known) == ("Low", "Mid")
    assert companies_of(report, Player(id="r", name="Ring", groups=("x",)), known) == ("Ring",)


def test_every_player_of_the_shipped_reports_is_a_known_company(config: Config) -> None:
    unknown = [
        (report.id, player.id)
        for report in config.reports
        for player in report.player
        if not companies_of(report, player, config.companies)
    ]
    assert unknown == []


def test_the_merck_of_the_reports_is_not_merck_kgaa(config: Config) -> None:
    for report in (report for report in config.reports if report.kind == "market"):
        (player,) = [player for player in report.player if player.id == "merck"]
        found = companies_of(report, player, config.companies)
        assert "Merck & Co." in found
        assert not {"Merck KGaA", "EMD Serono"} & set(found)


def test_all_mistakes_in_the_claim_words_are_reported_together(tmp_path: Path, config: Config) -> None:
    (tmp_path / "claim_words.toml").write_text(
        '[[item]]\nname = "a"\nany = ["x"]\n[[item]]\nname = "a"\ncountries = ["QQ"]\n'
        '[[item]]\nname = "b"\nlabels.modality = ["tli"]\n'
        '[[item]]\nname = "c"\nled_by_company_except = ["Nobody"]\n'
        '[[peers]]\naxis = "colour"\nlabels = ["r", "g"]\nwhy = "w"\n'
        '[[whole]]\nof = "w"\nmeasure = "share"\ncohort = "none"\nlabels.act = ["both"]\nwhy = "w"\n',
        encoding="utf-8",
    )
    axes = {"modality": {"til"}, "act": {"both"}, "country": {"US"}}
    _, faults = load_claim_words(tmp_path, axes, {"io"}, {"Roche"})
    assert [(fault.item, fault.key) for fault in faults] == [
        ("a", "field"), ("a", "name"), ("a", "countries"), ("b", "labels.modality"), ("c", "led_by_company_except"),
        ("w", "cohort"), ("peers on colour", "labels.colour"),
    ]  # fmt: skip
