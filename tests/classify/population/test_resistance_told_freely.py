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
