"""The searches that define what is tracked: words, drugs, and the areas of the registry in which each is looked for.

A trial is found when it matches any word of any group of ``any_of`` in one of that group's areas, and lies in every
population that the search is kept ``within``. ``drugs`` adds the names of agents from ``terms/agents.csv``. Words are
plain text; ``registry`` turns them into the registry's query language.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_toml, spelling_hint
from trialscape.config.tracking.search_drugs import DrugNames
from trialscape.config.tracking.search_words import EXACT, SHORTEST_FREE_TERM, TermGroup, letters
from trialscape.config.vocabularies.terms import AgentRow
from trialscape.errors import Fault

SEARCHES_FILE = "searches.toml"

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=10)]
Labels = Annotated[tuple[str, ...], Field(min_length=1)]
Axes = Mapping[str, frozenset[str]]


class _Population(Strict):
    id: Identifier
    why: Sentence
    confirmed_by: Mapping[str, Labels] = Field(default_factory=dict)
    drugs: tuple[DrugNames, ...] = ()
    any_of: tuple[TermGroup, ...] = ()

    def groups(self, agents: tuple[AgentRow, ...]) -> tuple[TermGroup, ...]:
        """Return the written groups, and those of the drugs."""
        return self.any_of + tuple(group for drugs in self.drugs for group in drugs.groups(agents, self.any_of))


class _Entry(_Population):
    title: str = Field(min_length=3)
    serves: tuple[Identifier, ...] = ()
    within: tuple[Identifier, ...] = ()


class _File(Strict):
    populations: tuple[_Population, ...] = ()
    searches: tuple[_Entry, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Population:
    """A named set of trials that searches can be kept within, such as trials in cancer."""

    id: str
    why: str
    any_of: tuple[TermGroup, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """One search: any group of ``any_of``, and in addition any group of each population in ``within``.

    ``confirmed_by`` names, by axis, the classifier labels of which a trial must have one on each axis to be a true hit;
    those of its populations are among them. ``serves`` names the cohorts that it is asked for; the labels of a trial
    alone decide which cohorts it is in. ``named_agents`` are the only drugs meant, where the search is for some of a
    kind.
    """

    id: str
    title: str
    why: str
    any_of: tuple[TermGroup, ...]
    within: tuple[Population, ...] = ()
    confirmed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    named_agents: frozenset[str] = frozenset()


def load_searches(
    folder: Path, agents: tuple[AgentRow, ...], axes: Axes | None = None, cohorts: AbstractSet[str] | None = None
) -> tuple[tuple[Search, ...], list[Fault]]:
    """Read ``searches.toml`` of a config folder; the tuple is empty when there are faults.

    ``agents`` are those whose names the searches ask for. ``axes`` holds the labels of every axis, and ``cohorts`` the
    ids of all cohorts; with them, ``confirmed_by`` and ``serves`` are checked as well.
    """
    content, faults = read_toml(folder / SEARCHES_FILE, _File, file=SEARCHES_FILE)
    if content is None:
        return (), faults
    faults = _cross_faults(content, agents) + (_label_faults(content, axes) if axes is not None else [])
    faults += _cohort_faults(content, cohorts) if cohorts is not None else []
    if faults:
        return (), faults
    groups = {item.id: Population(item.id, item.why, item.groups(agents)) for item in content.populations}
    named = {item.id: item for item in content.populations}
    return tuple(
        _search(entry, agents, [(named[name], groups[name]) for name in entry.within]) for entry in content.searches
    ), []


def _search(entry: _Entry, agents: tuple[AgentRow, ...], within: list[tuple[_Population, Population]]) -> Search:
    is_part = any(drugs.is_part for drugs in entry.drugs)
    return Search(
        entry.id,
        entry.title,
        entry.why,
        entry.groups(agents),
        tuple(population for _, population in within),
        _together([item.confirmed_by for item in (entry, *(written for written, _ in within))]),
        entry.serves,
        frozenset(name for drugs in entry.drugs if is_part for name in drugs.agents(agents)),
    )


def _together(labels: list[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Return, by axis, the labels that satisfy every mapping which names the axis."""
    joined: dict[str, tuple[str, ...]] = {}
    for mapping in labels:
        for axis, names in mapping.items():
            joined[axis] = tuple(name for name in joined.get(axis, names) if name in names)
    return joined


def _cross_faults(content: _File, agents: tuple[AgentRow, ...]) -> list[Fault]:
    faults = duplicate_id_faults(content.searches, lambda item: str(item.id), file=SEARCHES_FILE, what="id")
    faults += duplicate_id_faults(content.populations, lambda item: str(item.id), file=SEARCHES_FILE, what="id")
    known = [population.id for population in content.populations]
    used = {name for entry in content.searches for name in entry.within}
    for entry in content.searches:
        for name in entry.within:
            if name not in known:
                problem = f"population '{name}' does not exist" + spelling_hint(name, known)
                faults.append(Fault(SEARCHES_FILE, entry.id, "within", problem, ", ".join(known)))
        faults += _word_faults(entry, agents)
        joined = _together(
            [entry.confirmed_by, *(item.confirmed_by for item in content.populations if item.id in entry.within)]
        )
        for axis in (axis for axis, labels in joined.items() if not labels):
            problem = f"no label of axis '{axis}' satisfies the search and its populations"
            faults.append(Fault(SEARCHES_FILE, entry.id, "confirmed_by", problem))
    for population in content.populations:
        if population.id not in used:
            faults.append(Fault(SEARCHES_FILE, population.id, "id", "no search uses this population"))
        faults += _word_faults(population, agents)
    return faults


def _label_faults(content: _File, axes: Axes) -> list[Fault]:
    faults = []
    for entry in (*content.searches, *content.populations):
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


def _cohort_faults(content: _File, cohorts: AbstractSet[str]) -> list[Fault]:
    known = sorted(cohorts)
    return [
        Fault(
            SEARCHES_FILE,
            entry.id,
            "serves",
            f"cohort '{name}' does not exist" + spelling_hint(name, known),
            ", ".join(known),
        )
        for entry in content.searches
        for name in entry.serves
        if name not in cohorts
    ]


def _word_faults(item: _Population, agents: tuple[AgentRow, ...]) -> list[Fault]:
    """Find an entry without words, drugs that do not exist, and words that cannot be searched."""
    if not item.drugs and not item.any_of:
        return [Fault(SEARCHES_FILE, item.id, "any_of", "the key is missing, and so is drugs; give one of them")]
    # Without agents their file has faults, which are reported there.
    drugs = [fault for drugs in item.drugs if agents for fault in drugs.faults(agents, SEARCHES_FILE, item.id)]
    return drugs + _term_faults(item.id, item.any_of)


def _term_faults(item: str, groups: tuple[TermGroup, ...]) -> list[Fault]:
    """Find words listed twice for one area, and acronyms so short that they would match half the registry."""
    faults = []
    seen: set[tuple[str, str]] = set()
    for group in groups:
        for term in group.terms:
            if letters(term) < SHORTEST_FREE_TERM and group.expansion != EXACT:
                problem = f"'{term}' is so short that its group needs expansion = \"None\""
                faults.append(Fault(SEARCHES_FILE, item, "terms", problem))
            # Without expansion upper and lower case differ, so "TIL" and "Til" are two words there.
            spelling = term if group.expansion == EXACT else term.lower()
            if any((area, spelling) in seen for area in group.areas):
                faults.append(Fault(SEARCHES_FILE, item, "terms", f"'{term}' is listed twice for the same area"))
            seen.update((area, spelling) for area in group.areas)
    return faults
