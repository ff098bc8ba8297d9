"""The effect of a change of rules: labels and quotations under two sets of rules, over one archive."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialscape.archive.store import Archive
from trialscape.classify.assemble import build_classifier
from trialscape.config.chosen_folder import load_chosen
from trialscape.config.files.overlay import config_files
from trialscape.data_folder import archive_folder, warehouse_folder
from trialscape.errors import UsageError
from trialscape.steps.inputs.stored_studies import StoredStudyReader
from trialscape.study.decode.parse import parse_texts
from trialscape.warehouse.publish import versions
from trialscape.warehouse.reader import Warehouse, open_version

LabelKey = tuple[str, str, str]
# Passes pieces of work on one by one.
Each = Callable[[Iterable[Any]], Iterator[Any]]
Quotations = frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """All labels of an archive under one set of rules: (trial, axis, label) with their quotations.

    ``unreadable`` are the trials without labels here, because their stored record cannot be read.
    """

    rule_version: str
    labels: Mapping[LabelKey, Quotations]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelChange:
    """One difference: a label that is ``gained``, ``lost``, or ``reworded`` (it has other quotations)."""

    nct_id: str
    axis: str
    label: str
    change: str
    old_words: tuple[str, ...]
    new_words: tuple[str, ...]


def read_labels(data: Path, rules: str, each: Each = iter) -> LabelSet:
    """Return the labels under ``rules``: a configuration folder or the version of rules of a published warehouse.

    ``each`` passes the records of the archive on one by one, and may count them; a published warehouse needs none.
    The folder may hold a whole configuration or additions to the shipped one.

    Raises UsageError when it is neither.
    """
    folder = Path(rules)
    if folder.is_dir() and config_files(folder):
        return _by_folder(data, folder, each)
    published = versions(warehouse_folder(data)) if warehouse_folder(data).is_dir() else []
    known = []
    for path in reversed(published):
        warehouse = open_version(path)
        if warehouse is None:
            continue
        with warehouse:
            version = warehouse.facts().get("rule_version")
            if version == rules:
                return _by_warehouse(warehouse, version)
            if version is not None:
                known.append(version)
    kept = ", ".join(dict.fromkeys(known)) or "none"
    raise UsageError(
        f"'{rules}' is neither a configuration folder nor the rule version of a published warehouse; "
        f"known versions: {kept}."
    )


def _by_folder(data: Path, folder: Path, each: Each) -> LabelSet:
    classifier = build_classifier(load_chosen(folder))
    labels: dict[LabelKey, Quotations] = {}
    reader = StoredStudyReader(parse_texts)
    for _, study in each(reader.read(Archive(archive_folder(data)).versions())):
        result = classifier.classify(study)
        for verdict in result.verdicts:
            key = (result.nct_id, verdict.axis, verdict.label)
            spans = {f"{item.field} “{item.quote}”" for item in verdict.evidence}
            labels[key] = labels.get(key, frozenset()) | spans
    return LabelSet(classifier.rules.version, labels, tuple(reader.refused))


def _by_warehouse(warehouse: Warehouse, version: str) -> LabelSet:
    _, rows = warehouse.query(
        "SELECT nct_id, axis, label, field, quote "
        "FROM raw.verdict LEFT JOIN raw.evidence USING (nct_id, axis, label, rule)"
    )
    labels: dict[LabelKey, set[str]] = {}
    for nct_id, axis, label, field, quote in rows:
        spans = labels.setdefault((nct_id, axis, label), set())
        if field is not None:
            spans.add(f"{field} “{quote}”")
    return LabelSet(version, {key: frozenset(spans) for key, spans in labels.items()})


def label_changes(old: LabelSet, new: LabelSet) -> Iterator[LabelChange]:
    """Yield the differences between two labellings, ordered by trial, axis and label."""
    for key in sorted(old.labels.keys() | new.labels.keys()):
        before, after = old.labels.get(key), new.labels.get(key)
        if before == after:
            continue
        change = "gained" if before is None else "lost" if after is None else "reworded"
        gone = tuple(sorted((before or frozenset()) - (after or frozenset())))
        come = tuple(sorted((after or frozenset()) - (before or frozenset())))
        yield LabelChange(*key, change, gone, come)
