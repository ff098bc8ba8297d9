"""Plain-Python twins of the specification grid and of its summary; the draws are given."""

from collections.abc import Iterator

from tests.sql.landscape import Landscape
from tests.sql.twins.density import segment_density
from tests.sql.twins.pipeline import pipeline_vs_market
from tests.support.tables.tables import Row

_KEY = ("report", "dimension", "segment", "cohort", "scope", "counting")
_COPIED = ("segment_title", "segment_position", "market_share", "report_version", "snapshot_id", "rule_version")
_DRAWN = ("pipeline_share_low", "pipeline_share_high", "ratio_median", "probability_over")
_SHARES = {"trials": "pipeline_share", "phase": "phase_weighted_share", "patients": "enrolment_weighted_share"}


def specification_grid(land: Landscape) -> Iterator[Row]:
    """Judge each cell of segment_density again with trials alike, by phase and by patients."""
    shares = {tuple(row[name] for name in _KEY): row for row in pipeline_vs_market(land)}
    for cell in segment_density(land):
        if cell["market_basis"] == "none" or cell["counting_verdict"] == "not_comparable":
            continue
        key = tuple(cell[name] for name in _KEY)
        for weighting, column in _SHARES.items():
            switches = list(_switches(cell, weighting))
            drawn = _drawn(land, key, weighting)
            over = drawn["probability_over"]
            yield {
                **{name: cell[name] for name in (*_KEY, *_COPIED)},
                "weighting": weighting,
                "pipeline_share": shares[key][column],
                **drawn,
                "verdict": "no_trials" if over is None else _verdict(over),
                "is_base": not switches,
                "only_switch": switches[0] if len(switches) == 1 else None,
            }


def _switches(cell: Row, weighting: str) -> Iterator[str]:
    if not cell["is_default_cohort"]:
        yield f"cohort={cell['cohort']}"
    for name, value, base in (
        ("scope", cell["scope"], "active"),
        ("counting", cell["counting"], "fractional"),
        ("weighting", weighting, "trials"),
    ):
        if value != base:
            yield f"{name}={value}"


def _drawn(land: Landscape, key: tuple[str, ...], weighting: str) -> Row:
    given = land.world.estimates if weighting == "trials" else land.world.weighted_estimates
    for row in given:
        if tuple(row[name] for name in _KEY) == key and row.get("weighting", "trials") == weighting:
            return {name: row[name] for name in _DRAWN}
    return dict.fromkeys(_DRAWN)


def _verdict(over: float) -> str:
    if over >= 0.95:
        return "over_researched"
    return "under_researched" if over <= 0.05 else "indistinct"


def specification_summary(land: Landscape) -> Iterator[Row]:
    """Count the verdicts of each segment, and name the single choices that change the base."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in specification_grid(land):
        groups.setdefault((row["report"], row["dimension"], row["segment"]), []).append(row)
    for rows in groups.values():
        base = next((row["verdict"] for row in rows if row["is_base"]), None)
        verdicts = [row["verdict"] for row in rows]
        over = [row["probability_over"] for row in rows if row["probability_over"] is not None]
        ratios = [row["ratio_median"] for row in rows if row["ratio_median"] is not None]
        turned = [
            row["only_switch"] for row in rows if row["only_switch"] and row["verdict"] not in ("no_trials", base)
        ]
        origin = ("report_version", "snapshot_id", "rule_version")
        yield {
            **{name: rows[0][name] for name in ("report", "dimension", "segment", "segment_title", "segment_position")},
            **{name: rows[0][name] for name in origin},
            "base_verdict": base,
            "specification_count": len(over),
            **{f"{name}_count": verdicts.count(name) for name in ("over_researched", "under_researched", "indistinct")},
            "likely_over_count": sum(value > 0.5 for value in over),
            "probability_over_least": min(over, default=None),
            "probability_over_most": max(over, default=None),
            "ratio_least": min(ratios, default=None),
            "ratio_most": max(ratios, default=None),
            "turned_by": sorted(turned) if base else [],
        }
