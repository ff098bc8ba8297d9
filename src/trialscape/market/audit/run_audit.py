"""Findings about reports that follow by rule: arithmetic, and statements that contradict each other.

Every rule checks every report and every pair of statements that it applies to; all findings are computed. A rule also
reports agreement where that is useful (end points against growth rate).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from trialscape.config.reports.report_files import Report
from trialscape.market.audit.finding import Finding
from trialscape.market.audit.growth_rules import segment_growth_findings
from trialscape.market.audit.share_rules import share_findings
from trialscape.market.audit.size_rules import growth_findings, reused_end_points, several_rates, two_sizes
from trialscape.market.audit.wording_rules import (
    denied_segments,
    player_lists,
    players_missing,
    states_of_products,
)

__all__ = ["Finding", "audit"]


def audit(reports: Sequence[Report], countries: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings of each report in the order of the reports, then those between reports.

    ``countries`` are the names of countries by their code of two letters.
    """
    found: list[Finding] = []
    for report in reports:
        found += growth_findings(report)
        found += segment_growth_findings(report)
        found += two_sizes([(report, estimate) for estimate in report.estimate])
        found += several_rates(report)
        found += share_findings(report)
        found += _concentrations(report)
        found += _periods(report)
        found += _groupings(report, countries)
        found += player_lists(report)
        found += players_missing(report)
        found += states_of_products(report)
        found += denied_segments(report)
    found += two_sizes([(report, estimate) for report in reports for estimate in report.estimate], between=True)
    found += reused_end_points(reports)
    found += _regions_between(reports, countries)
    return tuple(found)


def _concentrations(report: Report) -> Iterator[Finding]:
    """Yield each pair of statements that grade the market's concentration differently."""
    stated = [
        (claim.id, state)
        for claim in report.claim
        for state in claim.states
        if state.kind == "concentration" and state.grade is not None
    ]
    for (first, one), (second, other) in combinations(stated, 2):
        if one.grade == other.grade:
            continue
        figure = next((state for state in (one, other) if state.percent is not None), None)
        share = f"; {figure.of or 'the largest'} are stated to hold {figure.percent:g} %" if figure is not None else ""
        yield Finding(
            report=report.id,
            id=f"concentration:{report.id}:{first}:{second}",
            rule="contradictory_concentration",
            verdict="contradiction",
            claims=(first, second),
            sentence=f"{first} calls the concentration {one.grade}, {second} calls it {other.grade}{share}.",
            figures={"percent": figure.percent} if figure is not None and figure.percent is not None else {},
        )


def _periods(report: Report) -> Iterator[Finding]:
    """Yield each pair of different periods with the same stated meaning."""
    for one, other in combinations(report.period, 2):
        same = (one.from_year, one.to_year) == (other.from_year, other.to_year)
        if one.what == other.what and not same:
            spans = f"{one.from_year}-{one.to_year} ({one.place}) and {other.from_year}-{other.to_year} ({other.place})"
            yield Finding(
                report=report.id,
                id=f"period:{report.id}:{one.what}:{one.from_year}:{other.from_year}",
                rule="two_periods",
                verdict="contradiction",
                sentence=f"The {one.what} period is given as {spans}.",
                figures={"first_from": one.from_year, "second_from": other.from_year},
            )


def _groupings(report: Report, countries: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the countries that another part of the document puts into a different region."""
    for grouping in report.grouping:
        for country in grouping.countries:
            home = report.country_segment(country)
            name = next((segment.name for segment in report.segment if segment.id == home), home)
            if home and home not in grouping.segments:
                yield Finding(
                    report=report.id,
                    id=f"grouping:{report.id}:{grouping.id}:{country}",
                    rule="regional_grouping",
                    verdict="contradiction",
                    sentence=f"{countries[country]} belongs to {name} in the list of regions, but '{grouping.place}' "
                    f"treats it under {grouping.name}; the list is followed.",
                )


def _regions_between(reports: Sequence[Report], countries: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the countries that two reports name under regions that do not correspond.

    A region corresponds to the region of the other report with which it shares the most countries, so that a region
    with another name is not a finding.
    """
    for one, other in combinations(reports, 2):
        names, others = _named(one), _named(other)
        shared = sorted(names.keys() & others.keys())
        pairs = Counter((names[country], others[country]) for country in shared)
        for country in shared:
            here, there = names[country], others[country]
            if any(count > pairs[here, there] for (name, _), count in pairs.items() if name == here):
                yield Finding(
                    report=f"{one.id}+{other.id}",
                    id=f"region:{one.id}:{other.id}:{country}",
                    rule="regions_between_reports",
                    verdict="note",
                    sentence=f"{countries[country]} is {names[country]} in {one.id} and {others[country]} in "
                    f"{other.id}; each report is compared by its own regions.",
                )


def _named(report: Report) -> dict[str, str]:
    regions = [segment for segment in report.segment if segment.countries is not None]
    return {country: item.name for item in regions if item.countries for country in item.countries.named}
