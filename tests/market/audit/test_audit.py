"""The known findings come out by rule, and each rule is silent where its statements agree."""

from pathlib import Path

import pytest

from tests.support.tables.ledger import ledger_text, load_text, rank, report, share
from trialscape.config.reports.report_files import Report, load_reports
from trialscape.market.audit.finding import Finding
from trialscape.market.audit.run_audit import audit
from trialscape.paths import shipped_folder

RIVAL = """
[[estimate]]
id = "rival"
role = "rival"
market = "test"
place = "text"
sizes = [{{ year = {0}, usd_million = {1} }}, {{ year = {2}, usd_million = {3} }}]
"""

NAMES = {"MX": "Mexico"}


@pytest.fixture(scope="module")
def shipped() -> tuple[Report, ...]:
    reports, faults = load_reports(shipped_folder("config") / "reports", axes=None)
    assert not faults
    return reports


@pytest.fixture(scope="module")
def findings(shipped: tuple[Report, ...]) -> dict[str, Finding]:
    found = audit(shipped, NAMES)
    assert len({finding.id for finding in found}) == len(found)
    return {finding.id: finding for finding in found}


def with_extra(folder: Path, extra: str, states: list[str] | None = None) -> list[Finding]:
    reports, faults = load_text(folder, ledger_text(states or []) + extra)
    assert not faults, [str(fault) for fault in faults]
    return list(audit(reports, NAMES))


def test_nothing_else_is_found_in_the_shipped_reports(findings: dict[str, Finding]) -> None:
    assert sorted((finding.rule, finding.verdict, finding.report) for finding in findings.values()) == sorted(
        [
            ("end_points_vs_cagr", "consistent", "A"),
            ("end_points_vs_cagr", "consistent", "B"),
            ("end_points_vs_cagr", "consistent", "B"),
            ("end_points_vs_cagr", "note", "B"),
            ("several_growth_rates", "contradiction", "B"),
            ("player_lists_apart", "note", "B"),
            ("one_product_several_states", "note", "A"),
            ("segment_not_of_its_kind", "contradiction", "A"),
            ("one_market_two_sizes", "contradiction", "B"),
            ("one_market_two_sizes", "contradiction", "B"),
            ("one_market_two_sizes", "contradiction", "B"),
            ("order_against_number", "contradiction", "B"),
            ("contradictory_concentration", "contradiction", "B"),
            ("two_periods", "contradiction", "B"),
            ("regional_grouping", "contradiction", "A"),
            ("regions_between_reports", "note", "A+B"),
        ]
    )


@pytest.mark.parametrize(
    ("name", "verdict", "percents"),
    [
        ("growth:A:headline", "consistent", {"implied_percent_6_years": 9.62}),
        ("growth:B:headline", "consistent", {"implied_percent_7_years": 10.50}),
        ("growth:B:rival-i", "consistent", {"implied_percent_8_years": 21.5}),
        ("growth:B:rival-ii", "note", {"implied_percent_9_years": 22.7, "implied_percent_7_years": 30.1}),
    ],
)
def test_growth_by_both_counts(
    findings: dict[str, Finding], name: str, verdict: str, percents: dict[str, float]
) -> None:
    finding = findings[name]
    assert finding.verdict == verdict
    for key, percent in percents.items():
        assert finding.figures[key] == pytest.approx(percent, abs=0.05)


def test_rival_estimates_of_one_market_are_reported(findings: dict[str, Finding]) -> None:
    first = findings["sizes:B:headline:rival-i"]
    assert first.figures["year"] == 2024
    assert first.figures["second_usd_million"] == pytest.approx(7300, abs=50)
    assert first.figures["ratio"] == pytest.approx(2.03, abs=0.01)
    assert findings["sizes:B:headline:rival-ii"].figures["second_usd_million"] == 5600


