"""Long work reports its progress every few seconds; short work prints nothing."""

import re
import time

import pytest

from trialscape.cli.shared.progress import LatestCount, counted, reported


def test_long_work_is_reported_and_short_work_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with reported("Building the warehouse", every=60.0):
        pass
    assert capsys.readouterr().err == ""
    with reported("Building the warehouse", every=0.02):
        time.sleep(0.3)
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(re.fullmatch(r"Building the warehouse: \d+ s so far\.", line) for line in lines)
    time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_progress_messages_end_when_work_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="broken"), reported("Building", every=0.01):
        raise ValueError("broken")
    capsys.readouterr()
    time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_a_count_is_shown_with_its_rate(capsys: pytest.CaptureFixture[str]) -> None:
    show = counted("records read", every=0.05)
    show(1)
    assert capsys.readouterr().err == ""
    time.sleep(0.1)
    show(12_000)
    show(12_001)
    assert re.fullmatch(r"12,000 records read, [\d,]+ a second\.\n", capsys.readouterr().err)


def test_a_step_is_shown_as_a_count_with_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    step = LatestCount("tables")
    assert step.words() == ""
    step(1, 24)
    assert step.words() == "1 of 24 tables"
    begun = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: begun + 8)
    step(12, 24)
    assert step.words() == "12 of 24 tables, 1.5 a second"
    assert list(step.each(range(12_000))) == list(range(12_000))
    assert step.words() == "12,000 tables, 1,500 a second"
