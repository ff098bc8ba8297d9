"""The line of therapy: first, later, third or more; a trial may have several."""

from trialscape.classify.text.phrase_rules import PhraseReader
from trialscape.classify.text.population_texts import named_words
from trialscape.classify.text.study_texts import StudyTexts
from trialscape.config.rules.setting_rules import CancerWords, LineRules
from trialscape.verdict import Defeat, Evidence, Verdict

AXIS = "line"
# More quotations for one label do not help a reader.
_MOST_EVIDENCE = 2


class LineReader:
    """Reads the axis ``line`` in records about cancer."""

    name = AXIS

    def __init__(self, rules: LineRules, cancer_words: CancerWords) -> None:
        self._reader = PhraseReader(rules.rule)
        self.words = self._reader.words
        self._cancer = named_words(cancer_words.all)

    def read(self, reading: StudyTexts) -> tuple[list[Verdict], list[Defeat]]:
        """Return one verdict for each line that the record names, or the default ``unspecified``."""
        found: dict[str, list[Evidence]] = {}
        rules: dict[str, str] = {}
        words = reading.words[AXIS]
        if (words.population or words.eligibility) and self._cancer.named_in(reading.population.about):
            for match in self._reader.matches(reading, words, most=_MOST_EVIDENCE):
                for label in match.rule.labels:
                    rules.setdefault(label, match.rule.id)
                    found.setdefault(label, []).append(match.evidence)
        if not found:
            return [Verdict(AXIS, "unspecified", "default", (), True)], []
        return [
            Verdict(AXIS, label, rules[label], tuple(evidence[:_MOST_EVIDENCE]))
            for label, evidence in sorted(found.items())
        ], []
