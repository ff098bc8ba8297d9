"""Texts and dates of a record as a reader sees them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialscape.study.dates import parse_partial_date
from trialscape.study.text import unescape

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"\>= 18 years", ">= 18 years"),
        (r"CD3\+ cells", "CD3+ cells"),
        (r"a \\ b", "a \\ b"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        (r"C:\new", r"C:\new"),
        ("ends in \\", "ends in \\"),
        ("", ""),
    ],
)
def test_escapes_are_undone(raw: str, shown: str) -> None:
    assert unescape(raw) == shown


@given(st.text(max_size=120))
def test_escaped_text_is_restored(text: str) -> None:
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescape(PUNCTUATION.sub(r"\\\1", text)) == shown


@given(st.text(alphabet=st.characters(exclude_characters="\\\r"), max_size=120))
def test_text_without_escapes_stays(text: str) -> None:
    assert unescape(text) == text


@pytest.mark.parametrize(
    ("text", "precision", "year"),
    [
        ("2024", "year", 2024),
        ("2024-02", "month", 2024),
        ("2024-02-29", "day", 2024),
        ("2024-02-29T10:00", "day", 2024),
    ],
)
def test_dates_keep_their_precision(text: str, precision: str, year: int) -> None:
    date = parse_partial_date(text)
    assert date is not None
    assert (date.precision, date.year, date.text) == (precision, year, text)


@pytest.mark.parametrize("text", ["", "2024-13", "2023-02-29", "24-01-01", "January 2024", "0000", "2024-1-1"])
def test_invalid_dates_are_none(text: str) -> None:
    assert parse_partial_date(text) is None


@given(st.dates())
def test_every_day_is_read(day: object) -> None:
    date = parse_partial_date(str(day))
    assert date is not None
    assert str(date.first_day) == str(day)
