"""Measure the classifier against labelled trials: counts for ``confidence.csv`` and rates for ``error_rates.toml``."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import (
    LABELLED_AXES,
    NO_PRODUCT,
    UNKNOWN_PRODUCT,
    UNKNOWN_RULE,
    Confidence,
    is_outside,
    place_of,
)
from trialscape.classify.engine import Classifier
from trialscape.config.load import Config
from trialscape.config.tracking.confidence import FILE, ConfidenceRow, Place
from trialscape.errors import UsageError
from trialscape.study.decode.parse import UnreadableRecordError, parse_texts, record_id
from trialscape.study.stream import RawRecord
from trialscape.verdict import Classification
from trialscape.whole_file import whole_file

Cue = tuple[str, str, Place]
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Labels of like confidence: how many there are, their mean confidence, and the share of them that is right."""

    count: int
    confidence: float
    right: float


@dataclass(slots=True)
class LabelMeasurement:
    """The result on labelled trials: counts by cue, exact trials by axis, and for calibration triples.

    A triple is an axis, the confidence in its labels, and whether they are right.
    """

    trials: int = 0
    right: Counter[Cue] = field(default_factory=Counter)
    labelled: Counter[Cue] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    triples: list[tuple[str, float, bool]] = field(default_factory=list)

    @property
    def rows(self) -> list[ConfidenceRow]:
        """Return the rows of ``confidence.csv``."""
        return [
            ConfidenceRow(axis=axis, rule=rule, place=place, right=self.right[axis, rule, place], labelled=count)
            for (axis, rule, place), count in sorted(self.labelled.items())
        ]

    def rates(self) -> Iterator[tuple[str, float]]:
        """Yield each axis with the share of trials whose labels on it are not exactly right."""
        yield from ((axis, 1 - self.exact[axis] / self.trials) for axis in LABELLED_AXES if self.trials)

    def calibration_error(self) -> float:
        """Return the expected calibration error over all axes."""
        return calibration_error(reliability(self.triples))

    def with_new_products(self, new: "LabelMeasurement") -> "LabelMeasurement":
        """Return this measurement with the counts of unknown products from ``new``, which has more of them."""
        right, labelled = (
            Counter({cue: n for cue, n in own.items() if not _is_of_unknown(cue)})
            + Counter({cue: n for cue, n in other.items() if _is_of_unknown(cue)})
            for own, other in ((self.right, new.right), (self.labelled, new.labelled))
        )
        return replace(self, right=right, labelled=labelled)

    def count(self, axis: str, rule: str, place: Place, *, is_right: bool) -> None:
        """Count one label, or one axis, under its cue."""
        self.labelled[axis, rule, place] += 1
        self.right[axis, rule, place] += is_right


def _is_of_unknown(cue: Cue) -> bool:
    axis, rule, _ = cue
    return axis.startswith((UNKNOWN_PRODUCT, NO_PRODUCT)) or rule == UNKNOWN_RULE


def reliability(triples: Iterable[tuple[str, float, bool]]) -> list[Bin]:
    """Return the bins that hold labels, of ``BINS`` equal ones from 0 to 1."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for _, sure, is_right in triples:
        groups.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, is_right))
    return [
        Bin(len(group), sum(sure for sure, _ in group) / len(group), sum(right for _, right in group) / len(group))
        for _, group in sorted(groups.items())
    ]


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the expected calibration error: mean gap of confidence and share right, weighted by count."""
    found = list(bins)
    gaps = sum(item.count * abs(item.confidence - item.right) for item in found)
    return gaps / max(sum(item.count for item in found), 1)


def measure_labels(
    classifier: Classifier,
    confidence: Confidence,
    records: Iterable[RawRecord],
    labels: Mapping[str, Mapping[str, object]],
) -> LabelMeasurement:
    """Classify the labelled records and compare; raises UsageError when no record has labels.

    The triples use the probabilities of ``confidence``, so that a table is tested on trials it was not made from.
    """
    results = list(_results(classifier, records, labels))
    if not results:
        raise UsageError(
            "None of the labelled trials is among the records; name the file of the records that were labelled."
        )
    measured = LabelMeasurement(len(results))
    for result, given in results:
        # Defaults outside oncology say nothing about those of trials in cancer.
        if not is_outside(result):
            _count_labels(measured, result, given)
    own = Confidence(measured.rows)
    for result, given in results:
        shares = confidence.of_axes(result)
        for axis in LABELLED_AXES:
            is_exact = _true_labels(given, axis) == set(result.labels(axis))
            measured.exact[axis] += is_exact
            measured.count(*own.cue(result, axis), is_right=is_exact)
            measured.triples.append((axis, shares[axis], is_exact))
    return measured


def as_for_new_trials(config: Config, records: Iterable[RawRecord]) -> Config:
    """Return ``config`` without the agents that only one of ``records`` names.

    Trials from which the vocabulary has learnt their own drugs say too little about a trial whose drug is new.
    """
    classifier = build_classifier(config)
    trials: Counter[str] = Counter()
    for record in records:
        with suppress(UnreadableRecordError):
            if isinstance(record.value, dict):
                trials.update(classifier.named_agents(parse_texts(record.value)))
    kept = tuple(agent for agent in config.agents if trials[agent.agent] != 1)
    return replace(config, agents=kept, rule_version=f"{config.rule_version} as for new trials")


def _results(
    classifier: Classifier, records: Iterable[RawRecord], labels: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[Classification, Mapping[str, object]]]:
    for record in records:
        nct_id = record_id(record.value) if isinstance(record.value, dict) else ""
        if record.value is not None and nct_id in labels:
            with suppress(UnreadableRecordError):
                yield classifier.classify(parse_texts(record.value)), labels[nct_id]


def _true_labels(given: Mapping[str, object], axis: str) -> set[str]:
    stated = given.get(axis, LABELLED_AXES[axis])
    return set(stated) if isinstance(stated, list) else {str(stated)} - {""}


def _count_labels(measured: LabelMeasurement, result: Classification, given: Mapping[str, object]) -> None:
    for axis in LABELLED_AXES:
        truth = _true_labels(given, axis)
        found = {(item.rule, place_of(item), item.label) for item in result.verdicts if item.axis == axis}
        for rule, place, label in found:
            measured.count(axis, rule, place, is_right=label in truth)
        if not found:
            measured.count(axis, "", "silence", is_right=not truth)


def as_csv(rows: Iterable[ConfidenceRow]) -> str:
    """Return the text of ``confidence.csv``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("axis", "rule", "place", "right", "labelled"))
    writer.writerows((row.axis, row.rule, row.place, row.right, row.labelled) for row in rows)
    return text.getvalue()


def write_confidence(folder: Path, rows: Iterable[ConfidenceRow]) -> Path:
    """Replace ``confidence.csv`` of a configuration folder in one step; return its path."""
    target = folder / FILE
    with whole_file(target) as beside:
        beside.write_text(as_csv(rows), encoding="utf-8")
    return target
