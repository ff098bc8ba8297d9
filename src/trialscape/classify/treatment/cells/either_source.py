"""Find where a record offers the patient and a donor as sources of the same cells: "of patients, siblings or others".

The sources of a list are its terms for patients and donors that only the small words of a list part. The sentence of
the list must be about cells or blood, and not about consent, samples or the graft of a transplantation.
"""

import re
from collections import deque
from collections.abc import Mapping
from functools import lru_cache

from trialscape.classify.text.overlaps import Places
from trialscape.classify.text.study_texts import Passage
from trialscape.config.files.expressions import Searcher
from trialscape.config.rules.axes import CellRules

_SENTENCE_END = re.compile(r"[.;\n](?=\s|$)")
# A list of sources is read with so many characters of its sentence on either side.
_AROUND = 90
# Longer texts between two terms are no part of a list.
_LONGEST = 120
# Only so many last terms of a list count (no list of sources is longer), so that the time is proportional to the text.
_MOST_TERMS = 12

# Words of contrast stand so near before the cells.
_CONTRAST = 40
# The texts of one record.
_MOST_KEPT = 64
_LABELS = {"patient": "autologous", "donor": "allogeneic"}

Span = tuple[int, int]


class EitherSource:
    """Finds the words that offer both sources of the cells."""

    def __init__(self, rules: CellRules) -> None:
        self._phrases = rules.either_source.compiled()
        self._terms: Mapping[str, Searcher] = {
            "patient": rules.patient_term.compiled(),
            "donor": rules.donor_term.compiled(),
        }
        self._denied = rules.denied_source.compiled()
        self._conditional = rules.conditional.compiled()
        self._kin = rules.kin_of_patient.compiled()
        # Each text of a record is read for a list of sources, and then for a statement of one.
        self._places = lru_cache(_MOST_KEPT)(self._places_in)
        self._joint = rules.source_joint.compiled()
        self._or = rules.source_or.compiled()
        self._material = rules.source_material.compiled()
        self._other = rules.source_of_other.compiled()
        self._before = rules.stated_before.compiled()
        self._examined = rules.stated_not.compiled()
        self._contrast = rules.other_connection.compiled()
        self._grown_on = rules.grown_on.compiled()

    def find(self, passage: Passage) -> Span | None:
        """Return the place of the words that offer both sources, or None."""
        found = self._phrases.search(passage.folded)
        if found is not None and not self._is_denied(found.group()):
            return found.span()
        return self._listed(passage.folded)

    def _is_denied(self, words: str) -> bool:
        """Return whether words with both sources say that one was not to be had, and not what happens if it is not."""
        return bool(self._denied.search(words)) and not self._conditional.search(words)

    def stated(self, passage: Passage) -> dict[str, Span]:
        """Return for each source the first words that say that the cells are made from it: "cells raised from ..."."""
        text = passage.folded
        found: dict[str, Span] = {}
        for kind, places in self._places(text).items():
            for start, end in places:
                cells = self._before.search(text, max(0, start - _LONGEST), start)
                if cells is not None and self._is_meant(text, cells.start(), end):
                    found[_LABELS[kind]] = cells.start(), end
                    break
        if len(found) > 1 and self._grown_on.search(text):
            del found["allogeneic"]
        return found

    def _places_in(self, text: str) -> dict[str, list[Span]]:
        """Return for each source the places of words for it."""
        kin = Places(found.span() for found in self._kin.finditer(text))
        places = {kind: [found.span() for found in term.finditer(text)] for kind, term in self._terms.items()}
        # "A brother of the patient" names one person.
        places["patient"] = [span for span in places["patient"] if not kin.overlapping(*span)]
        return places

    def _is_meant(self, text: str, start: int, end: int) -> bool:
        """Return whether no contrast goes before a statement about cells, and no examination of them follows."""
        is_contrast = self._contrast.search(text[max(0, start - _CONTRAST) : start])
        return not is_contrast and not self._examined.search(text[end : end + _LONGEST])

    def _listed(self, text: str) -> Span | None:
        """Return the first list of sources that has both, of cells that the sentence names."""
        places = self._places(text)
        if not all(places.values()):
            return None
        terms = sorted((*span, kind) for kind, spans in places.items() for span in spans)
        run: deque[tuple[int, int, str]] = deque(maxlen=_MOST_TERMS)
        is_either = False
        for term in terms:
            between = text[run[-1][1] : term[0]] if run else ""
            if len(between) > _LONGEST or self._joint.search(between) is None:
                run.clear()
                is_either, between = False, ""
            is_either = is_either or self._or.search(between) is not None
            run.append(term)
            kinds = {kind for *_, kind in run}
            if is_either and len(kinds) > 1 and self._of_cells(text, run[0][0], term[1]):
                return run[0][0], term[1]
        return None

    def _of_cells(self, text: str, start: int, end: int) -> bool:
        """Return whether the sentence around a list of sources is about the cells that are given."""
        before = _SENTENCE_END.split(text[max(0, start - _AROUND) : start])[-1]
        after = _SENTENCE_END.split(text[end : end + _AROUND], maxsplit=1)[0]
        if self._other.search(f"{before}|{after}"):
            return False
        return self._material.search(before + text[start:end] + after) is not None
