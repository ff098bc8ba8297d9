"""The part of a landscape that a comparison of two days needs: the figures of every cell and its trials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

# Report, dimension, segment, cohort, scope, counting.
Cell: TypeAlias = tuple[str, str, str, str, str, str]

_TRIALS = """
SELECT nct_id, content_hash FROM staging.tracked JOIN raw.study_version USING (nct_id)
"""

_COHORTS = """
SELECT cohort, scope, nct_id FROM concepts.cohort JOIN concepts.trial_scope USING (nct_id)
WHERE scope = coalesce($scope, scope)
"""


@dataclass(frozen=True, slots=True)
class Landscape:
    """One day: ``facts`` of its snapshot, ``figures`` by cell, weight by trial in each cell, hash by tracked trial.

    ``cohorts`` holds the trials of each cohort within each scope, ``titles`` the title of each cohort.
    """

    facts: Mapping[str, Any]
    figures: Mapping[Cell, Mapping[str, Any]]
    members: Mapping[Cell, Mapping[str, float]]
    trials: Mapping[str, str]
    cohorts: Mapping[tuple[str, str], frozenset[str]]
    titles: Mapping[str, str] = field(default_factory=dict)


def read_landscape(warehouse: Warehouse, asked: Mapping[str, str | None]) -> Landscape:
    """Read a landscape; ``asked`` has counting, cohort (None: each report's own), scope, report, dimension and segment.

    None for another key than the cohort asks for all of its values.
    """
    (facts,) = _rows(warehouse, "SELECT * FROM meta.snapshot")
    figures = {_cell(row): row for row in _rows(warehouse, query_text("history/landscape_figures"), asked)}
    members: dict[Cell, dict[str, float]] = {}
    for row in warehouse.query(query_text("history/landscape_members"), asked)[1]:
        members.setdefault(row[:6], {})[row[6]] = row[7]
    cohorts: dict[tuple[str, str], set[str]] = {}
    for cohort, scope, nct_id in warehouse.query(_COHORTS, {"scope": asked["scope"]})[1]:
        cohorts.setdefault((cohort, scope), set()).add(nct_id)
    trials = {str(nct_id): str(content) for nct_id, content in warehouse.query(_TRIALS)[1]}
    titles = {str(name): str(title) for name, title in warehouse.query("SELECT cohort, title FROM raw.cohort")[1]}
    held_by = {name: frozenset(held) for name, held in cohorts.items()}
    return Landscape(facts, figures, members, trials, held_by, titles)


def _rows(warehouse: Warehouse, query: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    names, rows = warehouse.query(query, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _cell(row: Mapping[str, Any]) -> Cell:
    return row["report"], row["dimension"], row["segment"], row["cohort"], row["scope"], row["counting"]
