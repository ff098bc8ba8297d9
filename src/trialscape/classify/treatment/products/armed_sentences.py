"""The sentences that name cells, viruses, vaccines or conjugates, next to which a target is their antigen."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from trialscape.classify.text.lexicon import Hit
from trialscape.classify.text.study_texts import Passage
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.products.car_constructs import Construct

_CELLS = frozenset({"car_t", "nk_cell", "other_cell"})
CLAUSE_END = re.compile(r"[.;]\s|\n")


class ArmedSentences:
    """The sentences of a passage that name cells, viruses, vaccines or conjugates."""

    def __init__(
        self,
        passage: Passage,
        hits: Sequence[Hit[Treatment]],
        constructs: Sequence[Construct],
        armed: frozenset[str],
        *,
        bare: bool,
    ) -> None:
        places = [item.start for item in constructs]
        named = [hit for hit in hits if hit.concept.kind != "target" and armed.intersection(hit.concept.modality)]
        self.anywhere = bool(places or named)
        # In prose a general word such as "NK cells" tells more often what a drug does than what it is.
        places += [
            hit.start
            for hit in named
            if bare or hit.concept.scope != "names" or _CELLS.isdisjoint(hit.concept.modality)
        ]
        self._places = places
        self._passage = passage

    @cached_property
    def _ends(self) -> list[int]:
        return [end.start() for end in CLAUSE_END.finditer(self._passage.folded)]

    @cached_property
    def _sentences(self) -> set[int]:
        return {bisect_left(self._ends, place) for place in self._places}

    def beside(self, hit: Hit[Treatment]) -> bool:
        """Return whether the sentence of ``hit`` names one of them."""
        return self.anywhere and bisect_left(self._ends, hit.start) in self._sentences
