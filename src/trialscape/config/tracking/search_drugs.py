"""The names of drugs in a search, taken from the vocabulary of agents.

A search states its kinds of drugs; the names are listed once, in ``terms/agents.csv``. The registry joins "AMG 757"
with "AMG-757" but neither with "AMG757", so a code written in parts is asked for in one word as well. A name that holds
another of the same list ("atezolizumab hyaluronidase") would find nothing more and is left out.
"""

import re
from collections.abc import Iterable, Iterator

from pydantic import Field

from trialscape.config.files.file_reader import Strict, spelling_hint
from trialscape.config.tracking.search_words import EXACT, SHORTEST_FREE_TERM, Area, TermGroup, letters
from trialscape.config.vocabularies.terms import AgentRow, Modality
from trialscape.errors import Fault

# Short upper-case codes occur in descriptions with other meanings, so they are searched only in fields with names.
_WHERE_NAMES_STAND: tuple[Area, ...] = ("InterventionNameSearch", "BriefTitle", "OfficialTitle", "ArmGroupLabel")
_TOKEN = re.compile(r"[^\W_]+")
_CODE = re.compile(r"([A-Za-z]+)[ -](\d[\w]*)")


class DrugNames(Strict):
    """The agents that a search names: those of a modality, with one of ``targets`` where these are given.

    ``in_words`` holds further agents, by their main name, that the search asks for in words of its own. ``pure`` keeps
    to agents that are of no other modality, ``main`` to the first name of each. ``leave_out`` holds agents and single
    spellings that are not asked for, because they are ordinary words or drugs with other uses; ``joined`` says whether
    codes are asked for in one word too. Names of fewer than four letters and names in exact case are looked for in
    ``exact_areas``, all others in ``areas``.
    """

    modalities: tuple[Modality, ...] = Field(min_length=1)
    targets: tuple[str, ...] = ()
    in_words: tuple[str, ...] = ()
    pure: bool = False
    main: bool = False
    joined: bool = True
    leave_out: tuple[str, ...] = ()
    areas: tuple[Area, ...] = Field(default=("InterventionSearch",), min_length=1)
    exact_areas: tuple[Area, ...] = Field(default=_WHERE_NAMES_STAND, min_length=1)

    def groups(self, agents: Iterable[AgentRow], written: tuple[TermGroup, ...]) -> Iterator[TermGroup]:
        """Yield the groups of names, without those that ``written`` contains for the same areas."""
        free, exact = self._names(agents)
        already = {_tokens(term) for group in written if set(self.areas) <= set(group.areas) for term in group.terms}
        terms = _distinct(free, already)
        if terms:
            yield TermGroup(areas=self.areas, terms=terms, expansion="Term")
        if exact:
            yield TermGroup(areas=self.exact_areas, terms=exact, expansion=EXACT)

    def agents(self, agents: Iterable[AgentRow]) -> Iterator[str]:
        """Yield the main names of the agents that are asked for."""
        yield from (agent.agent for agent in self._meant(agents) if agent.agent not in self.leave_out)
        yield from self.in_words

    @property
    def is_part(self) -> bool:
        """Return whether the search means only some agents of its modalities."""
        return bool(self.targets or self.leave_out)

    def faults(self, agents: tuple[AgentRow, ...], file: str, item: str) -> Iterator[Fault]:
        """Yield a fault for a choice without agents and for each exception that names none of them."""
        chosen = list(self._meant(agents))
        if not chosen:
            yield Fault(file, item, "drugs", "terms/agents.csv has no agent of these modalities and targets")
        kind = {agent.agent for agent in self._of_kind(agents)}
        for word in self.in_words:
            if word not in kind:
                problem = f"'{word}' is no agent of these modalities" + spelling_hint(word, sorted(kind))
                yield Fault(file, item, "in_words", problem)
        known = {word.removeprefix("=") for agent in chosen for word in (agent.agent, *agent.synonyms)}
        for word in self.leave_out:
            if word not in known:
                problem = f"'{word}' is no name of an agent of these modalities" + spelling_hint(word, sorted(known))
                yield Fault(file, item, "leave_out", problem)

    def _meant(self, agents: Iterable[AgentRow]) -> Iterator[AgentRow]:
        targets = frozenset(self.targets)
        for agent in self._of_kind(agents):
            if not targets or not targets.isdisjoint(agent.targets):
                yield agent

    def _of_kind(self, agents: Iterable[AgentRow]) -> list[AgentRow]:
        kinds = frozenset(self.modalities)
        if self.pure:
            return [agent for agent in agents if kinds.issuperset(agent.modality)]
        return [agent for agent in agents if not kinds.isdisjoint(agent.modality)]

    def _names(self, agents: Iterable[AgentRow]) -> tuple[list[str], tuple[str, ...]]:
        """Return the names that may vary in case and hyphen, and those that may not."""
        left_out = set(self.leave_out)
        free: list[str] = []
        exact: dict[str, None] = {}
        for agent in self._meant(agents):
            if agent.agent in left_out:
                continue
            for name in (agent.agent, *(() if self.main else agent.synonyms)):
                bare = name.removeprefix("=")
                if bare in left_out:
                    continue
                if name != bare or letters(bare) < SHORTEST_FREE_TERM:
                    exact[bare] = None
                else:
                    free.extend((bare, *(_in_one_word(bare) if self.joined else ())))
        return free, tuple(exact)


def _in_one_word(name: str) -> tuple[str, ...]:
    """Return a code such as "AMG 757" as one word; nothing for other names."""
    code = _CODE.fullmatch(name)
    return (code[1] + code[2],) if code else ()


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(name.lower()))


def _distinct(names: list[str], already: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names that do not contain another of the names."""
    spelt: dict[tuple[str, ...], str] = {}
    for name in names:
        spelt.setdefault(_tokens(name), name)
    kept = (
        name for words, name in spelt.items() if not any(part in spelt or part in already for part in _parts(words))
    )
    return tuple(name for name in kept if _tokens(name) not in already)


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield every shorter run of ``words``."""
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            yield words[start : start + size]
