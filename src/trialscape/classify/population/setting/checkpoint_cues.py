"""Checkpoint therapy among the cues of a sentence: separates targets from biomarkers and joins enumerations."""

from collections.abc import Iterable, Mapping, Sequence

from trialscape.classify.population.setting.other_targets import OtherTargets
from trialscape.classify.text.sentences import Token
from trialscape.config.rules.cue_grammar import GAP

# "PD-L1 (CPS) expression", "expression of PD-L1": at a greater distance the words are unrelated.
_MARKER_AFTER = 30
_MARKER_BEFORE = 12
_LATTER = "the latter"


class TherapyTokens:
    """Works on tokens by the signs of the setting's cues."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._target, self._marker, self._class = signs["TARGET"], signs["BIOM"], signs["ICI"]
        self._drug, self._study, self._gap = signs["DRUG"], signs["STUDY"], signs[GAP]
        self._immune, self._chemo_immune = signs["IMM"], signs["CHEMOIO"]
        self._antigen, self._other = signs["ANTIGEN"], signs["OTHER"]
        self._start, self._fail, self._on = signs["START"], signs["FAIL"], signs["ON"]
        self._either, self._subject, self._void = signs["EITHER"], signs["SUBJ"], signs["VOID"]
        self._may, self._entry, self._but = signs["MAY"], signs["ENTRY"], signs["BUT"]
        self._ranks = [signs[name] for name in ("ICI", "DRUG", "CTLA", "IMM", "XTGT")]
        self._named = frozenset(self._ranks[:4])
        # The meaning of all other signs is the same in every context.
        self._by_context = frozenset(
            signs[name] for name in "TARGET IMM CHEMOIO ANTIGEN START UNIT SUBSET SUBJ EITHER VOID BUT THEREON".split()
        )
        self.pd1, self.ctla4 = frozenset((self._class, self._drug)), frozenset((self._ranks[2],))
        self._exempt, self._subset, self._among = signs["EXCEPT"], signs["SUBSET"], signs["AMONG"]
        self._before_treated = frozenset(signs[name] for name in ("HAD", "PRIOR", "WITH", GAP, "SUBSET", "ADJ"))
        self._links = frozenset(signs[name] for name in ("OR", "AND", "EGS", "INCL", "WWO", "OPTION"))
        self._own_links = frozenset(signs[name] for name in ("OR", "AND", "WWO", "OPTION"))
        self._dated = frozenset(signs[name] for name in ("WITHIN", "WEEKS", "ON"))
        self._weeks, self._before, self._last_regimen = signs["WEEKS"], signs["BEFORE"], signs["LASTREG"]
        self._others = OtherTargets(signs)
        self._thereon, self._treatments = signs["THEREON"], self._named | {self._target, signs["OTHER"]}
        self._states = frozenset(signs[name] for name in ("FAIL", "NAIVE", "PRIOR"))
        self._limits = frozenset((signs["WITHIN"], signs["NOT"]))
        self._before_exempt = frozenset((signs["WITH"], signs["ON"], self._gap, self._subset, self._subject))
        self._before_subject = frozenset((signs["COHORT"],))
        self._with, self._must, self._unit = signs["WITH"], signs["MUST"], signs["UNIT"]
        self._only, self._cohort = signs["ONLY"], signs["COHORT"]
        self._before_unit = self._named | {self._other, signs["COMBI"]}
        self._before_either = frozenset(signs[name] for name in ("COHORT", GAP, "MUST", "MAY", "WITH", "SUBSET"))

    def is_named(self, tokens: Sequence[Token]) -> bool:
        """Return whether any token is checkpoint therapy."""
        return self.first_named(tokens) is not None

    def first_named(self, tokens: Sequence[Token]) -> Token | None:
        """Return the first checkpoint therapy, or None."""
        return next((token for token in tokens if token.sign in self._named), None)

    def named(self, tokens: Sequence[Token]) -> frozenset[str]:
        """Return the kinds of checkpoint therapy among the tokens."""
        return self._named.intersection(token.sign for token in tokens)

    def only_drugs(self, tokens: Sequence[Token]) -> bool:
        """Return whether checkpoint therapy appears only as names of single drugs, which may be the trial's own."""
        return self.named(tokens) == {self._drug}

    def only_immune(self, tokens: Sequence[Token]) -> bool:
        """Return whether checkpoint therapy appears only as "immunotherapy"."""
        return self.named(tokens) == {self._immune}

    def merged(self, tokens: Sequence[Token], folded: str, *, in_blood: bool = False) -> list[Token]:
        """Return the tokens with targets resolved and each enumeration of checkpoint drugs as one token.

        Newer targets inside an enumeration belong to it; words that follow the trial's own drug count as a gap.
        ``in_blood`` says that the record is about blood cancers alone; ``folded`` is the text of the tokens.
        """
        done: list[Token] = []
        held: list[Token] = []
        for token in self._without_own(self._joined(self._resolved(tokens, folded, in_blood))):
            sign = token.sign
            if held and sign in self._ranks:
                held = [Token(held[0].start, token.end, self._joint(held[0].sign, sign))]
            elif sign in self._ranks:
                held = [token]
            elif len(held) == 1 and sign in self._links:
                held.append(token)
            else:
                if held:
                    done += held
                    held = []
                done.append(token)
        return done + held

    def _without_own(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with the drugs that follow a word for the trial's own treatment as gaps."""
        if self._study not in {token.sign for token in tokens}:
            return tokens
        done: list[Token] = []
        is_own = False
        for token, following in zip(tokens, [*(item.sign for item in tokens[1:]), ""], strict=True):
            is_named = token.sign in self._named
            begins = token.sign == self._study and not self._ends_last_regimen(done)
            is_own = begins or (is_own and (is_named or token.sign in self._own_links))
            # "Arm 3 enrols PD-1-refractory patients" names no drug of the trial.
            is_own = is_own and not (is_named and following in self._states)
            done.append(Token(token.start, token.end, self._gap) if is_own and is_named else token)
        return done

    def _ends_last_regimen(self, before: Sequence[Token]) -> bool:
        """Return whether the drug that follows is an earlier one: "The last line before enrolment: nivolumab"."""
        *earlier, last = ["", *(token.sign for token in before)]
        return last == self._before and self._last_regimen in earlier

    def _joint(self, first: str, second: str) -> str:
        """Return the sign of two therapies in one enumeration; drugs beside "immunotherapy" say that it is a class."""
        if {first, second} == {self._immune, self._drug}:
            return self._class
        return min(first, second, key=self._ranks.index)

    def _joined(self, tokens: Iterable[Token]) -> list[Token]:
        """Return the tokens with neighbouring gaps as one."""
        done: list[Token] = []
        in_gap = False
        for token in tokens:
            is_gap = token.sign == self._gap
            if is_gap and in_gap:
                done[-1] = Token(done[-1].start, token.end, self._gap)
            else:
                done.append(token)
            in_gap = is_gap
        return done

    def _resolved(self, tokens: Sequence[Token], folded: str, in_blood: bool) -> list[Token]:
        done: list[Token] = []
        before: set[str] = set()
        for index, token in enumerate(tokens):
            if token.sign not in self._by_context:
                done.append(token)
            elif sign := self._sign_here(tokens, index, before, folded, in_blood):
                done.append(token if sign == token.sign else Token(token.start, token.end, sign))
            before.add(token.sign)
        return done

    def _sign_here(self, tokens: Sequence[Token], index: int, before: set[str], folded: str, in_blood: bool) -> str:
        sign = self._sign(tokens, index, before, folded, in_blood)
        is_other = sign == self._immune and self._others.is_directed(tokens[:index], folded, tokens[index])
        return self._other if is_other else sign

    def _sign(self, tokens: Sequence[Token], index: int, before: set[str], folded: str, in_blood: bool) -> str:
        """Return the meaning of the token in its context, or None for a filler."""
        sign = tokens[index].sign
        if sign == self._target:
            return self._marker if self._is_marker(tokens, index) else self._class
        if sign == self._immune:
            return self._other if self._others.is_against_antigen(tokens, index) else sign
        if sign == self._chemo_immune:
            return self._other if in_blood or self._others.is_against_antigen(tokens, index) else self._immune
        if sign == self._antigen:
            return self._gap if self._is_marker(tokens, index) else self._other
        if sign == self._start:
            return self._on if self._is_dated(tokens, index, before) else self._study
        if sign == self._unit:
            return self._cohort if self._is_part(tokens, index) else self._gap
        if sign in (self._subset, self._subject) and self._is_exempt(tokens, index):
            return self._subset
        if sign == self._subset:
            return self._gap
        if sign == self._thereon and folded.endswith(_LATTER, 0, tokens[index].end):
            # "Nivolumab followed by docetaxel; progressed on the latter": the therapy that comes last is meant.
            last = next((token.sign for token in reversed(tokens[:index]) if token.sign in self._treatments), "")
            return sign if last in self._named or last == self._target else self._gap
        if sign == self._either:
            return sign if before <= self._before_either else ""
        if sign == self._subject and self._is_entry(tokens, index):
            return self._entry
        if sign == self._subject and not before <= self._before_subject:
            return self._among if self._is_for_treated(tokens, index) else self._gap
        return self._gap if sign in (self._void, self._but) else sign

    def _is_dated(self, tokens: Sequence[Token], index: int, before: set[str]) -> bool:
        """Return whether a failure, or the whole criterion, is dated from the start of a therapy."""
        if not index or tokens[index - 1].sign not in self._dated:
            return False
        time = tokens[index - 1 - (tokens[index - 1].sign == self._on)].sign
        return self._fail in before or (tokens[0].sign in self._limits and time == self._weeks)

    def _is_entry(self, tokens: Sequence[Token], index: int) -> bool:
        """Return whether words of inclusion stand before the token: "may take part in the study if"."""
        between = (self._gap, self._with, self._on)
        return next((token.sign for token in reversed(tokens[:index]) if token.sign not in between), "") == self._may

    def _is_for_treated(self, tokens: Sequence[Token], index: int) -> bool:
        """Return whether checkpoint therapy follows the token, with only words of earlier treatment between."""
        after = next((token.sign for token in tokens[index + 1 :] if token.sign not in self._before_treated), "")
        return after in self._named or after == self._target

    def _is_part(self, tokens: Sequence[Token], index: int) -> bool:
        """Return whether a therapy stands directly before the token, or a word such as "only" directly behind it."""
        token = tokens[index]
        before, after = tokens[max(0, index - 1) : index], tokens[index + 1 : index + 2]
        if any(item.sign in self._before_unit and token.start - item.end == 1 for item in before):
            return True
        return any(item.sign == self._only and item.start - token.end == 1 for item in after)

    def _is_exempt(self, tokens: Sequence[Token], index: int) -> bool:
        """Return whether words of exemption stand before the token, with only linking words between."""
        earlier = reversed(tokens[:index])
        before = next((token for token in earlier if token.sign not in self._before_exempt), None)
        return before is not None and before.sign == self._exempt

    def _is_marker(self, tokens: Sequence[Token], index: int) -> bool:
        token = tokens[index]
        between = (self._target, self._must)
        after = next((item for item in tokens[index + 1 : index + 3] if item.sign not in between), None)
        if after is not None and after.sign == self._marker and after.start - token.end < _MARKER_AFTER:
            return True
        before = next((item for item in reversed(tokens[max(0, index - 2) : index]) if item.sign != self._with), None)
        return before is not None and before.sign == self._marker and token.start - before.end < _MARKER_BEFORE
