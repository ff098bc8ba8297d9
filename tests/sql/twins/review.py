"""Plain-Python twins of the marts about curators: where a look pays most, and how often they agree with the rules."""

from collections import Counter
from collections.abc import Iterator

from tests.sql.landscape import Landscape
from tests.support.tables.tables import Row


def review(land: Landscape) -> Iterator[Row]:
    """One row for each active trial and axis whose labels move a published figure."""
    influences: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for nct_id, axis, influence, figure in _used(land):
        influences.setdefault((nct_id, axis), []).append((-influence, figure))
    for (nct_id, axis), found in influences.items():
        given = [row for row in land.world.rows("verdict") if (row["nct_id"], row["axis"]) == (nct_id, axis)]
        sure: dict[str, float] = {}
        for row in given:
            if row["confidence"] is not None:
                sure[row["label"]] = max(row["confidence"], sure.get(row["label"], 0.0))
        if not sure:
            continue
        influence, figure = min(found)
        confidence = min(sure.values())
        yield {
            "nct_id": nct_id,
            "axis": axis,
            "labels": sorted(sure),
            "confidence": confidence,
            "influence": -influence,
            "figure": figure,
            "priority": -influence * (1 - confidence),
            "quotes": list(_quotes(land, nct_id, axis)),
            "brief_title": land.studies[nct_id].brief_title or None,
        }


def curator_agreement(land: Landscape) -> Iterator[Row]:
    """One row for each axis that a curator decided for a tracked trial."""
    sides: dict[str, dict[str, dict[str, set[str]]]] = {}
    for row in land.world.rows("curated_label"):
        if row["nct_id"] in land.studies:
            both = sides.setdefault(row["axis"], {}).setdefault(row["nct_id"], {"curator": set(), "rules": set()})
            both[row["given_by"]] |= {row["label"]} - {""}
    for axis, trials in sides.items():
        same = [nct_id for nct_id, both in trials.items() if both["curator"] == both["rules"]]
        observed = len(same) / len(trials)
        yield {
            "axis": axis,
            "trial_count": len(trials),
            "agreed_trial_count": len(same),
            "agreement": observed,
            "kappa": _kappa(observed, *(_shares(trials, side) for side in ("curator", "rules"))),
            "differing_nct_ids": sorted(trials.keys() - set(same)),
        }


def _shares(trials: dict[str, dict[str, set[str]]], side: str) -> dict[frozenset[str], float]:
    counts = Counter(frozenset(both[side]) for both in trials.values())
    return {labels: count / len(trials) for labels, count in counts.items()}


def _kappa(observed: float, one: dict[frozenset[str], float], other: dict[frozenset[str], float]) -> float | None:
    """Return Cohen's kappa as in its definition: the observed agreement beyond chance, over the most it could be."""
    if min(len(one), len(other)) < 2:
        return None
    by_chance = sum(share * other.get(labels, 0.0) for labels, share in one.items())
    return (observed - by_chance) / (1 - by_chance)


def _used(land: Landscape) -> Iterator[tuple[str, str, float, str]]:
    for report in land.world.rows("report"):
        cohort = report["default_cohort"]
        active = [nct_id for nct_id in land.cohort(cohort) if land.is_in_scope(nct_id, "active")]
        for name, dimension in land.dimensions:
            if name != report["report"] or report["kind"] != "market":
                continue
            placed = [nct_id for nct_id in active if (nct_id, name, dimension) in land.members]
            axes = {rule["axis"] for rule in land.rules(name, dimension)}
            for nct_id in placed:
                weight = 1 / len(land.members[nct_id, name, dimension])
                yield from ((nct_id, axis, weight / len(placed), f"{name}/{dimension}") for axis in axes)
        if report["kind"] == "market" and active:
            rules = {row["axis"] for row in land.world.rows("cohort_rule") if row["cohort"] == cohort}
            for nct_id in land.studies:
                if land.is_in_scope(nct_id, "active"):
                    yield from ((nct_id, axis, 1 / len(active), f"{report['report']}/{cohort}") for axis in rules)


def _quotes(land: Landscape, nct_id: str, axis: str) -> Iterator[str]:
    rows = [row for row in land.world.rows("evidence") if (row["nct_id"], row["axis"]) == (nct_id, axis)]
    for label in sorted({row["label"] for row in rows}):
        yield min((row["quote"] for row in rows if row["label"] == label), key=lambda quote: (len(quote), quote))
