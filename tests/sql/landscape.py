"""The marts again, in slow plain Python: one function a mart, from the same world, sharing no code with the SQL.

Records are read by ``trialscape.study``, so that the SQL's reading of the JSON is compared with it as well.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import product

from tests.support.tables.tables import Row, World, nct_id_of
from trialscape.study.dates import PartialDate
from trialscape.study.decode.parse import parse_study
from trialscape.study.model import Study

SITE_AXES = ("country", "end_user")
Z = 1.959963984540054

STATUS_GROUPS = {
    "": "none",
    **dict.fromkeys(("NOT_YET_RECRUITING", "RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING"), "active"),
    "COMPLETED": "completed",
    "TERMINATED": "stopped",
    "WITHDRAWN": "stopped",
    "SUSPENDED": "suspended",
    "UNKNOWN": "unknown",
    **dict.fromkeys(
        ("AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING"), "expanded_access"
    ),
    "WITHHELD": "withheld",
}
PHASE_BUCKETS = {
    (): "none",
    ("EARLY_PHASE1",): "early_phase_1",
    ("PHASE1",): "phase_1",
    ("PHASE1", "PHASE2"): "phase_1_2",
    ("PHASE2",): "phase_2",
    ("PHASE2", "PHASE3"): "phase_2_3",
    ("PHASE3",): "phase_3",
    ("PHASE4",): "phase_4",
    ("NA",): "not_applicable",
}


SCOPES = ("active", "late", "all")
_LATE = ("phase_2_3", "phase_3", "phase_4")


def first_day(date: PartialDate | None) -> object:
    """Return the first day that a date can mean."""
    return date.first_day if date else None


def wilson(hits: float, trials: float, z: float = Z) -> tuple[float, float]:
    """Return the 95 % Wilson score interval in its textbook form."""
    share = hits / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(max(0.0, share * (1 - share)) / trials + z * z / (4 * trials * trials))
    return max(0.0, centre - half), min(1.0, centre + half)


def student(freedom: float) -> float:
    """Return Student's quantile of 0.975 by its series; at least one degree of freedom."""
    n, z = max(freedom, 1.0), Z
    terms = [
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    ]
    return z + sum(term / n**power for power, term in enumerate(terms, start=1))


