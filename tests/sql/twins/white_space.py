"""Plain-Python twins of white space, of ranks and flips, and of the comparison of whole dimensions."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

from tests.sql.landscape import SCOPES, Landscape, origin
from tests.sql.twins import order
from tests.support.tables.tables import Row


def white_space(land: Landscape) -> Iterator[Row]:
    """Count each pair of segments of two dimensions, and compare it with what the margins give."""
    reports = {row["report"]: row for row in land.world.rows("report")}
    segments = [row for row in land.world.rows("segment") if row["not_mappable"] is None]
    for first in segments:
        for second in segments:
            if first["report"] != second["report"] or not first["dimension"] < second["dimension"]:
                continue
            for cohort, scope in product([row["cohort"] for row in land.world.rows("cohort")], SCOPES):
                trials = [nct_id for nct_id in land.cohort(cohort) if land.is_in_scope(nct_id, scope)]
                a = {n for n in trials if _is_in(land, n, first)}
                b = {n for n in trials if _is_in(land, n, second)}
                place = {
                    "report": first["report"],
                    "cohort": cohort,
                    "scope": scope,
                    "dimension_a": first["dimension"],
                    "segment_a": first["segment"],
                    "dimension_b": second["dimension"],
                    "segment_b": second["segment"],
                }
                residuals = _residuals(len(a & b), len(a), len(b), len(trials))
                yield {
                    **place,
                    "segment_a_title": first["title"],
                    "segment_b_title": second["title"],
                    "is_default_cohort": reports[first["report"]]["default_cohort"] == cohort,
                    "cohort_trial_count": len(trials),
                    "segment_a_trial_count": len(a),
                    "segment_b_trial_count": len(b),
                    "observed_count": len(a & b),
                    **residuals,
                    **_tested(land, place, residuals["expected_count"]),
                    **origin(land, first["report"]),
                }


def _is_in(land: Landscape, nct_id: str, segment: Row) -> bool:
    return segment["segment"] in land.members.get((nct_id, segment["report"], segment["dimension"]), {})


def _residuals(observed: int, a: int, b: int, n: int) -> Row:
    expected = a * b / n if n else None
    pearson = adjusted = None
    if expected:
        pearson = (observed - expected) / math.sqrt(expected)
        if a < n and b < n:
            adjusted = pearson / math.sqrt((1 - a / n) * (1 - b / n))
    return {"expected_count": expected, "pearson_residual": pearson, "adjusted_residual": adjusted}


def _tested(land: Landscape, place: Row, by_margins: float | None) -> Row:
    """Return the given permutations of a cell, and what they say."""
    figures = ("tested_count", "expected_permuted", "p_value", "q_value")
    given = next((row for row in land.world.space_estimates if place.items() <= row.items()), {})
    expected = given.get("expected_permuted", by_margins)
    reading = "as_expected"
    if expected is None or expected < 5:
        reading = "too_few"
    elif given.get("q_value") is None:
        reading = "not_tested"
    elif given["q_value"] <= 0.05:
        reading = "more" if given["tested_count"] >= expected else "fewer"
    return {**{name: given.get(name) for name in figures}, "is_sparse": reading == "too_few", "reading": reading}


def ranks(
    rows: Sequence[Row],
    key: str,
    own: Row,
    has_rank: Callable[[Row], bool],
    is_ahead: Callable[[Row, Row], bool],
) -> tuple[int | None, ...]:
    """Return the place of ``own`` by ``key``, and the best and worst one that pairs surely in one order allow."""
    rivals = [row for row in rows if has_rank(row)]
    if not has_rank(own):
        return None, None, None
    ahead = sum(row[key] > own[key] + 1e-9 for row in rivals)
    best = sum(is_ahead(row, own) for row in rivals)
    worst = sum(is_ahead(own, row) for row in rivals)
    return 1 + ahead, 1 + best, len(rivals) - worst


def dimension_vs_market(land: Landscape, cells: Sequence[Row]) -> Iterator[Row]:
    """Compare the orders and the concentration of each dimension, cohort and counting."""
    market = {(row["report"], row["dimension"]): row for row in land.world.rows("market_concentration")}
    groups: dict[tuple[str, ...], list[Row]] = {}
    for cell in cells:
        groups.setdefault(
            tuple(cell[key] for key in ("report", "dimension", "cohort", "scope", "counting")), []
        ).append(cell)
    for (report, dimension, cohort, scope, counting), rows in groups.items():
        both = [row for row in rows if row["pipeline_rank"] is not None and row["market_share"] is not None]
        both = [row for row in both if row["not_comparable_reason"] is None]
        kept = _concordance(land, rows[0])
        shares = [row["pipeline_share"] for row in rows if row["pipeline_share"] is not None]
        given = market.get((report, dimension), {})
        verdicts = [row["verdict"] for row in rows]
        yield {
            "report": report,
            "dimension": dimension,
            "cohort": cohort,
            "scope": scope,
            "counting": counting,
            "is_default_cohort": rows[0]["is_default_cohort"],
            "segment_count": len(both),
            **_kendall(land, both),
            **kept,
            "pipeline_hhi": sum(share**2 for share in shares) if shares else None,
            "market_hhi": given.get("point"),
            "market_hhi_low": given.get("low"),
            "market_hhi_high": given.get("high"),
            "over_researched_count": verdicts.count("over_researched"),
            "under_researched_count": verdicts.count("under_researched"),
            "indistinct_count": verdicts.count("indistinct"),
            **origin(land, report),
        }


def _concordance(land: Landscape, cell: Row) -> Row:
    """Return what was drawn about the stated pairs of a dimension."""
    wanted = {name: cell[name] for name in order.PLACE}
    found = (row for row in land.world.concordance_estimates if wanted.items() <= row.items())
    drawn: Row = next(found, {})
    names = ("concordance", "concordance_low", "concordance_high")
    return {"stated_pair_count": drawn.get("pair_count", 0), **{name: drawn.get(name) for name in names}}


def _kendall(land: Landscape, rows: Sequence[Row]) -> Row:
    """Return tau-b from concordant and discordant pairs, and the range over pairs that are not sure."""
    pairs = list(combinations(rows, 2))
    if not pairs:
        return dict.fromkeys(("kendall_tau_b", "kendall_tau_low", "kendall_tau_high"))
    concordant = discordant = pipeline_ties = market_ties = 0
    for one, other in pairs:
        product = _sign(one, other, "pipeline_share") * _sign(one, other, "market_share")
        concordant += product > 0
        discordant += product < 0
        pipeline_ties += _sign(one, other, "pipeline_share") == 0
        market_ties += _sign(one, other, "market_share") == 0
    low, high = order.tau_range(land, rows)
    below = math.sqrt((len(pairs) - pipeline_ties) * (len(pairs) - market_ties))
    tau = (concordant - discordant) / below if below else None
    return {"kendall_tau_b": tau, "kendall_tau_low": low, "kendall_tau_high": high}


def _sign(one: Row, other: Row, key: str) -> int:
    apart = one[key] - other[key]
    return 0 if abs(apart) <= 1e-9 else 1 if apart > 0 else -1