def test_the_conflict_of_regions_in_report_b_is_reported(findings: dict[str, Finding]) -> None:
    finding = findings["conflict:B:geography:2024:B1-B2-B3"]
    assert finding.figures == pytest.approx({"left_percent": 25.0, "left_percent_at_lowest": 27.5})
    assert finding.sentence == (
        "These cannot hold together (Geography, 2024): B1: North America over 45 %; B2: Europe ≥ Asia Pacific; "
        "B3: Asia Pacific around 30 %. As printed, B1 and B3 leave at most 25 % to all other segments "
        "together (27.5 % at the lowest reading). The intervals span 3 repairs, which set aside: "
        "B1 (North America over 45 %); B2 (Europe ≥ Asia Pacific); B3 (Asia Pacific around 30 %)."
    )


def test_concentration_period_and_grouping_of_mexico_are_reported(findings: dict[str, Finding]) -> None:
    assert findings["concentration:B:B7:B8"].sentence == (
        "B7 calls the concentration moderate, B8 calls it low; top innovators are stated to hold 55 %."
    )
    assert "2025-2031 (summary table) and 2021-2031 (heading)" in findings["period:B:study:2025:2021"].sentence
    assert findings["grouping:A:prose:MX"].sentence == (
        "Mexico belongs to North America in the list of regions, but 'regional outlook' treats it under Latin America, "
        "Middle East & Africa; the list is followed."
    )
    assert findings["region:A:B:MX"].sentence.startswith("Mexico is North America in A and Latin America in B")


def test_sizes_reused_for_other_years_are_reported(tmp_path: Path) -> None:
    found = with_extra(tmp_path, RIVAL.format(2021, 1000, 2027, 2000))
    assert [finding.sentence for finding in found if finding.rule == "reused_end_points"] == [
        "USD 1.00 bn and USD 2.00 bn stand for 2024 and 2030 in headline, and for 2021 and 2027 in rival."
    ]


def test_the_same_estimate_twice_is_no_finding(tmp_path: Path) -> None:
    assert with_extra(tmp_path, RIVAL.format(2024, 1000, 2030, 2000)) == []


def test_two_reports_on_one_market_are_compared(tmp_path: Path) -> None:
    one = report(tmp_path, [], first=1000.0)
    other = report(tmp_path, [], first=1500.0, last=2600.0, id_="U")
    found = audit([one, other], NAMES)
    assert [(finding.rule, finding.report) for finding in found] == [("one_market_two_sizes", "T+U")]
    assert audit([one, other.model_copy(update={"estimate": ()})], NAMES) == ()


def test_printed_shares_above_100_per_cent_are_reported(tmp_path: Path) -> None:
    found = with_extra(tmp_path, "", [share("a", "=", 70), share("b", ">=", 45)])
    over = [finding for finding in found if finding.rule == "shares_over_100"]
    assert [(finding.claims, finding.sentence) for finding in over] == [
        (("T1", "T2"), "Printed shares add to 115 % (D, 2024): more than the whole.")
    ]
    assert [finding.rule for finding in found if finding not in over] == ["numbers_conflict"]


def test_complete_printed_shares_below_100_per_cent_are_reported(tmp_path: Path) -> None:
    found = with_extra(tmp_path, "", [share("a", "=", 40), share("b", "=", 30), share("c", "=", 20)])
    assert [finding.rule for finding in found] == ["shares_under_100", "numbers_conflict"]


def test_an_order_that_contradicts_two_printed_shares_is_reported(tmp_path: Path) -> None:
    found = with_extra(tmp_path, "", [share("a", "=", 40), share("b", "=", 50), rank("a", "largest")])
    assert [(finding.rule, finding.claims) for finding in found] == [("order_against_number", ("T1", "T2", "T3"))]


def test_consistent_statements_give_no_finding(tmp_path: Path) -> None:
    assert with_extra(tmp_path, "", [share("a", "=", 50), rank("a", "largest"), rank("b", "second", "a")]) == []


