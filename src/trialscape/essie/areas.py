"""The places of the registry's search areas and fields in a record."""

from collections.abc import Iterator, Mapping
from typing import Any

_PROTOCOL = "protocolSection."
_ARMS = "protocolSection.armsInterventionsModule."

FIELDS: Mapping[str, str] = {
    "NCTId": _PROTOCOL + "identificationModule.nctId",
    "BriefTitle": _PROTOCOL + "identificationModule.briefTitle",
    "OfficialTitle": _PROTOCOL + "identificationModule.officialTitle",
    "Acronym": _PROTOCOL + "identificationModule.acronym",
    "LastUpdatePostDate": _PROTOCOL + "statusModule.lastUpdatePostDateStruct.date",
    "BriefSummary": _PROTOCOL + "descriptionModule.briefSummary",
    "DetailedDescription": _PROTOCOL + "descriptionModule.detailedDescription",
    "Condition": _PROTOCOL + "conditionsModule.conditions",
    "Keyword": _PROTOCOL + "conditionsModule.keywords",
    "InterventionType": _ARMS + "interventions.type",
    "InterventionName": _ARMS + "interventions.name",
    "InterventionOtherName": _ARMS + "interventions.otherNames",
    "InterventionDescription": _ARMS + "interventions.description",
    "ArmGroupType": _ARMS + "armGroups.type",
    "ArmGroupLabel": _ARMS + "armGroups.label",
    "ArmGroupDescription": _ARMS + "armGroups.description",
    "EligibilityCriteria": _PROTOCOL + "eligibilityModule.eligibilityCriteria",
    "StudyPopulation": _PROTOCOL + "eligibilityModule.studyPopulation",
    "PrimaryOutcomeMeasure": _PROTOCOL + "outcomesModule.primaryOutcomes.measure",
    "SecondaryOutcomeMeasure": _PROTOCOL + "outcomesModule.secondaryOutcomes.measure",
    "ConditionMeshTerm": "derivedSection.conditionBrowseModule.meshes.term",
    "ConditionAncestorTerm": "derivedSection.conditionBrowseModule.ancestors.term",
    "InterventionMeshTerm": "derivedSection.interventionBrowseModule.meshes.term",
    "InterventionAncestorTerm": "derivedSection.interventionBrowseModule.ancestors.term",
}

# The fields of each area, as the registry's page on search areas lists them.
AREAS: Mapping[str, tuple[str, ...]] = {
    "ConditionSearch": (
        "Condition",
        "BriefTitle",
        "OfficialTitle",
        "ConditionMeshTerm",
        "ConditionAncestorTerm",
        "Keyword",
        "NCTId",
    ),
    "InterventionSearch": (
        "InterventionName",
        "InterventionType",
        "ArmGroupType",
        "InterventionOtherName",
        "BriefTitle",
        "OfficialTitle",
        "ArmGroupLabel",
        "InterventionMeshTerm",
        "Keyword",
        "InterventionAncestorTerm",
        "InterventionDescription",
        "ArmGroupDescription",
    ),
    "InterventionNameSearch": ("InterventionName", "InterventionOtherName"),
    "TitleSearch": ("Acronym", "BriefTitle", "OfficialTitle"),
    "EligibilitySearch": ("EligibilityCriteria", "StudyPopulation"),
    "OutcomeSearch": ("PrimaryOutcomeMeasure", "SecondaryOutcomeMeasure"),
}


_PATHS = {name: path.split(".") for name, path in FIELDS.items()}


def is_area(name: str) -> bool:
    """Return whether ``name`` is an area or a field that can be evaluated here."""
    return name in AREAS or name in FIELDS


def fields_of(area: str) -> tuple[str, ...]:
    """Return the fields of an area; a field is its own."""
    return AREAS.get(area, (area,))


def values(record: Mapping[str, Any], area: str) -> Iterator[str]:
    """Yield the texts of an area or a field, one for each entry of a list."""
    for name in fields_of(area):
        yield from (text for text in _reached(record, _PATHS[name]) if isinstance(text, str))


def _reached(record: Mapping[str, Any], path: list[str]) -> list[Any]:
    """Return what ``path`` leads to; a list on the way, or at its end, counts with each of its entries."""
    nodes: list[Any] = [record]
    for step in path:
        found = [node.get(step) for node in nodes if isinstance(node, dict)]
        nodes = [
            entry
            for node in found
            if node is not None
            for entry in (_flat(node) if isinstance(node, list) else (node,))
        ]
    return nodes


def _flat(entries: list[Any]) -> Iterator[Any]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
