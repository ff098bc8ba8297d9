"""The paragraph above the comparison: what holds in most ways of counting, and what is not known."""

from collections import Counter
from collections.abc import Mapping, Sequence

from trialscape.report.rows import Row
from trialscape.report.words import chance, listed, number_word, percent

_MOST = 3
_GROUNDS = {
    "reported": "print a share for",
    "bounded": "bound it by figures for",
    "rank_implied": "state only an order for",
    "none": "claim nothing for",
}
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
    share = f"the share of the trials ({percent(shown['pipeline_share'])} %) is {_SIDES[side]} than that of the market"
    held = f"in {row[f'{side}_count']} of {row['specification_count']} ways of counting"
    place = f"report {row['report']}, {row['dimension_title']}"
    sentence = f"In {row['segment_title']}, {share} {held} ({place}). {_market(shown)}"
    if row["base_verdict"] != side:
        return f"{sentence}. In the way shown below it is open (P {chance(shown['probability_over'])})."
    end, word = (
        ("over_unless_market_above", "above") if side == "over_researched" else ("under_unless_market_below", "below")
    )
    return f"{sentence}; the finding holds unless it is {word} {percent(shown[end])} %."


def _market(shown: Row) -> str:
    """Return what the report says of the market share, with the share as the last thing named."""
    low, high = percent(shown["market_share_low"]), percent(shown["market_share_high"])
    if shown["market_basis"] == "reported" and low == high:
        return f"The report prints its market share, {low} %"
    ground = {"rank_implied": "The report states only an order", "bounded": "Printed figures bound it"}
    known = ground.get(shown["market_basis"], "The report's figures differ")
    return f"{known}: its market share is between {low} and {high} %"


def unknowns(specifications: Sequence[Row], comparison: Sequence[Row]) -> list[str]:
    """Return sentences on what the figures leave open."""
    known = sum(_side(row) is not None for row in specifications)
    sentences = []
    if specifications:
        sentences.append(
            f"Whether {len(specifications) - known} of the {len(specifications)} compared segments have more or fewer "
            "trials than their market: no answer holds in most ways of counting."
        )
    sentences += _grounds(comparison)
    apart = sorted({(row["report"], row["dimension_title"]) for row in comparison if row["not_comparable_reason"]})
    if apart:
        names = listed([f"{dimension} (report {report})" for report, dimension in apart])
        sentences.append(f"Not compared at all: {names}.")
    return [*sentences, "A share of trials is not a share of revenue."]


def _grounds(comparison: Sequence[Row]) -> list[str]:
    """Return for how many segments the reports print a share, bound it, state an order only, or say nothing."""
    counts: Mapping[str, int] = Counter(row["market_basis"] for row in comparison)
    if not comparison:
        return []
    numbers = {basis: number_word(counts[basis]) if counts[basis] else "none" for basis in _GROUNDS}
    grounds = [f"{words} {numbers[basis]}" for basis, words in _GROUNDS.items()]
    return [f"The market shares themselves: of {len(comparison)} segments, the reports {listed(grounds)}."]
