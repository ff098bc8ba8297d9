"""The checkpoint setting, one sentence of our own for each rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.records.texts import CONFIG, exclusion, inclusion, is_found, read, setting_reader, trial
from tests.support.records.trials import classify, make_study
from trialscape.config.files.file_reader import read_toml
from trialscape.config.rules.setting_rules import SettingRules
from trialscape.study.model import Arm, Study


def setting(study: Study) -> tuple[str, str]:
    """Return label and rule of the one verdict."""
    verdicts, _ = read(setting_reader(), study)
    assert len(verdicts) == 1
    return verdicts[0].label, verdicts[0].rule


INCLUSION = [
    (
        "Must not have had anti-PD-1, but may have had radiation",
        "excluded",
        "not-had-beside-another-permission",
    ),
    ("Part B only: no earlier PD-1 or PD-L1 inhibitor", "allowed", "never-had-in-one-part"),
    ("Have failed standard treatment (including PD-1 antibody)", "required", "failed-standard-with-it"),
    ("Received nivolumab and ipilimumab as first-line treatment", "allowed", "given-as-first-line"),
    (
        "Earlier systemic treatment is permitted, but checkpoint inhibitors are not",
        "excluded",
        "permitted-and-this-is-not",
    ),
    ("It must be nivolumab with ipilimumab", "allowed", "it-must-be-the-therapy"),
    (
        "Chemoradiation was completed without progression, followed by progression during atezolizumab",
        "required",
        "failed-after-none-before",
    ),
    ("Prior PD-1 antibody with progression, or PD-L1 negative", "allowed", "exposed"),
    (
        "For patients treated with adjuvant nivolumab, progression on adjuvant nivolumab must have been within a year",
        "allowed",
        "those-who-had-it-must-have-failed",
    ),
    (
        "Earlier kinase inhibitors are acceptable as long as none included a PD-L1 antibody",
        "excluded",
        "earlier-lines-without-it",
    ),
    (
        "One earlier line is allowed, provided no checkpoint inhibitor was part",
        "excluded",
        "permitted-if-none-contained-it",
    ),
    ("Completion of preoperative chemotherapy and nivolumab treatment", "allowed", "use-around-surgery-completed"),
    (
        "Half a year of adjuvant pembrolizumab completed, without evidence of disease",
        "allowed",
        "use-around-surgery-completed",
    ),
    ("Second-line treatment consisted of ramucirumab and nivolumab", "allowed", "first-line-consisted-of-it"),
    (
        "Immunotherapy or chemotherapy must not have been given for advanced disease",
        "excluded",
        "must-not-have-been-given",
    ),
    ("With regard to PD-L1 inhibitors, one of these situations must apply:", "allowed", "one-of-several-states"),
    (
        "PD-1 inhibitors: untreated patients may enter, and so may those refractory to them",
        "allowed",
        "naive-may-and-failed-may",
    ),
    ("A PD-L1 antibody in any line", "allowed", "in-any-line"),
    ("One dose or more of a PD-1 antibody", "allowed", "doses-of-it"),
    ("Stratified by prior PD-1 inhibitor (yes or no)", "allowed", "stratified-by-it"),
    ("PD-1 antibody not used before", "excluded", "not-used-or-failed-if-used"),
    (
        "One earlier regimen was given. This consisted of platinum together with pembrolizumab",
        "allowed",
        "it-consisted-of-the-therapy",
    ),
    (
        "No durable benefit from two or more lines; a PD-1 blocker has to be one of those lines, CAR T may be one too",
        "required",
        "one-of-the-failed-lines",
    ),
    (
        "Progression on one of sorafenib, lenvatinib or atezolizumab with bevacizumab",
        "allowed",
        "failed-one-of-several",
    ),
    ("A PD-1 antibody is about to begin and none has ever been given", "excluded", "planned-and-never-before"),
    ("PD-1 antibodies were never given, or were stopped at least 28 days before", "allowed", "naive-or-stopped"),
    ("Durvalumab after radiation is neither needed nor forbidden", "allowed", "neither-needed-nor-forbidden"),
    ("No treatment for renal cancer (kinase inhibitors, PD-1 antibodies)", "excluded", "no-treatment-of-a-list"),
    # sentence, label, rule
    ("You may not join if: you had immunotherapy in the past", "excluded", "barred-if-had"),
    (
        "People who were put on avelumab maintenance need to have progressed while taking avelumab",
        "allowed",
        "those-who-had-it-must-have-failed",
    ),
    ("These histories of immunotherapy are acceptable: no immunotherapy", "allowed", "states-that-are-acceptable"),
    ("People without nivolumab in the past can also be enrolled", "allowed", "none-before-is-fine-too"),
    ("People can join when their sarcoma has worsened on nivolumab", "required", "enrolled-if-failed"),
    (
        "Those with nivolumab after surgery may enter only if the tumour recurred within a year",
        "allowed",
        "enrolled-only-if-failed-later",
    ),
    ("The neoadjuvant course must have comprised nivolumab", "allowed", "demanded-in-other-words"),
    ("Prior PD-1 inhibitor, or a reason why it was not given (unfit, refused)", "allowed", "had-or-unsuitable"),
    (
        "Has gone through nivolumab plus relatlimab: no lasting benefit, or growth after one",
        "required",
        "failed-after-mention",
    ),
    (
        "Failure of a platinum doublet and a PD-L1 drug",
        "required",
        "failed-in-other-words",
    ),
    ("Exactly one line, which must be something other than immunotherapy", "excluded", "barred-at-the-end"),
    ("Nivolumab: may be ongoing, past or never", "allowed", "in-any-state"),
    ("Regardless of whether checkpoint blockade came before", "allowed", "whether-or-not-in-other-words"),
    ("No PD-1 antibody so far, or a PD-1 antibody followed by progression", "allowed", "both-states"),
    ("Now: on nivolumab, second course or later", "allowed", "on-it-in-other-words"),
    ("Not treated as yet with the following: radiation, immunotherapy", "excluded", "never-in-other-words"),
    ("Post-operative nivolumab (if any): relapse later than 6 months after it", "allowed", "condition-in-other-words"),
    ("A PD-1 antibody must have been tried", "allowed", "must-have-been-given"),
    ("A PD-1 antibody must have been tried, unless contraindicated", "allowed", "demanded-behind-the-therapy"),
    ("Treatment with an anti-PD-1 antibody for at least 6 weeks", "allowed", "treated-for-some-time"),
    (
        "Earlier treatment is acceptable, except where a PD-1 antibody was part of it",
        "excluded",
        "allowed-but-the-therapy",
    ),
    ("Pembrolizumab is the only first-line treatment that is accepted", "allowed", "only-line-that-is-accepted"),
    ("This may be a checkpoint inhibitor-based regimen", "allowed", "earlier-line-may-be-it"),
    (
        "Failed two prior lines, which must have included platinum and a PD-1 antibody",
        "required",
        "failed-mandated-list",
    ),
    ("Criteria for crossover: progression on pembrolizumab", "unspecified", "default"),
    ("At least 40% of participants should have progressed on a PD-1 antibody", "allowed", "some-percent-failed"),
    (
        "The line was atezolizumab plus bevacizumab or durvalumab plus tremelimumab, and scans showed progression",
        "required",
        "failed-either-regimen",
    ),
    (
        "Failure of no fewer than two regimens; these need to have covered gemcitabine, platinum and a PD-1 antibody",
        "required",
        "failed-then-listed",
    ),
    ("Immune-mediated damage by nivolumab", "allowed", "toxicity-of-a-named-drug"),
    (
        "Earlier kinase inhibitors are accepted, an earlier PD-1 antibody is not",
        "excluded",
        "other-permitted-and-this-barred",
    ),
    (
        "Earlier PD-1 inhibitors are accepted, an earlier CTLA-4 inhibitor is not",
        "allowed",
        "permitted-and-other-barred",
    ),
    (
        "Must either have never been exposed to, or have stopped responding to, PD-1 antibodies",
        "allowed",
        "naive-or-failed",
    ),
    ("Recurrent NSCLC (no small cells) with most recent treatment being a CPI", "required", "failed-with-last-regimen"),
    ("Disease that escaped PD-1 blockade", "required", "failed"),
    ("No patient may have had an anti-PD-1 antibody", "excluded", "nobody-may-have-had-it"),
    ("No earlier PD-1 inhibitor, except in angiosarcoma", "allowed", "untreated-but-for-some"),
    ("Two earlier lines, neither of which contained a PD-1 inhibitor", "excluded", "earlier-lines-without-it"),
    (
        "Expansion: PD-1-refractory patients with melanoma, and PD-1-naive patients with sarcoma",
        "required",
        "failed-in-one-cohort",
    ),
    ("Progressed on a PD-L1 inhibitor where such treatment is licensed", "allowed", "failed-alternative"),
    ("Not a candidate for, or already failed, an immune checkpoint inhibitor", "allowed", "unfit-or-failed"),
    ("Earlier ICI therapy is neither required nor prohibited", "allowed", "permitted"),
    ("PD on or within 10 weeks of the last dose of a CPI", "required", "failed"),
    (
        "Must not have had a prior PD-1 inhibitor, with the exception of neoadjuvant use more than 12 months ago",
        "excluded",
        "barred-but-around-surgery-in-inclusion",
    ),
    ("Progression on a checkpoint inhibitor and/or PD-L1-negative tumour", "allowed", "failed-or-another-way-in"),
    ("Will begin a PD-1 inhibitor soon, or have started ICIs this month", "allowed", "exposed"),
    (
        "Adjuvant use of an anti-PD-1 antibody is acceptable when no progression followed for 6 months",
        "allowed",
        "adjuvant-permitted",
    ),
    ("Progressed on or after an anti-PD-1/PD-L1 antibody", "required", "failed"),
    ("Unsuitable for checkpoint inhibitors", "allowed", "unfit-only"),
    ("Not eligible for or progressed on an anti-PD-1 antibody", "allowed", "unfit-or-failed"),
    ("ICI-naive and ICI-refractory melanoma", "allowed", "naive-or-failed"),
    ("Second-line treatment failed (including those who failed ICIs)", "allowed", "failed-including-those"),
    ("Cohort 1: ICI-refractory melanoma, cohort 2: ICI-naive melanoma", "required", "cohorts-naive-and-failed"),
    ("PD-1 inhibitor-pretreated and untreated people may enter", "allowed", "naive-or-failed"),
    ("At least one drug, which may have included a checkpoint inhibitor", "allowed", "exposed"),
    ("Currently on a stable dose of nivolumab", "allowed", "exposed"),
    ("Partial response or stable disease on immunotherapy", "allowed", "exposed"),
    ("Must not have received more than one line of anti-PD-1 therapy", "allowed", "exposed"),
    ("Progressive disease as the best response to anti-PD-1 therapy", "required", "failed"),
    ("Have not received, or have progressed after, anti-PD-1 therapy", "allowed", "naive-or-failed"),
    ("Disease that is refractory to checkpoint inhibitors", "required", "failed"),
    ("Documented failure of PD-(L)1 blockade or intolerance to it", "required", "failed"),
    ("Tumour growth despite immunotherapy", "required", "failed"),
    ("Failed standard treatment including an immune checkpoint inhibitor", "required", "failed"),
    ("Had anti-PD-1 therapy and later progressed", "required", "failed-after-mention"),
    ("ICI-refractory disease", "required", "failed-after-mention"),
    ("Progressed on chemotherapy and/or a checkpoint inhibitor", "allowed", "failed-alternative"),
    ("Progressed on a BRAF inhibitor or anti-PD-1 therapy", "allowed", "failed-alternative"),
    ("Progressed on platinum with or without an anti-PD-1 antibody", "allowed", "failed-alternative"),
    ("Progressed on a checkpoint inhibitor, if available", "allowed", "failed-alternative"),
    # The therapy before "with or without" is not optional.
    ("Progressed on an anti-PD-1 antibody with or without platinum", "required", "failed"),
    ("Patients who progressed on anti-PD-1 therapy may be enrolled", "allowed", "conditional-failure"),
    ("Patients who had received anti-PD-1 must have stopped it 4 weeks ago", "allowed", "conditional-wash-out"),
    (
        "For patients who have received a prior PD-1 inhibitor its failure must be shown",
        "allowed",
        "conditional-failure-of-those",
    ),
    (
        "For patients who have received prior treatment with a PD-1 inhibitor there must be documented progression",
        "allowed",
        "conditional-failure-of-those",
    ),
    (
        "Untreated for melanoma except for prior adjuvant immunotherapy",
        "allowed",
        "untreated-but-around-surgery",
    ),
    ("Recurrence confirmed by biopsy after receiving prior nivolumab", "required", "failed-by-biopsy"),
    ("Failed, intolerant of or refused immunotherapy", "allowed", "failed-alternative"),
    ("Progressed on a PD-1 inhibitor and platinum (combined or sequential)", "required", "failed"),
    (
        "Progressed despite a PD-1 inhibitor, or no clinically acceptable therapy exists for the disease",
        "required",
        "failed",
    ),
    ("Patients without brain metastases who progressed on a PD-1 inhibitor", "required", "failed"),
    ("No evidence of progression on a PD-1 inhibitor", "allowed", "progression-denied"),
    ("Previously had one line including a PD-1 inhibitor and no more than two lines", "allowed", "exposed"),
    ("Stage IV disease after cytotoxic, targeted or checkpoint inhibitor therapy", "allowed", "after-alternative"),
    ("Standard treatment includes a checkpoint inhibitor", "allowed", "standard-includes"),
    ("Progressed on standard therapies such as chemotherapy and immunotherapy", "allowed", "failed-standard-example"),
    ("At least one prior line with an anti-PD-L1 antibody", "allowed", "exposed"),
    ("Currently receiving nivolumab", "allowed", "exposed"),
    ("Prior checkpoint inhibitors are allowed", "allowed", "permitted"),
    ("Prior adjuvant anti-PD-1 therapy is permitted", "allowed", "adjuvant-permitted"),
    ("Previous ipilimumab is permitted", "allowed", "ctla4-permitted"),
    ("At least 4 weeks since the end of immunotherapy", "allowed", "wash-out"),
    ("Recovered from the side effects of immunotherapy", "allowed", "toxicity"),
    ("No prior anti-PD-1 or anti-CTLA-4 therapy", "excluded", "no-prior"),
    ("No prior systemic treatment, including immunotherapy", "excluded", "no-prior"),
    ("Recurrence that has not previously received immunotherapy, also allowed after surgery", "excluded", "no-prior"),
    ("Checkpoint inhibitor-naive disease", "excluded", "naive"),
    ("Patients who previously received a PD-1 inhibitor are not eligible", "excluded", "barred-in-inclusion"),
    ("Prior immunotherapy is allowed only in the adjuvant setting", "excluded", "only-around-surgery"),
    ("Planned to start an anti-PD-1 antibody", "unspecified", "default"),
    ("Receiving or about to receive cancer treatment (e.g., chemotherapy, immunotherapy)", "allowed", "on-treatment"),
    ("Currently in systemic treatment with chemotherapy or immunotherapy", "allowed", "on-treatment"),
    ("No treatment (such as chemotherapy, immunotherapy) was received before admission", "excluded", "no-prior"),
    ("Prior treatment with a PD-1 inhibitor, unless that was not suitable", "allowed", "exposed"),
    ("PD-L1 expression of at least 1%", "unspecified", "default"),
    ("Contraception for 5 months after the last dose of nivolumab", "unspecified", "default"),
    ("A biopsy from before the first dose of pembrolizumab", "unspecified", "default"),
    ("No prior systemic therapy", "unspecified", "default"),
    ("Failed non-immunotherapy treatment", "unspecified", "default"),
    ("Discussion with the CPI before entry", "unspecified", "default"),
    ("Owns an iOS telephone", "unspecified", "default"),
    ("Either naive to PD-1 inhibitors or progressing on one", "allowed", "naive-or-failed"),
    ("No earlier checkpoint inhibitor, or progression on one", "allowed", "naive-or-failed"),
    ("PD-1-experienced or PD-1-naive", "allowed", "naive-or-failed"),
    ("Progression on nivolumab is preferred", "allowed", "preferred"),
    ("Patients whose disease grew during a PD-1 inhibitor get priority", "allowed", "preferred"),
    ("On nivolumab with stable disease or slow progression", "allowed", "any-state-on-treatment"),
    (
        "Progressed on a checkpoint inhibitor, unless the patient was unsuitable for it",
        "allowed",
        "failed-or-unsuitable",
    ),
    ("Progressed on anti-PD-1 therapy or could not receive it", "allowed", "failed-or-unsuitable"),
    (
        "Either progression on a PD-1 inhibitor or a tumour without PD-L1 expression",
        "allowed",
        "failed-or-another-way-in",
    ),
    ("Recurrence after nivolumab or planned for surgery", "allowed", "failed-or-another-way-in"),
    ("Half a year of nivolumab without progression", "allowed", "progression-denied"),
    ("The most recent regimen contained a PD-1 inhibitor", "allowed", "in-last-regimen"),
    (
        "Relapse on two lines, which are compulsory and must include platinum and a PD-1 inhibitor",
        "required",
        "failed-mandated-list",
    ),
    ("Prior therapy is allowed except PD-1 inhibitors", "excluded", "exempt-from-permission"),
    (
        "If a PD-1 inhibitor was given as adjuvant treatment, relapse must have come 6 months later",
        "allowed",
        "condition-on-use-around-surgery",
    ),
    ("Those who received nivolumab need a normal cortisol level", "allowed", "conditional-failure-of-those"),
    ("Did not benefit from PD-1 blockade", "required", "failed"),
    ("Relapsed post-PD-(L)1", "required", "failed"),
    ("Options exhausted, which must have included a PD-1 inhibitor", "required", "failed-mandated-list"),
    ("Checkpoint-resistant melanoma", "required", "failed-after-mention"),
    ("Progressed within 3 months of starting pembrolizumab", "required", "failed"),
    ("Neoadjuvant chemo-immunotherapy followed by resection", "allowed", "exposed"),
    ("Because nivolumab can cause adrenal failure, cortisol must be normal", "unspecified", "default"),
    ("Refractory to CD19-directed immunotherapy", "unspecified", "default"),
    ("Relapse after immunotherapy with rituximab", "unspecified", "default"),
    ("No progression during chemoradiation and durvalumab", "allowed", "progression-denied"),
    ("On nivolumab with any response, including progressive disease", "allowed", "any-state-on-treatment"),
    ("Operated on after neoadjuvant nivolumab", "allowed", "exposed"),
    ("Either failed nivolumab or has a contraindication to it", "allowed", "failed-or-unsuitable"),
    ("Those earlier treated with nivolumab must have a normal troponin", "allowed", "conditional-failure-of-those"),
    ("Has run out of standard options including a PD-1 inhibitor", "required", "failed"),
    ("Progressive or stable disease while on an anti-PD-L1 antibody", "allowed", "any-state-on-treatment"),
    ("Progressed on two lines that may have included one line of immunotherapy", "allowed", "failed-alternative"),
    ("Immunotherapy on its own does not count as a line", "allowed", "not-counted"),
    ("Progressed on a PD-1 inhibitor; adjuvant chemotherapy does not count as a line", "required", "failed"),
    ("Planned for a regimen that does not include immunotherapy", "unspecified", "default"),
    ("No prior immunotherapy or biotherapy for recurrent disease", "excluded", "no-prior"),
    ("Recurrent disease after immunotherapy or biotherapy", "allowed", "failed-alternative"),
    (
        "No prior immunotherapy for lung cancer, prior radiotherapy is permitted if given 2 weeks ago",
        "excluded",
        "ban-beside-other-permission-in-inclusion",
    ),
    (
        "Earlier or planned systemic therapy such as immunotherapy is permitted",
        "allowed",
        "earlier-or-planned-permitted",
    ),
    ("Naive to earlier treatment (e.g. chemotherapy, immunotherapy)", "excluded", "naive"),
    ("Untreated before surgery (e.g. radiotherapy and immunotherapy)", "excluded", "no-prior"),
    ("Must not have progressed during or after standard chemo-immunotherapy", "allowed", "progression-denied"),
    (
        "Progression after at least one treatment, and recovered from the toxicity of all prior immunotherapy",
        "allowed",
        "toxicity",
    ),
    ("Recovered from the acute toxic effects of immunotherapy", "allowed", "toxicity"),
    ("On pembrolizumab for at least 3 months, whatever the response", "allowed", "exposed"),
    (
        "If pretreated with a PD-1 inhibitor, progression has to be documented",
        "allowed",
        "conditional-failure-of-those",
    ),
    ("Failed a PD-1 inhibitor if the patient was eligible for one", "allowed", "failed-alternative"),
    (
        "For patients refractory to anti-PD-1 antibodies, there should be no anti-PD-1 toxicity",
        "allowed",
        "conditional-failure-of-those",
    ),
    ("For patients refractory to anti-PD-1 antibodies", "required", "failed"),
    ("Chemotherapy and a PD-1 inhibitor together count as one line", "allowed", "not-counted"),
    ("Prior nivolumab for castration-resistant cancer", "allowed", "exposed"),
    ("Untreated apart from one dose of a PD-1 inhibitor", "allowed", "untreated-but-for"),
    ("No earlier treatment other than surgery, including immunotherapy", "excluded", "no-prior"),
    ("Finished induction with platinum plus a PD-L1 inhibitor within 6 weeks", "allowed", "completed-with"),
    ("Received an earlier vaccine within 6 weeks", "unspecified", "default"),
    ("Growth after surgery, and planned to receive immunotherapy", "unspecified", "default"),
    ("Immuno-, hormonal or other biological therapy at least 3 weeks ago", "allowed", "wash-out"),
    ("Immunodeficiency for at least 3 weeks", "unspecified", "default"),
    ("Immunotherapy (interleukin-2 or interferon) is allowed", "unspecified", "default"),
    ("Immunotherapy (interferon or nivolumab) is allowed", "allowed", "permitted"),
    ("Patient under immunotherapy", "allowed", "exposed"),
    ("Participants must have received platinum and a PD-L1 inhibitor", "allowed", "demanded"),
    ("Must have had a PD-1 inhibitor where it is available", "allowed", "demanded-if-available"),
    ("Access to the ward for immunotherapy patients", "unspecified", "default"),
    ("A normal TSH in anyone who had nivolumab before", "allowed", "condition-for-those-who-had-it"),
    (
        "Patients who have received immunotherapy or hormones (except contraceptives) must have stopped 4 weeks ago",
        "allowed",
        "conditional-wash-out-of-immunotherapy",
    ),
    ("No prior cetuximab No other concurrent immunotherapy", "unspecified", "default"),
    ("No prior cetuximab No prior immunotherapy", "excluded", "no-prior"),
    ("Metastases accepted; untreated melanoma for which immunotherapy will be started", "unspecified", "default"),
    ("Results of the CLL-IPI not known because of a failed test", "unspecified", "default"),
    ("Systemic treatment (immune modulating agents among others) in the past", "allowed", "exposed"),
    ("Received two lines for recurrent disease, including one line of a CPI", "allowed", "exposed"),
    ("Two lines for recurrent disease, and progression on a checkpoint inhibitor", "required", "failed"),
    ("All who receive durvalumab and other drugs for advanced or recurrent disease", "unspecified", "default"),
    ("Received an anti-PD-1 antibody and has recurrent disease", "required", "failed-after-mention"),
    (
        "At least 8 months between the end of adjuvant immunotherapy and recurrence",
        "allowed",
        "interval-before-recurrence",
    ),
    ("Recurrence at least 8 months after adjuvant immunotherapy", "required", "failed"),
    (
        "Immunotherapy: those who received a PD-1 inhibitor and seem to show progression must be 9 weeks from it",
        "allowed",
        "conditional-wash-out",
    ),
    ("Immunotherapy: progression on a PD-1 inhibitor", "required", "failed"),
    ("Has had one line for spread (recurrent) disease, including at least one dose of ICI", "allowed", "exposed"),
    ("Recurrent disease after at least one dose of ICI", "required", "failed"),
    ("Grew after treatment with no more than two earlier drugs and a PD-1 inhibitor", "required", "failed"),
    ("Chemotherapy failed, with no more than two earlier lines of immunotherapy", "allowed", "exposed"),
    (
        "Grew during or after two lines. Must have received: platinum, and one line containing a PD-1 drug",
        "required",
        "failed-then-demanded",
    ),
    (
        "Grew during or after two lines. Must have received: platinum, and one line containing PD-1 drugs or a TKI",
        "allowed",
        "after-alternative",
    ),
    (
        "Disease that progressed on all treatments known to confer clinical benefit, including anti-PD-1 antibodies",
        "required",
        "failed",
    ),
    ("Received therapies with known clinical benefit, including PD-1 antibodies", "allowed", "exposed"),
    ("Progression on atezolizumab plus bevacizumab or durvalumab plus tremelimumab", "required", "failed"),
    ("Progression on cisplatin plus gemcitabine or durvalumab plus tremelimumab", "allowed", "failed-alternative"),
    ("Participants with prior PD-1 blockade must show documented growth", "allowed", "conditional-failure-of-those"),
    ("Participants must have progressed on prior PD-1 blockade", "required", "failed"),
    (
        "Must have received a PD-1 drug and, with BRAF mutation, dabrafenib or vemurafenib, and have progressed",
        "required",
        "failed-after-mention",
    ),
    (
        "Must have received a PD-1 drug or, with BRAF mutation, dabrafenib or vemurafenib, and have progressed",
        "allowed",
        "exposed",
    ),
]


@pytest.mark.parametrize(("sentence", "label", "rule"), INCLUSION)
def test_inclusion_criteria_give_label_and_rule(sentence: str, label: str, rule: str) -> None:
    assert setting(trial(inclusion(sentence))) == (label, rule)


EXCLUSION = [
    (
        "Previous sorafenib or other multikinase inhibitors (previous PD-1 inhibitors are acceptable)",
        "allowed",
        "permitted-beside-another-ban",
    ),
    (
        "On account of the risk of myocarditis, anyone given a checkpoint inhibitor in the past",
        "excluded",
        "banned-for-its-risk",
    ),
    (
        "Prior treatment with a PD-1 antibody, whereas chemotherapy that ended 4 weeks ago is permitted",
        "excluded",
        "ban-against-another-permission",
    ),
    ("Raised troponin in patients who had a PD-1 inhibitor", "allowed", "finding-in-those-who-had-it"),
    ("Colitis in those who received ipilimumab", "allowed", "toxicity"),
    (
        "Earlier endocrine therapy; those who had nivolumab without a taxane may take part",
        "allowed",
        "permitted-without-the-barred",
    ),
    ("Systemic antibodies against PD-1 or CTLA-4 for stage IV melanoma", "excluded", "listed-among-treatments"),
    ("Any systemic treatment, PD-1 antibodies included", "excluded", "treatment-barred-the-therapy-included"),
    (
        "Previous PD-1 antibody (bladder cancer only; kidney cancer may have had it)",
        "allowed",
        "banned-for-those-alone",
    ),
    (
        "Disease under control with nivolumab (failure is a condition of entry)",
        "required",
        "controlled-instead-of-failed",
    ),
    ("PD-1 antibody never used, or used with the disease still under control", "required", "not-had-or-controlled"),
    ("Immune checkpoint inhibitor in any line", "excluded", "listed-in-other-words"),
    ("Prior ICIs, prior endocrine treatment for more than 4 weeks", "excluded", "interval-of-the-last-one"),
    ("PD-1 inhibitors for metastatic disease", "excluded", "banned"),
    ("Earlier PD-1 antibody (for part B only)", "allowed", "banned-in-one-part"),
    ("An exception is neoadjuvant PD-1 blockade", "allowed", "only-use-around-surgery-exempt"),
    ("Recent use of cytokines, immunotherapy or a kinase inhibitor", "allowed", "wash-out-in-exclusion"),
    ("Treatment with immune stimulants, including OX40 agonists and checkpoint inhibitors", "excluded", "banned"),
    (
        "Has received PD-1 or CTLA-4 antibodies, other drugs against PD-1 or VEGF, or has not recovered from toxicity",
        "excluded",
        "banned-or-toxicity",
    ),
    ("Prior therapy with an anti-PD-1, anti-PD-L1 or anti-CTLA-4 antibody", "excluded", "banned"),
    ("Has received a drug specifically targeting T-cell co-stimulation or checkpoint pathways", "excluded", "banned"),
    ("History of immunotherapy for melanoma", "excluded", "banned"),
    ("Previous or current checkpoint inhibitor treatment", "excluded", "banned"),
    ("Anti-PD-1 antibody", "excluded", "listed"),
    ("Severe infusion reaction to an earlier PD-1 antibody", "allowed", "reaction-to-earlier-one"),
    ("Severe infusion reaction to nivolumab", "unspecified", "default"),
    ("Prior PD-1 inhibitor, unless given as adjuvant therapy", "excluded", "exempt-around-surgery"),
    (
        "Previous chemotherapy or immunotherapy, but after adjuvant treatment patients may be enrolled if indicated",
        "excluded",
        "barred-but-around-surgery",
    ),
    ("Prior checkpoint inhibitor other than an anti-PD-1 antibody", "allowed", "pd1-exempt"),
    ("Prior checkpoint therapy, except ipilimumab", "excluded", "banned"),
    ("More than four lines (prior PD-1 inhibitors are allowed)", "allowed", "permitted-in-exclusion"),
    ("Anti-PD-1 therapy within 4 weeks of the first dose", "allowed", "wash-out-in-exclusion"),
    ("Prior immunotherapy that was discontinued for toxicity", "allowed", "toxicity"),
    ("Rapidly progressed on prior immunotherapy", "allowed", "only-failures-barred"),
    ("Has not progressed on an anti-PD-1 antibody", "required", "not-failed"),
    ("Has not previously been treated with a checkpoint inhibitor", "allowed", "not-received"),
    ("Concurrent immunotherapy", "unspecified", "default"),
    ("Hypersensitivity to nivolumab", "unspecified", "default"),
    ("Prior anti-TIGIT antibody", "unspecified", "default"),
    ("Prior immunotherapy with the same mechanism of action", "unspecified", "default"),
    ("Autoimmune disease that makes the patient ineligible for immunotherapy", "unspecified", "default"),
    ("A live vaccine within 30 days of pembrolizumab", "unspecified", "default"),
    ("Patients who have or are currently undergoing immunotherapy", "excluded", "banned"),
    ("Immunotherapy within the specified interval", "allowed", "wash-out-in-exclusion"),
    ("Other prior immunotherapy within specified periods", "allowed", "wash-out-in-exclusion"),
    ("Treatment with radiotherapy, immunotherapy or an operation for the spread disease", "excluded", "banned"),
    ("Treatment with radiotherapy or immunotherapy during the study", "unspecified", "default"),
    ("Prior immunotherapy (previous adjuvant immunotherapy is allowed)", "excluded", "barred-but-around-surgery"),
    ("Previously received chemotherapy (not including immunotherapy)", "allowed", "pd1-exempt"),
    ("Antibodies, except in patients who receive immune checkpoint inhibitors", "allowed", "pd1-exempt"),
    (
        "Prior immunotherapy is allowed, for patients who are planned for an operation",
        "allowed",
        "permitted-in-exclusion",
    ),
    ("No other immunotherapy is permitted while on study treatment", "unspecified", "default"),
    (
        "Cytotoxic chemotherapy, immunotherapy or an operation for the treatment of this cancer, except for steroids",
        "excluded",
        "listed-with-others",
    ),
    ("Immune-related events from prior immunotherapy that contraindicate it", "allowed", "toxicity"),
    (
        "Prior PD-1 inhibitors (this exclusion does not apply to participants enrolled in cohort B)",
        "allowed",
        "exempt-for-some",
    ),
    (
        "Those given adjuvant nivolumab earlier can be included if the disease has not progressed since",
        "allowed",
        "adjuvant-permitted",
    ),
    ("Contraindication to starting immunotherapy (an infection in the past 2 years)", "unspecified", "default"),
    ("More than one line of a PD-1 inhibitor", "allowed", "more-than-so-many"),
    ("A PD-1 inhibitor at any time, chemotherapy is permitted", "excluded", "ban-beside-other-permission"),
    ("Prior immunotherapy, save in MSI-high disease", "allowed", "exempt-for-some"),
    ("Except for cohort B, prior therapy that targets PD-1", "allowed", "exempt-for-some"),
    ("Previous treatment with the vaccine or related mycobacterial immunotherapy", "unspecified", "default"),
    (
        "Has received a PD-1 inhibitor, or has not recovered from toxicity of any therapy",
        "excluded",
        "banned-or-toxicity",
    ),
    ("Immunotherapy prior to the procedure", "excluded", "banned"),
    ("Patients with checkpoint inhibitor-induced colitis", "allowed", "toxicity"),
    ("Earlier immunotherapy against BCMA", "unspecified", "default"),
    ("Chemotherapy, targeted therapy or immunotherapy for metastatic disease", "excluded", "listed-with-others"),
    ("Checkpoint inhibitors in the past (does not apply to MSI-high tumours)", "allowed", "exempt-for-some"),
    (
        "Irae in those who had prior immunotherapy and who are not likely to receive it again",
        "allowed",
        "toxicity-in-those-treated",
    ),
    ("Prior immunotherapy, and irae that are likely to return", "excluded", "banned"),
    ("Received the last dose of treatment (chemotherapy, immunotherapy) within 30 of entry", "allowed", "last-dose"),
    ("Received any treatment (chemotherapy, immunotherapy) for another cancer", "excluded", "banned"),
    ("Infection that needs a drip within 2 weeks before pembrolizumab", "unspecified", "default"),
    ("Receiving immunotherapy or hormones, or has received prior radiotherapy", "unspecified", "default"),
    ("Receiving hormones, or has received prior immunotherapy", "excluded", "banned"),
    ("Any PD-1 antibody within 2 weeks before pembrolizumab", "allowed", "wash-out-in-exclusion"),
    ("People of the first dose level can continue prior checkpoint inhibitors", "allowed", "permitted-in-exclusion"),
    ("Steroids that must continue, and prior checkpoint inhibitors", "excluded", "banned"),
    ("Non-oncology vaccines in the 4 weeks before or after any dose of ipilimumab", "unspecified", "default"),
    ("Cancer vaccines or ipilimumab in the 4 weeks before the study", "allowed", "wash-out-in-exclusion"),
    ("Chemotherapy or immunotherapy is ongoing (adjuvant hormones are allowed)", "unspecified", "default"),
    ("Prior immunotherapy for cancer, adjuvant hormones are allowed", "excluded", "ban-beside-other-permission"),
    ("Failed previous immunotherapy", "allowed", "only-failures-barred"),
    ("Failed chemotherapy or prior PD-1 inhibitor", "excluded", "banned"),
    ("Previous PD-1 blockade (earlier adjuvant PD-1 blockade is allowed)", "excluded", "barred-but-around-surgery"),
    ("Previous chemotherapy (earlier adjuvant PD-1 blockade is allowed)", "allowed", "adjuvant-permitted"),
]


@pytest.mark.parametrize(("sentence", "label", "rule"), EXCLUSION)
def test_exclusion_criteria_give_label_and_rule(sentence: str, label: str, rule: str) -> None:
    assert setting(trial(exclusion(sentence))) == (label, rule)


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("TIL in anti-PD-1 refractory melanoma", "required"),
        ("A drug after progression on checkpoint inhibitors", "required"),
        ("Patients who have failed prior PD-1 blockade", "required"),
        ("A drug in immunotherapy-naive melanoma", "excluded"),
        ("Melanoma previously treated with checkpoint inhibitors", "allowed"),
        ("Nivolumab in refractory melanoma", "unspecified"),
        ("Steroids for checkpoint inhibitor hepatitis", "allowed"),
        ("A drug against the toxicity of PD-1 antibodies", "allowed"),
        ("Toxicity of a new drug and nivolumab", "unspecified"),
        ("A drug in cancer previously treated with a PD-1 inhibitor with progression", "required"),
        ("Pembrolizumab after failure of chemotherapy", "unspecified"),
        ("Mechanisms of resistance to PD-1 inhibitors", "unspecified"),
        ("Changes in the development of immunotherapy resistance", "unspecified"),
        ("Radiotherapy of lesions growing in the course of nivolumab", "required"),
        ("A vaccine in immune-resistant lung cancer", "required"),
        ("Radiotherapy in the course of nivolumab", "unspecified"),
    ],
)
def test_the_title_may_define_the_population(title: str, label: str) -> None:
    assert setting(trial(title=title))[0] == label


def test_an_arm_may_define_the_population() -> None:
    arms = (Arm("CPI naive cohort"), Arm("PD-1 relapsed cohort"))
    assert setting(trial(arms=arms)) == ("required", "population-failed")


PD1_BAN = "Prior anti-PD-1 therapy"


@pytest.mark.parametrize(
    ("eligibility", "label"),
    [
        # A ban on everyone beats a wash-out, a ban on some cohorts does not.
        (exclusion(PD1_BAN, "Immunotherapy within 4 weeks"), "excluded"),
        (exclusion("Cohort 2: prior anti-PD-1 therapy", "Immunotherapy within 4 weeks"), "allowed"),
        (exclusion("Cohort 2: prior anti-PD-1 therapy"), "excluded"),
        (
            exclusion("Cohort 2 (melanoma):", "Has received anti-PD-1 therapy", "Immunotherapy within 4 weeks"),
            "allowed",
        ),
        # So does an exemption around surgery that asks for an interval.
        (
            inclusion(
                "Must not have received a PD-1 inhibitor for metastatic disease",
                "If the patient received immunotherapy in the adjuvant setting, it must have ended 6 months ago",
            ),
            "excluded",
        ),
        # An explicit permission beats an exclusion.
        (exclusion(PD1_BAN, "In cohort 5 prior PD-1 inhibitors are allowed"), "allowed"),
        # Failure in one cohort beats an exclusion in another.
        (
            "Inclusion Criteria:\n\n* Cohort A: progressed on nivolumab\n\nExclusion Criteria:\n\n* " + PD1_BAN,
            "required",
        ),
    ],
)
def test_settings_of_several_cohorts_follow_their_precedence(eligibility: str, label: str) -> None:
    assert setting(trial(eligibility))[0] == label


def test_a_list_item_is_read_with_the_line_above_it() -> None:
    text = "Exclusion Criteria:\n\n* Prior treatment with any of the following:\n  * chemotherapy\n  * nivolumab"
    study = trial(text)
    verdicts, _ = read(setting_reader(), study)
    assert verdicts[0].label == "excluded"
    assert [evidence.quote for evidence in verdicts[0].evidence] == ["nivolumab"]


def test_a_must_not_have_line_starts_a_list_of_exclusions() -> None:
    text = "Inclusion Criteria:\n\n* Must not have received the following:\n  * Chemotherapy or immunotherapy before"
    assert setting(trial(text)) == ("excluded", "banned")


def test_the_exposure_of_an_observational_study_is_not_prior_therapy() -> None:
    text = inclusion("Received at least two cycles of nivolumab")
    watched = make_study(interventions=[("DRUG", "Nivolumab")], study_type="OBSERVATIONAL", eligibility=text)
    another = make_study(interventions=[("BEHAVIORAL", "Yoga")], study_type="OBSERVATIONAL", eligibility=text)
    assert classify(watched).label("ici_setting") == "unspecified"
    assert classify(another).label("ici_setting") == "allowed"


def test_immunotherapy_against_allergy_is_not_cancer_immunotherapy() -> None:
    study = trial(exclusion("Prior immunotherapy"), title="Pollen tablets", condition="Allergic rhinitis")
    assert classify(study).label("ici_setting") == "unspecified"


def test_rejected_labels_are_listed() -> None:
    study = trial("Inclusion Criteria:\n\n* Progressed on nivolumab\n\nExclusion Criteria:\n\n* Prior anti-PD-L1 drug")
    verdicts, defeats = read(setting_reader(), study)
    assert [(defeat.label, defeat.rule) for defeat in defeats] == [("excluded", "banned")]
    assert "'required'" in defeats[0].why
    assert verdicts[0].evidence[0].role == "population"
    assert defeats[0].evidence[0].role == "exclusion"


def test_the_default_has_no_evidence() -> None:
    verdicts, defeats = read(setting_reader(), trial(inclusion("Adults")))
    assert [(verdict.label, verdict.is_default, verdict.evidence) for verdict in verdicts] == [
        ("unspecified", True, ())
    ]
    assert defeats == []


WORDS = st.sampled_from(
    (
        "prior no not anti-PD-1 PD-L1 nivolumab immunotherapy progressed on after allowed excluded unless ; . : * "
        "Cohort Exclusion Inclusion Criteria: glioma weeks within ≥ İ ﬁ checkpoint inhibitor expression and/or (PD-1) 4"
    ).split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from([" ", "\n", "\n  * "]), st.text(max_size=60))
def test_every_quotation_is_found_at_its_offsets(words: list[str], glue: str, noise: str) -> None:
    study = trial(glue.join(words) + noise, title=" ".join(words[:12]) or "A study", arms=(Arm(" ".join(words[5:15])),))
    verdicts, defeats = read(setting_reader(), study)
    quoted = [item for verdict in verdicts for item in verdict.evidence]
    quoted.extend(item for defeat in defeats for item in defeat.evidence)
    assert all(is_found(study, item) for item in quoted)
    assert all(verdict.evidence or verdict.is_default for verdict in verdicts)


def test_every_rule_name_and_cue_name_is_used_once() -> None:
    rules, faults = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None, faults
    for names in ([rule.id for rule in rules.rule], [cue.id for cue in rules.cue]):
        assert sorted(names) == sorted(set(names))


def test_a_rule_with_an_unknown_cue_is_refused() -> None:
    rules, _ = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None
    raw = rules.model_dump()
    raw["rule"][0]["cues"] = "FAIL ON NOBODY"
    with pytest.raises(ValueError, match="cues that do not exist: NOBODY"):
        SettingRules.model_validate(raw)


def test_a_phrase_with_an_unknown_cue_is_refused() -> None:
    rules, _ = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None
    raw = rules.model_dump()
    raw["phrases"] = {"WAIVED": "FAIL ON NOBODY"}
    with pytest.raises(ValueError, match="phrases name cues that do not exist: NOBODY"):
        SettingRules.model_validate(raw)


def test_a_population_rule_that_can_never_match_is_refused() -> None:
    rules, _ = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None
    raw = rules.model_dump()
    raw["population_needs"], raw["title_needs"] = ["PRIOR"], ["HAD"]
    with pytest.raises(ValueError, match="never match: population-failed"):
        SettingRules.model_validate(raw)


def test_every_rule_has_a_test_sentence() -> None:
    rules, _ = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None
    shown = {rule for _, _, rule in (*INCLUSION, *EXCLUSION)}
    silent = {rule.id for rule in rules.rule if rule.gives == "nothing" or rule.where == ("population",)}
    assert {rule.id for rule in rules.rule} - silent == shown - {"default"}


def test_the_last_treatment_and_progression_on_it_are_read_together() -> None:
    last = "The most recent treatment must have contained a PD-1 inhibitor"
    verdict = read(setting_reader(), trial(inclusion(last, "Progression on or after the most recent treatment")))[0][0]
    assert verdict.label == "required"
    assert len(verdict.evidence) == 2
    assert setting(trial(inclusion(last, "Progression on an earlier treatment")))[0] == "allowed"


@pytest.mark.parametrize(
    ("criteria", "label"),
    [
        (("Must have had a PD-1 inhibitor", "Progression on or after the most recent treatment"), "required"),
        (("Cohort B must have received prior PD-1 blockade", "Evidence of growth since the last systemic"), "required"),
        (("Must have received a PD-L1 antibody", "Must have progressed after standard therapy"), "required"),
        (
            (
                "Must have received platinum and a PD-1 drug",
                "Refractory (growth is seen) to standard treatment, or frail",
            ),
            "required",
        ),
        (("Must have received platinum and a PD-1 drug", "Able to follow standard treatment"), "allowed"),
        (("Must have had a PD-1 inhibitor, if available", "Progression on the most recent treatment"), "allowed"),
        (("Must have had a PD-1 inhibitor or a vaccine", "Progression on the most recent treatment"), "allowed"),
        (("Must have had a PD-1 inhibitor", "No progression on the most recent treatment"), "allowed"),
        (("May have had a PD-1 inhibitor", "Progression on the most recent treatment"), "allowed"),
    ],
)
def test_a_demanded_therapy_and_progression_on_the_last_one_are_read_together(
    criteria: tuple[str, ...], label: str
) -> None:
    assert setting(trial(inclusion(*criteria)))[0] == label


@pytest.mark.parametrize(
    ("limit", "label"),
    [("\n\n  ≤28 days before the first dose", "allowed"), ("\n\n* ≥18 years of age", "excluded")],
)
def test_a_limit_of_time_on_a_line_of_its_own_belongs_to_the_criterion_above(limit: str, label: str) -> None:
    study = trial(exclusion("Has received hormones or immunotherapy" + limit))
    verdict = read(setting_reader(), study)[0][0]
    assert verdict.label == label
    assert all(is_found(study, evidence) for evidence in verdict.evidence)


def test_two_sentences_of_one_line_are_read_together() -> None:
    both = "Growth after standard treatment; two earlier lines are compulsory, among them a PD-1 inhibitor"
    assert setting(trial(inclusion(both)))[0] == "required"


def test_chemoimmunotherapy_is_no_checkpoint_inhibitor_in_blood_cancers() -> None:
    text = inclusion("Relapse after chemoimmunotherapy")
    assert setting(trial(text, condition="Non-small cell lung cancer"))[0] == "required"
    assert setting(trial(text, condition="Chronic lymphocytic leukemia"))[0] == "unspecified"


def test_unnamed_immunotherapy_is_no_checkpoint_inhibitor_in_blood_cancers() -> None:
    assert setting(trial(inclusion("Failed immunotherapy"), condition="Follicular lymphoma"))[0] == "unspecified"
    assert setting(trial(inclusion("Failed nivolumab"), condition="Hodgkin lymphoma"))[0] == "required"
    assert setting(trial(exclusion("Prior immunotherapy"), condition="Multiple myeloma"))[0] == "excluded"


def test_a_wash_out_of_unnamed_immunotherapy_permits_it_in_blood_cancers_too() -> None:
    for text in (
        exclusion("Immunotherapy in the 3 weeks before the first infusion"),
        inclusion("Recovered from the acute toxicity of all earlier immunotherapy"),
    ):
        assert setting(trial(text, condition="Acute lymphoblastic leukemia"))[0] == "allowed"
    at_once = exclusion("Antitumour therapy at the same time, including hormones or immunotherapy")
    assert setting(trial(at_once, condition="Breast cancer"))[0] == "unspecified"


def test_the_drug_of_the_first_dose_is_the_trials_own() -> None:
    for text in (
        "PD on or after the last therapy prior to the first dose of {}",
        "No steroids before the first dose of {}",
    ):
        assert setting(trial(inclusion(text.format("pembrolizumab"))))[0] == "unspecified"
    assert setting(trial(inclusion("PD on or after the first cycles of pembrolizumab")))[0] == "required"


def test_naive_or_refractory_populations_are_allowed() -> None:
    for title in ("PD-1 naive or refractory melanoma", "Melanoma naive to or progressed on PD-1 inhibitors"):
        assert setting(trial(title=title)) == ("allowed", "population-naive-or-failed")


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("Bowel disease (for patients assigned to nivolumab only), such as colitis", "unspecified"),
        ("No immunotherapy of any kind is permitted while the participant is receiving study treatment", "unspecified"),
        ("Prior therapy with an anti-PD-1 antibody.History of severe allergy to antibodies", "excluded"),
    ],
)
def test_criteria_on_arms_and_concurrent_therapy_and_without_blanks(criterion: str, expected: str) -> None:
    assert setting(trial(exclusion(criterion)))[0] == expected


def test_a_study_code_in_a_title_is_not_a_drug() -> None:
    title = "Pembrolizumab for Cancer That Progressed After First-Line Therapy (MK-3475-999/KEYNOTE-999)"
    assert classify(make_study(title)).label("ici_setting") == "unspecified"
    assert classify(make_study("Melanoma That Progressed After MK-3475")).label("ici_setting") == "required"


def test_a_heading_of_prior_and_concomitant_therapy_bans_no_concurrent_therapy_before_the_trial() -> None:
    head = "Exclusion Criteria:\n\nPrior and concomitant therapy:\n\n* "
    assert setting(trial(f"{head}Concurrent chemotherapy or immunotherapy")) == ("unspecified", "default")
    assert setting(trial(f"{head}Immunotherapy")) == ("excluded", "banned")


def test_kinds_of_earlier_therapy_in_one_paragraph_are_read_one_by_one() -> None:
    text = "PRIOR CONCURRENT THERAPY: Biologic therapy: No prior immunotherapy Surgery: At least 4 weeks since surgery"
    assert setting(trial(text)) == ("excluded", "no-prior")


@pytest.mark.parametrize(
    ("criteria", "label"),
    [
        (("Received at least one PD-1 line. Must have progressed during that line.",), "required"),
        (("Received a PD-L1 inhibitor before. The tumour must have grown on it.",), "required"),
        (("Received a PD-1 antibody before", "Progression on such therapy is documented"), "required"),
        (("Received at least one PD-1 line. Must have progressed during platinum chemotherapy.",), "allowed"),
        (("Received a PD-1 antibody before. Must not have progressed during that line.",), "allowed"),
        (("Received a PD-1 line", "Received one line of chemotherapy. Must have progressed in that line."), "allowed"),
        (("Received chemotherapy. Must have progressed during that line.",), "unspecified"),
        (("Progressed on a PD-1 antibody. Chemotherapy is no condition. Except if unfit for it.",), "allowed"),
    ],
)
def test_the_next_sentence_may_say_that_the_therapy_failed(criteria: tuple[str, ...], label: str) -> None:
    assert setting(trial(inclusion(*criteria)))[0] == label


def test_immunotherapy_is_what_a_record_of_a_blood_cancer_calls_so() -> None:
    wash_out = "\n\n" + exclusion("Immunotherapy within 3 weeks")
    for criterion, label in (("One course of anti-CD20 immunotherapy", "unspecified"), ("One course", "allowed")):
        assert setting(trial(inclusion(criterion) + wash_out, condition="Follicular lymphoma"))[0] == label
    text = inclusion("One course of anti-CD20 immunotherapy") + "\n\n" + exclusion("Prior PD-1 inhibitors")
    assert setting(trial(text, condition="Follicular lymphoma"))[0] == "excluded"
