"""Small studies for tests, written the way the guide's rulings are: only what matters is given."""

from collections.abc import Sequence
from functools import cache

from trialscape.classify.assemble import build_classifier
from trialscape.classify.engine import Classifier
from trialscape.config.load import load_config
from trialscape.paths import config_folder
from trialscape.study.model import Arm, Intervention, Study
from trialscape.verdict import Classification

# Type, name and the labels of the arms that give it; with no labels the record does not say.
Given = tuple[str, str, Sequence[str]] | tuple[str, str]


def make_study(
    title: str = "A study",
    conditions: Sequence[str] = ("Melanoma",),
    interventions: Sequence[Given] = (),
    arms: Sequence[tuple[str, str]] = (),
    **more: object,
) -> Study:
    """Return a study; ``arms`` are pairs of type and label, ``more`` are further fields of ``Study``."""
    listed = tuple(
        Intervention(item[1], item[0], arm_labels=tuple(item[2]) if len(item) > 2 else ()) for item in interventions
    )
    groups = tuple(Arm(label, kind) for kind, label in arms)
    fields = {"study_type": "INTERVENTIONAL", "interventions": listed, "arms": groups, **more}
    return Study("NCT00000001", brief_title=title, conditions=tuple(conditions), **fields)  # type: ignore[arg-type]


@cache
def classifier() -> Classifier:
    """Return the shipped classifier, compiled once a process."""
    return build_classifier(load_config(config_folder(None)))


def classify(study: Study) -> Classification:
    """Classify ``study`` with the shipped rules."""
    return classifier().classify(study)
