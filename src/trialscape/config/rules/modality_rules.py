"""The rule file of the treatments under study, ``config/axes/modality.toml``."""

from pydantic import Field

from trialscape.config.files.file_reader import Strict
from trialscape.config.rules.cues import AgentList, Cue
from trialscape.config.vocabularies.terms import Modality


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
    abbreviated_cytotoxics: frozenset[str]


class Mechanism(Cue):
    """Words by which a sentence tells what a product is made of and does, with the label of such products."""

    label: Modality
    name: str = Field(min_length=5)


class ModalityRules(Strict):
    """``axes/modality.toml``."""

    groups: ModalityGroups
    mechanisms: tuple[Mechanism, ...]
    control_arm: Cue
    control_described: Cue
    control_of_other_type: Cue
    radionuclide: Cue
    never_labelled: Cue
    carries_enough: Cue
    unnamed_cells: Cue
    dose_form: Cue
    form_words: Cue
    not_a_form: Cue
    compared_before: Cue
    given_before: Cue
    likened_before: Cue
    binder_after: Cue
    class_first: Cue
    stated_targeted: Cue
    apposition: Cue
    stated_targeted_before: Cue
    not_targeted: Cue
    small_molecule: Cue
    large_molecule: Cue
    helps_immunity: Cue
    immune_effect: Cue
    only_examined: Cue
    joins_partner: Cue
    said_radioactive: Cue
    said_car: Cue
    called_oncolytic: Cue
    plain_inhibitor: Cue
    keyword_targeted: Cue
    named_targeted: Cue
    not_against_tumours: Cue
    statement_end: Cue
    partner_in_summary: Cue
    partner_in_summary_after: Cue
    partner_class: Cue
    partner_class_after: Cue
    partner_class_not: Cue
    partner_given: Cue
    partner_in_other_sense: Cue
    no_partner: Cue
    told_study: Cue
    told_given: Cue
    told_given_after: Cue
    told_work: Cue
    told_elsewhere: Cue
    told_patients: Cue
    told_aside: Cue
    told_aside_after: Cue
    told_drug_after: Cue
    told_joined: Cue
    told_supportive: Cue
    titled_general: Cue
    titled_product: Cue
    placebo: Cue
    placebo_choice: Cue
    versus: Cue
    versus_end: Cue
    both_sides: Cue
    open_choice: Cue
    choice_in_summary: Cue
    control_in_summary: Cue
    compared_in_summary: Cue
    offered_in_summary: Cue
    control_name: Cue
    prior_before: Cue
    exposed_to: Cue
    exposed_to_class: Cue
    prior_after: Cue
    marker_before: Cue
    marker_after: Cue
    infused_before: Cue
    plan_in_description: Cue
    made_of_before: Cue
    prior_list: Cue
    cell_name: Cue
    later_cells: Cue
    target_after: Cue
    target_before: Cue
    inhibitor_after: Cue
    answered_before: Cue
    answered_cytokine: Cue
    acted_upon_before: Cue
    swallowed: Cue
    binding_words: Cue
    antigen_words: Cue
    no_engager: Cue
    agonist: Cue
    target_blocked: Cue
    joined_before: Cue
    joined_after: Cue
    partner_between: Cue
    refers_back: Cue
    no_product_before: Cue
    two_arms: Cue
    both_targets: Cue
    partner_before: Cue
    edited_cells: Cue
    engager_stated: Cue
    edited_elsewhere: Cue
    called_anti: Cue
    tracer_before: Cue
    general_name: Cue
    replicating_virus: Cue
    ex_vivo: Cue
    in_one_vector: Cue
    built_in: Cue
    stated_car: Cue
    stated_tcr: Cue
    given_tcr: Cue
    antigen_cells: Cue
    described_otherwise: Cue
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
    treats_tumour: Cue
    conditioning_agents: AgentList
    diagnostic: Cue
    laboratory: Cue
    other_procedure: Cue
    empty_name: Cue
    drug_like: Cue
    fallback: Fallback
    interaction_probes: AgentList
    supportive: AgentList
    adjuvants: AgentList
