"""The rule files of ``config/axes`` for the axes that depend on treatments and diseases."""

from pathlib import Path

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.config.rules.cues import AgentList, CellCue, Cue
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.config.vocabularies.terms import CancerLabel, Modality
from trialscape.errors import Fault


class DerivedLabel(Strict):
    """A label given by modalities (or targets) that are under study."""

    id: str
    label: str
    any_modality: tuple[Modality, ...] = ()
    any_target: tuple[str, ...] = ()
    needs_immunotherapy: bool = False
    # A treatment that also has one of these does not count.
    never_with: frozenset[Modality] = frozenset()
    # These do not count for a treatment aimed at ``not_coinhibitory_targets``.
    not_if_depleting: frozenset[Modality] = frozenset()
    # Treatments that have one of these count, but not if they have the other one too.
    any_modality_without: dict[Modality, Modality] = Field(default_factory=dict)
    # Dendritic cells count always (True), never (False), or like any other cells.
    dendritic: bool | None = None
    or_edited_cells: bool = False
    # A treatment aimed at one of these does not count.
    never_target: frozenset[str] = frozenset()
    why: str = Field(min_length=10)


class Combination(Strict):
    """The rule of report A's combination segment: one of each group in one arm."""

    label: str
    immunotherapy: tuple[Modality, ...]
    immune_targets: frozenset[str]
    partners: tuple[Modality, ...]
    why: str = Field(min_length=10)


class TherapyRules(Strict):
    """``axes/therapy.toml``."""

    derived: tuple[DerivedLabel, ...]
    combination: Combination


class StrategyRules(Strict):
    """``axes/strategy.toml``."""

    immunotherapy: frozenset[Modality]
    cells: frozenset[Modality]
    derived: tuple[DerivedLabel, ...]
    not_coinhibitory_targets: frozenset[str]
    dendritic_cells: Cue
    preventive_agents: AgentList
    edited_checkpoint: Cue
    priming_radiation: Cue
    against_harm: Cue
    radiation_words: Cue
    immune_words: Cue
    immune_gain: Cue
    immune_aside: Cue
    preventive: Cue


class CancerRules(Strict):
    """``axes/cancer.toml``."""

    many_types: int = Field(ge=3)
    few_types: int = Field(ge=1)
    named_in_eligibility: tuple[CancerLabel, ...]
    listed_types: int = Field(ge=2)
    any_tumour_words: tuple[str, ...] = Field(min_length=1)
    list_reach: int = Field(ge=1)
    exclusions_begin: Cue
    vague_entities: tuple[str, ...]
    cancer_drugs: frozenset[Modality]
    support_a_condition: frozenset[Modality]
    other_acronyms: dict[str, tuple[str, ...]]
    generic: dict[str, tuple[CancerLabel, ...]]
    groups: dict[str, tuple[str, ...]]
    basket: Cue
    unspecified: Cue
    stage_words: Cue
    marker_basket: Cue
    excluded_types: Cue
    exempts: Cue
    exempt_until: Cue
    affected: Cue
    examined: Cue
    of_one_organ: Cue
    asked_types: Cue
    cancer_operation: Cue
    measured: Cue
    other_meaning: Cue
    named_in_group: tuple[str, ...]
    with_oesophagus: tuple[str, ...]
    beyond_head_and_neck: Cue
    narrowed_in_text: tuple[str, ...]
    within: dict[str, tuple[str, ...]]
    blood_in_basket: Cue
    blood_kept_out: Cue
    open_list: Cue
    any_tumour: Cue
    indications: Cue
    of_patients: Cue
    takes_patients: Cue
    solid_tumours: Cue
    not_a_patient: Cue
    vague_words: Cue


class CellRules(Strict):
    """``axes/act.toml``."""

    cell_modality: tuple[Modality, ...]
    own_source: dict[Modality, str]
    made_from_tumour: tuple[str, ...]
    named_conditioning: tuple[str, ...]
    negated_by: tuple[str, ...]
    in_vivo: Cue
    in_vivo_particle: Cue
    in_vivo_vector: Cue
    in_vivo_place: Cue
    in_vivo_car: Cue
    in_vivo_making: Cue
    said_outside: Cue
    outside_body: Cue
    other_connection: Cue
    either_source: Cue
    patient_term: Cue
    donor_term: Cue
    source_joint: Cue
    source_or: Cue
    source_material: Cue
    source_of_other: Cue
    stated_before: Cue
    stated_not: Cue
    grown_on: Cue
    kin_of_patient: Cue
    bare_person: Cue
    other_use: Cue
    denied_source: Cue
    conditional: Cue
    after_donor_cells: Cue
    source_aside: Cue
    source_aside_after: Cue
    person_patient: Cue
    person_donor: Cue
    source_making: Cue
    source_taking: Cue
    source_measuring: Cue
    source_other_sense: Cue
    source_no_offer: Cue
    source_reason: Cue
    source_choice: Cue
    back_to_donor: Cue
    graft_donor: Cue
    loose_other: Cue
    loose_own: Cue
    loose_material: Cue
    loose_off: Cue
    loose_taken: Cue
    loose_changed: Cue
    loose_set_apart: Cue
    made_of_cells: Cue
    other_cells_before: Cue
    failed_source: Cue
    earlier_before: Cue
    denied_after: Cue
    denied_before: Cue
    denied_clause: Cue
    denied_otherwise: Cue
    denied_next: Cue
    other_material: Cue
    autologous: CellCue
    allogeneic: CellCue
    chemotherapy: CellCue
    surgery: CellCue
    radiotherapy: CellCue
    not_given: Cue
    given: Cue
    past: Cue


AXIS_MODELS: dict[str, type[Strict]] = {
    "modality": ModalityRules,
    "therapy": TherapyRules,
    "strategy": StrategyRules,
    "cancer": CancerRules,
    "act": CellRules,
}


def load_axes(folder: Path) -> tuple[dict[str, Strict], list[Fault]]:
    """Read the axis files named in ``AXIS_MODELS``; the result holds those that were sound."""
    axes: dict[str, Strict] = {}
    faults: list[Fault] = []
    for name, model in AXIS_MODELS.items():
        axis, found = read_toml(folder / "axes" / f"{name}.toml", model, file=f"axes/{name}.toml")
        faults.extend(found)
        if axis is not None:
            axes[name] = axis
    return axes, faults