class Landscape:
    """A world's tracked trials with their labels, cohorts and segments, looked up one by one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hits = {(row["search"], row["nct_id"]): row for row in world.rows("search_hit")}
        self.open = {key for key, row in self.hits.items() if row["left_at"] is None}
        held = {nct_id for _, nct_id in self.open}
        studies = [parse_study(record)[0] for record in world.records if nct_id_of(record) in held]
        self.studies = {study.nct_id: study for study in studies}
        self.iso2 = {row["spelling"]: row["iso2"] for row in world.rows("country")}
        self.country = {row["spelling"]: row["name"] for row in world.rows("country")}

    @cached_property
    def site_labels(self) -> dict[tuple[str, int], dict[str, Row]]:
        """Return, by trial and position, the labels of each site by axis."""
        classes = {(row["facility"], row["country"]): row for row in self.world.rows("site_class")}
        found: dict[tuple[str, int], dict[str, Row]] = {}
        for study in self.studies.values():
            for position, site in enumerate(study.sites):
                labels: dict[str, Row] = {}
                if site.country in self.iso2:
                    row = {"label": self.iso2[site.country], "rule": "country_spelling", "quote": site.country}
                    labels["country"] = {**row, "is_default": False, "field": f"sites[{position}].country"}
                if (site.facility, site.country) in classes:
                    row = classes[site.facility, site.country]
                    field = {"label": row["end_user"], "field": f"sites[{position}].facility"}
                    labels["end_user"] = {**row, **field, "quote": row["quote"] or None}
                found[study.nct_id, position] = labels
        return found

    def labels(self, nct_id: str, axis: str) -> list[str]:
        """Return a trial's labels on an axis, those of its sites included, sorted."""
        given = {row["label"] for row in self.world.rows("verdict") if (row["nct_id"], row["axis"]) == (nct_id, axis)}
        return sorted(given | {sites[axis]["label"] for sites in self.sites(nct_id) if axis in sites})

    def sites(self, nct_id: str) -> list[dict[str, Row]]:
        """Return the labels of each site of a trial."""
        return [labels for (owner, _), labels in self.site_labels.items() if owner == nct_id]

    def obeys(self, nct_id: str, rules: list[Row]) -> bool:
        """Return whether the trial has a listed label on every listed axis and no excluded one."""
        if any(rule["is_excluded"] and rule["label"] in self.labels(nct_id, rule["axis"]) for rule in rules):
            return False
        axes = {rule["axis"] for rule in rules if not rule["is_excluded"]}
        return all(set(self.labels(nct_id, axis)) & _wanted(rules, axis) for axis in axes)

    def cohort(self, cohort: str) -> list[str]:
        """Return the trials of a cohort."""
        rules = [rule for rule in self.world.rows("cohort_rule") if rule["cohort"] == cohort]
        return [nct_id for nct_id in self.studies if self.obeys(nct_id, rules)]

    def is_in_scope(self, nct_id: str, scope: str) -> bool:
        """Return whether a trial counts as pipeline in a scope."""
        study = self.studies[nct_id]
        is_active = STATUS_GROUPS.get(study.overall_status) == "active"
        is_late = PHASE_BUCKETS.get(study.phases) in _LATE
        return scope == "all" or (is_active and (scope == "active" or is_late))

    @cached_property
    def dimensions(self) -> list[tuple[str, str]]:
        """Return report and dimension of all segments."""
        return sorted({(row["report"], row["dimension"]) for row in self.world.rows("segment")})

    def rules(self, report: str, dimension: str, segment: str = "") -> list[Row]:
        """Return the rules of a segment, or of a whole dimension."""
        rows = [
            row for row in self.world.rows("segment_rule") if (row["report"], row["dimension"]) == (report, dimension)
        ]
        return [row for row in rows if segment in ("", row["segment"])]

    @cached_property
    def members(self) -> dict[tuple[str, str, str], dict[str, list[int] | None]]:
        """Return by trial, report and dimension the segments, each with the positions of its sites or None."""
        found: dict[tuple[str, str, str], dict[str, list[int] | None]] = {}
        for nct_id, row in product(self.studies, self.world.rows("segment")):
            rules = self.rules(row["report"], row["dimension"], row["segment"])
            is_in, places = self._judge(nct_id, rules)
            if is_in:
                found.setdefault((nct_id, row["report"], row["dimension"]), {})[row["segment"]] = places
        return found

    def _judge(self, nct_id: str, rules: list[Row]) -> tuple[bool, list[int] | None]:
        wanted = [rule for rule in rules if not rule["is_excluded"]]
        if not wanted:
            return False, None
        if not any(rule["axis"] in SITE_AXES for rule in wanted):
            return self.obeys(nct_id, rules), None
        at_site = [rule for rule in rules if rule["axis"] in SITE_AXES]
        places = [place for place, labels in enumerate(self.sites(nct_id)) if _site_obeys(labels, at_site)]
        rest = [rule for rule in rules if rule["axis"] not in SITE_AXES]
        return bool(places) and self.obeys(nct_id, rest), places

    def is_by_site(self, report: str, dimension: str) -> bool:
        """Return whether any segment of a dimension has a country or an end user."""
        rules = self.rules(report, dimension)
        return any(rule["axis"] in SITE_AXES and not rule["is_excluded"] for rule in rules)

    def parent(self, study: Study) -> str | None:
        """Return the companies of a trial's sponsors."""
        if study.lead_sponsor is None or not study.lead_sponsor.name:
            return None
        for row in self.world.rows("sponsor_company"):
            if (row["nct_id"], row["role"], row["name"]) == (study.nct_id, "lead", study.lead_sponsor.name):
                return str(row["parent"] or row["company"] or study.lead_sponsor.name)
        return study.lead_sponsor.name

    def has_started(self, study: Study) -> bool:
        """Return whether a trial has a start date that has come, and was not withdrawn."""
        if study.start is None or study.overall_status == "WITHDRAWN":
            return False
        return study.start.first_day <= self.world.as_of


def _wanted(rules: Iterable[Row], axis: str) -> set[str]:
    return {rule["label"] for rule in rules if rule["axis"] == axis and not rule["is_excluded"]}


def _site_obeys(labels: dict[str, Row], rules: list[Row]) -> bool:
    if any(rule["is_excluded"] and axis_label(labels, rule["axis"]) == rule["label"] for rule in rules):
        return False
    axes = {rule["axis"] for rule in rules if not rule["is_excluded"]}
    return all(axis_label(labels, axis) in _wanted(rules, axis) for axis in axes)


def axis_label(labels: dict[str, Row], axis: str) -> str | None:
    """Return a site's label on an axis."""
    return labels[axis]["label"] if axis in labels else None


def origin(land: Landscape, report: str) -> Row:
    """Return what every figure about a report carries: versions of report and rules, and the snapshot."""
    (version,) = [row["version"] for row in land.world.rows("report") if row["report"] == report]
    return {"report_version": version, "snapshot_id": "snap", "rule_version": "rules-1"}


Twin = Callable[[Landscape], Iterator[Row]]
