"""Tests of printed shares, of segments and of wholes that are no dimension of the report."""

from collections.abc import Iterator
from dataclasses import replace

from trialscape.config.reports.report_files import Statement, half_unit
from trialscape.market.claims.targets import SubjectReader, UnknownNameError
from trialscape.market.claims.test_model import PEER, ClaimTest, Target


def share(reader: SubjectReader, state: Statement, blank: ClaimTest) -> Iterator[ClaimTest]:
    """Yield the test of a printed share: of segments in their dimension, or of another whole that trials stand for."""
    low, high = _bounds(reader, state)
    bound = replace(blank, method="bound", low=low, high=high)
    if state.segments and state.of:
        raise UnknownNameError(f"A share of '{state.of}' is not measured by segment.")
    if state.segments:
        # Of a part of the segment it is the share of the whole that is printed, not the part's share in the segment.
        named = tuple(reader.segment(name, facet=PEER, role="named") for name in state.segments)
        yield replace(bound, targets=named if state.is_of_segments else reader.filters(state))
    else:
        yield _share_of_whole(reader, state, bound)


def _bounds(reader: SubjectReader, state: Statement) -> tuple[float, float]:
    """Return the lowest and the highest share, as fractions, that a printed share allows."""
    op, within = reader.report.read(state)
    value = (state.percent or 0.0) / 100
    room = within / 100 if op == "~" else half_unit(state.percent or 0.0) / 100 if op == "=" else 0.0
    low = value - room if op in ("=", "~", ">", ">=") else 0.0
    high = value + room if op in ("=", "~", "<", "<=") else 1.0
    return low, high


def _share_of_whole(reader: SubjectReader, state: Statement, bound: ClaimTest) -> ClaimTest:
    """Return the test of a share of something that is no dimension of the report, such as all trials of cells."""
    whole = reader.words.whole_of(state.of)
    if whole is None:
        raise UnknownNameError(
            "A share of a whole that is no dimension of the report and that no trial stands for: "
            f"{state.of or 'none is named'}."
        )
    named = tuple(
        Target(PEER, state.of, "label", axis, name, role="named")
        for axis, names in whole.labels.items()
        for name in names
    )
    # Labels that the whole already uses to find its part are not applied again.
    rest = {axis: names for axis, names in state.labels.items() if not set(names) <= set(whole.labels.get(axis, ()))}
    filters = reader.filters(state.model_copy(update={"labels": rest}), without=("of",))
    return replace(
        bound,
        measure=whole.measure,
        cohort=whole.cohort,
        is_upper_bound=whole.is_upper_bound,
        is_only_shown=whole.is_only_shown,
        unmeasured=whole.why,
        targets=(*named, *filters),
    )
