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
        self._failed = rules.failed_in_summary.compiled()
        self._background = rules.background_in_summary.compiled()

    def failures(self, reading: StudyTexts, *, in_blood: bool) -> Iterator[SettingFinding]:
        """Yield the failures of checkpoint therapy that the summary states of the study's patients."""
        for passage in reading.of_kind("brief_summary"):
            if not self._failed.search(passage.folded):
                continue
            source = SourceText(passage.name, passage.text, passage.folded, in_blood=in_blood)
            for span in sentences(passage.text, (0, len(passage.text))):
                if self._failed.search(passage.folded, *span) and self._is_of_patients(passage.folded[slice(*span)]):
                    found = self._reader.read(source, self._reader.tokens(source, span), span[0])
                    yield from (finding for finding in found if finding.outcome == "required")

    def _is_of_patients(self, sentence: str) -> bool:
        return self._enrolled.search(sentence) is not None and self._background.search(sentence) is None
