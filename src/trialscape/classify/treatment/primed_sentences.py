"""Radiation that a sentence says to help immunity, whatever its words; set phrases are read before this."""

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import StudyTexts, quote
from trialscape.config.rules.axes import StrategyRules
from trialscape.verdict import Evidence


class PrimedSentences:
    """Finds a sentence about radiation in which immune cells or immunity gain something."""

    def __init__(self, rules: StrategyRules) -> None:
        self._needed = [cue.compiled() for cue in (rules.radiation_words, rules.immune_words, rules.immune_gain)]
        self._own = [rules.immune_words.compiled()]
        self._aside = rules.immune_aside.compiled()

    def find(self, reading: StudyTexts, kinds: tuple[str, ...]) -> Evidence | None:
        """Return the first such sentence of these passages, or None.

        The description of listed radiation is about it, and names immune cells because they gain from it.
        """
        listed = {n for n, item in enumerate(reading.study.interventions) if item.intervention_type == "RADIATION"}
        for passage in reading.of_kind(*kinds):
            own = passage.kind == "intervention_description" and passage.position in listed
            for start, end in sentences(passage.text, (0, len(passage.text))):
                sentence = passage.folded[start:end]
                if all(cue.search(sentence) for cue in (self._own if own else self._needed)) and not self._aside.search(
                    sentence
                ):
                    return quote(passage, start, end, "experimental", "radiation that helps immunity")
        return None
