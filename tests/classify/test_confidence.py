"""How sure a label is: counts of labelled trials as probabilities, drawn towards rule and axis."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gold.calibration_plot import drawing
from tests.support.records.studies import make_record
from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import (
    LABELLED_AXES,
    NO_PRODUCT,
    OUTSIDE,
    PRIOR,
    UNKNOWN,
    UNKNOWN_PRODUCT,
    WHOLE,
    Confidence,
    place_of,
)
from trialscape.config.load import load_config
from trialscape.config.tracking.confidence import ConfidenceRow
from trialscape.errors import UsageError
from trialscape.paths import config_folder
from trialscape.steps.measure_labels import as_csv, as_for_new_trials, calibration_error, measure_labels, reliability
from trialscape.study.decode.parse import parse_texts
from trialscape.study.stream import RawRecord
from trialscape.verdict import Evidence, Verdict


def row(rule: str, place: str, right: int, labelled: int) -> ConfidenceRow:
    return ConfidenceRow.model_validate(
        {"axis": "cancer", "rule": rule, "place": place, "right": right, "labelled": labelled}
    )


def verdict(rule: str, field: str) -> Verdict:
    return Verdict("cancer", "nsclc", rule, (Evidence(field, 0, 1, "x", "population"),))


def test_confidence_from_few_labels_shrinks_towards_rule_and_axis() -> None:
    table = Confidence([row("a", "title", 1, 2), row("a", "criteria", 7, 8), row("b", "title", 10, 10)])
    axis = (18 + UNKNOWN) / (20 + 1)
    rule = (8 + PRIOR * axis) / (10 + PRIOR)
    assert table.of_label(verdict("a", "conditions[0]")) == pytest.approx((1 + PRIOR * rule) / (2 + PRIOR))
    assert table.of_label(verdict("new", "eligibility")) == pytest.approx(axis)


def test_an_axis_without_labelled_trials_has_no_confidence() -> None:
    assert Confidence(()).of_label(verdict("a", "conditions[0]")) == UNKNOWN


def test_an_override_has_confidence_one() -> None:
    assert Confidence(()).of_label(verdict("override Ada 2026-01-01", "override")) == 1.0


def test_evidence_counts_at_its_strongest_place() -> None:
    words = (
        Evidence("brief_summary", 0, 1, "x", "experimental"),
        Evidence("interventions[3].name", 0, 1, "x", "experimental"),
    )
    assert place_of(Verdict("modality", "tce", "r", words)) == "name"
    assert place_of(Verdict("act", "none", "r", (), is_default=True)) == "silence"


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["title", "prose"]), st.integers(1, 9)),
        unique_by=lambda item: item[:2],
    )
)
def test_a_confidence_is_a_probability(counts: list[tuple[str, str, int]]) -> None:
    table = Confidence([row(rule, place, count // 2, count) for rule, place, count in counts])
    assert 0 <= table.of_label(verdict("a", "brief_title")) <= 1


def test_measured_confidence_counts_trials_with_exact_labels() -> None:
    config = load_config(config_folder(None))
    records = [
        RawRecord(1, make_record("NCT00000001", title="Pembrolizumab in melanoma", conditions=["Melanoma"],
                                 interventions=[("DRUG", "Pembrolizumab")])),
        RawRecord(2, make_record("NCT00000002", title="Asthma in adults", conditions=["Asthma"])),
    ]  # fmt: skip
    labels = {
        "NCT00000001": {"modality": ["pd1_pdl1"], "therapy": [], "cancer": ["melanoma"], "strategy": ["coinhibitory"]},
        "NCT00000002": {"modality": ["chemo"], "cancer": ["none"]},
    }
    found = measure_labels(build_classifier(config), Confidence(()), records, labels)
    assert dict(found.rates())["modality"] == 0.5  # the second trial has no chemotherapy, whatever its label says
    assert dict(found.rates())["cancer"] == 0
    assert as_csv(found.rows).startswith("axis,rule,place,right,labelled\n")
    assert all(item.right <= item.labelled for item in found.rows)
    with pytest.raises(UsageError, match="None of the labelled trials"):
        measure_labels(build_classifier(config), Confidence(()), records, {"NCT99999999": {}})


def test_defaults_outside_oncology_have_the_confidence_of_no_cancer() -> None:
    config = load_config(config_folder(None))
    classifier, table = build_classifier(config), Confidence(config.confidence)
    outside = [
        RawRecord(number, make_record(f"NCT{number:08d}", title="Asthma in adults", conditions=["Asthma"]))
        for number in range(1, 10)
    ]
    result = classifier.classify(parse_texts(make_record("NCT00000001", title="Asthma", conditions=["Asthma"])))
    assert table.of_axes(result) == dict.fromkeys(LABELLED_AXES, (150 + UNKNOWN) / (150 + 1))
    found = measure_labels(classifier, table, outside, {f"NCT{n:08d}": {"cancer": ["none"]} for n in range(1, 10)})
    # Nothing is counted that could apply to a cancer trial without a label.
    assert {(row.axis, row.rule, row.right, row.labelled) for row in found.rows} == {
        (f"{OUTSIDE}{axis}", "", 9, 9) for axis in LABELLED_AXES
    }


def test_reliability_bins_hold_every_label_once() -> None:
    triples = [("a", 0.95, True), ("a", 1.0, False), ("b", 0.951, True), ("b", 0.0, False), ("b", 0.09, True)]
    low, high = reliability(triples)
    assert (low.count, low.right, high.count) == (2, 0.5, 3)
    assert [low.confidence, high.right] == pytest.approx([0.045, 2 / 3])
    assert calibration_error([low, high]) == pytest.approx((2 * 0.455 + 3 * (2.901 / 3 - 2 / 3)) / 5)
    assert calibration_error([]) == 0


def test_the_reliability_plot_is_valid_svg_with_all_counts() -> None:
    triples = [(axis, sure / 10, sure > 4) for axis in LABELLED_AXES for sure in range(11)]
    root = ET.fromstring(drawing(triples, "11 trials & more"))  # noqa: S314 - our own text.
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(text.split(":")[0] in LABELLED_AXES for text in texts) == len(LABELLED_AXES)
    assert texts.count("2") == len(LABELLED_AXES)


def test_blind_labels_are_valid_labels() -> None:
    path = config_folder(None).parent / "tests" / "gold" / "blind-2026-11.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({row["nct"] for row in rows}) == len(rows) > 200


@pytest.mark.parametrize(
    ("interventions", "group"),
    [
        ([("DRUG", "QRX-881")], UNKNOWN_PRODUCT),
        ([("DRUG", "Pembrolizumab"), ("BIOLOGICAL", "QRX-881")], UNKNOWN_PRODUCT),
        ([("DRUG", "Pembrolizumab")], WHOLE),
        ([("PROCEDURE", "Whole-body hyperthermia")], WHOLE),  # known, and truly of no other kind
        ([("OTHER", "Blood sampling")], NO_PRODUCT),
    ],
)
def test_a_trial_with_an_unknown_product_is_counted_apart(interventions: list[tuple[str, str]], group: str) -> None:
    config = load_config(config_folder(None))
    record = make_record(
        "NCT00000001", title="A trial in melanoma", conditions=["Melanoma"], interventions=interventions
    )
    result = build_classifier(config).classify(parse_texts(record))
    table = Confidence(config.confidence)
    assert table.cue(result, "therapy")[0] == f"{group}therapy"
    assert table.cue(result, "cancer")[0] == f"{WHOLE}cancer"
    assert (table.of_axes(result)["therapy"] < 0.95) is (group != WHOLE)


def test_counts_from_before_hold_for_unknown_products_too() -> None:
    config = load_config(config_folder(None))
    record = make_record("NCT00000001", title="Melanoma", conditions=["Melanoma"], interventions=[("DRUG", "QRX-881")])
    result = build_classifier(config).classify(parse_texts(record))
    counts = {"axis": f"{WHOLE}therapy", "rule": "", "place": "silence", "right": 99, "labelled": 99}
    assert Confidence([ConfidenceRow.model_validate(counts)]).of_axes(result)["therapy"] > 0.98


def test_measured_as_new_the_only_trial_of_a_drug_does_not_know_it() -> None:
    config = load_config(config_folder(None))
    names = ("EIK1001", "Pembrolizumab", "Pembrolizumab")
    records = [
        RawRecord(number, make_record(f"NCT{number:08d}", title="A trial in melanoma", conditions=["Melanoma"],
                                      interventions=[("DRUG", name)]))
        for number, name in enumerate(names, start=1)
    ]  # fmt: skip
    labels = {f"NCT{number:08d}": {"modality": ["tlr" if number == 1 else "pd1_pdl1"]} for number in (1, 2, 3)}
    fewer = as_for_new_trials(config, records)
    assert {agent.agent for agent in config.agents} - {agent.agent for agent in fewer.agents} == {"EIK1001"}
    known = measure_labels(build_classifier(config), Confidence(()), records, labels)
    new = measure_labels(build_classifier(fewer), Confidence(()), records, labels)
    rows = {row.axis: row for row in known.with_new_products(new).rows if row.axis.endswith("modality")}
    assert (rows[f"{UNKNOWN_PRODUCT}modality"].right, rows[f"{UNKNOWN_PRODUCT}modality"].labelled) == (0, 1)
    assert (rows[f"{WHOLE}modality"].right, rows[f"{WHOLE}modality"].labelled) == (3, 3)
