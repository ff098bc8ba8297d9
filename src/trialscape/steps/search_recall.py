"""Which records, by their labels, should be found by a search, and which of them no search would find.

The searches are evaluated on this machine over records of a file, so gaps are found without requests to the registry. A
record is a target of a search when it has the labels that confirm it; if a search leaves drugs out on purpose, one of
its own drugs must be among the reasons for the label.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from trialscape.classify.assemble import build_classifier
from trialscape.config.load import Config
from trialscape.config.tracking.searches import Search
from trialscape.essie.match import Record
from trialscape.essie.parse import Node, parse
from trialscape.registry.query import expression
from trialscape.study.decode.parse import UnreadableRecordError, parse_study
from trialscape.study.model import Study
from trialscape.study.stream import RawRecord
from trialscape.verdict import Classification

# Types of the cancer axis that are solid tumours; "others" is shared with blood cancers.
_SOLID = frozenset(("melanoma", "nsclc", "rcc", "hnscc", "pan_tumour"))


@dataclass(slots=True)
class Found:
    """What one search does with the records.

    ``hits`` are all that it finds, ``own`` its targets among them, ``missed`` its targets that no search finds.
    """

    search: str
    hits: int = 0
    targets: int = 0
    own: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Miss:
    """A target that no search finds, with the searches that it is a target of."""

    nct_id: str
    title: str
    searches: tuple[str, ...]


@dataclass(slots=True)
class Recall:
    """The searches in their order, the misses, and the records that could not be judged.

    ``bare`` counts records without title and conditions, as some collections cut them: no search can place these.
    """

    by_search: list[Found]
    misses: list[Miss] = field(default_factory=list)
    targets: int = 0
    records: int = 0
    bare: int = 0
    unreadable: int = 0

    @property
    def share(self) -> float:
        """Return the targets found as a share of all; 1 where there are none."""
        return 1 - len(self.misses) / self.targets if self.targets else 1.0


def measure_recall(records: Iterable[RawRecord], config: Config) -> Recall:
    """Evaluate every search of ``config`` over ``records``, each trial once."""
    classifier = build_classifier(config)
    asked = {search.id: parse(expression(search)) for search in config.searches}
    recall = Recall([Found(search.id) for search in config.searches])
    seen: set[str] = set()
    for raw in records:
        try:
            study, _ = parse_study(raw.value)  # type: ignore[arg-type]  # what is no object is unreadable
        except UnreadableRecordError:
            recall.unreadable += 1
            continue
        if study.nct_id in seen:
            continue
        seen.add(study.nct_id)
        recall.records += 1
        if not study.brief_title and not study.conditions:
            recall.bare += 1
        elif isinstance(raw.value, dict):
            targets = set(_targets(classifier.classify(study), config.searches))
            _count(recall, study, targets, set(_finders(Record(raw.value), asked)))
    return recall


def _finders(record: Record, asked: dict[str, Node]) -> Iterator[str]:
    return (search for search, node in asked.items() if record.matches(node))


def _count(recall: Recall, study: Study, targets: set[str], finders: set[str]) -> None:
    is_missed = bool(targets) and not finders
    for found in recall.by_search:
        found.hits += found.search in finders
        found.targets += found.search in targets
        found.own += found.search in targets & finders
        found.missed += is_missed and found.search in targets
    recall.targets += bool(targets)
    if is_missed:
        names = tuple(found.search for found in recall.by_search if found.search in targets)
        recall.misses.append(Miss(study.nct_id, study.brief_title, names))


def _targets(labels: Classification, searches: Iterable[Search]) -> Iterator[str]:
    """Yield the searches whose labels a trial has on every axis that they name."""
    kinds = tumour_kinds(labels)
    for search in searches:
        wanted = search.confirmed_by
        borne = (kinds if axis == "tumour_kind" else set(labels.labels(axis)) for axis in wanted)
        is_target = all(set(names) & found for names, found in zip(wanted.values(), borne, strict=True))
        if wanted and is_target and (not search.named_agents or _is_named(labels, search)):
            yield search.id


def _is_named(labels: Classification, search: Search) -> bool:
    """Return whether a drug of the search is among the reasons for a label that confirms it."""
    return any(
        evidence.term in search.named_agents
        for verdict in labels.verdicts
        if verdict.label in search.confirmed_by.get(verdict.axis, ())
        for evidence in verdict.evidence
    )


def tumour_kinds(labels: Classification) -> set[str]:
    """Return "solid", "blood" or both, by the same rule as the table concepts.tumour_kind."""
    cancers = set(labels.labels("cancer"))
    words = {label: set(_places(labels, label)) for label in ("others", "haematologic")}
    kinds = {"blood"} if "haematologic" in cancers else set()
    is_other_solid = "others" in cancers and ("haematologic" not in cancers or words["others"] - words["haematologic"])
    return kinds | ({"solid"} if cancers & _SOLID or is_other_solid else set())


def _places(labels: Classification, label: str) -> Iterator[tuple[str, int, int]]:
    for verdict in labels.verdicts:
        if (verdict.axis, verdict.label) == ("cancer", label):
            yield from ((item.field, item.start, item.end) for item in verdict.evidence)
