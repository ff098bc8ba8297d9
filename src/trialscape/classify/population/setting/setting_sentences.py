"""What one sentence says about prior checkpoint therapy: its cues, and the first rule for its place that matches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from trialscape.classify.population.setting.checkpoint_cues import TherapyTokens
from trialscape.classify.population.setting.cue_asides import CueAsides
from trialscape.classify.text.eligibility_criteria import Span
from trialscape.classify.text.sentences import CueReader, Token
from trialscape.config.files.required_literals import required_signs
from trialscape.config.rules.cue_grammar import GAP
from trialscape.config.rules.setting_rules import Place, SentenceRule, SettingRules
from trialscape.verdict import Defeat, Evidence, Role

# An explicit permission outranks an exclusion, because cohorts differ. Mere tolerance of prior therapy (a wash-out, an
# exclusion after toxicity) does not, and an exclusion for some cohorts or single drugs leaves the rest open. A ban that
# is said to hold for one part opens the others, unless another sentence excludes patients too.
ORDER = ("required", "allowed", "excluded", "one_part", "tolerated", "excluded_in_part")
_DEMANDS = ("required", "allowed")
_LABEL = {"tolerated": "allowed", "one_part": "allowed", "excluded_in_part": "excluded"}
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


class SourceText(NamedTuple):
    """A field's text with its fold, and the context in which its sentences are read."""

    field: str
    text: str
    folded: str
    place: Place = "population"
    is_part: bool = False
    in_blood: bool = False
    immune_is_antibody: bool = False


# A word behind the last cue may tell what the sentence is about.
_NEXT_WORD = 24


class _Compiled(NamedTuple):
    rule: SentenceRule
    cues: re.Pattern[str]
    without: re.Pattern[str] | None


# Two sets of signs, as bits, of which each match of the rule has one.
_Needing = tuple[int, int, _Compiled]


