"""Raw JSON to ``Study``: decode, and where a value has an impossible type, drop that value and signal it."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from trialscape.study.dates import PartialDate, parse_partial_date
from trialscape.study.decode import fast_record
from trialscape.study.decode.record import (
    Agency,
    ArmsInterventionsModule,
    BrowseModule,
    ConditionsModule,
    ContactsLocationsModule,
    DateStruct,
    DerivedSection,
    DescriptionModule,
    DesignModule,
    EligibilityModule,
    Location,
    OutcomesModule,
    Record,
    SponsorCollaboratorsModule,
    StatusModule,
)
from trialscape.study.decode.repair import UnreadableRecordError, is_trial_id, record_id, repaired_record
from trialscape.study.model import Arm, Intervention, MeshTerm, Outcome, Site, Sponsor, Study
from trialscape.study.signals import Signal
from trialscape.study.text import unescape

__all__ = ["UnreadableRecordError", "is_trial_id", "parse_study", "parse_texts", "record_id"]

# The registry uses runs of nines and counts beyond any trial as placeholders for "not known"; the largest
# believable enrolments are national registries of a few tens of millions.
_LARGEST_ENROLMENT = 50_000_000


def parse_study(raw: bytes | str | dict[str, Any]) -> tuple[Study, tuple[Signal, ...]]:
    """Turn one study object of API v2 (JSON text or decoded) into a ``Study`` and its signals.

    Raises UnreadableRecordError when the record has no NCT id or is not a JSON object.
    """
    try:
        record = Record.model_validate(raw) if isinstance(raw, dict) else Record.model_validate_json(raw)
    except ValidationError as error:
        return _parse_damaged(raw, error)
    return _study(record, [])


def parse_texts(raw: bytes | str | dict[str, Any]) -> Study:
    """Turn one study object into a ``Study`` with only what labels need: texts, arms, interventions, MeSH terms.

    Everything else (status, dates, sponsors, sites, outcomes) is left undecoded, which is much faster.

    Raises UnreadableRecordError as ``parse_study`` does.
    """
    record = fast_record.lean_record(raw)
    if record is None:
        # There may be further faults, so the whole record is read and repaired.
        return parse_study(raw)[0]
    return Study(**_texts(record))


def _parse_damaged(raw: bytes | str | dict[str, Any], error: ValidationError) -> tuple[Study, tuple[Signal, ...]]:
    """Read a record again without the values that could not be decoded, each of which becomes a signal."""
    value, signals = repaired_record(raw, error)
    try:
        record = Record.model_validate(value)
    except ValidationError as cause:
        name = record_id(value) or "it"
        raise UnreadableRecordError(f"{name} does not have the shape of a study record") from cause
    return _study(record, signals)


def _date(struct: DateStruct | None, place: str, nct_id: str, signals: list[Signal]) -> PartialDate | None:
    if struct is None or not struct.date:
        return None
    date = parse_partial_date(struct.date, struct.type)
    if date is None:
        signals.append(Signal("unreadable_date", place, struct.date[:40], nct_id))
    return date


def _texts(record: Record | fast_record.LeanRecord) -> dict[str, Any]:
    """Return the fields of ``Study`` that labels rest on."""
    protocol = record.protocol_section
    identity, words = protocol.identification_module, protocol.conditions_module or _NO_CONDITIONS
    description, eligibility = protocol.description_module or _NO_DESCRIPTION, protocol.eligibility_module
    treated, design = protocol.arms_interventions_module or _NO_ARMS, protocol.design_module
    return {
        "nct_id": identity.nct_id,
        "brief_title": unescape(identity.brief_title),
        "official_title": unescape(identity.official_title),
        "acronym": unescape(identity.acronym),
        "brief_summary": unescape(description.brief_summary),
        "detailed_description": unescape(description.detailed_description),
        "conditions": tuple(map(unescape, words.conditions)),
        "keywords": tuple(map(unescape, words.keywords)),
        "study_type": design.study_type if design else "",
        "primary_purpose": design.design_info.primary_purpose if design and design.design_info else "",
        "arms": tuple(_arms(treated)),
        "interventions": tuple(_interventions(treated)),
        "eligibility": unescape(eligibility.eligibility_criteria) if eligibility else "",
        "study_population": unescape(eligibility.study_population) if eligibility else "",
        "condition_mesh": tuple(
            _mesh(record.derived_section.condition_browse_module if record.derived_section else None)
        ),
    }


def _study(record: Record, signals: list[Signal]) -> tuple[Study, tuple[Signal, ...]]:
    protocol = record.protocol_section
    identity, status = protocol.identification_module, protocol.status_module or _NO_STATUS
    design, eligibility = protocol.design_module or _NO_DESIGN, protocol.eligibility_module or _NO_ELIGIBILITY
    sponsors, derived = protocol.sponsor_collaborators_module or _NO_SPONSORS, record.derived_section or _NO_DERIVED
    places, outcomes = protocol.contacts_locations_module or _NO_PLACES, protocol.outcomes_module or _NO_OUTCOMES
    info, masking = design.design_info, design.design_info.masking_info if design.design_info else None
    nct_id = identity.nct_id
    enrollment, placeholder = _enrollment(design.enrollment_info.count if design.enrollment_info else None)
    if placeholder:
        signals.append(Signal("placeholder_enrolment", "protocolSection.designModule.enrollmentInfo", "", nct_id))
    dates: dict[str, Any] = {
        name: _date(getattr(status, f"{key}_struct"), f"protocolSection.statusModule.{key}", nct_id, signals)
        for name, key in _DATES.items()
    }
    study = Study(
        **_texts(record),
        **dates,
        aliases=tuple(identity.nct_id_aliases),
        overall_status=status.overall_status,
        last_known_status=status.last_known_status,
        why_stopped=unescape(status.why_stopped),
        lead_sponsor=_sponsor(sponsors.lead_sponsor),
        collaborators=tuple(Sponsor(unescape(agency.name), agency.agency_class) for agency in sponsors.collaborators),
        phases=tuple(design.phases),
        allocation=info.allocation if info else "",
        intervention_model=info.intervention_model if info else "",
        observational_model=info.observational_model if info else "",
        masking=masking.masking if masking else "",
        enrollment=enrollment,
        enrollment_type=design.enrollment_info.type if design.enrollment_info else "",
        enrollment_is_placeholder=placeholder,
        outcomes=tuple(_outcomes(outcomes)),
        sex=eligibility.sex,
        minimum_age=eligibility.minimum_age,
        maximum_age=eligibility.maximum_age,
        healthy_volunteers=eligibility.healthy_volunteers,
        sites=tuple(map(_site, places.locations)),
        has_results=record.has_results,
        version_holder=derived.misc_info_module.version_holder if derived.misc_info_module else "",
    )
    return study, tuple(signals)


# A module that a record leaves out reads as an empty one; sharing these saves building them for each record.
_NO_STATUS = StatusModule()
_NO_DESIGN = DesignModule()
_NO_DESCRIPTION = DescriptionModule()
_NO_ELIGIBILITY = EligibilityModule()
_NO_CONDITIONS = ConditionsModule()
_NO_ARMS = ArmsInterventionsModule()
_NO_SPONSORS = SponsorCollaboratorsModule()
_NO_DERIVED = DerivedSection()
_NO_OUTCOMES = OutcomesModule()
_NO_PLACES = ContactsLocationsModule()

_DATES = {
    "start": "start_date",
    "primary_completion": "primary_completion_date",
    "completion": "completion_date",
    "first_posted": "study_first_post_date",
    "last_updated": "last_update_post_date",
    "results_posted": "results_first_post_date",
}


def _enrollment(count: int | None) -> tuple[int | None, bool]:
    if count is None:
        return None, False
    digits = str(count)
    is_placeholder = count > _LARGEST_ENROLMENT or (len(digits) >= 5 and set(digits) == {"9"}) or count < 0
    return (None, True) if is_placeholder else (count, False)


def _sponsor(agency: Agency | None) -> Sponsor | None:
    return Sponsor(unescape(agency.name), agency.agency_class) if agency else None


def _arms(module: ArmsInterventionsModule | fast_record.ArmsInterventions) -> Iterator[Arm]:
    for arm in module.arm_groups:
        yield Arm(
            unescape(arm.label), arm.type, unescape(arm.description), tuple(map(unescape, arm.intervention_names))
        )


def _interventions(module: ArmsInterventionsModule | fast_record.ArmsInterventions) -> Iterator[Intervention]:
    for item in module.interventions:
        yield Intervention(
            unescape(item.name),
            item.type,
            unescape(item.description),
            tuple(map(unescape, item.arm_group_labels)),
            tuple(map(unescape, item.other_names)),
        )


def _outcomes(module: OutcomesModule) -> Iterator[Outcome]:
    lists = (("primary", module.primary_outcomes), ("secondary", module.secondary_outcomes))
    for kind, measures in (*lists, ("other", module.other_outcomes)):
        for item in measures:
            yield Outcome(kind, unescape(item.measure), unescape(item.time_frame))


def _site(location: Location) -> Site:
    point = location.geo_point
    return Site(
        unescape(location.facility),
        location.status,
        location.city,
        location.state,
        location.country,
        point.lat if point else None,
        point.lon if point else None,
    )


def _mesh(module: BrowseModule | fast_record.IndexedTerms | None) -> Iterator[MeshTerm]:
    if module is None:
        return
    for item in module.meshes:
        yield MeshTerm(item.id, item.term)
    for item in module.ancestors if isinstance(module, BrowseModule) else ():
        yield MeshTerm(item.id, item.term, is_ancestor=True)
