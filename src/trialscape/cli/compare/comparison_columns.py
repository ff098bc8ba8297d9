"""The columns of the comparison for display, and the line about each dimension as a whole."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trialscape.cli.compare.share_bars import MEANING, share_bar
from trialscape.errors import UsageError
from trialscape.report.words import BASES, chance

Row = Mapping[str, Any]

_VERDICTS = {
    "over_researched": "over",
    "under_researched": "under",
    "no_market_share": "no share",
    "not_comparable": "not comparable",
    "no_trials": "no trials",
    "depends_on_counting": "depends",
}
# If a larger share of the pipeline has no segment, a comparison of the rest needs a warning.
_MUCH = 0.25


def chosen_tables(columns: str | None, *, wide: bool) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each table to show: one with the chosen ones, three with all, or one of 120 characters.

    Raises UsageError for a name that does not exist, naming all that do.
    """
    if columns is None:
        rest = [name for name in COLUMNS if name not in DEFAULT]
        further = (("segment", *rest[:_BROAD]), ("segment", *rest[_BROAD:]))
        return (DEFAULT, *further) if wide else (DEFAULT,)
    names = tuple(name.strip() for name in columns.split(",") if name.strip())
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        raise UsageError(f"There is no column {', '.join(unknown) or 'asked for'}; there are {', '.join(COLUMNS)}.")
    return (("segment", *(name for name in dict.fromkeys(names) if name != "segment")),)


