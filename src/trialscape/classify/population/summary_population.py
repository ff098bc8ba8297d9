"""Patients whom only the summary describes: "in patients with lung cancer after failure of PD-1 antibodies".

In: the brief summary. Out: failures of checkpoint therapy that it states of the patients of the study.
"""

from collections.abc import Iterator

from trialscape.classify.population.setting_sentences import SentenceReader, SettingFinding, SourceText
from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import StudyTexts
from trialscape.config.rules.setting_rules import SettingRules


class SummaryReader:
    """Reads the sentences of a brief summary that say who takes part; others are about the disease or earlier work."""

    def __init__(self, rules: SettingRules, reader: SentenceReader) -> None:
        self._reader = reader
        self._enrolled = rules.enrolled_in_summary.compiled()
        self._named = rules.named_in_summary
        self._failed = rules.failed_in_summary
        self._background = rules.background_in_summary.compiled()

    def may_tell(self, reading: StudyTexts) -> bool:
        """Return whether the summary speaks of a failure and of checkpoint therapy."""
        return any(self._speaks(passage.folded) for passage in reading.of_kind("brief_summary"))

    def failures(self, reading: StudyTexts, *, in_blood: bool) -> Iterator[SettingFinding]:
        """Yield the failures of checkpoint therapy that the summary states of the study's patients."""
        for passage in reading.of_kind("brief_summary"):
            if not self._speaks(passage.folded):
                continue
            source = SourceText(passage.name, passage.text, passage.folded, in_blood=in_blood)
            for start, end in sentences(passage.text, (0, len(passage.text))):
                if self._is_of_patients(passage.folded[start:end]):
                    found = self._reader.read(source, self._reader.tokens(source, (start, end)), start)
                    yield from (finding for finding in found if finding.outcome == "required")

    def _is_of_patients(self, sentence: str) -> bool:
        """Return whether a sentence speaks of a failure of patients who take part."""
        return (
            self._speaks(sentence)
            and self._enrolled.search(sentence) is not None
            and self._background.search(sentence) is None
        )

    def _speaks(self, text: str) -> bool:
        """Return whether the text holds letters of a failure and of checkpoint therapy; failures are rarer."""
        return any(word in text for word in self._failed) and any(word in text for word in self._named)
