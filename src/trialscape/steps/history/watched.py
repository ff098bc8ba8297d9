"""The trials of the watchlists in one landscape."""

from collections.abc import Mapping
from typing import TypeAlias

from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse

# Trials by id and title of a list.
Watched: TypeAlias = Mapping[tuple[str, str], frozenset[str]]


def watched_trials(warehouse: Warehouse) -> Watched:
    """Return the tracked trials of each watchlist by its id and title; a list without trials is empty."""
    found: dict[tuple[str, str], set[str]] = {}
    for watchlist, title, nct_id in warehouse.query(query_text("history/watched"))[1]:
        found.setdefault((str(watchlist), str(title)), set()).update([nct_id] if nct_id else [])
    return {name: frozenset(trials) for name, trials in found.items()}
