"""Primary or acquired resistance to checkpoint inhibitors, where a record distinguishes the two.

The evidence's term compares a time limit in the same sentence with the consensus threshold.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from trialscape.classify.population.setting.checkpoint_setting import AXIS as SETTING
from trialscape.classify.population.setting.summary_population import PatientSentences
from trialscape.classify.text.fold import fold
from trialscape.classify.text.phrase_rules import Match, Nearby, PhraseReader
from trialscape.classify.text.population_texts import named_words
from trialscape.classify.text.sentences import WordFinder
from trialscape.classify.text.study_texts import AxisWords, StudyTexts
from trialscape.config.files.expressions import late
from trialscape.config.rules.setting_rules import CancerWords, ResistanceRules
from trialscape.verdict import Defeat, Evidence, Verdict

AXIS = "resistance"
_NUMBERS = {"three": 3.0, "four": 4.0, "six": 6.0, "twelve": 12.0}
# "resistance to", "refractory disease after": the therapy follows, unless a word refers back.
_OBJECT = re.compile(r" ?(?:disease )?\b(?:to|on|against|after|following|during)\b ")
# Words that such an object may follow.
_TAKES_OBJECT = re.compile(r"(?:resistan|refractor|fail|progress|relaps|respon|benefit)\w*$")
# What follows in a sentence tells of another treatment: "resistant to trastuzumab, progression on atezolizumab".
_NEXT_CLAUSE = re.compile(r", (?:(?:and|but) )?(?:progress|relaps|prior |earlier |previous |no |with )")
_PRONOUN = re.compile(
    r"(?:it|them|this|that|these|such|the (?:same|last|prior|previous)"
    r"|(?:the |continued |further |ongoing |prior |previous )?(?:treatment|therapy|dosing|drug))\b"
)
# Two limits of time count as equal when they differ by less than this share; months are not whole weeks.
_TOLERANCE = 0.1


class ResistanceReader:
    """Reads the axis ``resistance``; ``checkpoint_names`` are names and codes of checkpoint drugs.

    ``told`` knows the sentences of a summary that are about the patients.
    """

    name = AXIS

    def __init__(
        self,
        rules: ResistanceRules,
        checkpoint_names: Sequence[str],
        cancer_words: CancerWords,
        told: PatientSentences,
    ) -> None:
        self._told = told
        self._cancer = named_words(cancer_words.all)
        self._blood, self._solid = map(named_words, (cancer_words.blood, cancer_words.solid))
        self._reader = PhraseReader(rules.whole_rules)
        self._other = rules.other_therapy.compiled()
        self.words = self._reader.words
        names = [fold(name) for name in checkpoint_names]
        self._near = WordFinder((word, "") for word in (*rules.near, *names) if word)
        self._reach = rules.reach
        self._threshold = rules.threshold
        self._limit = late(rules.threshold.pattern)

    def read(self, reading: StudyTexts) -> tuple[list[Verdict], list[Defeat]]:
        """Return the one verdict of the axis; wording about resistance to other therapy becomes a defeat."""
        found: dict[str, list[Evidence]] = {}
        rules: dict[str, str] = {}
        defeats: list[Defeat] = []
        words = reading.words[AXIS]
        is_cancer = self._cancer.named_in(reading.population.about)
        for match in self._matches(reading, words) if is_cancer else ():
            if not self._is_near(match, reading.population.about):
                defeats.extend(_too_far(match))
                continue
            for label in match.rule.labels:
                found.setdefault(label, []).append(self._with_limit(match, label))
                rules.setdefault(label, match.rule.id)
        if not found:
            return [Verdict(AXIS, "unspecified", "default", (), True)], defeats
        label = "both" if len(found) > 1 else next(iter(found))
        evidence = tuple(dict.fromkeys(item for items in found.values() for item in items))
        return [Verdict(AXIS, label, next(iter(rules.values())), evidence)], defeats

    def _matches(self, reading: StudyTexts, words: AxisWords) -> Iterator[Match]:
        """Yield what the rules find in short texts, criteria, and what the summary says of the patients."""
        # The words of the setting hold all names of checkpoint therapy, one of which must stand near a match.
        named = reading.words.get(SETTING)
        if words.population or words.eligibility:
            nearby = None if named is None else Nearby(named, self._reach)
            yield from self._reader.matches(reading, words, keywords=True, nearby=nearby)
        for passage, span in self._told.of_failure(reading):
            yield from self._reader.in_sentence(passage.name, passage.text, passage.folded, span)

    def _is_near(self, match: Match, about: str) -> bool:
        """Return whether a checkpoint inhibitor is meant: the object of "resistance to", or else one named nearby.

        A sentence that names only therapy of another class is about that, whatever stands around it. A blood cancer
        (``about`` is what the study is about) is called primary refractory when its first chemotherapy failed.
        """
        start, stop = match.sentence
        if _TAKES_OBJECT.search(match.folded, match.evidence.start, match.evidence.end):
            object_of = _OBJECT.match(match.folded, match.evidence.end, stop)
            if object_of is not None and not _PRONOUN.match(match.folded, object_of.end(), stop):
                end = _NEXT_CLAUSE.search(match.folded, object_of.end(), stop)
                return self._near.occurs(match.folded[object_of.end() : end.start() if end else stop])
        # "Resistant to cetuximab from the start" names its object among the words that match.
        evidence = match.folded[match.evidence.start : match.evidence.end]
        if self._other.search(evidence) and not self._near.occurs(evidence):
            return False
        if self._near.occurs(match.folded[start:stop]):
            return True
        if self._other.search(match.folded, start, stop):
            return False
        if self._blood.named_in(about) and not self._solid.named_in(about):
            return False
        around = max(0, match.evidence.start - self._reach)
        return self._near.occurs(match.folded[around : match.evidence.end + self._reach])

    def _with_limit(self, match: Match, label: str) -> Evidence:
        evidence = match.evidence
        limit = self._limit.search(match.folded, evidence.start, match.sentence[1])
        if limit is None:
            return evidence
        number = _NUMBERS.get(limit["number"]) or float(limit["number"])
        weeks = number * self._threshold.weeks_of[limit["unit"].rstrip("s")]
        consensus = self._threshold.consensus_weeks[label]
        term = f"{limit.group()}, {_compared(weeks, consensus)} the consensus threshold of {round(consensus)} weeks"
        return Evidence(evidence.field, evidence.start, evidence.end, evidence.quote, evidence.role, term)


def _compared(weeks: float, consensus: float) -> str:
    if abs(weeks - consensus) <= _TOLERANCE * consensus:
        return "the same as"
    return "shorter than" if weeks < consensus else "longer than"


def _too_far(match: Match) -> Iterable[Defeat]:
    for label in match.rule.labels:
        why = f"{match.rule.why} No checkpoint inhibitor is named near these words."
        yield Defeat(AXIS, label, match.rule.id, why, (match.evidence,))
