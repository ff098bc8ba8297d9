"""The checkpoint setting: must patients have failed a checkpoint inhibitor, may they have had one, or must they not?

Each sentence that names such therapy is read by the rules of ``axes/ici_setting.toml``; over all sentences the setting
is the first that any of them gives, in the order of ``_ORDER``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trialscape.classify.population.checkpoint_cues import TherapyTokens
from trialscape.classify.text.eligibility_criteria import Outline, Span, sentences
from trialscape.classify.text.fold import fold
from trialscape.classify.text.population_texts import PopulationText, names_any
from trialscape.classify.text.sentences import CueReader, Token, WordFinder
from trialscape.classify.text.study_texts import Reading
from trialscape.config.rules.setting_rules import CancerWords, Place, SentenceRule, SettingRules
from trialscape.verdict import Defeat, Evidence, Role, Verdict

AXIS = "ici_setting"

# A permission in so many words beats a ban, because cohorts differ; what merely tolerates earlier therapy (a wash-out,
# a ban after toxicity) does not, and a ban on some cohorts or on single drugs leaves the rest open.
_ORDER = ("required", "allowed", "excluded", "tolerated", "excluded_in_part")
_LABEL = {"tolerated": "allowed", "excluded_in_part": "excluded"}
_ROLE: dict[str, Role] = {"required": "population", "allowed": "prior", "excluded": "exclusion"}


# Nouns that end a therapy's name and are no cues of their own.
_TAIL = re.compile(
    r"(?:[ /-](?:[a-z]+-)?"
    r"(?:inhibit\w*|antibod\w*|therap\w*|treatments?|blockade|agents?|drugs?|regimens?|pathways?|based))+"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one sentence says (a member of ``_ORDER``), by which rule, and the words it rests on."""

    outcome: str
    rule: SentenceRule
    evidence: Evidence

    @property
    def label(self) -> str:
        """Return the label that the outcome stands for."""
        return _LABEL.get(self.outcome, self.outcome)


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: SentenceRule
    cues: re.Pattern[str]
    without: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Text:
    """A field's text with its fold, and how its sentences are to be taken."""

    field: str
    text: str
    folded: str
    place: Place = "population"
    is_part: bool = False
    in_blood: bool = False


