"""Plain-Python twins of the marts with one row a trial, and the table of all twins."""

import calendar
import datetime as dt
from collections.abc import Iterator

from tests.sql.landscape import PHASE_BUCKETS, SITE_AXES, STATUS_GROUPS, Landscape, Twin, first_day
from tests.sql.twins.agents import agent, target_pipeline
from tests.sql.twins.claims import claim_check
from tests.sql.twins.density import segment_density
from tests.sql.twins.market import market_audit, segment_market_size
from tests.sql.twins.order import segment_growth
from tests.sql.twins.pipeline import (
    dimension_vs_market,
    order_pair,
    pipeline_vs_market,
    segment_pipeline,
    segment_verdict,
)
from tests.sql.twins.players import player_pipeline
from tests.sql.twins.review import curator_agreement, review
from tests.sql.twins.specifications import specification_grid, specification_summary
from tests.sql.twins.white_space import white_space
from tests.support.tables.tables import Row
from trialscape.study.dates import PartialDate

_LISTS = {"modalities": "modality", "therapies": "therapy", "cancers": "cancer", "strategies": "strategy"}


def trial(land: Landscape) -> Iterator[Row]:
    """One wide row for each tracked trial."""
    cohorts = [row["cohort"] for row in land.world.rows("cohort")]
    for nct_id, study in land.studies.items():
        sponsor = study.lead_sponsor if study.lead_sponsor and study.lead_sponsor.name else None
        countries = {land.country[site.country] for site in study.sites if site.country in land.country}
        yield {
            "nct_id": nct_id,
            "url": f"https://clinicaltrials.gov/study/{nct_id}",
            "brief_title": study.brief_title or None,
            "acronym": study.acronym or None,
            "sponsor": sponsor.name if sponsor else None,
            "sponsor_class": (sponsor.agency_class or None) if sponsor else None,
            "sponsor_parent": land.parent(study),
            "study_type": study.study_type or None,
            "overall_status": study.overall_status or None,
            "status_group": STATUS_GROUPS.get(study.overall_status, "other"),
            "is_active": STATUS_GROUPS.get(study.overall_status) == "active",
            "phase_bucket": PHASE_BUCKETS.get(study.phases, "other"),
            "start_date": first_day(study.start),
            "start_precision": study.start.precision if study.start else None,
            "start_year": study.start.year if study.start else None,
            "primary_completion_date": first_day(study.primary_completion),
            "completion_date": first_day(study.completion),
            "first_posted": first_day(study.first_posted),
            "last_update_posted": first_day(study.last_updated),
            "has_results": study.has_results,
            "planned_patient_count": study.enrollment,
            "site_count": len(study.sites),
            "country_count": len({land.iso2[site.country] for site in study.sites if site.country in land.iso2}),
            "countries": sorted(countries),
            "conditions": [name for name in study.conditions if name],
            "interventions": [item.name for item in study.interventions if item.name],
            **{name: land.labels(nct_id, axis) for name, axis in _LISTS.items()},
            "act_with": land.labels(nct_id, "act_with"),
            **{axis: _only(land, nct_id, axis) for axis in ("ici_setting", "resistance", "act", "line")},
            "cohorts": sorted(cohort for cohort in cohorts if nct_id in land.cohort(cohort)),
            "searches": sorted(search for search, found in land.open if found == nct_id),
        }


def _only(land: Landscape, nct_id: str, axis: str) -> str | None:
    labels = land.labels(nct_id, axis)
    return labels[0] if labels else None


def trial_segment(land: Landscape) -> Iterator[Row]:
    """One row for each segment of each trial with its best support."""
    titles = {(row["report"], row["dimension"], row["segment"]): row["title"] for row in land.world.rows("segment")}
    for (nct_id, report, dimension), member in land.members.items():
        for segment, places in member.items():
            best = min(_support(land, nct_id, land.rules(report, dimension, segment), places), key=_preference)
            yield {
                "nct_id": nct_id,
                "report": report,
                "dimension": dimension,
                "segment": segment,
                "segment_title": titles[report, dimension, segment],
                "weight": 1 / len(member),
                "site_count": None if places is None else len(places),
                **{key: best[key] for key in ("axis", "label", "rule", "is_default", "field", "quote")},
            }


def _support(land: Landscape, nct_id: str, rules: list[Row], places: list[int] | None) -> Iterator[Row]:
    for rule in (rule for rule in rules if not rule["is_excluded"]):
        axis, label = rule["axis"], rule["label"]
        if places is not None and axis in SITE_AXES:
            for place in places:
                site = land.site_labels[nct_id, place].get(axis)
                if site and site["label"] == label:
                    yield {**site, "axis": axis}
            continue
        for verdict in land.world.rows("verdict"):
            if (verdict["nct_id"], verdict["axis"], verdict["label"]) == (nct_id, axis, label):
                yield from _quoted(land, verdict)


def _quoted(land: Landscape, verdict: Row) -> Iterator[Row]:
    keys = ("nct_id", "axis", "label", "rule")
    words = [row for row in land.world.rows("evidence") if all(row[key] == verdict[key] for key in keys)]
    for row in words or [{"field": None, "quote": None}]:
        yield {**verdict, "field": row["field"], "quote": row["quote"] or None}


