"""Classify the records of a file, without archive or warehouse, on one process or several."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import orjson

from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.classify.engine import Classifier
from trialscape.config.files import stored
from trialscape.config.files.known_literals import know, knowledge
from trialscape.config.load import load_config
from trialscape.errors import UsageError
from trialscape.processes import LostProcessError, in_processes
from trialscape.study.decode.parse import UnreadableRecordError, parse_texts, record_id
from trialscape.study.stream import RawRecord
from trialscape.verdict import Classification, Evidence, Verdict, merge_labels

_CHUNK = 128
# The name of the literals in the cache, which follow from the expressions alone.
_LITERALS = "literals"


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
    """Yield one result for each record, in order; memory does not grow with their number.

    Raises UsageError when the system kills one of ``jobs`` processes.
    """
    if jobs <= 1:
        classify = _prepare(config_folder)
        try:
            for record in records:
                yield from classify([record])
        finally:
            gc.unfreeze()
            stored.keep(_LITERALS, knowledge)
        return
    source = iter(records)
    chunks = iter(lambda: list(islice(source, _CHUNK)), [])
    try:
        for found in in_processes(jobs, chunks, _prepare, (config_folder,), start=None):
            yield from found
    except LostProcessError as error:
        raise UsageError(
            "A process that classified records was killed by the system, probably because memory ran out; "
            "start again with fewer --jobs."
        ) from error


def as_json_object(result: Classification, confidence: Confidence) -> dict[str, object]:
    """Return the public form of a classification: the fields of the label guide, quotations and confidences.

    ``confidence`` has for each axis the probability of its least sure label.
    """
    quotations = [_quotation(verdict, item) for verdict in result.verdicts for item in verdict.evidence]
    # Most records of the registry are not about cancer; they quote nothing and share their verdicts.
    labelled = _labelled if quotations else _labelled_in_silence
    return {
        "nct": result.nct_id,
        **labelled(result.verdicts, result.too_long, confidence),
        **({"too_long": result.too_long} if result.too_long else {}),
        "rule_version": result.rule_version,
        "evidence": quotations,
    }


def _labelled(verdicts: tuple[Verdict, ...], too_long: int, confidence: Confidence) -> dict[str, object]:
    labels = merge_labels(verdicts)
    result = Classification("", "", verdicts, too_long=too_long)
    return {
        "modality": labels.get("modality", []),
        "therapy": labels.get("therapy", []),
        "cancer": labels.get("cancer", []),
        "ici_setting": next(iter(labels.get("ici_setting", [])), ""),
        "resistance": next(iter(labels.get("resistance", [])), ""),
        "act": next(iter(labels.get("act", [])), ""),
        "act_with": labels.get("act_with", []),
        "strategy": labels.get("strategy", []),
        "line": labels.get("line", []),
        "defaults": [verdict.axis for verdict in verdicts if verdict.is_default],
        "confidence": {axis: round(share, 3) for axis, share in confidence.of_axes(result).items()},
    }


_labelled_in_silence = lru_cache(maxsize=16)(_labelled)


def _quotation(verdict: Verdict, item: Evidence) -> dict[str, object]:
    return {
        "axis": verdict.axis,
        "label": verdict.label,
        "rule": verdict.rule,
        "role": item.role,
        "field": item.field,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
    }


def _prepare(config_folder: Path) -> Callable[[list[RawRecord]], list[ClassifiedRecord]]:
    """Compile the rules, once for each process and again only for another configuration."""
    classifier, confidence = _compiled(config_folder)
    return lambda records: [_classify(record, classifier, confidence) for record in records]


@lru_cache(maxsize=1)
def _compiled(config_folder: Path) -> tuple[Classifier, Confidence]:
    with _no_search_for_garbage():
        config = load_config(config_folder)
        know(stored.kept(_LITERALS) or {})
        return build_classifier(config, stored), Confidence(config.confidence)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Let the garbage collector never scan what is made here.

    The vocabularies live as long as the process, and one scan of them takes a twentieth of the start.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


def _classify(record: RawRecord, classifier: Classifier, confidence: Confidence) -> ClassifiedRecord:
    if record.value is None:
        return ClassifiedRecord(record.line, "", error=record.error)
    nct_id = record_id(record.value) if isinstance(record.value, dict) else ""
    try:
        study = parse_texts(record.value)
    except UnreadableRecordError as error:
        return ClassifiedRecord(record.line, nct_id, error=str(error))
    result = classifier.classify(study)
    note = f"the texts or one name have {result.too_long} characters, more than are read; all labels are defaults."
    text = orjson.dumps(as_json_object(result, confidence))
    return ClassifiedRecord(record.line, nct_id, text, note=note if result.too_long else "")
