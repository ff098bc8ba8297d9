"""The rule files of ``config/axes`` for the axes that depend on treatments and diseases."""

from pathlib import Path

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.config.rules.cues import AgentList, CellCue, Cue
from trialscape.config.vocabularies.terms import CancerLabel, Modality
from trialscape.errors import Fault


class Fallback(Strict):
    """The modality of an unresolved intervention, by the registry's intervention type."""

    why: str = Field(min_length=10)
    other_types: tuple[str, ...]
    undescribed_types: tuple[str, ...]
    therapy_types: tuple[str, ...]


class ModalityGroups(Strict):
    """Kinds of treatment that the rules treat alike."""

    checkpoints: frozenset[Modality]
    well_known_checkpoints: frozenset[Modality]
    armed: frozenset[Modality]
    named_in_keywords: frozenset[Modality]
    need_room: frozenset[Modality]
    need_room_unless_vaccine: frozenset[Modality]
    unnamed_partners: frozenset[Modality]
    no_immunotherapy: frozenset[Modality]


class ModalityRules(Strict):
    """``axes/modality.toml``."""

    groups: ModalityGroups
    control_arm: Cue
    control_described: Cue
    control_of_other_type: Cue
    radionuclide: Cue
    dose_form: Cue
    compared_before: Cue
    given_before: Cue
    stated_targeted: Cue
    stated_targeted_before: Cue
    not_targeted: Cue
    keyword_targeted: Cue
    named_targeted: Cue
    not_against_tumours: Cue
    statement_end: Cue
    partner_in_summary: Cue
    partner_in_summary_after: Cue
    no_partner: Cue
    placebo: Cue
    placebo_choice: Cue
    versus: Cue
    versus_end: Cue
    open_choice: Cue
    choice_in_summary: Cue
    control_in_summary: Cue
    compared_in_summary: Cue
    control_name: Cue
    prior_before: Cue
    exposed_to: Cue
    exposed_to_class: Cue
    prior_after: Cue
    marker_before: Cue
    marker_after: Cue
    prior_list: Cue
    cell_name: Cue
    later_cells: Cue
    target_after: Cue
    target_before: Cue
    inhibitor_after: Cue
    agonist: Cue
    target_blocked: Cue
    joined_before: Cue
    joined_after: Cue
    partner_between: Cue
    partner_before: Cue
    edited_cells: Cue
    edited_elsewhere: Cue
    called_anti: Cue
    tracer_before: Cue
    ex_vivo: Cue
    in_one_vector: Cue
    built_in: Cue
    stated_car: Cue
    stated_tcr: Cue
    hla_type: Cue
    surgery_words: Cue
    surgery_past: Cue
    no_intervention: Cue
    transplant: Cue
    no_transplant_conditioning: AgentList
    cell_support: Cue
    about_effects: Cue
    title_partner: Cue
    title_partner_after: Cue
    probe: Cue
    allergy: Cue
    conditioning: Cue
    before_cells: Cue
    conditioning_agents: AgentList
    diagnostic: Cue
    other_procedure: Cue
    empty_name: Cue
    drug_like: Cue
    fallback: Fallback
    interaction_probes: AgentList
    supportive: AgentList
    adjuvants: AgentList


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
    asked_types: Cue
    cancer_operation: Cue
    measured: Cue
    other_meaning: Cue
    named_in_group: tuple[str, ...]
    narrowed_in_text: tuple[str, ...]
    within: dict[str, tuple[str, ...]]
    blood_in_basket: Cue
    open_list: Cue
    any_tumour: Cue
    indications: Cue
    of_patients: Cue
    solid_tumours: Cue
    not_a_patient: Cue
    vague_words: Cue


class CellRules(Strict):
    """``axes/act.toml``."""

    cell_modality: tuple[Modality, ...]
    own_source: dict[Modality, str]
    made_from_tumour: tuple[str, ...]
    negated_by: tuple[str, ...]
    in_vivo: Cue
    other_connection: Cue
    either_source: Cue
    earlier_before: Cue
    denied_after: Cue
    denied_before: Cue
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
