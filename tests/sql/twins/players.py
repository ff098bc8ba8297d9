"""Plain-Python twin of the players' pipeline."""

from collections.abc import Iterator

from tests.sql.landscape import STATUS_GROUPS, Landscape, origin
from tests.support.tables.tables import Row


def player_pipeline(land: Landscape) -> Iterator[Row]:
    """Count each player's trials in each cell of its report, cohort by cohort."""
    reports = {row["report"]: row for row in land.world.rows("report")}
    for player in land.world.rows("player"):
        key = (player["report"], player["player"])
        companies = {row["company"] for row in land.world.rows("player_company") if _key(row) == key}
        focus = [row for row in land.world.rows("player_focus") if _key(row) == key]
        sponsors = [
            row
            for row in land.world.rows("sponsor_company")
            if row["company"] in companies and row["nct_id"] in land.studies
        ]
        for dimension, segment, title, position in _cells(land, player["report"]):
            for cohort in [row["cohort"] for row in land.world.rows("cohort")]:
                held = set(land.cohort(cohort)) & {row["nct_id"] for row in sponsors}
                trials = [n for n in sorted(held) if _lies_in(land, n, player["report"], dimension, segment)]
                leads = {row["nct_id"] for row in sponsors if row["role"] == "lead"}
                of_focus = [n for n in trials if any(r["label"] in land.labels(n, r["axis"]) for r in focus)]
                active = [n for n in trials if STATUS_GROUPS.get(land.studies[n].overall_status) == "active"]
                yield {
                    "report": player["report"],
                    "player": player["player"],
                    "cohort": cohort,
                    "dimension": dimension,
                    "segment": segment,
                    "player_name": player["name"],
                    "player_position": player["position"],
                    "player_groups": player["groups"],
                    "companies": sorted({row["company"] for row in sponsors}),
                    "stated_focus": player["focus"],
                    "segment_title": title,
                    "segment_position": position,
                    "is_default_cohort": reports[player["report"]]["default_cohort"] == cohort,
                    "is_focus_segment": segment in player["segments"],
                    "trial_count": len(trials),
                    "lead_trial_count": len(set(trials) & leads),
                    "collaborator_trial_count": len(set(trials) - leads),
                    "active_trial_count": len(active),
                    "focus_trial_count": len(of_focus) if focus else None,
                    "other_trial_count": len(trials) - len(of_focus) if focus else None,
                    **origin(land, player["report"]),
                }


def _key(row: Row) -> tuple[str, str]:
    return row["report"], row["player"]


def _cells(land: Landscape, report: str) -> Iterator[tuple[str, str, str, int | None]]:
    yield "all", "all", "All trials", None
    for row in land.world.rows("segment"):
        if row["report"] == report:
            yield row["dimension"], row["segment"], row["title"], row["position"]
    for owner, dimension in land.dimensions:
        if owner == report:
            yield dimension, "unclassified", "Unclassified", None


def _lies_in(land: Landscape, nct_id: str, report: str, dimension: str, segment: str) -> bool:
    member = land.members.get((nct_id, report, dimension), {})
    return segment == "all" or segment in member or (segment == "unclassified" and not member)
