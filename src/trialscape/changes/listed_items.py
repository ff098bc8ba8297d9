"""Lists of named items of a record, such as arms and sites, compared by name; order and typography are ignored."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias

from trialscape.changes.difference import Difference
from trialscape.config.tracking.change_rules import Kind
from trialscape.study.model import Study
from trialscape.study.text import plain_line

# The listed items of a record by name, each with its details and how often they occur.
Items: TypeAlias = Mapping[str, Counter[Hashable]]


def keyed(names: Iterable[str]) -> Items:
    """Return items without details."""
    return named((name, "") for name in names)


def named(items: Iterable[tuple[str, Hashable]]) -> Items:
    """Collect the details under each name, because a record may list a name twice."""
    gathered: dict[str, Counter[Hashable]] = {}
    for name, detail in items:
        gathered.setdefault(plain_line(name), Counter())[detail] += 1
    return gathered


def both(kind: Kind, old: Study, new: Study, items: Callable[[Study], Items]) -> list[Difference]:
    """Compare the same list of two versions."""
    return listed(kind, items(old), items(new))


def listed(kind: Kind, old: Items, new: Items, renamed: Mapping[str, str] | None = None) -> list[Difference]:
    """Compare two lists of named items; ``renamed`` gives the new name of items that only got another name.

    A renamed item counts as altered.
    """
    if old == new:
        return []
    renamed = renamed or {}
    given = set(renamed.values())
    gained = tuple(name for name in new if name not in old and name not in given)
    lost = tuple(name for name in old if name not in new and name not in renamed)
    altered = tuple(name for name in new if name in given or (name in old and new[name] != old[name]))
    return [Difference(kind, size=float(len(new) - len(old)), gained=gained, lost=lost, altered=altered)]
