"""The checkpoint setting where criteria are silent: in the summary, and in titles that name a current therapy."""

import pytest

from tests.support.records.texts import inclusion
from tests.support.records.trials import classify, make_study


@pytest.mark.parametrize(
    ("summary", "label"),
    [
        ("This study tests drug X in patients with lung cancer that progressed on a PD-L1 inhibitor.", "required"),
        ("This study tests drug X in patients with lung cancer that progressed on a PD 1 inhibitor.", "required"),
        ("Cohort 2 takes people with lung cancer after progression on treatment with nivolumab.", "required"),
        ("Patients must have progressed on a PD-1 inhibitor.", "required"),
        ("Participants need to have failed nivolumab.", "required"),
        ("Patients must have a chest scan every six weeks while on nivolumab until they progress.", "unspecified"),
        ("Most patients with lung cancer relapse after PD-1 inhibitors. This study tests drug X.", "unspecified"),
        ("Patients in Arm A who progress on nivolumab may cross over to Arm B.", "unspecified"),
        ("Patients whose tumors do not respond to nivolumab will have drug X added at week 9.", "unspecified"),
        ("The study tests if adding drug X to nivolumab stops the cancer getting worse.", "unspecified"),
        ("Patients whose cancer grows on nivolumab in Part 1 will receive drug X in Part 2.", "unspecified"),
        ("The study compares the progression-free survival of patients on drug X or nivolumab.", "unspecified"),
        ("This study explores mechanisms by which patients become resistant to immunotherapy.", "unspecified"),
        ("Drug X was made against lung cancer that progressed on immunotherapy.", "unspecified"),
        ("They are randomized, stratified by region and prior PD-1/PD-L1 inhibitor (yes versus no).", "allowed"),
        ("Randomization will be stratified by prior anti-PD-1 therapy (yes/no) and histology.", "allowed"),
        ("Stratification factors: ECOG (0 vs 1), previous immunotherapy (yes vs no).", "allowed"),
        ("Randomization is stratified by PD-L1 expression (high or low) and prior chemotherapy.", "unspecified"),
        ("Patients are stratified by prior treatment and then randomized to drug X or nivolumab.", "unspecified"),
        ("All patients in this study have received nivolumab.", "allowed"),
        ("All patients have received chemotherapy and get nivolumab now.", "unspecified"),
    ],
)
def test_a_summary_may_say_whom_the_study_takes(summary: str, label: str) -> None:
    study = make_study("Drug X", ("Lung Cancer",), brief_summary=summary, eligibility=inclusion("Adults"))
    result = classify(study)
    assert result.label("ici_setting") == label
    if label == "required":
        verdict = next(item for item in result.verdicts if item.axis == "ici_setting")
        assert [item.quote in summary for item in verdict.evidence] == [True]


def test_a_summary_does_not_lift_a_ban() -> None:
    summary = "This study tests drug X in patients with lung cancer that progressed on a PD-L1 inhibitor."
    criteria = inclusion("No prior PD-L1 inhibitor")
    study = make_study("Drug X", ("Lung Cancer",), brief_summary=summary, eligibility=criteria)
    assert classify(study).label("ici_setting") == "excluded"


