"""The checkpoint setting: must patients have failed a checkpoint inhibitor, may they have had one, or must they not?

Each sentence that names such therapy is read by the rules of ``axes/ici_setting.toml``; over all sentences the setting
is the first that any of them gives, in the order of ``_ORDER``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialscape.classify.eligibility import Outline, Span, sentences
from trialscape.classify.fold import fold
from trialscape.classify.sentences import CueReader, Token, WordFinder
from trialscape.config.setting_rules import GAP, Outcome, Place, SentenceRule, SettingRules
from trialscape.study.model import Study
from trialscape.verdict import Defeat, Evidence, Role, Verdict

AXIS = "ici_setting"

# A permission in so many words beats a ban, because cohorts differ; what merely tolerates earlier therapy (a wash-out,
# a ban after toxicity) does not, and a ban on some cohorts leaves the others open.
_ORDER = ("required", "allowed", "excluded", "tolerated", "excluded_in_part")
_LABEL = {"tolerated": "allowed", "excluded_in_part": "excluded"}
_ROLE: dict[str, Role] = {"required": "population", "allowed": "prior", "excluded": "exclusion"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one sentence says, and the words it rests on."""

    outcome: str
    rule: SentenceRule
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: SentenceRule
    cues: re.Pattern[str]
    without: re.Pattern[str] | None


