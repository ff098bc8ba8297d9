"""A criterion that demands checkpoint therapy, and one below it that demands progression on "that treatment"."""

from itertools import product

import pytest

from tests.support.records.texts import inclusion, read, setting_reader, trial

DEMANDS = [
    "At least two lines of treatment, a PD-1 inhibitor among them",
    "The latest regimen consisted of an anti-PD-1 antibody with axitinib",
    "Prior treatment with a PD-L1 antibody",
    "Must have received nivolumab and ipilimumab",
    "Previously treated with a checkpoint inhibitor for metastatic disease",
    "One prior line of systemic therapy, which included a PD-1 antibody",
    "Has had pembrolizumab plus chemotherapy as first-line treatment",
    "Patients were given durvalumab after chemoradiation",
    "The first-line regimen was atezolizumab and bevacizumab",
    "Two or three earlier regimens, of which one contained an anti-PD-L1 antibody",
    "Prior therapy must include an anti-PD-1 agent",
    "All patients must have been exposed to an immune checkpoint inhibitor",
    "History of treatment with anti-PD-(L)1 in the advanced setting",
    "Had 1-2 prior lines, including anti-PD-1",
    "Treatment with ICI for at least 6 weeks",
    "Received a PD-1 inhibitor as the last therapy",
    "A PD-1 or PD-L1 inhibitor must have been part of prior therapy",
    "Exposure to pembrolizumab is required",
    "Two previous lines of treatment at most, one of them with an immune checkpoint inhibitor",
    "Treated with anti-PD-1 monotherapy or in combination",
    "Subjects with at least one prior line of PD-1 directed therapy",
    "Nivolumab must have been given for metastatic disease",
]

# The therapy is not demanded of all.
NO_DEMANDS = [
    "Prior pembrolizumab in patients with PD-L1-positive tumours",
    "Patients with high microsatellite instability need to have received pembrolizumab",
    "Where it is approved, prior PD-1 therapy",
    "Prior standard therapy such as PD-1 inhibitors",
    "Not more than one prior regimen with a PD-1 inhibitor",
    "Prior anti-PD-1 therapy unless contraindicated",
    "Previous PD-1 inhibitor if available in the country",
    "Prior therapy may include a PD-1 inhibitor",
    "Prior PD-1 or PD-L1 therapy is allowed",
    "With or without prior PD-1 therapy",
    "Prior anti-PD-1 therapy or chemotherapy",
    "Pembrolizumab must have been given unless the patient was not eligible for it",
    "At least two prior lines, which may have included immunotherapy",
    "Must have received platinum and, where approved, a PD-1 inhibitor",
    "Adjuvant nivolumab is permitted",
    "No prior checkpoint inhibitor",
    "Candidates for pembrolizumab",
    "PD-L1 positive tumour",
    "Must be able to receive nivolumab",
]

PROGRESSION = [
    "Progression on treatment or within 12 weeks of the last dose, as defined by RECIST",
    "Progression on this treatment",
    "The disease must have progressed on or after that regimen",
    "Tumour growth was shown during or after it",
    "The cancer grew despite that therapy",
    "Radiological progression during or within 12 weeks of that treatment",
    "Progressed on or after the most recent line of therapy",
    "Relapse after this treatment, confirmed by biopsy",
    "Documented disease progression on that prior therapy",
    "Each of these treatments must have failed",
    "Confirmed progression per iRECIST while on treatment with it",
    "The disease had to progress while on that agent",
    "Progressive disease on the above therapy",
    "Progressed during the aforementioned treatment",
    "Documented PD following such therapy",
    "Must have shown progression after receiving this agent",
    "Disease progression since the last treatment",
    "PD must be documented during or after the last regimen",
    "Progression must have been confirmed on such treatment",
    "Disease progression on or within 6 months of the last dose of this therapy",
    "Radiographic progression on the immediately prior therapy",
    "Evidence of progressive disease after the most recent treatment regimen",
]

# These tell nothing of progression on the therapy.
OTHER_CRITERIA = [
    "Measurable disease; irradiated lesions count if they have grown since that therapy",
    "A biopsy taken since progression on the most recent therapy",
    "Consent to a biopsy upon progression on this therapy",
    "Stable disease, response or progression on that treatment",
    "At high risk of progression after this treatment",
    "Progression of liver disease since the last therapy is not allowed",
    "This treatment was stopped for progression, toxicity or its planned end",
    "Cohort 2: progression on the last regimen",
    "Progression after the most recent chemotherapy",
    "Toxicity of that treatment has resolved",
    "At least 4 weeks since that treatment",
    "That treatment may have been stopped for any reason, progression is not needed",
    "No progression on that treatment",
    "Progression of brain metastases after radiotherapy excluded",
]

BETWEEN = (
    "",
    "  * Cohort 1 has had no VEGF antibody\n",
    "* ECOG performance status 0 or 1\n",
    "* ECOG 0-1\n\n* Measurable disease by RECIST 1.1\n\n",
)


def label(criteria: str) -> str:
    verdicts, _ = read(setting_reader(), trial(inclusion(criteria)))
    return verdicts[0].label


@pytest.mark.parametrize("demand", DEMANDS)
def test_progression_on_a_treatment_that_was_demanded_is_required(demand: str) -> None:
    pairs = product(BETWEEN, PROGRESSION)
    wrong = [(between, below) for between, below in pairs if label(f"{demand}\n{between}* {below}") != "required"]
    assert not wrong


@pytest.mark.parametrize("criterion", NO_DEMANDS)
def test_progression_completes_no_criterion_that_demands_nothing(criterion: str) -> None:
    pairs = product(BETWEEN, PROGRESSION)
    wrong = [(between, below) for between, below in pairs if label(f"{criterion}\n{between}* {below}") == "required"]
    assert not wrong


@pytest.mark.parametrize("demand", DEMANDS)
def test_other_criteria_complete_no_demand(demand: str) -> None:
    pairs = product(BETWEEN, OTHER_CRITERIA)
    wrong = [(between, below) for between, below in pairs if label(f"{demand}\n{between}* {below}") == "required"]
    assert not wrong
