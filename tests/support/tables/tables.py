"""Small worlds for tests: raw rows as ASCII tables, built with the real Builder and the real SQL files."""

import atexit
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.support.records.studies import Record
from trialscape.paths import sql_folder
from trialscape.study.content_hash import content_hash
from trialscape.warehouse import Builder, Snapshot, Warehouse

Row = dict[str, Any]
NOW = dt.datetime(2026, 3, 1, 6, 0)  # noqa: DTZ001 - the tables hold UTC without a zone

# What a test does not care about; a world must give every other column itself.
DEFAULTS: Mapping[str, Row] = {
    "search_hit": {"search": "s1", "first_seen": NOW, "last_seen": NOW, "left_at": None},
    "search": {"title": "A search", "why": None, "serves": None},
    "outside_product": {"reason": "no product of the report"},
    "search_agent": {},
    "search_target": {},
    "verdict": {"rule": "rule-1", "rule_version": "rules-1", "is_default": False, "confidence": None},
    "evidence": {
        "rule": "rule-1",
        "role": "experimental",
        "field": "brief_title",
        "start_at": 0,
        "end_at": 1,
        "term": "",
    },
    "curated_label": {},
    "defeat": {"rule": "rule-1", "why": "lost"},
    "change": {
        "run": "run-2",
        "brief_title": None,
        "old_value": None,
        "new_value": None,
        "slip_days": None,
        "change_ratio": None,
        "gained": [],
        "lost": [],
        "altered": [],
        "reason": "a reason",
    },
    "signal": {"value": "", "nct_id": None},
    "site_class": {"country": "", "rule": "facility-1", "quote": None, "is_default": False},
    "country": {},
    "company_name": {"parent": None},
    "sponsor_company": {"role": "lead", "parent": None},
    "report": {"title": "A report", "publisher": None, "kind": "market", "base_year": 2024, "version": "1"},
    "segment": {"position": 1, "title": "A segment", "is_residual": False, "not_mappable": None},
    "not_comparable": {"reason": "They are about other trials."},
    "segment_rule": {"is_excluded": False},
    "country_gap": {"reason": "no region holds it"},
    "cohort": {"title": "A cohort", "definition": None, "caution": None},
    "cohort_rule": {"is_excluded": False},
    "market_size": {"estimate": "headline", "basis": "printed", "is_headline": True},
    "market_claim": {"dimension": None, "segment": None, "operator": None, "value": None, "unit": None, "year": None},
    "share_repair": {},
    "share_interval": {"basis": "rank_implied", "note": None},
    "finding": {"rule": "a_rule", "verdict": "note", "sentence": "words", "claims": [], "figures": "{}"},
    "claim_test": {
        "says": "words",
        "place": "page 1",
        "is_upper_bound": False,
        "is_only_shown": False,
        "only_cohort": None,
        "date_from": None,
        "date_to": None,
        "unmeasured": None,
        "why_not": None,
    },
    "claim_target": {"title": "An item"},
    "agent": {},
    "agent_fact": {"company": None, "aliases": [], "source": "curated"},
    "term_target": {},
    "target_label": {},
    "phase_weight": {"why": "a reason"},
    "error_rate": {"source": "a reason"},
    "market_concentration": {},
    "market_pair": {"report": "A", "is_ahead": False, "claims": []},
    "player": {"position": 1, "groups": ["list 1"], "focus": None, "segments": [], "note": None},
    "player_company": {},
    "player_focus": {},
    "segment_size": {"basis": "bounded", "size_basis": "printed", "share_year": 2024, "derivation": "words"},
    "rules": {"rule_version": "rules-1"},
}


@dataclass(slots=True)
class World:
    """Records and raw rows; ``as_of`` is what the snapshot calls today."""

    records: list[Record] = field(default_factory=list)
    raw: dict[str, list[Row]] = field(default_factory=dict)
    # Rows of estimates.segment_density, as if drawn.
    estimates: list[Row] = field(default_factory=list)
    # Rows of estimates.weighted_density, likewise.
    weighted_estimates: list[Row] = field(default_factory=list)
    # Rows of estimates.segment_pair and estimates.concordance, likewise.
    pair_estimates: list[Row] = field(default_factory=list)
    concordance_estimates: list[Row] = field(default_factory=list)
    # Rows of estimates.segment_growth and estimates.claim_growth, likewise.
    segment_growth: list[Row] = field(default_factory=list)
    claim_growth: list[Row] = field(default_factory=list)
    # Rows of estimates.white_space, likewise.
    space_estimates: list[Row] = field(default_factory=list)
    as_of: dt.date = dt.date(2026, 3, 1)

    def add(self, table: str, rows: str | Iterable[Row]) -> None:
        """Add rows to a raw table, given as dicts or as an ASCII table with a header line."""
        given = parse_table(rows) if isinstance(rows, str) else rows
        self.raw.setdefault(table, []).extend({**DEFAULTS[table], **row} for row in given)

    def track(self, *records: Record) -> None:
        """Add records, each found by search s1."""
        self.records += records
        self.add("search_hit", [{"nct_id": nct_id_of(record)} for record in records])

    def rows(self, table: str) -> list[Row]:
        """Return the raw rows of a table."""
        return self.raw.get(table, [])


