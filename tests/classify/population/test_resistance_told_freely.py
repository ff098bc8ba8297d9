"""Primary and acquired resistance in sentences that were written without a look at the rules."""

import json
import re

import pytest

from tests.gold.test_small_records import read
from tests.support.records.texts import exclusion, inclusion
from tests.support.records.trials import classify, config, make_study
from trialscape.classify.text.fold import fold

SENTENCES = [
    "I acquired: Progression on anti-PD-1 therapy. The tumor must have shown an objective response to it before",
    "I acquired: Response or stable disease of at least 6 months on nivolumab, and progression afterwards",
    "I acquired: The tumour was kept in check by pembrolizumab for half a year or longer and has progressed since",
    "I acquired: At least 24 weeks of disease control with a checkpoint inhibitor prior to progression",
    "I acquired: Progressed on a PD-1 inhibitor after having derived benefit from it for 6 months or more",
    "I acquired: PD-1 inhibitor: partial response, then relapse",
    "I acquired: Growth of melanoma after it had shrunk on ipilimumab plus nivolumab",
    "I acquired: Benefit from immunotherapy (CR, PR, or SD for 6 months) with later progression",
    "I acquired: Disease that first regressed under PD-1 blockade and then recurred under it",
    "I acquired: Progression no earlier than 6 months into treatment with an anti-PD-L1 antibody",
    "I acquired: Secondary resistance to PD-1 blockade",
    "I acquired: Treatment with pembrolizumab had to be effective for at least 6 months before it failed",
    "I acquired: Patients must have had an initial benefit from anti-PD-1 and subsequently lost it",
    "I acquired: Relapse under nivolumab in patients who had been in complete or partial remission",
    "I acquired: More than 6 months on anti-PD-1 before the disease progressed",
    "I acquired: A minimum of 6 months without progression on durvalumab, with progression now",
    "I primary: Never responded to anti-PD-1",
    "I acquired: Sintilimab with pemetrexed and platinum gave control for 24 weeks or longer before PD appeared",
    "I unspecified: Carboplatin gave control for 24 weeks or longer before PD appeared, PD-1 inhibitors not given",
    "I primary: The first imaging evaluation of camrelizumab (within 6 to 12 weeks) already showed PD",
    "I both: Failure of nivolumab, which may be a lack of response from the very beginning or a loss of the response",
    "I primary: Progression at the first scan on nivolumab",
    "I primary: Progressive disease as best response to a checkpoint inhibitor",
    "I primary: The tumour grew from the very first infusion of pembrolizumab",
    "I primary: No shrinkage at any time during anti-PD-1, with progression within 6 months",
    "I primary: Upfront failure of immunotherapy (progression within 12 weeks)",
    "I unspecified: Patients must not have had progression within 12 weeks of starting a PD-1 antibody",
    "I primary: PD-1 therapy brought no response and the disease progressed within half a year",
    "I primary: Patients whose tumour did not respond to nivolumab in the first place",
    "I primary: Innate resistance to PD-L1 antibody",
    "I primary: De novo refractory to pembrolizumab",
    "I primary: Nivolumab without any effect from the start",
    "I primary: Progressed during the first 6 months of immunotherapy",
    "I both: Patients who never responded to nivolumab, and patients who lost a response",
    "I both: Group 1: PD-1 inhibitor never worked; group 2: PD-1 inhibitor worked and then failed",
    "I both: Primary or acquired resistance to checkpoint inhibitors",
    "I both: Progression within 6 months of anti-PD-1 (innate) or later, after benefit (adaptive)",
    "I both: Either no response at all to PD-1 blockade, or loss of response",
    "I both: Both innate and adaptive resistance to immunotherapy are eligible",
    "I both: De novo or late resistance to an ICI",
    "I both: Failure of anti-PD-1 from the outset or following an initial remission",
    "I unspecified: Progressed on anti-PD-1",
    "I unspecified: Acquired resistance to osimertinib; no previous immunotherapy",
    "I unspecified: Primary platinum-refractory disease, previous nivolumab allowed",
    "I unspecified: Responded to chemotherapy and then progressed; had nivolumab later",
    "I unspecified: Progression within 6 months of platinum; PD-1 inhibitor permitted",
    "I unspecified: Secondary resistance to enzalutamide; pembrolizumab is the study drug",
    "I unspecified: Recurrence within 6 months of the last dose of adjuvant nivolumab",
    "I unspecified: At least 3 months since the last dose of a PD-1 inhibitor",
    "I unspecified: Stable disease for at least 6 months on nivolumab",
    "E unspecified: Primary resistance to trastuzumab",
    "I acquired: PD on ICI after prior CR/PR",
    "I acquired: Tumour shrinkage on ipilimumab/nivolumab, lost thereafter",
    "I acquired: Objective response to PD-1 blockade followed by relapse",
    "I acquired: Patients who did well on pembrolizumab for 8 months or more and then got worse",
    "I acquired: Progression on anti-PD-1 despite an earlier response to the same drug",
    "I acquired: Had an answer to immunotherapy (CR or PR) that did not last",
    "I acquired: Must have gained from a PD-1 antibody for half a year or more prior to worsening",
    "I acquired: Disease control of 24 weeks or longer on atezolizumab and subsequent progression",
    "I acquired: Relapse after an initial success of immunotherapy",
    "I acquired: Time from start of anti-PD-1 to progression of at least 6 months",
    "I acquired: Escape after a durable response to PD-1 blockade",
    "I acquired: Ex-responders to nivolumab",
    "I acquired: Under cemiplimab the tumour first melted away and then returned",
    "I primary: PD at first evaluation under anti-PD-1",
    "I primary: Anti-PD-1 did nothing for the patient: progression at week 12",
    "I primary: Non-responders to ipilimumab/nivolumab (PD as best response)",
    "I primary: Rapid progression (within 3 months) under immunotherapy",
    "I primary: Lack of any initial response to checkpoint inhibition",
    "I primary: Intrinsically resistant to PD-1 blockade",
    "I primary: The tumour has never reacted to a checkpoint inhibitor",
    "I primary: Progressed before the second scan on pembrolizumab without shrinking at any time",
    "I both: Primary refractory or secondarily resistant to anti-PD-1",
    "I both: Never-responders and ex-responders to PD-1 blockade",
    "I both: Resistance to pembrolizumab, inborn or acquired",
    "I both: Arm A: no response to PD-1 inhibitor; Arm B: response to PD-1 inhibitor and later relapse",
    "I both: PD-1 inhibitor without benefit at any time, or with a benefit that ended",
    "I both: Both those with immediate and those with delayed progression on nivolumab",
    "I unspecified: Progression during or after atezolizumab",
    "I unspecified: Either response or progression on nivolumab",
    "I unspecified: Complete response to pembrolizumab that is ongoing",
    "I unspecified: Progression within 12 weeks after stopping nivolumab",
    "I unspecified: Response to nivolumab does not matter; progression must be documented",
    "I unspecified: Relapse more than 6 months after adjuvant pembrolizumab",
    # Short sentences, with near-misses about other drugs and other times
    "I acquired: Progressive disease on pembrolizumab after a response that lasted at least 6 months",
    "I acquired: Initial benefit from anti-PD-1 (CR, PR or SD for at least 24 weeks), then progression",
    "I acquired: Secondary resistance to nivolumab",
    "I acquired: At least 6 months on a PD-1 inhibitor without progression before the tumour grew again",
    "I acquired: Disease that first shrank under ipilimumab and nivolumab and later came back while on them",
    "I acquired: Late progression on anti-PD-1 treatment following disease control of at least half a year",
    "I acquired: Response to a checkpoint inhibitor at first, with progression later on",
    "I acquired: Clinical benefit from prior PD-L1 therapy of 4 months or more, followed by disease progression",
    "I acquired: Escape from checkpoint blockade after a documented objective response",
    "I acquired: Stable disease for six months or longer on durvalumab and subsequent progression",
    "I primary: Progressive disease as best response to anti-PD-1",
    "I primary: Progressed within the first 12 weeks of nivolumab",
    "I primary: Innate resistance to PD-1 blockade",
    "I primary: No response to checkpoint inhibitors, with progression at the first scan",
    "I primary: Progression in less than 6 months after starting pembrolizumab",
    "I primary: Never responded to anti-PD-1 and progressed on it",
    "I primary: De novo resistance to checkpoint inhibitors",
    "I primary: Primary refractory to anti-PD-1, that is, no CR or PR and progression inside 24 weeks",
    "I both: Cohort 1: primary resistance to anti-PD-1\n* Cohort 2: acquired resistance to anti-PD-1",
    "I both: Primary or secondary resistance to nivolumab",
    (
        "I both: Patients who never benefited from PD-1 blockade (cohort A) and patients who progressed "
        "after benefit (cohort B)"
    ),
    (
        "I both: Arm 1: progression within 12 weeks of anti-PD-1. Arm 2: progression after at least 6 months "
        "of disease control on it"
    ),
    "I both: Either innate or acquired resistance to checkpoint inhibitors",
    "I both: Stratum 1: no response to pembrolizumab; stratum 2: relapse after response to pembrolizumab",
    "I unspecified: Progression on or after anti-PD-1",
    "I unspecified: Refractory to PD-1 inhibitors",
    "I unspecified: Acquired resistance to an EGFR inhibitor; no earlier PD-1 antibody",
    "I unspecified: Primary platinum-refractory disease and progression on pembrolizumab",
    "I unspecified: Primary refractory large B-cell lymphoma",
    "I unspecified: Endocrine-resistant disease (primary or secondary)",
    "I unspecified: Progressed within 6 months of platinum, then on nivolumab",
    "I unspecified: Acquired resistance to trastuzumab, progression on atezolizumab allowed",
    "I unspecified: BRAF inhibitor resistance acquired after at least 6 months; anti-PD-1 failure",
    "I unspecified: Stable disease on pembrolizumab for at least 6 months",
    "I unspecified: Response to nivolumab for at least six months and no progression",
    "I unspecified: At least 6 months since the last dose of pembrolizumab, then progression",
    "I acquired: Having had a partial response to atezolizumab and bevacizumab before progressing on them",
    "I acquired: Relapsed on maintenance avelumab after 6 months or more without progression",
    "I primary: Patients whose melanoma progressed at first restaging on ipilimumab plus nivolumab",
    "I primary: Refractory to anti-PD-1 from the start",
    "I primary: Lacking any response to cemiplimab, with progressive disease within 3 months",
    "I acquired: Tumour control on PD-1 therapy for more than 6 months, lost afterwards",
    "I acquired: Prior sensitivity to immune checkpoint inhibitors followed by resistance",
    # Unusual words
    "I unspecified: Acquired resistance to trastuzumab, progression on atezolizumab allowed",
    "I primary: Primary resistance, with progression on nivolumab inside 12 weeks",
    "I acquired: Kept stable by pembrolizumab for a year, then growth",
    "I acquired: At least two scans without growth over six months of nivolumab, followed by growth",
    "I acquired: Growth on pembrolizumab once a response had been seen",
    "I acquired: Response to earlier anti-PD-1, lost since",
    "I acquired: Tumour came back under nivolumab after having shrunk",
    "I acquired: Benefited from ipilimumab for eight months before failing it",
    "I acquired: Half a year or more of control by a PD-L1 antibody, with progression afterwards",
    "I acquired: Progression on atezolizumab that set in after an earlier partial response",
    "I acquired: Best response to nivolumab was PR or CR, later progression",
    "I acquired: A good first effect of pembrolizumab that wore off",
    "I acquired: Disease control for 24 weeks on PD-1 therapy is required before failure",
    "I acquired: Progressed more than 6 months after starting nivolumab",
    "I acquired: Delayed progression (beyond 6 months) on checkpoint therapy",
    "I primary: Growth at the first scan on pembrolizumab",
    "I primary: Nivolumab never worked and the tumour grew within 8 weeks",
    "I primary: Best response to checkpoint therapy: progressive disease",
    "I primary: Without any shrinkage on anti-PD-1 and with growth by week 12",
    "I primary: Early failure (within 3 months) of a PD-1 antibody",
    "I primary: Upfront resistance to pembrolizumab",
    "I primary: Progression as the only response to ipilimumab plus nivolumab",
    "I primary: Had no benefit whatsoever from nivolumab and grew on it",
    "I primary: Fewer than 12 weeks on pembrolizumab before progression",
    "I primary: Progressed before the first restaging on pembrolizumab",
    "I both: Group 1: no benefit from anti-PD-1; Group 2: at least six months of benefit, then progression",
    "I both: Progression on nivolumab, either from the start or after an initial response",
    "I both: Never responded to pembrolizumab, or responded and then relapsed",
    "I both: Group A: growth at first scan on nivolumab\n* Group B: growth after a response to nivolumab",
    "I both: Progression within 12 weeks (part 1) or after 6 months or more (part 2) of PD-1 treatment",
    "I both: Two strata: refractory from the outset to pembrolizumab, and relapsed after response to it",
    (
        "I both: Patients with early progression on anti-PD-1 and patients with late progression are studied "
        "in separate arms"
    ),
    "I unspecified: Growth on nivolumab or pembrolizumab at any time",
    "I unspecified: Failure of a checkpoint inhibitor, whatever its duration",
    "I unspecified: Osimertinib resistance acquired after a response; no checkpoint inhibitor so far",
    "I unspecified: Primary refractory to induction chemotherapy; later pembrolizumab without success",
    (
        "I unspecified: At least 6 months of benefit from enzalutamide and then progression; atezolizumab "
        "earlier allowed"
    ),
    "I unspecified: Relapse more than 6 months after platinum; progression on pembrolizumab",
    "I unspecified: Resistant to cetuximab from the start, PD-1 naive",
    "I unspecified: Progressed within 6 months of adjuvant chemotherapy and later on nivolumab",
    "I unspecified: Benefit from radiotherapy for six months, nivolumab afterwards failed",
    "I unspecified: Secondary resistance to imatinib; PD-1 antibodies permitted",
    "I unspecified: Innate lymphoid cells measured before pembrolizumab",
    "I unspecified: Primary tumour resected; progression on nivolumab",
    "I unspecified: Primary brain tumour that is refractory to nivolumab",
    "I unspecified: Primary endpoint is response after pembrolizumab failure",
    # As sponsors of large trials write
    (
        "I acquired: Participants must have experienced clinical benefit (confirmed CR/PR, or SD lasting at "
        "least 6 months) from an anti-PD-1-based regimen followed by radiographic progression"
    ),
    "I acquired: Documented secondary progression after an objective response to anti-PD-1/PD-L1 treatment",
    (
        "I acquired: Initially derived benefit from a PD-1 inhibitor, defined as at least SD for 24 weeks, "
        "before developing progressive disease"
    ),
    "I acquired: Subjects who previously attained an objective response to nivolumab and have since progressed",
    "I acquired: Time from first dose of anti-PD-1 to progression of 6 months or longer",
    "I acquired: Melanoma relapsing after a durable response to checkpoint blockade",
    "I acquired: Acquired anti-PD-1 resistance (SITC criteria)",
    "I acquired: Relapse while continuing pembrolizumab after having achieved complete remission",
    "I acquired: Had been on atezolizumab with benefit for no less than half a year when the disease progressed",
    "I acquired: Exposure to anti-PD-1 for at least 6 months with CR, PR or SD, and then confirmed PD",
    "I primary: Patients should have confirmed PD as their best overall response on the anti-PD-1 regimen",
    "I primary: Progression at or before the first tumor assessment on anti-PD-1 therapy",
    ("I primary: Radiographic progression within 24 weeks of initiating a PD-1 inhibitor without a preceding response"),
    "I primary: Disease that did not respond initially to anti-PD-1 therapy",
    (
        "I primary: Primary anti-PD-1 resistance (exposure of at least 6 weeks with best response of PD or "
        "SD < 6 months)"
    ),
    "I primary: PD-L1 inhibitor-primary-refractory urothelial cancer",
    "I primary: Anti-PD-1 rapid progressors (progression inside of two months)",
    "I primary: Failure to respond to first-line pembrolizumab with progression within 3 months",
    "I primary: Tumor progression observed within the first three cycles of camrelizumab",
    "I both: Cohort A will enroll primary refractory and Cohort B acquired-resistant patients after PD-1 therapy",
    "I both: Subjects are stratified as primary or secondary refractory to anti-PD-1",
    (
        "I both: PD-1-resistant disease, either primary (PD within 6 months) or acquired (PD after CR, PR or "
        "SD of more than 6 months)"
    ),
    "I both: Patients with intrinsic or acquired resistance to immunotherapy",
    (
        "I both: Primary resistant: best response PD on anti-PD-1. Secondary resistant: PD after response or "
        "SD of at least 6 months"
    ),
    "I both: Cohort 1: anti-PD-1 primary non-responders. Cohort 2: anti-PD-1 responders who relapsed",
    "I both: Resistance to nivolumab, innate in cohort A and adaptive in cohort B",
    "I unspecified: Disease progression within 12 weeks after the last dose of anti-PD-1 therapy",
    "I unspecified: Progressed on or within 3 months of completing anti-PD-1",
    "I unspecified: Confirmed progression at least 4 weeks after the initial assessment of PD on anti-PD-1",
    "I unspecified: Received at least two doses of anti-PD-1 and progressed",
    "I unspecified: Progression on anti-PD-1 confirmed by a second scan at least 4 weeks later",
    "I unspecified: Received anti-PD-1 for at least 6 weeks, with progression",
    ("I unspecified: Platinum-resistant (progression within 6 months) ovarian cancer previously given pembrolizumab"),
    "I unspecified: Castration-resistant prostate cancer that progressed on nivolumab",
    "I unspecified: Primary refractory DLBCL; earlier PD-1 antibodies are allowed",
    "I unspecified: Must have progressed during or within 6 months of adjuvant nivolumab",
    "I unspecified: Recurrent disease at least 6 months after neoadjuvant pembrolizumab",
    "I unspecified: Resistant to ALK inhibitors acquired after at least 6 months; any PD-1 history",
    "I unspecified: Response to the last platinum followed by progression; PD-1 inhibitor earlier",
    "I unspecified: PD-1-refractory melanoma with stable brain metastases for at least 6 months",
    # Everyday words
    "I acquired: Tumours that were once sensitive to PD-1 blockade and are so no longer",
    "I acquired: Prior objective response on ipilimumab, current progression on nivolumab maintenance",
    "I acquired: PD following an initial PR on anti-PD-1",
    (
        "I acquired: A period of at least six months of stable disease or better on pembrolizumab must "
        "precede progression"
    ),
    "I acquired: The response to avelumab must have lasted 6 months or more before relapse",
    "I acquired: Long-lasting benefit from a checkpoint inhibitor that has come to an end with progression",
    "I acquired: Lost response to cemiplimab after at least 6 months",
    "I acquired: People who did well on durvalumab for half a year and then got worse",
    "I acquired: Objective response to prior checkpoint inhibition with subsequent resistance",
    (
        "I primary: Pembrolizumab given for at least 6 weeks without any response, and progression at the "
        "first assessment"
    ),
    "I primary: The melanoma kept growing from the first dose of nivolumab",
    "I primary: Nonresponder to anti-PD-1, progression by the first scan",
    "I primary: Progression in the first 3 months of ipilimumab plus nivolumab",
    "I primary: Less than 6 months of disease control on pembrolizumab",
    "I primary: No tumour shrinkage ever on checkpoint therapy",
    "I primary: Immediate progression under atezolizumab",
    "I primary: Not a single response to prior PD-1 therapy: PD as best response",
    "I primary: Primary progression on a PD-1 antibody",
    "I primary: Disease control on nivolumab for under 6 months, never a response",
    "I both: Cohort R: relapse after response to a PD-1 antibody; cohort N: no response to a PD-1 antibody",
    (
        "I both: Two groups are studied: people whose cancer grew right away on pembrolizumab, and people "
        "whose cancer grew after it had shrunk"
    ),
    "I both: Resistance to anti-PD-1, which may be primary (group 1) or secondary (group 2)",
    (
        "I both: Part A takes progression within 3 months of starting nivolumab, part B progression after 6 "
        "or more months on it"
    ),
    "I both: Early (< 12 weeks, cohort 1) or late (> 24 weeks, cohort 2) progression on nivolumab",
    "I both: Failure of pembrolizumab without response (A) and with loss of response (B)",
    "I unspecified: Progressed within 4 weeks before enrolment; earlier nivolumab",
    "I unspecified: Growth of at least 20% on nivolumab",
    "I unspecified: Treated with nivolumab for up to 6 months and then progressed",
    "I unspecified: Progressed on pembrolizumab within 6 months before screening",
    "I unspecified: On nivolumab for 6 months or more",
    "I unspecified: Stable on dexamethasone for 4 weeks; progression on nivolumab",
    "I unspecified: Acquired immunodeficiency; progression on pembrolizumab",
    "I unspecified: Secondary malignancy; PD-1 failure",
    "I unspecified: Response to hormone therapy and then progression; nivolumab refractory",
    "I unspecified: Stable disease for 6 months after chemoradiation, now progression on durvalumab",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_criterion_gives_the_resistance(sentence: str) -> None:
    place, label, words = sentence[0], *sentence[2:].split(": ", 1)
    criteria = inclusion(words) if place == "I" else exclusion(words)
    assert classify(make_study(eligibility=criteria)).label("resistance") == label


def test_whatever_a_rule_matches_has_the_letters_that_it_names() -> None:
    rules = [rule for rule in config().text.resistance.whole_rules if rule.letters]
    lines = [
        line for row in read("populations") for line in fold(json.dumps(row["record"], ensure_ascii=False)).split("\\n")
    ]
    held = [(rule, line) for rule in rules for line in lines if re.search(rule.pattern, line)]
    assert {rule.id for rule, _ in held} == {rule.id for rule in rules}
    assert [(rule.id, line) for rule, line in held if not any(part in line for part in rule.letters)] == []
