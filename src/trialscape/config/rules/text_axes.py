"""Load the rules of the axes that rest on eligibility text."""

from dataclasses import dataclass
from pathlib import Path

from trialscape.config.files.file_reader import read_toml
from trialscape.config.rules.setting_rules import (
    CancerWords,
    LineRules,
    ReadingBudget,
    ResistanceRules,
    SettingRules,
)
from trialscape.errors import Fault


@dataclass(frozen=True, slots=True)
class TextRules:
    """The rules of ``ici_setting``, ``resistance`` and ``line``, and the words of records that they read."""

    cancer_words: CancerWords
    ici_setting: SettingRules
    resistance: ResistanceRules
    line: LineRules
    budget: ReadingBudget


def load_text_rules(folder: Path) -> tuple[TextRules | None, list[Fault]]:
    """Read the five rule files of ``folder``; None when any has faults."""
    axes = folder / "axes"
    words, fewest = read_toml(axes / "cancer_words.toml", CancerWords, file="axes/cancer_words.toml")
    setting, faults = read_toml(axes / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    resistance, more = read_toml(axes / "resistance.toml", ResistanceRules, file="axes/resistance.toml")
    line, most = read_toml(axes / "line.toml", LineRules, file="axes/line.toml")
    budget, still_more = read_toml(axes / "budget.toml", ReadingBudget, file="axes/budget.toml")
    found = [*still_more, *fewest, *faults, *more, *most]
    if budget is None or words is None or setting is None or resistance is None or line is None:
        return None, found
    return TextRules(words, setting, resistance, line, budget), found