def nct_id_of(record: Record) -> str:
    """Return the NCT id of a record."""
    return str(record["protocolSection"]["identificationModule"]["nctId"])


def parse_table(text: str) -> list[Row]:
    """Read an ASCII table with ``|`` between cells: "-" is null, true and false are booleans, numbers are numbers.

    Words after ``#`` explain a row and are dropped, as are rules of dashes.
    """
    lines = [line.split("#")[0].strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.strip("-| ")]
    return [dict(zip(cells[0], map(_value, row), strict=True)) for row in cells[1:]]


def _value(cell: str) -> Any:
    fixed = {"-": None, "true": True, "false": False}
    if cell in fixed:
        return fixed[cell]
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def snapshot(as_of: dt.date, snapshot_id: str = "snap") -> Snapshot:
    """Return the facts of a test build."""
    return Snapshot(snapshot_id, as_of, "2026-02-27", False, "rules-1", "figures-1", "0.1.0", {"A": "1"})


def build(world: World, folder: Path, *, snapshot_id: str = "snap", sql: Path | None = None, keep: int = 5) -> Path:
    """Build and publish a world; return the path of the published file."""
    with Builder(folder, sql or sql_folder(), keep=keep) as builder:
        fill(builder, world)
        for table, columns, rows in _estimates(world):
            builder.insert(table, columns, rows)
        return builder.finish(snapshot(world.as_of, snapshot_id))


def _estimates(world: World) -> Iterator[tuple[str, tuple[str, ...], list[tuple[object, ...]]]]:
    tables = {
        "segment_density": world.estimates,
        "weighted_density": world.weighted_estimates,
        "segment_pair": world.pair_estimates,
        "concordance": world.concordance_estimates,
        "segment_growth": world.segment_growth,
        "claim_growth": world.claim_growth,
        "white_space": world.space_estimates,
    }
    for table, rows in tables.items():
        for row in rows:
            yield f"estimates.{table}", tuple(row), [tuple(row.values())]


def fill(builder: Builder, world: World) -> None:
    """Insert a world's records and raw rows."""
    columns = ("nct_id", "seen_from", "edition", "content_hash")
    versions = [(nct_id_of(item), NOW, "2026-02-27", content_hash(item)) for item in world.records]
    builder.insert("raw.study_version", columns, versions)
    builder.add_records((nct_id_of(item), json.dumps(item)) for item in world.records)
    for table, rows in {"dimension": list(_dimensions(world)), **world.raw}.items():
        for names, alike in groupby(rows, key=_names):
            builder.insert(f"raw.{table}", names, [tuple(row.values()) for row in alike])


def _dimensions(world: World) -> Iterator[Row]:
    """Yield the dimensions of the world's segments."""
    places = dict.fromkeys((row["report"], row["dimension"]) for row in world.rows("segment"))
    for position, (report, dimension) in enumerate(places, start=1):
        title = dimension.replace("_", " ").capitalize()
        yield {"report": report, "dimension": dimension, "position": position, "title": title, "place": "contents"}


def _names(row: Row) -> tuple[str, ...]:
    return tuple(row)


def read(path: Path, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """Return the rows of a query on a published file as dicts; the file stays open until another one is read."""
    names, rows = _opened(path, path.stat().st_mtime_ns).query(sql, list(parameters) if parameters else None)
    return [dict(zip(names, row, strict=True)) for row in rows]


@lru_cache(maxsize=1)
def _opened(path: Path, _modified: int) -> Warehouse:
    """Open a file: 29 ms, where a query takes 2 ms, and most tests ask one file many times."""
    return Warehouse(path)


# An object of DuckDB that outlives the interpreter is reported as leaked.
atexit.register(_opened.cache_clear)
