"""A mention: a treatment, the words that name it, and its role."""

from typing import NamedTuple

from trialscape.classify.text.vocabulary import Treatment
from trialscape.verdict import Evidence, Role


class Mention(NamedTuple):
    """A treatment with the words that name it; ``role`` says whether it is under study.

    ``arms`` holds positions of experimental arms, or None where the record links it to no arm.
    """

    treatment: Treatment
    evidence: Evidence
    role: Role
    arms: frozenset[int] | None
    intervention: int = -1
