"""Studies made of a few texts, the compiled readers of eligibility text, and a look-up of the field of an evidence."""

import re
from functools import cache
from pathlib import Path

from trialscape.classify.engine import TextAxis
from trialscape.classify.population.line_of_therapy import LineReader
from trialscape.classify.population.resistance import ResistanceReader
from trialscape.classify.population.setting.checkpoint_setting import SettingReader
from trialscape.classify.population.setting.summary_population import PatientSentences
from trialscape.classify.text.lexicon import Lexicon
from trialscape.classify.text.study_texts import StudyTextReader
from trialscape.config.files.file_reader import read_toml
from trialscape.config.rules.setting_rules import CancerWords, LineRules, ResistanceRules, SettingRules
from trialscape.study.model import Arm, Study
from trialscape.verdict import Defeat, Evidence, Verdict

CONFIG = Path(__file__).parents[3] / "config"
# The text axes have their own words, so no vocabulary is needed.
_VOCABULARY = Lexicon((), ())
CHECKPOINT_NAMES = ("nivolumab", "pembrolizumab", "BMS-936558", "ipilimumab", "tislelizumab")


def trial(
    eligibility: str = "", *, title: str = "A study", condition: str = "Melanoma", arms: tuple[Arm, ...] = ()
) -> Study:
    """Return a study with these texts."""
    return Study(
        "NCT00000001",
        brief_title=title,
        conditions=(condition,) if condition else (),
        arms=arms,
        eligibility=eligibility,
    )


def inclusion(*items: str) -> str:
    """Return eligibility text with these items of inclusion."""
    return "Inclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


def exclusion(*items: str) -> str:
    """Return eligibility text with these items of exclusion."""
    return "Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n" + "\n".join(f"* {item}" for item in items)


@cache
def cancer_words() -> CancerWords:
    """Return the shipped words of records about cancer."""
    words, faults = read_toml(CONFIG / "axes" / "cancer_words.toml", CancerWords, file="axes/cancer_words.toml")
    assert words is not None, faults
    return words


@cache
def setting_reader() -> SettingReader:
    """Return the reader of the shipped rules for ``ici_setting``."""
    rules, faults = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert rules is not None, faults
    return SettingReader(rules, CHECKPOINT_NAMES, cancer_words())


@cache
def resistance_reader() -> ResistanceReader:
    """Return the reader of the shipped rules for ``resistance``."""
    rules, faults = read_toml(CONFIG / "axes" / "resistance.toml", ResistanceRules, file="axes/resistance.toml")
    assert rules is not None, faults
    setting, faults = read_toml(CONFIG / "axes" / "ici_setting.toml", SettingRules, file="axes/ici_setting.toml")
    assert setting is not None, faults
    return ResistanceReader(rules, CHECKPOINT_NAMES, cancer_words(), PatientSentences(setting))


@cache
def line_reader() -> LineReader:
    """Return the reader of the shipped rules for ``line``."""
    rules, faults = read_toml(CONFIG / "axes" / "line.toml", LineRules, file="axes/line.toml")
    assert rules is not None, faults
    return LineReader(rules, cancer_words())


def read(axis: TextAxis, study: Study) -> tuple[list[Verdict], list[Defeat]]:
    """Return what ``axis`` reads in the study's texts."""
    reader = StudyTextReader(_VOCABULARY, {axis.name: axis.words})
    return axis.read(reader.whole(reader.head(study)))


def text_of(study: Study, field: str) -> str:
    """Return the text of a field by its evidence name."""
    name = re.fullmatch(r"(\w+)(?:\[(\d+)\](?:\.(\w+))?)?", field)
    assert name is not None, field
    value = getattr(study, name[1])
    if name[2]:
        value = value[int(name[2])]
    text = getattr(value, name[3]) if name[3] else value
    assert isinstance(text, str)
    return text


def is_found(study: Study, evidence: Evidence) -> bool:
    """Say whether the evidence quotes its field letter by letter."""
    quoted = text_of(study, evidence.field)[evidence.start : evidence.end]
    return bool(evidence.quote) and quoted == evidence.quote
