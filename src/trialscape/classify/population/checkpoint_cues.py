"""Checkpoint therapy among the cues of a sentence: targets told from biomarkers, enumerations joined into one."""

from collections.abc import Iterator, Mapping, Sequence

from trialscape.classify.text.sentences import Token
from trialscape.config.rules.setting_rules import GAP

# "PD-L1 (CPS) expression", "expression of PD-L1": further away, the words belong to something else.
_MARKER_AFTER = 30
_MARKER_BEFORE = 12


class TherapyTokens:
    """Works on tokens by the signs of the setting's cues."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._target, self._marker, self._class = signs["TARGET"], signs["BIOM"], signs["ICI"]
        self._drug, self._study, self._gap = signs["DRUG"], signs["STUDY"], signs[GAP]
        self._ranks = [signs[name] for name in ("ICI", "DRUG", "CTLA", "IMM", "XTGT")]
        self._named = frozenset(self._ranks[:4])
        self._links = frozenset(signs[name] for name in ("OR", "AND", "EGS", "INCL", "WWO", "OPTION"))

    def is_named(self, tokens: Sequence[Token]) -> bool:
        """Say whether any token is checkpoint therapy."""
        return self.first_named(tokens) is not None

    def first_named(self, tokens: Sequence[Token]) -> Token | None:
        """Return the first checkpoint therapy, or None."""
        return next((token for token in tokens if token.sign in self._named), None)

    def only_drugs(self, tokens: Sequence[Token]) -> bool:
        """Say whether checkpoint therapy is present by the names of single drugs only, which may be the trial's own."""
        return {token.sign for token in tokens} & self._named == {self._drug}

    def merged(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens with targets resolved and each enumeration of checkpoint drugs as one token.

        Newer targets inside an enumeration belong to it; what follows words for the trial's own drug is a mere gap.
        """
        done: list[Token] = []
        held: list[Token] = []
        is_own = False
        for token in self._resolved(tokens):
            is_own = token.sign == self._study or (is_own and token.sign in self._named | self._links)
            sign = self._gap if is_own and token.sign in self._named else token.sign
            if held and sign in self._ranks:
                held = [Token(held[0].start, token.end, min(held[0].sign, sign, key=self._ranks.index))]
            elif len(held) == 1 and sign in self._links:
                held.append(token)
            else:
                done.extend(held)
                token = token if token.sign == sign else Token(token.start, token.end, sign)
                held = [token] if sign in self._ranks else []
                if not held:
                    done.append(token)
        return [*done, *held]

    def _resolved(self, tokens: Sequence[Token]) -> Iterator[Token]:
        for index, token in enumerate(tokens):
            if token.sign != self._target:
                yield token
            else:
                sign = self._marker if self._is_marker(tokens, index) else self._class
                yield Token(token.start, token.end, sign)

    def _is_marker(self, tokens: Sequence[Token], index: int) -> bool:
        token = tokens[index]
        after = next((item for item in tokens[index + 1 : index + 3] if item.sign != self._target), None)
        if after is not None and after.sign == self._marker and after.start - token.end < _MARKER_AFTER:
            return True
        before = tokens[index - 1] if index else None
        return before is not None and before.sign == self._marker and token.start - before.end < _MARKER_BEFORE
