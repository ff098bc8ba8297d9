"""Share intervals against a slow twin: every point of a grid of shares, and plain Python for what each claim allows.

Each test counts what its examples were like and fails when an interesting kind never came, so that none can pass for
want of cases.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables.ledger import ledger_text, load_text, names, order, rank, share
from trialscape.config.reports.report_files import Report
from trialscape.market.shares.conflicts import find_repairs, rows_of
from trialscape.market.shares.constraints import statement_parts
from trialscape.market.shares.intervals import share_intervals
from trialscape.market.shares.polytope import is_feasible
from trialscape.market.shares.segment_sizes import segment_sizes

# What a claim allows: shares in per cent, and by how many points it is relaxed.
Allows = Callable[[Sequence[float], float], bool]
Stated = tuple[str, Allows]

# Points between neighbours of the grid, by number of segments.
STEPS = {2: 1, 3: 1, 4: 5}


def grid(size: int) -> list[tuple[int, ...]]:
    """Return all shares of ``size`` segments in whole steps that add to 100 %."""
    step = STEPS[size]
    heads = product(range(0, 101, step), repeat=size - 1)
    return [(*head, 100 - sum(head)) for head in heads if sum(head) <= 100]


@st.composite
def stated(draw: st.DrawFn, size: int) -> Stated:
    """Draw one statement as TOML, with what it allows in plain words of Python."""
    kind = draw(st.sampled_from(["share", "share", "around", "size", "rank", "order"]))
    at = draw(st.integers(0, size - 1))
    own = names(size)[at]
    value = draw(st.integers(0, 100 // STEPS[size])) * STEPS[size]
    if kind == "around":
        width = float(draw(st.sampled_from([1, 2, 5])))
        return share(own, "~", value, width), lambda x, more: abs(x[at] - value) <= width + more
    if kind == "size":
        usd = max(value, STEPS[size]) * 10
        text = f'{{ kind = "size", segments = ["{own}"], usd_million = {usd}.0, year = 2024 }}'
        return text, lambda x, more: abs(x[at] - usd / 10) <= more
    if kind == "rank":
        return draw(ranked(size, at))
    if kind == "order":
        chosen = draw(st.permutations(range(size)))[: draw(st.integers(2, size))]
        pairs = list(pairwise(chosen))
        return order(*(names(size)[place] for place in chosen)), lambda x, more: all(
            x[high] >= x[low] - more for high, low in pairs
        )
    op = draw(st.sampled_from(["=", ">=", "<=", ">", "<"]))
    return share(own, op, value), _bound(op, at, value)


def _bound(op: str, at: int, value: int) -> Allows:
    tests: dict[str, Allows] = {
        "=": lambda x, more: abs(x[at] - value) <= more,
        ">=": lambda x, more: x[at] >= value - more,
        "<=": lambda x, more: x[at] <= value + more,
        ">": lambda x, more: x[at] > value - more,
        "<": lambda x, more: x[at] < value + more,
    }
    return tests[op]


@st.composite
def ranked(draw: st.DrawFn, size: int, at: int) -> Stated:
    own = names(size)[at]
    others = [place for place in range(size) if place != at]
    place = draw(st.sampled_from(["largest", "minimal", "second"]))
    if place == "largest":
        return rank(own, place), lambda x, more: all(x[at] >= x[other] - more for other in others)
    if place == "minimal":
        return rank(own, place), lambda x, more: all(x[at] <= x[other] + more for other in others)
    first = draw(st.sampled_from(others))
    rest = [other for other in others if other != first]
    return rank(
        own, "second", names(size)[first]
    ), lambda x, more: x[first] >= x[at] - more and all(x[at] >= x[other] - more for other in rest)


@st.composite
def ledgers(draw: st.DrawFn, least: int = 1, most: int = 4) -> tuple[int, list[Stated]]:
    size = draw(st.sampled_from([2, 3, 3, 4]))
    return size, draw(st.lists(stated(size), min_size=least, max_size=most))


def made(folder: str, size: int, claims: Sequence[Stated], scale: float = 1.0) -> Report | None:
    """Return the report, or None where its order runs in a circle, which the door refuses."""
    texts = [text for text, _ in claims]
    text = ledger_text(texts, segments=size, first=1000.0 * scale, last=3000.0 * scale)
    reports, faults = load_text(Path(folder), text)
    assert all("makes the order circular" in fault.problem for fault in faults)
    return reports[0] if reports else None


def test_intervals_are_tight_around_all_allowed_points() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None)
    @given(ledgers())
    def check(case: tuple[int, list[Stated]]) -> None:
        size, claims = case
        with TemporaryDirectory() as folder:
            ledger = made(folder, size, claims)
        if ledger is None:
            seen["circle"] += 1
            return
        shares = share_intervals(ledger, "d")
        points = [point for point in grid(size) if all(allows(point, 0.0) for _, allows in claims)]
        if points:
            assert not shares.conflicts
            for at, interval in enumerate(shares.intervals):
                assert interval.low * 100 <= min(point[at] for point in points) + 1e-4
                assert interval.high * 100 >= max(point[at] for point in points) - 1e-4
        if shares.conflicts:
            seen["conflict"] += 1
            return
        # With each claim relaxed by a step, some point of the grid lies near every end; half a digit is for rounding.
        room = STEPS[size] + 0.51
        near = [point for point in grid(size) if all(allows(point, room) for _, allows in claims)]
        for at, interval in enumerate(shares.intervals):
            assert min(point[at] for point in near) - room <= interval.low * 100
            assert max(point[at] for point in near) + room >= interval.high * 100
            assert interval.low - 1e-9 <= interval.point <= interval.high + 1e-9
        seen["held"] += 1
        seen["bound"] += any(interval.low > 0.01 or interval.high < 0.99 for interval in shares.intervals)
        seen["single"] += len(points) == 1

    check()
    assert min(seen[kind] for kind in ("circle", "conflict", "held", "bound", "single")) > 0, seen


def test_points_are_the_mean_of_the_allowed_region() -> None:
    """Against uniform draws of which those that break a claim are thrown away."""
    draws = np.random.default_rng(7).dirichlet([1.0, 1.0, 1.0], size=60_000) * 100
    seen: Counter[str] = Counter()

    @settings(max_examples=60, deadline=None)
    @given(st.lists(stated(3), min_size=1, max_size=3))
    def check(claims: list[Stated]) -> None:
        kept = np.array([draw for draw in draws if all(allows(draw, 0.0) for _, allows in claims)])
        if len(kept) < 1000:
            seen["thin"] += 1
            return
        with TemporaryDirectory() as folder:
            ledger = made(folder, 3, claims)
        assert ledger is not None
        error = kept.std(axis=0) / np.sqrt(len(kept))
        for at, interval in enumerate(share_intervals(ledger, "d").intervals):
            assert abs(100 * interval.point - kept[:, at].mean()) <= 5 * error[at] + 1e-6
        seen["compared"] += 1
        seen["numbers"] += any(interval.basis == "bounded" for interval in share_intervals(ledger, "d").intervals)

    check()
    assert min(seen["compared"], seen["numbers"], seen["thin"]) > 5, seen


def test_repairs_are_all_maximal_consistent_sets() -> None:
    """Against all sets of atomic statements, the largest first."""
    seen: Counter[int] = Counter()

    @settings(max_examples=60, deadline=None)
    @given(ledgers(least=3, most=5))
    def check(case: tuple[int, list[Stated]]) -> None:
        size, claims = case
        with TemporaryDirectory() as folder:
            ledger = made(folder, size, claims)
        every = statement_parts(ledger, "d", 2024) if ledger is not None else ()
        if not 0 < len(every) <= 9:
            return
        largest: list[set[int]] = []
        for count in range(len(every), -1, -1):
            for chosen in combinations(range(len(every)), count):
                if any(set(chosen) <= found for found in largest):
                    continue
                if is_feasible(rows_of([every[at] for at in chosen], rounded=True), size):
                    largest.append(set(chosen))
        settled = find_repairs(every, size)
        assert settled.complete
        expected = [tuple(every[at] for at in sorted(found)) for found in largest]
        assert sorted(map(str, expected)) == sorted(str(repair.kept) for repair in settled.repairs)
        assert bool(settled.conflicts) == (largest[0] != set(range(len(every))))
        seen[min(len(largest), 3)] += 1

    check()
    assert min(seen[count] for count in (1, 2, 3)) > 0, seen


def test_a_further_claim_never_widens_and_sometimes_narrows() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=80, deadline=None)
    @given(ledgers(most=3))
    def check(case: tuple[int, list[Stated]]) -> None:
        size, claims = case
        with TemporaryDirectory() as folder, TemporaryDirectory() as other:
            before, after = made(folder, size, claims[:-1]), made(other, size, claims)
        if before is None or after is None:
            return
        old, new = share_intervals(before, "d"), share_intervals(after, "d")
        if new.conflicts or new.rounded:
            return
        for one, two in zip(old.intervals, new.intervals, strict=True):
            assert two.low >= one.low - 1e-6
            assert two.high <= one.high + 1e-6
        widths = [sum(item.high - item.low for item in shares.intervals) for shares in (old, new)]
        seen["narrowed" if widths[1] < widths[0] - 1e-6 else "left"] += 1

    check()
    assert min(seen["narrowed"], seen["left"]) > 0, seen


def test_scaling_all_sizes_scales_all_dollars() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=25, deadline=None)
    @given(ledgers(most=3), st.sampled_from([0.01, 0.5, 7.0, 1000.0]))
    def check(case: tuple[int, list[Stated]], scale: float) -> None:
        size, claims = case
        claims = [claim for claim in claims if "usd_million" not in claim[0]]
        with TemporaryDirectory() as folder, TemporaryDirectory() as other:
            plain, scaled = made(folder, size, claims), made(other, size, claims, scale)
        if plain is None or scaled is None:
            return
        for one, two in zip(segment_sizes(plain), segment_sizes(scaled), strict=True):
            for figure in ("usd_low", "usd_point", "usd_high"):
                assert getattr(two, figure) == pytest.approx(scale * getattr(one, figure), rel=1e-7, abs=1e-6)
            seen["some" if one.usd_low > 0 else "none"] += 1

    check()
    assert min(seen["some"], seen["none"]) > 0, seen
