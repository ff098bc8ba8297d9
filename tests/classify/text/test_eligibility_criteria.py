"""Sections, list items and sentences of eligibility text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.classify.text.eligibility_criteria import CriteriaOutline, sentences
from trialscape.classify.text.fold import fold

TWO_PARTS = """Inclusion Criteria:

* Adults with melanoma.

Exclusion Criteria:

* Active infection.
"""


def kind_at(text: str, words: str) -> str:
    """Return the kind of section in which ``words`` stand."""
    return CriteriaOutline(text, fold(text)).section(text.index(words)).kind


def test_the_two_headings_divide_the_text() -> None:
    assert kind_at(TWO_PARTS, "Adults") == "inclusion"
    assert kind_at(TWO_PARTS, "Active") == "exclusion"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Exclusion Criteria:", "exclusion"),
        ("EXCLUSION CRITERIA", "exclusion"),
        ("Key exclusion criteria", "exclusion"),
        ("Exclusion:", "exclusion"),
        ("Non-inclusion criteria:", "exclusion"),
        ("Phase 1b Key Exclusion Criteria", "exclusion"),
        ("Cancer-Specific Exclusions:", "exclusion"),
        ("Patients will not be eligible if any of the following applies:", "exclusion"),
        ("The following patients are excluded from the study:", "exclusion"),
        ("Additional Inclusion Criteria for Cohort 2:", "inclusion"),
        ("Patients are eligible for inclusion if all of the following criteria are met:", "inclusion"),
        # These mention a section and open none, so the text stays where it was.
        ("* Must not meet any exclusion criteria of the parent study", "inclusion"),
        ("NOTE: Other protocol-defined inclusion/exclusion criteria may apply.", "inclusion"),
        ("* No vaccination within 30 days before the date of inclusion", "inclusion"),
        ("* A small effusion is not exclusionary", "inclusion"),
        ("* Infection (see exclusion criterion 4)", "inclusion"),
        ("* Free of any exclusion criteria at screening", "inclusion"),
        # These introduce criteria, although they are sentences.
        ("Subjects who meet any of the following exclusion criteria cannot take part", "exclusion"),
        ("Those who meet any exclusion criteria are not eligible", "exclusion"),
        ("List of exclusion criteria", "exclusion"),
    ],
)
def test_a_heading_is_known_by_its_form(heading: str, kind: str) -> None:
    text = f"Inclusion Criteria:\n\n* Adults.\n\n{heading}\n\n* The item below."
    assert kind_at(text, "The item") == kind


@pytest.mark.parametrize(
    "item",
    [
        "* Ongoing toxicity of grade 2, except for laboratory values defined in the inclusion criteria.",
        "* Not meeting inclusion criteria",
        "* Other tumours than those of inclusion criterion 3 (see inclusion criteria)",
    ],
)
def test_an_item_of_exclusion_that_points_to_inclusion_opens_no_section(item: str) -> None:
    text = f"Inclusion Criteria:\n\n* Adults.\n\nExclusion Criteria:\n\n{item}\n* The item below."
    assert kind_at(text, "The item") == "exclusion"


def test_text_without_headings_counts_as_inclusion() -> None:
    assert kind_at("Adults with melanoma.", "Adults") == "inclusion"


def test_a_heading_inside_a_line_divides_it() -> None:
    text = "Inclusion Criteria: adults with melanoma. Exclusion Criteria: active infection."
    assert kind_at(text, "adults") == "inclusion"
    assert kind_at(text, "active") == "exclusion"


@pytest.mark.parametrize(
    ("heading", "is_part"),
    [
        ("Part B exclusion criteria:", True),
        ("Exclusion criteria for cohort 2:", True),
        ("Exclusion criteria for all cohorts:", False),
        ("Exclusion criteria:", False),
    ],
)
def test_a_heading_may_be_limited_to_some_patients(heading: str, *, is_part: bool) -> None:
    text = f"Inclusion Criteria:\n\n* Adults.\n\n{heading}\n\n* The item below."
    assert CriteriaOutline(text, fold(text)).section(text.index("The item")).is_part is is_part


def test_an_item_is_introduced_by_the_line_above_its_list() -> None:
    text = "Exclusion Criteria:\n\n* Prior treatment with any of these:\n\n  * a vaccine\n  * nivolumab\n* Infection"
    outline = CriteriaOutline(text, fold(text))
    lead = outline.lead(outline.line(text.index("nivolumab")))
    assert lead is not None
    assert text[slice(*lead)] == "* Prior treatment with any of these:"
    assert outline.lead(outline.line(text.index("Infection"))) is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("* One criterion. Another one.", ["One criterion.", "Another one."]),
        ("1. Drugs, e.g. Nivolumab, or others", ["Drugs, e.g. Nivolumab, or others"]),
        ("* First; second", ["First;", "second"]),
        ("* Prior therapy. (cohort 5 exempt)", ["Prior therapy. (cohort 5 exempt)"]),
    ],
)
def test_a_line_is_cut_at_the_ends_of_its_sentences(line: str, parts: list[str]) -> None:
    assert [line[start:end].strip() for start, end in sentences(line, (0, len(line)))] == parts


@given(st.text(alphabet=st.sampled_from("aA1.;:*•- \n\tinclusion exclusion criteria eligible"), max_size=400))
def test_any_text_has_an_outline(text: str) -> None:
    outline = CriteriaOutline(text, fold(text))
    starts = [section.start for section in outline.sections]
    assert starts == sorted(starts)
    for place in range(0, len(text), 7):
        line = outline.line(place)
        outline.lead(line)
        spans = list(sentences(text, line))
        assert all(line[0] <= start < end <= line[1] for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
