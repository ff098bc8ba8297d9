"""A landscape as the comparison of two days needs it: figures of every cell, and the trials behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from trialscape.warehouse.reader import Warehouse

# Report, dimension, segment, cohort, counting.
Cell: TypeAlias = tuple[str, str, str, str, str]

_ASKED = """
  counting = $counting AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND (kind = 'market' OR report = $report)
  AND ($dimension IS NULL OR dimension = $dimension) AND ($segment IS NULL OR segment = $segment)
"""

_FIGURES = f"""
SELECT report, dimension, segment, cohort, counting, segment_title, trial_count, pipeline_share, pipeline_share_low,
  pipeline_share_high, verdict
FROM marts.pipeline_vs_market JOIN raw.report USING (report)
WHERE {_ASKED}
ORDER BY report, dimension, segment_position NULLS LAST
"""  # noqa: S608

_MEMBERS = f"""
WITH dimensions AS (
  SELECT DISTINCT report, dimension FROM raw.segment
),
placed AS (
  SELECT report, dimension, nct_id, position FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
),
by_site AS (
  SELECT DISTINCT report, dimension FROM concepts.segment_rule WHERE by_site
),
member AS (
  SELECT report, dimension, segment, 'whole' AS counting, nct_id, 1.0::DOUBLE AS weight
  FROM concepts.segment_membership
  UNION ALL
  SELECT report, dimension, segment, 'fractional', nct_id, weight
  FROM concepts.segment_membership
  UNION ALL
  SELECT report, dimension, 'unclassified', unnest(['whole', 'fractional']), tracked.nct_id, 1.0
  FROM dimensions CROSS JOIN staging.tracked
  ANTI JOIN concepts.segment_membership USING (report, dimension, nct_id)
  UNION ALL
  SELECT report, dimension, segment, 'per_site', nct_id, 1.0
  FROM concepts.segment_membership WHERE site_count > 0
  UNION ALL
  SELECT DISTINCT report, dimension, 'unclassified', 'per_site', site.nct_id, 1.0
  FROM by_site CROSS JOIN staging.site AS site
  ANTI JOIN placed USING (report, dimension, nct_id, position)
)
SELECT report, dimension, segment, cohort, counting, nct_id, weight
FROM member
JOIN concepts.cohort USING (nct_id)
JOIN raw.report USING (report)
WHERE {_ASKED}
"""  # noqa: S608

_TRIALS = """
SELECT nct_id, content_hash FROM staging.tracked JOIN raw.study_version USING (nct_id)
"""

_COHORTS = "SELECT cohort, nct_id FROM concepts.cohort"


@dataclass(frozen=True, slots=True)
class Landscape:
    """One day: ``facts`` of its snapshot, ``figures`` by cell, weight by trial in each cell, hash by tracked trial."""

    facts: Mapping[str, Any]
    figures: Mapping[Cell, Mapping[str, Any]]
    members: Mapping[Cell, Mapping[str, float]]
    trials: Mapping[str, str]
    cohorts: Mapping[str, frozenset[str]]


def read_landscape(warehouse: Warehouse, asked: Mapping[str, str | None]) -> Landscape:
    """Read what a comparison needs; ``asked`` has counting, cohort, report, dimension and segment, None for all.

    No cohort means the default one of each report.
    """
    (facts,) = _rows(warehouse, "SELECT * FROM meta.snapshot")
    figures = {_cell(row): row for row in _rows(warehouse, _FIGURES, asked)}
    members: dict[Cell, dict[str, float]] = {}
    for row in warehouse.query(_MEMBERS, asked)[1]:
        members.setdefault(row[:5], {})[row[5]] = row[6]
    cohorts: dict[str, set[str]] = {}
    for cohort, nct_id in warehouse.query(_COHORTS)[1]:
        cohorts.setdefault(cohort, set()).add(nct_id)
    trials = {str(nct_id): str(content) for nct_id, content in warehouse.query(_TRIALS)[1]}
    return Landscape(facts, figures, members, trials, {name: frozenset(held) for name, held in cohorts.items()})


def _rows(warehouse: Warehouse, query: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    names, rows = warehouse.query(query, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _cell(row: Mapping[str, Any]) -> Cell:
    return row["report"], row["dimension"], row["segment"], row["cohort"], row["counting"]
