"""Texts of the finder: its groups of trials, questions to ask, and who decides."""

HEADINGS = {
    "consider": "Would consider this history",
    "not_stated": "The record does not say whether this history is accepted: ask the site",
    "exclude": "Exclude this history, in the words of the record",
}
QUESTIONS = (
    "Is the study open at this site today, and is there a place in the cohort for my exact cancer type?",
    "Do the medicines that I have had count against me, and how long must the last dose be ago?",
    "Which tests of the tumour are needed, and is an older sample enough?",
    "Do earlier side effects of immunotherapy, other illnesses, or medicines such as steroids keep me out?",
    "What is known about benefit and harm of this treatment so far, and what would I receive in the comparison group?",
    "How often must I come, for how long, and who pays for travel and treatment?",
)
DECIDED = (
    "Eligibility is decided by the site, after tests, and not by this list: it reads registry records by rule, and can "
    "be wrong or out of date. Take it to the doctors who treat you."
)
