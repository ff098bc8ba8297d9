"""One finding of the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["consistent", "inconsistent", "contradiction", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule in a report: the verdict, the claims it is about, a sentence, and its figures.

    ``id`` is unique within the audit; ``claims`` holds ids of claims (or of estimates, for rules about sizes).
    """

    report: str
    id: str
    rule: str
    verdict: Verdict
    sentence: str
    claims: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
