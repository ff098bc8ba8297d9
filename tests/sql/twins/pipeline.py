"""Plain-Python twins of the marts that count: segment_pipeline and pipeline_vs_market."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

from tests.sql.landscape import PHASE_BUCKETS, SCOPES, STATUS_GROUPS, Landscape, Z, origin, student, wilson
from tests.sql.twins import order, white_space
from tests.sql.twins.white_space import ranks
from tests.support.tables.tables import Row
from trialscape.study.model import Study

# One trial in one segment: the trial, its weight, the units it adds, its patients' weight, its sites there.
Entry = tuple[str, float, float, float, int | None]


def segment_pipeline(land: Landscape) -> Iterator[Row]:
    """Count each segment, cohort and counting on its own, trial by trial."""
    cohorts = [row["cohort"] for row in land.world.rows("cohort")]
    for report, dimension in land.dimensions:
        listed = [
            (row["segment"], row["title"], row["position"])
            for row in land.world.rows("segment")
            if (row["report"], row["dimension"]) == (report, dimension)
        ]
        by_site = land.is_by_site(report, dimension)
        for segment, title, position in [*listed, ("unclassified", "Unclassified", None)]:
            for cohort, scope in product(cohorts, SCOPES):
                for counting in ("whole", "fractional", *(["per_site"] if by_site else [])):
                    everyone = list(_entries(land, land.cohort(cohort), report, dimension, segment, counting, by_site))
                    trials = [nct_id for nct_id in land.cohort(cohort) if land.is_in_scope(nct_id, scope)]
                    entries = list(_entries(land, trials, report, dimension, segment, counting, by_site))
                    sited = [nct_id for nct_id in trials if land.studies[nct_id].sites]
                    all_sites = sum(len(land.studies[nct_id].sites) for nct_id in trials)
                    yield {
                        "report": report,
                        "dimension": dimension,
                        "segment": segment,
                        "cohort": cohort,
                        "scope": scope,
                        "counting": counting,
                        "segment_title": title,
                        "segment_position": position,
                        "cohort_trial_count": len(sited if counting == "per_site" else trials),
                        "unit_total": all_sites if counting == "per_site" else len(trials),
                        "unit_count": sum(units for _, _, units, _, _ in entries),
                        "site_count": sum(sites or 0 for *_, sites in entries) if by_site else None,
                        **_counts(land, entries),
                        **_share(land, sited if counting == "per_site" else trials, entries, counting),
                        **_starts(land, everyone),
                        **origin(land, report),
                    }


def _entries(
    land: Landscape, trials: list[str], report: str, dimension: str, segment: str, counting: str, by_site: bool
) -> Iterator[Entry]:
    for nct_id in trials:
        member = land.members.get((nct_id, report, dimension), {})
        total = len(land.studies[nct_id].sites)
        held = {place for places in member.values() for place in places or ()}
        loose = total - len(held)
        if counting == "per_site":
            here = loose if segment == "unclassified" else len(member.get(segment) or ())
            if here:
                yield nct_id, 1.0, here, here / total, here
        elif segment == "unclassified" and not member:
            yield nct_id, 1.0, 1.0, 1.0, loose if by_site else None
        elif segment in member:
            weight = 1.0 if counting == "whole" else 1.0 / len(member)
            places = member[segment]
            yield nct_id, weight, weight, weight, None if places is None else len(places)


def _counts(land: Landscape, entries: list[Entry]) -> Row:
    buckets = dict.fromkeys([*PHASE_BUCKETS.values(), "other"], 0.0)
    active = trials = patients = 0.0
    for nct_id, weight, _, patient_weight, _ in entries:
        study = land.studies[nct_id]
        buckets[PHASE_BUCKETS.get(study.phases, "other")] += weight
        trials += weight
        active += weight if STATUS_GROUPS.get(study.overall_status) == "active" else 0
        patients += (study.enrollment or 0) * patient_weight
    parents = {land.parent(land.studies[nct_id]) for nct_id, *_ in entries} - {None}
    no_phase = buckets.pop("none") + buckets.pop("other")
    return {
        "trial_count": trials,
        "active_trial_count": active,
        **{f"{name}_trial_count": count for name, count in buckets.items() if name != "not_applicable"},
        "not_applicable_phase_trial_count": buckets["not_applicable"],
        "no_phase_trial_count": no_phase,
        "planned_patient_count": patients,
        "sponsor_count": len(parents),
    }


def _share(land: Landscape, trials: list[str], entries: list[Entry], counting: str) -> Row:
    totals = {nct_id: len(land.studies[nct_id].sites) if counting == "per_site" else 1.0 for nct_id in trials}
    parts = {nct_id: units for nct_id, _, units, _, _ in entries}
    share, low, high = clustered(parts, totals, is_whole=counting == "whole")
    return {"pipeline_share": share, "pipeline_share_low": low, "pipeline_share_high": high}


def clustered(
    parts: Mapping[str, float], totals: Mapping[str, float], *, is_whole: bool = False
) -> tuple[float | None, ...]:
    """Return a share of sums and its interval, with each trial as one observation."""
    whole = sum(totals.values())
    if not whole:
        return None, None, None
    share = sum(parts.values()) / whole
    spread = sum((parts.get(nct_id, 0.0) - share * total) ** 2 for nct_id, total in totals.items())
    squares = sum(total**2 for total in totals.values())
    worth = equal = whole**2 / squares
    if 1e-9 < share < 1 - 1e-9:
        count = sum(total > 0 for total in totals.values())
        # With one trial more, of the mean square size, that is wholly in the segment or outside.
        variance = (spread + share * (1 - share) * squares / count) / (whole * (1 + 1 / count)) ** 2
        worth = share * (1 - share) / variance - 1
    return share, *wilson(share * worth, worth, Z if is_whole else student(equal))


def _starts(land: Landscape, entries: list[Entry]) -> Row:
    last = land.world.as_of.year - 1
    recent = sum(weight for nct_id, weight, *_ in entries if last - 2 <= _year(land, land.studies[nct_id]) <= last)
    earlier = sum(weight for nct_id, weight, *_ in entries if last - 5 <= _year(land, land.studies[nct_id]) <= last - 3)
    return {
        "recent_from_year": last - 2,
        "recent_to_year": last,
        "recent_start_count": recent,
        "earlier_start_count": earlier,
    }


def _year(land: Landscape, study: Study) -> int:
    return study.start.year if study.start and land.has_started(study) else 0


def pipeline_vs_market(land: Landscape) -> Iterator[Row]:
    """Join each count with the report's share interval, then rank the segments of each dimension."""
    rows = list(_compared(land))
    listed = {(row["report"], row["dimension"], row["segment"]): row for row in land.world.rows("segment")}
    for row in rows:
        rivals = [other for other in rows if all(other[key] == row[key] for key in _DIMENSION)]

        def in_pipeline(cell: Row) -> bool:
            named = listed[cell["report"], cell["dimension"], cell["segment"]]
            is_ranked = named["not_mappable"] is None and not named["is_residual"]
            return is_ranked and cell["pipeline_share"] is not None

        def in_market(cell: Row) -> bool:
            return cell["market_share"] is not None and not cell["is_residual"]

        own = ranks(rivals, "pipeline_share", row, in_pipeline, _lies_above)
        market = ranks(rivals, "market_share", row, in_market, partial(order.is_fixed, land))
        names = ("", "_best", "_worst")
        yield {
            **row,
            **{f"pipeline_rank{name}": place for name, place in zip(names, own, strict=True)},
            **{f"market_rank{name}": place for name, place in zip(names, market, strict=True)},
        }


