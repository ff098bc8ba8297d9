"""Cues that count as two or not at all: "immune-resistant", and exemptions and denials that are about other therapy.

In: the cues of a sentence and its text. Out: the cues among which checkpoint therapy is looked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from trialscape.classify.text.sentences import Token
from trialscape.config.rules.cue_grammar import GAP

# An aside in brackets is short; a longer one is a criterion of its own.
_LONGEST_ASIDE = 120
# Words with which brackets limit the therapy before them to some patients.
_LIMITED = ("if ", "unless ", "only if ", "only when ", "when ")


class CueAsides:
    """Works on tokens by the signs of the setting's cues; a compound stands for two cues."""

    def __init__(self, signs: Mapping[str, str], compounds: Mapping[str, tuple[str, str]]) -> None:
        self._parts = {signs[name]: (signs[first], signs[second]) for name, (first, second) in compounds.items()}
        self._exempt, self._other = signs["EXCEPT"], signs["OTHER"]
        self._therapies = frozenset(
            signs[name] for name in ("ICI", "DRUG", "CTLA", "IMM", "TARGET", "CHEMOIO", "XTGT", "OTHER")
        )
        self._checkpoints = self._therapies - {signs["OTHER"]}
        self._some = frozenset(signs[name] for name in ("COHORT", "UNIT", "SUBSET"))
        self._failed = frozenset((signs["FAIL"], signs["RECUR"]))
        self._permits = frozenset(signs[name] for name in ("ALLOW", "MAY", "COUNT"))
        self._detail = frozenset(signs[name] for name in (GAP, "OR", "AND", "WITH", "ON"))
        self._but, self._denials = signs["BUT"], frozenset((signs["NOT"], signs["NAIVE"]))
        self._weeks, self._examples = signs["WEEKS"], signs["EGS"]
        self._opening = self._permits | self._failed | {self._exempt, self._weeks, self._examples}

    def read(self, tokens: Sequence[Token], folded: str) -> list[Token]:
        """Return the tokens with compounds as two cues, and without exemptions that are about other therapy."""
        signs = {token.sign for token in tokens}
        has_asides = not signs.isdisjoint(self._opening)
        kept = self._without_asides(tokens, folded) if has_asides else tokens
        kept = self._beside_denial(kept) if self._but in signs else kept
        return list(kept) if signs.isdisjoint(self._parts) else list(self._taken_apart(kept))

    def _beside_denial(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Return the tokens without a half of the sentence, before or behind "but", that denies other therapy alone.

        "No chemotherapy before, but nivolumab": what is denied is another therapy.
        """
        place = next((index for index, token in enumerate(tokens) if token.sign == self._but), len(tokens))
        halves = tokens[:place], tokens[place + 1 :]
        for half, kept in (halves, halves[::-1]):
            signs = {token.sign for token in half}
            is_of_other = self._other in signs and not self._denials.isdisjoint(signs)
            names_it = any(token.sign in self._checkpoints for token in kept)
            if is_of_other and names_it and signs.isdisjoint(self._checkpoints):
                return kept
        return tokens

    def _taken_apart(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Yield the tokens; both cues of a compound have all its letters, which a quotation needs."""
        for token in tokens:
            if (parts := self._parts.get(token.sign)) is None:
                yield token
            else:
                yield Token(token.start, token.end, parts[0])
                yield Token(token.start, token.end, parts[1])

    def _without_asides(self, tokens: Sequence[Token], folded: str) -> Sequence[Token]:
        """Return the tokens without "(except biopsy)" or "(e.g. biopsy)" behind "surgery": a list goes on behind it.

        Nor does "(earlier cell therapy is accepted)" change what stands before it.
        """
        kept: list[Token] = []
        # The therapies before a token, the last of them, and whether a failure stands before it.
        before = _Before(set(), self._other, has_failed=False)
        until = -1
        for index, token in enumerate(tokens):
            if token.start > until and folded[token.start - 1 : token.start] == "(":
                end = folded.find(")", token.end, token.end + _LONGEST_ASIDE)
                inside = set(_signs_until(tokens, index, end))
                if self._is_about_other(token, inside, before, folded, end):
                    until = self._end_of_aside(inside, end)
            if token.start >= until:
                kept.append(token)
                if token.sign in self._therapies:
                    before.named.add(token.sign)
                    before = before._replace(last=token.sign)
                elif token.sign in self._failed:
                    before = before._replace(has_failed=True)
        return kept

    def _is_about_other(self, token: Token, inside: set[str], before: "_Before", folded: str, end: int) -> bool:
        """Return whether brackets that begin with the token give details, exempt other therapy, or permit it.

        In a list they may also limit the time of another therapy: "interferon (if within 6 months), PD-1 antibodies".
        """
        if token.sign in (self._exempt, self._examples) and before.last == self._other:
            return True
        if inside and inside <= self._detail:
            return True
        is_list = end >= 0 and folded.startswith("),", end) and before.named == {self._other}
        if is_list and self._weeks in inside and folded.startswith(_LIMITED, folded.rfind("(", 0, token.end) + 1):
            return True
        return not inside.isdisjoint(self._permits) and not before.has_failed

    def _end_of_aside(self, inside: set[str], end: int) -> int:
        """Return the end of brackets; -1 if they name what is looked for, or some patients."""
        named = self._checkpoints if self._other in inside else self._checkpoints | self._some
        return end if inside.isdisjoint(named) else -1


class _Before(NamedTuple):
    """What stands before a bracket: the therapies, the last of them, and whether a failure does."""

    named: set[str]
    last: str
    has_failed: bool


def _signs_until(tokens: Sequence[Token], index: int, end: int) -> Iterator[str]:
    """Yield the signs of the tokens from one on that begin before ``end``."""
    while index < len(tokens) and tokens[index].start < end:
        yield tokens[index].sign
        index += 1
