"""The trials that a reader wants to see first: ``config/watchlists.toml``."""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml, spelling_hint
from trialscape.errors import Fault

FILE = "watchlists.toml"

Segment = tuple[str, str, str]


class WatchedSegment(Strict):
    """A segment of a report."""

    report: str
    dimension: str
    segment: str


class Watchlist(Strict):
    """Agents, companies and segments whose trials are watched; a trial needs one of them."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    agents: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    segments: tuple[WatchedSegment, ...] = ()


class _Watchlists(Strict):
    watchlists: tuple[Watchlist, ...] = ()


def load_watchlists(
    folder: Path, agents: Collection[str], companies: Collection[str], segments: Collection[Segment]
) -> tuple[tuple[Watchlist, ...], list[Fault]]:
    """Read the file; every name must be one of the vocabularies or reports, and every id unique."""
    loaded, faults = read_toml(folder / FILE, _Watchlists, file=FILE)
    if loaded is None:
        return (), faults
    ids = [item.id for item in loaded.watchlists]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    faults = [Fault(FILE, name, "id", "is used twice") for name in twice]
    for item in loaded.watchlists:
        faults += _unknown(item, "agents", item.agents, agents, "terms/agents.csv")
        faults += _unknown(item, "companies", item.companies, companies, "terms/companies.csv")
        for place in item.segments:
            if (place.report, place.dimension, place.segment) not in segments:
                problem = f"report {place.report} has no segment '{place.segment}' in dimension '{place.dimension}'"
                faults.append(Fault(FILE, item.id, "segments", problem))
        if not (item.agents or item.companies or item.segments):
            faults.append(Fault(FILE, item.id, "", "names no agent, company or segment"))
    return (() if faults else loaded.watchlists), faults


def _unknown(item: Watchlist, key: str, names: tuple[str, ...], known: Collection[str], file: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(FILE, item.id, key, f"'{name}' is not in {file}{spelling_hint(name, sorted(known))}")
