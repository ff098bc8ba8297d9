"""What long work says while it goes on, and what a terminal shows in colour."""

import re
import time
from pathlib import Path

import pytest

from tests.functional.conftest import Run, in_terminal
from trialscape.cli.shared.progress import LatestStep, reported

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def test_long_work_says_its_step_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    step = LatestStep("asking the registry")
    heard: list[str] = []
    tell = step.noting(heard.append)
    with reported("Refreshing", every=0.02, latest=step.words):
        step.page("til", 40, 1200)
        time.sleep(0.1)
        tell("Search til: 1,200 trials.")
        time.sleep(0.1)
        step.trials(128)
        time.sleep(0.1)
    lines = capsys.readouterr().err.splitlines()
    assert heard == ["Search til: 1,200 trials."]
    assert "Refreshing: 0 s so far; search til, 40 of 1,200 trials." in lines
    assert "Refreshing: 0 s so far; building the warehouse." in lines
    assert lines[-1] == "Refreshing: 0 s so far; 128 trials classified."


@pytest.mark.parametrize(
    ("command", "word"),
    [(("compare", "--report", "A", "--dimension", "cancer"), "over"), (("claims", "--claim", "A29"), "contradicted")],
)
def test_verdicts_have_a_colour_in_a_terminal_only(
    run: Run, demo_source: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], word: str
) -> None:
    shown = in_terminal(*command, "--data", demo_source)
    assert re.search(rf"\x1b\[[0-9;]+m{word} *\x1b\[0m", shown)
    assert not COLOUR.search(in_terminal(*command, "--data", demo_source, NO_COLOR="1", TERM="dumb"))
    monkeypatch.setenv("COLUMNS", "100")
    _, piped, _ = run(*command, "--data", demo_source)
    assert piped.splitlines() == COLOUR.sub("", shown).splitlines()


def test_a_digest_is_wrapped_in_a_terminal_and_markdown_in_a_pipe(run: Run, demo_source: Path) -> None:
    _, piped, _ = run("digest", "--data", demo_source)
    assert piped.splitlines()[2].startswith("# Registry edition")
    shown = COLOUR.sub("", in_terminal("digest", "--data", demo_source))
    assert max(map(len, shown.splitlines())) <= 100
    assert "\\_" in piped
    assert "\\_" not in shown
    assert "**" not in shown
