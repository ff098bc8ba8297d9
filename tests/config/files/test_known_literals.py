"""What is known of expressions can be handed to another process, which then reads none of them again."""

import pytest

from trialscape.config.files import known_literals
from trialscape.config.files.known_literals import know, knowledge, literals_of
from trialscape.config.files.required_literals import leading_literals, required_literals

PATTERNS = [r"\bprogress(?:ed|ion)\b.{0,9}\bon (?:nivolumab|atezolizumab)", r"[a-z]+", r"(?:CAR|TCR)-T 1\d", "µg|mg"]


@pytest.fixture(autouse=True)
def _new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with no knowledge."""
    monkeypatch.setattr(known_literals, "_read", {})
    monkeypatch.setattr(known_literals, "_stored", {})


def test_stored_literals_are_those_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = [literals_of(pattern) for pattern in PATTERNS]
    assert read == [(leading_literals(pattern), required_literals(pattern)) for pattern in PATTERNS]
    stored = knowledge()
    assert stored is not None
    monkeypatch.setattr(known_literals, "_read", {})
    know(stored)
    monkeypatch.setattr(known_literals, "leading_literals", None)
    assert [literals_of(pattern) for pattern in PATTERNS] == read
    assert knowledge() is None


def test_damaged_literals_are_read_anew() -> None:
    know({"literals": b"{"})
    know({})
    assert literals_of(PATTERNS[0]).leads == leading_literals(PATTERNS[0])


def test_what_is_new_is_added_to_what_was_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    know({})
    literals_of(PATTERNS[0])
    know(knowledge() or {})
    monkeypatch.setattr(known_literals, "_read", {})
    literals_of(PATTERNS[1])
    know(knowledge() or {})
    assert list(known_literals._stored) == PATTERNS[:2]
    monkeypatch.setattr(known_literals, "_MOST", 2)
    literals_of(PATTERNS[2])
    know(knowledge() or {})
    monkeypatch.setattr(known_literals, "_stored", {})
    assert knowledge() is not None
