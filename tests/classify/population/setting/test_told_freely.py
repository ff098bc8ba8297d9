"""The checkpoint setting in sentences that were written without a look at the rules.

"I" is an inclusion, "E" an exclusion criterion, and " // " parts two of them. Near-misses stand beside them.
"""

import pytest

from tests.support.records.texts import exclusion, inclusion
from tests.support.records.trials import classify, make_study

SENTENCES = [
    # One of the following, and how many lines are allowed
    "I required: Progression on anti-PD-1 (only one prior PD-1 line allowed)",
    "I allowed: Progressed on one of the following: sorafenib, lenvatinib, atezolizumab plus bevacizumab",
    "I required: Failed at least one of the following: pembrolizumab, nivolumab or atezolizumab",
    "I allowed: Patients starting or continuing pembrolizumab",
    # Semicolons without blanks part lists, and words that follow begin a sentence
    "I excluded: No prior chemotherapy;immunotherapy;targeted therapy",
    "I required: Progressed on platinum;anti-PD-1;docetaxel",
    "E allowed: Chemotherapy;immunotherapy;targeted therapy within 4 weeks before the first dose",
    "E allowed: Anti-PD-1 therapy &le;four weeks before the first dose",
    # None available is not none received
    "I unspecified: No standard therapy available (such as a PD-1 antibody)",
    "I unspecified: No treatment options remaining (including checkpoint inhibitors)",
    "I unspecified: No satisfactory treatment exists (e.g. PD-1 inhibitors)",
    "E unspecified: Antibodies against PD-1 in serum",
    "E allowed: Chemotherapy (within 3 weeks), immunotherapy, or radiotherapy before study start",
    "I required: Failure of chemotherapy (within 6 months), PD-1 inhibitors",
    "I required: Relapse in the course of the study treatment with a PD-1 inhibitor",
    "E allowed: Disease progression on checkpoint inhibitors, for patients planned to get checkpoint inhibitors",
    # Starting or already on it
    "I allowed: Starting or continuing adjuvant nivolumab",
    "I allowed: Must be on, or about to start, nivolumab",
    "I allowed: Patients who are continuing a PD-1 antibody",
    "I unspecified: Starting adjuvant nivolumab",
    # Lists and doses without a verb
    "E excluded: Sorafenib or other kinase inhibitors, checkpoint inhibitors or chemotherapy for liver cancer",
    "E excluded: Systemic antibodies against PD-1 or CTLA-4 for stage IV melanoma",
    "E unspecified: Hypersensitivity to checkpoint inhibitors",
    "E allowed: Sorafenib, checkpoint inhibitors or chemotherapy in the last 4 weeks",
    "I allowed: One dose or more of an antibody against PD-1 or PD-L1",
    "I allowed: Four or more courses of preoperative chemotherapy with pembrolizumab",
    "I required: Progression after four courses of chemotherapy with pembrolizumab",
    "I required: Progression during or after a PD-1 antibody (only one line of PD-1 therapy is permitted)",
    "E unspecified: Drugs that may affect CAR-T cell immunotherapy",
    "E unspecified: Prior CD19-directed immunotherapy",
    "E excluded: Prior NK cell immunotherapy or PD-1 antibodies",
    # Limits of time on other therapy, and exceptions within a failure
    "E excluded: Earlier interferon (unless it ended 6 months ago), anti-PD-1, anti-PD-L1 or anti-CTLA-4 antibodies",
    "E allowed: Anti-PD-1 antibodies (if given within 6 months), interferon or vaccines",
    "I required: Failure of standard treatment including ipilimumab (with the exception of progression in study 006)",
    # One of several, stopped or never, neither needed nor forbidden
    "I allowed: Disease that grew under one of these: sunitinib, cabozantinib or nivolumab",
    "I required: Disease that grew under nivolumab or pembrolizumab",
    "I allowed: Checkpoint inhibitors never used, or ended more than 6 weeks ago",
    "I excluded: Checkpoint inhibitors never used",
    "I allowed: Earlier PD-1 treatment is not required and not prohibited",
    "I required: Relapse after more than three months of benefit under a PD-1 antibody",
    "I required: Failure of anti-PD-1, shown on two scans or by clear clinical decline",
    "I excluded: Nivolumab will be started, and patients have never received it or its kind",
    "I unspecified: Nivolumab will be started",
    "I excluded: Adjuvant PD-1 antibodies that ended a year before are the only ones that are accepted",
    "I excluded: No systemic treatment for renal cancer (kinase inhibitors, PD-1 antibodies, cytokines)",
    "I allowed: No systemic treatment within 3 weeks (kinase inhibitors, PD-1 antibodies, cytokines)",
    "I allowed: Failed, did not tolerate or declined standard options, such as kinase inhibitors or PD-1 antibodies",
    "I required: Failed standard options, namely kinase inhibitors and PD-1 antibodies",
    "E excluded: Any systemic therapy of advanced disease, checkpoint inhibitors included",
    "E allowed: Any systemic therapy within 14 days, checkpoint inhibitors included",
    "E unspecified: Not willing to consent if nivolumab is to be continued past progression",
    # Two lines, one of which PD-1
    "I required: Failure of two lines of systemic treatment, one of which must have been a PD-1 antibody",
    "I required: Two previous regimens have failed; a PD-L1 inhibitor was part of at least one",
    "I required: At least two lines exhausted, and of these one has to be anti-PD-(L)1",
    "I required: Resistant to two or more regimens; immune checkpoint blockade has to be among them",
    "I required: Progressive disease after 2 lines, obligatorily including immunotherapy",
    "I required: Three earlier regimens without success (platinum, taxane and nivolumab, all obligatory)",
    "I required: Not responding any longer to two kinds of treatment, namely a kinase inhibitor and a PD-1 drug",
    "I allowed: Failure of two lines of systemic treatment, one of which may have been a PD-1 antibody",
    "I allowed: Two previous regimens have failed; these can include a PD-L1 inhibitor",
    "I allowed: At least two lines exhausted; immunotherapy counts as one of them",
    # Prerequisite in brackets in exclusion
    "E required: No earlier progression under a PD-1 antibody (this is a precondition for entry)",
    "E required: Absence of resistance to checkpoint inhibition (resistance is what the study demands)",
    "E required: Disease still controlled by immunotherapy (failure is a prerequisite)",
    "E required: Lack of progression on nivolumab (progression is needed to take part)",
    "E required: Not yet refractory to anti-PD-1",
    "E allowed: No previous immunotherapy (previous immunotherapy is a prerequisite)",
    "E allowed: Never exposed to a checkpoint inhibitor (exposure is obligatory)",
    "E excluded: Exposed to a checkpoint inhibitor in the past (naivety is a prerequisite)",
    # Demands told earlier
    # Can be included if
    "I required: Patients can be included if their disease progressed on a PD-1 inhibitor",
    "I required: A patient may enter when the tumour has grown under nivolumab",
    "I allowed: Patients whose disease progressed on a PD-1 inhibitor can be included too",
    # No prior chemo but prior nivolumab
    "I allowed: No prior chemotherapy, but prior nivolumab",
    "I allowed: No earlier cytotoxic treatment, though pembrolizumab must have been given",
    "I allowed: Chemotherapy-naive but pretreated with a PD-1 antibody",
    "I required: No prior chemotherapy, but progression on prior nivolumab",
    "I excluded: No prior chemotherapy and no prior nivolumab",
    "I excluded: Prior chemotherapy, but no prior nivolumab",
    "I excluded: Pretreated with platinum yet not with a PD-1 antibody",
    "I allowed: Untreated with targeted drugs, whereas a checkpoint inhibitor has been given",
    # Naive
    "I excluded: Immunotherapy has never been part of the treatment",
    "I excluded: No checkpoint inhibitor so far",
    "I excluded: Virgin to PD-1 blockade",
    "I excluded: Anti-PD-L1 not used up to now",
    "I excluded: Without any experience of immunotherapy",
    "I excluded: Checkpoint inhibitor exposure: none",
    "I excluded: Must be a stranger to PD-1 drugs",
    "E excluded: Earlier contact with PD-1 or PD-L1 antibodies at any stage of the disease",
    "E excluded: Any checkpoint inhibitor in the history, whatever the stage",
    "E excluded: Immunotherapy before, be it adjuvant or palliative",
    "E excluded: Those who got ipilimumab or nivolumab on an earlier occasion",
    "E excluded: Subject has had the benefit of PD-1 therapy at some time",
    "E excluded: Previously administered anti-tumour immunity therapy such as PD-1",
    "E excluded: Pretreatment with atezolizumab or comparable agents",
    # Tolerated
    "E allowed: Checkpoint inhibitor less than 4 weeks ago",
    "E allowed: Immunotherapy given in the 28 days that precede enrolment",
    "E allowed: Myocarditis caused by an earlier PD-1 antibody",
    "E allowed: Severe immune side effect under an earlier checkpoint inhibitor",
    "E allowed: Had to give up nivolumab because of colitis",
    "I allowed: Three weeks have passed since the latest infusion of a PD-1 antibody",
    "I allowed: Side effects of earlier immunotherapy have gone down to grade 1",
    # Whatever
    "I allowed: Earlier immunotherapy makes no difference to eligibility",
    "I allowed: One previous line at most, with immunotherapy or without",
    "I allowed: Pretreatment with checkpoint inhibitors is neither demanded nor forbidden",
    "I allowed: Both those who had PD-1 blockade and those who did not may join",
    "I allowed: It is of no consequence whether a PD-1 inhibitor was given",
    "I allowed: May have had pembrolizumab after surgery",
    # Exposure
    "I allowed: At least two infusions of pembrolizumab have been administered",
    "I allowed: Under treatment with nivolumab for three months or longer",
    "I allowed: Currently in the maintenance phase with durvalumab",
    "I allowed: Has completed one year of adjuvant PD-1 therapy",
    "I allowed: Patient with a response to atezolizumab that persists",
    "I allowed: In complete remission after a checkpoint inhibitor",
    "I allowed: Residual tumour at operation despite neoadjuvant pembrolizumab-chemotherapy",
    "I allowed: On single-agent cemiplimab for 12 to 30 weeks, whatever the effect on the tumour",
    # Failed
    "I required: The tumour outgrew nivolumab",
    "I required: PD-1 therapy no longer holds the disease",
    "I required: Tumour no longer kept in check by immunotherapy",
    "I required: New metastases under checkpoint inhibition",
    "I required: Immunotherapy has stopped helping",
    "I required: Growth in spite of anti-PD-L1",
    "I required: Pembrolizumab did not halt the disease",
    "I required: Ineffective immunotherapy in the past",
    "I required: Escape from PD-1 blockade documented by CT",
    "I required: Relapse within 6 months of the last cycle of platinum, etoposide and durvalumab",
    "I required: Insufficient effect of a checkpoint inhibitor",
    "I required: Tumour increase of at least 20% while on anti-PD-1",
    "I required: Disease that has come back following adjuvant nivolumab",
    # Alternatives
    "I allowed: Progression after platinum or after immunotherapy",
    "I allowed: Failure of chemotherapy, a PD-1 antibody or both",
    "I allowed: Worsening after any of these: sorafenib, lenvatinib, atezolizumab-bevacizumab",
    "I allowed: Ran out of options, be it chemotherapy or immunotherapy",
    "I required: Worsening after all of these: sorafenib, lenvatinib, atezolizumab-bevacizumab",
    "I required: Failure of both chemotherapy and a PD-1 antibody",
    "I required: Failure of each of platinum and immunotherapy",
    # Unless unsuitable
    "I allowed: Progressed on a checkpoint inhibitor, except where the patient had an autoimmune disease",
    "I allowed: Nivolumab must have failed, unless it was contraindicated",
    "I allowed: Progression on anti-PD-1, save for patients who could not tolerate the idea of it",
    "I allowed: Failure of immunotherapy, as long as it was on offer in the patient's country",
    "I allowed: Failure of platinum and, provided it was reimbursed, of a PD-1 inhibitor",
    "I allowed: Refractory to immunotherapy (waived for transplant recipients)",
    "I allowed: Must have progressed on a PD-1 inhibitor where such a drug could be had",
    # Preferred
    "I allowed: Refractory to PD-1 blockade is an advantage but no condition",
    "I allowed: Ideally the tumour has progressed on immunotherapy",
    "I allowed: Priority on the waiting list for those with failed immunotherapy",
    # Progression denied
    "I allowed: No growth of the tumour during durvalumab consolidation",
    "I allowed: Has not worsened while taking a PD-1 antibody",
    "I allowed: Still free of progression after six months of pembrolizumab",
    "E allowed: Progression during adjuvant nivolumab",
    # Study drug
    "I unspecified: Fit for pembrolizumab in the view of the oncologist",
    "E unspecified: Any condition that forbids the use of nivolumab",
    "I unspecified: Thyroid function normal, as atezolizumab may affect the thyroid",
    "E unspecified: Organ transplant, because avelumab could provoke rejection",
    "E unspecified: Allergic to durvalumab or its additives",
    "I unspecified: PD-L1 at 1% or higher on tumour cells",
    "I unspecified: Normal bowel function; checkpoint inhibitors can inflame the bowel",
    "E unspecified: Live vaccine in the 30 days before the first infusion of ipilimumab",
    "I unspecified: Will get nivolumab as the next treatment",
    "E unspecified: Other immunotherapy while in the study",
    # Permission/safety
    "I allowed: If exposed to a checkpoint inhibitor before, cortisol must be in the normal range",
    "I allowed: Normal colonoscopy in those who had ipilimumab earlier",
    "I allowed: Normal troponin is asked of everyone pretreated with a PD-1 antibody",
    # Cohorts
    "I required: Cohort 1: no checkpoint inhibitor before; cohort 2: progression on one",
    "I required: Group A (PD-1 failed) and group B (PD-1 untouched)",
    # Ban for some
    "E allowed: Earlier PD-1 antibody (this does not hold for cohort C)",
    # Ban in list
    "E excluded: Earlier treatment of any of these kinds: interferon, interleukin-2, checkpoint inhibitors",
    "E excluded: Chemotherapy, radiotherapy, targeted drugs or immunotherapy in the past for this cancer",
    "E excluded: Systemic treatment of advanced disease, immunotherapy included",
    "I required: PD on ICI, at least one cycle",
    "I required: ICI failed",
    "I required: Melanoma, ICI failure",
    "I required: Pts. with PD under nivo/ipi",
    "I required: After nivolumab without benefit",
    "I required: Second line: first line was chemo plus pembrolizumab and failed",
    "I required: The patients progressed after the treatment of immune checkpoint inhibitors",
    "I required: Patients whose disease deteriorated after receiving PD-1/PD-L1 monoclonal antibody",
    "I required: Subjects who are ineffective to PD-1 inhibitor therapy",
    "I required: Previous treatment failure of camrelizumab, sintilimab, tislelizumab or toripalimab",
    "I required: Patients in therapeutic failure under anti-PD1",
    "I required: Patient in progression during or at the end of an immunotherapy by anti-PD-L1",
    "I required: Patients in escape of anti-PD-1 treatment",
    "I required: Tumour evolution under pembrolizumab",
    "I required: Your cancer has grown although you had immunotherapy",
    "I required: Your melanoma did not get better with pembrolizumab",
    "I required: Immunotherapy (drugs such as nivolumab) has not controlled your cancer",
    "I required: You have had an anti-PD-1 drug and it has stopped working for you",
    "I required: Radiological progression (RECIST 1.1) confirmed 4 weeks later while receiving a PD-1 inhibitor",
    "I required: Documented disease progression, with the last systemic therapy being a checkpoint inhibitor",
    "I required: Last systemic therapy: checkpoint inhibitor, ended for progression",
    "I required: Prior anti-PD-1 discontinued for progressive disease",
    "I required: Pembrolizumab stopped on account of tumour growth",
    "I required: The reason for ending nivolumab was progression",
    "I required: At least one dose of anti-PD-1 followed by unequivocal progression",
    "I required: A PD-1 blocker is part of the history, and the disease advanced in spite of it",
    "I required: Unresponsive to a checkpoint inhibitor (best response SD lasting less than 6 months or PD)",
    "I required: Stage IV after exhaustion of anti-PD-1 and, in BRAF mutants, of BRAF inhibitors",
    "I required: Relapsed from remission induced by nivolumab",
    "I required: Treatment history must show a checkpoint inhibitor with subsequent progression",
    "I required: Must show resistance to immunotherapy as defined by SITC",
    "I required: Progression on the PD-1 antibody given as adjuvant therapy",
    "I required: Has shown progression at any time after a line that contained a PD-(L)1 antibody",
    "I required: A tumour that resists checkpoint blockade",
    "I allowed: PD or intolerance of a PD-1 antibody, or refusal of the same",
    "I allowed: Progression on at least one of chemotherapy, targeted therapy and immunotherapy",
    "I allowed: Progression after standard therapy (for example immunotherapy)",
    "I allowed: Progression after PD-1 inhibitor if indicated by PD-L1 status",
    "I allowed: Failure of a platinum and, for those with CPS of 1 or more, of pembrolizumab if obtainable",
    "I excluded: ICI-naive",
    "I excluded: No ICI before",
    "I excluded: PD-1 naive",
    "I excluded: Not pretreated (no chemo, no ICI)",
    "I excluded: You have not had immunotherapy for your cancer",
    "I excluded: You have never been given a drug like pembrolizumab",
    "I excluded: Without prior treatment by anti-PD1",
    "I excluded: Have not received immune checkpoint inhibitors in the past",
    "I excluded: Has no history of immunotherapy",
    "I excluded: The patients who did not use PD-1 inhibitors before",
    "I excluded: Prior therapy: chemotherapy allowed; checkpoint inhibitor none",
    "I excluded: Earlier lines may not have contained a PD-L1 antibody",
    "I excluded: Never on a PD-1 drug",
    "I excluded: All earlier treatments except immunotherapy are possible",
    "I excluded: At most two earlier lines, none of them with a checkpoint inhibitor",
    "E excluded: You have had immunotherapy before",
    "E excluded: ICI before",
    "E excluded: Pretreated with ICI",
    "E excluded: st. p. PD-1 antibody",
    "E excluded: Patients previously treated by immunotherapy",
    "E excluded: Who have used PD-1/PD-L1 inhibitors",
    "E excluded: Has once received PD-1 monoclonal antibody or other immune checkpoint therapy",
    "E excluded: Prior: chemotherapy, checkpoint inhibitors, cell therapy",
    "E excluded: Immunotherapy in the past",
    "E excluded: Immune checkpoint inhibitor at any time",
    "E excluded: Prior receipt of anti-PD-L1 in the metastatic setting",
    "E excluded: Not naive to immunotherapy",
    "E excluded: Treatment with an anti-PD-1, anti-CTLA-4 or anti-LAG-3 prior to this study",
    "E excluded: Prior anticancer therapy, including immune checkpoint blockade",
    "I allowed: Prior ICI: yes or no",
    "I allowed: With or without earlier immunotherapy",
    "I allowed: ICI pretreatment allowed",
    "I allowed: Any number of lines, immunotherapy included",
    "I allowed: You may have had immunotherapy in the past",
    "I allowed: ICI before or not, both fine",
    "I allowed: Earlier checkpoint inhibitor no obstacle",
    "I allowed: No more than 2 lines of chemotherapy; immunotherapy does not count",
    "I allowed: Stable for 3 months on nivolumab",
    "I allowed: Ongoing pembrolizumab with disease control",
    "I allowed: ICI for at least 12 weeks",
    "I allowed: Being treated with an ICI",
    "I allowed: Received at least one dose of an immune checkpoint inhibitor",
    "I allowed: Residual disease after chemo-immunotherapy with pembrolizumab before surgery",
    "I allowed: Patient treated by anti-PD1 and in response",
    "I allowed: ICI finished more than 4 weeks ago",
    "E allowed: ICI within 4 weeks",
    "E allowed: irAE grade 3 or more under earlier ICI",
    "E allowed: You had severe side effects from immunotherapy",
    "E allowed: Last dose of immunotherapy less than 21 days ago",
    "E allowed: Unresolved toxicity from PD-1 treatment",
    "E allowed: Immunotherapy in the previous month",
    "I unspecified: Planned for ICI",
    "I unspecified: Candidate for pembrolizumab",
    "I unspecified: About to begin immunotherapy",
    "E unspecified: Contraindication for PD-1 antibody",
    "E unspecified: Autoimmune disease that rules out immunotherapy",
    "E unspecified: Concurrent immunotherapy of any kind",
    "I unspecified: PD-L1 CPS 10 or more",
    "I unspecified: Must use contraception until 5 months after the last dose of nivolumab",
    "I unspecified: Willing to receive atezolizumab",
    "E unspecified: Interstitial lung disease, which durvalumab could make worse",
    # Relief behind a demand
    "I allowed: Nivolumab has failed (does not apply to patients with contraindications)",
    "I allowed: Resistance to immunotherapy, unless immunotherapy was never an option for the patient",
    "I allowed: Checkpoint inhibitor failed, or not given because of frailty",
    "I required: Failure of pembrolizumab; transplant recipients may not enter",
    "I required: Progression under a PD-1 antibody. Patients who cannot swallow are not eligible",
    # Other way in
    "I allowed: Tumour without PD-L1 expression; or failure of a PD-1 inhibitor",
    "I allowed: Either progressive on immunotherapy or never considered for it",
    "I allowed: Failure of nivolumab or, alternatively, age above 80 years",
    "I allowed: Two ways to enter: relapse after immunotherapy, or newly diagnosed stage IV disease",
    "I required: Two ways to enter: relapse during immunotherapy, or relapse within 12 weeks of immunotherapy",
    "I required: Progressed on nivolumab monotherapy or on nivolumab with ipilimumab",
    # Mandated list
    "I required: Progressed through platinum, a taxane, and a PD-1 inhibitor",
    "I required: Every one of the following has failed: fluoropyrimidine, oxaliplatin, pembrolizumab",
    "I required: Failed prior regimens must comprise an anthracycline and a checkpoint inhibitor",
    "I allowed: Failed prior regimens may comprise an anthracycline or a checkpoint inhibitor",
    "I allowed: At least one of the following has failed: fluoropyrimidine, oxaliplatin, pembrolizumab",
    # Last regimen
    "I required: The last drug was cemiplimab. The reason for stopping it was progression",
    "I required: One earlier line (durvalumab and tremelimumab); progression under this line is mandatory",
    "I allowed: The last drug was cemiplimab. The reason for stopping it is irrelevant",
    # Naive or failed
    "I allowed: ICI: none so far, or refractory",
    "I allowed: Previously no PD-1 inhibitor, or one that stopped working",
    "I allowed: Both PD-1-refractory and PD-1-untreated melanoma",
    "I allowed: Checkpoint inhibitor: naive patients and those who relapsed after it are equally welcome",
    # On treatment
    "I allowed: Taking nivolumab, with stable disease, response or progression",
    "I allowed: On maintenance avelumab at present, no matter how the tumour behaves",
    "I allowed: Has been started on pembrolizumab no more than 6 weeks ago",
    # Ban beside permission
    "I excluded: Prior kinase inhibitors are fine, prior checkpoint inhibitors are not",
    "E excluded: PD-1 antibody in the past (interferon in the past is fine)",
    "E allowed: Prior interferon (a PD-1 antibody in the past is fine)",
    "I allowed: Prior chemotherapy not allowed, prior immunotherapy allowed",
    # Ban for some
    "E allowed: Earlier immunotherapy (lung cohort); the other cohorts may have had it",
    "E allowed: Cohort 1 only: earlier exposure to PD-1 or PD-L1 antibodies",
    "E excluded: In all cohorts: earlier exposure to PD-1 or PD-L1 antibodies",
    # Blood
    # Progression denied
    "I allowed: Completed chemoradiation and durvalumab without the tumour growing",
    "I allowed: Must not have progressed on first-line pembrolizumab-chemotherapy",
    "E allowed: Growth of the tumour during induction with nivolumab",
    # Subgroup conditions
    "I allowed: If the patient had immunotherapy, the tumour must have grown on it",
    "I allowed: Patients with earlier PD-1 therapy need a wash-out of 6 weeks",
    "I allowed: Those who got ipilimumab before: no colitis of grade 3 or more",
    "I allowed: In case of adjuvant nivolumab, recurrence at least 6 months after its end",
    # Bans against other permissions, cohorts under a heading, the first line and progression on it
    "I required: The patient has received tislelizumab for at least 2 cycles, and the last evaluation is PD",
    "I allowed: On nivolumab for at least 3 months with a best response of SD",
    (
        "I excluded: Prior chemotherapy in the adjuvant setting is acceptable, but no one who has "
        "received a PD-1 inhibitor may take part"
    ),
    "I excluded: Previous endocrine therapy is allowed, but not previous treatment with PD-L1 inhibitors",
    "I allowed: Prior chemotherapy and prior PD-1 inhibitors are allowed, but not prior radiation",
    "I allowed: Prior chemotherapy is allowed, and prior PD-1 inhibitors are allowed too",
    (
        "I allowed: With regard to checkpoint inhibitors, the patient must meet one of these: has "
        "never had any; has had one and the tumor grew under it"
    ),
    "I allowed: Thyroid failure caused by prior nivolumab must be under stable replacement for 4 weeks",
    "I allowed: If adrenal failure resulted from pembrolizumab in the past, hydrocortisone must be stable for a month",
    (
        "I required: Urothelial cancer without progression on first-line platinum, followed by "
        "avelumab maintenance during which it did progress"
    ),
    "I allowed: No progression on first-line platinum, followed by avelumab maintenance",
    "I unspecified: Breast-feeding must be stopped if the mother is treated with nivolumab",
    (
        "E unspecified: Nursing should be discontinued if the mother receives durvalumab, since "
        "there is a risk for nursing infants"
    ),
    "E excluded: Pregnant women, patients who have been treated with a PD-1 inhibitor, and nursing women",
    (
        "I allowed: Failure of pembrolizumab, or documented reasons why pembrolizumab was not "
        "given (contraindication or refusal)"
    ),
    (
        "I allowed: Progression on nivolumab, or a documented reason for which nivolumab was not "
        "used (autoimmune disease, refusal)"
    ),
    "I required: Progression on nivolumab or pembrolizumab, and a documented reason why surgery was not done",
    "I allowed: Disease that progressed after a PD-1 inhibitor, or must be recipients of a transplant",
    "I required: Must have progressed after an anti-PD-1 antibody or must have relapsed after an anti-PD-L1 antibody",
    (
        "I required: Disease that has progressed despite standard treatment. At a minimum this "
        "must have included: platinum with etoposide; a PD-L1 inhibitor; and topotecan"
    ),
    "I required: Progression on prior therapy. Prior therapy must have included: a platinum; a PD-1 inhibitor",
    (
        "I allowed: Disease progressed after at least 2 lines. Examples of such lines are platinum "
        "doublets, docetaxel and a PD-1 antibody; none is mandatory"
    ),
    "I allowed: TSH in the normal range; patients whose thyroid was damaged by nivolumab must be on a stable dose",
    "I unspecified: Normal troponin, as myocarditis has been reported with PD-1 inhibitors",
    "I unspecified: Normal thyroid function, because hypothyroidism has been observed with anti-PD-L1 antibodies",
    "I allowed: At least 6 months of pembrolizumab, and at no scan may RECIST criteria for progression have been met",
    "I allowed: Neoadjuvant chemotherapy together with nivolumab, with all planned cycles delivered",
    "I allowed: Chemoradiation followed by durvalumab, all planned doses given",
    (
        "E excluded: Prior treatment with a PD-1 or PD-L1 antibody, whereas hormone therapy ended "
        "at least 2 weeks before entry is permitted"
    ),
    "E excluded: Has had an anti-PD-L1 agent, although chemotherapy more than 6 months earlier is allowed",
    "E excluded: Previous immune checkpoint inhibitor, but radiotherapy more than 4 weeks before is allowed",
    "E allowed: Prior chemotherapy within 4 weeks, but prior PD-1 inhibitors are allowed",
    (
        "I allowed: In the subset of patients whose adjuvant treatment included pembrolizumab, "
        "recurrence must have been documented on pembrolizumab or within 6 months of the last dose"
    ),
    (
        "I allowed: Patients who have previously been treated with a checkpoint inhibitor and "
        "failed treatment are eligible for inclusion 30 days post-treatment."
    ),
    "I allowed: Patients who were treated with a PD-1 inhibitor and progressed are eligible",
    "I allowed: Subjects previously treated with anti-PD-L1 therapy who have failed are eligible for enrollment",
    "I required: Only patients who were treated with a PD-1 inhibitor and progressed are eligible",
    "I required: Patients must have been treated with a PD-1 inhibitor and have progressed to be eligible",
    # Wash-outs before a biopsy
    "E allowed: Use of immune checkpoint inhibitors within 5 half-lives of the drug before the baseline liver biopsy",
    "E allowed: Checkpoint inhibitors within 4 weeks prior to biopsy",
    "E unspecified: Biopsy sample taken after treatment with nivolumab is not available",
    # Either of two treatments, standard of care in progress, bans that do not apply to some
    "I allowed: Disease progression after either a platinum-containing regimen or an anti-PD-1/PD-L1 antibody",
    "I required: Disease progression after a platinum-containing regimen and an anti-PD-1/PD-L1 antibody",
    "I allowed: Currently receiving standard of care pembrolizumab or nivolumab; any response is eligible",
    "E allowed: Prior therapy with an anti-PD-1 agent (this criterion does not apply to participants with NSCLC)",
    "E excluded: Prior therapy with an anti-PD-1 agent (this criterion applies to all participants)",
    # Two criteria that add up, bans with their reason, groups and exemptions
    "I required: The disease has progressed under first-line pembrolizumab, with or without platinum and 5-FU",
    (
        "I required: Patients can be included if the disease has progressed under first-line pembrolizumab, "
        "and if the G8 score has been collected"
    ),
    (
        "I required: No durable benefit from two or more lines; a PD-1 blocker has to be one of those lines, "
        "CAR T cells may be another"
    ),
    (
        "I required: Received platinum and etoposide with either atezolizumab or durvalumab; relapsed no "
        "more than 180 days from the last infusion of the latter"
    ),
    "E excluded: On account of the risk of myocarditis, anyone given a checkpoint inhibitor in the past",
    "E excluded: Anti-tumor systemic treatment before operation, immune drugs (PD-1, PD-L1, CTLA-4) included",
    "E excluded: earlier chemo, RT or PD-1/PD-L1 drugs",
    "E excluded: immunotherapy of any sort in the past",
    "I excluded: Patients may not have had immunotherapy of any type",
    ("E allowed: Steroid need of more than 10 mg prednisone daily for toxic effects left over from a PD-L1 antibody"),
    (
        "I required: Two or three earlier systemic regimens. One of them must have been built on a "
        "checkpoint inhibitor and one on a VEGFR inhibitor // Each earlier regimen ended because of "
        "progression"
    ),
    (
        "I required: Patients have had a single prior regimen in the metastatic setting. This consisted of "
        "platinum-doublet chemotherapy together with pembrolizumab, cemiplimab or atezolizumab. // "
        "Progression on this regimen must be documented on imaging before registration."
    ),
    (
        "I required: At least one dose of adjuvant pembrolizumab // Return of the disease during that "
        "treatment or before 12 months had passed from its end"
    ),
    (
        "I required: Imaging-proven progression on first-line treatment, not later than 8 weeks before "
        "randomization // Note: first-line treatment in this protocol means atezolizumab/bevacizumab or "
        "sintilimab/bevacizumab biosimilar"
    ),
    (
        "I required: All have had cystectomy and then adjuvant nivolumab; the recurrence has to fall within "
        "one year of its final dose"
    ),
    (
        "E allowed: Pancreatic cancer patients who have used PD-1/PD-L1 inhibitors (breast cancer patients "
        "who used them may still be enrolled)"
    ),
    (
        "E excluded: Has had chemotherapy or immune therapy in the metastatic setting (durvalumab after "
        "chemoradiation is excepted if a full year has passed)"
    ),
    "I allowed: At least one dose of adjuvant nivolumab // No recurrence within 6 months of the last dose",
    ("I allowed: Two or three earlier systemic regimens. One of them must have been built on a checkpoint inhibitor"),
    (
        "I allowed: Patients have had a single prior regimen. This consisted of platinum together with "
        "pembrolizumab // Progression on chemotherapy in the adjuvant setting"
    ),
    "E allowed: On account of the risk of pneumonitis, patients with pneumonitis on an earlier PD-1 inhibitor",
    "E allowed: Systemic treatment, immune drugs (PD-1) included, in the last 3 weeks",
    "I allowed: At least 2 doses of nivolumab // Progression of brain metastases is not allowed",
    "I required: At least two doses of pembrolizumab // Relapse within 6 months from its last dose",
    # Permissions beside bans, failure of those who had it, progression that is denied
    (
        "E excluded: Those who have used PD-1 inhibitors, while traditional Chinese medicine is acceptable "
        "if stopped 2 weeks before the first dose"
    ),
    "E allowed: Those who have used traditional Chinese medicine, while PD-1 inhibitors are acceptable",
    (
        "E allowed: Previous sorafenib or other multikinase inhibitors (previous PD-1 inhibitors, alone or "
        "with bevacizumab, are acceptable)"
    ),
    "E excluded: Previous PD-1 inhibitors (previous sorafenib is acceptable)",
    (
        "I required: Receiving camrelizumab at screening, with intrahepatic PD in two consecutive "
        "evaluations (those evaluated as SD or PR cannot be enrolled)"
    ),
    (
        "I allowed: 4 to 6 cycles of adebrelimab plus etoposide and carboplatin completed, none of the "
        "evaluations showing PD"
    ),
    ("I allowed: Disease progression on platinum and, as far as reimbursed at the time, on a PD-1 or PD-L1 inhibitor"),
    (
        "I required: Only one previous line, consisting of tislelizumab, paclitaxel and carboplatin // PD on "
        "the first-line treatment, proven by CT"
    ),
    (
        "I allowed: Only one previous line, consisting of tislelizumab, paclitaxel and carboplatin // No PD "
        "on the first-line treatment"
    ),
    (
        "I allowed: Subjects without previous immune checkpoint inhibitors and subjects in whom such "
        "treatment has failed are both acceptable"
    ),
    "I allowed: PD-1 antibody not used before; if used, PD must have appeared under it",
    "I excluded: PD-1 antibody not used before",
    # Bans and permissions in one sentence, parts of a trial, two ways in, last lines before enrolment
    "I allowed: Currently receiving nivolumab, whether the disease is shrinking, unchanged or creeping up slowly",
    (
        "I allowed: In the midst of pembrolizumab treatment, at least four cycles in, with CR, PR, SD or "
        "oligoprogression"
    ),
    (
        "I allowed: Taking an anti-PD-1 antibody for six weeks or longer; stable or responding disease, or "
        "limited growth that the physician would treat beyond"
    ),
    "I allowed: Patients on standard atezolizumab with any best response to date",
    (
        "I allowed: Already on ipilimumab-nivolumab maintenance; ongoing response, stabilisation or minor "
        "progression acceptable"
    ),
    (
        "I allowed: Ongoing checkpoint inhibitor treatment with mixed response, stable disease or "
        "asymptomatic progression in up to five lesions"
    ),
    "I required: Growth of up to five lesions on pembrolizumab, the rest controlled",
    "I required: Progression at a small number of sites while receiving durvalumab",
    "I required: Oligoprogressive disease on maintenance nivolumab",
    "E excluded: Any anti-PD-1 or anti-PD-L1 drug before enrolment (hormone therapy may have been given)",
    "E excluded: Prior checkpoint blockade; interferon or interleukin-2 earlier is no obstacle",
    "E excluded: Treatment with a PD-1 inhibitor in any line, whereas earlier tyrosine kinase inhibitors are fine",
    "E excluded: Prior immune checkpoint inhibitor. Patients who had a cancer vaccine may take part",
    "I excluded: No checkpoint inhibitor earlier; up to two lines of cytotoxics are accepted",
    "I excluded: Must not have had anti-PD-1, but may have had radiation",
    "E allowed: Prior chemotherapy in the metastatic setting; adjuvant nivolumab does not count",
    "E allowed: Any systemic treatment other than a PD-1 inhibitor for stage IV disease",
    "E allowed: More than two lines of cytotoxic drugs (a checkpoint inhibitor beside them is acceptable)",
    "I allowed: Part B only: no earlier PD-1 or PD-L1 inhibitor",
    "E allowed: Previous anti-PD-(L)1 treatment (except for participants with melanoma)",
    (
        "E allowed: Earlier immunotherapy with checkpoint blockers, unless the tumour has high "
        "microsatellite instability"
    ),
    "E allowed: Phase 2 only: exposure to a PD-1 antibody in the past",
    "E excluded: In both the lung and the bladder cohorts, and in all others too: earlier anti-PD-1 antibodies",
    "E excluded: All cohorts: previous exposure to checkpoint blockade",
    ("E excluded: Chemotherapy, targeted drugs, immunotherapy or biologics for advanced disease before randomisation"),
    (
        "E excluded: Any earlier systemic therapy (cytotoxics, immunotherapy, antiangiogenic agents) for "
        "recurrent or metastatic disease"
    ),
    "I excluded: No systemic treatment of any sort, immunotherapy included, for the metastatic disease",
    "E excluded: Has been treated with surgery, radiation, chemotherapy or immunotherapy for this cancer",
    "E excluded: Prior treatment of the tumour by TACE, kinase inhibitors or PD-1 antibodies",
    "I excluded: Treatment-naive: neither chemotherapy nor immunotherapy nor targeted therapy in the past",
    "E allowed: Chemotherapy, immunotherapy or targeted drugs within 3 weeks before the first dose",
    "E allowed: Chemotherapy or immunotherapy within the last month",
    "I unspecified: No earlier systemic therapy for advanced disease",
    "I required: Arm A: PD-1-refractory Merkel cell carcinoma // Arm B: endometrial cancer after platinum",
    "I required: Cohort 3: IO-resistant kidney cancer",
    "I required: Group 1: CPI-refractory NSCLC // Group 2: colon cancer, MSS",
    "I required: Expansion 1: urothelial cancer, post-CPI progression // Expansion 2: sarcoma",
    "I required: Part 2: HNSCC failing anti-PD-1",
    "I required: Dose expansion 1, melanoma with ICI failure; dose expansion 2, breast cancer",
    "I allowed: Cohort A: IO-naive // Cohort B: IO-experienced",
    "I allowed: Cohort A: PD-L1 inhibitor-naive // Cohort B: pretreated with a PD-L1 inhibitor",
    ("I allowed: If consolidation durvalumab was used, recurrence must have been seen within a year of beginning it"),
    "I allowed: Those previously given a PD-1 inhibitor must have shown progression on it",
    ("I allowed: Patients with earlier pembrolizumab should have stopped it for progression rather than for toxicity"),
    "I allowed: In case of prior immunotherapy, progression must be documented by two scans",
    (
        "I allowed: Participants who went through neoadjuvant nivolumab are eligible if relapse came more "
        "than six months afterwards"
    ),
    "I allowed: Where atezolizumab was part of first-line treatment, disease must have progressed on it",
    (
        "I required: Every participant went through neoadjuvant nivolumab, and relapse must have come during "
        "or soon after it"
    ),
    "I required: All patients had durvalumab after chemoradiation and must have recurred during it",
    "I allowed: Resection after neoadjuvant pembrolizumab with viable tumour in the specimen",
    "I allowed: Completed four courses of nivolumab plus ipilimumab without progression",
    "I allowed: Received at least one dose of an anti-PD-1 antibody",
    "I allowed: Two years of pembrolizumab completed with complete or partial response",
    "I allowed: At present on maintenance avelumab for at least 12 weeks",
    "I allowed: Has finished chemoradiation and at least six months of consolidation durvalumab",
    "I allowed: Responded to first-line chemoimmunotherapy and is a candidate for maintenance atezolizumab",
    "I required: Relapse during adjuvant nivolumab or within six months of the last infusion",
    "I required: Recurrence within 12 weeks of the last dose of adjuvant pembrolizumab",
    "I allowed: Progression after a PD-1 antibody, or no wish to receive one",
    "I allowed: Refractory to a checkpoint inhibitor or microsatellite-stable disease",
    "I allowed: Recurrence following an anti-PD-L1 antibody, or a PD-L1-negative tumour",
    "I allowed: Progressed on pembrolizumab or has an uncommon histology for which nothing is standard",
    "I allowed: Either a relapse after nivolumab or a transplant-ineligible state",
    "I allowed: Disease that came back after anti-PD-1 treatment, or patients for whom radiation alone is planned",
    "I allowed: Failed at least one checkpoint inhibitor, alternatively have a tumour mutational burden below 10",
    "I required: Progressed on pembrolizumab or nivolumab or cemiplimab",
    "I required: Progression after anti-PD-1, given alone or with chemotherapy",
    "I required: Failed anti-PD-1 as adjuvant treatment or for metastatic disease",
    "I required: Progression on, or within six months after, checkpoint inhibition",
    (
        "I required: The latest treatment was a PD-L1 inhibitor plus chemotherapy // The tumour progressed "
        "during the latest treatment"
    ),
    (
        "I required: Last line before enrolment: nivolumab or pembrolizumab // Radiological progression on "
        "that last line"
    ),
    "I required: One previous line only, atezolizumab with bevacizumab // Documented progression on it",
    "I required: Prior therapy comprised cemiplimab // The tumour grew on this therapy",
    (
        "I required: A checkpoint inhibitor is the immediately preceding therapy // Failure of the "
        "immediately preceding therapy"
    ),
    "I allowed: At least one line with a checkpoint inhibitor // Measurable disease",
    "I allowed: A PD-1 antibody in some earlier line // Progression since the last platinum regimen",
    "I required: Progression on all of the following: taxane, platinum and a PD-1 inhibitor",
    "I required: Disease progressing after sorafenib as well as atezolizumab-bevacizumab",
    (
        "I required: Previously treated with enfortumab vedotin and with a PD-1 or PD-L1 antibody, "
        "progressing after both"
    ),
    "I required: Progressive disease following standard treatments that must have included anti-PD-1",
    "I required: Standard options exhausted; an anti-PD-L1 antibody has to be among the drugs that failed",
    "I allowed: Progression on standard treatments, such as platinum, taxanes or PD-1 inhibitors",
    "I allowed: Standard options exhausted, for example chemotherapy or immunotherapy",
    "I allowed: Progression on approved drugs, which may include anti-PD-1",
    "I allowed: Progression on at least one of platinum, taxane or PD-1 antibody",
    "I allowed: Naive to anti-PD-1 or progressing on it",
    "I allowed: Has never had, or has failed, a checkpoint inhibitor",
    "I allowed: PD-L1 inhibitor: either none so far or failure of one",
    "I allowed: Either immunotherapy-naive, or relapsed after immunotherapy with a PD-1 antibody",
    "I allowed: Checkpoint inhibitor therapy not yet given, or given without success",
    "I allowed: No previous nivolumab, or disease that worsened under it",
    "I allowed: People new to checkpoint inhibitors and people whose cancer progressed on them",
    "I required: Arm 1: checkpoint-naive, Arm 2: progression after checkpoint inhibitor",
    "I required: Cohort A, no earlier PD-1 antibody // Cohort B, failure of a PD-1 antibody",
    "E unspecified: Prior immunotherapy directed at CD20",
    "I unspecified: Relapsed after CD19-targeted immunotherapy",
    "E unspecified: Previous GPRC5D immunotherapy",
    "E unspecified: Earlier anti-GD2 immunotherapy within 6 weeks",
    "I unspecified: Failed or could not have blinatumomab or other immunotherapy against CD19",
    "E unspecified: Immunotherapy with HER2 peptides in the past",
    "E excluded: Immunotherapy against CD38 or anti-PD-1 treatment in the past",
    "E excluded: Any earlier immunotherapy, including CD19 CAR T cells and checkpoint inhibitors",
    "I allowed: After earlier nivolumab, thyroid function must be stable",
    "I allowed: Participants with prior ipilimumab need an echocardiogram without signs of myocarditis",
    "I allowed: If pretreated with a checkpoint inhibitor, cortisol and TSH must be normal",
    "I allowed: Those who had an anti-PD-1 antibody should show no pneumonitis on chest CT",
    "E allowed: Persisting colitis in people who had anti-CTLA-4 therapy",
    "I unspecified: Nivolumab may cause hypothyroidism, so TSH must be normal at baseline",
    "I unspecified: As pembrolizumab can harm the lungs, oxygen saturation of 92% or more is needed",
    "I allowed: Priority will be given to patients who progressed on anti-PD-1 therapy",
    "I allowed: Enrolment of patients refractory to checkpoint inhibitors is encouraged",
    "I allowed: Ideally patients have progressed on a PD-1 antibody, but this is no condition",
    "I allowed: Preferably after failure of checkpoint blockade",
    "I allowed: Half of the places are kept for those with earlier PD-1 failure",
    "I allowed: The sponsor would like most participants to have PD-1-refractory disease",
    "I required: Progressed on a PD-1 antibody; an accessible lesion is preferred",
    "I required: Must have failed anti-PD-1, preferably within the last three months",
    "I allowed: Chemoradiation and then durvalumab for a year or less, no progression so far",
    "I allowed: No evidence of progression after four cycles of pembrolizumab plus chemotherapy",
    "I allowed: Has not progressed while on maintenance nivolumab",
    "I allowed: Free of progression after induction with ipilimumab and nivolumab",
    "I allowed: At least six doses of cemiplimab given and disease not progressing",
    "I allowed: Adjuvant pembrolizumab counts as a line only if relapse came within six months of it",
    "I required: No more than two lines; progression on a checkpoint inhibitor in one of them is needed",
    "I required: Progression on pembrolizumab without clinical deterioration",
    "E unspecified: Known allergy to pembrolizumab or its ingredients",
    "I unspecified: As the effects of durvalumab on the unborn are unknown, contraception is needed",
    "E unspecified: Hypersensitivity to ipilimumab, nivolumab or any other component",
    "I unspecified: Children are left out since nivolumab has not been tested in them",
    "E unspecified: Condition that makes treatment with a checkpoint inhibitor in this trial unsafe",
    "I unspecified: Nursing must stop because it is unknown whether atezolizumab passes into milk",
    "E allowed: Life-threatening side effects during an earlier course of a PD-1 antibody",
    "I allowed: Progressed on pembrolizumab, unless contraindicated",
    "I allowed: Failed anti-PD-1 where approved and reimbursed",
    "I allowed: Progression on checkpoint inhibitors, if these are the standard of care in the country",
    "I allowed: Must have had and failed atezolizumab plus bevacizumab, save where bleeding risk forbade it",
    "I allowed: Checkpoint inhibitor failure is required unless the patient has an autoimmune disease",
    "I allowed: Prior anti-PD-1 with progression, or documented reasons why it was not suitable",
    "I allowed: Disease progression after nivolumab (not needed for those with a transplant)",
    "I required: Progression on a PD-1 antibody, unsuitable for surgery",
    "I required: Failed a checkpoint inhibitor and refuses chemotherapy",
    # As sponsors of large trials write
    (
        "I required: Participants must have received at least one prior PD-1/PD-L1 inhibitor-containing "
        "regimen and have shown documented radiographic progression during treatment or within 12 weeks of "
        "the last dose"
    ),
    (
        "I required: Documented confirmed disease progression per RECIST 1.1 on or after treatment with an "
        "anti-PD-(L)1 mAb administered either as monotherapy or in combination with other therapies"
    ),
    (
        "I required: Subject has unresectable melanoma that has progressed following treatment with an "
        "approved anti-PD-1 antibody and, if BRAF mutated, a BRAF inhibitor"
    ),
    (
        "I required: Must have received and progressed on, or been intolerant to, platinum-based "
        "chemotherapy and an ICI, given concurrently or sequentially"
    ),
    (
        "I required: Participants without actionable alterations must have progressed on platinum-based "
        "chemotherapy and anti-PD-(L)1 therapy; those with alterations on the matching inhibitor"
    ),
    "I allowed: Prior anti-PD-1 therapy is allowed provided that it was stopped for reasons other than toxicity",
    "E allowed: Discontinued prior anti-PD-1 because of an immune-related adverse event of grade 3 or higher",
    "E allowed: Received a checkpoint inhibitor within 28 days or 5 half-lives, whichever is shorter",
    (
        "E excluded: Has received prior therapy with an anti-PD-1, anti-PD-L1, or anti-PD-L2 agent or with "
        "an agent directed to another stimulatory or co-inhibitory T-cell receptor (e.g. CTLA-4, OX-40, "
        "CD137)"
    ),
    (
        "E allowed: Has received prior therapy with an anti-PD-1, anti-PD-L1, or anti-PD-L2 agent and was "
        "discontinued from that treatment due to a Grade 3 or higher irAE"
    ),
    (
        "I allowed: For dose escalation: any number of prior lines including anti-PD-1 // For dose expansion "
        "in gastric cancer: no prior anti-PD-1"
    ),
    (
        "I required: Dose expansion cohort 2: participants with RCC whose disease progressed on a VEGFR TKI "
        "and an anti-PD-1-containing regimen"
    ),
    "I required: Histologically confirmed mCRC (MSI-H) refractory to immune checkpoint inhibition",
    "I allowed: MSI-H tumours must have received prior checkpoint inhibitor if available",
    "I allowed: Patients must have received a PD-1 inhibitor if eligible for one",
    "I required: Secondary resistance to anti-PD-1 as defined by SITC",
    "I required: Patients must have experienced failure of at least one prior line of treatment containing an ICI",
    (
        "I allowed: Received no more than 3 prior lines of systemic treatment, which may include immune "
        "checkpoint inhibitors"
    ),
    (
        "I allowed: Prior adjuvant/neoadjuvant immunotherapy is permitted if completed at least 6 months "
        "before recurrence"
    ),
    (
        "I excluded: No prior treatment with checkpoint inhibitors for metastatic disease; prior adjuvant "
        "checkpoint inhibitors completed more than 6 months ago are allowed"
    ),
    "E excluded: Prior systemic therapy for metastatic disease, including immune checkpoint inhibitors",
    "I excluded: Patients must not have received prior immunotherapy in any setting",
    "I allowed: Patients may or may not have received prior immunotherapy",
    "I allowed: Checkpoint inhibitor naive or experienced",
    "I allowed: Patients must be at least 4 weeks from prior immunotherapy",
    "I required: Patients with cutaneous squamous cell carcinoma that is resistant to cemiplimab",
    "I required: Merkel cell carcinoma patients who progressed despite avelumab",
    "I required: Tumor must have grown while the patient was on ICI therapy",
    "I required: Patients must have failed front line immunotherapy-based treatment",
    (
        "I required: Recurrent or metastatic HNSCC that is considered platinum-refractory and has progressed "
        "on PD-1 blockade"
    ),
    (
        "I allowed: Patients with recurrent HNSCC that progressed on platinum; prior PD-1 blockade is "
        "permitted but not mandated"
    ),
    (
        "I required: Have advanced NSCLC with relapse or progression after PD-1 or PD-L1 directed therapy as "
        "the most recent treatment"
    ),
    ("I allowed: Have advanced NSCLC; those with PD-L1 TPS of 50% or more should have been offered a PD-1 inhibitor"),
    "I required: Patients must have disease that has recurred after, or progressed through, immunotherapy",
    (
        "I required: At least one prior line of therapy, including an immune checkpoint inhibitor, after "
        "which the disease progressed"
    ),
    "I required: Disease progression on two prior lines of which one had to be immunotherapy",
    "I allowed: Disease progression on one to three prior lines of which one may have been immunotherapy",
    (
        "I required: Locally advanced or metastatic urothelial carcinoma having progressed during or after "
        "treatment with a PD-1/L1 inhibitor"
    ),
    "I allowed: Urothelial carcinoma, BCG-unresponsive, pretreated or not with a checkpoint inhibitor",
    "E allowed: Patients who progressed within 2 months of the start of prior immunotherapy",
    "E allowed: Hyperprogression during earlier checkpoint inhibitor therapy",
    "E excluded: Prior exposure to immunotherapies such as checkpoint inhibitors or T-cell agonists",
    "E excluded: Have previously been administered drugs acting on PD-1, PD-L1 or CTLA-4",
    "E excluded: Participation in any earlier trial of an anti-PD-1 agent",
    "E excluded: Use, at any time, of immunostimulatory antibodies (anti-PD-1, anti-CTLA-4)",
    "E unspecified: Concurrent immunotherapy with nivolumab outside the trial",
    "E unspecified: Current use of other investigational agents or immunotherapy during study treatment",
    "E unspecified: Plans to receive a checkpoint inhibitor while on study",
    "I required: Refractory to PD-1 monotherapy, meaning PD within the first 6 months",
    "I required: Progression after at least 2 doses of an approved PD-1 inhibitor for advanced disease",
    "I allowed: At least 2 doses of an approved PD-1 inhibitor for advanced disease",
    "I required: Melanoma that progressed on nivolumab and relatlimab",
    "I required: mRCC after at least one immuno-oncology combination, with radiographic progression",
    "I required: Progression after IO/IO or IO/TKI doublets",
    "I allowed: mRCC after at least one immuno-oncology combination",
    "I required: ICI-pretreated patients with PD as best response",
    "I allowed: ICI-pretreated patients",
    (
        "I required: Patients relapsing after curative-intent chemoradiation and consolidation with "
        "durvalumab, the relapse occurring during consolidation"
    ),
    "I allowed: Patients with MSS CRC, prior checkpoint inhibitors not required",
    "I allowed: Any number of prior therapies; prior ICI not necessary",
    "E excluded: Any prior PD-1 axis inhibitor",
    "I excluded: PD-1 axis inhibitor naive",
    # Progression in other words, and exposure without it
    (
        "I required: Participants without actionable genomic alterations must have received prior platinum "
        "and anti-PD-L1 and have progressed"
    ),
    "I required: Patients without EGFR mutations must have progressed on an anti-PD-1 antibody",
    "I required: Subjects lacking an ALK rearrangement must have progressed on nivolumab",
    "I required: Cancer worsened while the participant was being treated with an immune checkpoint inhibitor",
    "I required: The tumor did not respond to checkpoint inhibitors",
    "I required: Failure to achieve disease control with an anti-PD-1 agent",
    "I required: Patients who were treated with a checkpoint inhibitor with no benefit",
    "I required: Non-responders to nivolumab",
    "I required: Lack of response to first-line pembrolizumab",
    "I required: Inadequate response to pembrolizumab",
    "I required: Insufficient response to checkpoint blockade",
    "I required: Cancers that escaped anti-PD-1 therapy",
    "I required: Tumors that ceased to respond to checkpoint inhibitors",
    "I required: Loss of response to a PD-1 inhibitor",
    "I required: Unresponsive to anti-PD-L1 treatment",
    "I required: Persistent or growing disease despite PD-1 blockade",
    "I required: Residual viable melanoma that grew under immune checkpoint therapy",
    "I required: New lesions while on atezolizumab",
    "I required: Metastases that appeared during adjuvant nivolumab",
    "I required: Patients in whom checkpoint inhibition was unsuccessful",
    "I required: Patients exhausted checkpoint inhibitor options with progression",
    "I required: After progression under first line chemo plus pembrolizumab",
    "I required: Treatment failure, including that of PD-1/PD-L1 inhibitors and platinum",
    "I required: Have failed standard treatment (including PD-1 antibody)",
    "I required: Have failed second-line or higher standard therapy, at least containing a PD-1 antibody",
    "I required: The disease progresses after immune checkpoint inhibitor treatment, or is intolerant to it",
    "I required: Patients failed in PD-1/PD-L1 immunotherapy",
    "I required: Resistant to previous PD-1/PD-L1 treatment",
    "I required: Previous PD-1 treatment ineffective",
    (
        "I required: Patients with recurrent/metastatic nasopharyngeal carcinoma who failed platinum and "
        "PD-1 monoclonal antibody"
    ),
    "I required: Progress after PD-1/L1 mAb therapy",
    "I required: PD after treatment with PD-1 monoclonal antibody",
    "I required: Disease progression after first-line camrelizumab plus apatinib",
    "I required: Subjects having first-line failure of sintilimab plus bevacizumab biosimilar",
    "I required: Toripalimab-treated failure",
    ("I required: Failure or intolerance of at least first-line standard treatment, which must include tislelizumab"),
    (
        "I allowed: Failure or intolerance of at least first-line standard treatment (chemotherapy, targeted "
        "or immunotherapy)"
    ),
    "I allowed: Have received at least first-line anti-PD-1 therapy",
    "I allowed: Patients who have used PD-1 inhibitors before may be enrolled",
    "I allowed: Previous immunotherapy is not limited",
    "I allowed: With or without previous immunotherapy",
    "I allowed: Regardless of prior PD-1 inhibitor use",
    "I allowed: PD-1 inhibitors used as first line are acceptable",
    "E excluded: Patients who have previously used PD-1 inhibitors",
    "E excluded: Having used immune checkpoint inhibitors",
    "E excluded: Previously received immune checkpoint inhibitor such as camrelizumab, sintilimab",
    "E excluded: Prior use of PD-1/PD-L1 antibody, CTLA-4 antibody or other drug acting on T-cell costimulation",
    "E excluded: Those who have accepted PD-1 antibody in the past",
    "E excluded: Past treatment with PD-1/PD-L1 drugs",
    "E excluded: Once treated with anti-PD-1 antibody",
    "E allowed: Received anti-tumor therapies such as immunotherapy within 4 weeks before the study",
    "E allowed: Immunotherapy was performed within 2 weeks before apheresis",
    "E allowed: Those who had immune-related pneumonitis after PD-1 inhibitor",
    "E unspecified: Allergic to PD-1 monoclonal antibody",
    "E unspecified: Not suitable for PD-1 inhibitor treatment judged by the investigator",
    "I unspecified: Plan to receive PD-1 inhibitor treatment",
    "I unspecified: Willing to be treated with toripalimab after surgery",
    "I unspecified: Suitable for first-line immunotherapy",
    "I unspecified: PD-L1 positive",
    "I unspecified: Candidates for nivolumab plus ipilimumab",
    "I allowed: Undergoing anti-PD-1 therapy at enrolment",
    # Short sentences in other words than sponsors take
    "I allowed: Pembrolizumab running for eight weeks, tumour steady or a little bigger",
    "I allowed: In treatment with a PD-1 blocker, without regard to what the last scan showed",
    "I allowed: Durvalumab under way; plateau or slight rise in size tolerated",
    "I allowed: On first-line nivolumab, at any point of it, whatever the outcome to date",
    "I required: On pembrolizumab, with one or two lesions that escape",
    "I required: Scan shows growth while nivolumab goes on",
    "I allowed: Those in whom a PD-1 drug has failed come first in the queue",
    "I allowed: Anti-PD-1 failure is welcome, yet nobody is turned away without it",
    "I allowed: Two thirds of the seats are meant for PD-1 failures",
    "I allowed: If places are short, people with earlier PD-1 failure get them",
    "I required: PD-1 failure proven; those with easy biopsies are taken first",
    "I allowed: PD-1 therapy must have failed, other than in people with a graft",
    "I allowed: Growth after a PD-1 drug where the country pays for it",
    "I allowed: Failure of pembrolizumab, waived for those with autoimmune disease",
    "I allowed: Checkpoint therapy has to have failed if there was access to it",
    "I required: PD-1 therapy has failed and the tumour cannot be cut out",
    "I required: Failed PD-1 treatment; no brain metastases unless treated",
    "I allowed: Whoever was given adjuvant nivolumab must have relapsed under it",
    "I allowed: Should atezolizumab have been used, growth on it must be on record",
    "I allowed: With earlier ipilimumab, at least three months must lie between it and relapse",
    "I required: Everyone has received adjuvant nivolumab and relapsed under it",
    "I allowed: No PD-1 drug so far, or one that stopped working",
    "I allowed: PD-1 drugs: never, or with failure",
    "I allowed: Untouched by checkpoint drugs or past their failure",
    "I allowed: Either a first encounter with immunotherapy or failure of it",
    "I required: One half: no earlier PD-1 drug. Other half: failure of a PD-1 drug",
    "I allowed: Failure of a PD-1 drug or PD-L1 score of zero",
    "I allowed: Growth on nivolumab, or else a rare type without a standard",
    "I allowed: Relapse after a checkpoint drug or refusal of surgery",
    "I allowed: One of these: growth on atezolizumab; low mutational burden",
    "I required: Growth on nivolumab, cemiplimab or both",
    "I required: Last drug taken: a PD-1 antibody // Growth on the last drug taken",
    "I required: The final line before this trial held pembrolizumab // That line ended with growth",
    "I required: Only nivolumab has been given so far // It failed",
    "I allowed: A PD-1 antibody at some point // The last platinum failed",
    "I required: Taxane, platinum and PD-1 antibody: all three must have failed",
    "I required: No option left; a PD-1 antibody must be among those used up",
    "I required: Growth after each of: sunitinib, nivolumab",
    "I required: Every approved drug has failed, PD-1 antibody included",
    "I allowed: Growth after approved drugs, among them perhaps a PD-1 antibody",
    "I allowed: Growth after any two of: taxane, platinum, PD-1 antibody",
    "I allowed: Nivolumab before surgery and live tumour left at surgery",
    "I allowed: Ended two years of pembrolizumab in remission",
    "I allowed: Having had ipilimumab is needed",
    "I required: Return of the tumour in the year of adjuvant nivolumab",
    "E allowed: A PD-1 drug earlier, but for people with Merkel cell carcinoma",
    "I allowed: Group 2 alone must never have had a PD-1 drug",
    "E excluded: Everybody in either group: a PD-1 drug at any time",
    "E excluded: For the spread disease: cytotoxics, hormones, immune therapy",
    "I excluded: No drug so far, be it cytotoxic, targeted or immunotherapy",
    "E allowed: Cytotoxics, targeted drugs or immunotherapy in the last three weeks",
    "E excluded: A PD-1 drug earlier (a kinase inhibitor earlier is fine)",
    "E excluded: Checkpoint drugs at any time; vaccines do not count",
    "E allowed: Kinase inhibitors at any time; checkpoint drugs do not count",
    "I allowed: People with ipilimumab behind them need a normal colonoscopy",
    "I allowed: Past nivolumab calls for a normal thyroid test",
    "I unspecified: Nivolumab can inflame the bowel, so a colonoscopy is done",
    "I allowed: Three months of pembrolizumab without growth",
    "I allowed: Chemoradiation, then durvalumab, no growth in between",
    "I allowed: The tumour has not grown on nivolumab",
    "I required: Growth on nivolumab, no growth in the liver",
    "E unspecified: Immunotherapy aimed at GPC3 earlier",
    "E unspecified: Earlier antibodies or immunotherapy to CD38",
    "I unspecified: Blinatumomab or another CD19 immunotherapy failed",
    "I unspecified: No data on atezolizumab in minors, hence adults only",
    # More of them
    "I allowed: The trial looks above all for people whose tumour grew under a PD-1 drug, others may come too",
    "I allowed: People after failure of checkpoint therapy are first on the list",
    "I allowed: Enrolment favours checkpoint-refractory disease",
    "I allowed: It would be good if PD-1 treatment had failed before, but it is no must",
    "I allowed: Ten of thirty places go to PD-1-refractory patients",
    "I allowed: Refractoriness to anti-PD-1 counts in favour of a patient",
    "I allowed: We advise sites to offer the study to those failing PD-1 therapy before others",
    "I required: PD-1 failure is a must, liver metastases are preferred",
    "I required: Only after failure of PD-1 treatment; younger patients have priority",
    "I allowed: A PD-1 antibody must have failed, save where the heart did not permit it",
    "I allowed: Failure of atezolizumab, in so far as it was reimbursed",
    "I allowed: Progression on nivolumab, if the person could have it",
    "I allowed: Earlier PD-1 failure, exception: autoimmune disorder",
    "I allowed: Progressed on checkpoint therapy or considered too frail for it",
    "I allowed: Anti-PD-1 must have been tried and failed in patients who qualify for it",
    "I allowed: Growth after a PD-1 antibody unless none is licensed for the tumour type",
    "I required: Growth after a PD-1 antibody, no other licensed drug left",
    "I required: Growth after a PD-1 antibody in patients too frail for chemotherapy",
    "I required: Three things must have failed: fluorouracil, oxaliplatin, pembrolizumab",
    "I required: Treatment history: platinum, then a PD-1 drug, both without lasting success",
    "I required: Two lines at least, one of them with a PD-L1 drug, and growth after the last of them",
    "I required: Progression following anthracycline and checkpoint treatment",
    "I allowed: Progression following anthracycline or checkpoint treatment",
    "I allowed: Growth after standard drugs (cytotoxics, checkpoint drugs where fitting)",
    "I allowed: Growth after one line or more, a checkpoint drug may have been part of it",
    "I required: Nivolumab plus ipilimumab was the treatment right before // Growth during or after it",
    "I required: The preceding treatment was with a PD-L1 antibody // The preceding treatment has failed",
    "I required: All have had sintilimab // All have grown on it",
    ("I allowed: The preceding treatment was with a PD-L1 antibody // It ended because of side effects or progression"),
    "I allowed: Growth on a PD-1 antibody, or stage IV at first diagnosis",
    "I allowed: Either no driver mutation, or growth on a PD-1 antibody",
    "I allowed: Pembrolizumab failed or was never an option because of the kidney graft",
    "I allowed: Return after a PD-L1 antibody or not a case for cystectomy",
    "I required: Either primary or late failure of a PD-1 antibody",
    "I allowed: Treated with pembrolizumab now, progress or not",
    "I allowed: Present treatment with a PD-1 antibody, be it with success or without",
    "I allowed: Durvalumab since at least 3 months, whether or not it helps",
    "I allowed: On ipilimumab and nivolumab with any of CR, PR, SD or PD",
    "I required: Present treatment with a PD-1 antibody that no longer helps",
    "I allowed: Part 3 is closed to people with earlier PD-1 drugs",
    "E allowed: PD-1 antibodies earlier, unless the tumour is mismatch-repair deficient",
    "E allowed: Earlier PD-1 antibody (bladder cohort exempt)",
    "E excluded: Earlier PD-1 antibody (no cohort exempt)",
    "E excluded: Any drug against the advanced tumour, for instance cisplatin, bevacizumab, nivolumab",
    (
        "I excluded: The advanced disease has not yet been treated with cytotoxics, angiogenesis inhibitors "
        "or PD-1 antibodies"
    ),
    "E allowed: Cytotoxics or PD-1 antibodies in the 28 days before",
    "E excluded: PD-1 drugs, whatever the reason they were stopped",
    "E excluded: Had a PD-L1 drug, even if only around surgery",
    "E excluded: A PD-1 antibody at an earlier date; antibodies to EGFR may have been used",
    "I excluded: Earlier chemotherapy allowed, earlier checkpoint therapy not",
    "E allowed: Earlier chemotherapy; earlier checkpoint therapy is no bar",
    "I allowed: After adjuvant pembrolizumab thyroid values must be normal",
    "I allowed: A history of PD-1 treatment makes a heart scan necessary",
    "I allowed: Did not progress during three cycles of chemoimmunotherapy",
    "I allowed: Consolidation with durvalumab, still without progression, counts as one line with chemoradiation",
    "E unspecified: CD19 immunotherapy in the past three months",
    "E unspecified: Immunotherapy for allergies",
    "E excluded: Immunotherapy for cancer",
    "I unspecified: Failed rituximab-based immunotherapy",
    # Lists of diseases, cohorts and named regimens
    (
        "I required: Indications: NSCLC (progressed on PD-L1 inhibitor), gastric cancer (second line or "
        "later), HCC (after sorafenib)"
    ),
    "I allowed: Indications: NSCLC (with or without prior PD-L1 inhibitor), gastric cancer (second line or later)",
    (
        "I required: Cohort 1, RCC: at least one VEGF TKI and one PD-1 inhibitor, with progression on the "
        "latter // Cohort 2, HCC: no earlier systemic treatment"
    ),
    (
        "I required: Part B1: TNBC with progression on pembrolizumab-based therapy // Part B2: HR-positive "
        "breast cancer after CDK4/6 inhibitors"
    ),
    (
        "I required: Patients with urothelial cancer must have progressed on platinum and a checkpoint "
        "inhibitor; patients with prostate cancer must have progressed on abiraterone"
    ),
    (
        "I allowed: Patients with urothelial cancer may have had a checkpoint inhibitor; patients with "
        "prostate cancer must have progressed on abiraterone"
    ),
    (
        "I required: Melanoma: progressed on anti-PD-1 with or without anti-CTLA-4; BRAF-mutated patients "
        "must also have had a BRAF inhibitor"
    ),
    "I required: For melanoma: failure of a PD-1 antibody § Systemic therapy within 4 weeks",
    "I required: Relapsed/refractory classical Hodgkin lymphoma after brentuximab vedotin and a PD-1 inhibitor",
    "I allowed: Relapsed/refractory classical Hodgkin lymphoma; earlier PD-1 inhibitors are no obstacle",
    (
        "I required: Hodgkin lymphoma refractory to or relapsed after at least three lines, which must have "
        "contained an anti-PD-1 antibody"
    ),
    "I allowed: Hodgkin lymphoma after at least two lines, with or without PD-1 antibody",
    "I required: Disease progressing on the immediately prior PD-1 containing regimen",
    "I required: Stage IV NSCLC, second line, after pembrolizumab-containing first-line treatment has failed",
    (
        "I required: Prior therapy: platinum doublet plus PD-1/PD-L1, given at the same time or one after "
        "the other, followed by progression"
    ),
    "I allowed: Prior therapy: no more than two lines; PD-1/PD-L1 inhibitor counts as a line",
    "I required: Tumor types: cutaneous melanoma resistant to ICIs, Merkel cell carcinoma resistant to ICIs",
    (
        "I required: Participants with HNSCC whose disease recurred or progressed within 6 months of the "
        "last dose of pembrolizumab given with curative intent"
    ),
    "I allowed: Participants with HNSCC who have not received pembrolizumab must be ineligible for it",
    "I required: Arm A: anti-PD-1 refractory, cutaneous // Arm B: uveal melanoma, HLA-A*02:01 positive",
    "I required: Patients are assigned to cohort 1 (ICI-naive) or cohort 2 (progressed on ICI)",
    "I allowed: Patients are assigned to cohort 1 (ICI-naive) or cohort 2 (previously treated with ICI)",
    (
        "I required: Inclusion for cohort 2: prior treatment with anti-PD-1 antibodies for at least 6 weeks "
        "and confirmed progression"
    ),
    "I allowed: Inclusion for cohort 2: prior treatment with anti-PD-1 antibodies for at least 6 weeks",
    (
        "I required: Expansion cohort in melanoma: unresectable disease that did not respond to anti-PD-1 or "
        "relapsed after it"
    ),
    "I required: PD-L1-positive NSCLC progressing after checkpoint inhibitor monotherapy or chemoimmunotherapy",
    "I required: MSI-high endometrial cancer after failure of dostarlimab",
    "I allowed: MSI-high endometrial cancer; prior dostarlimab allowed",
    "I unspecified: MSI-high endometrial cancer, PD-L1 status known",
    "I allowed: Endometrial cancer: one prior platinum regimen; immunotherapy together with it is accepted",
    "I required: Post-PD-1 relapsed NSCLC without actionable mutations",
    "I required: IO-refractory clear cell RCC",
    "I allowed: IO-pretreated clear cell RCC",
    "I required: Second-line ES-SCLC after failure of platinum-etoposide plus atezolizumab",
    ("I required: ES-SCLC that progressed on or after first-line platinum-based chemotherapy with a PD-L1 inhibitor"),
    (
        "I allowed: ES-SCLC that progressed on or after first-line platinum-based chemotherapy with or "
        "without a PD-L1 inhibitor"
    ),
    "I allowed: LS-SCLC without progression after chemoradiation; consolidation durvalumab permitted",
    "I required: BTC with progression on gemcitabine, cisplatin and durvalumab",
    "I allowed: BTC with progression on gemcitabine-based treatment, with or without durvalumab",
    "I required: ESCC failing first-line camrelizumab plus chemotherapy",
    "I required: HCC: atezolizumab-bevacizumab or durvalumab-tremelimumab has failed",
    "I allowed: HCC: first-line treatment has failed (lenvatinib, sorafenib or atezolizumab-bevacizumab)",
    "I required: Gastric cancer, failing nivolumab plus chemotherapy",
    "I required: Nasopharyngeal carcinoma, failing gemcitabine-cisplatin-toripalimab in the first line",
    "I required: Cervical cancer: progression on cadonilimab or pembrolizumab",
    # Words that stand beside a demand or a permission and do not change it
    "I required: Must have progressed on anti-PD-1 therapy to be eligible for this trial",
    "I required: Progression on a PD-1 inhibitor is required to be eligible for enrollment",
    "I required: Patients are eligible for this study if they have progressed on a PD-1 inhibitor",
    "E excluded: Patients with prior immunotherapy are not to be eligible for inclusion",
    "I allowed: Treated with nivolumab followed by docetaxel; progressed on the latter",
    "I required: Treated with sunitinib and nivolumab, and progressed on the latter",
    "I allowed: Two infusions of nivolumab",
    "E excluded: Had two infusions of nivolumab or more",
    "E allowed: On account of the risk of toxicity, unresolved toxicity of prior PD-1 inhibitor",
    # Near-misses of further words
    "I required: Progression on a PD-1 antibody, possibly with brain metastases",
    "I required: Possibly resectable melanoma that progressed on pembrolizumab",
    "I required: Progressed on nivolumab; others are eligible for cohort B",
    "I required: Progression on anti-PD-1 in patients who are able to undergo biopsy",
    "I required: Patients who are eligible for surgery and have progressed on pembrolizumab",
    "I required: PD-1 failure, with reasons why it was not continued given in the record",
    "I required: Most of the patients' tumour must be accessible; progression on nivolumab",
    "I required: Progression on nivolumab in patients too frail for surgery",
    "I required: Progression on nivolumab, under way or past",
    "E excluded: Prior PD-1 inhibitor, perhaps in another trial",
    "E excluded: Immunotherapy with peptides or PD-1 antibodies in the past",
    "E excluded: Any PD-1 inhibitor, whatever the response",
    "I allowed: Ongoing pembrolizumab, whatever the outcome of the last scan",
    "I required: Stage IV disease at first diagnosis and progression on a PD-1 antibody",
    "I required: Progressive disease on a PD-1 antibody, stage IV or recurrent",
    "I required: Progression on the PD-1 antibody that has been standard in the country",
    "I required: Melanoma that relapsed after a PD-1 antibody or is refractory to it",
    "I required: Progression on atezolizumab and has measurable disease",
    "I required: Progressed on or after PD-1 therapy or has relapsed",
    "I allowed: Progressed on PD-1 therapy or has a contraindication to it",
    "I required: Recurrence after chemoradiation and progression on pembrolizumab",
    "I allowed: Recurrence after chemoradiation or progression on pembrolizumab",
    "I required: Progressed on cisplatin and on nivolumab",
    "I required: Failed cisplatin plus pembrolizumab",
    "I required: Failed pembrolizumab plus chemotherapy, with adequate organ function",
    "I unspecified: Failed chemotherapy; will receive nivolumab",
    "I required: The prior treatment was nivolumab, with progression on the prior treatment",
    "I allowed: The prior treatment may have been nivolumab",
    "I required: Only prior systemic therapy was pembrolizumab, and it failed",
    "I allowed: Only prior systemic therapy was pembrolizumab",
    "I required: Everyone has received nivolumab and progressed",
    "I allowed: Where nivolumab was given, it must have failed",
    # Failures beside samples and measurable disease
    "I required: Progression on anti-PD-1 confirmed by biopsy",
    "I required: Progression on nivolumab and an accessible lesion for biopsy",
    "I unspecified: Biopsy on nivolumab in the study",
    "I unspecified: Tissue sample taken before nivolumab",
    "I required: Progressed on pembrolizumab, with measurable disease per RECIST",
    "I required: Disease progression after anti-PD-1, archival tissue available",
    (
        "I required: Progressive disease on a PD-1 inhibitor with at least one measurable lesion outside "
        "irradiated areas"
    ),
    "E unspecified: Biopsy within 2 weeks before nivolumab",
    # As Chinese hospitals write
    (
        "I required: Patients with advanced esophageal squamous cell carcinoma who have progressed or are "
        "intolerant after first-line treatment with PD-1 inhibitor combined with chemotherapy"
    ),
    "I required: Failed to previous standard systemic treatment including platinum and PD-1 antibody",
    (
        "I required: Patients have received at least one line of PD-1/PD-L1 inhibitor treatment and had "
        "disease progression, confirmed by imaging"
    ),
    (
        "I required: Previous first-line treatment with TKI combined with immune checkpoint inhibitors and "
        "disease progression"
    ),
    "I required: Progression during or after the last line of treatment containing PD-1 monoclonal antibody",
    ("I required: Unresectable HCC, progressed after treatment with targeted drugs and immune checkpoint inhibitors"),
    "I required: Disease progression confirmed by radiography after first-line immunotherapy",
    "I required: Resistance to PD-1 monoclonal antibody after at least two cycles of treatment",
    "I allowed: Subjects who have received PD-1/PD-L1 inhibitors can be enrolled",
    "I allowed: Prior treatment with PD-1 inhibitors is allowed, with a washout period of 4 weeks",
    "I allowed: Received PD-1 monoclonal antibody treatment for no more than 2 cycles",
    (
        "I excluded: Have not received any anti-tumor treatment before (radiotherapy, chemotherapy, "
        "immunotherapy, targeted therapy)"
    ),
    "I excluded: No previous systemic treatment, including immunotherapy",
    "I excluded: Never received immune checkpoint inhibitor treatment",
    "I excluded: Initial treatment, no PD-1 inhibitor in the past",
    (
        "E excluded: Previous treatment with anti-PD-1, anti-PD-L1, anti-PD-L2, anti-CTLA-4 antibody, or any "
        "other antibody or drug that specifically targets T cell costimulation or checkpoint pathways"
    ),
    "E excluded: Patients who have received immunotherapy such as PD-1/PD-L1 in the past",
    (
        "E excluded: Previously received immunotherapy (including but not limited to immune checkpoint "
        "inhibitors, immune checkpoint agonists, immune cell therapy)"
    ),
    "E excluded: Those who have received anti-PD-1/PD-L1 antibody treatment before enrollment",
    "E excluded: History of use of immune checkpoint inhibitors",
    "E excluded: Received any T cell co-stimulation or immune checkpoint therapy",
    "E excluded: Have received immunotherapy in the neoadjuvant or adjuvant stage",
    "E allowed: Received immunotherapy within 4 weeks before the first dose",
    "E allowed: Permanently discontinued from prior immunotherapy due to immune-related adverse reactions",
    "E allowed: Previous grade 3 or above immune-related adverse events after treatment with PD-1 inhibitors",
    "E allowed: More than two lines of prior treatment with immune checkpoint inhibitors",
    "E unspecified: Known allergy to macromolecular protein preparations or any component of PD-1 antibody",
    "E unspecified: Patients who plan to receive other immunotherapy during the study",
    "E unspecified: Received a live vaccine within 4 weeks before the first dose of toripalimab",
    "E unspecified: Patients with contraindications to PD-1 inhibitors",
    "I unspecified: Patients who agree to be treated with camrelizumab combined with chemotherapy",
    "I unspecified: Patients suitable for immunotherapy after MDT discussion",
    "I unspecified: The patient's tumor is PD-L1 positive (CPS of at least 1)",
    "I allowed: Patients who are receiving PD-1 inhibitor as standard treatment",
    "I allowed: Patients who have completed at least 2 cycles of neoadjuvant PD-1 inhibitor plus chemotherapy",
    "I allowed: Achieved PR or CR after induction with chemotherapy plus tislelizumab",
    ("I required: Local recurrence or metastasis after radical surgery and adjuvant PD-1 inhibitor, within 6 months"),
    ("I allowed: Local recurrence after radical surgery; adjuvant PD-1 inhibitor permitted if more than 6 months ago"),
    (
        "I required: Failure of first-line treatment (sintilimab plus IBI305, atezolizumab plus bevacizumab "
        "or camrelizumab plus apatinib)"
    ),
    "I allowed: Failure of first-line treatment (sorafenib, lenvatinib, or atezolizumab plus bevacizumab)",
    "I required: Second-line and above: patients who have failed PD-1 therapy",
    "I allowed: Second-line and above, whether or not PD-1 therapy has been used",
    "I required: Immunotherapy-resistant: tumor progressed within 6 months of immunotherapy",
    "I required: Tumor progression after immune checkpoint inhibitor treatment for at least 3 months",
    "I required: Patients with oligoprogression after response to PD-1 inhibitors",
    "I required: Patients with slow progression on immunotherapy",
    "I allowed: Patients who are on immunotherapy and judged as stable disease",
    # Response before and after
    "I required: Progression after initial response to nivolumab",
    "I required: Relapse following response to anti-PD-1 therapy",
    "I allowed: Stable after response to pembrolizumab",
    "I unspecified: Response to pembrolizumab is measured after two cycles",
    "I unspecified: Response to nivolumab plus chemotherapy is the endpoint",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_criterion_gives_the_setting(sentence: str) -> None:
    place, label, words = sentence[0], *sentence[2:].split(": ", 1)
    items = words.split(" // ")
    criteria = inclusion(*items) if place == "I" else exclusion(*items)
    assert classify(make_study(interventions=[("DRUG", "AB-1")], eligibility=criteria)).label("ici_setting") == label


TEXTS = [
    # Items whose numbers run on behind their heading are one list, however long.
    (
        (
            "Inclusion Criteria:\n\n1. Adults\n2. Must not have had any of the following:\n3. Chemotherapy"
            "\n4. Radiation\n5. Steroids\n6. Vaccines\n7. PD-1 inhibitors\n8. Interferon"
        ),
        "excluded",
    ),
    (
        (
            "Exclusion Criteria:\n\n1. Within 4 weeks before the first dose, any of the following:\n2. Chemotherapy"
            "\n3. Radiation\n4. Surgery\n5. TKI\n6. PD-1 inhibitors\n7. Steroids"
        ),
        "allowed",
    ),
    # A bar of something else leaves the treatment that a later criterion means.
    (
        (
            "Inclusion Criteria:\n\n* At least two doses of pembrolizumab\n* Not more than one line of chemotherapy"
            "\n* Progression on the last regimen"
        ),
        "allowed",
    ),
    # What a later criterion says of the first line.
    (
        (
            "Inclusion Criteria:\n\n* Received durvalumab plus chemotherapy as first-line treatment"
            "\n* Has not progressed after first-line treatment"
        ),
        "allowed",
    ),
    (
        (
            "Inclusion Criteria:\n\n* Received atezolizumab plus chemotherapy as first-line treatment"
            "\n* Free of progression after first-line treatment"
        ),
        "allowed",
    ),
    (
        "Inclusion Criteria:\n\n* Received nivolumab as first-line treatment\n* Progression on first-line treatment",
        "required",
    ),
    # A drug of the study heads cohorts.
    (
        "Inclusion Criteria:\n\n* Pembrolizumab:\n  * Cohort 1: recurrent melanoma\n  * Cohort 2: untreated melanoma",
        "unspecified",
    ),
    (
        (
            "Inclusion Criteria:\n\n* One of:\n  * Disease progression: on a PD-1 inhibitor"
            "\n  * Unsuitable for a PD-1 inhibitor"
        ),
        "allowed",
    ),
    # Where a drug is approved, nobody need have had it.
    (
        "Inclusion Criteria:\n\n* Cohort A: malignancies where anti-PD-1/PD-L1 antibodies are approved\n* Adults",
        "unspecified",
    ),
    # The head of a list tells what a bare name in it means.
    ("Exclusion:\n* Treatment within 28 days with any of:\n  * Chemotherapy\n  * Anti-PD-1 antibodies", "allowed"),
    ("Exclusion:\n* Known allergy to:\n  * Anti-PD-1 antibodies\n  * Platinum", "unspecified"),
    ("Exclusion:\n* Planned use of:\n  * Anti-PD-1 antibodies\n  * Platinum", "unspecified"),
    ("Exclusion:\n* Concomitant use of:\n  * Anti-PD-1 antibodies\n  * Platinum", "unspecified"),
    ("Exclusion:\n* Previous treatment with any of:\n  * Chemotherapy\n  * Anti-PD-1 antibodies", "excluded"),
    ("Exclusion:\n* Any of the following:\n  * Infection\n  * Anti-PD-1 antibodies", "excluded"),
    # Tables and lists of lines of like width are no wrapped text.
    (
        "Criterion | Value\nPrior anti-PD-1 therapy | not allowed\nECOG | 0-1\nLupus | not allowed\nFit | yes",
        "excluded",
    ),
    (
        (
            "Exclusion Criteria:\n"
            "brain metastases unless treated and stable for 4 weeks\n"
            "prior treatment with a PD-1, PD-L1 or CTLA-4 antibody\n"
            "autoimmune disease within the past two years in any form\n"
            "use of live vaccines within 30 days before the first dose\n"
            "pregnant or breastfeeding women or no contraception used"
        ),
        "excluded",
    ),
    (
        (
            "Inclusion:\n- Earlier immunotherapy (a vaccine) must have ended 2 weeks before the first nivolumab dose\n"
            "Exclusion:\n- Prior PD-1 or CTLA-4 antibodies"
        ),
        "excluded",
    ),
    # whole criteria, label
    (
        ("Participants:\n\n* adults with melanoma\n\nNot suitable:\n\n* earlier immunotherapy\n* pregnancy"),
        "excluded",
    ),
    (
        (
            "You may join if: you have kidney cancer; you are over 18.\n"
            "\n"
            "You may not join if: you had immunotherapy in the past; you are pregnant."
        ),
        "excluded",
    ),
    (
        "Inclusion: melanoma. Exclusion: prior PD-1 antibody, pregnancy.",
        "excluded",
    ),
    (
        ("Criteria for entry\n\nMetastatic melanoma\nECOG 0-1\n\nReasons for exclusion\n\nPrior ICI\nPregnancy"),
        "excluded",
    ),
    (
        (
            "DISEASE CHARACTERISTICS:\n"
            "\n"
            "* Melanoma\n"
            "\n"
            "PRIOR CONCURRENT THERAPY:\n"
            "\n"
            "Immunotherapy:\n"
            "\n"
            "* Progression after at least one PD-1 antibody required\n"
            "\n"
            "Chemotherapy:\n"
            "\n"
            "* Not specified"
        ),
        "required",
    ),
    (
        (
            "PRIOR CONCURRENT THERAPY:\n"
            "\n"
            "Biologic therapy:\n"
            "\n"
            "* No prior anti-PD-1 antibody\n"
            "\n"
            "Chemotherapy:\n"
            "\n"
            "* At least 4 weeks since prior chemotherapy"
        ),
        "excluded",
    ),
    (
        (
            "PRIOR CONCURRENT THERAPY:\n"
            "\n"
            "Biologic therapy:\n"
            "\n"
            "* Prior anti-PD-1 antibody allowed\n"
            "\n"
            "Chemotherapy:\n"
            "\n"
            "* No prior chemotherapy"
        ),
        "allowed",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "1. Stage IV melanoma\n"
            "2. Treatment history: (a) any number of targeted drugs, (b) no immunotherapy\n"
            "\n"
            "Exclusion Criteria:\n"
            "\n"
            "1. Pregnancy"
        ),
        "excluded",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "1. Stage IV melanoma\n"
            "2. Treatment history: (a) any number of targeted drugs, (b) immunotherapy, which must have failed\n"
            "\n"
            "Exclusion Criteria:\n"
            "\n"
            "1. Pregnancy"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "1. Prior treatment has to meet all of the following:\n"
            "   a. at least one PD-1 inhibitor\n"
            "   b. progression on that inhibitor\n"
            "\n"
            "Exclusion Criteria:\n"
            "\n"
            "1. Pregnancy"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "1. One of:\n"
            "   a. progression on a PD-1 inhibitor\n"
            "   b. toxicity of a PD-1 inhibitor\n"
            "   c. never offered a PD-1 inhibitor\n"
            "\n"
            "Exclusion Criteria:\n"
            "\n"
            "1. Pregnancy"
        ),
        "allowed",
    ),
    (
        (
            "Exclusion Criteria:\n"
            "\n"
            "Patients are excluded in the presence of:\n"
            "- pregnancy\n"
            "- earlier treatment by PD-1 or PD-L1 antibody\n"
            "- autoimmune disease"
        ),
        "excluded",
    ),
    (
        (
            "Exclusion Criteria:\n"
            "\n"
            "Patients are excluded in the presence of:\n"
            "- pregnancy\n"
            "- treatment by PD-1 antibody in the last month\n"
            "- autoimmune disease"
        ),
        "allowed",
    ),
    (
        ("Exclusion Criteria:\n\n* Patients who have not yet progressed on a checkpoint inhibitor\n* Pregnancy"),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "* Prior lines: at least two, at most four\n"
            "* Among these lines there has to be one with a PD-1 antibody\n"
            "* The patient has progressed on every line"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n"
            "\n"
            "* Melanoma pretreated with ipilimumab, nivolumab, or both\n"
            "* Progression on the last of these drugs"
        ),
        "required",
    ),
    (
        ("Inclusion Criteria:\n\n* Received nivolumab. Progressed."),
        "required",
    ),
    (
        ("Inclusion Criteria:\n\n* Nivolumab - progression on it\n* Axitinib - progression or intolerance"),
        "required",
    ),
    (
        ("Inclusion Criteria:\n\n* Nivolumab - yes or no\n* Axitinib - progression on it"),
        "allowed",
    ),
    (
        ("Inclusion Criteria:\n\n* Nivolumab - none so far\n* Axitinib - progression on it"),
        "excluded",
    ),
    (
        ("Inclusion Criteria:\n\n* Prior sunitinib (mandatory), prior nivolumab (forbidden)"),
        "excluded",
    ),
    (
        ("Inclusion Criteria:\n\n* Prior sunitinib (mandatory), prior nivolumab (optional)"),
        "allowed",
    ),
    (
        ("Inclusion Criteria:\n\n* Prior sunitinib (forbidden), prior nivolumab (mandatory)"),
        "allowed",
    ),
    (
        ("Inclusion Criteria:\n\n* Prior nivolumab (mandatory, must have failed)"),
        "required",
    ),
    (
        ("Inclusion Criteria:\n\n* Melanoma\n\nStudy drug:\n\n* Nivolumab for two years"),
        "unspecified",
    ),
    (
        ("Exclusion Criteria:\n\n* Reasons against ipilimumab, such as colitis"),
        "unspecified",
    ),
    (
        ("Inclusion Criteria:\n\n* Hepatocellular carcinoma after sorafenib. A PD-1 antibody must not have been added"),
        "excluded",
    ),
    (
        (
            "Inclusion Criteria:\n\n* One of the following:"
            "\n  * Stratum A: melanoma, refractory to PD-1 inhibitors\n  * Stratum B: sarcoma, "
            "refractory to doxorubicin"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n\n* Participants belong to one of the following:"
            "\n  * Cohort 1: NSCLC, resistant to PD-1 inhibitors\n  * Cohort 2: leiomyosarcoma, "
            "anthracycline-pretreated"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n\n* At least one of the following:\n  * progression on a PD-1 inhibitor"
            "\n  * contraindication to a PD-1 inhibitor"
        ),
        "allowed",
    ),
    (
        (
            "Inclusion Criteria:\n\n* Received pembrolizumab plus lenvatinib as first-line treatment"
            "\n* No other anticancer treatment since\n* Documented progression on first-line treatment"
        ),
        "required",
    ),
    (
        (
            "Inclusion Criteria:\n\n* Treated with nivolumab and ipilimumab as first-line therapy"
            "\n* Progression on first-line therapy confirmed by imaging"
        ),
        "required",
    ),
    (
        "Inclusion Criteria:\n\n* Received pembrolizumab plus axitinib as first-line treatment\n* Measurable disease",
        "allowed",
    ),
    (
        (
            "Inclusion Criteria:\n\n* With regard to PD-1 inhibitors:\n  * Cohort A: naive"
            "\n  * Cohort B: progressed during them"
        ),
        "required",
    ),
    # Criteria whose numbers go on are no items of a list in between.
    (
        (
            "Inclusion Criteria:\n\n1. Adults\n2. Past the menopause. These demands apply:\n3. Under 50: no bleeding\n"
            "4. Over 50: none\n5. Fit\n6. Hydrated\n7. Able to consent to contraception:\n8. Fed\n"
            "15. No prior immunotherapy"
        ),
        "excluded",
    ),
]


@pytest.mark.parametrize(("criteria", "label"), TEXTS)
def test_whole_criteria_give_the_setting(criteria: str, label: str) -> None:
    assert classify(make_study(eligibility=criteria)).label("ici_setting") == label


SUMMARIES = [
    ("Patients who had surgery and received a PD-1 inhibitor which failed are treated.", "required"),
    ("Patients who underwent resection and received adjuvant nivolumab and then relapsed take part.", "required"),
    ("The trial ends when all patients have received 12 months of nivolumab.", "unspecified"),
    ("After all patients have received two doses of nivolumab, an interim analysis is made.", "unspecified"),
]


@pytest.mark.parametrize(("summary", "label"), SUMMARIES)
def test_a_summary_gives_the_setting_of_a_record_without_criteria(summary: str, label: str) -> None:
    assert classify(make_study(brief_summary=summary)).label("ici_setting") == label
