"""Treatments that only prose tells, in a record without a list of interventions.

In: the summary and the detailed description. Out: treatments in sentences that say what the study tests or gives,
without comparators, standard and earlier treatment.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import PROSE, Named, Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

# So many characters on either side of a general word are read.
_JOINT = 40
# Of a longer sentence so many characters before a treatment are read.
_SENTENCE = 500
# So many characters behind a treatment may say that it is given.
_AFTER = 110
# So many characters before a treatment may say that the study is about its price, its level or a choice.
_ASIDE = 90
# Immunotherapies that a title may name by a general word.
_PRODUCTS = frozenset({"vaccine", "nk_cell", "other_cell", "tcr_t"})
# The mark of an item of a list in prose. Copies that lost their line breaks keep the asterisk between blanks.
_ITEM = re.compile(r"\n\s*(?:[*•·-]|\d{1,2}[.)])\s+|(?<=\S)\s+[*•·]\s+(?=\S)")
# Modalities that prose names for many other reasons.
_NEVER = frozenset({"other", "surgery"})


class ToldReader:
    """Reads prose; ``named`` gives the treatments of a passage, ``is_past`` finds earlier ones."""

    def __init__(self, rules: ModalityRules, named: Named, is_past: Callable[[Passage, int, int], bool]) -> None:
        self._named = named
        self._is_past = is_past
        self._study = rules.told_study.compiled()
        self._given = rules.told_given.compiled()
        self._given_after = rules.told_given_after.compiled()
        self._work = rules.told_work.compiled()
        self._elsewhere = rules.told_elsewhere.compiled()
        self._patients = rules.told_patients.compiled()
        self._aside = rules.told_aside.compiled()
        self._aside_after = rules.told_aside_after.compiled()
        self._drug_after = rules.told_drug_after.compiled()
        self._joined = rules.told_joined.compiled()
        self._supportive = rules.told_supportive.compiled()
        self._titled_general = rules.titled_general.compiled()
        self._no_product = rules.titled_product.compiled()
        self._weak = rules.groups.no_immunotherapy
        self._compared = rules.compared_in_summary.compiled()

    def read(self, reading: StudyTexts, titled: Sequence[Mention], compared: frozenset[str]) -> Iterator[Mention]:
        """Yield the treatments that prose says are under study.

        ``titled`` are those of the titles, and ``compared`` the modalities of the comparator that titles name.
        """
        if self._studies_no_drug(reading, titled):
            return
        found = [mention for passage in reading.of_kind(*PROSE) for mention in self._in_passage(reading, passage)]
        if any("tce" in mention.treatment.modality for mention in (*titled, *found)):
            # The word "bispecific" beside an engager is no second antibody.
            found = [mention for mention in found if mention.treatment.modality != ("bispecific_other",)]
        titled_kinds = {label for mention in titled for label in mention.treatment.modality}
        found = [mention for mention in found if not (compared - titled_kinds).issuperset(mention.treatment.modality)]
        specific = [mention for mention in (*titled, *found) if not self._is_general(mention.treatment)]
        yield from (mention for mention in found if specific or not self._is_general(mention.treatment))

    def names_product(self, passage: Passage, treatment: Treatment, evidence: Evidence) -> bool:
        """Return whether a general word in a title names what is studied: "Personalized Vaccine", "NK Cells"."""
        before = passage.folded[: evidence.start]
        if _PRODUCTS.isdisjoint(treatment.modality):
            is_named = not before or self._titled_general.search(before) is not None
            return is_named and self._weak.issuperset(treatment.modality)
        after = passage.folded[evidence.end : evidence.end + _JOINT]
        return not any(self._no_product.search(text) for text in (before[-_JOINT:], after))

    def _studies_no_drug(self, reading: StudyTexts, titled: Sequence[Mention]) -> bool:
        """Return whether titles name a test or a measure against side effects, and no treatment of the tumour."""
        if any(not _NEVER.issuperset(mention.treatment.modality) for mention in titled):
            return False
        titles = reading.of_kind("brief_title", "official_title")
        return any(self._supportive.search(passage.folded) for passage in titles)

    def _in_passage(self, reading: StudyTexts, passage: Passage) -> Iterator[Mention]:
        """Yield the treatments of a passage, sentence by sentence."""
        kinds = [kind for kind in self._named(reading, passage) if not _NEVER.issuperset(kind[0].modality)]
        kinds.sort(key=lambda kind: kind[1].start)
        starts = [evidence.start for _, evidence in kinds]
        for start, end in sentences(passage.text, (0, len(passage.text))) if kinds else ():
            for first, last, lead in _items(passage, start, end):
                inside = kinds[bisect_left(starts, first) : bisect_left(starts, last)]
                inside = self._not_elsewhere(passage, inside, first, last) if inside else []
                if inside:
                    yield from self._in_sentence(passage, inside, (first, last), lead)

    def _not_elsewhere(
        self, passage: Passage, kinds: list[tuple[Treatment, Evidence]], start: int, end: int
    ) -> list[tuple[Treatment, Evidence]]:
        """Return the treatments of a sentence that is not about other treatment.

        Words about other treatment that describe the patients say nothing of what stands before the patients:
        "X with Y in adults whose tumour progressed after standard therapy".
        """
        elsewhere = self._elsewhere.search(passage.folded, start, end)
        if elsewhere is None:
            return kinds
        patients = self._patients.search(passage.folded, start, end)
        if patients is None or patients.start() > elsewhere.start():
            return []
        return [kind for kind in kinds if kind[1].end <= patients.start()]

    def _in_sentence(
        self, passage: Passage, kinds: list[tuple[Treatment, Evidence]], span: tuple[int, int], lead: str
    ) -> Iterator[Mention]:
        """Yield the treatments of one sentence, or item below ``lead``, that it says are under study."""
        start, end = span
        works = self._work.search(passage.folded[start:end].strip()) is not None
        compared = self._compared.search(passage.folded, start, end)
        limit = compared.end() if compared else end
        for treatment, evidence in kinds:
            before = lead + passage.folded[max(start, evidence.start - _SENTENCE) : evidence.start].lstrip()
            after = passage.folded[evidence.end : evidence.end + _AFTER]
            given = bool(self._given.search(before) or self._given_after.search(after))
            told = works or given or self._study.search(before) is not None
            if (
                told
                and not self._is_aside(before, after)
                and evidence.start < limit
                and self._is_drug(passage, treatment, evidence, given=given or works)
                and not self._is_past(passage, evidence.start, evidence.end)
            ):
                yield Mention(treatment, evidence, "experimental", None)

    def _is_aside(self, before: str, after: str) -> bool:
        """Return whether the words around a treatment study something about it, as "the cost of" does."""
        return bool(self._aside.search(before[-_ASIDE:]) or self._aside_after.search(after))

    def _is_drug(self, passage: Passage, treatment: Treatment, evidence: Evidence, *, given: bool) -> bool:
        """Return whether the words around a target or a general word let it name what is given."""
        before = passage.folded[max(0, evidence.start - _JOINT) : evidence.start]
        if treatment.kind == "target":
            after = passage.folded[evidence.end : evidence.end + _JOINT]
            is_against = before.endswith(("anti-", "anti ")) or evidence.quote.lower().startswith("anti")
            return is_against or self._drug_after.search(after) is not None
        is_joined = self._joined.search(before) is not None
        if treatment.scope == "class-names":
            # "Immunotherapy with monoclonal antibodies, such as X" explains what X is.
            return False
        if self._is_general(treatment):
            return given and not before.endswith("used in ") and is_joined
        if "til" in treatment.modality:
            return given and is_joined
        return given or "names" not in treatment.scope

    def _is_general(self, treatment: Treatment) -> bool:
        """Return whether a treatment is a class that is no immunotherapy and no conjugate, as "chemotherapy"."""
        is_class = treatment.kind == "phrase" and "adc" not in treatment.modality
        return is_class and self._weak.issuperset(treatment.modality)


def _items(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the items of a sentence that is a list, each with the words that introduce the list."""
    marks = list(_ITEM.finditer(passage.text, start, end))
    yield start, marks[0].start() if marks else end, ""
    if not marks:
        return
    opening = passage.folded[start : marks[0].start()].strip()
    lead = f"{opening} " if opening.endswith(":") else ""
    for mark, stop in zip(marks, [*(later.start() for later in marks[1:]), end], strict=True):
        yield mark.end(), stop, lead
