"""Share intervals against cases worked by hand, closed forms, and what must hold for any ledger."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from tests.support.ledger import order, rank, report, share
from trialscape.config.reports.report_files import Report, load_reports
from trialscape.market.shares import polytope
from trialscape.market.shares.intervals import DimensionShares, all_share_intervals, share_intervals
from trialscape.market.shares.order_means import mean_under_order, rank_order_centroid
from trialscape.market.shares.polytope import Row, uniform_mean
from trialscape.paths import shipped_folder


@pytest.fixture(scope="module")
def shipped() -> dict[str, Report]:
    reports, faults = load_reports(shipped_folder("config") / "reports", axes=None)
    assert not faults
    return {report.id: report for report in reports}


def shares_of(states: list[str], segments: int) -> DimensionShares:
    with TemporaryDirectory() as folder:
        return share_intervals(report(Path(folder), states, segments=segments), "d")


def triples(shares: DimensionShares) -> list[tuple[float, float, float]]:
    return [(interval.low, interval.point, interval.high) for interval in shares.intervals]


def near(*values: float) -> object:
    return pytest.approx(values, abs=1e-9)


def test_no_claim_is_one_nth_with_basis_none() -> None:
    shares = shares_of([], 4)
    assert triples(shares) == [(0.0, 0.25, 1.0)] * 4
    assert {interval.basis for interval in shares.intervals} == {"none"}


def test_full_order_of_four_is_the_rank_order_centroid() -> None:
    """(1 + 1/2 + 1/3 + 1/4) / 4 = 25/48 and so on, by hand; the k-th of n can have at most 1/k."""
    shares = shares_of([order("a", "b", "c", "d")], 4)
    points = [float(Fraction(top, 48)) for top in (25, 13, 7, 3)]
    assert [interval.point for interval in shares.intervals] == near(*points)
    assert [interval.low for interval in shares.intervals] == near(0.25, 0, 0, 0)
    assert [interval.high for interval in shares.intervals] == near(1, 1 / 2, 1 / 3, 1 / 4)
    assert rank_order_centroid(4) == near(*points)


def test_two_segments_with_the_larger_known() -> None:
    """a in [1/2, 1] on a line: the middle is 3/4."""
    shares = shares_of([rank("a", "largest")], 2)
    assert triples(shares) == [near(0.5, 0.75, 1), near(0, 0.25, 0.5)]
    assert {interval.basis for interval in shares.intervals} == {"rank_implied"}


def test_three_segments_with_a_floor() -> None:
    """a >= 40 % leaves a triangle with corners (1,0,0), (.4,.6,0), (.4,0,.6): its mean is (.6,.2,.2)."""
    shares = shares_of([share("a", ">=", 40)], 3)
    assert triples(shares) == [near(0.4, 0.6, 1), near(0, 0.2, 0.6), near(0, 0.2, 0.6)]
    assert [interval.basis for interval in shares.intervals] == ["bounded"] * 3


def test_three_segments_with_a_ceiling() -> None:
    """a <= 50 % cuts a corner of a quarter of the triangle, whose mean (2/3,1/6,1/6) is taken off: (2/9,7/18,7/18)."""
    shares = shares_of([share("a", "<=", 50)], 3)
    assert [interval.point for interval in shares.intervals] == near(2 / 9, 7 / 18, 7 / 18)


def test_a_printed_share_stands_and_the_rest_is_split() -> None:
    """a = 40 %, b before c in what is left: b in [30, 60], the middle is 45 %."""
    shares = shares_of([share("a", "=", 40), order("b", "c")], 3)
    assert triples(shares) == [near(0.4, 0.4, 0.4), near(0.3, 0.45, 0.6), near(0, 0.15, 0.3)]
    assert [interval.basis for interval in shares.intervals] == ["reported", "bounded", "bounded"]


def test_all_printed_shares_are_used_as_printed() -> None:
    shares = shares_of([share("a", "=", 50), share("b", "=", 30), share("c", "=", 20)], 3)
    assert triples(shares) == [near(0.5, 0.5, 0.5), near(0.3, 0.3, 0.3), near(0.2, 0.2, 0.2)]
    assert not shares.rounded


def test_shares_that_miss_100_by_rounding_get_half_a_digit() -> None:
    shares = shares_of([share(name, "=", 33.3) for name in "abc"], 3)
    assert shares.rounded
    assert not shares.conflicts
    assert triples(shares) == [near(0.333, 1 / 3, 0.3335)] * 3


def test_a_segment_s_printed_size_is_a_share() -> None:
    state = '{ kind = "size", segments = ["a"], usd_million = 250, year = 2024 }'
    shares = shares_of([state], 3)
    assert triples(shares)[0] == near(0.25, 0.25, 0.25)
    assert shares.of("a").basis == "reported"


def test_a_claim_that_is_set_aside_by_hand_bounds_nothing(tmp_path: Path) -> None:
    made = report(tmp_path, [rank("a", "largest")], segments=2)
    aside = made.model_copy(update={"claim": (made.claim[0].model_copy(update={"set_aside": "disputed"}),)})
    assert {interval.basis for interval in share_intervals(aside, "d").intervals} == {"none"}


def test_order_gives_way_to_figures_and_says_so() -> None:
    shares = shares_of([rank("b", "largest"), share("a", "=", 60), share("b", ">=", 20)], 3)
    assert [(conflict.claims, conflict.set_aside.claim) for conflict in shares.conflicts] == [(("T1", "T2"), "T1")]
    assert "T1 (b largest) set aside: it cannot hold together with T2" in shares.of("a").derivation
    assert shares.of("b").claims == ("T2", "T3")


def test_one_claim_may_not_hold_by_itself() -> None:
    """A segment of USD 50 bn in a market of one."""
    shares = shares_of(['{ kind = "size", segments = ["a"], usd_billion = 50, year = 2024 }'], 3)
    assert [conflict.claims for conflict in shares.conflicts] == [("T1",)]
    assert shares.of("a").basis == "none"
    assert shares.of("a").derivation.endswith("set aside: it cannot hold by itself")


def test_many_printed_shares_that_miss_100_by_rounding_share_the_rest_evenly() -> None:
    shares = shares_of([share(name, "=", 11.1) for name in "abcdefghi"], 9)
    assert (shares.rounded, shares.conflicts) == (True, ())
    assert [interval.point for interval in shares.intervals] == pytest.approx([1 / 9] * 9, abs=1e-5)


def test_a_body_as_thin_as_a_printed_digit_keeps_its_mean() -> None:
    """All shares within a hair of even: the mean is 1/n, by symmetry, whatever the hair."""
    for size in (2, 4, 7):
        for hair in (1e-2, 1e-4, 1e-6):
            rows = tuple(
                Row(tuple(-1.0 if at == own else 0.0 for at in range(size)), -(1 - hair) / size) for own in range(size)
            )
            mean, method = uniform_mean(rows, size)
            assert method == "exact, by simplices"
            assert np.abs(mean - 1 / size).max() < 1e-3 * hair + 1e-12


def test_over_is_strict_and_at_least_is_not() -> None:
    exactly = [share("a", "=", 50), share("b", "=", 25), share("c", "=", 25)]
    assert not shares_of([*exactly, share("a", ">=", 50)], 3).conflicts
    clash = shares_of([share("a", ">", 50), share("b", ">=", 50)], 3).conflicts
    assert [conflict.claims for conflict in clash] == [("T1", "T2")]


def test_report_b_s_regions(shipped: dict[str, Report]) -> None:
    """North America over 45, Asia Pacific 27.5 to 32.5; B2 cannot stand beside them and is set aside."""
    shares = share_intervals(shipped["B"], "geography")
    (conflict,) = shares.conflicts
    assert (conflict.claims, conflict.set_aside.claim) == (("B1", "B2", "B3"), "B2")
    america, asia, europe = (shares.of(name) for name in ("north_america", "asia_pacific", "europe"))
    assert (america.low, america.high) == near(0.45, 0.725)
    assert (asia.low, asia.high) == near(0.275, 0.325)
    assert (europe.low, europe.high) == near(0, 0.275)
    # By hand: with asia at y, the other four share a simplex of edge e = 0.55 - y above (0.45, 0, 0, 0), whose volume
    # goes as e cubed; each of the three small ones has a mean of e / 4. The integrals run over e from 0.225 to 0.275.
    edge = (0.275**5 - 0.225**5) / 5 / ((0.275**4 - 0.225**4) / 4)
    assert europe.point == pytest.approx(edge / 4)
    assert america.point == pytest.approx(0.45 + edge / 4)


def test_every_market_report_s_points_add_to_one(shipped: dict[str, Report]) -> None:
    for name in ("A", "B"):
        for shares in all_share_intervals(shipped[name]):
            assert sum(interval.point for interval in shares.intervals) == pytest.approx(1.0)
    assert all_share_intervals(shipped["C"]) == ()


def test_sampling_agrees_with_the_exact_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (Row((-1.0, 0, 0, 0, 0), -0.3), Row((0, 1.0, 0, 0, 0), 0.2), Row((0, 0, 1.0, -1.0, 0), 0.0))
    exact, method = uniform_mean(rows, 5)
    assert method == "exact, by simplices"
    monkeypatch.setattr(polytope, "EXACT_DIMENSIONS", 0)
    uniform_mean.cache_clear()
    sampled, method = uniform_mean(rows, 5)
    assert method.startswith("sampled")
    assert np.abs(sampled - exact).max() < 0.003
    uniform_mean.cache_clear()
    assert (uniform_mean(rows, 5)[0] == sampled).all()


def test_many_segments_are_sampled_and_stay_near_the_closed_form() -> None:
    states = [rank("a", "largest"), share("a", ">=", 1)]
    sampled = shares_of(states, 9)
    closed = mean_under_order(9, [(0, low) for low in range(1, 9)])
    assert closed is not None
    assert [interval.point for interval in sampled.intervals] == pytest.approx(list(closed), abs=0.004)
