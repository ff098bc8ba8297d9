"""The order of segments by the claims of a report, and claims that would make it circular."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from trialscape.config.reports.models import Report
from trialscape.config.reports.statements import Statement
from trialscape.errors import Fault


def order_edges(report: Report, state: Statement) -> list[tuple[str, str]]:
    """Return the pairs (larger, smaller) of segment ids that a rank or order states; empty for other kinds.

    largest: not smaller than any other. second, close_second: not larger than the one it follows, not smaller than any
    other ("close" bounds nothing, because no distance is printed). minimal: not larger than any other. A residual
    segment is not an "other", because it holds many things, each of which may be small.
    """
    if state.kind == "order":
        return list(pairwise(state.segments))
    if state.kind != "rank" or not state.segments:
        return []
    own = state.segments[0]
    dimension = next((segment.dimension for segment in report.segment if segment.id == own), "")
    others = [item.id for item in report.segments_of(dimension) if item.id != own and not item.residual]
    if state.rank == "largest":
        return [(own, other) for other in others]
    if state.rank == "minimal":
        return [(other, own) for other in others]
    return [(state.after, own), *((own, other) for other in others if other != state.after)]


def ranked_residuals(report: Report, file: str) -> Iterator[Fault]:
    """Yield one fault for each statement of order about a residual segment; claims that are set aside may have any."""
    residual = {segment.id for segment in report.segment if segment.residual}
    for claim in report.claim:
        for state in claim.states if not (claim.set_aside or claim.not_testable) else ():
            named = {*state.segments, state.after or ""} & residual
            if state.kind in ("rank", "order", "growth_rank") and named:
                problem = f"ranks '{min(named)}', which is residual: it combines many things, so orders exclude it"
                allowed = 'named segments; set_aside = "reason" keeps a claim out of the order'
                yield Fault(file, f"claim {claim.id}", "segments", problem, allowed)


def circular_orders(report: Report, file: str) -> Iterator[Fault]:
    """Yield one fault for each claim that makes the order of the claims above it circular."""
    below: dict[tuple[str, int | None], set[tuple[str, str]]] = {}
    for claim in report.claim:
        for state in claim.states:
            edges = order_edges(report, state) if not any(state.mistakes()) else []
            if not edges or claim.set_aside or not state.is_of_segments:
                continue
            dimension = next((item.dimension for item in report.segment if item.id == edges[0][0]), "")
            known = below.setdefault((dimension, state.year or report.base_year), set())
            circle = next((edge for edge in edges if _reaches(edge[1], edge[0], known | set(edges))), None)
            if circle is not None:
                problem = f"makes the order circular: '{circle[0]}' would be above and below '{circle[1]}'"
                allowed = 'an order that is not circular; set_aside = "reason" keeps a claim out of the order'
                yield Fault(file, f"claim {claim.id}", "rank" if state.kind == "rank" else "segments", problem, allowed)
            else:
                known.update(edges)


def _reaches(start: str, goal: str, edges: Collection[tuple[str, str]]) -> bool:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        following = {low for high, low in edges if high == here} - seen
        seen |= following
        todo.extend(following)
    return False
