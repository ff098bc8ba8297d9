"""Plain-Python twins of the marts about what reports state, without any trial."""

from collections.abc import Iterator

from tests.sql.landscape import Landscape, origin
from tests.support.tables.tables import Row


def market_audit(land: Landscape) -> Iterator[Row]:
    """Join each finding with the places of its claims and the versions of its reports."""
    versions = {row["report"]: row["version"] for row in land.world.rows("report")}
    for row in land.world.rows("finding"):
        reports = row["report"].split("+")
        stated = [
            claim
            for claim in land.world.rows("market_claim")
            if claim["report"] in reports and claim["claim"] in row["claims"]
        ]
        firsts: dict[tuple[str, str], str] = {}
        for claim in stated:
            key = (claim["report"], claim["claim"])
            firsts[key] = min(firsts.get(key, claim["place"]), claim["place"])
        known = [name for name in sorted(set(reports)) if name in versions]
        yield {
            **{key: row[key] for key in ("report", "finding", "rule", "verdict", "sentence", "claims", "figures")},
            "finding_position": row["position"],
            "places": sorted(set(firsts.values())),
            "report_versions": ", ".join(f"{name}={versions[name]}" for name in known) or None,
            "snapshot_id": "snap",
            "rule_version": "rules-1",
        }


def segment_market_size(land: Landscape) -> Iterator[Row]:
    """Turn millions into billions, and give no size where no claim bounds the share."""
    segments = {(row["report"], row["dimension"], row["segment"]): row for row in land.world.rows("segment")}
    for row in land.world.rows("segment_size"):
        segment = segments[row["report"], row["dimension"], row["segment"]]
        known = row["basis"] != "none"
        yield {
            **{key: row[key] for key in ("report", "dimension", "segment", "year", "size_basis", "share_year")},
            "segment_title": segment["title"],
            "segment_position": segment["position"],
            "market_usd_bn_low": row["usd_million_low"] / 1e3 if known else None,
            "market_usd_bn": row["usd_million"] / 1e3 if known else None,
            "market_usd_bn_high": row["usd_million_high"] / 1e3 if known else None,
            "market_basis": row["basis"],
            "derivation": row["derivation"],
            **origin(land, row["report"]),
        }
