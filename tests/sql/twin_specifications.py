"""Plain-Python twins of the specification grid and of its summary."""

from collections.abc import Iterator

from tests.sql.twin_pipeline import pipeline_vs_market, trial_amounts
from tests.support.tables import Row
from tests.support.twins import Landscape, wilson

_SHOWN = ("report", "dimension", "segment", "cohort", "scope", "counting", "segment_title", "segment_position")
_ORIGIN = ("report_version", "snapshot_id", "rule_version")


def specification_grid(land: Landscape) -> Iterator[Row]:
    """Judge each cell again with trials alike, by phase and by patients."""
    for cell in pipeline_vs_market(land):
        if cell["verdict"] in ("not_comparable", "no_market_share"):
            continue
        for weighting in ("trials", "phase", "patients"):
            judged = _judged(land, cell, weighting)
            share, market = judged["pipeline_share"], cell["market_share"]
            switches = [
                *([] if cell["is_default_cohort"] else [f"cohort={cell['cohort']}"]),
                *([] if cell["scope"] == "active" else [f"scope={cell['scope']}"]),
                *([] if cell["counting"] == "fractional" else [f"counting={cell['counting']}"]),
                *([] if weighting == "trials" else [f"weighting={weighting}"]),
            ]
            yield {
                **{name: cell[name] for name in (*_SHOWN, "market_share_low", "market_share_high", *_ORIGIN)},
                "weighting": weighting,
                **judged,
                "market_share": market,
                "density_ratio": share / market if share is not None and market else None,
                "is_base": not switches,
                "only_switch": switches[0] if len(switches) == 1 else None,
            }


def _judged(land: Landscape, cell: Row, weighting: str) -> Row:
    amounts = trial_amounts(land, cell, weighting)
    sums = [sum(parts.values()) for parts in amounts.values()]
    total = sum(sums)
    found: Row = dict.fromkeys(("effective_trial_count", "pipeline_share", "pipeline_share_low", "pipeline_share_high"))
    if total <= 1e-9:
        return {**found, "verdict": "no_trials"}
    share = sum(parts.get(cell["segment"], 0.0) for parts in amounts.values()) / total
    effective = total * total / sum(value * value for value in sums)
    low, high = wilson(share * effective, effective)
    if weighting == "trials":
        low, high = cell["pipeline_share_low"], cell["pipeline_share_high"]
    verdict = "indistinct"
    if low > cell["market_share_high"]:
        verdict = "over_researched"
    elif high < cell["market_share_low"]:
        verdict = "under_researched"
    return {
        "effective_trial_count": effective,
        "pipeline_share": share,
        "pipeline_share_low": low,
        "pipeline_share_high": high,
        "verdict": cell["verdict"] if weighting == "trials" else verdict,
    }


def specification_summary(land: Landscape) -> Iterator[Row]:
    """Count the verdicts of each segment, and name the single choices that change the base."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in specification_grid(land):
        groups.setdefault((row["report"], row["dimension"], row["segment"]), []).append(row)
    for rows in groups.values():
        base = next((row["verdict"] for row in rows if row["is_base"]), None)
        verdicts = [row["verdict"] for row in rows]
        ratios = [row["density_ratio"] for row in rows if row["density_ratio"] is not None]
        turned = [
            row["only_switch"] for row in rows if row["only_switch"] and row["verdict"] not in ("no_trials", base)
        ]
        yield {
            **{name: rows[0][name] for name in ("report", "dimension", "segment", "segment_title", "segment_position")},
            **{name: rows[0][name] for name in _ORIGIN},
            "base_verdict": base,
            "specification_count": len(verdicts) - verdicts.count("no_trials"),
            **{f"{name}_count": verdicts.count(name) for name in ("over_researched", "under_researched", "indistinct")},
            "ratio_above_one_count": sum(ratio > 1 + 1e-9 for ratio in ratios),
            "density_ratio_least": min(ratios, default=None),
            "density_ratio_most": max(ratios, default=None),
            "turned_by": sorted(turned) if base else [],
        }
