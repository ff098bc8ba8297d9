"""The trials that a reader wants to see first: ``config/watchlists.toml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.config.reports.models import Report
from trialscape.config.vocabularies.places import CompanyRow
from trialscape.config.vocabularies.terms import AgentRow
from trialscape.errors import Fault
from trialscape.forgiving_names import Spellings, matching_names, near_names

FILE = "watchlists.toml"


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


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a watchlist may use, each with its other spellings; segments by report and dimension."""

    agents: Spellings
    companies: Spellings
    segments: Mapping[tuple[str, str], Spellings]


def watchable(agents: Iterable[AgentRow], companies: Iterable[CompanyRow], reports: Iterable[Report]) -> Known:
    """Return the names that a watchlist may use."""
    segments: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for report in reports:
        for item in report.segment:
            segments.setdefault((report.id, item.dimension), {})[item.id] = (item.name,)
    return Known(
        {row.agent: row.synonyms for row in agents},
        {row.company: (*row.names, *row.report_names) for row in companies},
        segments,
    )


def load_watchlists(folder: Path, known: Known) -> tuple[tuple[Watchlist, ...], list[Fault]]:
    """Read the file and return its lists with the names of the vocabularies, however they are spelt in the file.

    Every name must mean exactly one of the vocabularies or reports, and every id must be unique.
    """
    loaded, faults = read_toml(folder / FILE, _Watchlists, file=FILE)
    if loaded is None:
        return (), faults
    ids = [item.id for item in loaded.watchlists]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    faults = [Fault(FILE, name, "id", "is used twice") for name in twice]
    lists = []
    for item in loaded.watchlists:
        names = {
            "agents": _named(item.id, "agents", item.agents, known.agents, "terms/agents.csv", faults),
            "companies": _named(item.id, "companies", item.companies, known.companies, "terms/companies.csv", faults),
        }
        places = tuple(_placed(item.id, place, known, faults) for place in item.segments)
        if not (item.agents or item.companies or item.segments):
            faults.append(Fault(FILE, item.id, "", "names no agent, company or segment"))
        lists.append(item.model_copy(update=names | {"segments": places}))
    return (() if faults else tuple(lists)), faults


def _named(
    item: str, key: str, names: Iterable[str], known: Spellings, file: str, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the names of the vocabulary; add a fault for each that means none or several of them."""
    found = []
    for name in names:
        meant = matching_names(name, known)
        found += meant
        if not meant:
            faults.append(Fault(FILE, item, key, f"'{name}' is not in {file}{_hint(name, known)}"))
        if len(meant) > 1:
            faults.append(Fault(FILE, item, key, f"'{name}' may mean {' or '.join(meant)}; write one of them"))
    return tuple(dict.fromkeys(found))


def _placed(item: str, place: WatchedSegment, known: Known, faults: list[Fault]) -> WatchedSegment:
    """Return a segment by its id; add a fault if report, dimension or segment mean nothing."""
    segments = known.segments.get((place.report, place.dimension), {})
    meant = matching_names(place.segment, segments)
    if len(meant) == 1:
        return place.model_copy(update={"segment": meant[0]})
    problem = f"report {place.report} has no segment '{place.segment}' in dimension '{place.dimension}'"
    faults.append(Fault(FILE, item, "segments", problem + _hint(place.segment, segments)))
    return place


def _hint(name: str, known: Spellings) -> str:
    near = "' or '".join(near_names(name, known))
    return f"; did you mean '{near}'?" if near else ""
