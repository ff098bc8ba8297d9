"""Whether an immunotherapy is directed at a target other than a checkpoint: "immunotherapy against BCMA".

In: the cues of a sentence and its text. Out: whether a word for immunotherapy means no checkpoint inhibitor.
"""

import re
from collections.abc import Mapping, Sequence

from trialscape.classify.text.sentences import Token
from trialscape.config.rules.cue_grammar import GAP

# "immunotherapy against BCMA", "CD19-directed immunotherapy".
_ANTIGEN_AFTER = 45
_ANTIGEN_BEFORE = 22
# "FOLR1-directed immunotherapy", "immunotherapy directed against ROR1", but not "PD-1-directed" or
# "biomarker-directed": names of targets have digits, or are among the few without.
_TARGET_REACH = 80
_DIRECTED = re.compile(
    r"(?:(?P<target>[^\s,;(]+)[ -](?:directed|targeted|targeting|specific)|\banti-(?P<against>[a-z0-9]+)) "
    r"(?:(?!(?:or|and|nor|plus) )[a-z]+ )?$"
)
_DIRECTED_AT = re.compile(
    r"\s?(?:with (?:an? |the )?(?:[a-z-]+ ){0,3}(?:antibod(?:y|ies)|cells|drugs?|engagers?) )?(?:that is |which is )?"
    r"(?:directed|targeted) (?:at|against|to) (?:the )?(?P<target>[^\s,;)]+)"
)
_OTHER_TARGET = re.compile(
    r"(?!.*(?:pd-?\(?l?\)?-?\d|ctla|lag-?3|tigit|tim-?3))(?:.*\d|egfr|fr-?alpha"
    r"|(?:psma|psca|cea|afp|folate|claudin|cldn|mesothelin|glypican|ganglioside|nectin|mage|prame|ny-eso|hpv|ebv|cmv|bcma)\b)"
)
# "PSMA-directed therapy (radioligand or immunotherapy)"; "PSMA-directed therapy, immunotherapy (any)" is two items.
_LONGEST_BRACKET = 120
_OTHER_ITEM = re.compile(r"[,;)]|\b(?:or|and)\b")


class OtherTargets:
    """Works on tokens by the signs of the setting's cues."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._antigen = signs["ANTIGEN"]
        self._examples = frozenset((signs["EGS"], signs["INCL"]))
        self._linking = frozenset(signs[name] for name in ("WITH", "ON", "EGS", "INCL", GAP))

    def is_directed(self, before: Sequence[Token], folded: str, token: Token) -> bool:
        """Return whether words around an immunotherapy say that it is directed at a target other than a checkpoint."""
        around = (
            _DIRECTED.search(folded, max(0, token.start - _TARGET_REACH), token.start),
            _DIRECTED_AT.match(folded, token.end, token.end + _TARGET_REACH),
        )
        targets = (next(filter(None, found.groups())) for found in around if found)
        if any(_OTHER_TARGET.match(target) for target in targets):
            return True
        is_after_antigen = any(item.sign == self._antigen for item in before)
        return is_after_antigen and self._is_bracketed(before, folded, token)

    def _is_bracketed(self, before: Sequence[Token], folded: str, token: Token) -> bool:
        """Return whether the token is an example, in brackets, of the therapy against an antigen before them."""
        opening = folded.rfind("(", max(0, token.start - _LONGEST_BRACKET), token.start)
        if opening < 0 or ")" in folded[opening : token.start]:
            return False
        antigen = next((item for item in reversed(before) if item.sign == self._antigen and item.end <= opening), None)
        between = folded[antigen.end : opening] if antigen else ","
        return len(between) < _ANTIGEN_AFTER and _OTHER_ITEM.search(between) is None

    def is_against_antigen(self, tokens: Sequence[Token], index: int) -> bool:
        """Return whether an antigen stands directly before the token, or behind it as what it is directed at."""
        token = tokens[index]
        before = next((item for item in reversed(tokens[:index]) if item.sign not in self._examples), None)
        if before is not None and before.sign == self._antigen and token.start - before.end < _ANTIGEN_BEFORE:
            return True
        after = next((item for item in tokens[index + 1 : index + 4] if item.sign not in self._linking), None)
        return after is not None and after.sign == self._antigen and after.start - token.end < _ANTIGEN_AFTER
