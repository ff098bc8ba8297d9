"""Plain-Python twins of what is said about order: stated pairs, the range of tau, places that claims allow."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from scipy.stats import binomtest

from tests.sql.landscape import Landscape, origin
from tests.support.tables.tables import Row

PLACE = ("report", "dimension", "cohort", "scope", "counting")


def is_fixed(land: Landscape, one: Row, other: Row) -> bool:
    """Return whether the claims put the market share of the one above that of the other."""
    return any(
        row["is_ahead"] and (row["segment"], row["other"]) == (one["segment"], other["segment"])
        for row in land.world.rows("market_pair")
        if (row["report"], row["dimension"]) == (one["report"], one["dimension"])
    )


def chance(land: Landscape, one: Row, other: Row) -> float | None:
    """Return the drawn probability that the one is ahead of the other."""
    wanted = {**{name: one[name] for name in PLACE}, "segment": one["segment"], "other": other["segment"]}
    found = (row for row in land.world.pair_estimates if wanted.items() <= row.items())
    return next((row["probability_ahead"] for row in found), None)


def sure_product(land: Landscape, one: Row, other: Row) -> int:
    """Return 1 where both sides surely have one order, -1 where opposite ones, 0 where any side is open."""
    drawn = chance(land, one, other)
    pipeline = 0 if drawn is None else (drawn >= 0.95) - (drawn <= 0.05)
    return pipeline * (is_fixed(land, one, other) - is_fixed(land, other, one))


def tau_range(land: Landscape, rows: Sequence[Row]) -> tuple[float, float]:
    """Return the mean product over all pairs when open pairs all disagree, and when all agree."""
    products = [sure_product(land, one, other) for one, other in combinations(rows, 2)]
    opened = products.count(0)
    return (sum(products) - opened) / len(products), (sum(products) + opened) / len(products)


def order_pairs(land: Landscape, cells: Sequence[Row]) -> Iterator[Row]:
    """List the stated pairs, with the exact test on whole trials and Holm's correction."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for cell in cells:
        if cell["pipeline_rank"] is not None or (cell["pipeline_share"] is None and _may_rank(land, cell)):
            groups.setdefault(tuple(cell[name] for name in PLACE), []).append(cell)
    for rows in groups.values():
        pairs = [_pair(land, one, other) for one in rows for other in rows if is_fixed(land, one, other)]
        yield from _corrected(pairs)


def _may_rank(land: Landscape, cell: Row) -> bool:
    (row,) = [
        row
        for row in land.world.rows("segment")
        if all(row[name] == cell[name] for name in ("report", "dimension", "segment"))
    ]
    return row["not_mappable"] is None and not row["is_residual"]


def _pair(land: Landscape, one: Row, other: Row) -> Row:
    (stated,) = [
        row
        for row in land.world.rows("market_pair")
        if (row["report"], row["dimension"]) == (one["report"], one["dimension"])
        and (row["segment"], row["other"]) == (one["segment"], other["segment"])
    ]
    mine, theirs = (_trials(land, cell) for cell in (one, other))
    only_one, only_other = len(mine - theirs), len(theirs - mine)
    is_compared = one["not_comparable_reason"] is None
    p_value = binomtest(only_one, only_one + only_other).pvalue if only_one + only_other else 1.0
    drawn = chance(land, one, other)
    return {
        **{name: one[name] for name in PLACE},
        "leading_segment": one["segment"],
        "trailing_segment": other["segment"],
        "claims": stated["claims"],
        "market_difference_low": stated["low"],
        "market_difference_high": stated["high"],
        "leading_share": one["pipeline_share"],
        "trailing_share": other["pipeline_share"],
        "probability_kept": drawn,
        "only_leading_count": only_one,
        "only_trailing_count": only_other,
        "p_value": p_value if is_compared else None,
        "verdict": _verdict(one, drawn),
        **{name: one[name] for name in ("is_default_cohort", "report_version", "snapshot_id", "rule_version")},
    }


def _verdict(one: Row, drawn: float | None) -> str:
    if one["not_comparable_reason"] is not None:
        return "not_comparable"
    if one["pipeline_share"] is None:
        return "no_trials"
    return "kept" if (drawn or 0) >= 0.95 else "reversed" if drawn is not None and drawn <= 0.05 else "open"


def _trials(land: Landscape, cell: Row) -> set[str]:
    """Return the whole trials of a segment within the cell's cohort and scope."""
    return {
        nct_id
        for nct_id in land.cohort(cell["cohort"])
        if land.is_in_scope(nct_id, cell["scope"])
        and cell["segment"] in land.members.get((nct_id, cell["report"], cell["dimension"]), {})
    }


def _corrected(pairs: list[Row]) -> Iterator[Row]:
    """Add Holm's p: step down from the smallest, never below an earlier step."""
    compared = sorted(pairs, key=lambda row: (row["p_value"] or 0, row["leading_segment"], row["trailing_segment"]))
    largest = 0.0
    for step, row in enumerate(compared):
        if row["p_value"] is None:
            yield {**row, "p_value_holm": None}
            continue
        largest = max(largest, min(1.0, (len(compared) - step) * row["p_value"]))
        yield {**row, "p_value_holm": largest}


def segment_growth(land: Landscape) -> Iterator[Row]:
    """Count the starts of each segment by year, with the given draws."""
    reports = {row["report"]: row for row in land.world.rows("report")}
    last = land.world.as_of.year - 1
    for row in land.world.rows("segment"):
        place = {name: row[name] for name in ("report", "dimension", "segment")}
        cohort = reports[row["report"]]["default_cohort"]
        starts = [land.studies[nct_id] for nct_id in land.cohort(cohort) if _is_in(land, nct_id, row)]
        years = [study.start.year for study in starts if study.start and land.has_started(study)]
        counts = [years.count(year) for year in range(last - 5, last + 1)]
        drawn: Row = next((item for item in land.world.segment_growth if place.items() <= item.items()), {})
        faster = drawn.get("probability_faster")
        verdict = "open" if faster is None or 0.05 < faster < 0.95 else "faster" if faster > 0.5 else "slower"
        yield {
            **place,
            "segment_title": row["title"],
            "segment_position": row["position"],
            "cohort": cohort,
            "from_year": last - 5,
            "to_year": last,
            "starts_by_year": counts,
            "start_count": sum(counts),
            **{name: drawn.get(name) for name in GROWTH},
            "verdict": verdict if sum(counts) else "no_starts",
            **origin(land, row["report"]),
        }


GROWTH = (
    "growth",
    "growth_low",
    "growth_high",
    "probability_rising",
    "growth_against_rest",
    "growth_against_rest_low",
    "growth_against_rest_high",
    "probability_faster",
    "probability_fastest",
)


def _is_in(land: Landscape, nct_id: str, row: Row) -> bool:
    return row["segment"] in land.members.get((nct_id, row["report"], row["dimension"]), {})
