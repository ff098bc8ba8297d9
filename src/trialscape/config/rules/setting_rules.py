"""The rule files of the axes that depend on eligibility text: ``ici_setting``, ``resistance`` and ``line``.

A rule is an expression over the *cues* of a sentence, not over its letters: "FAIL ON? ICI" matches a word of failure
followed by a checkpoint drug with only such words in between. Cues are lists of words (``cue_grammar``).
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator

from trialscape.config.files.expressions import KNOWN_TO_BE_SOUND, Expression
from trialscape.config.files.file_reader import Strict
from trialscape.config.rules.cue_grammar import CueGrammar, Name, Why, Words, names_in
from trialscape.config.rules.cues import Cue as Wording
from trialscape.config.vocabularies.terms import Modality

Place = Literal["inclusion", "exclusion", "population"]
Outcome = Literal["required", "allowed", "excluded", "one_part", "tolerated", "nothing"]
LabelName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]

# The name of a part of expressions.
_PART = re.compile(r"%([a-z_]+)%")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Rules = TypeVar("Rules", bound=tuple[_Named, ...])


def _used_once(rules: Rules) -> Rules:
    twice = sorted(name for name, count in Counter(rule.id for rule in rules).items() if count > 1)
    if twice:
        raise ValueError(f"ids are used twice: {', '.join(twice)}")
    return rules


class SentenceRule(Strict):
    """The outcome of a sentence with these cues in one of the places; the first rule that matches decides.

    If the rule has letters that it ``says``, the words that match must hold one of them, and the sentence from their
    first word on none of those that it ``never_says``.
    With ``not_if_exposure`` the rule does not apply to an observational study of a checkpoint inhibitor itself, with
    ``not_if_studied`` neither to any study of one, nor to observational studies, nor to arms. If another inclusion
    criterion contains ``elsewhere``, or one that follows soon ``followed_by``, the outcome is ``then``.
    """

    id: str = Field(min_length=3)
    where: tuple[Place, ...] = Field(min_length=1)
    cues: Expression
    without: Expression = ""
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    gives: Outcome
    not_if_exposure: bool = False
    not_if_studied: bool = False
    elsewhere: Expression = ""
    followed_by: Expression = ""
    then: Outcome = "nothing"
    why: Why


def _expressions(rule: SentenceRule) -> tuple[str, ...]:
    return rule.cues, rule.without, rule.elsewhere, rule.followed_by


class CancerWords(Strict):
    """``axes/cancer_words.toml``: words of blood cancers, of solid tumours, and of cancers of any kind."""

    blood: Words
    solid: Words
    any: Words

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Return all words."""
        return (*self.blood, *self.solid, *self.any)


class ReadingBudget(Strict):
    """``axes/budget.toml``: a record with more characters in the texts that labels rest on is not read.

    A name counts as ``shortest_name`` characters at least, and a record with a name of more than ``longest_name``
    is not read either.
    """

    most_characters: int = Field(ge=100_000)
    shortest_name: int = Field(ge=1)
    longest_name: int = Field(ge=400)

    @property
    def limits(self) -> tuple[int, int, int]:
        """Return the three limits in this order."""
        return self.most_characters, self.shortest_name, self.longest_name


# The engine uses these cues to join enumerations of drugs and to separate targets from biomarkers.
_ENGINE_CUES = frozenset(
    "TARGET BIOM ICI DRUG CTLA IMM XTGT STUDY START OR AND EGS INCL WWO OPTION COHORT BAR HAD FAIL MUST REQ WITHIN"
    " WEEKS ON WITH CHEMOIO ANTIGEN VOID EITHER SUBJ OTHER MAY EXCEPT SUBSET AMONG PREG UNIT ONLY COMBI NOT"
    " ENTRY BUT NAIVE PREFER COND UNFIT".split()
)


