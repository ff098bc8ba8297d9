"""Expressions that are asked of many records: what several of them contain is one object, and is asked first.

A record caches its answer to each object, so that a list of diseases in all searches is evaluated once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from trialscape.essie.parse import Both, Either, Node, Not


def share(nodes: Iterable[Node]) -> list[Node]:
    """Return expressions with the same meaning, in the same order."""
    known: dict[str, Node] = {}
    found = [_interned(node, known) for node in nodes]
    users = Counter(id(part) for node in found for part in _parts(node))
    return [_ordered(node, users) for node in found]


def _interned(node: Node, known: dict[str, Node]) -> Node:
    if isinstance(node, Both | Either):
        node = type(node)(tuple(_interned(part, known) for part in node.of))
    elif isinstance(node, Not):
        node = Not(_interned(node.of, known))
    return known.setdefault(repr(node), node)


def _parts(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Both | Either):
        for part in node.of:
            yield from _parts(part)


def _ordered(node: Node, users: Counter[int]) -> Node:
    """Return ``node`` with the parts of a conjunction at its top, most used first: most records fail there."""
    if not isinstance(node, Both):
        return node
    return Both(tuple(sorted(node.of, key=lambda part: -users[id(part)])))
