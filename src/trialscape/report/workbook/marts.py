"""The marts in full, one query for each sheet, and the snapshot's facts."""

from typing import Any

from trialscape.warehouse.reader import Warehouse


def _cells(mart: str, last: str = "") -> str:
    """Return the query of a mart: the report's own cohort, the active pipeline and trials (not sites) come first."""
    return (
        f"SELECT cell.* FROM {mart} AS cell JOIN raw.report USING (report) "  # noqa: S608 - names of our own marts
        "ORDER BY report, dimension, cohort <> default_cohort, cohort, scope <> 'active', scope = 'all', "
        f"list_position(['whole', 'fractional', 'per_site'], counting){last}"
    )


# Name of the sheet, and the query behind it; each mart is documented in its SQL file.
TABLES: dict[str, str] = {
    "All comparison": _cells("marts.pipeline_vs_market", ", segment_position NULLS LAST"),
    "Segments": _cells("marts.segment_pipeline", ", segment_position NULLS LAST"),
    "Verdicts": "SELECT * FROM marts.segment_verdict "
    "ORDER BY report, NOT is_default_cohort, cohort, scope <> 'active', scope, dimension, segment_position",
    "Density": _cells("marts.segment_density", ", segment_position"),
    "Specifications": "SELECT * FROM marts.specification_summary ORDER BY report, dimension, segment_position",
    "Specification grid": "SELECT * FROM marts.specification_grid ORDER BY report, dimension, segment_position, "
    "NOT is_base, cohort, scope, counting, weighting",
    "Dimensions": _cells("marts.dimension_vs_market"),
    "Orders": _cells("marts.order_pair", ", leading_segment, trailing_segment"),
    "Growth": "SELECT * FROM marts.segment_growth ORDER BY report, dimension, segment_position",
    "Market by year": "SELECT * FROM marts.segment_market_size ORDER BY report, dimension, segment_position, year",
    "White space": "SELECT * FROM marts.white_space "
    "ORDER BY report, NOT is_default_cohort, cohort, scope <> 'active', scope, dimension_a, dimension_b, "
    "segment_a, segment_b",
    "All claims": "SELECT * FROM marts.claim_check ORDER BY report, claim_position, NOT is_default_cohort, cohort",
    "Audit": "SELECT * FROM marts.market_audit ORDER BY finding_position",
    "Players": "SELECT * FROM marts.player_pipeline "
    "ORDER BY report, player_position, NOT is_default_cohort, cohort, dimension <> 'all', dimension, "
    "segment_position NULLS LAST",
    "Agents": "SELECT * FROM marts.agent ORDER BY trial_count DESC, agent",
    "Targets": "SELECT * FROM marts.target_pipeline ORDER BY target_count, target, modality, phase_bucket",
    "All trials": "SELECT * FROM marts.trial ORDER BY nct_id",
    "Labels and words": "SELECT * FROM marts.trial_segment ORDER BY nct_id, report, dimension, segment",
    "In no segment": "SELECT * FROM marts.unclassified ORDER BY nct_id, report, dimension",
    "Changes": "SELECT * FROM marts.change ORDER BY seen DESC, nct_id, kind",
    "Readouts": "SELECT * FROM marts.readout ORDER BY primary_completion_date, nct_id",
    "Review": "SELECT * FROM marts.review ORDER BY priority DESC, nct_id, axis LIMIT 500",
    "Curators": "SELECT * FROM marts.curator_agreement ORDER BY axis",
    "Searches": "SELECT * FROM marts.search_recall ORDER BY search",
}


def snapshot_of(warehouse: Warehouse) -> dict[str, Any]:
    """Return the facts of the snapshot."""
    names, rows = warehouse.query("SELECT * FROM meta.snapshot")
    return dict(zip(names, rows[0], strict=True))


def is_demo(warehouse: Warehouse) -> bool:
    """Return whether the texts behind the figures are stand-ins."""
    return bool(snapshot_of(warehouse)["is_demo"])
