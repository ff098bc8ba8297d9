"""Audit rules about shares and order within one dimension."""

from collections.abc import Iterator, Sequence

from trialscape.config.reports.report_files import Report
from trialscape.market.audit.finding import Finding
from trialscape.market.shares.conflicts import Conflict
from trialscape.market.shares.constraints import StatementPart, share_years, statement_parts
from trialscape.market.shares.intervals import DimensionShares, share_intervals
from trialscape.market.shares.repair_shares import set_aside_text

# Rounding of printed decimals changes a sum of 1 by less than this.
SUM_TOLERANCE = 1e-9


def share_findings(report: Report) -> Iterator[Finding]:
    """Yield the findings about the shares of each dimension in each year with shares."""
    for dimension in report.dimension:
        for year in share_years(report, dimension.id):
            stated = statement_parts(report, dimension.id, year)
            yield from _sums(report, dimension.id, year, stated)
            shares = share_intervals(report, dimension.id, year)
            for number, conflict in enumerate(shares.conflicts):
                again = sum(other.claims == conflict.claims for other in shares.conflicts[:number])
                yield _conflict(
                    report, dimension.id, year, conflict, _repairs(shares), f":{again + 1}" if again else ""
                )


def _sums(report: Report, dimension: str, year: int, stated: Sequence[StatementPart]) -> Iterator[Finding]:
    """Yield a finding when printed shares (their low ends) exceed 100 %, or when all are printed and add to less."""
    numbers = [unit for unit in stated if unit.kind == "number"]
    lows = _tightest(numbers)
    low = sum(lows.values())
    claims = tuple(dict.fromkeys(unit.claim for unit in numbers))
    exact = {unit.segment: unit.low for unit in numbers if unit.exact}
    whole = len(exact) == len(report.segments_of(dimension))
    where = f"{report.name_of(dimension)}, {year}"
    name = f"{report.id}:{dimension}:{year}"
    figures = {"percent": 100 * low}
    if low > 1 + SUM_TOLERANCE:
        sentence = f"Printed shares add to {100 * low:.4g} % ({where}): more than the whole."
        yield Finding(report.id, f"over:{name}", "shares_over_100", "contradiction", sentence, claims, figures)
    elif whole and low < 1 - SUM_TOLERANCE:
        sentence = f"All shares are printed and add to {100 * low:.4g} % only ({where})."
        yield Finding(report.id, f"under:{name}", "shares_under_100", "contradiction", sentence, claims, figures)


def _tightest(numbers: Sequence[StatementPart]) -> dict[str, float]:
    lows: dict[str, float] = {}
    for unit in numbers:
        lows[unit.segment] = max(unit.low, lows.get(unit.segment, 0.0))
    return lows


def _repairs(shares: DimensionShares) -> str:
    """Return a sentence with the statements that each repair of the dimension sets aside."""
    named = [set_aside_text(found.repair) for found in shares.repairs]
    if len(named) == 1:
        return f"The only repair sets aside {named[0]}."
    cut = "" if shares.complete else " There are more repairs, which were not computed."
    return f"The intervals span {len(named)} repairs, which set aside: {'; '.join(named)}.{cut}"


def _conflict(report: Report, dimension: str, year: int, conflict: Conflict, repairs: str, again: str) -> Finding:
    """Return the finding; ``again`` distinguishes further conflicts between the same claims."""
    kinds = {unit.kind for unit in conflict.units}
    rule = "order_against_number" if len(kinds) > 1 else "numbers_conflict" if "number" in kinds else "order_conflict"
    stated = "; ".join(f"{unit.claim}: {unit.words}" for unit in conflict.units)
    figures, explained = _remaining_range(conflict)
    subject = "These cannot hold together" if len(conflict.units) > 1 else "This cannot hold by itself"
    return Finding(
        report=report.id,
        id=f"conflict:{report.id}:{dimension}:{year}:{'-'.join(conflict.claims)}{again}",
        rule=rule,
        verdict="contradiction",
        sentence=f"{subject} ({report.name_of(dimension)}, {year}): {stated}.{explained} {repairs}",
        claims=conflict.claims,
        figures=figures,
    )


def _remaining_range(conflict: Conflict) -> tuple[dict[str, float], str]:
    """Return how much the figures leave to the other segments together, as printed and at their lowest values."""
    numbers = [unit for unit in conflict.units if unit.kind == "number" and unit.printed is not None]
    if not numbers or all(unit.kind == "number" for unit in conflict.units):
        return {}, ""
    printed = 100 - 100 * sum(unit.printed or 0.0 for unit in numbers if unit.low > 0)
    widest = 100 - 100 * sum(unit.low for unit in numbers)
    claims = " and ".join(dict.fromkeys(unit.claim for unit in numbers))
    words = (
        f" As printed, {claims} leave at most {printed:.4g} % to all other segments together"
        f" ({widest:.4g} % at the lowest reading)."
    )
    return {"left_percent": printed, "left_percent_at_lowest": widest}, words