def comparison_row(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    """Return the cells of one segment under the headings of ``columns``."""
    return {COLUMNS[name][0]: COLUMNS[name][1](row) for name in columns}


def dimension_sentence(row: Row) -> str:
    """Return sentences on order and concentration of a whole dimension, from any of its rows."""
    counted = _counted(row)
    if row["not_comparable_reason"]:
        return f"{counted} Not comparable: {row['not_comparable_reason']}"
    if row["market_basis_of_dimension"] is None:
        hhi = _rounded(row["pipeline_hhi"])
        return f"{counted} The report neither orders nor sizes these segments; pipeline HHI {hhi}."
    basis = BASES[row["market_basis_of_dimension"]]
    tau = _tau(row["kendall_tau_b"], row["kendall_tau_low"], row["kendall_tau_high"])
    market = _span(row["market_hhi"], row["market_hhi_low"], row["market_hhi_high"], _rounded)
    return (
        f"{counted} Market shares: {basis}. Order, pipeline against market: Kendall's tau-b {tau}.{_concordance(row)} "
        f"Concentration (HHI): pipeline {_rounded(row['pipeline_hhi'])}, market {market}. "
        f"By intervals alone {row['over_researched_count']} over, {row['under_researched_count']} under, "
        f"{row['indistinct_count']} indistinct in this counting.{_conflicts(row['market_note'])}"
    )


def _counted(row: Row) -> str:
    """Return how many trials the shares count and how many have no segment, with a warning if these are many."""
    loose, share = row["unclassified_trial_count"], row["unclassified_share"]
    text = f"{row['classified_trial_count']} {row['scope']} trials in these segments"
    if row["scope"] == "all":
        text = f"{row['classified_trial_count']} trials ever registered in these segments"
    if not loose:
        return f"{text}."
    units = "sites" if row["counting"] == "per_site" else "trials"
    warning = " More than a quarter: the shares may not hold for the whole cohort." if share > _MUCH else ""
    return f"{text}; {loose} more are (in part) in no segment, {_hundredths(share)} % of all {units}.{warning}"


def verdict_sentences(rows: Sequence[Row]) -> str:
    """Return sentences on the robustness of a dimension's verdicts; empty if there is nothing to add."""
    robust = [_title(row) for row in rows if row["is_robust"]]
    fragile = [_title(row) for row in rows if row["has_label_proof"] is False]
    open_rows = [row for row in rows if row["posterior_verdict"] == "depends_on_counting"]
    depends = [f"{_title(row)} is {_by_counting(row)}" for row in open_rows]
    text = [f"Robust, whatever the market shares within the claims: {', '.join(robust)}."] if robust else []
    text += [f"Would change if labels are wrong as often as measured: {', '.join(fragile)}."] if fragile else []
    return " ".join([*text, *([f"Depends on counting: {'; '.join(depends)}."] if depends else [])])


def _title(row: Row) -> str:
    return str(row["segment_title"] or row["segment"])


def _by_counting(row: Row) -> str:
    return f"{_word(row['posterior_by_trials'])} by trials, {_word(row['posterior_by_sites'])} by sites"


def _verdict(row: Row) -> str:
    """Return the verdict over all countings."""
    return _word(row["posterior_verdict"] or row["overall_verdict"])


def _by_intervals(row: Row) -> str:
    """Return the verdict of intervals alone over all countings; where countings differ, the verdict of each."""
    if row["overall_verdict"] != "depends_on_counting":
        return _word(row["overall_verdict"])
    return f"{_word(row['fractional_verdict'])} by trials, {_word(row['per_site_verdict'])} by sites"


def _word(verdict: str | None) -> str:
    return _VERDICTS.get(verdict or "", verdict or "–")


def _conflicts(note: str | None) -> str:
    """Return which claims of the report contradict each other, and the effect on the market shares."""
    parts = (note or "").split("; ")
    conflicts = "".join(f" {part}." for part in parts if " cannot hold " in part)
    repairs = sum(part.startswith("repair ") for part in parts)
    return f"{conflicts} Market shares span all {repairs} repairs." if repairs > 1 else conflicts


def _span(point: float | None, low: float | None, high: float | None, shown: Callable[[float], str]) -> str:
    """Return "point (low–high)"; a missing bound is open, and a missing point is a dash."""
    if low is None and high is None:
        return "–" if point is None else shown(point)
    ends = ("open" if end is None else shown(end) for end in (low, high))
    return f"{'–' if point is None else shown(point)} ({'–'.join(ends)})"


def _tau(point: float | None, low: float | None, high: float | None) -> str:
    shown = ["–" if value is None else f"{value:.2f}".replace("-", "−") for value in (point, low, high)]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


def _concordance(row: Row) -> str:
    """Return how many pairs have the order of the report in the pipeline; empty if the report orders none."""
    if not row["stated_pair_count"] or row["concordance"] is None:
        return ""
    count = row["stated_pair_count"]
    mean, low, high = (count * row[name] for name in ("concordance", "concordance_low", "concordance_high"))
    pairs = "one pair" if count == 1 else f"{count} pairs"
    return (
        f" Of the {pairs} that the report orders, the pipeline keeps {mean:.1f} on average ({low:.0f} to {high:.0f})."
    )


def _hundredths(value: float) -> str:
    return f"{100 * value:.1f}"


def _rounded(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _short(value: float) -> str:
    """Return three significant digits or, from a hundred on, the whole number."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _interval(key: str, shown: Callable[[float], str]) -> Callable[[Row], str]:
    return lambda row: _span(row[key], row[f"{key}_low"], row[f"{key}_high"], shown)


def _shares(row: Row, name: str) -> str:
    point, low, high = row[f"{name}_share"], row[f"{name}_share_low"], row[f"{name}_share_high"]
    return _span(point, low, high, _hundredths)


def _probabilities(row: Row) -> str:
    least, most = row["probability_over_least"], row["probability_over_most"]
    return "–" if least is None else f"{chance(least)} to {chance(most)}"


def _break_even(row: Row) -> str:
    return _span(
        row["break_even_share"], row["over_unless_market_above"], row["under_unless_market_below"], _hundredths
    )


def _rank(name: str) -> Callable[[Row], str]:
    def shown(row: Row) -> str:
        place, best, worst = (row[f"{name}_rank{end}"] for end in ("", "_best", "_worst"))
        return "–" if place is None else f"{place} ({best}–{worst})"

    return shown


def _weighted(key: str) -> Callable[[Row], str]:
    return lambda row: "–" if row[key] is None else _hundredths(row[key])


# Name on the command line: heading, and the cell of a row. The order is that of the wide table.
COLUMNS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "segment": ("segment", lambda row: row["segment_title"] or row["segment"]),
    "trials": ("trials", lambda row: row["trial_count"]),
    "pipeline": ("pipeline %", lambda row: _shares(row, "pipeline")),
    "market": ("market %", lambda row: _shares(row, "market")),
    "bar": ("bar", lambda row: share_bar(row["pipeline_share"], row["market_share_low"], row["market_share_high"])),
    "basis": ("basis", lambda row: row["market_basis"].replace("_", " ")),
    "ratio": ("ratio", lambda row: _span(row["ratio_median"], row["ratio_low"], row["ratio_high"], _rounded)),
    "p_over": ("P over", lambda row: chance(row["probability_over"])),
    "p_over_priors": ("P, other priors", lambda row: _probabilities(row)),
    "p_over_labels": ("P, labels err", lambda row: chance(row["probability_over_relabelled"])),
    "break_even": ("break-even %", lambda row: _break_even(row)),
    "verdict": ("researched", _verdict),
    "density": ("density", _interval("density_ratio", _rounded)),
    "by_intervals": ("by intervals", _by_intervals),
    "pipeline_rank": ("pipeline rank", _rank("pipeline")),
    "market_rank": ("market rank", _rank("market")),
    "phase_weighted": ("by phase %", _weighted("phase_weighted_share")),
    "enrolment_weighted": ("by patients %", _weighted("enrolment_weighted_share")),
    "usd": ("USD bn", _interval("market_usd_bn", _short)),
    "trials_per_usd": ("trials per USD bn", _interval("trials_per_usd_bn", _short)),
    "patients_per_usd": ("planned patients per USD bn", _interval("planned_patients_per_usd_bn", _short)),
}
# Columns of the second table of three, so that each fits 120 signs.
_BROAD = 7
DEFAULT = ("segment", "trials", "break_even", "market", "bar", "basis", "ratio", "p_over", "verdict")
# Headings that a narrow terminal does without, the first one first.
SPARE = ("ratio", "basis", "trials", "bar", "P, other priors", "P, labels err", "by patients %", "by phase %")
LEGEND = (
    "break-even %: the pipeline's share of classified trials (split evenly over a trial's segments; per_site: of their "
    "sites) with its 90 % interval: over-researched unless the market share exceeds the lower end, under-researched "
    "unless it is below the upper end. market: mean and range of what the report's claims leave open, with the "
    f"basis next to it. {MEANING} ratio: pipeline over market share, median and 90 % interval. "
    "P over: probability that the ratio is above 1. researched over / under where P is at least 0.95 / at most 0.05, "
    "by trials and, in region and end user, by sites as well. --wide or --columns show more; 'trialscape trials' lists "
    "the trials of a segment."
)
# Shown with every probability.
ASSUMPTION = (
    "P takes the trials as a sample of the pipeline, and every set of market shares that the report's claims allow as "
    "equally likely."
)
