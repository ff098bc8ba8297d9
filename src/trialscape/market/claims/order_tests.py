"""Tests of what is ranked: a rank, an order, a rank by growth. Other names in a statement narrow all of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from trialscape.config.reports.report_files import Statement
from trialscape.market.claims.peers import label_peers, region_peers, segment_peers, topic_peers
from trialscape.market.claims.targets import SubjectReader, UnknownNameError
from trialscape.market.claims.test_model import ClaimTest, Rule, Target

Made = Iterator[ClaimTest]

_RULES: Mapping[str, Rule] = {"largest": "first", "fastest": "first", "minimal": "last"}


def rank(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    """Yield the test of a place among segments, the countries of a region, or labels."""
    ranked = replace(blank, method="order", rule=_rule(state), unmeasured=_field(state))
    if state.segments:
        peers = segment_peers(reader, state.segments, after=state.after)
        yield replace(ranked, targets=(*peers, *reader.filters(state, without=("segments", "of"))))
    elif state.countries:
        peers = region_peers(reader, state.countries)
        yield replace(ranked, targets=(*peers, *reader.filters(state, without=("countries", "of"))))
    elif state.topics:
        peers = topic_peers(reader, state.topics)
        yield replace(ranked, targets=(*peers, *reader.filters(state, without=("topics", "of"))))
    elif state.labels:
        yield replace(ranked, targets=_labels(reader, state, without=("of",)))
    else:
        raise UnknownNameError(f"A rank among {state.of or _others(state)} that no trial stands for.")


def order(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    """Yield a test for each segment against all that come after it; one that no trial can be put into has none."""
    rest = reader.filters(state, without=("segments",))
    mapped = []
    for name in state.segments:
        try:
            reader.segment(name)
            mapped.append(name)
        except UnknownNameError as unknown:
            yield replace(blank, why_not=str(unknown))
    for place, name in enumerate(mapped[:-1]):
        peers = segment_peers(reader, (name,), among=mapped[place + 1 :])
        yield replace(blank, method="order", rule="first", targets=(*peers, *rest))


def growth_rank(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    """Yield a test by growth for what is ranked: segments of each dimension, countries, labels, or else topics."""
    grows = replace(blank, method="order", rule=_rule(state), measure="growth")
    named = state.segments or state.countries or state.labels
    if not named and not state.topics:
        raise UnknownNameError(f"Growth among {_others(state)} is not ranked: no trial stands for its peers.")
    rest = reader.filters(state, without=("segments", "countries", "labels", *(() if named else ("topics",))))
    dimensions = dict.fromkeys(s.dimension for s in reader.report.segment if s.id in state.segments)
    for dimension in dimensions:
        own = [name for name in state.segments if _is_in(reader, name, dimension)]
        if state.after and not _is_in(reader, state.after, dimension):
            raise UnknownNameError(f"'{state.after}' is of another dimension than {', '.join(own)}.")
        yield replace(grows, targets=(*segment_peers(reader, own, after=state.after), *rest))
    if state.countries:
        yield replace(grows, targets=(*region_peers(reader, state.countries), *rest))
    if state.labels:
        ranked = _labels(reader, state, without=("segments", "countries"))
        yield replace(grows, targets=ranked)
    if not named:
        yield replace(grows, targets=(*topic_peers(reader, state.topics), *rest))


def _rule(state: Statement) -> Rule:
    return _RULES.get(state.rank or "", "second")


def _labels(reader: SubjectReader, state: Statement, *, without: tuple[str, ...]) -> tuple[Target, ...]:
    """Return the labels of the first axis with their peers; those of other axes narrow what is ranked."""
    (axis, names), *others = state.labels.items()
    narrower = state.model_copy(update={"labels": dict(others)})
    return (*label_peers(reader, {axis: names}), *reader.filters(narrower, without=without))


def _is_in(reader: SubjectReader, name: str, dimension: str) -> bool:
    return any(segment.id == name for segment in reader.report.segments_of(dimension))


def _field(state: Statement) -> str:
    return f"Stated among '{state.of}'; the figure names what it is compared with." if state.of else ""


def _others(state: Statement) -> str:
    subjects = ("players", "facilities", "of")
    return " and ".join(subject for subject in subjects if getattr(state, subject)) or "things"
