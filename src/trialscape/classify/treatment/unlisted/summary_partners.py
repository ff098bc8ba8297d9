"""Drugs that no list holds, but which the summary says are given with a listed one as treatment of the study.

Two readings: words that join a drug to a listed one, and, where a sentence has no such words, any that says that the
drug is given and nothing that makes it standard, earlier, later or another group's treatment.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from trialscape.classify.text.study_texts import Named, Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

_SHORTEST_NAME = 4
# So many characters of a sentence are read on either side of a drug.
_SENTENCE = 300
# One entry of a list may hold several drugs.
_JOINED = re.compile(r"[/+,]| plus | and ")
# Classes of treatment that a summary may join to a drug.
_CLASSES = frozenset({"chemo", "radiation"})
# Drugs of these kinds are named in summaries for many other reasons.
_NEVER = frozenset({"other", "surgery", "radiation"})


class SummaryPartners:
    """Reads summaries; ``named`` gives the treatments of a passage, ``is_past`` finds earlier ones."""

    def __init__(self, rules: ModalityRules, named: Named, is_past: Callable[[Passage, int, int], bool]) -> None:
        self._named = named
        self._is_past = is_past
        self._given_with = rules.partner_in_summary.compiled()
        self._given_with_after = rules.partner_in_summary_after.compiled()
        self._class_with = rules.partner_class.compiled()
        self._class_with_after = rules.partner_class_after.compiled()
        self._class_not = rules.partner_class_not.compiled()
        self._general = rules.general_name.compiled()
        self._no_partner = rules.no_partner.compiled()
        self._given = rules.partner_given.compiled()
        self._other_sense = rules.partner_in_other_sense.compiled()
        self._conditioning = frozenset(name.lower() for name in rules.conditioning_agents.agents)
        self._elsewhere = rules.told_elsewhere.compiled()
        self._plan = rules.plan_in_description.compiled()

    def read(
        self, reading: StudyTexts, names: list[str], known: frozenset[str], compared: frozenset[str]
    ) -> Iterator[Mention]:
        """Yield drugs that a sentence of the summary says are given together with one of ``names``.

        ``known`` are listed treatments, which are not examined again, and ``compared`` the modalities that titles name
        behind "versus".
        """
        parts = [part.strip() for name in names for part in _JOINED.split(name)] if reading.study.interventions else []
        listed = [*dict.fromkeys([*names, *parts]), *self._general_name(names)]
        is_trial = bool(reading.study.interventions) and reading.study.study_type != "OBSERVATIONAL"
        for passage in reading.of_kind("brief_summary"):
            named = _named_in(passage, listed)
            for treatment, evidence in self._named(reading, passage):
                if treatment.name not in known and (
                    self._is_joined(passage, treatment, evidence, named)
                    or (
                        is_trial
                        and not compared.issuperset(treatment.modality)
                        and self._is_given(passage, treatment, evidence)
                    )
                ):
                    yield Mention(treatment, evidence, "experimental", None)
        yield from self._in_description(reading, names, listed, known)

    def _in_description(
        self, reading: StudyTexts, names: list[str], listed: list[str], known: frozenset[str]
    ) -> Iterator[Mention]:
        """Yield drugs that the plan in the detailed description joins to one of ``listed``, or of its short names."""
        for passage in reading.of_kind("detailed_description"):
            if not self._names_other(reading, passage, known):
                continue
            treatments = list(self._named(reading, passage))
            named = _named_in(passage, listed) | set(self._shortened(names, known, treatments))
            for treatment, evidence in treatments:
                if treatment.name not in known and self._is_planned(passage, treatment, evidence, named):
                    yield Mention(treatment, evidence, "experimental", None)

    def _general_name(self, names: list[str]) -> Iterator[str]:
        """Yield how a summary may refer to the only listed product: "the vaccine"."""
        found = self._general.search(names[0]) if len(names) == 1 else None
        if found is not None:
            yield f"the {found.group()}"

    def _names_other(self, reading: StudyTexts, passage: Passage, known: frozenset[str]) -> bool:
        """Return whether a passage names a drug that is not listed; few descriptions do."""
        agents = (hit.concept for hit in reading.treatments(passage.name) if hit.concept.kind == "agent")
        return any(agent.name not in known and not _NEVER.issuperset(agent.modality) for agent in agents)

    def _shortened(
        self, names: list[str], known: frozenset[str], treatments: Iterable[tuple[Treatment, Evidence]]
    ) -> Iterator[str]:
        """Yield how a text calls listed drugs by a part of their names, such as the first word of two."""
        for treatment, evidence in treatments:
            quote = evidence.quote.lower()
            is_name = len(quote) >= _SHORTEST_NAME and treatment.kind == "agent" and treatment.name in known
            if is_name and any(quote in name for name in names):
                yield quote

    def _is_planned(self, passage: Passage, treatment: Treatment, evidence: Evidence, named: Iterable[str]) -> bool:
        """Return whether a sentence of the plan joins a drug to one that is ``named`` and says that it is given."""
        return (
            self._plan.search(_sentence(passage, evidence)[0]) is not None
            and self._is_given(passage, treatment, evidence)
            and self._is_joined(passage, treatment, evidence, named)
        )

    def _is_joined(self, passage: Passage, treatment: Treatment, evidence: Evidence, named: Iterable[str]) -> bool:
        """Return whether the words around a drug join it to one that is ``named``."""
        if not named:
            return False
        sentence, before = _sentence(passage, evidence)
        if self._is_joined_class(passage, treatment, evidence, named):
            return True
        if treatment.kind == "phrase" or self._no_partner.search(sentence):
            return False
        after = sentence[len(before) + evidence.end - evidence.start :]
        joined = before if self._given_with.search(before) else ""
        joined += after if self._given_with_after.search(after) else ""
        return any(name in joined for name in named)

    def _is_joined_class(
        self, passage: Passage, treatment: Treatment, evidence: Evidence, named: Iterable[str]
    ) -> bool:
        """Return whether chemotherapy or radiation stands directly beside a ``named`` drug, joined to it."""
        if not _CLASSES.issuperset(treatment.modality) or self._is_past(passage, evidence.start, evidence.end):
            return False
        sentence, before = _sentence(passage, evidence)
        if any(other.search(sentence) for other in (self._elsewhere, self._no_partner, self._class_not)):
            return False
        after = sentence[len(before) + evidence.end - evidence.start :]
        found = self._class_with.search(before)
        behind = self._class_with_after.search(after)
        return any(
            (found is not None and before[: found.start()].endswith(name))
            or (behind is not None and after[behind.end() :].startswith(name))
            for name in named
        )

    def _is_given(self, passage: Passage, treatment: Treatment, evidence: Evidence) -> bool:
        """Return whether a sentence says that a drug is given, and no word of it gives this another sense."""
        if treatment.kind != "agent" or _NEVER.issuperset(treatment.modality):
            return False
        if treatment.name.lower() in self._conditioning:
            return False
        sentence, _ = _sentence(passage, evidence)
        return self._given.search(sentence) is not None and not (
            self._other_sense.search(sentence)
            or self._elsewhere.search(sentence)
            or self._is_past(passage, evidence.start, evidence.end)
        )


def _named_in(passage: Passage, listed: Iterable[str]) -> set[str]:
    """Return those of ``listed`` that a passage names; shorter names occur in other words."""
    return {name for name in listed if len(name) >= _SHORTEST_NAME and name in passage.folded}


def _sentence(passage: Passage, evidence: Evidence) -> tuple[str, str]:
    """Return the sentence around a drug and its words before the drug."""
    first, last = max(0, evidence.start - _SENTENCE), evidence.end + _SENTENCE
    begin = max(first, *(passage.folded.rfind(end, first, evidence.start) + 1 for end in (". ", "\n")))
    end = passage.folded.find(". ", evidence.end, last)
    return passage.folded[begin : end if end >= 0 else last], passage.folded[begin : evidence.start]
