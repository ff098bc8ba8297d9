"""A plain-Python twin of the mart about density: verdicts of each counting and of all; the draws are given."""

from collections.abc import Iterator
from itertools import groupby

from tests.sql.landscape import Landscape
from tests.sql.twins.pipeline import pipeline_vs_market
from tests.support.tables.tables import Row

KEY = ("report", "dimension", "segment", "cohort", "scope")
COPIED = (
    "segment_title",
    "segment_position",
    "is_default_cohort",
    "pipeline_share",
    "market_share",
    "market_basis",
    "report_version",
    "snapshot_id",
    "rule_version",
    "counting",
)


def segment_density(land: Landscape) -> Iterator[Row]:
    """Judge the draws of each counting, then all countings of a segment together."""
    kinds = {row["report"]: row["kind"] for row in land.world.rows("report")}
    listed = land.world.rows("segment")
    mapped = {(row["report"], row["dimension"], row["segment"]) for row in listed if not row["not_mappable"]}
    cells = [
        row
        for row in pipeline_vs_market(land)
        if kinds[row["report"]] == "market" and (row["report"], row["dimension"], row["segment"]) in mapped
    ]
    cells.sort(key=lambda row: [row[name] for name in KEY])
    for _, countings in groupby(cells, key=lambda row: [row[name] for name in KEY]):
        yield from _judged([_cell(land, row) for row in countings])


def _cell(land: Landscape, row: Row) -> Row:
    place = [row[name] for name in (*KEY, "counting")]
    found: Row = next(
        (item for item in land.world.estimates if [item[name] for name in (*KEY, "counting")] == place), {}
    )
    verdict = _verdict(found.get("probability_over"))
    if row["not_comparable_reason"] or not row["classified_trial_count"]:
        verdict = "not_comparable" if row["not_comparable_reason"] else "no_trials"
    return {
        **{name: row[name] for name in (*KEY, *COPIED)},
        **{name: found.get(name) for name in ESTIMATED},
        "break_even_share": found.get("pipeline_share_median"),
        "over_unless_market_above": found.get("pipeline_share_low"),
        "under_unless_market_below": found.get("pipeline_share_high"),
        "counting_verdict": verdict,
        "_by_interval": _by_interval(found, row),
    }


ESTIMATED = (
    "pipeline_share_low",
    "pipeline_share_high",
    "market_share_low",
    "market_share_high",
    "ratio_median",
    "ratio_low",
    "ratio_high",
    "probability_over",
    "probability_over_least",
    "probability_over_most",
    "probability_over_relabelled",
)


def _judged(rows: list[Row]) -> Iterator[Row]:
    """Add the verdict over all countings, and what would change it."""
    verdicts = {row["counting_verdict"] for row in rows}
    verdict = verdicts.pop() if len(verdicts) == 1 else "depends_on_counting"
    is_reached = verdict in ("over_researched", "under_researched")
    relabelled = {_verdict(row["probability_over_relabelled"]) for row in rows}
    by_interval = {row["_by_interval"] for row in rows}
    for row in rows:
        yield {
            **{name: value for name, value in row.items() if name != "_by_interval"},
            "verdict": verdict,
            "is_robust": by_interval == {verdict} if is_reached else None,
            "has_label_proof": relabelled == {verdict} if is_reached else None,
        }


def _verdict(probability: float | None) -> str:
    if probability is None:
        return "no_market_share"
    if probability >= 0.95:
        return "over_researched"
    return "under_researched" if probability <= 0.05 else "indistinct"


def _by_interval(drawn: Row, counted: Row) -> str:
    """Judge by the wider of two intervals: that of the draws and that of the counts."""
    if drawn.get("market_share_low") is None or counted["pipeline_share_low"] is None:
        return "indistinct"
    low = min(drawn["pipeline_share_low_95"], counted["pipeline_share_low"])
    high = max(drawn["pipeline_share_high_95"], counted["pipeline_share_high"])
    if low > drawn["market_share_high"]:
        return "over_researched"
    return "under_researched" if high < drawn["market_share_low"] else "indistinct"