def _preference(row: Row) -> tuple[object, ...]:
    quote = row["quote"]
    words = (quote is None, len(quote or ""), quote or "")
    name, _, rest = (row["field"] or "~").partition("[")
    number, _, _ = rest.partition("]")
    return (row["is_default"], *words, row["axis"], row["label"], row["rule"], name, int(number or 10**9), rest)


def search_recall(land: Landscape) -> Iterator[Row]:
    """One row for each listed search."""
    for row in land.world.rows("search"):
        search = row["search"]
        aims = [rule for rule in land.world.rows("search_target") if rule["search"] == search]
        rules = [{**rule, "is_excluded": False} for rule in aims]
        targets = {nct_id for nct_id in land.studies if rules and land.obeys(nct_id, rules)}
        means = {named["agent"] for named in land.world.rows("search_agent") if named["search"] == search}
        if means:
            places = {(rule["axis"], rule["label"]) for rule in aims}
            evidence = land.world.rows("evidence")
            targets &= {row["nct_id"] for row in evidence if _place(row) in places and row["term"] in means}
        hits = {nct_id for found, nct_id in land.open if found == search}
        others = {nct_id for found, nct_id in land.open if found != search}
        confirmed = hits & targets
        yield {
            "search": search,
            "title": row["title"],
            "serves": row["serves"],
            "has_target": bool(rules),
            "hit_count": len(hits),
            "departed_count": sum(found == search for found, _ in set(land.hits) - land.open),
            "unique_hit_count": len(hits - others),
            "confirmed_count": len(confirmed) if rules else None,
            "missed_count": len(targets - hits) if rules else None,
            "confirmed_share": len(confirmed) / len(hits) if rules and hits else None,
            "recall_share": len(confirmed) / len(targets) if rules and targets else None,
        }


def _place(row: Row) -> tuple[str, str]:
    return row["axis"], row["label"]


def unclassified(land: Landscape) -> Iterator[Row]:
    """One row for each trial and dimension without a segment."""
    for nct_id, study in land.studies.items():
        for report, dimension in land.dimensions:
            if (nct_id, report, dimension) in land.members:
                continue
            rules = land.rules(report, dimension)
            axes = sorted({rule["axis"] for rule in rules})
            labels = sorted({f"{axis}={label}" for axis in axes for label in land.labels(nct_id, axis)})
            outside = [
                row["reason"]
                for row in land.world.rows("outside_product")
                if (row["report"], row["dimension"]) == (report, dimension)
                and row["label"] in land.labels(nct_id, row["axis"])
            ]
            if outside:
                reason = min(outside)
            elif not axes:
                reason = "no segment of this dimension can be read from the registry"
            elif labels:
                reason = f"no segment takes {', '.join(labels)}"
            elif set(axes) <= set(SITE_AXES) and not study.sites:
                reason = "no site is listed"
            else:
                reason = f"no label on {', '.join(axes)}"
            yield {"nct_id": nct_id, "report": report, "dimension": dimension, "reason": reason}


def readout(land: Landscape) -> Iterator[Row]:
    """One row for each trial whose primary completion lies ahead, is overdue, or awaits results."""
    for nct_id, study in land.studies.items():
        date = study.primary_completion
        if date is None or study.has_results or study.overall_status == "WITHDRAWN":
            continue
        days = (_last_day(date) - land.world.as_of).days
        group = STATUS_GROUPS.get(study.overall_status, "other")
        has_passed = _last_day(date) < land.world.as_of
        if group in ("completed", "stopped"):
            state = "awaiting_results"
        elif not has_passed:
            state = "ahead"
        else:
            state = "awaiting_results" if date.kind == "ACTUAL" else "overdue"
        if group != "expanded_access":
            yield {
                "nct_id": nct_id,
                "readout": state,
                "primary_completion_date": date.first_day,
                "primary_completion_precision": date.precision,
                "primary_completion_kind": date.kind or None,
                "days_to_readout": days,
                "phase_bucket": PHASE_BUCKETS.get(study.phases, "other"),
                "status_group": group,
                "sponsor_parent": land.parent(study),
            }


def _last_day(date: PartialDate) -> dt.date:
    first = date.first_day
    if date.precision == "year":
        return dt.date(first.year, 12, 31)
    if date.precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def change(land: Landscape) -> Iterator[Row]:
    """Every raw change, with what the trial is today."""
    for row in land.world.rows("change"):
        nct_id = row["nct_id"]
        cohorts = [item["cohort"] for item in land.world.rows("cohort") if nct_id in land.cohort(item["cohort"])]
        yield {**row, "is_tracked": nct_id in land.studies, "cohorts": sorted(cohorts)}


TWINS: dict[str, Twin] = {
    "trial": trial,
    "change": change,
    "trial_segment": trial_segment,
    "segment_pipeline": segment_pipeline,
    "segment_density": segment_density,
    "pipeline_vs_market": pipeline_vs_market,
    "segment_verdict": segment_verdict,
    "order_pair": order_pair,
    "segment_growth": segment_growth,
    "specification_grid": specification_grid,
    "specification_summary": specification_summary,
    "search_recall": search_recall,
    "unclassified": unclassified,
    "readout": readout,
    "claim_check": claim_check,
    "player_pipeline": player_pipeline,
    "dimension_vs_market": dimension_vs_market,
    "white_space": white_space,
    "review": review,
    "curator_agreement": curator_agreement,
    "agent": agent,
    "target_pipeline": target_pipeline,
    "market_audit": market_audit,
    "segment_market_size": segment_market_size,
}
