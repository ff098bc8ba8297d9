"""Words beside checkpoint therapy that belong to another treatment, sentence or group; "I" inclusion, "E" exclusion."""

import pytest

from tests.support.records.texts import exclusion, inclusion, read, setting_reader, trial

SENTENCES = [
    # A risk of the study's drug
    "E unspecified: History of myocarditis, due to the risk of myocarditis with anti-PD-L1 antibodies",
    "E allowed: Myocarditis with an earlier PD-L1 antibody",
    # A ban with an exception for some cohorts
    "I allowed: No prior PD-1 or CTLA-4 antibodies with the exception of patients in cohorts D and H",
    # A change of treatment in the past
    "I required: Progression after crossover to pembrolizumab in an earlier trial",
    "I required: Disease progression following a switch to anti-PD-1 therapy",
    "I unspecified: Study treatment may be a PD-1 inhibitor",
    # Examples of another treatment
    "I required: Progression after a nectin conjugate (e.g. enfortumab vedotin or another one) and a PD-1 antibody",
    "I allowed: Progression after platinum (e.g. cisplatin or carboplatin) or a PD-1 antibody",
    # How long it was given, before its failure
    "I required: Received a PD-L1 antibody with two cycles or more of treatment, with documented progression",
    "I required: Received nivolumab for at least 2 cycles, and disease progression",
    # Earlier treatment, but not with the therapy
    "I excluded: Earlier treatment is acceptable, except where a checkpoint inhibitor was part of it",
    "I excluded: Persons who have yet to receive a checkpoint inhibitor",
    "E allowed: Earlier PD-1 antibodies. This does not hold for the second group, where such treatment is accepted",
    "E unspecified: Immunotherapy with a vaccine",
    # A permission for steroids, in whatever dose
    "E excluded: Previous anti-PD-1 therapy (prednisone up to 10 mg/day is allowed)",
    "E excluded: Earlier immunotherapy; prednisolone <= 10 mg/d is acceptable",
    "E unspecified: Ongoing immunotherapy (dexamethasone up to 2 mg per day is permitted)",
    "E allowed: Chemotherapy in the last 2 weeks (earlier immunotherapy is allowed)",
    # A time before the therapy begins
    "I unspecified: Enrolment in the two months before adjuvant anti-PD-1 treatment",
    "E unspecified: Antibiotics within 30 days before immunotherapy",
    "E unspecified: Received antibiotics within 30 days prior to checkpoint inhibitor therapy",
    "E allowed: Anti-PD-1 within 4 weeks before enrolment",
    "I allowed: At least 4 weeks since immunotherapy before enrolment",
    # One of the treatments that the patients receive
    "I allowed: Receiving chemotherapy or immunotherapy",
    "I allowed: Undergoing targeted therapy, chemotherapy or checkpoint inhibition",
    "I allowed: Receiving hormonal or immunotherapy, such as pembrolizumab",
    "E unspecified: Receiving chemotherapy or immunotherapy",
    # Groups, of which one must have failed the therapy
    "I required: Cohort 1: PD-1-refractory melanoma, cohort 2: PD-1-naive melanoma",
    "I required: Cohort 1 patients with PD-1-naive melanoma cohort 2 patients with PD-1-resistant melanoma",
    "I required: PD-1-naive colorectal cancer, PD-1 relapsed or refractory patients with kidney cancer",
    "I allowed: Patients with PD-1-naive or PD-1-refractory melanoma",
    "I allowed: Patients with PD-1-naive and PD-1-refractory melanoma may enter",
    # Patients without the therapy are excluded
    "E allowed: No previous immunotherapy received",
    "E allowed: No anti-PD-1 given",
    "I excluded: No immunotherapy received",
    # Those who do not tolerate the therapy are left out, others who had it are not; tolerance as an example
    "E allowed: Intolerable for cetuximab or any PD-L1 inhibitor",
    "E allowed: Intolerable for any PD-L1 inhibitor",
    "E allowed: Intolerance of an earlier PD-1 inhibitor",
    "I required: Relapsed after or intolerable for PD-1 inhibitors",
    "I allowed: Treated with one of these: nivolumab, atezolizumab; no allergic reaction to it so far",
    # The way in which the therapy is given
    "E unspecified: Treatment with checkpoint inhibitors through a clinical trial",
    "E unspecified: Checkpoint inhibitors off-label",
    "E excluded: Earlier off-label treatment with checkpoint inhibitors",
    # The interval of another treatment
    "E excluded: Prior CD137 or PD-1 antibodies, prior endocrine treatment for more than 4 weeks",
    "E allowed: Prior PD-1 antibodies within 4 weeks, prior endocrine treatment",
    # Some of those whose treatment failed
    "I allowed: Second-line treatment failed (including those who failed immunotherapy)",
    "I required: Second-line treatment failed, including immunotherapy",
    # On the therapy, with a negation behind it
    "I allowed: Planning to start or within the first month of anti-PD-1 therapy (approved and not experimental)",
    # A wish, or a demand of those who have access to the therapy
    "I allowed: Patients who relapsed on PD-1 antibodies are wanted, but this does not constitute an eligibility rule",
    "I allowed: Ideally, an anti-PD-1 antibody has failed before",
    "I allowed: Failure of platinum and of PD-1 inhibitors (the latter only in people with access to them)",
    "I allowed: Failure of a PD-1 inhibitor is needed too, if affordable",
    "I required: Failure of platinum and of PD-1 inhibitors",
    "I allowed: For subjects using a PD-1 antibody with chemoradiation, metastases should appear after its end",
    "I allowed: Checkpoint inhibitors: treatment-naive because refused, or failed",
    # Effects of the study's drugs, therapy against an antigen
    "E unspecified: Autoimmune disease that PD-1 antibodies may aggravate",
    "E unspecified: DLL3-directed immunotherapy in the last 6 weeks",
    "E allowed: Anti-PD-1 immunotherapy in the last 6 weeks",
    # Bans
    "E allowed: Part 2 (first-line) only: PD-L1 antibodies in the past",
    "E excluded: Any systemic treatment before enrolment, including but not limited to TKI and PD-1 inhibitors",
    "E unspecified: Any systemic treatment before enrolment, including kinase inhibitors",
    # The letter of an item is the end of a sentence
    "E excluded: Previous immunotherapy. b Steroids; inhaled ones are allowed",
    "I unspecified: No progression. b) Immunotherapy is planned",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_neighbour_changes_no_meaning(sentence: str) -> None:
    where, _, words = sentence.partition(": ")
    place, label = where.split()
    criteria = inclusion(words) if place == "I" else exclusion(words)
    verdicts, _ = read(setting_reader(), trial(criteria))
    assert [verdict.label for verdict in verdicts] == [label]


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Exercise in survivors on checkpoint inhibitors", "allowed"),
        ("A diet for patients on immune-oncology therapy", "allowed"),
        ("Opinions of doctors on checkpoint inhibitors", "unspecified"),
        ("Effects of a diet on immunotherapy", "unspecified"),
    ],
)
def test_a_title_names_patients_on_the_therapy(title: str, label: str) -> None:
    verdicts, _ = read(setting_reader(), trial(title=title))
    assert [verdict.label for verdict in verdicts] == [label]


