"""The grammar of cues: lists of words, each with one sign, and expressions over the names of the lists."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from trialscape.config.files.expressions import Expression, compiled, late
from trialscape.config.files.file_reader import Strict

Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]+$")]
Why = Annotated[str, StringConstraints(min_length=15)]
Words = Annotated[tuple[str, ...], Field(min_length=1)]

_NAME = re.compile(r"[A-Z][A-Z0-9]+")
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzßäëïöüáéíóúàèìòùâêîôûãõñçå"
# The sign for unknown words between two cues.
GAP = "GAP"


def names_in(expression: str) -> list[str]:
    """Return the names of cues, groups and phrases in an expression."""
    return _NAME.findall(expression)


class Cue(Strict):
    """Words with the same role in a sentence. ``-`` also stands for a blank, ``~`` also for nothing, a final ``*``
    for any ending, ``{a|b}`` for either of the words."""

    id: Name
    words: Words
    why: Why


class CueGrammar(Strict):
    """Cues, groups of which any one counts, and phrases, which are expressions that rules call by a name.

    Every cue gets one sign, so that a sentence becomes a short string.
    """

    cue: tuple[Cue, ...] = Field(min_length=1)
    groups: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    phrases: Mapping[Name, Expression] = Field(default_factory=dict)
    fillers: tuple[str, ...] = ()

    @cached_property
    def signs(self) -> Mapping[str, str]:
        """Return the sign of each cue, and of the gap."""
        return dict(zip((*(cue.id for cue in self.cue), GAP), _SIGNS, strict=False))

    def translate(self, cues: str) -> re.Pattern[str]:
        """Turn an expression over cue names into one over signs; ``..`` means any cues at all."""
        return late(self._translated(cues))

    def is_sound(self, cues: str) -> bool:
        """Return whether an expression over cue names is one over signs too."""
        try:
            compiled(self._translated(cues))
        except re.error:
            return False
        return True

    def _translated(self, cues: str) -> str:
        signs = _NAME.sub(lambda name: self._class(name.group()), cues.replace("..", ".*?"))
        return signs.replace(" ", "")

    def _class(self, name: str) -> str:
        if phrase := self.phrases.get(name):
            return f"(?:{self._translated(phrase)})"
        members = self.groups.get(name, (name,))
        signs = "".join(self.signs[member] for member in members)
        return signs if len(signs) == 1 else f"[{signs}]"

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        if len(self.cue) >= len(_SIGNS):
            raise ValueError(f"more than {len(_SIGNS) - 1} cues")
        unknown = {member for group in self.groups.values() for member in group} - set(self.signs)
        if unknown:
            raise ValueError(f"groups name cues that do not exist: {', '.join(sorted(unknown))}")
        named = {name for phrase in self.phrases.values() for name in names_in(phrase)}
        if unknown := named - {*self.signs, *self.groups}:
            raise ValueError(f"phrases name cues that do not exist: {', '.join(sorted(unknown))}")
        return self

    def unknown_names(self, expressions: Sequence[str]) -> list[str]:
        """Return the names in ``expressions`` that are neither cue, group nor phrase."""
        known = {*self.signs, *self.groups, *self.phrases}
        return sorted({name for text in expressions for name in names_in(text)} - known)
