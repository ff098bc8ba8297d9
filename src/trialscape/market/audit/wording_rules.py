"""Audit rules about players, products and segments that a report names in several places."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from trialscape.config.reports.report_files import Report, Statement
from trialscape.market.audit.finding import Finding

# Two lists of the same market hardly overlap when they share less than this fraction of the shorter one.
OVERLAP = 0.25
_LIST = re.compile(r"list \d+")
# The group of players that the questions and answers at the end of a report name.
_FAQ = "FAQ"


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


def players_missing(report: Report) -> Iterator[Finding]:
    """Yield the players that a report names elsewhere and leaves out where its FAQ (group "FAQ") lists the players."""
    answered = [player.name for player in report.player if _FAQ in player.groups]
    missing = [player.name for player in report.player if _FAQ not in player.groups]
    if answered and missing:
        yield Finding(
            report=report.id,
            id=f"players:{report.id}:FAQ",
            rule="players_missing_from_faq",
            verdict="note",
            sentence=f"The FAQ lists {len(answered)} players and leaves out {len(missing)} that the document names "
            f"elsewhere: {', '.join(missing)}.",
            figures={"listed": float(len(answered)), "missing": float(len(missing))},
        )


def states_of_products(report: Report) -> Iterator[Finding]:
    """Yield each product for which claims state different stages of approval or development."""
    stated = [(claim.id, state) for claim in report.claim for state in claim.states]
    for product in dict.fromkeys(state.product for _, state in stated if state.product):
        told = list(_stages(product, stated))
        if len({words for _, words in told}) > 1:
            yield Finding(
                report=report.id,
                id=f"states:{report.id}:{product}",
                rule="one_product_several_states",
                verdict="note",
                sentence=f"{product} is told in {len(told)} states: "
                + "; ".join(f"{words} ({claim})" for claim, words in told)
                + ".",
                claims=tuple(dict.fromkeys(claim for claim, _ in told)),
            )


def _stages(product: str, stated: Sequence[tuple[str, Statement]]) -> Iterator[tuple[str, str]]:
    """Yield claim and stage of ``product``: approval by its name, development also by its companies and labels."""
    own = [state for _, state in stated if state.product == product]
    players = {player for state in own for player in state.players}
    labels = {name for state in own for names in state.labels.values() for name in names}
    for claim, state in stated:
        words = state.status if state.kind == "regulatory" else state.of if state.kind == "event" else ""
        if state.product == product and words:
            yield claim, f"{words} {state.date or ''}".strip()
        kinds = {name for names in state.labels.values() for name in names}
        if state.kind == "presence" and state.phase and players & set(state.players) and labels & kinds:
            yield claim, f"phase {state.phase}, of the same company and kind"


def denied_segments(report: Report) -> Iterator[Finding]:
    """Yield each segment that a claim calls no member of its dimension in the usual sense."""
    homes = {segment.id: segment.dimension for segment in report.segment}
    titles = {segment.id: segment.name for segment in report.segment}
    names = {dimension.id: dimension.name for dimension in report.dimension}
    for claim in report.claim:
        for state in claim.states:
            for segment in state.segments if state.degree == "not_of_its_kind" else ():
                yield Finding(
                    report=report.id,
                    id=f"not-of-its-kind:{report.id}:{claim.id}:{segment}",
                    rule="segment_not_of_its_kind",
                    verdict="contradiction",
                    sentence=f"'{titles[segment]}' is a segment of '{names[homes[segment]]}', while {claim.id} says "
                    "that it is not one in the usual sense.",
                    claims=(claim.id,),
                )