class SettingReader:
    """Reads the axis ``ici_setting`` by rules; ``checkpoint_names`` are names and codes of checkpoint drugs."""

    def __init__(self, rules: SettingRules, checkpoint_names: Sequence[str]) -> None:
        self._rules = rules
        names = [(fold(name), rules.checkpoint_names_are) for name in checkpoint_names]
        known = {word for cue in rules.cue for word in cue.words}
        names = [(name, cue) for name, cue in names if name not in known]
        self._cues = CueReader(rules, names)
        anchor = {cue.id: cue.words for cue in rules.cue if cue.id in rules.anchors}
        self._anchors = WordFinder([*((word, "a") for words in anchor.values() for word in words), *names])
        self._cancer = WordFinder((word, "c") for word in rules.named_in_cancer)
        self._signs = rules.signs
        self._checks = {rules.signs[name] for name in ("ICI", "CTLA", "IMM", "DRUG")}
        self._classes = {rules.signs[name] for name in ("ICI", "CTLA", "IMM")}
        self._broad = {rules.signs[name] for name in ("ICI", "IMM")}
        self._compiled: dict[str, list[_Compiled]] = {"inclusion": [], "exclusion": [], "population": []}
        for rule in rules.rule:
            compiled = _Compiled(
                rule, rules.translate(rule.cues), rules.translate(rule.without) if rule.without else None
            )
            for place in rule.where:
                self._compiled[place].append(compiled)

    def read(self, study: Study) -> tuple[list[Verdict], list[Defeat]]:
        """Return the one verdict of the axis, and the labels that other sentences pointed to."""
        findings = [*self._population(study), *self._eligibility(study)]
        if findings and not self._is_cancer(study):
            findings = []
        if not findings:
            return [Verdict(AXIS, "unspecified", "default", (), True)], []
        best = min(findings, key=lambda finding: _ORDER.index(finding.outcome)).outcome
        label = _LABEL.get(best, best)
        chosen = [finding for finding in findings if finding.outcome == best]
        verdict = Verdict(AXIS, label, chosen[0].rule.id, tuple(finding.evidence for finding in chosen))
        return [verdict], list(_defeats(findings, label))

    def _is_cancer(self, study: Study) -> bool:
        about = fold("\n".join((study.brief_title, study.official_title, *study.conditions, *study.keywords)))
        return bool(self._cancer.find(about) or (not study.conditions and self._cancer.find(fold(study.eligibility))))

    def _population(self, study: Study) -> Iterator[Finding]:
        texts = [("brief_title", study.brief_title), ("official_title", study.official_title)]
        texts += [(f"conditions[{index}]", text) for index, text in enumerate(study.conditions)]
        texts += [(f"arms[{index}].label", arm.label) for index, arm in enumerate(study.arms)]
        texts += [(f"arms[{index}].description", arm.description) for index, arm in enumerate(study.arms)]
        texts += [("study_population", study.study_population)]
        joined = fold("\n".join(text for _, text in texts))
        if not self._anchors.find(joined):
            return
        for field, text in texts:
            folded = fold(text)
            for start, end in sentences(text, (0, len(text))):
                is_arm = field.startswith("arms")
                yield from self._sentence("population", field, text, folded, [(start, end)], is_part=is_arm)

    def _eligibility(self, study: Study) -> Iterator[Finding]:
        text = study.eligibility
        folded = fold(text)
        anchors = self._anchors.find(folded)
        if not anchors:
            return
        outline = Outline(text, folded)
        done = -1
        for anchor in anchors:
            if anchor.start < done:
                continue
            line = outline.line(anchor.start)
            done = line[1]
            yield from self._line(outline, line)

    def _line(self, outline: Outline, line: Span) -> Iterator[Finding]:
        for span in sentences(outline.text, line):
            section = outline.section(span[0])
            lead = outline.lead(line) if self._needs_lead(outline, span) else None
            spans = [span] if lead is None else [lead, span]
            found = list(self._spans(outline, spans, section.kind, section.is_part))
            if not found and lead is None and (above := outline.lead(line)) is not None:
                found = list(self._spans(outline, [above, span], section.kind, section.is_part))
            yield from found

    def _needs_lead(self, outline: Outline, span: Span) -> bool:
        """Say whether ``span`` names single drugs only, which mean nothing without the line above them."""
        signs = {token.sign for token in self._tokens(outline.folded, span)}
        return not signs & self._broad and bool(signs & self._checks)

    def _spans(self, outline: Outline, spans: list[Span], kind: Place, is_part: bool) -> Iterator[Finding]:
        return self._sentence(kind, "eligibility", outline.text, outline.folded, spans, is_part=is_part)

    def _sentence(
        self, place: Place, field: str, text: str, folded: str, spans: list[Span], *, is_part: bool
    ) -> Iterator[Finding]:
        tokens = [token for span in spans for token in self._tokens(folded, span)]
        if not any(token.sign in self._checks for token in tokens if token.start >= spans[-1][0]):
            return
        signs = "".join(token.sign for token in tokens)
        for compiled in self._compiled[place]:
            match = compiled.cues.search(signs)
            if match is None or (compiled.without is not None and compiled.without.search(signs)):
                continue
            outcome: str = compiled.rule.gives
            if outcome == "nothing":
                return
            only_names = not any(token.sign in self._classes for token in tokens)
            if outcome == "excluded" and (is_part or only_names or self._signs["COHORT"] in signs):
                outcome = "excluded_in_part"
            first = max(tokens[match.start()].start, spans[-1][0])
            last = max(tokens[match.end() - 1].end, first + 1)
            yield Finding(outcome, compiled.rule, _evidence(field, text, first, last, outcome))
            return

    def _tokens(self, folded: str, span: Span) -> list[Token]:
        return list(self._merged(self._resolved(self._cues.tokens(folded, *span))))

    def _resolved(self, tokens: list[Token]) -> Iterator[Token]:
        """Tell a bare PD-1 or PD-L1 that is a drug's target from one that is a biomarker."""
        target, biomarker, drug = (self._signs[name] for name in ("TARGET", "BIOM", "ICI"))
        for index, token in enumerate(tokens):
            if token.sign != target:
                yield token
                continue
            after = next((item for item in tokens[index + 1 : index + 3] if item.sign != target), None)
            before = tokens[index - 1] if index else None
            is_marker = (after is not None and after.sign == biomarker and after.start - token.end < 30) or (
                before is not None and before.sign == biomarker and token.start - before.end < 12
            )
            yield Token(token.start, token.end, biomarker if is_marker else drug)

    def _merged(self, tokens: Iterator[Token]) -> Iterator[Token]:
        """Join an enumeration of checkpoint drugs into one token; other new targets in it belong to it."""
        mergeable = self._checks | {self._signs["XTGT"]}
        links = {self._signs["OR"], self._signs["AND"], self._signs["EGS"], self._signs["INCL"]}
        held: list[Token] = []
        last = ""
        for token in tokens:
            before, last = last, token.sign
            if before == self._signs["STUDY"] and token.sign in self._checks:
                token = Token(token.start, token.end, self._signs[GAP])
            if held and token.sign in mergeable and len(held) <= 2:
                held = [self._joined(held[0], token)]
            elif held and len(held) == 1 and token.sign in links:
                held.append(token)
            else:
                yield from held
                held = [token] if token.sign in mergeable else []
                if not held:
                    yield token
        yield from held

    def _joined(self, left: Token, right: Token) -> Token:
        ranks = [self._signs[name] for name in ("ICI", "DRUG", "CTLA", "IMM", "XTGT")]
        sign = min(left.sign, right.sign, key=ranks.index)
        return Token(left.start, right.end, sign)


def _evidence(field: str, text: str, start: int, end: int, outcome: str) -> Evidence:
    role = _ROLE[_LABEL.get(outcome, outcome)]
    return Evidence(field, start, end, text[start:end], role)


def _defeats(findings: Sequence[Finding], label: str) -> Iterator[Defeat]:
    for finding in findings:
        other = _LABEL.get(finding.outcome, finding.outcome)
        if other != label:
            why = f"{finding.rule.why} Other words of the record say '{label}', which goes before '{other}' here."
            yield Defeat(AXIS, other, finding.rule.id, why, (finding.evidence,))


_ = (GAP, Outcome)
