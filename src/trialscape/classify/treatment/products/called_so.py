"""Whether a passage says that a product is of a kind whose word alone may also name something else.

In: the passage, the kind, and where the product is named. Out: whether "AB-12, an NK cell product" calls it so.
"""

import re

from trialscape.classify.text.study_texts import Kind, Passage
from trialscape.config.files.expressions import late
from trialscape.config.rules.modality_rules import ModalityRules

# "XY-12 injection means ...".
FORM = r"(?: (?:cell )?(?:injections?|infusions?|cells?|suspensions?|solutions?|products?|tablets?|capsules?))?"
# Verbs that say what a product is or of what it is made.
IS = "is|are|means|refers? to|stands? for|denotes?|consists? of|comprises?|is (?:made|composed) (?:up )?of"
# "XY-12 (CAR-T cells against CD7)".
BRACKET = late(
    r" ?\((?!(?:with|after|plus|for|in|versus|vs|and|or|following|before|formerly|previously|than|unlike|not?)\b)[^()]*"
)
# A class directly before the name: "NK cells AB-12", "natural killer cells (CBNK)".
_ADJOINS = re.compile(r"s?.?|s? \(")
_STATES = late(rf"{FORM}(?: \([^()]{{0,80}}\))?(?:,| (?:{IS})) (?!given|administered|combined)")
# "With AB-12 dendritic cells mature", "During AB-12 vaccines are allowed".
_CIRCUMSTANCE = re.compile(r"\b(?:with|during|after|before|under|until|on|by) $")
_STATED = 90


class CalledSo:
    """Reads the words between a product and a general word for it."""

    def __init__(self, rules: ModalityRules) -> None:
        infused = rules.groups.need_room | rules.groups.need_room_unless_vaccine
        self._called_so = infused | {"cytokine", "bispecific_other", "vaccine"}
        self._apposition = rules.apposition.pattern()

    def holds(self, passage: Passage, kind: Kind, place: int, name_end: int) -> bool:
        """Return whether a passage says that the product is of a kind whose word alone may also name something else."""
        if self._called_so.isdisjoint(kind[0].modality):
            is_class = kind[0].modality == ("chemo",) and not passage.folded.startswith("-", kind[1].end)
            return is_class and self._apposition.fullmatch(passage.folded, name_end, kind[1].start) is not None
        if kind[1].start < place:
            return _ADJOINS.fullmatch(passage.folded, kind[1].end, place) is not None
        text, start = passage.folded, kind[1].start
        adjoins = not text[name_end:start].strip(" )") and not _CIRCUMSTANCE.search(text[:place])
        stated = adjoins or BRACKET.fullmatch(text, name_end, start) or _STATES.match(text, name_end)
        return start - name_end < _STATED and bool(stated)
