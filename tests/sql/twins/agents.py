"""Plain-Python twins of the marts about agents and targets."""

from collections.abc import Iterator

from tests.sql.landscape import PHASE_BUCKETS, STATUS_GROUPS, Landscape
from tests.support.tables.tables import Row
from trialscape.study.model import Study

_EARLY = ("early_phase_1", "phase_1", "phase_1_2")
_LATE = ("phase_2_3", "phase_3")


def agent(land: Landscape) -> Iterator[Row]:
    """One row for each agent with a tracked trial."""
    for row in land.world.rows("agent_fact"):
        name = row["agent"]
        trials = sorted({item["nct_id"] for item in _studied(land) if item["term"] == name})
        if not trials:
            continue
        studies = [land.studies[nct_id] for nct_id in trials]
        phases = [_phase(study) for study in studies]
        starts = [study.start.first_day for study in studies if study.start and land.has_started(study)]
        parents = [parent for study in studies if (parent := land.parent(study))]
        industry = {parent for study in studies if _is_of_industry(study) and (parent := land.parent(study))}
        groups = [STATUS_GROUPS.get(study.overall_status) for study in studies]
        yield {
            "agent": name,
            "modalities": sorted({item["label"] for item in land.world.rows("agent") if item["agent"] == name}),
            "targets": _targets(land, name),
            "company": row["company"],
            "sponsor_seen": min(industry) if len(industry) == 1 else None,
            "aliases": row["aliases"],
            "trial_count": len(trials),
            "active_trial_count": sum(_is_active(study) for study in studies),
            "completed_trial_count": groups.count("completed"),
            "stopped_trial_count": groups.count("stopped"),
            "early_trial_count": sum(phase in _EARLY for phase in phases),
            "middle_trial_count": phases.count("phase_2"),
            "late_trial_count": sum(phase in _LATE for phase in phases),
            "required_trial_count": sum(_is_required(land, nct_id) for nct_id in trials),
            "first_start_date": min(starts, default=None),
            "sponsors": sorted(set(parents), key=lambda parent: (-parents.count(parent), parent)),
            "countries": sorted(
                {
                    land.country[site.country]
                    for study in studies
                    for site in study.sites
                    if site.country in land.country
                }
            ),
            "nct_ids": trials,
            "source": row["source"],
        }


def target_pipeline(land: Landscape) -> Iterator[Row]:
    """One row for each target, or all targets of one treatment, by modality and phase."""
    owners = {row["agent"]: row["company"] for row in land.world.rows("agent_fact")}
    cells: dict[tuple[str, int, str, str], dict[str, set[str]]] = {}
    for item in _studied(land):
        targets = _targets(land, item["term"])
        is_whole = not any(row["agent"] == item["term"] != row["counted_as"] for row in land.world.rows("agent"))
        joined = [(" x ".join(targets), len(targets))] if len(targets) > 1 and is_whole else []
        for target, count in [*((target, 1) for target in _owners(land, targets, item["label"])), *joined]:
            cell = (target, count, item["label"], _phase(land.studies[item["nct_id"]]))
            agents = cells.setdefault(cell, {}).setdefault(item["nct_id"], set())
            agents.update({item["term"]} & owners.keys())
    for (target, count, modality, phase), trials in cells.items():
        names = sorted(set().union(*trials.values()))
        yield {
            "target": target,
            "target_count": count,
            "modality": modality,
            "phase_bucket": phase,
            "trial_count": len(trials),
            "active_trial_count": sum(_is_active(land.studies[nct_id]) for nct_id in trials),
            "required_trial_count": sum(_is_required(land, nct_id) for nct_id in trials),
            "agent_count": len(names),
            "agents": names,
            "companies": sorted({owners[name] for name in names if owners[name]}),
            "nct_ids": sorted(trials),
        }


def _studied(land: Landscape) -> list[Row]:
    rows = [row for row in land.world.rows("evidence") if row["axis"] == "modality" and row["role"] == "experimental"]
    return [row for row in rows if row["nct_id"] in land.studies]


def _owners(land: Landscape, targets: list[str], modality: str) -> list[str]:
    """Return the targets that the modality belongs to, or all where it belongs to none."""
    owners = {row["target"] for row in land.world.rows("target_label") if row["label"] == modality}
    return [target for target in targets if target in owners] or targets


def _targets(land: Landscape, term: str) -> list[str]:
    return sorted(row["target"] for row in land.world.rows("term_target") if row["term"] == term)


def _phase(study: Study) -> str:
    return PHASE_BUCKETS.get(study.phases, "other")


def _is_active(study: Study) -> bool:
    return STATUS_GROUPS.get(study.overall_status) == "active"


def _is_of_industry(study: Study) -> bool:
    return study.lead_sponsor is not None and study.lead_sponsor.agency_class == "INDUSTRY"


def _is_required(land: Landscape, nct_id: str) -> bool:
    return "required" in land.labels(nct_id, "ici_setting")