def test_growth_that_fits_only_another_number_of_years_is_reported(tmp_path: Path) -> None:
    """Doubling is 12.25 % over six years and 14.87 % over five; the rate is printed for 2025 to 2030."""
    text = ledger_text([]).replace(
        'place = "table"', 'place = "t"\ncagr_percent = 14.9\ncagr_from = 2025\ncagr_to = 2030', 1
    )
    reports, _ = load_text(tmp_path, text)
    finding = audit(reports, NAMES)[0]
    assert (finding.verdict, finding.figures["fits_years"]) == ("note", 5.0)
    assert "they agree only if 5 years are meant" in finding.sentence


SIZE = '{{ kind = "size", segments = ["{0}"], usd_million = {1}, year = {2} }}'
RATE = '{{ kind = "cagr", segments = ["{0}"], percent = {1}, from_year = {2}, to_year = {3} }}'
FASTEST = '{{ kind = "growth_rank", segments = ["{0}"], rank = "fastest" }}'


@pytest.mark.parametrize(
    ("rate", "years", "verdict"),
    # 100 to 177.2 is 10.0 % over six years and 12.1 % over five.
    [(10.0, (2024, 2030), "consistent"), (12.1, (2025, 2030), "note"), (15.0, (2024, 2030), "inconsistent")],
)
def test_the_sizes_of_a_segment_are_compared_with_its_rate(
    tmp_path: Path, rate: float, years: tuple[int, int], verdict: str
) -> None:
    states = [SIZE.format("a", 100.0, 2024), SIZE.format("a", 177.2, 2030), RATE.format("a", rate, *years)]
    (found,) = [item for item in with_extra(tmp_path, "", states) if item.rule == "segment_sizes_vs_cagr"]
    assert (found.verdict, found.claims) == (verdict, ("T1", "T2", "T3"))
    assert found.figures["implied_percent_6_years"] == pytest.approx(10.0, abs=0.01)


def test_one_size_or_the_rate_of_another_segment_gives_no_finding(tmp_path: Path) -> None:
    states = [SIZE.format("a", 100.0, 2024), SIZE.format("b", 177.2, 2030), RATE.format("a", 15.0, 2024, 2030)]
    assert [item for item in with_extra(tmp_path, "", states) if item.rule == "segment_sizes_vs_cagr"] == []


@pytest.mark.parametrize(
    ("fastest", "other", "is_found"), [(9.0, 12.0, True), (12.0, 9.0, False), (9.0, 9.0, False), (9.4, 9.5, False)]
)
def test_a_rate_above_that_of_the_fastest_segment_is_reported(
    tmp_path: Path, fastest: float, other: float, is_found: bool
) -> None:
    states = [FASTEST.format("a"), RATE.format("a", fastest, 2024, 2030), RATE.format("b", other, 2024, 2030)]
    found = [item for item in with_extra(tmp_path, "", states) if item.rule == "order_against_number"]
    assert [item.claims for item in found] == ([("T1", "T3")] if is_found else [])


def test_the_stage_of_a_company_s_kind_of_product_is_a_state_of_the_product(findings: dict[str, Finding]) -> None:
    """The report has lifileucel under review, filed in 2024, and Iovance's TIL therapy still in late stages."""
    finding = findings["states:A:lifileucel"]
    assert finding.claims == ("A14", "A24", "A42")
    assert finding.sentence.startswith("lifileucel is told in 3 states: under review (A14); ")


PLAYER = """
[[player]]
id = "{0}"
name = "{0}"
groups = {1}
"""


@pytest.mark.parametrize(
    ("groups", "missing"),
    [(["FAQ", "giants"], ["two"]), (["FAQ", "FAQ"], []), (["giants", "giants"], [])],
)
def test_players_that_the_faq_leaves_out_are_listed(tmp_path: Path, groups: list[str], missing: list[str]) -> None:
    extra = "".join(PLAYER.format(name, f'["{group}"]') for name, group in zip(("one", "two"), groups, strict=True))
    found = [item for item in with_extra(tmp_path, extra) if item.rule == "players_missing_from_faq"]
    assert [item.sentence.rpartition(": ")[2] for item in found] == [f"{name}." for name in missing]