class SentenceReader:
    """The compiled rules; ``names`` are names of checkpoint drugs, each with the cue that it is."""

    def __init__(self, rules: SettingRules, names: Sequence[tuple[str, str]]) -> None:
        self._cues = CueReader(rules, names)
        self._asides = CueAsides(rules.signs, rules.compounds)
        self.therapies = TherapyTokens(rules.signs)
        self._cohort, self._gap, self._weeks = (rules.signs[name] for name in ("COHORT", GAP, "WEEKS"))
        self._prefer = rules.signs["PREFER"]
        self._lists = frozenset(rules.signs[name] for name in ("INCL", "OPTION", "REQ"))
        self._one_of = self._lists | {rules.signs["CHOICE"]}
        self._part = rules.signs["INCL"]
        self._conditions = frozenset(rules.signs[name] for name in ("SUBJ", "EXCEPT", "COND", "UNFIT"))
        self._demands = frozenset((rules.signs["MUST"], rules.signs["REQ"]))
        self._bits = {sign: 1 << place for place, sign in enumerate(rules.signs.values())}
        self._latest: tuple[str, bool, dict[Span, list[Token]]] = ("", False, {})
        self._rules: dict[Place, list[_Compiled]] = {"inclusion": [], "exclusion": [], "population": []}
        for rule in rules.rule:
            without = rules.translate(rule.without) if rule.without else None
            compiled = _Compiled(rule, rules.translate(rule.cues), without)
            for place in rule.where:
                self._rules[place].append(compiled)
        self._needing: dict[Place, list[_Needing]] = {}

    def _rules_of(self, place: Place) -> list[_Needing]:
        """Return the rules of a place with what they need, which is read at the first use."""
        if place not in self._needing:
            self._needing[place] = [(*self._needs(rule.cues.pattern), rule) for rule in self._rules[place]]
        return self._needing[place]

    def _needs(self, cues: str) -> tuple[int, int]:
        """Return the two smallest sets of signs of which each match has one; any sign will do where there are fewer."""
        sets = [sum(self._bits.get(sign, 0) for sign in signs) for signs in required_signs(cues)]
        first, second, *_ = (*sets, -1, -1)
        return first, second

    def tokens(self, source: SourceText, span: Span) -> list[Token]:
        """Return the cues of a stretch of the text; the lines that introduce lists are asked for repeatedly."""
        folded, in_blood, kept = self._latest
        if folded is not source.folded or in_blood is not source.in_blood:
            kept = {}
            self._latest = (source.folded, source.in_blood, kept)
        if (found := kept.get(span)) is None:
            cues = self._asides.read(self._cues.tokens(source.folded, *span), source.folded)
            found = self.therapies.merged(cues, source.folded, in_blood=source.in_blood)
            kept[span] = found
        return found

    def read(self, source: SourceText, tokens: Sequence[Token], start: int) -> list[SettingFinding]:
        """Return the finding of the first rule that matches; the quotation begins at ``start`` or later."""
        pieces = (tokens[place : place + MOST_CUES] for place in range(0, len(tokens), MOST_CUES))
        return [found for piece in pieces if (found := self._piece(source, piece, start)) is not None]

    def _piece(self, source: SourceText, tokens: Sequence[Token], start: int) -> SettingFinding | None:
        if not self.therapies.is_named(tokens):
            return None
        signs = "".join([token.sign for token in tokens])
        held = sum({self._bits[sign] for sign in signs})
        rules = self._rules_of(source.place)
        for rule, cues, without in [rule for first, second, rule in rules if held & first and held & second]:
            match = cues.search(signs)
            if match is None or (without is not None and without.search(signs)):
                continue
            if (rule.says or rule.never_says) and not _says(
                rule, source, tokens[match.start() : match.end()], tokens[-1]
            ):
                continue
            outcome = self._outcome(rule, source, tokens)
            if not outcome:
                return None
            matched = [token for token in tokens[match.start() : match.end()] if token.start >= start]
            evidence = self.quote(source, matched or tokens[-1:], outcome)
            return SettingFinding(outcome, rule, evidence, self.therapies.named(tokens))
        return None

    def _outcome(self, rule: SentenceRule, source: SourceText, tokens: Sequence[Token]) -> str:
        """Return the outcome of the rule here, or None."""
        if rule.gives == "nothing":
            # Another criterion may complete the rule.
            return "nothing" if rule.elsewhere or rule.followed_by else ""
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

    def goes_on(self, tokens: Sequence[Token]) -> bool:
        """Return whether a sentence says what the treatments were: "these include ...", "it must have included ...".

        A demand of an interval since them does not, nor one with a condition.
        """
        signs = [token.sign for token in tokens]
        if not self._conditions.isdisjoint(signs):
            return False
        if next((sign for sign in signs if sign != self._gap), "") in self._lists or self._part in signs:
            return True
        is_list = not self._one_of.isdisjoint(signs) and not self._demands.isdisjoint(signs)
        return is_list and self._weeks not in signs

    def prefers(self, tokens: Sequence[Token]) -> bool:
        """Return whether words say that some patients go before others."""
        return any(token.sign == self._prefer for token in tokens)

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
        role = _ROLE.get(_LABEL.get(outcome, outcome), "prior")
        return Evidence(source.field, first, last, source.text[first:last], role, term)


def _says(rule: SentenceRule, source: SourceText, matched: Sequence[Token], last: Token) -> bool:
    """Return whether the words that match hold what the rule says, and the sentence nothing that it never says."""
    if not matched:
        return not rule.says
    words = source.folded[matched[0].start : matched[-1].end]
    if rule.says and not any(part in words for part in rule.says):
        return False
    sentence = source.folded[matched[0].start : last.end + _NEXT_WORD]
    return not any(part in sentence for part in rule.never_says)


def defeats(axis: str, findings: Sequence[SettingFinding], label: str) -> Iterator[Defeat]:
    """Yield the labels that other sentences give, as defeats by ``label``."""
    for finding in findings:
        if finding.label != label:
            why = f"{finding.rule.why} Other words say '{label}', which goes before '{finding.label}' here."
            yield Defeat(axis, finding.label, finding.rule.id, why, (finding.evidence,))
