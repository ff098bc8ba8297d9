"""The concepts of the vocabularies: treatments, diseases, and the endings of names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from trialscape.config.vocabularies.terms import AgentRow, CancerRow, PhraseRow, StemRow, TargetRow

# The last is that of a product that nothing in the record identifies.
Kind = Literal["agent", "phrase", "target", "stem", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class Treatment:
    """The concept of a treatment term: modalities, targets, and for cells their source."""

    kind: Kind
    name: str
    modality: tuple[str, ...]
    targets: tuple[str, ...] = ()
    act: str = ""
    activated: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Disease:
    """The concept of a disease term; a disease without labels is not a malignancy."""

    name: str
    labels: tuple[str, ...]


def treatment_terms(
    agents: Iterable[AgentRow], phrases: Iterable[PhraseRow], targets: Iterable[TargetRow]
) -> Iterable[tuple[str, Treatment]]:
    """Yield every term of the treatment vocabularies with its concept."""
    for agent in agents:
        treatment = Treatment("agent", agent.agent, agent.modality, agent.targets, agent.act)
        yield from ((term, treatment) for term in (agent.agent, *agent.synonyms))
    for phrase in phrases:
        yield (
            phrase.phrase,
            Treatment("phrase", phrase.phrase, phrase.modality, phrase.targets, phrase.act, scope=phrase.scope),
        )
    for row in targets:
        blocked = (row.blocked,) if row.blocked else ()
        target = Treatment("target", row.target, blocked, (row.target,), "", row.activated)
        yield from ((spelling, target) for spelling in row.spellings)


def disease_terms(cancers: Iterable[CancerRow]) -> Iterable[tuple[str, Disease]]:
    """Yield every disease term with its concept."""
    for row in cancers:
        disease = Disease(row.entity, row.labels)
        yield from ((term, disease) for term in (row.entity, *row.synonyms))


@dataclass(frozen=True, slots=True)
class Stems:
    """Name endings and second words that identify a substance's kind."""

    suffixes: tuple[tuple[str, Treatment], ...]
    words: dict[str, Treatment]
    look_alikes: frozenset[str]

    def read(self, word: str) -> Treatment | None:
        """Return the concept of the longest known ending of a folded ``word``, or None."""
        if word in self.look_alikes or len(word) < 6:
            return self.words.get(word)
        if word in self.words:
            return self.words[word]
        for stem, treatment in self.suffixes:
            if word.endswith(stem) and len(word) - len(stem) >= 2:
                return treatment
        return None


def stems(rows: Sequence[StemRow]) -> Stems:
    """Compile the stem table."""

    def concept(row: StemRow) -> Treatment:
        return Treatment("stem", f"-{row.stem}", row.modality, row.targets)

    suffixes = sorted((row for row in rows if row.position == "suffix"), key=lambda row: -len(row.stem))
    words = {row.stem: concept(row) for row in rows if row.position == "word"}
    look_alikes = frozenset(word.lower() for row in rows for word in row.look_alikes)
    return Stems(tuple((row.stem, concept(row)) for row in suffixes), words, look_alikes)
