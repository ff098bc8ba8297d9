"""Plain-Python twins of what reports state: audit, sizes, and claims about market shares by each counting."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.sql.landscape import Landscape, origin
from tests.sql.twins import order
from tests.support.tables.tables import Row

WORDS = {"fractional": "by trials", "per_site": "by sites"}


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


def is_of_shares(test: Row, targets: Sequence[Row]) -> bool:
    """Return whether a test is about the market shares of whole segments of one dimension."""
    if test["kind"] not in ("share", "rank", "order") or test["measure"] != "share" or test["method"] == "none":
        return False
    return all(row["facet"] == "peer" and row["means"] == "segment" for row in targets) and (
        len({row["axis"] for row in targets}) == 1
    )


def judge_shares(land: Landscape, test: Row, targets: Sequence[Row], cohort: str, cells: Sequence[Row]) -> Row:
    """Return the answer on which all countings agree, with the share by trials."""
    by_counting: dict[str, dict[str, Row]] = {}
    for cell in cells:
        place = (cell["report"], cell["dimension"], cell["cohort"], cell["scope"])
        if place == (test["report"], targets[0]["axis"], cohort, "active"):
            by_counting.setdefault(cell["counting"], {})[cell["segment"]] = cell
    answers = {name: _answer(land, test, targets, found) for name, found in sorted(by_counting.items())}
    apart = next(iter(by_counting["fractional"].values()))["not_comparable_reason"]
    named = [row for row in targets if row["role"] == "named"]
    shares = [by_counting["fractional"][row["label"]] for row in named]
    shares.sort(key=lambda cell: (-(cell["pipeline_share"] or 0), cell["segment"]))
    agreed = set(answers.values())
    said = ", ".join(f"{_in_words(answer)} {WORDS[name]}" for name, answer in answers.items())
    return {
        "answer": agreed.pop() if len(agreed) == 1 else "inconclusive",
        "value": shares[0]["pipeline_share"],
        "low": shares[0]["pipeline_share_low"],
        "high": shares[0]["pipeline_share_high"],
        "trials": sum(_trials(land, test, row, cohort) for row in named),
        "open": apart or (f"It depends on counting: {said}." if len(set(answers.values())) > 1 else None),
    }


def _in_words(answer: str) -> str:
    return answer.replace("contradicted", "not in line")


def _trials(land: Landscape, test: Row, row: Row, cohort: str) -> int:
    return sum(
        land.is_in_scope(nct_id, "active")
        and row["label"] in land.members.get((nct_id, test["report"], row["axis"]), {})
        for nct_id in land.cohort(cohort)
    )


def _answer(land: Landscape, test: Row, targets: Sequence[Row], cells: dict[str, Row]) -> str:
    named = [cells[row["label"]] for row in targets if row["role"] == "named"]
    if any(cell["not_comparable_reason"] or cell["pipeline_share"] is None for cell in named):
        return "inconclusive"
    if test["method"] == "bound":
        low = min(cell["pipeline_share_low"] for cell in named)
        high = max(cell["pipeline_share_high"] for cell in named)
        bottom, top = test["low"] or 0, 1 if test["high"] is None else test["high"]
        is_outside, is_inside = high < bottom or low > top, bottom <= low and high <= top
        return "contradicted" if is_outside else "supported" if is_inside else "inconclusive"
    chances: list[Any] = [
        _chance(land, test["rule"], one, cells[row["label"]], row["role"])
        for one in named
        for row in targets
        if row["role"] == "other" or (row["role"] == "after" and test["rule"] == "second")
    ]
    if not chances or None in chances:
        return "inconclusive"
    if sum(1 - chance for chance in chances) <= 0.05 + 1e-9:
        return "supported"
    return "contradicted" if min(chances) <= 0.05 / len(chances) else "inconclusive"


def _chance(land: Landscape, rule: str, one: Row, other: Row, role: str) -> float | None:
    ahead = order.chance(land, one, other)
    return ahead if ahead is None or not (rule == "last" or role == "after") else 1 - ahead
