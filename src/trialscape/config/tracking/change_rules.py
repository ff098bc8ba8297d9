"""The materiality of changes, and the words of criteria about prior therapy: ``changes.toml``."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.errors import Fault

FILE = "changes.toml"
# What a rule lists under ``new`` for a sponsor that is the same organisation, or of the same owner, under another name.
SAME_ORGANISATION = "same_organisation"

Kind = Literal[
    "new",
    "left",
    "back",
    "merged",
    "status",
    "stop_reason",
    "phase",
    "enrolment",
    "start",
    "primary_completion",
    "completion",
    "sponsor",
    "collaborators",
    "arms",
    "interventions",
    "countries",
    "sites",
    "site_status",
    "prior_therapy",
    "eligibility",
    "results",
    "primary_outcomes",
    "outcomes",
    "title",
    "conditions",
    "design",
    "description",
]
Materiality = Literal["high", "medium", "low"]
Words = Annotated[tuple[str, ...], Field(min_length=1)]


class ChangeRule(Strict):
    """One rule: a change of ``kind`` that meets all conditions has this materiality.

    ``old`` and ``new`` list values before and after. ``at_least`` is the smallest change: days for dates, a fraction
    for enrolment. ``way`` is up (later, more) or down; ``when`` asks for items gained, lost or altered.
    """

    kind: Kind
    old: Words | None = None
    new: Words | None = None
    at_least: float | None = Field(default=None, gt=0)
    way: Literal["up", "down"] | None = None
    when: Literal["gained", "lost", "altered"] | None = None
    materiality: Materiality
    why: str = Field(min_length=10)

    @property
    def is_last(self) -> bool:
        """Whether the rule has no conditions, so that later rules are never reached."""
        return not (self.old or self.new or self.at_least or self.way or self.when)


class PriorTherapy(Strict):
    """The words, in small letters, of criteria about treatment before the trial; ``*`` stands for any ending."""

    words: Words
    why: str = Field(min_length=10)


class OrganisationWords(Strict):
    """Words in names of organisations, in small letters: ``ignored`` say nothing, ``common`` alone name none."""

    ignored: Words
    common: Words
    why: str = Field(min_length=10)


class ChangeRules(Strict):
    """All of changes.toml; of the rules of one kind the first that fits decides."""

    prior_therapy: PriorTherapy
    organisations: OrganisationWords
    rule: tuple[ChangeRule, ...]


def load_changes(folder: Path) -> tuple[ChangeRules | None, list[Fault]]:
    """Read ``changes.toml``; None when it has faults."""
    loaded, faults = read_toml(folder / FILE, ChangeRules, file=FILE)
    if loaded is not None:
        faults = [fault for kind in get_args(Kind) for fault in _kind_faults(loaded, kind)]
    return (None if faults else loaded), faults


def _kind_faults(rules: ChangeRules, kind: str) -> list[Fault]:
    """Return the faults in the rules of one kind: the last rule, and no other, must have no conditions."""
    mine = [rule.is_last for rule in rules.rule if rule.kind == kind]
    if not any(mine):
        return [Fault(FILE, "rule", "kind", f"'{kind}' has no last rule without conditions")]
    if mine.index(True) < len(mine) - 1:
        return [Fault(FILE, "rule", "kind", f"'{kind}' has rules behind the one without conditions")]
    return []