@pytest.mark.parametrize(
    ("title", "drug", "study_type", "label"),
    [
        ("Exercise for patients receiving checkpoint inhibitors", "Exercise", "INTERVENTIONAL", "allowed"),
        ("Probiotics in patients treated with immunotherapy", "Probiotic", "INTERVENTIONAL", "allowed"),
        ("Immunotherapy regimen given after cryotherapy", "Cryotherapy", "INTERVENTIONAL", "unspecified"),
        ("Exercise for patients not treated with immunotherapy", "Exercise", "INTERVENTIONAL", "unspecified"),
        ("Outcomes of patients treated with nivolumab", "Nivolumab", "INTERVENTIONAL", "unspecified"),
        ("Symptoms of patients receiving checkpoint inhibitors", "Survey", "OBSERVATIONAL", "unspecified"),
    ],
)
def test_a_title_may_say_that_patients_receive_the_therapy(title: str, drug: str, study_type: str, label: str) -> None:
    study = make_study(title, interventions=[("OTHER", drug)], study_type=study_type)
    assert classify(study).label("ici_setting") == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Drug X or chemotherapy for bladder cancer with disease progression on or after immunotherapy", "required"),
        ("Drug X for melanoma that progressed during or after anti-PD-1 therapy", "required"),
        ("Drug X for melanoma progressing on or within 6 months of adjuvant PD-1 therapy", "required"),
        ("Drug X in lung cancer with progression on or after platinum and anti-PD-(L)1 therapy", "required"),
        ("Drug X for recurrence during or after adjuvant nivolumab", "required"),
        ("Recurrence on nivolumab and outcome in lung cancer", "unspecified"),
        ("Drug X for melanoma that has failed standard of care including ipilimumab", "required"),
        ("Drug X after anti-PD-1 and BRAF/MEK failure", "required"),
        ("Drug X for progression on or after chemotherapy or anti-PD-1", "allowed"),
        ("Drug X in lung cancer after first-line chemotherapy plus a PD-L1 inhibitor", "allowed"),
        ("Drug X in advanced melanoma post anti-PD-1", "allowed"),
        ("Drug X in bladder cancer following platinum and PD-1 inhibitors", "allowed"),
        ("Drug X in previously treated (including a PD-1 inhibitor) bladder cancer", "allowed"),
        ("Surgery after neoadjuvant immunotherapy in lung cancer", "unspecified"),
        ("Radiotherapy after immunotherapy in responding lung cancer", "unspecified"),
        ("Effect of exercise on immunotherapy in melanoma", "unspecified"),
        ("Response to immunotherapy in melanoma", "unspecified"),
        ("Drug X followed by pembrolizumab in lung cancer", "unspecified"),
        ("Surgery in lung cancer following chemotherapy plus nivolumab", "unspecified"),
        ("Depression after checkpoint inhibitors", "allowed"),
    ],
)
def test_a_title_may_say_what_patients_had_before(title: str, label: str) -> None:
    study = make_study(title, ("Cancer",), [("DRUG", "Drug X")], eligibility=inclusion("Adults"))
    assert classify(study).label("ici_setting") == label


@pytest.mark.parametrize(
    "criterion",
    [
        "Two doses of nivolumab",
        "Cohort 2: one dose of nivolumab",
        "Two cycles of nivolumab and ipilimumab, then surgery",
    ],
)
def test_doses_of_the_drug_under_study_are_no_earlier_therapy(criterion: str) -> None:
    study = make_study("Nivolumab", interventions=[("DRUG", "Nivolumab")], eligibility=inclusion(criterion))
    assert classify(study).label("ici_setting") == "unspecified"


def test_an_arm_that_receives_the_therapy_names_a_treatment_of_the_study() -> None:
    study = make_study("Exercise in melanoma", arms=[("EXPERIMENTAL", "Patients receiving immunotherapy")])
    assert classify(study).label("ici_setting") == "unspecified"


@pytest.mark.parametrize(
    ("conditions", "label"),
    [(("Lymphoma", "Breast Cancer"), "allowed"), (("Lymphoma",), "unspecified")],
)
def test_a_blood_cancer_among_others_changes_no_meaning(conditions: tuple[str, ...], label: str) -> None:
    study = make_study("Sleep", conditions, eligibility=inclusion("Currently treated with immunotherapy"))
    assert classify(study).label("ici_setting") == label


