"""The paragraph above the comparison: what holds in most ways of counting, and what is not known."""

from collections import Counter
from collections.abc import Mapping, Sequence

from trialscape.report.rows import Row
from trialscape.report.words import BASES, chance, listed, number_word, percent, spoken

_MOST = 3
_SIDES = {"over_researched": "larger", "under_researched": "smaller"}


def findings(specifications: Sequence[Row], comparison: Sequence[Row]) -> list[str]:
    """Return up to three sentences, the steadiest first; ``specifications`` are rows of page_specifications."""
    shown = {_key(row): row for row in comparison}
    steady = [row for row in specifications if _side(row) and _key(row) in shown]
    steady.sort(key=lambda row: (-_held(row) / row["specification_count"], -row["specification_count"]))
    return [_finding(row, shown[_key(row)]) for row in steady[:_MOST]]


def _key(row: Row) -> tuple[str, str, str]:
    return row["report"], row["dimension"], row["segment"]


def _held(row: Row) -> int:
    return int(max(row["over_researched_count"], row["under_researched_count"]))


def _side(row: Row) -> str | None:
    """Return the verdict that more than half of the ways of counting give, if any."""
    return next((side for side in _SIDES if 2 * row[f"{side}_count"] > row["specification_count"]), None)


def _finding(row: Row, shown: Row) -> str:
    side = _side(row) or ""
    share = f"the share of trials in {row['segment_title']} ({percent(shown['pipeline_share'])} %) is {_SIDES[side]}"
    held = f"in {row[f'{side}_count']} of {row['specification_count']} ways of counting"
    sentences = (
        f"Report {row['report']}, {spoken(row['dimension'])}: {share} than its market share ({_market(shown)}) {held}"
    )
    if row["base_verdict"] != side:
        return f"{sentences}, but not in the one shown below (P {chance(shown['probability_over'])})."
    end, word = (
        ("over_unless_market_above", "above") if side == "over_researched" else ("under_unless_market_below", "below")
    )
    return f"{sentences}. It holds unless the market share is {word} {percent(shown[end])} %."


def _market(shown: Row) -> str:
    low, high = percent(shown["market_share_low"]), percent(shown["market_share_high"])
    return f"{low} %, printed" if low == high else f"{low} to {high} %, {BASES[shown['market_basis']]}"


def unknowns(specifications: Sequence[Row], comparison: Sequence[Row]) -> list[str]:
    """Return sentences on what the figures leave open."""
    known = sum(_side(row) is not None for row in specifications)
    sentences = []
    if specifications:
        sentences.append(
            f"No verdict holds in most ways of counting for {len(specifications) - known} of {len(specifications)} "
            "compared segments."
        )
    sentences += _grounds(comparison)
    apart = sorted({(row["report"], row["dimension"]) for row in comparison if row["not_comparable_reason"]})
    if apart:
        names = listed([f"{spoken(dimension)} (report {report})" for report, dimension in apart])
        sentences.append(f"Not compared at all: {names}.")
    return [*sentences, "A share of trials is not a share of revenue."]


def _grounds(comparison: Sequence[Row]) -> list[str]:
    """Return for how many segments the reports print a share, bound it, or state an order only."""
    counts: Mapping[str, int] = Counter(row["market_basis"] for row in comparison)
    sentences = [f"{BASES[basis]} for {number_word(counts[basis])}" for basis in BASES if counts.get(basis)]
    return [f"Market shares of {len(comparison)} segments: {listed(sentences)}."] if sentences else []
