"""Share intervals against cases worked by hand, closed forms, and what must hold for any ledger."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from tests.support.tables.ledger import order, rank, report, share
from trialscape.config.reports.report_files import Report, load_reports
from trialscape.market.shares import conflicts, polytope
from trialscape.market.shares.intervals import DimensionShares, all_share_intervals, share_intervals
from trialscape.market.shares.order_means import mean_under_order, rank_order_centroid
from trialscape.market.shares.polytope import Row, uniform_mean
from trialscape.market.shares.repair_shares import repair_draws
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


def test_without_claims_the_point_is_one_nth_with_basis_none() -> None:
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


def test_a_printed_share_is_kept_and_the_rest_is_divided() -> None:
    """a = 40 %, b before c in what is left: b in [30, 60], the middle is 45 %."""
    shares = shares_of([share("a", "=", 40), order("b", "c")], 3)
    assert triples(shares) == [near(0.4, 0.4, 0.4), near(0.3, 0.45, 0.6), near(0, 0.15, 0.3)]
    assert [interval.basis for interval in shares.intervals] == ["reported", "bounded", "bounded"]


def test_all_printed_shares_are_used_as_printed() -> None:
    shares = shares_of([share("a", "=", 50), share("b", "=", 30), share("c", "=", 20)], 3)
    assert triples(shares) == [near(0.5, 0.5, 0.5), near(0.3, 0.3, 0.3), near(0.2, 0.2, 0.2)]
    assert not shares.rounded


def test_shares_that_miss_100_by_rounding_get_half_a_digit_of_tolerance() -> None:
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


def test_intervals_span_the_repairs_and_points_are_their_mean() -> None:
    """Without T1's pair b >= a: a 60, b 20 to 40. Without T2: b >= a, b >= c and b >= 20. Nothing else clashes."""
    shares = shares_of([rank("b", "largest"), share("a", "=", 60), share("b", ">=", 20)], 3)
    assert [[unit.words for unit in conflict.units] for conflict in shares.conflicts] == [["b ≥ a", "a 60 %"]]
    assert [[unit.words for unit in found.repair.set_aside] for found in shares.repairs] == [["b ≥ a"], ["a 60 %"]]
    first, second = shares.repairs
    assert [first.low[1], first.point[1], first.high[1]] == near(0.2, 0.3, 0.4)
    assert [second.low[1], second.point[1], second.high[1]] == near(1 / 3, 11 / 18, 1)
    assert triples(shares)[1] == near(0.2, (0.3 + 11 / 18) / 2, 1)
    assert shares.of("a").basis == "bounded"
    reported = shares.of("b").derivation
    assert reported.startswith(
        "T1: b ≥ c; T3: b at least 20 %; shares add to 100 %; T1 (b ≥ a) and T2 (a 60 %) cannot hold"
    )
    assert "repair 1 of 2 sets aside T1 (b ≥ a): 20.0 to 40.0 %, mean 30.0 %" in reported


def test_two_different_printed_shares_of_a_segment_give_bounds() -> None:
    shares = shares_of([share("a", "=", 60), share("a", "=", 30)], 3)
    assert triples(shares)[0] == near(0.3, 0.45, 0.6)
    assert {interval.basis for interval in shares.intervals} == {"bounded"}


def test_draws_are_an_equal_mixture_of_the_repairs() -> None:
    shares = shares_of([share("a", "=", 60), share("a", "=", 30)], 3)
    drawn = repair_draws([found.repair for found in shares.repairs], 3, 1001)
    assert [len(part) for part in drawn] == [501, 500]
    assert [part[:, 0].min() for part in drawn] == near(0.3, 0.6)
    assert [part[:, 0].max() for part in drawn] == near(0.3, 0.6)


def test_a_long_list_of_conflicts_is_cut_with_a_notice() -> None:
    """Seven segments with two figures each could be repaired in 2 to the 7th ways and more."""
    shares = shares_of([share(name, "=", value) for name in "abcdefg" for value in (5, 8)], 8)
    assert (len(shares.repairs), shares.complete) == (64, False)
    assert shares.of("a").derivation.endswith("only 64 repairs were computed; there are more")


