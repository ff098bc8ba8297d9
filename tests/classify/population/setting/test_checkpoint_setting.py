"""Must patients have failed a checkpoint inhibitor? Rulings 2 to 4 of the guide on complete studies, and resistance.

test_setting_wordings.py tests each wording; here the whole record is labelled.
"""

import pytest

from tests.support.records.trials import case, classify
from trialscape.study.model import Study


def taken(*items: str) -> str:
    """Return inclusion criteria."""
    return "Inclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


def barred(*items: str) -> str:
    """Return exclusion criteria."""
    return "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


SETTINGS = [
    case(
        "both, joined by a plus sign",
        "required",
        eligibility=taken("Progressed on platinum chemotherapy + anti-PD-1 therapy"),
    ),
    case(
        "both, joined by a word",
        "required",
        eligibility=taken("Progressed on platinum chemotherapy plus anti-PD-1 therapy"),
    ),
    case("progression on a class", "required", eligibility=taken("Progressed on an anti-PD-1 antibody")),
    case("progression on a drug", "required", eligibility=taken("Disease progression after pembrolizumab")),
    case("refractory, in the title", "required", title="Lifileucel in Anti-PD-1 Refractory Melanoma"),
    case("in the conditions", "required", conditions=["PD-1 Refractory Melanoma"]),
    case("in an arm label", "required", arms=[("EXPERIMENTAL", "Checkpoint inhibitor refractory cohort")]),
    case(
        "standard therapy that includes one (ruling 4)",
        "required",
        eligibility=taken("Progressed on standard therapy, including a checkpoint inhibitor"),
    ),
    case(
        "in one cohort (ruling 2)",
        "required",
        eligibility=taken("Cohort 1: progressed on anti-PD-1 therapy", "Cohort 2: no prior anti-PD-1 therapy"),
    ),
    case(
        "if eligible for it",
        "allowed",
        eligibility=taken("Progressed on standard therapy, including anti-PD-1 if available"),
    ),
    case("permitted in so many words", "allowed", eligibility=taken("Prior anti-PD-1 therapy is allowed")),
    case(
        "exposure without failure (ruling 4)",
        "allowed",
        eligibility=taken("At least one prior line of anti-PD-1 therapy"),
    ),
    case("a wash-out (ruling 3)", "allowed", eligibility=barred("Anti-PD-1 therapy within 4 weeks of the first dose")),
    case(
        "after severe toxicity only (ruling 3)",
        "allowed",
        eligibility=barred("Grade 3 toxicity that led to discontinuation of prior checkpoint inhibitors"),
    ),
    case(
        "one of several options (ruling 3)",
        "allowed",
        eligibility=taken("Progressed on chemotherapy or a checkpoint inhibitor"),
    ),
    case(
        "permission before a ban (ruling 2)",
        "allowed",
        eligibility=taken("Cohort A: prior anti-PD-1 therapy is allowed")
        + "\n\nExclusion Criteria:\n\n* Cohort B: prior anti-PD-1 therapy",
    ),
    case("a ban on the class", "excluded", eligibility=barred("Prior treatment with an immune checkpoint inhibitor")),
    case("a ban on immunotherapy as such (ruling 3)", "excluded", eligibility=barred("Prior immunotherapy")),
    case(
        "only adjuvant use is exempt (ruling 3)",
        "excluded",
        eligibility=barred("Prior anti-PD-1 therapy, except in the adjuvant setting"),
    ),
    case(
        "no prior, among the inclusions", "excluded", eligibility=taken("No prior therapy with an anti-PD-1 antibody")
    ),
    case("the same new target (ruling 3)", "unspecified", eligibility=barred("Prior anti-TIGIT therapy")),
    case("no prior systemic therapy (ruling 3)", "unspecified", eligibility=taken("No prior systemic therapy")),
    case("treatment-naive (ruling 3)", "unspecified", eligibility=taken("Treatment-naive disease")),
    case("an allergy", "unspecified", eligibility=barred("Hypersensitivity to nivolumab")),
    case("not mentioned", "unspecified", eligibility=taken("Adults")),
]


@pytest.mark.parametrize(("study", "expected"), SETTINGS)
def test_checkpoint_setting_labels(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("ici_setting") == expected


RESISTANCE = [
    case("primary", "primary", eligibility=taken("Primary resistance to anti-PD-1 therapy")),
    case("acquired", "acquired", eligibility=taken("Acquired resistance to anti-PD-1 therapy")),
    case("told apart", "both", eligibility=taken("Primary or acquired resistance to anti-PD-1 therapy")),
    case("resistance to another drug", "unspecified", eligibility=taken("Acquired resistance to osimertinib")),
    case("not told", "unspecified", eligibility=taken("Progressed on anti-PD-1 therapy")),
]


@pytest.mark.parametrize(("study", "expected"), RESISTANCE)
def test_resistance_labels(study: Study, expected: list[str]) -> None:
    assert classify(study).labels("resistance") == expected
