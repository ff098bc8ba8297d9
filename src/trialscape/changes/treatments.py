"""Arms and interventions of two versions compared: a code replaced by the name of its drug is the same treatment."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trialscape.changes.difference import Difference
from trialscape.changes.listed_items import Items, listed, named
from trialscape.study.model import Intervention, Study
from trialscape.study.text import plain_line

# Start, end and agent of each name of a known agent in a text.
AgentPlaces = Callable[[str], Sequence[tuple[int, int, str]]]

# An arm lists its interventions with their types: "Drug: Aspirin".
_TYPE = re.compile(r"^[A-Z][A-Za-z ]{3,24}: ")
_JOINED = re.compile(r"\s\+\s|\b(?:and|plus)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Product:
    """What shows that two interventions are one product: the agents in its name, or without any, all its names."""

    name: str
    agents: frozenset[str]
    names: frozenset[str]

    def is_same(self, other: "_Product") -> bool:
        if self.agents or other.agents:
            return self.agents == other.agents
        return self.name.casefold() in other.names or other.name.casefold() in self.names


class TreatmentComparison:
    """Compares what two versions give to patients; names of one known agent are one name.

    ``likenesses`` returns what a name that holds the name of a drug is instead of it: its placebo, or a tracer made of
    it.
    """

    def __init__(self, places: AgentPlaces, likenesses: Callable[[str], Iterable[str]]) -> None:
        self._places = places
        self._likenesses = likenesses

    def differences(self, old: Study, new: Study) -> Iterator[Difference]:
        """Yield a difference of the arms and one of the interventions, where there are any."""
        renamed = self._renamed(old.interventions, new.interventions)
        if old.arms != new.arms:
            before, after = self._arms(old, renamed), self._arms(new, renamed)
            labels = self._same_labels(before, after)
            yield from listed("arms", {labels.get(label, label): arm for label, arm in before.items()}, after)
        if old.interventions != new.interventions:
            yield from listed("interventions", self._interventions(old), self._interventions(new), renamed)

    def _renamed(self, old: Sequence[Intervention], new: Sequence[Intervention]) -> dict[str, str]:
        """Return the new name of each intervention that is the same product under another name."""
        names = [{plain_line(item.name) for item in items} for items in (old, new)]
        gained = [self._product(item) for item in new if plain_line(item.name) not in names[0]]
        found: dict[str, str] = {}
        for item in old if gained else ():
            product = self._product(item)
            if product.name in names[1] or product.name in found:
                continue
            same = next((other for other in gained if product.is_same(other)), None)
            if same is not None:
                gained.remove(same)
                found[product.name] = same.name
        return found

    def _product(self, item: Intervention) -> _Product:
        agents = {agent for _, _, agent in self._places(item.name)}
        # Behind a joining word stands something that is no known agent.
        if agents and len(_JOINED.findall(item.name)) >= len(agents):
            agents = set()
        if agents:
            agents.update(self._likenesses(item.name))
        names = frozenset(plain_line(name).casefold() for name in (item.name, *item.other_names))
        return _Product(plain_line(item.name), frozenset(agents), names)

    def _same_labels(self, old: Items, new: Items) -> dict[str, str]:
        """Return the new label of each arm whose label differs in the names of known agents only."""
        labels = {self._by_agents(label): label for label in new if label not in old}
        pairs = ((label, labels.pop(self._by_agents(label), None)) for label in old if label not in new)
        return {label: other for label, other in pairs if other is not None}

    def _arms(self, study: Study, renamed: Mapping[str, str]) -> Items:
        def treatment(name: str) -> str:
            bare = plain_line(_TYPE.sub("", name))
            return renamed.get(bare, bare)

        return named(
            (
                arm.label,
                (arm.arm_type, self._by_agents(arm.description), frozenset(map(treatment, arm.intervention_names))),
            )
            for arm in study.arms
        )

    def _interventions(self, study: Study) -> Items:
        return named(
            (
                item.name,
                (
                    item.intervention_type,
                    self._by_agents(item.description),
                    frozenset(map(self._by_agents, item.arm_labels)),
                    frozenset(map(plain_line, item.other_names)),
                ),
            )
            for item in study.interventions
        )

    def _by_agents(self, text: str) -> str:
        """Return ``text`` on one line with each name of a known agent as the agent's own."""
        parts, place = [], 0
        for start, end, agent in self._places(text):
            if start >= place:
                parts += [text[place:start], agent]
                place = end
        return plain_line("".join([*parts, text[place:]]))
