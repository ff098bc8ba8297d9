"""What one sentence says about prior checkpoint therapy: its cues, and the first rule for its place that matches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trialscape.classify.population.checkpoint_cues import TherapyTokens
from trialscape.classify.text.eligibility_criteria import Span
from trialscape.classify.text.sentences import CueReader, Token
from trialscape.config.rules.setting_rules import Place, SentenceRule, SettingRules
from trialscape.verdict import Evidence, Role

# An explicit permission outranks an exclusion, because cohorts differ. Mere tolerance of prior therapy (a wash-out, an
# exclusion after toxicity) does not, and an exclusion for some cohorts or single drugs leaves the rest open.
ORDER = ("required", "allowed", "excluded", "tolerated", "excluded_in_part")
_DEMANDS = ("required", "allowed")
_LABEL = {"tolerated": "allowed", "excluded_in_part": "excluded"}
_ROLE: dict[str, Role] = {"required": "population", "allowed": "prior", "excluded": "exclusion"}

# The time of a rule grows faster than the number of cues in a sentence, so longer sentences are read in pieces.
# Sentences of real records have fewer cues.
MOST_CUES = 160

# Nouns that end a therapy's name and are not cues.
_TAIL = re.compile(
    r"(?:[ /-](?:[a-z]+-)?"
    r"(?:inhibit\w*|antibod\w*|therap\w*|treatments?|blockade|agents?|drugs?|regimens?|pathways?|based))+"
)


@dataclass(frozen=True, slots=True)
class SettingFinding:
    """What one sentence says (a member of ``ORDER``), by which rule, the words it rests on, and what it names."""

    outcome: str
    rule: SentenceRule
    evidence: Evidence
    named: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """Return the label of the outcome."""
        return _LABEL.get(self.outcome, self.outcome)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A field's text with its fold, and the context in which its sentences are read."""

    field: str
    text: str
    folded: str
    place: Place = "population"
    is_part: bool = False
    in_blood: bool = False
    immune_is_antibody: bool = False


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: SentenceRule
    cues: re.Pattern[str]
    without: re.Pattern[str] | None


class SentenceReader:
    """The compiled rules; ``names`` are names of checkpoint drugs, each with the cue that it is."""

    def __init__(self, rules: SettingRules, names: Sequence[tuple[str, str]]) -> None:
        self._cues = CueReader(rules, names)
        self.therapies = TherapyTokens(rules.signs)
        self._cohort = rules.signs["COHORT"]
        self._rules: dict[Place, list[_Compiled]] = {"inclusion": [], "exclusion": [], "population": []}
        for rule in rules.rule:
            without = rules.translate(rule.without) if rule.without else None
            for place in rule.where:
                self._rules[place].append(_Compiled(rule, rules.translate(rule.cues), without))

    def tokens(self, source: SourceText, span: Span) -> list[Token]:
        """Return the cues of a stretch of the text."""
        return self.therapies.merged(self._cues.tokens(source.folded, *span), in_blood=source.in_blood)

    def read(self, source: SourceText, tokens: Sequence[Token], start: int) -> list[SettingFinding]:
        """Return the finding of the first rule that matches; the quotation begins at ``start`` or later."""
        pieces = (tokens[place : place + MOST_CUES] for place in range(0, len(tokens), MOST_CUES))
        return [found for piece in pieces if (found := self._piece(source, piece, start)) is not None]

    def _piece(self, source: SourceText, tokens: Sequence[Token], start: int) -> SettingFinding | None:
        if not self.therapies.is_named(tokens):
            return None
        signs = "".join([token.sign for token in tokens])
        for compiled in self._rules[source.place]:
            match = compiled.cues.search(signs)
            if match is None or (compiled.without is not None and compiled.without.search(signs)):
                continue
            outcome = self._outcome(compiled.rule, source, tokens)
            if not outcome:
                return None
            matched = [token for token in tokens[match.start() : match.end()] if token.start >= start]
            evidence = self.quote(source, matched or tokens[-1:], outcome)
            return SettingFinding(outcome, compiled.rule, evidence, self.therapies.named(tokens))
        return None

    def _outcome(self, rule: SentenceRule, source: SourceText, tokens: Sequence[Token]) -> str:
        """Return the outcome of the rule here, or None."""
        if rule.gives == "nothing":
            return ""
        other = source.immune_is_antibody or (source.in_blood and rule.gives in _DEMANDS)
        if other and self.therapies.only_immune(tokens):
            # The immunotherapy that a blood cancer has had is an antibody or cells; bans and wash-outs are of any kind,
            # unless the record itself calls antibodies immunotherapy.
            return ""
        return "excluded_in_part" if rule.gives == "excluded" and self._is_partial(source, tokens) else rule.gives

    def _is_partial(self, source: SourceText, tokens: Sequence[Token]) -> bool:
        """Return whether a ban is for some of the patients or for single drugs."""
        return (
            source.is_part or any(token.sign == self._cohort for token in tokens) or self.therapies.only_drugs(tokens)
        )

    def without_ctla4_alone(self, findings: Sequence[SettingFinding]) -> list[SettingFinding]:
        """Return the findings; a ban of CTLA-4 blockade alone leaves a trial open that tolerates PD-1 blockade."""
        if not any(item.outcome == "tolerated" and self.therapies.pd1 & item.named for item in findings):
            return list(findings)
        return [
            replace(item, outcome="excluded_in_part")
            if item.outcome == "excluded" and item.named == self.therapies.ctla4
            else item
            for item in findings
        ]

    def quote(self, source: SourceText, tokens: Sequence[Token], outcome: str) -> Evidence:
        """Quote from the first to the last token, with the noun that belongs to the last ("PD-1 *inhibitors*")."""
        first, last = tokens[0].start, tokens[-1].end
        tail = _TAIL.match(source.folded, last)
        last = tail.end() if tail else last
        therapy = self.therapies.first_named(tokens)
        term = source.text[therapy.start : therapy.end] if therapy else ""
        role = _ROLE[_LABEL.get(outcome, outcome)]
        return Evidence(source.field, first, last, source.text[first:last], role, term)
