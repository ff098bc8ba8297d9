"""Audit rules about players, products and segments that a report names in several places."""

import re
from collections.abc import Iterator
from itertools import combinations

from trialscape.config.reports.report_files import Report
from trialscape.market.audit.finding import Finding

# Two lists of the same market hardly overlap when they share less than this fraction of the shorter one.
OVERLAP = 0.25
_LIST = re.compile(r"list \d+")


def player_lists(report: Report) -> Iterator[Finding]:
    """Yield each pair of printed lists of players (groups named "list 1", ...) that hardly overlap."""
    groups = dict.fromkeys(group for player in report.player for group in player.groups if _LIST.fullmatch(group))
    members = {group: [player.name for player in report.player if group in player.groups] for group in groups}
    for one, other in combinations(groups, 2):
        shared = [name for name in members[one] if name in members[other]]
        shorter = min(len(members[one]), len(members[other]))
        if len(shared) < OVERLAP * shorter:
            yield Finding(
                report=report.id,
                id=f"players:{report.id}:{one}:{other}",
                rule="player_lists_apart",
                verdict="note",
                sentence=f"Two lists of players, {one} with {len(members[one])} and {other} with "
                f"{len(members[other])} names, share {len(shared)}: {', '.join(shared) or 'none'}.",
                figures={"shared": float(len(shared)), "shorter": float(shorter)},
            )


def states_of_products(report: Report) -> Iterator[Finding]:
    """Yield each product for which claims state different stages of approval."""
    states_of: dict[str, list[tuple[str, str]]] = {}
    for claim in report.claim:
        for state in claim.states:
            words = state.status if state.kind == "regulatory" else state.of if state.kind == "event" else ""
            if state.product and words:
                states_of.setdefault(state.product, []).append((claim.id, f"{words} {state.date or ''}".strip()))
    for product, states in states_of.items():
        if len({words for _, words in states}) > 1:
            yield Finding(
                report=report.id,
                id=f"states:{report.id}:{product}",
                rule="one_product_several_states",
                verdict="note",
                sentence=f"{product} is stated in {len(states)} states: "
                + "; ".join(f"{words} ({claim})" for claim, words in states)
                + ".",
                claims=tuple(dict.fromkeys(claim for claim, _ in states)),
            )


def denied_segments(report: Report) -> Iterator[Finding]:
    """Yield each segment that a claim calls no member of its dimension in the usual sense."""
    homes = {segment.id: segment.dimension for segment in report.segment}
    names = {dimension.id: dimension.name for dimension in report.dimension}
    for claim in report.claim:
        for state in claim.states:
            for segment in state.segments if state.degree == "not_of_its_kind" else ():
                yield Finding(
                    report=report.id,
                    id=f"not-of-its-kind:{report.id}:{claim.id}:{segment}",
                    rule="segment_not_of_its_kind",
                    verdict="contradiction",
                    sentence=f"'{segment}' is a segment of '{names[homes[segment]]}', while {claim.id} says that it is "
                    "not one in the usual sense.",
                    claims=(claim.id,),
                )
