"""Consistency of the items of one report; every inconsistency is a ``Fault``, and all are found in one pass."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from trialscape.config.files.file_reader import spelling_hint
from trialscape.config.reports.models import RESERVED, Cohort, Report
from trialscape.config.reports.stated_orders import circular_orders, ranked_residuals
from trialscape.config.reports.statements import Mistake, Statement
from trialscape.errors import Fault

Axes = Mapping[str, frozenset[str]]


def check_report(
    report: Report,
    *,
    file: str,
    axes: Axes | None,
    cohorts: Collection[str] | None,
    lost: Collection[str] = (),
) -> list[Fault]:
    """Return all faults of ``report``; labels are checked when ``axes`` is given, cohorts when ``cohorts`` is.

    ``lost`` names the lists that lost an unreadable item, and the ids of those items: faults that only follow from
    their absence are left out.
    """
    faults = list(_mistakes(report, file))
    faults += _duplicates(report, file)
    faults += _segments(report, file)
    faults += _estimates(report, file)
    faults += _countries(report, file)
    faults += _claims(report, file)
    faults += circular_orders(report, file)
    faults += ranked_residuals(report, file)
    if axes is not None:
        faults += _labels(report, file, axes)
    if cohorts is not None:
        faults += _cohorts(report, file, {*cohorts, *(cohort.id for cohort in report.cohorts)})
    return [fault for fault in faults if not _is_consequence(fault, lost)]


def _is_consequence(fault: Fault, lost: Collection[str]) -> bool:
    """Return whether ``fault`` may exist only because an unreadable item was removed."""
    if any(name and f"'{name}'" in fault.problem for name in lost if fault.problem.startswith("unknown")):
        return True
    if fault.key == "states" and fault.item.removeprefix("claim ") in lost:
        return True
    counted = {"estimate": fault.key == "estimate", "segment": fault.item.startswith("dimension ") and not fault.key}
    # An item without a readable id may be the one that is referred to.
    unnamed = {"player": fault.key == "players", "reading": fault.key == "word", "cohorts": fault.key == "cohort"}
    possible = counted | (unnamed if "" in lost else {})
    return any(hit and name in lost for name, hit in possible.items())


def check_cohorts(cohorts: Sequence[Cohort], *, file: str, axes: Axes | None) -> Iterator[Fault]:
    """Yield the faults of a list of cohorts: ids used twice and unknown labels."""
    for name, count in Counter(cohort.id for cohort in cohorts).items():
        if count > 1:
            yield Fault(file, f"cohort {name}", "id", "is used twice; ids must be unique")
    for cohort in cohorts:
        for key, labels in (("where.has", cohort.where.has), ("where.but_not", cohort.where.but_not)):
            yield from _known(labels, axes or {}, file, f"cohort {cohort.id}", key) if axes is not None else ()


def _mistakes(report: Report, file: str) -> Iterator[Fault]:
    """Yield the mistakes of single items."""
    items: list[tuple[str, Iterator[Mistake]]] = [("", report.mistakes())]
    items += [(f"period {item.what}", item.mistakes()) for item in report.period]
    items += [(f"reading {item.word}", item.mistakes()) for item in report.reading]
    items += [(f"estimate {item.id}", item.mistakes()) for item in report.estimate]
    items += [(f"segment {item.id}", item.mistakes()) for item in report.segment]
    items += [(f"claim {item.id}", item.mistakes()) for item in report.claim]
    for item, mistakes in items:
        for key, problem in mistakes:
            yield Fault(file, item, key, problem)


def _duplicates(report: Report, file: str) -> Iterator[Fault]:
    lists: dict[str, list[str]] = {
        "dimension": [item.id for item in report.dimension],
        "segment": [item.id for item in report.segment],
        "estimate": [item.id for item in report.estimate],
        "claim": [item.id for item in report.claim],
        "player": [item.id for item in report.player],
        "grouping": [item.id for item in report.grouping],
        "definition": [item.id for item in report.definition],
    }
    for what, names in lists.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield Fault(file, f"{what} {name}", "id", "is used twice; ids must be unique")
    for word, count in Counter(reading.word for reading in report.reading).items():
        if count > 1:
            yield Fault(file, f"reading {word}", "word", "has two readings; each word needs one")


def _segments(report: Report, file: str) -> Iterator[Fault]:
    known = [dimension.id for dimension in report.dimension]
    for name in set(known) & set(RESERVED):
        problem = f"'{name}' is reserved for the tables; choose another id"
        yield Fault(file, f"dimension {name}", "id", problem)
    for segment in report.segment:
        yield from _word(segment.dimension, known, "dimension", file, f"segment {segment.id}", "dimension")
    for name in known:
        count = len(report.segments_of(name))
        if count < 2:
            problem = f"has {count} segment{'' if count == 1 else 's'}; a market is split into at least two"
            yield Fault(file, f"dimension {name}", "", problem)


def _estimates(report: Report, file: str) -> Iterator[Fault]:
    headlines = sum(estimate.role == "headline" for estimate in report.estimate)
    if report.kind == "market" and headlines != 1:
        yield Fault(file, "", "estimate", f"has {headlines} headline estimates; a market report needs exactly one")


def _countries(report: Report, file: str) -> Iterator[Fault]:
    homes: dict[str, str] = {}
    regions = [(f"segment {item.id}", item.countries.all) for item in report.segment if item.countries]
    for item, countries in [*regions, *(("homeless", entry.countries) for entry in report.homeless)]:
        for country in countries:
            if country in homes:
                problem = f"'{country}' is also in {homes[country]}; a country belongs to one region of a report"
                yield Fault(file, item, "countries", problem)
            homes.setdefault(country, item)
    known = [segment.id for segment in report.segment]
    for grouping in report.grouping:
        for name in grouping.segments:
            yield from _word(name, known, "segment", file, f"grouping {grouping.id}", "segments")


def _claims(report: Report, file: str) -> Iterator[Fault]:
    segments = [segment.id for segment in report.segment]
    players = [player.id for player in report.player]
    readings = [reading.word for reading in report.reading]
    for player in report.player:
        for name in player.segments:
            yield from _word(name, segments, "segment", file, f"player {player.id}", "segments")
    for claim in report.claim:
        item = f"claim {claim.id}"
        for state in claim.states:
            for name in state.segments:
                yield from _word(name, segments, "segment", file, item, "segments")
            for name in state.players:
                yield from _word(name, players, "player", file, item, "players")
            if state.after:
                yield from _word(state.after, segments, "segment", file, item, "after")
            if state.word:
                yield from _word(state.word, readings, "reading", file, item, "word")
            yield from _one_dimension(report, state, file, item)


def _one_dimension(report: Report, state: Statement, file: str, item: str) -> Iterator[Fault]:
    if state.kind not in ("rank", "order"):
        return
    named = [*state.segments, *([state.after] if state.after else [])]
    if len(set(named)) < len(named):
        yield Fault(file, item, "segments", "names a segment twice")
    dimensions = {segment.dimension for segment in report.segment if segment.id in named}
    if len(dimensions) > 1:
        problem = f"orders segments of different dimensions: {', '.join(sorted(dimensions))}"
        yield Fault(file, item, "segments", problem)


def _labels(report: Report, file: str, axes: Axes) -> Iterator[Fault]:
    countries = axes.get("country")
    for dimension in report.dimension:
        for outside in dimension.outside:
            yield from _known(outside.has, axes, file, f"dimension {dimension.id}", "outside.has")
    for segment in report.segment:
        item = f"segment {segment.id}"
        if segment.where is not None:
            yield from _known(segment.where.has, axes, file, item, "where.has")
            yield from _known(segment.where.but_not, axes, file, item, "where.but_not")
        if segment.countries is not None:
            yield from _unknown_codes(segment.countries.all, countries, file, item)
    for claim in report.claim:
        for state in claim.states:
            yield from _known(state.labels, axes, file, f"claim {claim.id}", "labels")
            yield from _unknown_codes(state.countries, countries, file, f"claim {claim.id}")
    for entry in report.homeless:
        yield from _unknown_codes(entry.countries, countries, file, "homeless")
    for grouping in report.grouping:
        yield from _unknown_codes(grouping.countries, countries, file, f"grouping {grouping.id}")
    for player in report.player:
        yield from _known(player.labels, axes, file, f"player {player.id}", "labels")
    yield from check_cohorts(report.cohorts, file=file, axes=axes)


def _unknown_codes(codes: Sequence[str], countries: Collection[str] | None, file: str, item: str) -> Iterator[Fault]:
    for code in codes if countries is not None else ():
        if code not in (countries or ()):
            yield Fault(file, item, "countries", f"unknown country '{code}'", "ISO 3166 codes of two letters")


def _known(labels: Mapping[str, Sequence[str]], axes: Axes, file: str, item: str, key: str) -> Iterator[Fault]:
    for axis, names in labels.items():
        if axis not in axes:
            yield from _word(axis, sorted(axes), "axis", file, item, key)
            continue
        if axis == "country":
            yield from _unknown_codes(names, axes[axis], file, item)
            continue
        for name in names:
            yield from _word(name, sorted(axes[axis]), "label", file, item, f"{key}.{axis}")


def _cohorts(report: Report, file: str, known: Collection[str]) -> Iterator[Fault]:
    for key, name in (("cohort", report.cohort), *(("also", name) for name in report.also)):
        yield from _word(name, sorted(known), "cohort", file, "", key)
    for claim in report.claim:
        for state in claim.states:
            if state.cohort:
                yield from _word(state.cohort, sorted(known), "cohort", file, f"claim {claim.id}", "cohort")


def _word(name: str, known: Sequence[str], what: str, file: str, item: str, key: str) -> Iterator[Fault]:
    if name not in known:
        allowed = ", ".join(known) or "none is defined"
        yield Fault(file, item, key, f"unknown {what} '{name}'{spelling_hint(name, known)}", allowed)
