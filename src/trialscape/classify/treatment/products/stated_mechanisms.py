"""What a product is where a sentence tells of what it is made and what it does, and names no class."""

import re
from collections.abc import Iterator

from trialscape.classify.text.study_texts import Kind, Named, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

_DIRECTED = re.compile(r"(?:[/x][\w-]{1,12})?[ -](?:directed|targeted|targeting|specific|binding)[ -]")
# "A toxin bound to an antibody against ...": the target stands so near behind the words.
_TARGET_BEHIND = 40


class StatedMechanisms:
    """Adds the mechanisms of a passage to the treatments that ``named`` finds in it."""

    def __init__(self, rules: ModalityRules, named: Named) -> None:
        self._named = named
        self._mechanisms = [(cue.compiled(), Treatment("phrase", cue.name, (cue.label,))) for cue in rules.mechanisms]

    def read(self, reading: StudyTexts, passage: Passage) -> Iterator[Kind]:
        """Yield mechanisms and named treatments; a drug inside the words of a mechanism is a part of the product."""
        stated: list[Kind] = []
        for words, treatment in self._mechanisms:
            if (found := words.search(passage.folded)) is not None:
                stated.append((treatment, quote(passage, *found.span(), "experimental", treatment.name)))
        named = self._named(reading, passage)
        yield from (kind for kind in named if not any(_is_part(passage, *kind, whole) for _, whole in stated))
        yield from stated


def _is_part(passage: Passage, treatment: Treatment, part: Evidence, whole: Evidence) -> bool:
    """Return whether a treatment is named inside the words of a mechanism, or is the target directly before or behind.

    "An EGFR/B7-H3 directed antibody conjugate with ...": both are the antigens of the conjugate.
    """
    is_target = treatment.kind == "target"
    if is_target and part.end <= whole.start:
        return _DIRECTED.fullmatch(passage.folded, part.end, whole.start) is not None
    return whole.start <= part.start and part.end <= whole.end + (_TARGET_BEHIND if is_target else 0)