class SettingReader:
    """Reads the axis ``ici_setting`` by rules; ``checkpoint_names`` are names and codes of checkpoint drugs."""

    name = AXIS

    def __init__(self, rules: SettingRules, checkpoint_names: Sequence[str], cancer_words: CancerWords) -> None:
        known = {word for cue in rules.cue for word in cue.words}
        names = [(fold(name), rules.checkpoint_names_are) for name in checkpoint_names if fold(name) not in known]
        anchors = (word for cue in rules.cue if cue.id in rules.anchors for word in cue.words)
        self.words = (*((word, "") for word in anchors), *names)
        told = (cue for cue in rules.cue if cue.id in rules.population_needs)
        self._told = WordFinder((word, "") for cue in told for word in cue.words)
        self._checkpoints = rules.checkpoint_modality
        self._cancer = cancer_words
        self._cues = CueReader(rules, names)
        self._therapies = TherapyTokens(rules.signs)
        self._cohort, self._bar, self._had, self._fail = (
            rules.signs[name] for name in ("COHORT", "BAR", "HAD", "FAIL")
        )
        self._demands = frozenset((rules.signs["MUST"], rules.signs["REQ"]))
        self._elsewhere = {rule.id: rules.translate(rule.elsewhere) for rule in rules.rule if rule.elsewhere}
        self._rules: dict[Place, list[_Compiled]] = {"inclusion": [], "exclusion": [], "population": []}
        for rule in rules.rule:
            without = rules.translate(rule.without) if rule.without else None
            for place in rule.where:
                self._rules[place].append(_Compiled(rule, rules.translate(rule.cues), without))

    def read(self, reading: Reading) -> tuple[list[Verdict], list[Defeat]]:
        """Return the one verdict of the axis, and the labels that other sentences pointed to."""
        findings = self.findings(reading)
        if not findings:
            return [Verdict(AXIS, "unspecified", "default", (), True)], []
        best = min(findings, key=lambda finding: _ORDER.index(finding.outcome))
        chosen = [finding for finding in findings if finding.outcome == best.outcome]
        verdict = Verdict(AXIS, best.label, best.rule.id, tuple(finding.evidence for finding in chosen))
        return [verdict], list(_defeats(findings, best.label))

    def findings(self, reading: Reading) -> list[Finding]:
        """Return what each sentence of a study says of earlier checkpoint therapy, in the order of the record."""
        population, outline = reading.population, reading.outline
        if not self._is_cancer(reading):
            return []
        named = reading.words[AXIS]
        in_blood = self._is_blood_alone(reading)
        found = [
            finding
            for part in population.holding(named.population, keywords=False)
            for finding in self._population(part, in_blood, [token.start - part.start for token in named.population])
        ]
        found.extend(self._eligibility(outline, in_blood, named.eligibility))
        found = [added for finding in found for added in self._completed(finding, outline)]
        return [finding for finding in found if not (finding.rule.not_if_exposure and self._is_exposure(reading))]

    def _is_exposure(self, reading: Reading) -> bool:
        """Say whether a checkpoint inhibitor is what an observational study watches, and not what came before."""
        return reading.study.study_type == "OBSERVATIONAL" and not self._checkpoints.isdisjoint(reading.under_study)

    def _completed(self, finding: Finding, outline: Outline) -> list[Finding]:
        """Return the finding, or what it says together with another inclusion criterion."""
        words = self._elsewhere.get(finding.rule.id)
        if words is None:
            return [finding]
        source = _Text("eligibility", outline.text, outline.folded)
        for line in outline.lines():
            for span in sentences(outline.layout, line):
                tokens = self._tokens(source, span)
                match = words.search("".join(token.sign for token in tokens))
                if match and outline.section(span[0]).kind == "inclusion":
                    then = finding.rule.then
                    more = self._quote(source, tokens[match.start() : match.end()], then)
                    return [replace(finding, outcome=then), Finding(then, finding.rule, more)]
        return [finding]

    def _is_blood_alone(self, reading: Reading) -> bool:
        """Say whether titles and conditions name blood cancers and no other."""
        about = reading.population.about
        return names_any(self._cancer.blood, about) and not names_any(self._cancer.solid, about)

    def _is_cancer(self, reading: Reading) -> bool:
        if names_any(self._cancer.all, reading.population.about):
            return True
        return not reading.study.conditions and names_any(self._cancer.all, reading.outline.folded)

    def _population(self, part: PopulationText, in_blood: bool, places: Sequence[int]) -> Iterator[Finding]:
        """Read the sentences with a therapy, which stands at ``places``, and a word without which no rule holds."""
        if not self._told.occurs(part.folded):
            return
        source = _Text(part.field, part.text, part.folded, is_part=part.field.startswith("arms"), in_blood=in_blood)
        for start, end in sentences(part.text, (0, len(part.text))):
            if any(start <= place < end for place in places) and self._told.occurs(part.folded[start:end]):
                yield from self._sentence(source, self._tokens(source, (start, end)), start)

    def _eligibility(self, outline: Outline, in_blood: bool, anchors: Sequence[Token]) -> Iterator[Finding]:
        places = [token.start for token in anchors]
        text = _Text("eligibility", outline.text, outline.folded, in_blood=in_blood)
        done = -1
        for place in places:
            if place < done:
                continue
            line = outline.line(place)
            done = line[1]
            before: Span | None = None
            for span in sentences(outline.layout, line):
                if bisect_left(places, span[0]) < bisect_left(places, span[1]):
                    yield from self._criterion(text, outline, line, span, before)
                before = span

    def _criterion(
        self, source: _Text, outline: Outline, line: Span, span: Span, previous: Span | None
    ) -> Iterator[Finding]:
        """Read one sentence alone, or together with the line that introduces its list where it says nothing alone.

        What a sentence demands is read together with the one before it in the line, ``previous``, which may speak of
        failure: "Progressed on standard treatment; this must have included a checkpoint inhibitor".
        """
        section = outline.section(span[0])
        source = replace(source, place=section.kind, is_part=section.is_part)
        tokens = self._tokens(source, span)
        if not self._therapies.is_named(tokens):
            return
        found = [] if self._therapies.only_drugs(tokens) else list(self._sentence(source, tokens, span[0]))
        if not found or found[0].outcome != "required":
            lead = outline.lead(line)
            before = self._tokens(source, lead) if lead else []
            found = self._under(before, found, source, tokens, span[0])
        if previous and source.place == "inclusion" and not self._demands.isdisjoint(token.sign for token in tokens):
            before = self._tokens(source, previous)
            if self._fail in {token.sign for token in before} and not self._therapies.is_named(before):
                joined = list(self._sentence(source, [*before, *tokens], span[0]))
                found = joined if joined and joined[0].outcome == "required" else found
        yield from found

    def _under(
        self, lead: Sequence[Token], found: list[Finding], source: _Text, tokens: Sequence[Token], start: int
    ) -> list[Finding]:
        """Return what a sentence that alone says ``found`` says under the line that introduces its list."""
        signs = {token.sign for token in lead}
        if source.place == "inclusion" and self._bar in signs and self._had in signs:
            # "Patients must not have received the following:" opens a list of exclusions.
            source = replace(source, place="exclusion")
            alone = list(self._sentence(source, tokens, start))
            return alone or list(self._sentence(source, [*lead, *tokens], start))
        if found:
            is_part = found[0].outcome == "excluded" and self._cohort in signs
            return [replace(found[0], outcome="excluded_in_part")] if is_part else found
        if lead or self._therapies.only_drugs(tokens):
            return list(self._sentence(source, [*lead, *tokens], start))
        return []

    def _sentence(self, source: _Text, tokens: Sequence[Token], start: int) -> Iterator[Finding]:
        """Yield what the first rule that holds says; the quotation begins at ``start`` or later."""
        if not self._therapies.is_named(tokens):
            return
        signs = "".join(token.sign for token in tokens)
        for compiled in self._rules[source.place]:
            match = compiled.cues.search(signs)
            if match is None or (compiled.without is not None and compiled.without.search(signs)):
                continue
            outcome: str = compiled.rule.gives
            if outcome == "nothing" or (
                source.in_blood and outcome != "excluded" and self._therapies.only_immune(tokens)
            ):
                return
            if outcome == "excluded" and (
                source.is_part or self._cohort in signs or self._therapies.only_drugs(tokens)
            ):
                outcome = "excluded_in_part"
            matched = [token for token in tokens[match.start() : match.end()] if token.start >= start]
            yield Finding(outcome, compiled.rule, self._quote(source, matched or tokens[-1:], outcome))
            return

    def _quote(self, source: _Text, tokens: Sequence[Token], outcome: str) -> Evidence:
        """Quote from the first to the last token, with the noun that belongs to the last ("PD-1 *inhibitors*")."""
        first, last = tokens[0].start, tokens[-1].end
        tail = _TAIL.match(source.folded, last)
        last = tail.end() if tail else last
        therapy = self._therapies.first_named(tokens)
        term = source.text[therapy.start : therapy.end] if therapy else ""
        role = _ROLE[_LABEL.get(outcome, outcome)]
        return Evidence(source.field, first, last, source.text[first:last], role, term)

    def _tokens(self, source: _Text, span: Span) -> list[Token]:
        return self._therapies.merged(self._cues.tokens(source.folded, *span), in_blood=source.in_blood)


def _defeats(findings: Sequence[Finding], label: str) -> Iterator[Defeat]:
    for finding in findings:
        if finding.label != label:
            why = f"{finding.rule.why} Other words say '{label}', which goes before '{finding.label}' here."
            yield Defeat(AXIS, finding.label, finding.rule.id, why, (finding.evidence,))