class SettingRules(CueGrammar):
    """``axes/ici_setting.toml``."""

    anchors: tuple[Name, ...]
    population_needs: tuple[Name, ...] = Field(min_length=1)
    title_needs: tuple[Name, ...]
    open_conditions: Expression
    named_in_summary: Words
    failed_in_summary: Words
    checkpoint_modality: frozenset[Modality]
    also_of_checkpoint_drugs: frozenset[Modality] = frozenset()
    checkpoint_names_are: Name
    antibody_immunotherapy: Wording
    enrolled_in_summary: Wording
    earlier_in_summary: Wording
    background_in_summary: Wording
    alternatives_begin: Wording
    another_state: Wording
    groups_of_patients: Wording
    ways_to_fail: Wording
    alternative_rule: str
    compounds: Mapping[Name, tuple[Name, Name]] = Field(default_factory=dict)
    rule: Annotated[tuple[SentenceRule, ...], AfterValidator(_used_once)] = Field(min_length=1)

    @model_validator(mode="after")
    def _rules_name_cues(self, info: ValidationInfo) -> Self:
        if info.context is KNOWN_TO_BE_SOUND:
            return self
        compounds = " ".join(name for pair in self.compounds.items() for name in (pair[0], *pair[1]))
        texts = [self.open_conditions, *(text for rule in self.rule for text in _expressions(rule))]
        unknown = self.unknown_names([compounds, *texts])
        if unknown:
            raise ValueError(f"rules name cues that do not exist: {', '.join(unknown)}")
        if idle := [rule.id for rule in self.rule if "population" in rule.where and not self._is_called(rule)]:
            raise ValueError(f"population_needs lists no cue of these rules, so they never match: {', '.join(idle)}")
        if self.alternative_rule not in {rule.id for rule in self.rule}:
            raise ValueError(f"alternative_rule names no rule: {self.alternative_rule}")
        wanted = _ENGINE_CUES | {*self.anchors, *self.population_needs, *self.title_needs, self.checkpoint_names_are}
        if wrong := [rule.id for rule in self.rule if not all(map(self.is_sound, _expressions(rule)))]:
            raise ValueError(f"rules are no expressions over cues: {', '.join(wrong)}")
        if missing := sorted(wanted - {cue.id for cue in self.cue}):
            raise ValueError(f"required cues are missing: {', '.join(missing)}")
        return self

    def _is_called(self, rule: SentenceRule) -> bool:
        """Return whether the rule names a cue for which titles and arms are read too."""
        return not {*self.population_needs, *self.title_needs}.isdisjoint(names_in(rule.cues))


class PhraseRule(Strict):
    """A label given by wording. The rule is tried only in sentences with one of the words in ``needs``.

    Where these are common words, one of ``letters`` must stand in the line too, as everything that matches has one.
    """

    id: str = Field(min_length=3)
    labels: Annotated[tuple[LabelName, ...], Field(min_length=1)]
    where: tuple[Place, ...] = Field(min_length=1)
    needs: Words
    letters: tuple[str, ...] = ()
    pattern: Expression
    unless: Expression = ""
    why: Why


def _spelt_once(rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
    """Refuse a word that one rule needs with any ending and another without, because one of the two is not found."""
    words = {word for rule in rules for word in rule.needs}
    twice = sorted(word for word in words if f"{word}*" in words)
    if twice:
        raise ValueError(f"needs holds words both with and without a final '*': {', '.join(twice)}; use one form")
    return rules


PhraseRules = Annotated[
    tuple[PhraseRule, ...], AfterValidator(_used_once), AfterValidator(_spelt_once), Field(min_length=1)
]


class Threshold(Strict):
    """A printed limit of time, and the consensus threshold that it is compared with, in weeks."""

    pattern: Expression
    weeks_of: Mapping[str, float]
    consensus_weeks: Mapping[str, float]
    source: str = Field(min_length=10)


class ResistanceRules(Strict):
    """``axes/resistance.toml``; ``near`` must occur within ``reach`` characters of the wording.

    Expressions name ``parts`` between percent signs, and so may a part name those before it.
    """

    near: Words
    reach: int = Field(ge=50, le=2000)
    other_therapy: Wording
    parts: Mapping[LabelName, Expression]
    threshold: Threshold
    rule: PhraseRules

    @cached_property
    def whole_rules(self) -> tuple[PhraseRule, ...]:
        """Return the rules with the parts of their expressions in place."""
        return tuple(
            rule.model_copy(update={"pattern": self._whole(rule.pattern), "unless": self._whole(rule.unless)})
            for rule in self.rule
        )

    def _whole(self, pattern: str) -> str:
        while _PART.search(pattern):
            pattern = _PART.sub(lambda part: self.parts[part[1]], pattern)
        return pattern

    @model_validator(mode="after")
    def _parts_are_known(self) -> Self:
        named = {name for rule in self.rule for name in _PART.findall(rule.pattern + rule.unless)}
        if unknown := sorted(named - set(self.parts)):
            raise ValueError(f"rules name parts that do not exist: {', '.join(unknown)}")
        before: set[str] = set()
        for name, part in self.parts.items():
            if unknown := sorted(set(_PART.findall(part)) - before):
                raise ValueError(f"the part {name} names parts that do not stand before it: {', '.join(unknown)}")
            before.add(name)
        return self


class LineRules(Strict):
    """``axes/line.toml``; the axis is read in records that name a cancer."""

    rule: PhraseRules
