"""The configuration as rows of the warehouse's raw tables: searches, cohorts, reports, countries, rules."""

from collections.abc import Iterator, Mapping

from trialscape.config.load import Config
from trialscape.config.reports.report_files import Claim, LabelRule, Report, Segment, Statement, report_version
from trialscape.market.sizes.size_by_year import yearly_sizes
from trialscape.steps.rows.agent_rows import agent_tables
from trialscape.steps.rows.claim_rows import claim_tables
from trialscape.steps.rows.player_rows import player_tables
from trialscape.steps.rows.spelling_rows import spelling_tables
from trialscape.steps.rows.table_rows import Row, Table


def config_tables(config: Config) -> Iterator[Table]:
    """Yield table, columns and rows of what comes from the configuration alone, without ``market_tables``."""
    searches = [(item.id, item.title, item.why, ", ".join(item.serves)) for item in config.searches]
    yield "raw.search", ("search", "title", "why", "serves"), searches
    yield "raw.watch", ("watchlist", "title", "kind", "name", "report", "dimension"), list(_watched(config))
    targets = [(item.id, axis, label) for item in config.searches for axis, label in _pairs(item.confirmed_by)]
    yield "raw.search_target", ("search", "axis", "label"), targets
    named = [(item.id, agent) for item in config.searches for agent in sorted(item.named_agents)]
    yield "raw.search_agent", ("search", "agent"), named
    yield from _cohorts(config)
    countries = [(row.iso2, row.iso3, row.name, spelling) for row in config.countries for spelling in row.spellings]
    yield "raw.country", ("iso2", "iso3", "name", "spelling"), countries
    companies = [(row.company, name, row.parent or None) for row in config.companies for name in row.names]
    yield "raw.company_name", ("company", "name", "parent"), companies
    weights = [(item.bucket, item.weight, item.why) for item in config.phase_weights]
    yield "raw.phase_weight", ("phase_bucket", "weight", "why"), weights
    cohorts = [*config.cohorts, *(cohort for report in config.reports for cohort in report.cohorts)]
    yield from _reports(config.reports, {cohort.id: cohort.name for cohort in cohorts})
    errors = [(item.axis, item.rate, item.trials, item.source) for item in config.error_rates]
    yield "raw.error_rate", ("axis", "rate", "labelled_trial_count", "source"), errors
    yield from claim_tables(config)
    yield from agent_tables(config)
    yield from player_tables(config)
    yield from spelling_tables(config)


def _watched(config: Config) -> Iterator[Row]:
    for item in config.watchlists:
        for kind, names in (("agent", item.agents), ("company", item.companies)):
            yield from ((item.id, item.title, kind, name, "", "") for name in names)
        for place in item.segments:
            yield item.id, item.title, "segment", place.segment, place.report, place.dimension


def _cohorts(config: Config) -> Iterator[Table]:
    cohorts = [*config.cohorts, *(cohort for report in config.reports for cohort in report.cohorts)]
    named = [(item.id, item.name, item.why, item.caution or None) for item in cohorts]
    yield "raw.cohort", ("cohort", "title", "definition", "caution"), named
    rules = [(item.id, *rule) for item in cohorts for rule in _where(item.where)]
    yield "raw.cohort_rule", ("cohort", "axis", "label", "is_excluded"), rules


def _reports(reports: tuple[Report, ...], cohorts: Mapping[str, str]) -> Iterator[Table]:
    yield (
        "raw.report",
        ("report", "title", "publisher", "kind", "base_year", "default_cohort", "version"),
        [
            (item.id, item.title, item.publisher, item.kind, item.base_year, item.cohort, report_version(item))
            for item in reports
        ],
    )
    dimensions = [
        (report.id, item.id, position, item.name, item.place)
        for report in reports
        for position, item in enumerate(report.dimension, start=1)
    ]
    yield "raw.dimension", ("report", "dimension", "position", "title", "place"), dimensions
    yield (
        "raw.segment",
        ("report", "dimension", "segment", "position", "title", "is_residual", "not_mappable"),
        [row for report in reports for row in _segments(report)],
    )
    apart = [row for report in reports for row in _not_comparable(report, cohorts)]
    yield "raw.not_comparable", ("report", "dimension", "cohort", "reason"), apart
    outside = [row for report in reports for row in _outside(report)]
    yield "raw.outside_product", ("report", "dimension", "axis", "label", "reason"), outside
    rules = [
        (report.id, segment.dimension, segment.id, *rule)
        for report in reports
        for segment in report.segment
        for rule in _segment_rules(segment)
    ]
    yield "raw.segment_rule", ("report", "dimension", "segment", "axis", "label", "is_excluded"), rules
    gaps = [(report.id, code, item.reason) for report in reports for item in report.homeless for code in item.countries]
    yield "raw.country_gap", ("report", "iso2", "reason"), gaps
    yield "raw.market_size", ("report", "estimate", "year", "usd_bn", "basis", "is_headline"), list(_sizes(reports))
    columns = ("report", "claim", "kind", "dimension", "segment", "operator", "value", "unit", "year", "words", "place")
    yield "raw.market_claim", columns, [row for report in reports for row in _claims(report)]


