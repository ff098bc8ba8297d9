"""The searches that define what is tracked: words, and the areas of the registry in which each is looked for.

A search holds groups of words. A trial is found when it matches any word of any group of ``any_of`` in one of that
group's areas, and lies in every population that the search is kept ``within``. Words are plain text; turning them into
the registry's query language is the business of ``registry``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_toml, spelling_hint
from trialscape.errors import Fault

SEARCHES_FILE = "searches.toml"

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

_SHORTEST_FREE_TERM = 4


def _searchable(term: str) -> str:
    if not any(character.isalnum() for character in term):
        raise ValueError("must hold a letter or a digit")
    return term


Term = Annotated[str, AfterValidator(_searchable)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=10)]
Labels = Annotated[tuple[str, ...], Field(min_length=1)]
Axes = Mapping[str, frozenset[str]]


class TermGroup(Strict):
    """Words that are looked for in the same areas with the same expansion; "" leaves it to the registry's default."""

    areas: tuple[Area, ...] = Field(min_length=1)
    terms: tuple[Term, ...] = Field(min_length=1)
    expansion: Expansion | Literal[""] = ""


class Population(Strict):
    """A named set of trials that searches can be kept within, such as trials in cancer."""

    id: Identifier
    why: Sentence
    any_of: tuple[TermGroup, ...] = Field(min_length=1)


class _Entry(Strict):
    id: Identifier
    title: str = Field(min_length=3)
    why: Sentence
    within: tuple[Identifier, ...] = ()
    confirmed_by: Mapping[str, Labels] = Field(default_factory=dict)
    any_of: tuple[TermGroup, ...] = Field(min_length=1)


class _File(Strict):
    populations: tuple[Population, ...] = ()
    searches: tuple[_Entry, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Search:
    """One search: any group of ``any_of``, and in addition any group of each population in ``within``.

    ``confirmed_by`` names, by axis, the classifier labels of which a trial must bear one on each axis to be a true hit.
    """

    id: str
    title: str
    why: str
    any_of: tuple[TermGroup, ...]
    within: tuple[Population, ...] = ()
    confirmed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_searches(folder: Path, axes: Axes | None = None) -> tuple[tuple[Search, ...], list[Fault]]:
    """Read ``searches.toml`` of a config folder; the tuple is empty when there are faults.

    ``axes`` holds the labels of every axis; with it, those of ``confirmed_by`` are checked as well.
    """
    content, faults = read_toml(folder / SEARCHES_FILE, _File, file=SEARCHES_FILE)
    if content is None:
        return (), faults
    faults = _cross_faults(content) + (_label_faults(content, axes) if axes is not None else [])
    if faults:
        return (), faults
    populations = {population.id: population for population in content.populations}
    return tuple(
        Search(
            entry.id,
            entry.title,
            entry.why,
            entry.any_of,
            tuple(populations[name] for name in entry.within),
            entry.confirmed_by,
        )
        for entry in content.searches
    ), []


def _cross_faults(content: _File) -> list[Fault]:
    faults = duplicate_id_faults(content.searches, lambda item: str(item.id), file=SEARCHES_FILE, what="id")
    faults += duplicate_id_faults(content.populations, lambda item: str(item.id), file=SEARCHES_FILE, what="id")
    known = [population.id for population in content.populations]
    used = {name for entry in content.searches for name in entry.within}
    for entry in content.searches:
        for name in entry.within:
            if name not in known:
                problem = f"population '{name}' does not exist" + spelling_hint(name, known)
                faults.append(Fault(SEARCHES_FILE, entry.id, "within", problem, ", ".join(known)))
        faults += _term_faults(entry.id, entry.any_of)
    for population in content.populations:
        if population.id not in used:
            faults.append(Fault(SEARCHES_FILE, population.id, "id", "no search is kept within this population"))
        faults += _term_faults(population.id, population.any_of)
    return faults


def _label_faults(content: _File, axes: Axes) -> list[Fault]:
    faults = []
    for entry in content.searches:
        for axis, labels in entry.confirmed_by.items():
            if axis not in axes:
                problem = f"axis '{axis}' does not exist" + spelling_hint(axis, list(axes))
                faults.append(Fault(SEARCHES_FILE, entry.id, "confirmed_by", problem, ", ".join(sorted(axes))))
                continue
            known = sorted(axes[axis])
            for label in (name for name in labels if name not in axes[axis]):
                problem = f"label '{label}' of axis '{axis}' does not exist" + spelling_hint(label, known)
                faults.append(Fault(SEARCHES_FILE, entry.id, "confirmed_by", problem, ", ".join(known)))
    return faults


def _term_faults(item: str, groups: tuple[TermGroup, ...]) -> list[Fault]:
    """Find words that stand twice in one area, and acronyms so short that they would match half the registry."""
    faults = []
    seen: set[tuple[str, str]] = set()
    for group in groups:
        for term in group.terms:
            short = sum(character.isalnum() for character in term) < _SHORTEST_FREE_TERM
            if short and group.expansion != "None":
                problem = f"'{term}' is so short that its group needs expansion = \"None\""
                faults.append(Fault(SEARCHES_FILE, item, "terms", problem))
            # Without expansion upper and lower case differ, so "TIL" and "Til" are two words there.
            spelling = term if group.expansion == "None" else term.lower()
            if any((area, spelling) in seen for area in group.areas):
                faults.append(Fault(SEARCHES_FILE, item, "terms", f"'{term}' stands twice for the same area"))
            seen.update((area, spelling) for area in group.areas)
    return faults