CRITERIA = [
    # Times of contraception, several lists deep
    (
        "unspecified",
        "Contraception until:\n  * Cohort 2:\n    * Ipilimumab with checkpoint inhibitors: 3 months after the end",
    ),
    # Progression in the next criterion
    ("required", "Previous line: anti-PD-1 for all\n* Radiological progression on the previous line"),
    ("required", "Completed immunotherapy in response\n* Growth since then"),
    ("allowed", "Completed immunotherapy in response\n* No growth since then"),
    # A choice in one line
    ("allowed", "Subjects must meet a) or b): a) PD-1 antibody treatment failed; b) the subject refuses it"),
    # A list of which one item is enough, and lists of definitions and groups
    ("allowed", "Patients who:\n  * progressed on a PD-1 inhibitor, or\n  * cannot receive chemotherapy"),
    (
        "required",
        "Refractory to PD-1 inhibitors, defined as:\n  * progression on anti-PD-1, or\n  * later progression",
    ),
    ("required", "One of these tumours:\n  * melanoma that progressed on a PD-1 inhibitor, or\n  * sarcoma"),
    # A sentence that is broken before words that look like a heading
    ("allowed", "All inclusion/\n\nExclusion Criteria:\n\nare met. Earlier immunotherapy is allowed"),
    (
        "allowed",
        (
            "Patients qualify through any of these routes:\n  - progression on anti-PD-L1 therapy\n  - age "
            "over 75 years\n  - refusal of chemotherapy"
        ),
    ),
    (
        "required",
        (
            "One of the following diagnoses:\n  1. NSCLC with progression on a PD-1 inhibitor\n  2. Ovarian "
            "cancer, platinum-resistant"
        ),
    ),
    (
        "required",
        (
            "Meets all of the following:\n   1. Disease progression on or after a PD-1 inhibitor\n   2. "
            "Ineligible for cisplatin"
        ),
    ),
    (
        "required",
        (
            "Resistance to PD-1 therapy, meeting one of the following:\n  - progression within 6 months of "
            "starting PD-1 therapy\n  - progression after an initial response"
        ),
    ),
    (
        "required",
        (
            "The last treatment given was a PD-1 inhibitor with or without chemotherapy\n* Tumor progression "
            "on the last treatment"
        ),
    ),
    (
        "required",
        (
            "Only one previous systemic line, which was atezolizumab plus bevacizumab\n* Disease progression "
            "during or after first-line therapy"
        ),
    ),
    ("allowed", "Last treatment was a PD-1 inhibitor, at least 4 weeks ago\n* Progressive disease"),
    ("allowed", "Prior PD-1 inhibitor in any line\n* Progression on the last chemotherapy"),
    (
        "required",
        (
            "Disease that has worsened in spite of these therapies:\n   * cisplatin or carboplatin\n   * "
            "bevacizumab\n   * a PD-1 inhibitor"
        ),
    ),
    ("required", "Disease progression on one of the following:\n  - nivolumab\n  - pembrolizumab"),
    ("allowed", "Disease progression on one of the following:\n  - nivolumab\n  - sorafenib"),
    (
        "required",
        (
            "Prior line of therapy immediately preceding this study was a PD-L1 inhibitor\n* Documented "
            "progression on the immediately preceding line"
        ),
    ),
    ("required", "Last regimen: nivolumab plus ipilimumab\n* Relapse on or after the last regimen"),
    ("required", "Second-line nivolumab as the latest treatment\n* Progression during the latest treatment"),
    ("allowed", "Must have had pembrolizumab in the first or second line\n* No more than three lines in all"),
    ("required", "Arm A: no prior immunotherapy\n* Arm B: progression on prior immunotherapy"),
    (
        "required",
        (
            "The preceding regimen was a checkpoint inhibitor combination\n* Growth of the tumour since the "
            "preceding regimen began"
        ),
    ),
    (
        "required",
        (
            "Just one earlier systemic treatment, namely pembrolizumab plus chemotherapy\n* Progressive "
            "disease on this treatment"
        ),
    ),
    ("required", "Current line: nivolumab\n* Progression on the current line"),
    (
        "required",
        "Last therapy before screening: anti-PD-1 plus TKI\n* Radiological progression on that therapy",
    ),
    (
        "required",
        (
            "Has had pembrolizumab-based therapy as the sole previous treatment\n* Disease progressed on the "
            "sole previous treatment"
        ),
    ),
    (
        "required",
        ("One previous line only, consisting of durvalumab, gemcitabine and cisplatin\n* Progression during that line"),
    ),
    (
        "allowed",
        (
            "The most recent systemic therapy was a PD-L1 antibody\n* At least 3 weeks since the most recent "
            "systemic therapy"
        ),
    ),
    ("required", "First-line therapy was pembrolizumab and platinum\n* Progression following first-line therapy"),
    (
        "required",
        (
            "The regimen used directly before enrolment was nivolumab\n"
            "* Progression under the regimen used directly before enrolment"
        ),
    ),
    ("required", "The previous treatment was a PD-1 inhibitor with axitinib\n* Progression on the previous treatment"),
    ("unspecified", "The first-line treatment is FOLFOX\n* Progression after the first-line treatment"),
    (
        "required",
        (
            "The last treatment used before this study is pembrolizumab\n"
            "* Disease progression under the last treatment used before this study"
        ),
    ),
]


@pytest.mark.parametrize(("label", "criterion"), CRITERIA)
def test_the_lines_around_a_criterion_tell_what_it_means(label: str, criterion: str) -> None:
    verdicts, _ = read(setting_reader(), trial(inclusion(criterion)))
    assert [verdict.label for verdict in verdicts] == [label]
