"""The source of cells from any clause that ties a person to material of the product, however phrased.

The last reading, behind phrases and sentences about making. Prose is cut into clauses, and a clause counts by what it
names: cells that are another person's, cells that are the patient's own or go back into the patient, or a person from
whom something of the product comes. Words that give a clause another meaning (a graft, a comparison, a test, earlier
treatment, a denial) turn it off, and only that clause.
"""

import re
from collections.abc import Iterator

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import Passage, StudyTexts, quote
from trialscape.classify.treatment.cells.source_sentences import Sources, first_apart, first_told
from trialscape.config.rules.axes import CellRules

# A comma before "or from" or in a list of persons ends no clause.
_CLAUSE = re.compile(
    r"(?:[^,;:()\u2013\u2014]|,(?= (?:or|and) (?:by|from|of|in|the|an?|his|her|their|else)\b"
    r"| (?:an?|the|his|her|their) [\w-]+(?:,| (?:or|and) ))){3,}"
)
# Two sources further apart are no choice between them.
_APART = 100
# So many characters around two sources may say that one of them is chosen.
_AROUND = 40
_BEHIND = 90


class LooseSources:
    """Reads clauses for whoever the cells come from."""

    def __init__(self, rules: CellRules) -> None:
        self._other = rules.loose_other.compiled()
        self._back = rules.back_to_donor.compiled()
        self._graft_donor = rules.graft_donor.pattern()
        self._own = rules.loose_own.compiled()
        self._kin = rules.kin_of_patient.compiled()
        self._material = rules.loose_material.compiled()
        self._off = rules.loose_off.compiled()
        self._no_offer = rules.source_no_offer.compiled()
        self._measuring = rules.source_measuring.compiled()
        self._making = rules.source_making.compiled()
        self._taken = rules.loose_taken.compiled()
        self._changed = rules.loose_changed.compiled()
        self._choice = rules.source_choice.compiled()
        self._set_apart = rules.loose_set_apart.compiled()
        self._failed = rules.failed_source.compiled()
        self._connection = rules.other_connection.compiled()
        self._helped = rules.grown_on.compiled()

    def read(self, reading: StudyTexts, *kinds: str) -> Sources:
        """Return the sources that the first telling sentence of these passages names."""
        return first_told(self._told, reading, kinds)

    def offered(self, reading: StudyTexts, *kinds: str) -> Sources:
        """Return both sources where a sentence, or two in a row, name one and the other as a choice."""
        for passage in reading.of_kind(*kinds):
            before: Sources = {}
            for sources in self._told(passage, offered=True):
                both = {**before, **sources}
                if len(both) > 1 and self._is_chosen(passage, both):
                    return both
                before = sources
        return {}

    def _is_chosen(self, passage: Passage, both: Sources) -> bool:
        """Return whether words between or beside two sources offer one or the other, or give each to some patients."""
        starts = [words[0].start for words in both.values()]
        ends = [words[0].end for words in both.values()]
        if max(starts) - min(ends) > _APART:
            return False
        text = self._graft_donor.sub(_blank, passage.folded[max(0, min(starts) - _AROUND) : max(ends) + _AROUND])
        if self._no_offer.search(text):
            return False
        return any(words.search(text) for words in (self._choice, self._set_apart))

    def _told(self, passage: Passage, *, offered: bool = False) -> Iterator[Sources]:
        """Yield the sources of each sentence that names any; as one of two ``offered``, the donor of a graft counts."""
        text = self._graft_donor.sub(_blank, passage.folded) if offered else passage.folded
        is_helped = self._helped.search(passage.folded) is not None
        # A description of the product need not name cells.
        is_described = passage.kind == "intervention_description"
        goes_on = False
        for start, end in sentences(passage.text, (0, len(passage.text))):
            if not (is_described or goes_on) and self._material.search(text, start, end) is None:
                continue
            found = self._in_sentence(passage, text, start, end)
            if is_helped:
                found.pop("allogeneic", None)
            if len(found) > 1 and not (offered or self._is_chosen(passage, found)):
                del found["autologous"]
            # "In all others a sibling steps in" goes on about the cells of the sentence before.
            goes_on = offered and bool(found)
            if found:
                yield found

    def _in_sentence(self, passage: Passage, text: str, start: int, end: int) -> Sources:
        """Return the sources that a sentence names, or else the words by which cells are taken and changed."""
        found: Sources = {}
        for label, span in self._clauses(text, start, end):
            found.setdefault(label, (quote(passage, *span, "experimental", label),))
        if not found and (taken := self._worked_on(text, start, end)) is not None:
            found["autologous"] = (quote(passage, *taken, "experimental", "taken"),)
        return found

    def _clauses(self, text: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the source that each clause names, with its words."""
        # What is only measured, in this clause or a later one, is no product.
        is_made = self._making.search(text, start, end) is not None
        measured = (
            -1 if is_made else max((hit.start() for hit in self._measuring.finditer(text, start, end)), default=-1)
        )
        for clause in _CLAUSE.finditer(text, start, end):
            begin, stop = clause.span()
            if self._off.search(text, begin, stop) is not None:
                continue
            if (back := self._back.search(text, begin, stop)) is not None:
                yield "autologous", back.span()
                continue
            if (other := self._other.search(text, begin, stop)) is not None:
                yield "allogeneic", other.span()
            own = first_apart(self._own, self._kin, text, begin, stop)
            if own is not None and measured < begin and not self._is_failed(text, own):
                yield "autologous", own.span()

    def _is_failed(self, text: str, found: re.Match[str]) -> bool:
        """Return whether words around a source say that it was of no use, or is that of another product."""
        before, after = text[max(0, found.start() - _AROUND) : found.start()], text[found.end() : found.end() + _BEHIND]
        return bool(self._connection.search(before) or self._failed.search(after))

    def _worked_on(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the words by which cells are taken and then changed: the patient's, where no other person is named."""
        if self._off.search(text, start, end) or self._other.search(text, start, end):
            return None
        taken = self._taken.search(text, start, end)
        changed = self._changed.search(text, taken.end(), end) if taken else None
        return (taken.start(), changed.end()) if taken and changed else None


def _blank(found: re.Match[str]) -> str:
    """Return blanks in place of words, so that offsets stay."""
    return " " * len(found.group())
