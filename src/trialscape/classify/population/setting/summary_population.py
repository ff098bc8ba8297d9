"""Patients whom only the summary describes: "in patients with lung cancer after failure of PD-1 antibodies".

In: the brief summary. Out: failures of checkpoint therapy that it states of the patients of the study; in a record
without criteria also therapy that they had, or must not have had.
"""

import re
from collections.abc import Iterator

from trialscape.classify.population.setting.setting_sentences import SentenceReader, SettingFinding, SourceText
from trialscape.classify.text.eligibility_criteria import Span, sentences
from trialscape.classify.text.study_texts import Passage, StudyTexts
from trialscape.config.rules.setting_rules import SettingRules

# Behind these words a sentence tells what the patients get.
_PLAN = re.compile(
    r"\b(?:will|were|are) (?:be |then )?(?:given|receive|randomi|treated|assigned|enrol|undergo)|;"
    r"|\b(?:and|then|now) (?:(?:get|receive|start)s?\b|(?:are |be )?randomi)"
)
_STATED = frozenset({"required", "allowed", "excluded"})


class PatientSentences:
    """Tells which sentences of a brief summary are about the patients of the study and checkpoint therapy."""

    def __init__(self, rules: SettingRules) -> None:
        self._enrolled = rules.enrolled_in_summary.compiled()
        self._named = rules.named_in_summary
        self._failed = rules.failed_in_summary
        self._background = rules.background_in_summary.compiled()

    def of_failure(self, reading: StudyTexts) -> Iterator[tuple[Passage, Span]]:
        """Yield the sentences that speak of a failure of patients who take part."""
        for passage in reading.of_kind("brief_summary"):
            for start, end in sentences(passage.text, (0, len(passage.text))) if self.speaks(passage.folded) else ():
                if self.is_of_failure(passage.folded[start:end]):
                    yield passage, (start, end)

    def is_of_failure(self, sentence: str) -> bool:
        """Return whether a sentence speaks of a failure of patients who take part."""
        return (
            self.speaks(sentence) and self._enrolled.search(sentence) is not None and not self.is_background(sentence)
        )

    def is_background(self, sentence: str) -> bool:
        """Return whether a sentence is about the disease, other patients or earlier work."""
        return self._background.search(sentence) is not None

    def speaks(self, text: str) -> bool:
        """Return whether the text holds letters of a failure and of checkpoint therapy; failures are rarer."""
        return any(word in text for word in self._failed) and self.names(text)

    def names(self, text: str) -> bool:
        """Return whether the text holds letters of checkpoint therapy."""
        return any(word in text for word in self._named)


class SummaryReader:
    """Reads the sentences of a brief summary that say who takes part; others are about the disease or earlier work."""

    def __init__(self, rules: SettingRules, reader: SentenceReader) -> None:
        self._reader = reader
        self._earlier = rules.earlier_in_summary.compiled()
        self._told = PatientSentences(rules)

    def may_tell(self, reading: StudyTexts) -> bool:
        """Return whether the summary speaks of checkpoint therapy."""
        return any(self._told.names(passage.folded) for passage in reading.of_kind("brief_summary"))

    def findings(self, reading: StudyTexts, *, in_blood: bool, alone: bool) -> Iterator[SettingFinding]:
        """Yield what the summary states of checkpoint therapy of the study's patients.

        Where the criteria speak of it, only failures count, because they state everything else more exactly; where
        they do not, the summary is ``alone``.
        """
        for passage in reading.of_kind("brief_summary"):
            if not (self._told.names(passage.folded) if alone else self._told.speaks(passage.folded)):
                continue
            source = SourceText(passage.name, passage.text, passage.folded, in_blood=in_blood)
            for start, end in sentences(passage.text, (0, len(passage.text))):
                failed = list(self._of_failure(source, start, end))
                yield from failed
                if alone and not failed:
                    yield from self._of_earlier(source, start, end)

    def _of_failure(self, source: SourceText, start: int, end: int) -> Iterator[SettingFinding]:
        """Yield the failure that a sentence about the patients demands, as a title or else as a criterion would."""
        if self._told.is_of_failure(source.folded[start:end]):
            read = self._reader.read(source, self._reader.tokens(source, (start, end)), start)
            found = [finding for finding in read if finding.outcome == "required"]
            yield from found or (item for item in self._of_earlier(source, start, end) if item.outcome == "required")

    def _of_earlier(self, source: SourceText, start: int, end: int) -> Iterator[SettingFinding]:
        """Yield what a sentence says of the patients from the words that describe them on."""
        sentence = source.folded[start:end]
        found = self._earlier.search(sentence) if self._told.names(sentence) else None
        if found is not None and not self._told.is_background(sentence):
            source = source._replace(place="inclusion")
            begin = start + found.start()
            plan = _PLAN.search(source.folded, start + found.end(), end)
            tokens = self._reader.tokens(source, (begin, plan.start() if plan else end))
            whole = self._reader.tokens(source, (start, end))
            tokens = whole if self._reader.prefers(whole) else tokens
            stated = self._reader.read(source, tokens, begin)
            yield from (finding for finding in stated if finding.outcome in _STATED)
