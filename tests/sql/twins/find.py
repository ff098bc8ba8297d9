"""The plain-Python twin of sql/queries/look/find.sql."""

from collections.abc import Sequence

from tests.sql.landscape import PHASE_BUCKETS, Landscape
from tests.support.tables.tables import Row

_ORDER = ("phase_4", "phase_3", "phase_2_3", "phase_2", "phase_1_2", "phase_1", "early_phase_1")
_STANCES = ("not_asked", "consider", "not_stated", "exclude")


def find(land: Landscape, asked: Row) -> list[Row]:
    """Return stance, id, words, match and sites of every trial that fits, in the order of the command."""
    found = [row for nct_id in land.studies if (row := _row(land, nct_id, asked))]
    return sorted(found, key=_rank)


def _rank(row: Row) -> tuple[object, ...]:
    phase = _ORDER.index(row["phase_bucket"]) if row["phase_bucket"] in _ORDER else len(_ORDER)
    return _STANCES.index(row["stance"]), row["cancer_match"] == "any_solid_tumour", phase, row["nct_id"]


def _row(land: Landscape, nct_id: str, asked: Row) -> Row | None:
    study = land.studies[nct_id]
    setting = next(iter(land.labels(nct_id, "ici_setting")), None)
    sites = [site for site in study.sites if _is_there(land.country.get(site.country), asked["countries"])]
    match = _match(land, nct_id, asked)
    fits = (
        asked["statuses"] is None or study.overall_status in asked["statuses"],
        asked["modality"] is None or asked["modality"] in land.labels(nct_id, "modality"),
        asked["phase"] is None or PHASE_BUCKETS.get(study.phases, "other") == asked["phase"],
        asked["countries"] is None or sites,
        match != "none",
    )
    if not all(fits):
        return None
    return {
        "stance": _stance(setting, asked["history"]),
        "nct_id": nct_id,
        "phase_bucket": PHASE_BUCKETS.get(study.phases, "other"),
        "words": sorted({row["quote"] for row in _evidence(land, nct_id, "ici_setting") if row["label"] == setting}),
        "cancer_match": match,
        "site_count": len(sites),
        "recruiting_site_count": sum(site.status == "RECRUITING" for site in sites),
        "cities": sorted({site.city for site in sites if site.city}),
    }


def _is_there(country: str | None, countries: Sequence[str] | None) -> bool:
    return countries is None or country in countries


def _evidence(land: Landscape, nct_id: str, axis: str) -> list[Row]:
    return [row for row in land.world.rows("evidence") if (row["nct_id"], row["axis"]) == (nct_id, axis)]


def _match(land: Landscape, nct_id: str, asked: Row) -> str | None:
    """Return how the cancer matches: "named", "any_solid_tumour", "none"; None when no cancer is asked for."""
    if asked["labels"] is None:
        return None
    labels = land.labels(nct_id, "cancer")
    terms = [row["term"] for row in _evidence(land, nct_id, "cancer")]
    if set(asked["labels"]) & set(labels) or set(asked["diseases"]) & set(terms):
        return "named"
    return "any_solid_tumour" if asked["takes_basket"] and "pan_tumour" in labels else "none"


def _stance(setting: str | None, history: str | None) -> str:
    if history is None:
        return "not_asked"
    if setting in (None, "unspecified"):
        return "not_stated"
    accepted = {"refractory": ("required", "allowed"), "naive": ("excluded", "allowed")}[history]
    return "consider" if setting in accepted else "exclude"
