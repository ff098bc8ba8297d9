"""README, help and dependencies agree with one another."""

import re
import tomllib
from pathlib import Path

from trialscape.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def commands() -> list[str]:
    """Return the names of all commands."""
    return list(COMMANDS)


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in commands():
        assert f"trialscape {name}" in readme, f"README.md does not show 'trialscape {name}'"


def test_readme_names_no_command_that_does_not_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^trialscape ([a-z]+(?:-[a-z]+)*)\b", readme, re.M))
    assert shown <= {*commands()}, shown - {*commands()}


def test_every_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for needed in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        line = next(line for line in text.splitlines() if f'"{needed}"' in line)
        assert "#" in line, f"{needed} stands in pyproject.toml without its reason"


def test_every_constraint_is_an_exact_version() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.]+", line), line
