"""The parts that the axes' rule files share: expressions that mean the same thing, and lists of agents."""

import re

from pydantic import Field

from trialscape.config.files.expressions import Expression, Searcher, late, searcher
from trialscape.config.files.file_reader import Strict


class Cue(Strict):
    """Expressions that mean the same thing, with the reason in a sentence."""

    why: str = Field(min_length=10)
    patterns: tuple[Expression, ...] = Field(min_length=1)

    def compiled(self) -> Searcher:
        """Return one expression that matches where any of the patterns matches, for searching."""
        return searcher(*self.patterns)

    def pattern(self) -> re.Pattern[str]:
        """Return the same expression for whole matches and for replacement."""
        return late(self._any())

    def compiled_apart(self) -> tuple[Searcher, ...]:
        """Return each pattern separately, which is several times faster for patterns that begin with plain letters."""
        return tuple(map(searcher, self.patterns))

    def _any(self) -> str:
        return "|".join(f"(?:{pattern})" for pattern in self.patterns)


class CellCue(Cue):
    """A cue about cells or what goes with them; ``not_near`` lists nearby words that cancel it.

    ``named`` are expressions that count only where treatments are named: in titles, interventions, arms and keywords.
    """

    named: tuple[Expression, ...] = ()
    not_near: tuple[str, ...] = ()

    def where_named(self) -> Cue:
        """Return the cue as it applies where treatments are named."""
        # Both are sound already; to check a hundred expressions anew would take a while.
        return Cue.model_construct(why=self.why, patterns=self.patterns + self.named)


class AgentList(Strict):
    """Agents of the vocabulary that a rule treats alike."""

    why: str = Field(min_length=10)
    agents: tuple[str, ...] = Field(min_length=1)
