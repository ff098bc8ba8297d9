"""Everything that the page shows, read from the marts of one snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trialscape.processes import OnProgress, unreported
from trialscape.report.page.cards import CardRows
from trialscape.report.rows import Row, rows_of
from trialscape.warehouse.reader import Warehouse

# Labels on axis modality of treatments that are not immunotherapy; charts of agents leave them out.
OTHER_TREATMENTS = ("adc", "chemo", "epigenetic", "other", "radiation", "surgery", "targeted")
_PARTS = ("reports", "specifications", "trials", "members", "segments", "cohorts")
_FACTS = ("trial_agents", "trial_targets", "player_trials", "agent_kinds", "diseases", "spellings")
_CHARTS = (
    "grid", "white_space", "growth", "sizes", "cohort_starts", "targets", "players", "starts", "phases", "countries",
)  # fmt: skip
_IMMUNOTHERAPIES = ("agents", "timeline")
_DETAILS = ("texts", "labels", "arms", "sites", "changes")
_READING = ("claims", "audit", "readouts", "readout_counts", "flow", "searches")


@dataclass(frozen=True, slots=True)
class PageData:
    """The rows behind the page; ``snapshot`` is the one row of meta.snapshot, ``cells`` are those of every view."""

    snapshot: Mapping[str, Any]
    reports: list[Row]
    cells: list[Row]
    specifications: list[Row]
    trials: list[Row]
    members: list[Row]
    trial_agents: list[Row]
    trial_targets: list[Row]
    player_trials: list[Row]
    agent_kinds: list[Row]
    diseases: list[Row]
    spellings: list[Row]
    segments: list[Row]
    cohorts: list[Row]
    cards: CardRows
    charts: Mapping[str, list[Row]]
    reading: Mapping[str, list[Row]]

    @property
    def comparison(self) -> list[Row]:
        """Return the cells that each report is compared on: its own cohort, active trials, split over segments."""
        own = {(row["report"], row["default_cohort"], "active", "fractional") for row in self.reports}
        return [
            row for row in self.cells if tuple(row[key] for key in ("report", "cohort", "scope", "counting")) in own
        ]


def read_page(warehouse: Warehouse, on_progress: OnProgress = unreported) -> PageData:
    """Read the rows of one snapshot; ``on_progress`` gets how many of the tables are read.

    Raises WarehouseError when the file is damaged or of another version.
    """
    names, rows = warehouse.query("SELECT * FROM meta.snapshot")
    parameters: dict[str, dict[str, Any]] = {"comparison": {"every": True}}
    parameters |= {name: {"others": list(OTHER_TREATMENTS)} for name in _IMMUNOTHERAPIES}
    queries = (*_PARTS, *_FACTS, "comparison", *_DETAILS, *_CHARTS, *_IMMUNOTHERAPIES, *_READING)
    read: dict[str, list[Row]] = {}
    for done, name in enumerate(queries, start=1):
        read[name] = rows_of(warehouse, f"page/{name}", parameters.get(name))
        on_progress(done, len(queries))
    return PageData(
        snapshot=dict(zip(names, rows[0], strict=True)),
        **{name: read[name] for name in (*_PARTS, *_FACTS)},
        cells=read["comparison"],
        cards=CardRows(**{name: read[name] for name in _DETAILS}),
        charts={name: read[name] for name in (*_CHARTS, *_IMMUNOTHERAPIES)},
        reading={name: read[name] for name in _READING},
    )
