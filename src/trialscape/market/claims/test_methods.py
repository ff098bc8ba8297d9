"""From claims to tests: the method for each statement, or why a registry of trials cannot test it.

A claim gets one test for each statement, and a second one if a statement has two parts ("Asia Pacific
grows fastest, led by China"). The readings are written down in docs/market.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from trialscape.config.reports.claim_words import ClaimWords
from trialscape.config.reports.report_files import Claim, Report, Statement
from trialscape.config.vocabularies.places import CompanyRow
from trialscape.market.claims.dates import days_of
from trialscape.market.claims.order_tests import growth_rank, order, rank
from trialscape.market.claims.peers import country_group, default_peers, region_free_filters, region_peers
from trialscape.market.claims.share_tests import share
from trialscape.market.claims.targets import SubjectReader, UnknownNameError, approved, label
from trialscape.market.claims.test_model import PEER, ClaimTest, Rule

Made = Iterator[ClaimTest]

# Earlier than any trial of the registry.
FIRST_DAY = "1900-01-01"

OUTCOME = "An outcome of patients; the tracker reads no results."
APPROVAL = "The registry records trials, not approvals."
APPROVAL_SIGN = (
    "An approval shows only where an expanded-access record ends with it; most products have no such record: "
    "if none is found, nothing is judged."
)
REVENUE = "Shares of revenue among companies; the registry lists sponsors of trials, not revenue."
SIZE = "The registry has no data on revenue; the audit checks the printed figures against each other."
_NOT_JUDGED = {
    "leading": "Whether it leads is not judged, only whether it is there.",
    "lagging": "Whether it lags is not judged, only whether it is there.",
}
NO_MEMBER = "The report defines its segments; the audit lists contradictory definitions."
NEED = "A registry of trials does not record needs or opportunities."


def claim_tests(report: Report, words: ClaimWords, companies: Sequence[CompanyRow]) -> tuple[ClaimTest, ...]:
    """Return the tests of all claims of ``report``, numbered from 1 within each claim; every claim has at least one."""
    reader = SubjectReader(report, words, companies)
    return tuple(test for claim in report.claim for test in _numbered(reader, claim))


def _numbered(reader: SubjectReader, claim: Claim) -> Made:
    made: list[ClaimTest] = []
    for state in claim.states:
        blank = ClaimTest(reader.report.id, claim.id, 0, state.kind, "none")
        if claim.not_testable:
            made.append(replace(blank, why_not=claim.not_testable))
            continue
        try:
            tests = [_of_cohort(state, _dated(state, test)) for test in _METHODS[state.kind](reader, state, blank)]
        except UnknownNameError as unknown:
            tests = [replace(blank, why_not=str(unknown))]
        made += tests
    for number, test in enumerate(made, start=1):
        left_out = (test.unmeasured, claim.leaves_out if test.method != "none" else "")
        yield replace(test, number=number, unmeasured=" ".join(filter(None, left_out)))


def _dated(state: Statement, test: ClaimTest) -> ClaimTest:
    """Add the note that a test without days does not use the date of its statement."""
    if not state.date or test.method in ("event", "agents", "none"):
        return test
    note = f"The date {state.date} is not looked at."
    return replace(test, unmeasured=f"{test.unmeasured} {note}".strip())


def _of_cohort(state: Statement, test: ClaimTest) -> ClaimTest:
    """Measure a test over the cohort that its statement names, and note why."""
    if not state.cohort or test.method == "none":
        return test
    return replace(test, cohort=state.cohort, unmeasured=f"{test.unmeasured} {state.cohort_why}".strip())


def _untestable(reason: str) -> Callable[[SubjectReader, Statement, ClaimTest], Made]:
    def method(_reader: SubjectReader, _state: Statement, blank: ClaimTest) -> Made:
        yield replace(blank, why_not=reason)

    return method


def _trend(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    if state.trend == "opportunity":
        if not state.labels and not state.topics:
            raise UnknownNameError(NEED)
        note = "Whether it is an opportunity is not judged, only whether it is tried."
        is_every = state.degree != "some"
        yield replace(
            blank, method="presence", is_every_needed=is_every, unmeasured=note, targets=reader.filters(state)
        )
        return
    # Countries that are named with another subject are led by it, so the test asks only for their presence.
    grows = reader.filters(state, without=("countries",)) or reader.filters(state)
    bound = replace(blank, method="bound", targets=grows)
    # What rises or grows fast is read as growing faster than the rest; what grows gradually needs only to grow.
    yield replace(bound, measure="own_growth" if state.trend == "gradual" else "growth")
    if state.countries:
        yield replace(blank, method="presence", targets=reader.filters(state))


def _count(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    if state.of != "distinct agents" or not state.labels:
        raise UnknownNameError(f"A count of {state.of or 'things'} that no trial stands for.")
    op, _ = reader.report.read(state)
    if op not in (">", ">="):
        raise UnknownNameError("Agents that nobody tracks are not counted, so only 'at least' can be held against it.")
    kinds = state.labels.get("modality", ())
    if not kinds:
        raise UnknownNameError(f"Agents can be selected by modality, not by {', '.join(state.labels)}.")
    needed = int(state.number or 0) + (1 if op == ">" else 0)
    rest = {axis: names for axis, names in state.labels.items() if axis != "modality"}
    filters = reader.filters(state.model_copy(update={"labels": rest}), without=("of",))
    agents = tuple(label("modality", kind, facet=PEER, role="named") for kind in kinds)
    counted = replace(blank, method="agents", needed=needed, targets=(*agents, *filters))
    if state.date:
        _, last = days_of(state.date)
        note = (
            f"{state.date}: agents in trials that started up to {last}; whether work on one had ended is not looked at."
        )
        counted = replace(counted, date_from=FIRST_DAY, date_to=last, unmeasured=note)
    yield counted


def _presence(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    if state.degree == "not_of_its_kind":
        raise UnknownNameError(NO_MEMBER)
    if state.degree == "absent":
        group = country_group(reader, state)
        yield replace(blank, method="absence", targets=(*group, *region_free_filters(reader, state, group)))
    elif state.degree == "mostly":
        yield _most(reader, state, blank)
    elif state.degree == "limited":
        peers = default_peers(reader, state)
        yield replace(
            blank, method="order", rule="below_usual", targets=(*peers, *region_free_filters(reader, state, peers))
        )
    elif state.degree in ("leading", "lagging") and state.countries and not state.part:
        peers = region_peers(reader, state.countries)
        rule: Rule = "first" if state.degree == "leading" else "just_behind"
        yield replace(blank, method="order", rule=rule, targets=(*peers, *region_free_filters(reader, state, peers)))
    else:
        yield replace(
            blank,
            method="presence",
            needed=2 if state.degree == "multiple" else 1,
            is_every_needed=state.degree != "some",
            unmeasured=_NOT_JUDGED.get(state.degree or "", ""),
            targets=reader.filters(state),
        )


def _most(reader: SubjectReader, state: Statement, blank: ClaimTest) -> ClaimTest:
    """Return the test that more than half of the trials have the topic that is named, or else are in its phase."""
    if state.topics:
        part = tuple(target for topic in state.topics for target in reader.named(topic, PEER, role="named"))
        items = [reader.words.named(topic) for topic in state.topics]
    elif state.phase:
        part, items = tuple(reader.phases(state.phase, facet=PEER, role="named")), []
    else:
        raise UnknownNameError("Most of what is meant is not said: neither a topic nor a phase is named.")
    whole = reader.filters(state, without=("topics",) if state.topics else ("phase",))
    return replace(
        blank,
        method="bound",
        low=0.5,
        high=1.0,
        is_upper_bound=any(item is not None and item.is_upper_bound for item in items),
        unmeasured=" ".join(item.why for item in items if item is not None),
        targets=(*part, *whole),
    )


def _event(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    if state.of:
        raise UnknownNameError(
            f"The registry records trials; an event of another kind ({state.of}) leaves no mark in it."
        )
    first, last = days_of(state.date or "")
    yield replace(blank, method="event", date_from=first, date_to=last, targets=reader.filters(state))


def _regulatory(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Made:
    if not state.approved:
        raise UnknownNameError(APPROVAL)
    targets = (*reader.filters(state), approved())
    yield replace(blank, method="presence", unmeasured=APPROVAL_SIGN, targets=targets)


_METHODS: Mapping[str, Callable[[SubjectReader, Statement, ClaimTest], Made]] = {
    "size": _untestable(SIZE),
    "cagr": _untestable(SIZE),
    "share": share,
    "rank": rank,
    "order": order,
    "growth_rank": growth_rank,
    "trend": _trend,
    "count": _count,
    "presence": _presence,
    "event": _event,
    "concentration": _untestable(REVENUE),
    "regulatory": _regulatory,
    "outcome": _untestable(OUTCOME),
}
