"""Audit rules about the growth of segments: sizes against a printed rate, and "fastest" against printed rates."""

from collections.abc import Iterator

from trialscape.config.reports.report_files import Claim, Report, SizePoint, Statement, half_unit
from trialscape.market.audit.finding import Finding, Verdict
from trialscape.market.sizes.growth_rate import growth_between

StatedGrowth = tuple[Claim, Statement]


def segment_growth_findings(report: Report) -> Iterator[Finding]:
    """Yield whether a segment's two printed sizes match its printed rate, and rates above that of the "fastest"."""
    rates = list(_stated(report, "cagr"))
    sizes = list(_stated(report, "size"))
    for claim, rate in rates:
        own = [(other, state) for other, state in sizes if state.segments == rate.segments]
        if len({state.year for _, state in own}) > 1:
            yield _against_sizes(report, claim, rate, own)
    for claim, state in _stated(report, "growth_rank"):
        for other, rate in rates:
            if rate.segments[0] not in state.segments and (slower := _slower(report, state, rate, rates)) is not None:
                yield _against_fastest(report, claim, other, rate, slower)


def _stated(report: Report, kind: str) -> Iterator[StatedGrowth]:
    """Yield the statements of a kind that are about whole segments, one segment for all but ranks."""
    for claim in report.claim:
        for state in claim.states if not claim.set_aside else ():
            is_single = kind == "growth_rank" or len(state.segments) == 1
            if (
                state.kind == kind
                and is_single
                and (state.is_of_segments or (kind == "growth_rank" and state.segments))
            ):
                yield claim, state


def _against_sizes(report: Report, claim: Claim, rate: Statement, sizes: list[StatedGrowth]) -> Finding:
    ordered = sorted(sizes, key=lambda pair: pair[1].year or 0)
    first, last = _point(ordered[0][1]), _point(ordered[-1][1])
    printed = rate.percent or 0.0
    counts = list(dict.fromkeys((last.year - first.year, (rate.to_year or 0) - (rate.from_year or 0))))
    growths = [growth_between(first, last, years) for years in counts]
    half = half_unit(printed)
    fits = [item.years for item in growths if item.low <= printed + half and item.high >= printed - half]
    verdict: Verdict = "consistent" if counts[0] in fits else "note" if fits else "inconsistent"
    words = {"consistent": "they agree", "note": f"they agree only over {fits[0] if fits else 0} years"}
    implied = ", ".join(f"{item.percent:.2f} % over {item.years} years" for item in growths)
    segment = rate.segments[0]
    claims = tuple(dict.fromkeys((*(item.id for item, _ in ordered), claim.id)))
    return Finding(
        report=report.id,
        id=f"segment-growth:{report.id}:{segment}:{claim.id}",
        rule="segment_sizes_vs_cagr",
        verdict=verdict,
        sentence=f"{segment}: the sizes of {first.year} and {last.year} are {implied}; printed is {printed:g} % for "
        f"{rate.from_year}-{rate.to_year}: {words.get(verdict, 'they disagree')}.",
        claims=claims,
        figures={"printed_percent": printed, **{f"implied_percent_{i.years}_years": i.percent for i in growths}},
    )


def _point(state: Statement) -> SizePoint:
    return SizePoint(year=state.year or 0, usd_billion=state.usd_billion, usd_million=state.usd_million)


def _slower(report: Report, state: Statement, rate: Statement, rates: list[StatedGrowth]) -> Statement | None:
    """Return the printed rate of a segment called fastest that is below ``rate`` by more than rounding, or None."""
    homes = {segment.id: segment.dimension for segment in report.segment}
    for _, own in rates:
        same = homes[own.segments[0]] == homes[rate.segments[0]]
        years = (own.from_year, own.to_year) == (rate.from_year, rate.to_year)
        apart = (rate.percent or 0.0) - (own.percent or 0.0)
        room = half_unit(rate.percent or 0.0) + half_unit(own.percent or 0.0)
        if own.segments[0] in state.segments and same and years and apart > room:
            return own
    return None


def _against_fastest(report: Report, claim: Claim, other: Claim, rate: Statement, slower: Statement) -> Finding:
    return Finding(
        report=report.id,
        id=f"fastest:{report.id}:{claim.id}:{other.id}:{rate.segments[0]}",
        rule="order_against_number",
        verdict="contradiction",
        sentence=f"{claim.id} calls {slower.segments[0]} fastest, printed at {slower.percent:g} % a year, while "
        f"{rate.segments[0]} is printed at {rate.percent:g} %.",
        claims=tuple(dict.fromkeys((claim.id, other.id))),
        figures={"fastest_percent": slower.percent or 0.0, "other_percent": rate.percent or 0.0},
    )
