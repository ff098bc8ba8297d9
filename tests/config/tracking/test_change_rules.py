"""Rules of materiality: the last rule of every kind always matches, and no other does."""

from pathlib import Path

import pytest

from tests.support.records.trials import config
from trialscape.config.tracking.change_rules import load_changes

TEXT = (config().folder / "changes.toml").read_text(encoding="utf-8")


def faults(folder: Path, text: str) -> list[str]:
    (folder / "changes.toml").write_text(text, encoding="utf-8")
    loaded, found = load_changes(folder)
    assert (loaded is None) == bool(found)
    return [str(fault) for fault in found]


def test_the_shipped_rules_are_sound(tmp_path: Path) -> None:
    assert faults(tmp_path, TEXT) == []


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ('[[rule]]\nkind = "phase"\nway = "up"\nmateriality = "low"\nwhy = "behind the last one"', "'phase' has rules"),
        ('[[rule]]\nkind = "colour"\nmateriality = "low"\nwhy = "no such kind"', "kind"),
        ('[[rule]]\nkind = "phase"\nmateriality = "grave"\nwhy = "no such grade"', "materiality"),
        ('[[rule]]\nkind = "phase"\nmateriality = "low"\nwhy = "short"', "why"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, extra: str, words: str) -> None:
    assert any(words in fault for fault in faults(tmp_path, f"{TEXT}\n{extra}\n"))


def test_a_kind_without_a_last_rule_is_named(tmp_path: Path) -> None:
    text = TEXT.replace('kind = "phase"', 'kind = "phase"\nway = "up"')
    assert faults(tmp_path, text) == ["changes.toml: rule, kind: 'phase' has no last rule without conditions"]