def _lies_above(one: Row, other: Row) -> bool:
    """Return whether the whole interval of the one's pipeline share lies above that of the other."""
    return bool(one["pipeline_share_low"] > other["pipeline_share_high"] + 1e-9)


def order_pair(land: Landscape) -> Iterator[Row]:
    """List the pairs that a report states."""
    yield from order.order_pairs(land, list(pipeline_vs_market(land)))


def segment_verdict(land: Landscape) -> Iterator[Row]:
    """Join the verdicts of all countings."""
    cells: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in pipeline_vs_market(land):
        key = tuple(row[name] for name in ("report", "dimension", "segment", "cohort", "scope"))
        cells.setdefault(key, {})[row["counting"]] = row
    for (report, dimension, segment, cohort, scope), rows in cells.items():
        verdicts = {row["verdict"] for row in rows.values()}
        any_row = next(iter(rows.values()))
        yield {
            "report": report,
            "dimension": dimension,
            "segment": segment,
            "cohort": cohort,
            "scope": scope,
            "segment_title": any_row["segment_title"],
            "segment_position": any_row["segment_position"],
            "is_default_cohort": any_row["is_default_cohort"],
            "verdict": verdicts.pop() if len(verdicts) == 1 else "depends_on_counting",
            "fractional_verdict": rows["fractional"]["verdict"],
            "per_site_verdict": rows["per_site"]["verdict"] if "per_site" in rows else None,
            "not_comparable_reason": any_row["not_comparable_reason"],
        }


