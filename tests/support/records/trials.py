"""Small studies for tests, written the way the guide's rulings are: only what matters is given."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from trialscape.classify.assemble import build_classifier
from trialscape.classify.engine import Classifier
from trialscape.config.load import Config, load_config
from trialscape.paths import config_folder
from trialscape.study.model import Arm, Intervention, Study
from trialscape.verdict import Classification

# Type, name and the labels of the arms that give it; with no labels the record does not say.
Given = tuple[str, str, Sequence[str]] | tuple[str, str] | Intervention
# Type, label and, where it matters, the description.
Group = tuple[str, str] | tuple[str, str, str]


def make_study(
    title: str = "A study",
    conditions: Sequence[str] = ("Melanoma",),
    interventions: Sequence[Given] = (),
    arms: Sequence[Group] = (),
    **more: object,
) -> Study:
    """Return a study; ``arms`` are type, label and perhaps description, ``more`` are further fields of ``Study``."""
    listed = tuple(item if isinstance(item, Intervention) else _intervention(item) for item in interventions)
    groups = tuple(Arm(arm[1], arm[0], arm[2] if len(arm) > 2 else "") for arm in arms)
    fields = {"study_type": "INTERVENTIONAL", "interventions": listed, "arms": groups, **more}
    return Study("NCT00000001", brief_title=title, conditions=tuple(conditions), **fields)  # type: ignore[arg-type]


def _intervention(item: tuple[str, str, Sequence[str]] | tuple[str, str]) -> Intervention:
    return Intervention(item[1], item[0], arm_labels=tuple(item[2]) if len(item) > 2 else ())


@cache
def config() -> Config:
    """Return the shipped configuration, read once a process."""
    return load_config(config_folder(None))


@cache
def classifier() -> Classifier:
    """Return the shipped classifier, compiled once a process."""
    return build_classifier(config())


def classify(study: Study) -> Classification:
    """Classify ``study`` with the shipped rules."""
    return classifier().classify(study)


def case(what: str, expected: Sequence[str] | str, *, known: str = "", **study: Any) -> ParameterSet:
    """Return one row of a table: a study and the labels it should get, under the name ``what``.

    ``known`` names a failure that is known: the row must then fail, and says so as soon as it no longer does.
    """
    labels = [expected] if isinstance(expected, str) else sorted(expected)
    marks = [pytest.mark.xfail(strict=True, reason=known)] if known else []
    return pytest.param(make_study(**study), labels, id=what, marks=marks)
