"""Report A's therapy types and the resistance strategies, both derived from what is under study."""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from operator import attrgetter

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.classify.treatment.modality import StudiedTreatments
from trialscape.classify.treatment.primed_sentences import PrimedSentences
from trialscape.config.rules.axes import Combination, DerivedLabel, StrategyRules, TherapyRules
from trialscape.verdict import Evidence, Verdict

_MOST_KEPT = 4096
_BISPECIFIC = frozenset({"bispecific_other"})
# "In combination with nivolumab or bevacizumab": each is given without the other.
_OR = re.compile(r"(?: \([^)]{0,40}\))?,? or (?:with |in combination with )?")


def therapy_verdicts(reading: StudyTexts, studied: StudiedTreatments, rules: TherapyRules) -> Iterator[Verdict]:
    """Yield report A's therapy types; the evidence is that of their modalities."""
    for rule in rules.derived:
        evidence = _evidence(studied, rule.any_modality)
        if evidence:
            yield Verdict("therapy", rule.label, rule.id, evidence)
    pair = _combined(studied, rules.combination, _Alternatives(reading))
    if pair:
        yield Verdict("therapy", rules.combination.label, "therapy-combination", pair)


def _evidence(studied: StudiedTreatments, labels: tuple[str, ...]) -> tuple[Evidence, ...]:
    mentions = [mention for label in labels if label in studied.labels for mention in studied.with_label(label)]
    return tuple(dict.fromkeys(mention.evidence for mention in mentions))


def _combined(studied: StudiedTreatments, rule: Combination, alternatives: "_Alternatives") -> tuple[Evidence, ...]:
    """Return the words of an immunotherapy and of a partner that share an arm, or nothing.

    A treatment that the record links to no arm may share any arm, unless the record joins the two by "or". One product
    with both kinds of label (a conjugate against a checkpoint) is not a combination.
    """
    partner = frozenset(rule.partners)
    known = any(mention.treatment.targets for mention in studied.with_label("bispecific_other"))
    immune = [mention for mention in studied.mentions if _is_immunotherapy(mention.treatment, rule, known=known)]
    partners = [mention for mention in studied.mentions if not partner.isdisjoint(mention.treatment.modality)]
    for first in immune:
        for second in partners:
            both = not partner.isdisjoint(first.treatment.modality)
            if first.treatment is second.treatment and not (first.treatment.kind == "phrase" and both):
                continue
            if first.treatment.name == second.treatment.name and first.treatment.kind != "phrase":
                continue
            if _is_word_of(second.treatment, first.treatment) and partner.issuperset(second.treatment.modality):
                continue
            if first.arms is not None and second.arms is not None:
                together = bool(first.arms & second.arms)
            else:
                together = frozenset({first.treatment.name, second.treatment.name}) not in alternatives.pairs
            if together:
                return (first.evidence, second.evidence)
    return ()


def _is_word_of(word: Treatment, drug: Treatment) -> bool:
    """Return whether a general word only says what a drug is: "an ADC" beside a conjugate against a checkpoint."""
    return word.kind == "phrase" and set(word.modality) <= set(drug.modality)


def _is_immunotherapy(treatment: Treatment, rule: Combination, *, known: bool) -> bool:
    """Return whether a treatment is an immunotherapy; a bispecific antibody against two tumour antigens is none.

    Where the targets of such an antibody are ``known``, the bare word is a name of it.
    """
    kinds = frozenset(rule.immunotherapy).intersection(treatment.modality)
    if kinds == _BISPECIFIC and (treatment.targets or known):
        return not rule.immune_targets.isdisjoint(treatment.targets)
    return bool(kinds)


