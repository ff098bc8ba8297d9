"""Curators' overrides come last, and say what they replaced; defaults say that they are defaults."""

import dataclasses

from tests.support.records.trials import classify, config, make_study
from trialscape.classify.assemble import build_classifier
from trialscape.config.vocabularies.places import OverrideRow
from trialscape.verdict import Classification

STUDY = make_study(interventions=[("DRUG", "Nivolumab")])


def overruled(**cells: object) -> Classification:
    """Classify the study with one override in the configuration."""
    row = {
        "nct_id": "NCT00000001",
        "axis": "modality",
        "label": "lag3",
        "reason": "the sponsor says so",
        "author": "A. Curator",
        "date": "2026-11-01",
    }
    override = OverrideRow.model_validate(row | cells)
    return build_classifier(dataclasses.replace(config(), overrides=(override,))).classify(STUDY)


def test_an_override_replaces_the_axis_with_its_reason_as_evidence() -> None:
    given = [verdict for verdict in overruled().verdicts if verdict.axis == "modality"]
    assert [(verdict.label, verdict.rule) for verdict in given] == [("lag3", "override A. Curator 2026-11-01")]
    (evidence,) = given[0].evidence
    assert (evidence.role, evidence.quote, evidence.term) == ("override", "the sponsor says so", "A. Curator")


def test_the_replaced_label_is_kept_among_the_rejected_labels() -> None:
    (lost,) = overruled().defeats
    assert (lost.axis, lost.label, lost.rule) == ("modality", "pd1_pdl1", "modality-agent")
    assert "2026-11-01" in lost.why
    assert lost.evidence[0].quote == "Nivolumab"


def test_an_override_may_give_several_labels_and_confirm_one() -> None:
    result = overruled(label="lag3|pd1_pdl1")
    assert result.labels("modality") == ["lag3", "pd1_pdl1"]
    assert result.defeats == ()


def test_other_axes_and_other_trials_stay_as_they_were() -> None:
    plain = classify(STUDY)
    assert overruled(nct_id="NCT00000002") == plain
    for axis in ("cancer", "strategy", "therapy", "act", "ici_setting"):
        assert overruled().labels(axis) == plain.labels(axis)


def test_a_single_valued_axis_keeps_one_label() -> None:
    assert overruled(axis="ici_setting", label="required").labels("ici_setting") == ["required"]


def test_the_shipped_file_is_empty() -> None:
    assert config().overrides == ()


def test_a_default_is_marked_and_has_no_evidence() -> None:
    result = classify(make_study("A Study", ["Asthma"]))
    assert {verdict.axis for verdict in result.verdicts} == {"act", "cancer", "ici_setting", "line", "resistance"}
    for verdict in result.verdicts:
        assert verdict.is_default
        assert verdict.evidence == ()


def test_the_labels_of_the_rules_are_kept_if_the_override_agrees() -> None:
    same = overruled(label="pd1_pdl1")
    assert [(verdict.label, verdict.rule) for verdict in same.overruled] == [("pd1_pdl1", "modality-agent")]
    assert same.defeats == ()
    assert classify(STUDY).overruled == ()
