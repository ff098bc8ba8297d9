"""The test of a statement: its targets, its comparison and its method."""

from dataclasses import dataclass
from typing import Literal

Means = Literal["segment", "label", "company", "words", "phase", "arms", "agent", "status", "lead"]
Role = Literal["filter", "named", "after", "other"]
Method = Literal["presence", "event", "agents", "order", "bound", "absence", "none"]
Rule = Literal["", "first", "last", "second", "below_usual", "just_behind"]
Measure = Literal["share", "growth", "own_growth", "recent_share", "patient_share"]

PEER = "peer"


@dataclass(frozen=True, slots=True)
class Target:
    """One label, segment, company or folded word by which a trial meets ``item``.

    Items of one ``facet`` are alternatives, and all facets must be met; the facet ``peer`` holds the compared items.
    ``axis`` and ``label`` mean: dimension and segment, axis and label, field and words, "" and company or phase bucket;
    for ``lead`` the label lists the companies that do not count, between bars.
    """

    facet: str
    item: str
    means: Means
    axis: str
    label: str
    at_least: int = 1
    role: Role = "filter"


@dataclass(frozen=True, slots=True)
class ClaimTest:
    """One test of a claim; ``why_not`` is set exactly when the method is ``none``.

    ``low`` and ``high`` bound a share (fractions); ``growth`` is against the rest and ``own_growth`` is not; ``needed``
    is how many trials or agents are asked for; ``unmeasured`` says what the test leaves out; ``cohort`` is set where
    only one cohort makes sense.
    """

    report: str
    claim: str
    number: int
    kind: str
    method: Method
    rule: Rule = ""
    measure: Measure = "share"
    low: float | None = None
    high: float | None = None
    is_upper_bound: bool = False
    is_only_shown: bool = False
    needed: int = 1
    is_every_needed: bool = True
    cohort: str = ""
    date_from: str = ""
    date_to: str = ""
    unmeasured: str = ""
    why_not: str = ""
    targets: tuple[Target, ...] = ()
