"""A mention: a treatment, the words that name it, and the part that it plays."""

from typing import NamedTuple

from trialscape.classify.text.vocabulary import Treatment
from trialscape.verdict import Evidence, Role


class Mention(NamedTuple):
    """A treatment under study (or told apart from it by ``role``) with the words that name it.

    ``arms`` holds positions of experimental arms, or None where the record does not tie it to any.
    """

    treatment: Treatment
    evidence: Evidence
    role: Role
    arms: frozenset[int] | None
    intervention: int = -1
