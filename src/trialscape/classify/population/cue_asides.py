"""Cues that count as two or not at all: "immune-resistant", and exemptions and denials that are about other therapy.

In: the cues of a sentence and its text. Out: the cues among which checkpoint therapy is looked for.
"""

from collections.abc import Iterator, Mapping, Sequence

from trialscape.classify.text.sentences import Token
from trialscape.config.rules.cue_grammar import GAP

# An aside in brackets is short; a longer one is a criterion of its own.
_LONGEST_ASIDE = 120


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
        self._weeks = signs["WEEKS"]
        self._opening = self._permits | self._failed | {self._exempt, self._weeks}

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
        """Return the tokens without "(except biopsy)" behind "surgery": a list goes on behind it.

        Nor does "(earlier cell therapy is accepted)" change what stands before it.
        """
        kept: list[Token] = []
        until = -1
        for token in tokens:
            opens = token.start > until and folded[token.start - 1 : token.start] == "("
            if opens and self._is_about_other(token, tokens, kept, folded):
                until = self._end_of_aside(token, tokens, folded)
            if token.start >= until:
                kept.append(token)
        return kept

    def _is_about_other(self, token: Token, tokens: Sequence[Token], before: Sequence[Token], folded: str) -> bool:
        """Return whether brackets that begin with the token give details, exempt other therapy, or permit it.

        In a list they may also limit the time of another therapy: "interferon (if within 6 months), PD-1 antibodies".
        """
        if token.sign == self._exempt and self._is_other(before):
            return True
        end = folded.find(")", token.end, token.end + _LONGEST_ASIDE)
        inside = {item.sign for item in tokens if token.start <= item.start < end}
        if inside and inside <= self._detail:
            return True
        if self._weeks in inside and folded.startswith("),", end) and self._is_of_other_drug(before):
            return True
        return not inside.isdisjoint(self._permits) and all(item.sign not in self._failed for item in before)

    def _is_other(self, before: Sequence[Token]) -> bool:
        """Return whether the last therapy before an exemption, if any, is no checkpoint therapy."""
        last = next((token.sign for token in reversed(before) if token.sign in self._therapies), self._other)
        return last == self._other

    def _is_of_other_drug(self, before: Sequence[Token]) -> bool:
        """Return whether other therapy is the last that is named, and the only one."""
        named = {token.sign for token in before if token.sign in self._therapies}
        return named == {self._other}

    def _end_of_aside(self, token: Token, tokens: Sequence[Token], folded: str) -> int:
        """Return the end of the brackets that the token opens; -1 if they name what is looked for, or some patients."""
        end = folded.find(")", token.end, token.end + _LONGEST_ASIDE)
        inside = {item.sign for item in tokens if token.start <= item.start < end}
        named = self._checkpoints if self._other in inside else self._checkpoints | self._some
        return end if inside.isdisjoint(named) else -1
