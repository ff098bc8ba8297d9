"""Groups of words, and the areas of the registry in which they are looked for."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from trialscape.config.files.file_reader import Strict

# The registry's own names: search areas first, then single fields.
Area = Literal[
    "InterventionSearch",
    "InterventionNameSearch",
    "ConditionSearch",
    "TitleSearch",
    "EligibilitySearch",
    "OutcomeSearch",
    "BriefTitle",
    "OfficialTitle",
    "Acronym",
    "BriefSummary",
    "DetailedDescription",
    "Condition",
    "ConditionMeshTerm",
    "ConditionAncestorTerm",
    "Keyword",
    "InterventionName",
    "InterventionOtherName",
    "InterventionDescription",
    "InterventionMeshTerm",
    "InterventionAncestorTerm",
    "ArmGroupLabel",
    "ArmGroupDescription",
    "EligibilityCriteria",
]
# How far the registry may stretch a word: not at all (case counts), to spelling variants, or to synonyms.
Expansion = Literal["None", "Term", "Concept"]
EXACT: Expansion = "None"
# Shorter words would match half the registry unless their case counts.
SHORTEST_FREE_TERM = 4


def letters(term: str) -> int:
    """Return how many letters and digits ``term`` holds."""
    return len(term) if term.isalnum() else sum(map(str.isalnum, term))


def _searchable(term: str) -> str:
    if not letters(term):
        raise ValueError("must hold a letter or a digit")
    return term


Term = Annotated[str, AfterValidator(_searchable)]


class TermGroup(Strict):
    """Words that are looked for in the same areas with the same expansion; "" leaves it to the registry's default."""

    areas: tuple[Area, ...] = Field(min_length=1)
    terms: tuple[Term, ...] = Field(min_length=1)
    expansion: Expansion | Literal[""] = ""
