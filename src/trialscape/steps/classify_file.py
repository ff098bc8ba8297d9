"""Classify the records of a file, without archive or warehouse, on one process or several."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.classify.engine import Classifier
from trialscape.config.load import load_config
from trialscape.study.decode.parse import UnreadableRecordError, parse_texts, record_id
from trialscape.study.stream import RawRecord
from trialscape.verdict import Classification, merge_labels

_CHUNK = 128
_classifier: Classifier | None = None
_classifier_folder: Path | None = None
_confidence = Confidence(())


@dataclass(frozen=True, slots=True)
class ClassifiedRecord:
    """The result for one record: a line of JSON, or the reason why there is none.

    ``note`` says why all labels of a line are defaults.
    """

    line: int
    nct_id: str
    text: bytes = b""
    error: str = ""
    note: str = ""


def classify_records(records: Iterable[RawRecord], config_folder: Path, jobs: int = 1) -> Iterator[ClassifiedRecord]:
    """Yield one result for each record, in order; memory does not grow with their number."""
    if jobs <= 1:
        _start(config_folder)
        try:
            for record in records:
                yield _classify(record)
        finally:
            gc.unfreeze()
        return
    source = iter(records)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(config_folder,)) as pool:
        chunks = iter(lambda: list(islice(source, _CHUNK)), [])
        # Each process has a few chunks queued, so that no process waits and memory holds few records.
        waiting = [pool.submit(_classify_chunk, chunk) for chunk in islice(chunks, jobs * 3)]
        while waiting:
            yield from waiting.pop(0).result()
            waiting.extend(pool.submit(_classify_chunk, chunk) for chunk in islice(chunks, 1))


def as_json_object(result: Classification, confidence: Confidence) -> dict[str, object]:
    """Return the public form of a classification: the fields of the label guide, quotations and confidences.

    ``confidence`` has for each axis the probability of its least sure label.
    """
    evidence = [
        {
            "axis": verdict.axis,
            "label": verdict.label,
            "rule": verdict.rule,
            "role": item.role,
            "field": item.field,
            "start": item.start,
            "end": item.end,
            "quote": item.quote,
        }
        for verdict in result.verdicts
        for item in verdict.evidence
    ]
    labels = merge_labels(result.verdicts)
    defaults = [verdict.axis for verdict in result.verdicts if verdict.is_default]
    return {
        "nct": result.nct_id,
        "modality": labels.get("modality", []),
        "therapy": labels.get("therapy", []),
        "cancer": labels.get("cancer", []),
        "ici_setting": next(iter(labels.get("ici_setting", [])), ""),
        "resistance": next(iter(labels.get("resistance", [])), ""),
        "act": next(iter(labels.get("act", [])), ""),
        "act_with": labels.get("act_with", []),
        "strategy": labels.get("strategy", []),
        "line": labels.get("line", []),
        "defaults": defaults,
        "confidence": {axis: round(share, 3) for axis, share in confidence.of_axes(result).items()},
        **({"too_long": result.too_long} if result.too_long else {}),
        "rule_version": result.rule_version,
        "evidence": evidence,
    }


def _start(config_folder: Path) -> None:
    """Compile the rules once for each process, and again only for another configuration."""
    global _classifier, _classifier_folder, _confidence
    if _classifier is None or _classifier_folder != config_folder:
        config = load_config(config_folder)
        _classifier, _classifier_folder = build_classifier(config), config_folder
        _confidence = Confidence(config.confidence)
        # The vocabularies live as long as the process, so the garbage collector need not scan them again. To collect
        # first would take a twentieth of the start and free little.
        gc.freeze()


def _classify_chunk(chunk: list[RawRecord]) -> list[ClassifiedRecord]:
    return [_classify(record) for record in chunk]


def _classify(record: RawRecord) -> ClassifiedRecord:
    assert _classifier is not None  # noqa: S101 - set by _start before any record
    if record.value is None:
        return ClassifiedRecord(record.line, "", error=record.error)
    nct_id = record_id(record.value) if isinstance(record.value, dict) else ""
    try:
        study = parse_texts(record.value)
    except UnreadableRecordError as error:
        return ClassifiedRecord(record.line, nct_id, error=str(error))
    result = _classifier.classify(study)
    note = f"the texts or one name have {result.too_long} characters, more than are read; all labels are defaults."
    text = orjson.dumps(as_json_object(result, _confidence))
    return ClassifiedRecord(record.line, nct_id, text, note=note if result.too_long else "")