WITHOUT_CRITERIA = [
    ("The study tests QX-1 in PD-1 naive or PD-1 exposed participants with melanoma.", "allowed"),
    ("QX-1 is tested in patients who have not received a checkpoint inhibitor before.", "excluded"),
    ("The study evaluates QX-1 with nivolumab in adults previously treated with anti-PD-1 antibodies.", "allowed"),
    ("The trial tests QX-1 in participants whose melanoma progressed after PD-1 therapy.", "required"),
    ("QX-1 will be given to people who had prior immunotherapy.", "allowed"),
    ("Nivolumab is given to patients with melanoma who had prior chemotherapy.", "unspecified"),
    ("Patients who need chemotherapy will receive nivolumab after prior surgery.", "unspecified"),
    ("Many patients who received PD-1 antibodies have a relapse.", "unspecified"),
    ("The study compares nivolumab with docetaxel in adults after chemotherapy.", "unspecified"),
]


@pytest.mark.parametrize(("summary", "expected"), WITHOUT_CRITERIA)
def test_without_criteria_the_summary_tells_the_setting(summary: str, expected: str) -> None:
    study = make_study("A Study of QX-1 in Melanoma", brief_summary=summary)
    assert classify(study).labels("ici_setting") == [expected]


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [("Age of 18 years", "allowed"), ("No prior immune checkpoint inhibitor", "excluded")],
)
def test_criteria_that_name_the_therapy_go_before_exposure_in_the_summary(criterion: str, expected: str) -> None:
    study = make_study(
        "A Study of QX-1 in Melanoma",
        brief_summary="QX-1 is given to adults previously treated with anti-PD-1 antibodies.",
        eligibility=f"Inclusion Criteria:\n* {criterion}",
    )
    assert classify(study).labels("ici_setting") == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("QX-1, Ipilimumab, and Nivolumab in Melanoma Previously Treated With Anti-PD-1 Therapy", "allowed"),
        ("Ipilimumab and Nivolumab in Melanoma Previously Treated With Temozolomide", "unspecified"),
    ],
)
def test_a_title_names_prior_therapy_behind_the_drugs_of_the_study(title: str, expected: str) -> None:
    assert classify(make_study(title)).labels("ici_setting") == [expected]


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("Prior live vaccine, chemotherapy, immunotherapy or radiotherapy within 28 days before enrolment", "allowed"),
        ("Live vaccine within 28 days before the first dose of pembrolizumab", "unspecified"),
    ],
)
def test_a_wash_out_may_begin_with_a_vaccine(criterion: str, expected: str) -> None:
    study = make_study("A Study of QX-1", eligibility=f"Exclusion Criteria:\n* {criterion}")
    assert classify(study).labels("ici_setting") == [expected]


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("PD-L1-negative tumour, any line; or PD-L1-positive tumour that grew on pembrolizumab", "allowed"),
        ("Melanoma that grew on nivolumab; or lung cancer that grew on pembrolizumab", "required"),
        ("These states are acceptable: no PD-1 antibody yet; a PD-1 antibody that failed", "allowed"),
        ("Prior treatment consists of: platinum; a PD-1 antibody that failed", "required"),
    ],
)
def test_a_line_may_offer_several_states(criterion: str, expected: str) -> None:
    study = make_study("A Study of QX-1", eligibility=f"Inclusion Criteria:\n* {criterion}")
    assert classify(study).labels("ici_setting") == [expected]


def test_the_summary_demands_progression_where_the_criteria_demand_only_the_therapy() -> None:
    summary = "This study evaluates QX-1 in patients with melanoma following progression on or after treatment with {}."
    criteria = "Inclusion Criteria:\n\n* Prior treatment with an anti-PD-L1 antibody"
    for drug, label in (("an anti-PD-L1 antibody", "required"), ("platinum", "allowed")):
        study = make_study("QX-1 in Melanoma", brief_summary=summary.format(drug), eligibility=criteria)
        assert classify(study).label("ici_setting") == label


@pytest.mark.parametrize(
    "title",
    [
        "Planned TIL Treatment of PD-1 Refractory Melanoma",
        "ABC-123 Will Be Given in PD-1 Inhibitor Refractory Melanoma",
        "Switch to ABC-123 Upon Anti-PD-1 Failure",
    ],
)
def test_a_plan_in_a_title_leaves_the_failure_of_its_patients(title: str) -> None:
    assert classify(make_study(title)).label("ici_setting") == "required"