_DIMENSION = ("report", "dimension", "cohort", "scope", "counting")


def dimension_vs_market(land: Landscape) -> Iterator[Row]:
    """Compare whole dimensions."""
    yield from white_space.dimension_vs_market(land, list(pipeline_vs_market(land)))


def _compared(land: Landscape) -> Iterator[Row]:
    reports = {row["report"]: row for row in land.world.rows("report")}
    listed = {(row["report"], row["dimension"], row["segment"]): row for row in land.world.rows("segment")}
    shares = {(row["report"], row["dimension"], row["segment"]): row for row in land.world.rows("share_interval")}
    sizes = {
        (row["report"], row["year"]): row["usd_bn"] for row in land.world.rows("market_size") if row["is_headline"]
    }
    cautions = {row["cohort"]: row["caution"] for row in land.world.rows("cohort")}
    reasons = {
        (row["report"], row["dimension"], row["cohort"]): row["reason"] for row in land.world.rows("not_comparable")
    }
    counts = list(segment_pipeline(land))
    for cell in counts:
        if cell["counting"] == "whole" or cell["segment"] == "unclassified":
            continue
        report = reports[cell["report"]]
        given = shares.get((cell["report"], cell["dimension"], cell["segment"]), {"basis": "none", "note": None})
        known = given["basis"] != "none"
        low, point, high = (given[key] if known else None for key in ("low", "point", "high"))
        family = [row for row in counts if all(row[key] == cell[key] for key in _DIMENSION)]
        classified = sum(row["unit_count"] for row in family if row["segment"] != "unclassified")
        share = cell["unit_count"] / classified if classified else None
        (outside,) = [row["unit_count"] for row in family if row["segment"] == "unclassified"]
        trials, loose = _placed(land, cell)
        _, bottom, top = clustered(*_placed_units(land, cell))
        usd = sizes.get((cell["report"], report["base_year"]))
        ratio_low, ratio_high = _over(bottom, high), _over(top, low)
        reason = reasons.get((cell["report"], cell["dimension"], cell["cohort"]))
        is_empty = listed[cell["report"], cell["dimension"], cell["segment"]]["not_mappable"] is not None
        # Nothing is divided by a market that is about something else, or that no trial can be put into.
        divisor = None if reason or is_empty else usd
        weighted = _weighted(land, cell, family)
        if is_empty:
            share = bottom = top = ratio_low = ratio_high = None
            weighted = dict.fromkeys(weighted)
        patients = cell["planned_patient_count"]
        yield {
            **{key: cell[key] for key in ("report", "dimension", "segment", "cohort", "scope", "counting")},
            **{key: cell[key] for key in ("segment_title", "segment_position", "trial_count")},
            "is_residual": listed[cell["report"], cell["dimension"], cell["segment"]]["is_residual"],
            "is_default_cohort": report["default_cohort"] == cell["cohort"],
            "classified_trial_count": trials,
            "unclassified_trial_count": loose,
            "unclassified_share": outside / cell["unit_total"] if cell["unit_total"] else None,
            "pipeline_share": share,
            "pipeline_share_low": bottom,
            "pipeline_share_high": top,
            "market_share": point,
            "market_share_low": low,
            "market_share_high": high,
            "market_basis": given["basis"],
            "market_note": given["note"],
            "density_ratio": None if reason else _over(share, point),
            "density_ratio_low": None if reason else ratio_low,
            "density_ratio_high": None if reason else ratio_high,
            "verdict": "no_trials"
            if is_empty
            else "not_comparable"
            if reason
            else _verdict(high, ratio_low, ratio_high),
            "not_comparable_reason": reason,
            "market_year": report["base_year"],
            "market_usd_bn": _times(usd, point),
            "market_usd_bn_low": _times(usd, low),
            "market_usd_bn_high": _times(usd, high),
            "trials_per_usd_bn": _over(cell["trial_count"], _times(divisor, point)),
            "trials_per_usd_bn_low": _over(cell["trial_count"], _times(divisor, high)),
            "trials_per_usd_bn_high": _over(cell["trial_count"], _times(divisor, low)),
            "planned_patients_per_usd_bn": _over(patients, _times(divisor, point)),
            "planned_patients_per_usd_bn_low": _over(patients, _times(divisor, high)),
            "planned_patients_per_usd_bn_high": _over(patients, _times(divisor, low)),
            **weighted,
            "cohort_caution": cautions[cell["cohort"]],
            **origin(land, cell["report"]),
        }


