"""Sizes by year and the dollars of each segment."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text, load_text, rank, report, share
from trialscape.config.reports.report_files import half_unit, load_reports
from trialscape.market.shares.segment_sizes import segment_sizes
from trialscape.market.sizes.growth_rate import compound_percent
from trialscape.market.sizes.size_by_year import size_in, yearly_sizes
from trialscape.paths import shipped_folder


@pytest.mark.parametrize(
    ("value", "half"), [(8.3, 0.05), (4.93, 0.005), (35.0, 0.5), (14776.33, 0.005), (1e16, 0.5), (0.0, 0.5)]
)
def test_half_of_the_last_printed_digit(value: float, half: float) -> None:
    assert half_unit(value) == pytest.approx(half)


def test_sizes_between_two_years_are_interpolated_geometrically(tmp_path: Path) -> None:
    made = report(tmp_path, [], first=1000.0, last=2000.0)
    sizes = {size.year: size for size in yearly_sizes(made)}
    assert sorted(sizes) == list(range(2024, 2031))
    assert sizes[2027].usd == pytest.approx(1000 * 2**0.5)
    assert sizes[2027].basis == "interpolated"
    assert "an even 12.25 % a year" in sizes[2027].derivation
    assert (sizes[2024].usd, sizes[2024].basis) == (1000.0, "printed")
    assert (sizes[2024].low, sizes[2024].high) == (999.5, 1000.5)
    assert size_in(made, 2023) is None


def test_one_size_and_a_rate_carry_over_the_rate_s_years(tmp_path: Path) -> None:
    text = ledger_text([]).replace(", { year = 2030, usd_million = 2000.0 }", "")
    text = text.replace('place = "table"', 'place = "t"\ncagr_percent = 10\ncagr_from = 2024\ncagr_to = 2026', 1)
    reports, faults = load_text(tmp_path, text)
    assert not faults
    assert [(size.year, round(size.usd, 6), size.basis) for size in yearly_sizes(reports[0])] == [
        (2024, 1000.0, "printed"),
        (2025, 1100.0, "extended"),
        (2026, 1210.0, "extended"),
    ]


def test_dollars_are_share_times_size_and_say_that_shares_are_held(tmp_path: Path) -> None:
    made = report(tmp_path, [rank("a", "largest")], segments=2, first=1000.0, last=2000.0)
    sizes = {(size.segment, size.year): size for size in segment_sizes(made)}
    last = sizes["a", 2030]
    assert (last.usd_low, last.usd_point, last.usd_high) == pytest.approx((1000.0, 1500.0, 2000.0))
    assert last.basis == "rank_implied"
    assert "shares of 2024 held" in last.derivation
    assert "held" not in sizes["a", 2024].derivation


def test_shares_of_a_later_year_apply_from_that_year(tmp_path: Path) -> None:
    later = share("a", "=", 40).replace("percent", "year = 2028, percent")
    made = report(tmp_path, [share("a", "=", 30), later], segments=2)
    totals = {size.year: size.usd for size in yearly_sizes(made)}
    points = {size.year: size.usd_point / totals[size.year] for size in segment_sizes(made) if size.segment == "a"}
    assert [round(points[year], 6) for year in range(2024, 2031)] == [0.3] * 4 + [0.4] * 3


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 1000.0), st.integers(1, 99))
def test_scaling_the_sizes_scales_the_dollars(scale: float, percent: int) -> None:
    with TemporaryDirectory() as folder:
        plain = segment_sizes(report(Path(folder), [share("a", ">=", percent)], first=1000.0, last=3000.0))
        scaled = segment_sizes(
            report(Path(folder), [share("a", ">=", percent)], first=1000.0 * scale, last=3000.0 * scale)
        )
    for one, other in zip(plain, scaled, strict=True):
        for figure in ("usd_low", "usd_point", "usd_high"):
            assert getattr(other, figure) == pytest.approx(scale * getattr(one, figure), rel=1e-9, abs=1e-9)


def test_size_of_the_largest_cancer_of_report_a_in_2030() -> None:
    """NSCLC is the largest of four named types and "others" may hold all the rest: 0 to 100 % of USD 14.4 bn."""
    reports, _ = load_reports(shipped_folder("config") / "reports", axes=None)
    found = [size for size in segment_sizes(reports[0]) if (size.segment, size.year) == ("nsclc", 2030)]
    assert [(size.usd_low, size.usd_high) for size in found] == [pytest.approx((0.0, 14400.0))]


def test_compound_percent_recovers_the_growth_rate() -> None:
    assert compound_percent(100.0, 100.0 * 1.07**5, 5) == pytest.approx(7.0)
