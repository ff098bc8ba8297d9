"""Records in the form of API v2, with everything that a test does not care about left out, as the registry does."""

from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]


def make_record(
    nct_id: str = "NCT00000001",
    *,
    title: str = "A trial",
    status: str = "RECRUITING",
    phases: Sequence[str] | None = ("PHASE2",),
    start: str = "2024-01-15",
    primary_completion: str = "",
    primary_completion_kind: str = "ESTIMATED",
    enrolment: int | None = None,
    sponsor: str = "A University",
    sponsor_class: str = "OTHER",
    collaborators: Sequence[str] = (),
    conditions: Sequence[str] = (),
    keywords: Sequence[str] = (),
    interventions: Sequence[tuple[str, str]] = (),
    arms: Sequence[tuple[str, str, Sequence[str]]] = (),
    sites: Sequence[tuple[str, str]] = (),
    eligibility: str = "",
    has_results: bool = False,
    last_update_posted: str = "",
    extra: Record | None = None,
) -> Record:
    """Return one study object. ``interventions`` are (type, name), ``arms`` (type, label, intervention names),
    ``sites`` (facility, country); an empty value leaves its key out. ``extra`` is laid over the protocol section,
    module by module.
    """
    protocol: Record = {
        "identificationModule": {"nctId": nct_id, "briefTitle": title},
        "statusModule": {
            "overallStatus": status,
            "startDateStruct": {"date": start},
            "primaryCompletionDateStruct": {"date": primary_completion, "type": primary_completion_kind}
            if primary_completion
            else {},
            "lastUpdatePostDateStruct": {"date": last_update_posted},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": sponsor, "class": sponsor_class} if sponsor else {},
            "collaborators": [{"name": name, "class": "OTHER"} for name in collaborators],
        },
        "conditionsModule": {"conditions": list(conditions), "keywords": list(keywords)},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": list(phases or ()),
            "enrollmentInfo": {"count": enrolment, "type": "ESTIMATED"} if enrolment is not None else {},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": label, "type": kind, "interventionNames": list(of)} for kind, label, of in arms],
            "interventions": [{"type": kind, "name": name} for kind, name in interventions],
        },
        "eligibilityModule": {"eligibilityCriteria": eligibility},
        "contactsLocationsModule": {
            "locations": [{"facility": facility, "country": country} for facility, country in sites]
        },
    }
    for module, content in (extra or {}).items():
        protocol[module] = {**protocol.get(module, {}), **content}
    record = _without_empty({"protocolSection": protocol, "derivedSection": {}})
    return {**record, "hasResults": has_results}


def _without_empty(value: Any) -> Any:
    """Drop empty texts, lists and objects at every depth, because the API omits them."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
