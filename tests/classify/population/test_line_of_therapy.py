"""The line of therapy, in sentences of our own."""

import pytest

from tests.support.records.texts import exclusion, inclusion, line_reader, read, trial
from trialscape.study.model import Arm, Study


def lines(study: Study) -> list[str]:
    """Return the labels of the axis."""
    return [verdict.label for verdict in read(line_reader(), study)[0]]


@pytest.mark.parametrize(
    ("eligibility", "labels"),
    [
        (inclusion("No prior systemic therapy for advanced disease"), ["first"]),
        (inclusion("Treatment-naive melanoma"), ["first"]),
        (inclusion("Previously untreated disease"), ["first"]),
        (exclusion("Prior systemic therapy for metastatic disease"), ["first"]),
        (inclusion("Progressed on platinum-based chemotherapy"), ["later"]),
        (inclusion("Relapsed after at least one line of treatment"), ["later"]),
        (inclusion("Must have received prior treatment with a taxane"), ["later"]),
        (inclusion("No standard therapy is available"), ["later"]),
        (inclusion("Received at least two prior lines"), ["later", "third_or_more"]),
        (inclusion("Two or more prior regimens"), ["third_or_more"]),
        # A ceiling on earlier lines asks for none.
        (inclusion("No more than two prior lines"), ["unspecified"]),
        (inclusion("Up to 3 prior regimens"), ["unspecified"]),
        (inclusion("Disease progression has not occurred"), ["unspecified"]),
        (exclusion("Chemotherapy within 4 weeks"), ["unspecified"]),
        (exclusion("Heart failure"), ["unspecified"]),
        # Two cycles are no two lines.
        (inclusion("Failed two cycles of standard chemotherapy"), ["later"]),
        (inclusion("At least two frontline systemic therapies"), ["third_or_more"]),
    ],
)
def test_eligibility_determines_the_line(eligibility: str, labels: list[str]) -> None:
    assert lines(trial(eligibility)) == labels


@pytest.mark.parametrize(
    ("title", "labels"),
    [
        ("First-line nivolumab in melanoma", ["first"]),
        ("Newly diagnosed glioma", ["first"]),
        ("Melanoma after failure of first-line therapy", ["later"]),
        ("Second-line treatment of melanoma", ["later"]),
        ("Relapsed melanoma", ["later"]),
        ("Third-line treatment of melanoma", ["third_or_more"]),
        ("Heavily pretreated melanoma", ["later", "third_or_more"]),
        ("Progression-free survival in melanoma", ["unspecified"]),
    ],
)
def test_the_title_determines_the_line(title: str, labels: list[str]) -> None:
    assert lines(trial(title=title)) == labels


def test_arms_may_differ_in_line() -> None:
    assert lines(trial(arms=(Arm("First-line patients"), Arm("Previously treated patients")))) == ["first", "later"]


def test_the_line_is_unspecified_outside_oncology() -> None:
    assert lines(trial(title="Previously untreated arthritis", condition="Arthritis")) == ["unspecified"]
