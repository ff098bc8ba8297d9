"""Changes over real day-to-day versions: every real one is found, and none is raised where nothing changed."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from tests.changes.test_changes import lens
from tests.support.folders.archive_kit import shared_lines
from tests.support.records.trials import config
from trialscape.changes.study_diff import study_differences
from trialscape.study.decode.parse import parse_study

Record = dict[str, Any]


def pairs(name: str) -> Iterator[tuple[Record, Record]]:
    lines = sorted(shared_lines(name), key=lambda line: (line["nct"], line["seen"], line.get("seq", 0)))
    for _, versions in groupby(lines, key=lambda line: line["nct"]):
        yield from ((old["study"], new["study"]) for old, new in pairwise(versions))


def kinds(old: Record, new: Record) -> set[str]:
    return {change.kind for change in study_differences(parse_study(old)[0], parse_study(new)[0], lens())}


def raw_kinds(old: Record, new: Record) -> set[str]:
    """Return the kinds that raw JSON, read without any of the product's code, gives reason for."""
    reported = [views(record) for record in (old, new)]
    return {kind for kind in reported[0] if reported[0][kind] != reported[1][kind]}


def content_of(item: Record) -> list[tuple[str, Any]]:
    """Return an arm or intervention in an order that means nothing, without a field that a collector added."""
    kept = {key: value for key, value in item.items() if key != "interventionMappedName"}
    return sorted((key, sorted(value) if isinstance(value, list) else value) for key, value in kept.items())


def views(record: Record) -> dict[str, Any]:
    """Return what each kind is about, taken straight from the JSON."""
    modules = record["protocolSection"]

    def at(*path: str) -> Any:
        value: Any = modules
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def date(name: str) -> Any:
        struct = at("statusModule", f"{name}DateStruct") or {}
        return struct.get("date"), struct.get("type")

    sites = at("contactsLocationsModule", "locations") or []
    spelled = {spelling: row.iso2 for row in config().countries for spelling in row.spellings}
    where = [(item.get("facility"), item.get("city"), item.get("country")) for item in sites]
    folded = {(facility, city, spelled.get(country, country)) for facility, city, country in where}
    status = {(place, item.get("status")) for place, item in zip(where, sites, strict=True)}
    eligible = at("eligibilityModule") or {}
    words = re.findall(r"\w+", str(eligible.get("eligibilityCriteria")).replace("\\", ""))
    arms = at("armsInterventionsModule", "armGroups") or []
    treated = at("armsInterventionsModule", "interventions") or []
    outcomes = at("outcomesModule") or {}
    return {
        "status": at("statusModule", "overallStatus"),
        "stop_reason": at("statusModule", "whyStopped"),
        "phase": at("designModule", "phases"),
        "enrolment": at("designModule", "enrollmentInfo"),
        "start": date("start"),
        "primary_completion": date("primaryCompletion"),
        "completion": date("completion"),
        "sponsor": at("sponsorCollaboratorsModule", "leadSponsor", "name"),
        "collaborators": {item["name"] for item in at("sponsorCollaboratorsModule", "collaborators") or []},
        # A drug in other letters ("I-DxD", "I-DXd") is the same drug.
        "arms": sorted(str(content_of(item)).casefold() for item in arms),
        "interventions": sorted(str(content_of(item)) for item in treated),
        "countries": {place[2] for place in folded},
        "sites": folded,
        "site_status": status if status else None,
        "criteria": (words, eligible.get("minimumAge"), eligible.get("maximumAge"), eligible.get("sex")),
        "results": (record.get("hasResults", False), at("statusModule", "resultsFirstPostDateStruct", "date")),
        "primary_outcomes": [
            (item.get("measure"), item.get("timeFrame")) for item in outcomes.get("primaryOutcomes", [])
        ],
        "outcomes": [(item.get("measure"), item.get("timeFrame")) for item in outcomes.get("secondaryOutcomes", [])],
        "title": at("identificationModule", "briefTitle"),
        "conditions": set(at("conditionsModule", "conditions") or []),
        "description": at("descriptionModule"),
    }


def test_every_real_change_is_found_and_no_other() -> None:
    wrong, total, raised = [], 0, 0
    for old, new in pairs("ctgov-versions.jsonl.gz"):
        total += 1
        expected, actual = raw_kinds(old, new), kinds(old, new)
        raised += bool(actual)
        actual = {"criteria" if kind in ("prior_therapy", "eligibility") else kind for kind in actual}
        # Added and removed sites have statuses too; only changed statuses of other sites are a separate change.
        loose = {"site_status"} if "sites" in expected else set()
        if actual - loose != expected - loose:
            wrong.append((new["protocolSection"]["identificationModule"]["nctId"], actual ^ expected))
    assert (total, wrong) == (72, [])
    # The other twenty differ in derived terms, references, links, sharing statements or post dates only.
    assert raised == 52


def test_pairs_that_differ_only_in_noise_give_no_change() -> None:
    # The lines come two by two; four trials have two such pairs, between which the record did change.
    bodies = [line["study"] for line in shared_lines("ctgov-version-noise.jsonl.gz")]
    noise = list(zip(bodies[::2], bodies[1::2], strict=True))
    assert len(noise) == 119
    assert [kinds(old, new) for old, new in noise if kinds(old, new)] == []


def test_changes_between_two_pairs_of_noise_are_found() -> None:
    raised = [kinds(old, new) for old, new in pairs("ctgov-version-noise.jsonl.gz") if kinds(old, new)]
    # Of the four such trials one changed in its references only.
    assert raised == [{"countries", "sites"}, {"site_status"}, {"site_status", "sites"}]
