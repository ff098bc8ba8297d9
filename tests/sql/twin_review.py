"""Plain-Python twin of the mart that says where a look pays most."""

from collections.abc import Iterator

from tests.support.tables import Row
from tests.support.twins import Landscape


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
