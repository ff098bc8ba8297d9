"""The comparison for display: the rows of each dimension in order of density, their marks and their sentences."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from trialscape.report.rows import Row
from trialscape.report.words import BASES, VERDICTS, chance, count, listed, number_word, opening, percent

# If a larger part of the trials has no segment, a comparison of the rest needs a warning.
_MUCH = 0.25


def dimension_views(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return one view for each report and dimension; ``rows`` are those of page_comparison in their order."""
    groups = groupby(rows, key=lambda row: (row["report"], row["dimension"]))
    return [_dimension(list(group)) for _, group in groups]


def _dimension(rows: list[Row]) -> dict[str, Any]:
    first = rows[0]
    ordered = sorted(rows, key=lambda row: (row["probability_over"] is None, -(row["probability_over"] or 0)))
    return {
        "report": first["report"],
        "dimension": first["dimension"],
        "name": first["dimension_title"],
        "title": dimension_title(rows),
        "notes": dimension_notes(first),
        "rows": [_segment(row) for row in ordered],
    }


def dimension_title(rows: Sequence[Row]) -> str:
    """Return the sentence that a dimension's chart shows, from the verdicts of its segments."""
    if rows[0]["not_comparable_reason"]:
        return "Trials and market are about different things here and are not compared."
    if all(row["market_share"] is None for row in rows):
        return "The report neither orders nor sizes these segments."
    over, under = (
        [row["segment_title"] for row in rows if row["verdict"] == name]
        for name in ("over_researched", "under_researched")
    )
    parts = [f"thicker than the market in {listed(over)}"] if over else []
    parts += [f"thinner in {listed(under)}"] if under else []
    rest = len(rows) - len(over) - len(under)
    if not parts:
        return "No segment is certainly thicker or thinner in trials than in the market."
    left = f"; {number_word(rest)} {'is' if rest == 1 else 'are'} open" if rest else ""
    return f"The pipeline is {' and '.join(parts)}{left}."


def dimension_notes(row: Row) -> list[str]:
    """Return notes on a whole dimension: trials behind it, trials in no segment, conflicts of claims, cautions."""
    notes = [row["not_comparable_reason"]] if row["not_comparable_reason"] else []
    counted = f"{count(row['classified_trial_count'])} trials in these segments"
    if row["unclassified_trial_count"]:
        warning = " More than a quarter: the shares may not hold for the whole cohort."
        counted += f"; {count(row['unclassified_trial_count'])} more are (in part) in no segment"
        counted += f" ({percent(row['unclassified_share'])} %)."
        counted += warning if row["unclassified_share"] > _MUCH else ""
    else:
        counted += "."
    notes.append(counted)
    notes += [f"{part}." for part in (row["market_note"] or "").split("; ") if " cannot hold " in part]
    return notes + ([row["cohort_caution"]] if row["cohort_caution"] else [])


def _segment(row: Row) -> dict[str, Any]:
    return {
        "segment": row["segment"],
        "title": row["segment_title"],
        "trials": count(row["trial_count"]),
        "listed": count(row["listed_trial_count"]),
        "basis": row["market_basis"],
        "basis_words": BASES[row["market_basis"]],
        "verdict": row["verdict"],
        "verdict_words": opening(VERDICTS[row["verdict"]]),
        "shares": share_words(row),
        "sentence": segment_sentence(row),
        "pipeline": _mark(row, "pipeline_share"),
        "market": _mark(row, "market_share"),
    }


def _mark(row: Row, name: str) -> dict[str, str] | None:
    """Return point, low and high in per cent as written into the drawing; None where there is no interval."""
    point, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if point is None:
        return None
    low, high = (point if low is None else low), (point if high is None else high)
    return {key: f"{100 * value:.2f}" for key, value in (("point", point), ("low", low), ("high", high))} | {
        "width": f"{100 * (high - low):.2f}"
    }


def share_words(row: Row) -> str:
    """Return both shares with their intervals."""
    trials = "" if row["not_mappable"] else f"Trials {_interval(row, 'pipeline_share')} %; "
    if row["market_share_low"] is None:
        return opening(f"{trials}market: {BASES[row['market_basis']]}")
    low, high = percent(row["market_share_low"]), percent(row["market_share_high"])
    market = f"{low} %" if low == high else f"{low}–{high} %"
    return opening(f"{trials}market {market}")


def _interval(row: Row, name: str) -> str:
    point, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return percent(point) if low is None else f"{percent(point)} ({percent(low)}–{percent(high)})"


def segment_sentence(row: Row) -> str:
    """Return verdict, probability and break-even of one segment in words, or why no trial can be in it."""
    least, most = percent(row["over_unless_market_above"]), percent(row["under_unless_market_below"])
    if row["not_mappable"]:
        return f"can be put here: {row['not_mappable']}"
    if row["probability_over"] is None:
        return ""
    known = f"P {chance(row['probability_over'])}"
    if row["verdict"] == "over_researched":
        return f"{known}. Holds unless the market share is above {least} %."
    if row["verdict"] == "under_researched":
        return f"{known}. Holds unless the market share is below {most} %."
    if row["verdict"] == "depends_on_counting":
        trials, sites = VERDICTS[row["by_trials"]], VERDICTS[row["by_sites"]]
        known = f"{opening(trials)} by trials, {sites} by sites. {known} as counted here"
    return f"{known}. Over-researched if the market share is below {least} %, under-researched if above {most} %."
