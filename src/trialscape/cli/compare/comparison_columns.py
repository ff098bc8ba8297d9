"""The columns of the comparison as people read them, and the line about each dimension as a whole."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trialscape.errors import UsageError

Row = Mapping[str, Any]

_VERDICTS = {
    "over_researched": "over",
    "under_researched": "under",
    "no_market_share": "no share",
    "not_comparable": "not comparable",
}
# Above this part of the pipeline without a segment a comparison of the rest needs a warning.
_MUCH = 0.25


def chosen_tables(columns: str | None, *, wide: bool) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each table to show: one with those asked for, two with all, or one that fits 120 signs.

    Raises UsageError for a name that does not exist, naming all that do.
    """
    if columns is None:
        rest = ("segment", *(name for name in COLUMNS if name not in DEFAULT))
        return (DEFAULT, rest) if wide else (DEFAULT,)
    names = tuple(name.strip() for name in columns.split(",") if name.strip())
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        raise UsageError(f"There is no column {', '.join(unknown) or 'asked for'}; there are {', '.join(COLUMNS)}.")
    return (("segment", *(name for name in dict.fromkeys(names) if name != "segment")),)


def shown_comparison(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    """Return the cells of one segment under the headings of ``columns``."""
    return {COLUMNS[name][0]: COLUMNS[name][1](row) for name in columns}


def told_dimension(row: Row) -> str:
    """Return what the orders and the concentration of a whole dimension say, from any of its rows."""
    counted = _counted(row)
    if row["not_comparable_reason"]:
        return f"{counted} Not comparable: {row['not_comparable_reason']}"
    if row["market_basis_of_dimension"] is None:
        return (
            f"{counted} The report neither orders nor sizes these segments; pipeline HHI {_two(row['pipeline_hhi'])}."
        )
    tau = _tau(row["kendall_tau_b"], row["kendall_tau_low"], row["kendall_tau_high"])
    market = _span(row["market_hhi"], row["market_hhi_low"], row["market_hhi_high"], _two)
    return (
        f"{counted} Order, pipeline against market: Kendall's tau-b {tau}. "
        f"Concentration (HHI): pipeline {_two(row['pipeline_hhi'])}, market {market}. "
        f"{row['over_researched_count']} over, {row['under_researched_count']} under, "
        f"{row['indistinct_count']} indistinct in this counting.{_set_aside(row['market_note'])}"
    )


def _counted(row: Row) -> str:
    """Say how many trials the shares rest on and how many have no segment, with a warning where these are many."""
    loose, share = row["unclassified_trial_count"], row["unclassified_share"]
    told = f"{row['classified_trial_count']} {row['scope']} trials in these segments"
    if row["scope"] == "all":
        told = f"{row['classified_trial_count']} trials ever registered in these segments"
    if not loose:
        return f"{told}."
    units = "sites" if row["counting"] == "per_site" else "trials"
    warning = " More than a quarter: the shares may not hold for the whole cohort." if share > _MUCH else ""
    return f"{told}; {loose} more lie (in part) in none, {_hundredths(share)} % of all {units}.{warning}"


def _verdict(row: Row) -> str:
    """Return the verdict over all countings; where they differ, the one of each."""
    if row["overall_verdict"] != "depends_on_counting":
        return str(_VERDICTS.get(row["overall_verdict"], row["overall_verdict"]))
    one, other = (_VERDICTS.get(row[name], row[name]) for name in ("fractional_verdict", "per_site_verdict"))
    return f"depends on counting: {one} by trials, {other} by sites"


def _set_aside(note: str | None) -> str:
    """Return the claims that the market shares could not keep, with the reason, as the note tells them."""
    return "".join(f" {part}." for part in (note or "").split("; ") if " set aside: " in part)


def _span(point: float | None, low: float | None, high: float | None, shown: Callable[[float], str]) -> str:
    """Return "point (low–high)"; a bound that does not exist is open, and a point that does not is a dash."""
    if low is None and high is None:
        return "–" if point is None else shown(point)
    ends = ("open" if end is None else shown(end) for end in (low, high))
    return f"{'–' if point is None else shown(point)} ({'–'.join(ends)})"


def _tau(point: float | None, low: float | None, high: float | None) -> str:
    shown = ["–" if value is None else f"{value:.2f}".replace("-", "−") for value in (point, low, high)]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


def _hundredths(value: float) -> str:
    return f"{100 * value:.1f}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _short(value: float) -> str:
    """Return three digits or, from a hundred on, the whole number."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _interval(key: str, shown: Callable[[float], str]) -> Callable[[Row], str]:
    return lambda row: _span(row[key], row[f"{key}_low"], row[f"{key}_high"], shown)


def _shares(row: Row, name: str) -> str:
    point, low, high = row[f"{name}_share"], row[f"{name}_share_low"], row[f"{name}_share_high"]
    return _span(point, low, high, _hundredths)


def _rank(name: str) -> Callable[[Row], str]:
    def shown(row: Row) -> str:
        place, best, worst = (row[f"{name}_rank{end}"] for end in ("", "_best", "_worst"))
        return "–" if place is None else f"{place} ({best}–{worst})"

    return shown


def _weighted(key: str) -> Callable[[Row], str]:
    return lambda row: "–" if row[key] is None else _hundredths(row[key])


# Name on the command line: heading, and the cell of a row. The order is that of the wide table.
COLUMNS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "segment": ("segment", lambda row: row["segment"]),
    "trials": ("trials", lambda row: row["trial_count"]),
    "pipeline": ("pipeline %", lambda row: _shares(row, "pipeline")),
    "market": ("market %", lambda row: _shares(row, "market")),
    "basis": ("basis", lambda row: row["market_basis"].replace("_", " ")),
    "density": ("density", _interval("density_ratio", _two)),
    "verdict": ("researched", _verdict),
    "pipeline_rank": ("pipeline rank", _rank("pipeline")),
    "market_rank": ("market rank", _rank("market")),
    "phase_weighted": ("by phase %", _weighted("phase_weighted_share")),
    "enrolment_weighted": ("by patients %", _weighted("enrolment_weighted_share")),
    "usd": ("USD bn", _interval("market_usd_bn", _short)),
    "trials_per_usd": ("trials per USD bn", _interval("trials_per_usd_bn", _short)),
    "patients_per_usd": ("planned patients per USD bn", _interval("planned_patients_per_usd_bn", _short)),
}
DEFAULT = ("segment", "trials", "pipeline", "market", "basis", "density", "verdict")
LEGEND = (
    "pipeline: share of the classified trials in the scope, split evenly over a trial's segments (per_site: of their "
    "sites), with Wilson's 95 % interval. market: mean and range of what the report's claims leave open, with the "
    "basis beside it. density: pipeline over market, with its range; researched over / under where that range lies "
    "wholly above / below 1, by trials and, in region and end user, by sites as well. --wide or --columns show ranks, "
    "weighted shares, and trials and patients per USD bn; 'trialscape trials' lists the trials of a segment."
)
