"""Completion of the values of options, asked as bash, zsh and fish ask for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from trialscape.config.chosen_folder import load_chosen
from trialscape.config.rules.labels import AXES

_PROGRAM = "from trialscape.entry import run; run()"
# Answers each line of its input in a process of its own, after one start of the program.
_EVERY_LINE = """
import os, sys
from trialscape.cli.main import main
for line in sys.stdin.read().splitlines():
    child = os.fork()
    if not child:
        os.environ.update(COMP_WORDS=line, COMP_CWORD=str(line.count(" ")), _TRIALSCAPE_COMPLETE="complete_bash")
        os._exit(main([]))
    os.waitpid(child, 0)
    print("--", flush=True)
"""


def completed(*lines: str, **more: str) -> list[list[str]]:
    """Return what bash is offered at the end of each line."""
    out = answered(_EVERY_LINE, "\n".join(lines), **more)
    return [part.split() for part in out.split("--\n")[:-1]]


def answered(program: str = _PROGRAM, given: str = "", **asked: str) -> str:
    command = [sys.executable, "-c", program]
    found = subprocess.run(
        command, env={**os.environ, **asked}, input=given, capture_output=True, text=True, check=False
    )
    assert found.stderr == ""
    return found.stdout


VALUES = {
    "trialscape compare --report ": ["A", "B", "C", "D"],
    "trialscape compare --report A --dimension ": ["therapy", "cancer", "end_user", "region"],
    "trialscape trials --report A --dimension cancer --segment h": ["hnscc"],
    "trialscape claims --report D --claim ": ["D1", "D2", "D3"],
    "trialscape claims --answer not_": ["not_in_line", "not_testable"],
    "trialscape segments --scope ": ["all", "active", "late"],
    "trialscape segments --counting ": ["whole", "fractional", "per_site"],
    "trialscape find --status re": ["recruiting"],
    "trialscape find --cancer lung --phase phase_2": ["phase_2", "phase_2_3"],
    "trialscape find --cancer lu": ["lung"],
    "trialscape find --agent pembro": ["pembrolizumab"],
    "trialscape readouts --kind ": ["ahead", "overdue", "awaiting_results"],
    "trialscape changes --kind prior": ["prior_therapy"],
    "trialscape compare --cohort nothing": [],
    "trialscape review --axis ici": ["ici_setting"],
    # Bash makes three words of an option that is joined with its value.
    "trialscape compare --report =": ["A", "B", "C", "D"],
    "trialscape compare --report = A --dimension = r": ["region"],
    # With another COMP_WORDBREAKS it is one word, which the answer repeats.
    "trialscape compare --report=A --dimension=r": ["--dimension=region"],
    # Names of options come from the command itself.
    "trialscape compare --dim": ["--dimension"],
}


def test_values_come_from_the_configuration() -> None:
    assert dict(zip(VALUES, completed(*VALUES), strict=True)) == VALUES


def test_every_modality_cohort_and_claim_is_offered() -> None:
    config = load_chosen(None)
    lines = (f"trialscape {line} " for line in ("find --modality", "compare --cohort", "claims --claim"))
    modalities, cohorts, claims = completed(*lines)
    assert {*modalities} == AXES["modality"] - {"none"}
    assert {*cohorts} >= {cohort.id for cohort in config.cohorts}
    assert sorted(claims) == sorted(claim.id for report in config.reports for claim in report.claim)


def test_reports_of_an_overlay_are_offered(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mine.toml").write_text('id = "M"\ntitle = "Mine"\n[[claim]]\nid = "M7"\nsays = "More."\n')
    (tmp_path / "reports" / "broken.toml").write_text("id = ")
    named = f"trialscape compare --config {tmp_path} --report "
    assert completed(named, "trialscape claims --report M --claim ", TRIALSCAPE_CONFIG=str(tmp_path)) == [
        ["A", "B", "C", "D", "M"],
        ["M7"],
    ]


def test_an_overlay_that_changes_settings_keeps_the_shipped_names(tmp_path: Path) -> None:
    (tmp_path / "overlay.toml").write_text("leave_out = []\n")
    (tmp_path / "settings.toml").write_text("[registry]\n")
    (found,) = completed(f"trialscape compare --config {tmp_path} --report ")
    assert found == ["A", "B", "C", "D"]


def test_reports_that_an_overlay_leaves_out_are_not_offered(tmp_path: Path) -> None:
    (tmp_path / "overlay.toml").write_text('leave_out = ["reports/patient-guide.toml"]\n')
    named = f"trialscape compare --config {tmp_path} --report "
    assert completed(named, "trialscape claims --claim C", TRIALSCAPE_CONFIG=str(tmp_path)) == [["A", "B", "D"], []]


def test_a_value_after_an_equals_sign_is_completed_in_zsh_and_fish() -> None:
    asked = {"_TYPER_COMPLETE_ARGS": "trialscape compare --cohort=ref"}
    fish = answered(**asked, _TRIALSCAPE_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert fish == "--cohort=refractory\tCheckpoint failure required\n"
    zsh = answered(**asked, _TRIALSCAPE_COMPLETE="complete_zsh")
    assert zsh == '_arguments \'*: :(("--cohort=refractory":"Checkpoint failure required"))\'\n'


def test_titles_stand_beside_the_values_in_zsh_and_fish() -> None:
    asked = {"_TYPER_COMPLETE_ARGS": "trialscape compare --cohort ref"}
    fish = answered(**asked, _TRIALSCAPE_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert fish == "refractory\tCheckpoint failure required\n"
    zsh = answered(**asked, _TRIALSCAPE_COMPLETE="complete_zsh")
    assert zsh == '_arguments \'*: :(("refractory":"Checkpoint failure required"))\'\n'


def test_a_value_is_completed_without_the_modules_of_its_command() -> None:
    words = {"COMP_WORDS": "trialscape compare --report ", "COMP_CWORD": "3", "_TRIALSCAPE_COMPLETE": "complete_bash"}
    command = [sys.executable, "-X", "importtime", "-c", _PROGRAM]
    found = subprocess.run(command, env={**os.environ, **words}, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in found.stderr.splitlines()}
    assert "trialscape.config.files.listed_names" in loaded
    assert not loaded & {"duckdb", "trialscape.warehouse.reader"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_a_value_with_the_script_that_the_program_prints(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "_TRIALSCAPE_COMPLETE": "source_bash"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    program = tmp_path / "trialscape"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{_PROGRAM}" "$@"\n')
    program.chmod(0o755)
    asked = {"--report A --dimension r": "region", "--report = A": "A", "--report = A --dimension = ca": "cancer"}
    script = shown + "".join(
        f"\nCOMP_WORDS=(trialscape compare {words}) COMP_CWORD={len(words.split()) + 1}\n"
        f'_trialscape_completion {program}; echo "${{COMPREPLY[@]}}"'
        for words in asked
    )
    found = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert found.stdout.splitlines()[-len(asked) :] == list(asked.values()), found.stderr
