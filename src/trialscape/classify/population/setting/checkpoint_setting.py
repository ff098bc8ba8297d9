"""The checkpoint setting: must patients have failed a checkpoint inhibitor, may they have had one, or must they not?

The rules of ``axes/ici_setting.toml`` read each sentence that names such therapy. The setting of the trial is the first
in ``setting_sentences.ORDER`` that any sentence gives.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialscape.classify.population.setting.alternative_criteria import AlternativeCriteria
from trialscape.classify.population.setting.completing_criteria import MOST_FOLLOWING, CompletingCriteria
from trialscape.classify.population.setting.setting_sentences import (
    ORDER,
    SentenceReader,
    SettingFinding,
    SourceText,
    defeats,
)
from trialscape.classify.population.setting.summary_population import SummaryReader
from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span, sentences
from trialscape.classify.text.fold import fold
from trialscape.classify.text.list_leads import lead_above, lead_within
from trialscape.classify.text.population_texts import PopulationText, named_words
from trialscape.classify.text.sentences import Token, WordFinder
from trialscape.classify.text.study_texts import StudyTexts
from trialscape.config.rules.setting_rules import CancerWords, SettingRules
from trialscape.verdict import Defeat, Verdict

AXIS = "ici_setting"

# The line that introduces a list is read again for each item; of a longer line only the end is read.
_LONGEST_LEAD = 600
# The rules for a criterion that is only the name of a therapy.
_LISTED = "listed"


class SettingReader:
    """Reads the axis ``ici_setting`` by rules; ``checkpoint_names`` are names and codes of checkpoint drugs."""

    name = AXIS

    def __init__(self, rules: SettingRules, checkpoint_names: Sequence[str], cancer_words: CancerWords) -> None:
        known = {word for cue in rules.cue for word in cue.words}
        names = [(fold(name), rules.checkpoint_names_are) for name in checkpoint_names if fold(name) not in known]
        anchors = (word for cue in rules.cue if cue.id in rules.anchors for word in cue.words)
        self.words = (*((word, "") for word in anchors), *names)
        arm_needs = rules.population_needs
        title_needs = (*arm_needs, *rules.title_needs)
        self._arm_words, self._title_words = (
            WordFinder((word, "") for cue in rules.cue if cue.id in needs for word in cue.words)
            for needs in (arm_needs, title_needs)
        )
        self._checkpoints = rules.checkpoint_modality
        self._blood, self._solid = map(named_words, (cancer_words.blood, cancer_words.solid))
        self._sentences = SentenceReader(rules, names)
        self._therapies = self._sentences.therapies
        self._summary = SummaryReader(rules, self._sentences)
        self._cohort, self._bar, self._had, self._fail, self._allow = (
            rules.signs[name] for name in ("COHORT", "BAR", "HAD", "FAIL", "ALLOW")
        )
        self._turning = frozenset(rules.signs[name] for name in ("WEEKS", "TOX", "PLAN", "CONC", "UNFIT", "HYPER"))
        self._completing = CompletingCriteria(rules, self._sentences)
        self._alternatives = AlternativeCriteria(rules, self._sentences)
        self._antibodies = rules.antibody_immunotherapy.compiled()

    def read(self, reading: StudyTexts) -> tuple[list[Verdict], list[Defeat]]:
        """Return the one verdict of the axis, and the labels of other sentences as defeats."""
        findings = self.findings(reading)
        if not findings:
            return [Verdict(AXIS, "unspecified", "default", (), True)], []
        best = min(findings, key=lambda finding: ORDER.index(finding.outcome))
        chosen = [finding for finding in findings if finding.outcome == best.outcome]
        verdict = Verdict(AXIS, best.label, best.rule.id, tuple(finding.evidence for finding in chosen))
        return [verdict], list(defeats(AXIS, findings, best.label))

    def findings(self, reading: StudyTexts) -> list[SettingFinding]:
        """Return what each sentence of a study says about prior checkpoint therapy, in the order of the record."""
        population, outline = reading.population, reading.outline
        named = reading.words[AXIS]
        is_named = named.population or named.eligibility or self._summary.may_tell(reading)
        if not is_named:
            return []
        in_blood = self._is_blood_alone(reading)
        places = [token.start for token in named.population]
        found = [
            finding
            for part in population.texts_with(named.population, keywords=False)
            for finding in self._population(part, in_blood, places)
        ]
        found.extend(self._eligibility(outline, in_blood, named.eligibility))
        found = self._completing.anywhere(found, outline)
        if {"required", "excluded"}.isdisjoint(finding.outcome for finding in found):
            alone = not found and reading.study.study_type != "OBSERVATIONAL"
            alone = alone or not outline.text.strip()
            found.extend(self._summary.findings(reading, in_blood=in_blood, alone=alone))
        found = self._sentences.without_ctla4_alone(found)
        return [finding for finding in found if not self._is_own(finding, reading)]

    def _is_own(self, finding: SettingFinding, reading: StudyTexts) -> bool:
        """Return whether a finding that its rule gives for earlier therapy is about a treatment of the study."""
        rule = finding.rule
        if rule.not_if_studied:
            is_studied = not self._checkpoints.isdisjoint(reading.under_study)
            is_observed = reading.study.study_type == "OBSERVATIONAL"
            return is_studied or is_observed or finding.evidence.field.startswith("arms")
        return rule.not_if_exposure and self._is_exposure(reading)

    def _is_exposure(self, reading: StudyTexts) -> bool:
        """Return whether a checkpoint inhibitor is the exposure of an observational study, not prior therapy."""
        return reading.study.study_type == "OBSERVATIONAL" and not self._checkpoints.isdisjoint(reading.under_study)

    def _is_blood_alone(self, reading: StudyTexts) -> bool:
        """Return whether titles and conditions name only blood cancers."""
        about = reading.population.about
        return self._blood.named_in(about) and not self._solid.named_in(about)

    def _population(self, part: PopulationText, in_blood: bool, places: Sequence[int]) -> Iterator[SettingFinding]:
        """Read the sentences with a therapy (at ``places`` of the joined texts) and a word that every rule needs."""
        is_arm = part.field.startswith("arms")
        required = self._arm_words if is_arm else self._title_words
        if not required.occurs(part.folded):
            return
        source = SourceText(part.field, part.text, part.folded, is_part=is_arm, in_blood=in_blood)
        for start, end in sentences(part.text, (0, len(part.text))):
            is_named = bisect_left(places, part.start + start) < bisect_left(places, part.start + end)
            if is_named and required.occurs(part.folded[start:end]):
                yield from self._sentences.read(source, self._sentences.tokens(source, (start, end)), start)

    def _eligibility(
        self, outline: CriteriaOutline, in_blood: bool, anchors: Sequence[Token]
    ) -> Iterator[SettingFinding]:
        places = [token.start for token in anchors]
        meant = in_blood and self._antibodies.search(outline.folded) is not None
        text = SourceText("eligibility", outline.text, outline.folded, in_blood=in_blood, immune_is_antibody=meant)
        done = -1
        for place in places:
            if place < done:
                continue
            line = outline.line(place)
            done = line[1]
            spans = list(sentences(outline.layout, line))
            for index, span in enumerate(spans):
                if bisect_left(places, span[0]) < bisect_left(places, span[1]):
                    head = lead_within(outline, line, span[0]) or span
                    earlier = (spans[place] for place in range(index - 1, -1, -1))
                    before = next((item for item in earlier if item[1] <= head[0]), None)
                    found = self._criterion(text, outline, line, span, before)
                    same = spans[index + 1 : index + 1 + MOST_FOLLOWING]
                    yield from (self._completing.below(finding, text, outline, span, same) for finding in found)

    def _criterion(
        self, source: SourceText, outline: CriteriaOutline, line: Span, span: Span, previous: Span | None
    ) -> Iterator[SettingFinding]:
        """Read one sentence alone, or with the line that introduces its list where it gives no outcome alone.

        A sentence that demands a treatment is read with the one before it in the line, ``previous``, which may state
        failure: "Progressed on standard treatment; this must have included a checkpoint inhibitor".
        """
        section = outline.section(span[0])
        source = source._replace(place=section.kind, is_part=section.is_part)
        tokens = self._sentences.tokens(source, span)
        if not self._therapies.is_named(tokens):
            return
        found = [] if self._therapies.only_drugs(tokens) else self._sentences.read(source, tokens, span[0])
        if not found or found[0].outcome != "required":
            lead = lead_within(outline, line, span[0]) or outline.lead(line)
            before = self._before(source, lead)
            found = self._under(before, found, source, tokens, span[0])
            says_nothing = not found or found[0].outcome == "nothing"
            if lead and says_nothing and (above := lead_above(outline, lead)):
                found = self._under([*self._before(source, above), *before], found, source, tokens, span[0])
        if found and found[0].outcome == "required" and self._is_accepted(source, outline, line, span):
            found = [replace(found[0], outcome="allowed")]
        listed = [*self._before(source, lead_within(outline, line, span[0])), *tokens]
        if previous and source.place == "inclusion" and self._sentences.goes_on(listed):
            before = self._before(source, previous)
            if self._fail in {token.sign for token in before} and not self._therapies.is_named(before):
                joined = self._sentences.read(source, [*before, *listed], span[0])
                found = joined if joined and (not found or joined[0].outcome == "required") else found
        if not found or not self._alternatives.is_of_contraception(source, outline, line):
            yield from self._alternatives.weighed(found, source, outline, line)

    def _is_accepted(self, source: SourceText, outline: CriteriaOutline, line: Span, span: Span) -> bool:
        """Return whether words in the line introduce a sentence as one of several states that are acceptable."""
        lead = lead_within(outline, line, span[0])
        signs = {token.sign for token in self._before(source, lead)}
        return self._allow in signs and self._fail not in signs

    def _before(self, source: SourceText, lead: Span | None) -> list[Token]:
        """Return the cues of the words that introduce a list, of a long line those of its end."""
        return self._sentences.tokens(source, (max(lead[0], lead[1] - _LONGEST_LEAD), lead[1])) if lead else []

    def _under(
        self,
        lead: Sequence[Token],
        found: list[SettingFinding],
        source: SourceText,
        tokens: Sequence[Token],
        start: int,
    ) -> list[SettingFinding]:
        """Return the findings of a sentence, which alone gives ``found``, under the line that introduces its list."""
        signs = {token.sign for token in lead}
        if source.place == "inclusion" and self._bar in signs and self._had in signs:
            # "Patients must not have received the following:" opens a list of exclusions.
            source = source._replace(place="exclusion")
            alone = self._sentences.read(source, tokens, start)
            return alone or self._sentences.read(source, [*lead, *tokens], start)
        if found and found[0].rule.id.startswith(_LISTED) and not self._turning.isdisjoint(signs):
            # "Treatment within 28 days with any of:" tells more of a bare name than the list in which it stands.
            return self._sentences.read(source, [*lead, *tokens], start)
        if found and found[0].outcome != "nothing":
            is_part = found[0].outcome == "excluded" and self._cohort in signs
            return [replace(found[0], outcome="excluded_in_part")] if is_part else found
        if lead or self._therapies.only_drugs(tokens):
            return self._sentences.read(source, [*lead, *tokens], start) or found
        return found
