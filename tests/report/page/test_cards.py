"""The card of a trial says where a quotation stands, in words."""

import pytest

from trialscape.report.page.cards import field_words


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("brief_title", "title"),
        ("official_title", "official title"),
        ("eligibility", "eligibility criteria"),
        ("conditions[0]", "condition 1"),
        ("interventions[1].name", "name of treatment 2"),
        ("interventions[1].other_names[4]", "other name of treatment 2"),
        ("arms[2].description", "description of arm 3"),
        ("new_list[0].new_part", "new list 1"),
    ],
)
def test_the_place_of_a_quotation_is_named_in_words(field: str, words: str) -> None:
    assert field_words(field) == words
