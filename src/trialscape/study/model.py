"""The ``Study``: one trial, flat and frozen, with the markdown escapes of its texts removed.

Lists keep the registry's order, because evidence refers to positions (``interventions[2].name``). A missing
field is an empty string, an empty tuple or None, never a guess.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from trialscape.study.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Sponsor:
    """A lead sponsor or collaborator with the registry's agency class (INDUSTRY, NIH, OTHER ...)."""

    name: str
    agency_class: str = ""


class Arm(NamedTuple):
    """An arm group; ``arm_type`` is "" for observational cohorts and old records."""

    label: str
    arm_type: str = ""
    description: str = ""
    intervention_names: tuple[str, ...] = ()


class Intervention(NamedTuple):
    """A listed intervention; ``arm_labels`` equal the arms' labels exactly."""

    name: str
    intervention_type: str = ""
    description: str = ""
    arm_labels: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome measure; ``kind`` is primary, secondary or other."""

    kind: str
    measure: str
    time_frame: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A trial site; ``status`` is given only while the trial is open."""

    facility: str = ""
    status: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class MeshTerm:
    """A MeSH descriptor; ``is_ancestor`` marks one that the registry derived from the tree above the indexed term."""

    mesh_id: str
    term: str
    is_ancestor: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """One trial of the registry. Enrolment counts patients, planned or actual as ``enrollment_type`` says."""

    nct_id: str
    aliases: tuple[str, ...] = ()
    brief_title: str = ""
    official_title: str = ""
    acronym: str = ""
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    start: PartialDate | None = None
    primary_completion: PartialDate | None = None
    completion: PartialDate | None = None
    first_posted: PartialDate | None = None
    last_updated: PartialDate | None = None
    results_posted: PartialDate | None = None
    lead_sponsor: Sponsor | None = None
    collaborators: tuple[Sponsor, ...] = ()
    brief_summary: str = ""
    detailed_description: str = ""
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    study_type: str = ""
    phases: tuple[str, ...] = ()
    allocation: str = ""
    intervention_model: str = ""
    primary_purpose: str = ""
    masking: str = ""
    observational_model: str = ""
    enrollment: int | None = None
    enrollment_type: str = ""
    enrollment_is_placeholder: bool = False
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    eligibility: str = ""
    study_population: str = ""
    sex: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    healthy_volunteers: bool | None = None
    sites: tuple[Site, ...] = ()
    condition_mesh: tuple[MeshTerm, ...] = ()
    has_results: bool = False
    version_holder: str = field(default="", compare=False)