def _segments(report: Report) -> Iterator[Row]:
    for dimension in report.dimension:
        for position, segment in enumerate(report.segments_of(dimension.id), start=1):
            place = (report.id, dimension.id, segment.id, position, segment.name)
            yield *place, segment.residual, segment.not_mappable or None


def _not_comparable(report: Report, cohorts: Mapping[str, str]) -> Iterator[Row]:
    """Yield why a dimension, or a whole cohort (id to name), is not about the report's market."""
    own = " or ".join(f"'{cohorts.get(item, item)}'" for item in report.comparable_cohorts)
    for dimension in report.dimension:
        for cohort, name in cohorts.items():
            if dimension.not_comparable:
                yield report.id, dimension.id, cohort, dimension.not_comparable
            elif cohort not in report.comparable_cohorts:
                reason = f"Cohort '{name}' is not the cohort of report {report.id}'s market, which is {own}."
                yield report.id, dimension.id, cohort, reason


def _outside(report: Report) -> Iterator[Row]:
    for dimension in report.dimension:
        for item in dimension.outside:
            yield from ((report.id, dimension.id, axis, label, item.reason) for axis, label in _pairs(item.has))


def _segment_rules(segment: Segment) -> Iterator[tuple[str, str, bool]]:
    if segment.where is not None:
        yield from _where(segment.where)
    if segment.countries is not None:
        yield from (("country", code, False) for code in segment.countries.all)


def _where(where: LabelRule) -> Iterator[tuple[str, str, bool]]:
    yield from ((axis, label, False) for axis, label in _pairs(where.has))
    yield from ((axis, label, True) for axis, label in _pairs(where.but_not))


def _pairs(labels: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for axis, names in labels.items():
        yield from ((axis, name) for name in names)


def _sizes(reports: tuple[Report, ...]) -> Iterator[Row]:
    for report in reports:
        headline = report.headline()
        for size in yearly_sizes(report):
            is_headline = headline is not None and size.estimate == headline.id
            yield report.id, size.estimate, size.year, size.usd / 1000.0, size.basis, is_headline


def _claims(report: Report) -> Iterator[Row]:
    """Yield one row for each statement of each claim and each segment that it names."""
    home = {segment.id: segment.dimension for segment in report.segment}
    for claim in report.claim:
        for state in claim.states:
            for name in state.segments or ("",):
                yield _claim(report, claim, state, home.get(name), name or None)


def _claim(report: Report, claim: Claim, state: Statement, dimension: str | None, segment: str | None) -> Row:
    operator, value, unit = _figure(report, state)
    year = state.year or state.to_year or report.base_year
    return report.id, claim.id, state.kind, dimension, segment, operator, value, unit, year, claim.says, claim.place


def _figure(report: Report, state: Statement) -> tuple[str | None, float | None, str | None]:
    """Return operator, value and unit of a statement; words such as a rank take the operator's place."""
    if state.percent is not None and state.kind == "share":
        return report.read(state)[0], state.percent, "per cent"
    if state.percent is not None:
        return "=", state.percent, "per cent a year"
    if state.number is not None:
        return (report.read(state)[0] if state.op or state.word else "="), state.number, state.of or "count"
    if state.usd is not None:
        return "=", state.usd, "USD million"
    return state.rank or state.trend or state.degree or state.grade, None, None
