"""Enumerations of API v2's specification 2.0.5 for the fields that trialscape reads, by path."""

_STATUS = frozenset(
    "ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING RECRUITING SUSPENDED TERMINATED "
    "WITHDRAWN AVAILABLE NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE APPROVED_FOR_MARKETING WITHHELD UNKNOWN".split()
)
_AGENCY = frozenset("NIH FED OTHER_GOV INDIV INDUSTRY NETWORK AMBIG OTHER UNKNOWN".split())
_DATE = frozenset(("ACTUAL", "ESTIMATED"))
_STATUS_MODULE = "protocolSection.statusModule"
_DESIGN = "protocolSection.designModule"
_SPONSORS = "protocolSection.sponsorCollaboratorsModule"
_ARMS = "protocolSection.armsInterventionsModule"

ENUMS: dict[str, frozenset[str]] = {
    f"{_STATUS_MODULE}.overallStatus": _STATUS,
    f"{_STATUS_MODULE}.lastKnownStatus": _STATUS,
    f"{_STATUS_MODULE}.startDateStruct.type": _DATE,
    f"{_STATUS_MODULE}.primaryCompletionDateStruct.type": _DATE,
    f"{_STATUS_MODULE}.completionDateStruct.type": _DATE,
    f"{_STATUS_MODULE}.studyFirstPostDateStruct.type": _DATE,
    f"{_STATUS_MODULE}.lastUpdatePostDateStruct.type": _DATE,
    f"{_STATUS_MODULE}.resultsFirstPostDateStruct.type": _DATE,
    f"{_SPONSORS}.leadSponsor.class": _AGENCY,
    f"{_SPONSORS}.collaborators[].class": _AGENCY,
    f"{_DESIGN}.studyType": frozenset("INTERVENTIONAL OBSERVATIONAL EXPANDED_ACCESS".split()),
    f"{_DESIGN}.phases[]": frozenset("NA EARLY_PHASE1 PHASE1 PHASE2 PHASE3 PHASE4".split()),
    f"{_DESIGN}.designInfo.allocation": frozenset("RANDOMIZED NON_RANDOMIZED NA".split()),
    f"{_DESIGN}.designInfo.interventionModel": frozenset(
        "SINGLE_GROUP PARALLEL CROSSOVER FACTORIAL SEQUENTIAL".split()
    ),
    f"{_DESIGN}.designInfo.primaryPurpose": frozenset(
        "TREATMENT PREVENTION DIAGNOSTIC ECT SUPPORTIVE_CARE SCREENING HEALTH_SERVICES_RESEARCH BASIC_SCIENCE "
        "DEVICE_FEASIBILITY OTHER".split()
    ),
    f"{_DESIGN}.designInfo.observationalModel": frozenset(
        "COHORT CASE_CONTROL CASE_ONLY CASE_CROSSOVER ECOLOGIC_OR_COMMUNITY FAMILY_BASED DEFINED_POPULATION "
        "NATURAL_HISTORY OTHER".split()
    ),
    f"{_DESIGN}.designInfo.timePerspective": frozenset("RETROSPECTIVE PROSPECTIVE CROSS_SECTIONAL OTHER".split()),
    f"{_DESIGN}.designInfo.maskingInfo.masking": frozenset("NONE SINGLE DOUBLE TRIPLE QUADRUPLE".split()),
    f"{_DESIGN}.enrollmentInfo.type": _DATE,
    f"{_ARMS}.armGroups[].type": frozenset(
        "EXPERIMENTAL ACTIVE_COMPARATOR PLACEBO_COMPARATOR SHAM_COMPARATOR NO_INTERVENTION OTHER".split()
    ),
    f"{_ARMS}.interventions[].type": frozenset(
        "BEHAVIORAL BIOLOGICAL COMBINATION_PRODUCT DEVICE DIAGNOSTIC_TEST DIETARY_SUPPLEMENT DRUG GENETIC PROCEDURE "
        "RADIATION OTHER".split()
    ),
    "protocolSection.eligibilityModule.sex": frozenset("FEMALE MALE ALL".split()),
    "protocolSection.eligibilityModule.stdAges[]": frozenset("CHILD ADULT OLDER_ADULT".split()),
    "protocolSection.contactsLocationsModule.locations[].status": frozenset(
        "ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING RECRUITING SUSPENDED TERMINATED "
        "WITHDRAWN AVAILABLE".split()
    ),
    "protocolSection.referencesModule.references[].type": frozenset("BACKGROUND RESULT DERIVED".split()),
    "protocolSection.identificationModule.secondaryIdInfos[].type": frozenset(
        "NIH FDA VA CDC AHRQ SAMHSA OTHER_GRANT EUDRACT_NUMBER CTIS REGISTRY OTHER".split()
    ),
}
