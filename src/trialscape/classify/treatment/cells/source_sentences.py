"""The source of cells by the persons that a sentence about making them names, whatever its words.

A sentence counts if it is about cells or blood, says that something is made or taken, and puts the patient or a donor
where a source stands: behind "from" or "by", before the cells, or as the one who gives. Sentences about counting and
measuring, grafts, consent and earlier treatment do not count. Precise phrases are read before this.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.overlaps import Places
from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.config.files.expressions import Searcher
from trialscape.config.rules.axes import CellRules
from trialscape.verdict import Evidence

# The words for each source.
Sources = dict[str, tuple[Evidence, ...]]


def first_apart(person: Searcher, not_meant: Searcher, text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first words for a person that are no part of words for another one: "a brother of the patient"."""
    others = Places(found.span() for found in not_meant.finditer(text, start, end))
    return next((hit for hit in person.finditer(text, start, end) if not others.overlapping(*hit.span())), None)


def first_told(told: Callable[[Passage], Iterator[Sources]], reading: StudyTexts, kinds: Iterable[str]) -> Sources:
    """Return the sources of the first sentence of these passages for which ``told`` gives any."""
    return next((sources for passage in reading.of_kind(*kinds) for sources in told(passage)), {})


class SourceSentences:
    """Reads sentences for the persons from whom the cells come."""

    def __init__(self, rules: CellRules) -> None:
        self._persons = {
            "autologous": rules.person_patient.compiled(),
            "allogeneic": rules.person_donor.compiled(),
        }
        self._other = rules.loose_other.compiled()
        self._back = rules.back_to_donor.compiled()
        self._kin = rules.kin_of_patient.compiled()
        self._material = rules.source_material.compiled()
        self._making = rules.source_making.compiled()
        self._taking = rules.source_taking.compiled()
        self._measuring = rules.source_measuring.compiled()
        self._other_sense = rules.source_other_sense.compiled()
        self._grown_on = rules.grown_on.compiled()
        self._no_offer = rules.source_no_offer.compiled()
        self._reason = rules.source_reason.compiled()
        self._choice = rules.source_choice.compiled()

    def read(self, reading: StudyTexts, *kinds: str) -> Sources:
        """Return the sources that the first telling sentence of these passages names."""
        return first_told(self._told, reading, kinds)

    def offered(self, reading: StudyTexts, *kinds: str) -> Sources:
        """Return both sources where a sentence, or two in a row, say that one of them is chosen."""
        for passage in reading.of_kind(*kinds):
            before: Sources = {}
            if not self._is_making(passage.folded):
                continue
            for sources in self._told(passage, offered=True):
                both = {**before, **sources}
                if len(both) > 1:
                    start = min(words[0].start for words in both.values())
                    end = max(words[-1].end for words in both.values())
                    if self._choice.search(passage.folded, max(0, start - 40), end + 40):
                        return both
                before = sources
        return {}

    def denies(self, passage: Passage, evidence: Evidence) -> bool:
        """Return whether the sentence of words for the patient's cells shows that they name no source.

        It only measures them, names a donor alone, or has them in the reason for another source.
        """
        for start, end in sentences(passage.text, (0, len(passage.text))):
            if start <= evidence.start < end:
                sentence = passage.folded[start:end]
                if self._reason.search(passage.folded, start, evidence.start):
                    return True
                quoted = evidence.quote.lower()
                if "autolog" in quoted:
                    return False
                is_drawn = passage.kind != "eligibility" and "blood" in quoted and "cell" not in quoted
                is_sample = is_drawn or self._measuring.search(sentence)
                if is_sample and not self._making.search(sentence):
                    return True
                donor = self._persons["allogeneic"].search(sentence)
                return donor is not None and self._persons["autologous"].search(sentence) is None
        return False

    def _named(self, label: str, person: Searcher, sentence: str) -> re.Match[str] | None:
        """Return the words for a person in the place of a source."""
        if label == "autologous":
            return first_apart(person, self._kin, sentence, 0, len(sentence))
        return first_apart(person, self._back, sentence, 0, len(sentence))

    def _may_be_other(self, sentence: str) -> bool:
        """Return whether a sentence also has another person, so that its clauses must be read one by one."""
        return self._other.search(sentence) is not None

    def _is_making(self, sentence: str) -> bool:
        """Return whether a sentence says that cells are made, or taken for something else than to measure."""
        if self._making.search(sentence):
            return True
        return bool(self._taking.search(sentence)) and not self._measuring.search(sentence)

    def _told(self, passage: Passage, *, offered: bool = False) -> Iterator[Sources]:
        """Yield the sources of each sentence that names any; two that are ``offered`` need fewer words around them."""
        is_helped = self._grown_on.search(passage.folded) is not None
        for start, end in sentences(passage.text, (0, len(passage.text))):
            reason = self._reason.search(passage.folded, start, end)
            sentence = passage.folded[start : reason.start() if reason else end]
            # A description of the product need not name cells.
            of_cells = (offered and passage.kind == "intervention_description") or self._material.search(sentence)
            if not of_cells or (self._no_offer if offered else self._other_sense).search(sentence):
                continue
            if not (offered or self._is_making(sentence)):
                continue
            found: Sources = {
                label: (quote(passage, start + hit.start(), start + hit.end(), "experimental", label),)
                for label, person in self._persons.items()
                if (hit := self._named(label, person, sentence)) and not (is_helped and label == "allogeneic")
            }
            if not offered and set(found) == {"autologous"} and self._may_be_other(sentence):
                continue
            taken = self._taking.search(sentence) if passage.kind == "eligibility" and not offered else None
            if taken is not None and not found and self._making.search(sentence):
                # Criteria are about the patients, so that cells which are taken for the product are theirs.
                words = quote(passage, start + taken.start(), start + taken.end(), "experimental", "taken")
                found["autologous"] = (words,)
            if found:
                yield found