def test_a_claim_that_is_impossible_alone_is_a_conflict() -> None:
    """A segment of USD 50 bn in a market of one."""
    shares = shares_of(['{ kind = "size", segments = ["a"], usd_billion = 50, year = 2024 }'], 3)
    assert [conflict.claims for conflict in shares.conflicts] == [("T1",)]
    assert shares.of("a").basis == "none"
    assert "T1 (a by size 5000 %) cannot hold by itself; repair 1 of 1 sets aside T1" in shares.of("a").derivation


def test_many_printed_shares_that_miss_100_by_rounding_share_the_rest_evenly() -> None:
    shares = shares_of([share(name, "=", 11.1) for name in "abcdefghi"], 9)
    assert (shares.rounded, shares.conflicts) == (True, ())
    assert [interval.point for interval in shares.intervals] == pytest.approx([1 / 9] * 9, abs=1e-5)


def test_the_mean_is_exact_in_very_thin_regions() -> None:
    """All shares within a hair of even: the mean is 1/n, by symmetry, whatever the hair."""
    for size in (2, 4, 7):
        for hair in (1e-2, 1e-4, 1e-6):
            rows = tuple(
                Row(tuple(-1.0 if at == own else 0.0 for at in range(size)), -(1 - hair) / size) for own in range(size)
            )
            mean, method = uniform_mean(rows, size)
            assert method == "exact, by simplices"
            assert np.abs(mean - 1 / size).max() < 1e-3 * hair + 1e-12


def test_over_excludes_the_value_and_at_least_includes_it() -> None:
    exactly = [share("a", "=", 50), share("b", "=", 25), share("c", "=", 25)]
    assert not shares_of([*exactly, share("a", ">=", 50)], 3).conflicts
    clash = shares_of([share("a", ">", 50), share("b", ">=", 50)], 3).conflicts
    assert [conflict.claims for conflict in clash] == [("T1", "T2")]


def test_shares_of_the_regions_of_report_b(shipped: dict[str, Report]) -> None:
    """Any two of North America over 45, Asia Pacific 27.5 to 32.5, and Europe before Asia Pacific can hold."""
    shares = share_intervals(shipped["B"], "geography")
    (conflict,) = shares.conflicts
    assert [(unit.claim, unit.words) for unit in conflict.units] == [
        ("B1", "North America over 45 %"),
        ("B2", "Europe ≥ Asia Pacific"),
        ("B3", "Asia Pacific around 30 %"),
    ]
    assert [found.repair.set_aside for found in shares.repairs] == [(unit,) for unit in conflict.units]
    america, asia, europe = (shares.of(name) for name in ("north_america", "asia_pacific", "europe"))
    # By hand: the lowest without B1 (Asia at 27.5 and Europe, America not below it), the highest without B3.
    assert (america.low, america.high) == near(0.275, 1)
    assert (asia.low, asia.high) == near(0, 0.325)
    assert (europe.low, europe.high) == near(0, 0.5)
    # Without B2's pair, by hand: with asia at y, the other four share a simplex of edge e = 0.55 - y above
    # (0.45, 0, 0, 0), whose volume goes as e cubed. B2 keeps Europe before the two last: of three parts of even
    # standing the largest has 11/18 of their sum, which is 3 e / 4 in the mean; the others have 7/36 each.
    edge = (0.275**5 - 0.225**5) / 5 / ((0.275**4 - 0.225**4) / 4)
    means = dict(zip((item.segment for item in shares.intervals), shares.repairs[1].point, strict=True))
    assert means["europe"] == pytest.approx(11 / 18 * 3 * edge / 4)
    assert means["latin_america"] == pytest.approx(7 / 36 * 3 * edge / 4)
    assert means["north_america"] == pytest.approx(0.45 + edge / 4)


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


def test_a_truncated_search_still_returns_a_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one node there is a conflict and no repair yet; figures then go before order, earlier ones first."""
    monkeypatch.setattr(conflicts, "MOST_NODES", 1)
    shares = shares_of([rank("b", "largest"), share("a", "=", 60), share("b", ">=", 20)], 3)
    assert [[unit.words for unit in found.repair.set_aside] for found in shares.repairs] == [["b ≥ a"]]
    assert not shares.complete