class _Alternatives:
    """The drugs that titles and the summary of one study join by "or"."""

    def __init__(self, reading: StudyTexts) -> None:
        self._reading = reading
        self._once: tuple[Mention, ...] | None = None

    @cached_property
    def pairs(self) -> frozenset[frozenset[str]]:
        """Return the pairs of names; read at the first need only, because most studies have none."""
        return frozenset(
            frozenset({first.concept.name, second.concept.name})
            for passage in self._reading.of_kind("brief_title", "official_title", "brief_summary")
            for first, second in itertools.pairwise(self._reading.treatments(passage.name))
            if _OR.fullmatch(passage.folded, first.end, second.start)
        )

    def each_once(self, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return one mention for each treatment and set of arms, however often a record repeats them."""
        if self._once is None:
            # The last of equal mentions is kept; which one makes no difference to what it joins.
            key = attrgetter("arms", "treatment.name", "treatment.modality")
            self._once = tuple({key(item): item for item in mentions}.values())
        return self._once


class StrategyReader:
    """Derives the strategies of the resistance review."""

    def __init__(self, rules: StrategyRules) -> None:
        self._rules = rules
        self._priming = rules.priming_radiation.compiled()
        self._against_harm = frozenset(name.lower() for name in rules.preventive_agents.agents)
        self._dendritic = rules.dendritic_cells.compiled()
        self._edited = rules.edited_checkpoint.compiled()
        self._preventive = rules.preventive.compiled()
        self._harm = rules.against_harm.compiled()
        self._primed = PrimedSentences(rules)
        # Most treatments are those of the vocabulary, so each is judged once and not for each trial.
        self._counting = {rule.id: lru_cache(_MOST_KEPT)(partial(self._counts, rule)) for rule in rules.derived}

    def verdicts(self, reading: StudyTexts, studied: StudiedTreatments) -> Iterator[Verdict]:
        """Yield the strategies; none without an immunotherapy under study."""
        immunotherapy = bool(studied.labels & self._rules.immunotherapy)
        alternatives = _Alternatives(reading)
        for rule in self._rules.derived:
            if rule.needs_immunotherapy and not immunotherapy and not self._depletes(studied):
                continue
            evidence = tuple(dict.fromkeys(self._words(reading, studied, rule, alternatives)))
            if rule.or_edited_cells and not evidence and studied.labels & self._rules.cells:
                evidence = self._edited_cells(reading)
            if evidence:
                yield Verdict("strategy", rule.label, rule.id, evidence)
        if "radiation" in studied.labels:
            yield from self._radiation(reading, in_titles_only=not immunotherapy)

    def _depletes(self, studied: StudiedTreatments) -> bool:
        return not studied.targets.isdisjoint(self._rules.not_coinhibitory_targets)

    def _words(
        self, reading: StudyTexts, studied: StudiedTreatments, rule: DerivedLabel, alternatives: "_Alternatives"
    ) -> Iterator[Evidence]:
        counts = self._counting[rule.id]
        for mention in studied.mentions:
            if counts(mention.treatment) and (
                not rule.needs_immunotherapy or self._joins(reading, studied, mention, alternatives)
            ):
                yield mention.evidence

    def _counts(self, rule: DerivedLabel, treatment: Treatment) -> bool:
        """Return whether a treatment is of the kind that a rule asks for."""
        is_dendritic = "other_cell" in treatment.modality and self._is_dendritic(treatment.name)
        if (rule.dendritic is False and is_dendritic) or not rule.never_target.isdisjoint(treatment.targets):
            return False
        labels = set(treatment.modality)
        if not labels.isdisjoint(rule.never_with):
            labels.clear()
        if not self._rules.not_coinhibitory_targets.isdisjoint(treatment.targets):
            labels -= rule.not_if_depleting
        return (
            not labels.isdisjoint(rule.any_modality)
            or any(name in rule.any_target for name in treatment.targets)
            or _has_one_alone(rule, labels)
            or (rule.dendritic is True and is_dendritic)
        )

    def _is_dendritic(self, name: str) -> bool:
        return self._dendritic.search(name.lower()) is not None

    def _joins(
        self, reading: StudyTexts, studied: StudiedTreatments, mention: Mention, alternatives: "_Alternatives"
    ) -> bool:
        """Return whether a treatment is, or is given with, an immunotherapy, and does not treat its side effects."""
        if mention.treatment.name.lower() in self._against_harm and studied.labels & {*self._rules.cells, "tce"}:
            return False
        if mention.treatment.name.lower() in self._against_harm and self._is_against_harm(reading, mention):
            return False
        if mention.intervention >= 0:
            item = reading.study.interventions[mention.intervention]
            if self._preventive.search(f"{item.name} {item.description}".lower()):
                return False
        immunotherapy = self._rules.immunotherapy
        # Without arms, drugs work together unless the record joins them by "or".
        return self._depletes(studied) or any(
            mention.arms & other.arms
            if mention.arms is not None and other.arms is not None
            else frozenset({mention.treatment.name, other.treatment.name}) not in alternatives.pairs
            for other in alternatives.each_once(studied.mentions)
            if not immunotherapy.isdisjoint(other.treatment.modality)
        )

    def _is_against_harm(self, reading: StudyTexts, mention: Mention) -> bool:
        """Return whether titles, the summary or its own description tell of harm in a sentence that names the drug."""
        own = reading.by_name.get(f"interventions[{mention.intervention}].description")
        if own is not None and self._harm.search(own.folded):
            return True
        name = mention.evidence.quote.lower()
        for passage in reading.of_kind("brief_title", "official_title", "brief_summary", "arm_description"):
            if name in passage.folded:
                for start, end in sentences(passage.text, (0, len(passage.text))):
                    sentence = passage.folded[start:end]
                    if name in sentence and self._harm.search(sentence):
                        return True
        return False

    def _edited_cells(self, reading: StudyTexts) -> tuple[Evidence, ...]:
        for passage in reading.of_kind(
            "brief_title",
            "official_title",
            "keywords",
            "intervention_name",
            "intervention_description",
            "arm_description",
            "brief_summary",
            "detailed_description",
        ):
            if (found := self._edited.search(passage.folded)) is not None:
                return (quote(passage, found.start(), found.end(), "experimental", "edited checkpoint"),)
        return ()

    def _radiation(self, reading: StudyTexts, *, in_titles_only: bool) -> Iterator[Verdict]:
        prose_fields = ("brief_summary", "detailed_description", "arm_description", "intervention_description")
        for passage in reading.of_kind("brief_title", "official_title", *(() if in_titles_only else prose_fields)):
            if (found := self._priming.search(passage.folded)) is not None:
                evidence = quote(passage, found.start(), found.end(), "experimental", "radiation as priming")
                yield Verdict("strategy", "priming", "strategy-priming-radiation", (evidence,))
                return
        told = None if in_titles_only else self._primed.find(reading, prose_fields)
        if told is not None:
            yield Verdict("strategy", "priming", "strategy-priming-sentence", (told,))


def _has_one_alone(rule: DerivedLabel, labels: set[str]) -> bool:
    """Return whether a treatment has one of a rule's modalities without the other that would make it something else."""
    return any(label in labels and other not in labels for label, other in rule.any_modality_without.items())
