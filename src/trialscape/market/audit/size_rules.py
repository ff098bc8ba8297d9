"""Audit rules about sizes: growth against end points, two sizes of one market, end points that reappear."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from trialscape.config.reports.report_files import Estimate, Report, half_unit
from trialscape.market.audit.finding import Finding, Verdict
from trialscape.market.sizes.growth_rate import Growth, growth_between, size_after_growth
from trialscape.market.sizes.size_by_year import YearSize, sizes_of

Pair = tuple[Report, Estimate]


def growth_findings(report: Report) -> Iterator[Finding]:
    """Yield, for each estimate with two sizes and a growth rate, whether they agree, by every possible year count.

    The counts: between the years of the sizes, between the years printed with the rate, and for the headline the
    length of a study or forecast period. Sizes and rate may each be off by half a printed digit.
    """
    for estimate in report.estimate:
        if estimate.cagr_percent is not None and len(estimate.sizes) > 1:
            yield _growth_finding(report, estimate, estimate.cagr_percent)


def _growth_finding(report: Report, estimate: Estimate, printed: float) -> Finding:
    first, last = estimate.sizes[0], estimate.sizes[-1]
    growths = [growth_between(first, last, years) for years in _year_counts(report, estimate)]
    fits = [growth.years for growth in growths if _fits(growth, printed)]
    own = growths[0].years
    has_own_base = estimate.cagr_to == last.year and first.year < (estimate.cagr_from or 0) < last.year
    verdict: Verdict = "consistent" if own in fits else "note" if fits or has_own_base else "inconsistent"
    tail = {
        "consistent": "they agree",
        "note": f"they agree only if {_years(fits[0])} are meant"
        if fits
        else f"they can both hold only if {estimate.cagr_from} is the base of the rate",
        "inconsistent": f"they disagree {'either way' if len(growths) > 1 else 'whatever the rounding'}",
    }[verdict]
    implied = ", ".join(f"{growth.percent:.2f} % over {_years(growth.years)}" for growth in growths)
    figures = {"printed_percent": printed, "fits_years": float(fits[0] if fits else 0)}
    figures |= {f"implied_percent_{growth.years}_years": growth.percent for growth in growths}
    needed = ""
    if estimate.cagr_from not in (None, first.year) and estimate.cagr_to == last.year and estimate.cagr_from:
        start = size_after_growth(last.usd, printed, estimate.cagr_from - last.year)
        figures["usd_needed_at_start"] = start
        needed = f" To reach the last size at that rate, {estimate.cagr_from} would need {_money(start)}."
    sentence = (
        f"{estimate.id}: {_money(first.usd)} ({first.year}) to {_money(last.usd)} ({last.year}) is {implied}; "
        f"printed is {printed:g} %{_span(estimate)}: {tail}.{needed}"
    )
    name = f"growth:{report.id}:{estimate.id}"
    return Finding(report.id, name, "end_points_vs_cagr", verdict, sentence, (estimate.id,), figures)


def _span(estimate: Estimate) -> str:
    """Return the years of the rate, and their source when the document prints none."""
    years = f"{estimate.cagr_from}-{estimate.cagr_to}"
    return f" for {years}" if estimate.has_printed_rate_years else f" without years, read as {years}"


def _year_counts(report: Report, estimate: Estimate) -> list[int]:
    counts = [estimate.sizes[-1].year - estimate.sizes[0].year]
    if estimate.cagr_from is not None and estimate.cagr_to is not None:
        counts.append(estimate.cagr_to - estimate.cagr_from)
    if estimate.role == "headline":
        periods = [period for period in report.period if period.what != "history"]
        counts += [period.to_year - period.from_year for period in periods]
    return list(dict.fromkeys(counts))


def _fits(growth: Growth, printed: float) -> bool:
    half = half_unit(printed)
    return growth.low <= printed + half and growth.high >= printed - half


def several_rates(report: Report) -> Iterator[Finding]:
    """Yield each market of ``report`` for which estimates print growth rates that differ by more than rounding."""
    for market in dict.fromkeys(estimate.market.casefold() for estimate in report.estimate):
        own = [item for item in report.estimate if item.market.casefold() == market]
        rates = {item.id: item.cagr_percent for item in own if item.cagr_percent is not None}
        low, high = (min(rates.values()), max(rates.values())) if rates else (0.0, 0.0)
        if high - low <= half_unit(low) + half_unit(high):
            continue
        printed = ", ".join(f"{rate:g} % ({name})" for name, rate in rates.items())
        yield Finding(
            report=report.id,
            id=f"rates:{report.id}:{'-'.join(rates)}",
            rule="several_growth_rates",
            verdict="contradiction",
            sentence=f"One market has {len(rates)} growth rates: {printed}.",
            claims=tuple(rates),
            figures={f"percent_{name}": rate for name, rate in rates.items()},
        )


def two_sizes(pairs: Sequence[Pair], *, between: bool = False) -> Iterator[Finding]:
    """Yield each pair of estimates of one market that differ by more than rounding in the first year both cover.

    ``between`` looks only at pairs from different reports, which must name the same market.
    """
    for (one, first), (other, second) in combinations(pairs, 2):
        if (one.id != other.id) is not between or not _same_market(first, second, between=between):
            continue
        shared = _shared_years(sizes_of(one.id, first), sizes_of(other.id, second))
        apart = [(left, right) for left, right in shared if left.high < right.low or right.high < left.low]
        if apart:
            yield _two_sizes(apart[0], apart[-1])


def _same_market(first: Estimate, second: Estimate, *, between: bool) -> bool:
    return first.market.casefold() == second.market.casefold() and bool(first.market or not between)


def _shared_years(first: Sequence[YearSize], second: Sequence[YearSize]) -> list[tuple[YearSize, YearSize]]:
    known = {size.year: size for size in second}
    return [(size, known[size.year]) for size in first if size.year in known]


def _two_sizes(start: tuple[YearSize, YearSize], end: tuple[YearSize, YearSize]) -> Finding:
    left, right = start
    ratio = max(left.usd, right.usd) / min(left.usd, right.usd)
    last = max(end[0].usd, end[1].usd) / min(end[0].usd, end[1].usd)
    report = left.report if left.report == right.report else f"{left.report}+{right.report}"
    later = f"; in {end[0].year} the ratio is {last:.2f}" if end[0].year != left.year else ""
    sentence = (
        f"One market has two sizes in {left.year}: {_money(left.usd)} ({left.estimate}, {left.basis}) and "
        f"{_money(right.usd)} ({right.estimate}, {right.basis}), a ratio of {ratio:.2f}{later}."
    )
    return Finding(
        report=report,
        id=f"sizes:{report}:{left.estimate}:{right.estimate}",
        rule="one_market_two_sizes",
        verdict="contradiction",
        sentence=sentence,
        claims=(left.estimate, right.estimate),
        figures={"year": left.year, "first_usd_million": left.usd, "second_usd_million": right.usd, "ratio": ratio},
    )


def reused_end_points(reports: Sequence[Report]) -> Iterator[Finding]:
    """Yield each pair of estimates, in one report or two, that print the same end points for other years."""
    pairs = [(report, estimate) for report in reports for estimate in report.estimate if len(estimate.sizes) > 1]
    for (one, first), (other, second) in combinations(pairs, 2):
        ends = (first.sizes[0], first.sizes[-1])
        others = (second.sizes[0], second.sizes[-1])
        alike = all(left.usd == right.usd for left, right in zip(ends, others, strict=True))
        if alike and [size.year for size in ends] != [size.year for size in others]:
            report = one.id if one.id == other.id else f"{one.id}+{other.id}"
            sentence = (
                f"{_money(ends[0].usd)} and {_money(ends[1].usd)} stand for {ends[0].year} and {ends[1].year} in "
                f"{first.id}, and for {others[0].year} and {others[1].year} in {second.id}."
            )
            name = f"reused:{report}:{first.id}:{second.id}"
            yield Finding(report, name, "reused_end_points", "contradiction", sentence, (first.id, second.id))


def _money(usd_million: float) -> str:
    return f"USD {usd_million / 1000:.2f} bn"


def _years(count: int) -> str:
    return f"{count} year{'' if count == 1 else 's'}"