def _placed(land: Landscape, cell: Row) -> tuple[int, int]:
    """Return how many trials have a place in the cell's dimension, and how many (also) have none."""
    inside = outside = 0
    for nct_id in land.cohort(cell["cohort"]):
        if not land.is_in_scope(nct_id, cell["scope"]):
            continue
        member = land.members.get((nct_id, cell["report"], cell["dimension"]), {})
        held = {place for places in member.values() for place in places or ()}
        sites = len(land.studies[nct_id].sites)
        by_site = cell["counting"] == "per_site"
        inside += bool(held) if by_site else bool(member)
        outside += sites > len(held) if by_site else not member
    return inside, outside


def _placed_units(land: Landscape, cell: Row) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each trial counts in the cell, and in all segments of its dimension."""
    parts, totals = {}, {}
    for nct_id in land.cohort(cell["cohort"]):
        member = land.members.get((nct_id, cell["report"], cell["dimension"]), {})
        by_site = cell["counting"] == "per_site"
        units = {name: float(len(places or ())) if by_site else 1 / len(member) for name, places in member.items()}
        if land.is_in_scope(nct_id, cell["scope"]) and any(units.values()):
            totals[nct_id] = sum(units.values())
            parts[nct_id] = units.get(cell["segment"], 0.0)
    return parts, totals


def _weighted(land: Landscape, cell: Row, family: list[Row]) -> Row:
    """Return the shares of a cell by phase weights and by patients, among the segments of its dimension."""
    weights: dict[str, float] = {row["phase_bucket"]: row["weight"] for row in land.world.rows("phase_weight")}
    trials = [nct_id for nct_id in land.cohort(cell["cohort"]) if land.is_in_scope(nct_id, cell["scope"])]
    by_site = land.is_by_site(cell["report"], cell["dimension"])

    def amount(segment: str) -> float:
        place = (cell["report"], cell["dimension"], segment, cell["counting"], by_site)
        return sum(
            units * weights.get(PHASE_BUCKETS.get(land.studies[nct_id].phases, "other"), 0.0)
            for nct_id, _, units, _, _ in _entries(land, trials, *place)
        )

    named = [row for row in family if row["segment"] != "unclassified"]
    phases = sum(amount(row["segment"]) for row in named)
    patients = sum(row["planned_patient_count"] for row in named)
    return {
        "phase_weighted_share": amount(cell["segment"]) / phases if phases > 1e-9 else None,
        "enrolment_weighted_share": cell["planned_patient_count"] / patients if patients > 1e-9 else None,
    }


def _over(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _times(one: float | None, other: float | None) -> float | None:
    return one * other if one is not None and other is not None else None


def _verdict(market_high: float | None, low: float | None, high: float | None) -> str:
    if not market_high:
        return "no_market_share"
    if low is not None and low > 1:
        return "over_researched"
    return "under_researched" if high is not None and high < 1 else "indistinct"
