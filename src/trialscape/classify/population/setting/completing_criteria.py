"""Criteria that are read together: one demands the therapy, and another demands progression on "that treatment".

In: what single sentences say about prior checkpoint therapy. Out: the same, completed by other criteria.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from trialscape.classify.population.setting.setting_sentences import (
    MOST_CUES,
    SentenceReader,
    SettingFinding,
    SourceText,
)
from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span, sentences
from trialscape.config.rules.setting_rules import SentenceRule, SettingRules

# A sentence is completed by one that follows soon, in its line or in the next one. Progression on a treatment may be
# demanded some criteria below the demand of the treatment.
MOST_FOLLOWING = 3
_MOST_CRITERIA = 4


class CompletingCriteria:
    """Finds the sentences that the rules with ``elsewhere`` or ``followed_by`` ask for."""

    def __init__(self, rules: SettingRules, reader: SentenceReader) -> None:
        self._sentences = reader
        self._elsewhere = {rule.id: rules.translate(rule.elsewhere) for rule in rules.rule if rule.elsewhere}
        self._followed_by = {rule.id: rules.translate(rule.followed_by) for rule in rules.rule if rule.followed_by}
        self._other, self._not = rules.signs["OTHER"], rules.signs["NOT"]
        # Words that may stand between a bar and the treatment that it is about.
        self._past = "".join(
            rules.signs[name] for name in ("GAP", "PRIOR", "HAD", "WITH", "ON", "CONC") if name in rules.signs
        )
        self._open = rules.translate(rules.open_conditions)

    def anywhere(self, findings: list[SettingFinding], outline: CriteriaOutline) -> list[SettingFinding]:
        """Return the findings; some are completed by another inclusion criterion, and some say nothing without it."""
        more = {
            rule.id: self._criterion_with(rule, outline)
            for rule in {finding.rule.id: finding.rule for finding in findings}.values()
            if rule.id in self._elsewhere
        }
        done = [replace(item, outcome=item.rule.then) if more.get(item.rule.id) else item for item in findings]
        done.extend(finding for finding in more.values() if finding is not None)
        return [finding for finding in done if finding.outcome != "nothing"]

    def _criterion_with(self, rule: SentenceRule, outline: CriteriaOutline) -> SettingFinding | None:
        """Return the first inclusion criterion with the words that the rule asks for elsewhere."""
        source = SourceText("eligibility", outline.text, outline.folded)
        for line in outline.lines():
            for span in sentences(outline.layout, line):
                if outline.section(span[0]).kind != "inclusion":
                    continue
                tokens = self._sentences.tokens(source, span)[:MOST_CUES]
                match = self._elsewhere[rule.id].search("".join(token.sign for token in tokens))
                if match:
                    matched = tokens[match.start() : match.end()]
                    return SettingFinding(rule.then, rule, self._sentences.quote(source, matched, rule.then))
        return None

    def below(
        self, finding: SettingFinding, source: SourceText, outline: CriteriaOutline, span: Span, same: Sequence[Span]
    ) -> SettingFinding:
        """Return the finding of the sentence at ``span``, completed by those behind it or in lines below."""
        pattern = self._followed_by.get(finding.rule.id)
        kind = outline.section(span[0]).kind
        if pattern is None or kind not in finding.rule.where or self._stays_open(finding, source, span):
            return finding
        is_demand = finding.rule.then == "required"
        for other in chain(same, self._below(finding, outline, span, same)):
            if outline.section(other[0]).kind != kind:
                break
            signs = "".join(token.sign for token in self._sentences.tokens(source, other)[:MOST_CUES])
            if pattern.search(signs):
                return replace(finding, outcome=finding.rule.then)
            if is_demand and self._names_another(signs) and not outline.is_deeper(other, span):
                # What a further criterion says of "that treatment" is then about the other one.
                break
        return finding

    def _names_another(self, signs: str) -> bool:
        """Return whether a criterion names another treatment, other than to bar it: "No other treatment since"."""
        place = signs.find(self._other)
        return place >= 0 and not signs[:place].rstrip(self._past).endswith(self._not)

    def _stays_open(self, finding: SettingFinding, source: SourceText, span: Span) -> bool:
        """Return whether a condition keeps progression from being demanded: "a PD-1 antibody, where approved"."""
        if finding.rule.then != "required":
            return False
        return self._open.search("".join(token.sign for token in self._sentences.tokens(source, span))) is not None

    def _below(
        self, finding: SettingFinding, outline: CriteriaOutline, span: Span, same: Sequence[Span]
    ) -> Iterator[Span]:
        """Yield the sentences of the lines below; of one line, and its first, where no progression is looked for."""
        line = outline.line(span[0])
        is_demand = finding.rule.then == "required"
        if finding.evidence.start < line[0] or (same and not is_demand):
            return
        for other in islice(outline.lines(line[1]), _MOST_CRITERIA if is_demand else 1):
            spans = list(islice(sentences(outline.layout, other), MOST_FOLLOWING if is_demand else 1))
            yield from spans or [other]
