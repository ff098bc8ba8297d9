"""The record as API v2 sends it: pydantic models of the parts that trialscape reads.

Every key may be missing, because the registry leaves out what is empty. Keys that are not named here are skipped while
decoding; ``trialscape.study.signals`` counts the unknown ones.
"""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Part(BaseModel):
    # Validators are built at their first use: classification decodes records in another way and needs few of them.
    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, defer_build=True)


class DateStruct(_Part):
    date: str = ""
    type: str = ""


class IdentificationModule(_Part):
    nct_id: str = Field(pattern=r"^NCT\d{8}$")
    brief_title: str = ""
    official_title: str = ""
    acronym: str = ""
    nct_id_aliases: list[str] = Field(default_factory=list)


class StatusModule(_Part):
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    start_date_struct: DateStruct | None = None
    primary_completion_date_struct: DateStruct | None = None
    completion_date_struct: DateStruct | None = None
    study_first_post_date_struct: DateStruct | None = None
    last_update_post_date_struct: DateStruct | None = None
    results_first_post_date_struct: DateStruct | None = None


class Agency(_Part):
    name: str = ""
    agency_class: str = Field(default="", alias="class")


class SponsorCollaboratorsModule(_Part):
    lead_sponsor: Agency | None = None
    collaborators: list[Agency] = Field(default_factory=list)


class DescriptionModule(_Part):
    brief_summary: str = ""
    detailed_description: str = ""


class ConditionsModule(_Part):
    conditions: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)


class MaskingInfo(_Part):
    masking: str = ""


class DesignInfo(_Part):
    allocation: str = ""
    intervention_model: str = ""
    primary_purpose: str = ""
    observational_model: str = ""
    masking_info: MaskingInfo | None = None


class EnrollmentInfo(_Part):
    count: int | None = None
    type: str = ""


class DesignModule(_Part):
    study_type: str = ""
    phases: list[str] = Field(default_factory=list)
    design_info: DesignInfo | None = None
    enrollment_info: EnrollmentInfo | None = None


class ArmGroup(_Part):
    label: str = ""
    type: str = ""
    description: str = ""
    intervention_names: list[str] = Field(default_factory=list)


class ListedIntervention(_Part):
    type: str = ""
    name: str = ""
    description: str = ""
    arm_group_labels: list[str] = Field(default_factory=list)
    other_names: list[str] = Field(default_factory=list)


class ArmsInterventionsModule(_Part):
    arm_groups: list[ArmGroup] = Field(default_factory=list)
    interventions: list[ListedIntervention] = Field(default_factory=list)


class OutcomeMeasure(_Part):
    measure: str = ""
    time_frame: str = ""


class OutcomesModule(_Part):
    primary_outcomes: list[OutcomeMeasure] = Field(default_factory=list)
    secondary_outcomes: list[OutcomeMeasure] = Field(default_factory=list)
    other_outcomes: list[OutcomeMeasure] = Field(default_factory=list)


class EligibilityModule(_Part):
    eligibility_criteria: str = ""
    study_population: str = ""
    sex: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    healthy_volunteers: bool | None = None


class GeoPoint(_Part):
    lat: float | None = None
    lon: float | None = None


class Location(_Part):
    facility: str = ""
    status: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    geo_point: GeoPoint | None = None


class ContactsLocationsModule(_Part):
    locations: list[Location] = Field(default_factory=list)


class ProtocolSection(_Part):
    identification_module: IdentificationModule
    status_module: StatusModule | None = None
    sponsor_collaborators_module: SponsorCollaboratorsModule | None = None
    description_module: DescriptionModule | None = None
    conditions_module: ConditionsModule | None = None
    design_module: DesignModule | None = None
    arms_interventions_module: ArmsInterventionsModule | None = None
    eligibility_module: EligibilityModule | None = None
    outcomes_module: OutcomesModule | None = None
    contacts_locations_module: ContactsLocationsModule | None = None


class Mesh(_Part):
    id: str = ""
    term: str = ""


class BrowseModule(_Part):
    meshes: list[Mesh] = Field(default_factory=list)
    ancestors: list[Mesh] = Field(default_factory=list)


class MiscInfoModule(_Part):
    version_holder: str = ""


class DerivedSection(_Part):
    condition_browse_module: BrowseModule | None = None
    misc_info_module: MiscInfoModule | None = None


class Record(_Part):
    """One study object of an answer, as far as trialscape reads it."""

    protocol_section: ProtocolSection
    derived_section: DerivedSection | None = None
    has_results: bool = False
