"""Finding cue words: their spellings, and the boundaries at which they are found."""

import pytest

from trialscape.classify.text.sentences import WordFinder, spellings


@pytest.mark.parametrize(
    ("word", "text", "places"),
    [
        ("new-lesion*", "new lesions, then a new-lesion", [(0, 11), (20, 30)]),
        ("new-lesion*", "newlesion, new  lesion, renew lesion", []),
        ("pd~1", "pd-1, pd 1, pd1", [(0, 4), (6, 10), (12, 15)]),
        ("pd~1", "pd--1, pd-10, xpd-1", []),
        ("with or w/o", "with or w/o, with-or w/o, with or-w/o", [(0, 11)]),
        ("{prior-anti|no}~pd-1", "nopd 1 and prior-anti-pd-1", [(0, 6), (11, 26)]),
        ("dose of code-7", "dose of code 7, dose-of code-7, dose of code-7", [(0, 14), (32, 46)]),
        ("biopsy", "biopsy, biopsys, biopsyss", [(0, 6), (8, 15)]),
    ],
)
def test_a_word_is_found_in_each_of_its_spellings(word: str, text: str, places: list[tuple[int, int]]) -> None:
    finder = WordFinder([(word, "A")])
    assert [(token.start, token.end) for token in finder.find(text)] == places
    assert [[(token.start, token.end) for token in found] for found in finder.find_all(text)] == [places]
    assert finder.occurs(text) is bool(places)


def test_of_two_words_with_one_spelling_the_first_counts() -> None:
    finder = WordFinder([("pd-1", "A"), ("pd 1", "B")], [("pd 1", "C"), ("pd-1", "D")])
    assert [token.sign for token in finder.find("pd-1")] == ["A"]
    assert [token.sign for token in finder.find("pd 1")] == ["A"]
    assert [token.sign for token in finder.find_all("pd-1")[1]] == ["D"]
    assert [token.sign for token in finder.find_all("pd 1")[1]] == ["C", "D"]


def test_a_word_with_braces_stands_for_each_of_its_spellings() -> None:
    assert sorted(spellings("{this|that}-line")) == ["that line", "this line"]


def test_hyphens_and_blanks_do_not_multiply_the_spellings() -> None:
    assert sorted(spellings("one-two-three-four~five-six")) == [
        "one two three four five six",
        "one two three fourfive six",
    ]
