"""The tests of the reports' claims, and the agents that are counted, as rows of raw tables."""

from collections.abc import Iterator, Mapping, Sequence

from trialscape.config.load import Config
from trialscape.config.reports.report_files import Report
from trialscape.config.vocabularies.terms import AgentRow
from trialscape.market.claims.counted_agents import counted_as
from trialscape.market.claims.test_methods import claim_tests
from trialscape.market.claims.test_model import ClaimTest, Target
from trialscape.report.words import spoken
from trialscape.steps.rows.table_rows import Row, Table

TEST_COLUMNS = (
    "report",
    "claim",
    "test",
    "claim_position",
    "says",
    "place",
    "kind",
    "method",
    "rule",
    "measure",
    "low",
    "high",
    "is_upper_bound",
    "is_only_shown",
    "needed",
    "is_every_needed",
    "only_cohort",
    "date_from",
    "date_to",
    "unmeasured",
    "why_not",
)
TARGET_COLUMNS = ("report", "claim", "test", "facet", "role", "item", "title", "means", "axis", "label", "at_least")


def claim_tables(config: Config) -> Iterator[Table]:
    """Yield table, columns and rows of the claims' tests and of what they need."""
    tests = {report.id: claim_tests(report, config.claim_words, config.companies) for report in config.reports}
    rows = [row for report in config.reports for row in _tests(report, tests[report.id])]
    yield "raw.claim_test", TEST_COLUMNS, rows
    titles = {report.id: _titles(report, config) for report in config.reports}
    targets = [row for id_, made in tests.items() for test in made for row in _targets(test, titles[id_])]
    yield "raw.claim_target", TARGET_COLUMNS, targets
    yield "raw.agent", ("agent", "label", "counted_as"), list(_agents(config.agents))


def _tests(report: Report, tests: Sequence[ClaimTest]) -> Iterator[Row]:
    claims = {claim.id: (place, claim) for place, claim in enumerate(report.claim, start=1)}
    for test in tests:
        position, claim = claims[test.claim]
        method = (test.kind, test.method, test.rule or None, test.measure, test.low, test.high)
        reading = (test.is_upper_bound, test.is_only_shown)
        asked = (test.needed, test.is_every_needed, test.cohort or None, test.date_from or None, test.date_to or None)
        words = (test.unmeasured or None, test.why_not or None)
        yield report.id, claim.id, test.number, position, claim.says, claim.place, *method, *reading, *asked, *words


def _targets(test: ClaimTest, titles: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    key = (test.report, test.claim, test.number)
    rows = (
        (*key, item.facet, item.role, item.item, _title(item, titles), item.means, item.axis, item.label, item.at_least)
        for item in test.targets
    )
    yield from dict.fromkeys(rows)


def _titles(report: Report, config: Config) -> dict[tuple[str, str], str]:
    """Return the titles of the report's segments and the names of countries, by dimension or axis and id."""
    segments = {(segment.dimension, segment.id): segment.name for segment in report.segment}
    return {("country", row.iso2): row.name for row in config.countries} | segments


def _title(target: Target, titles: Mapping[tuple[str, str], str]) -> str:
    """Return the words for an item, which is an id only where it stands for one segment, country or label."""
    if target.item != target.label:
        return target.item
    return titles.get((target.axis, target.label)) or spoken(target.label)


def _agents(agents: Sequence[AgentRow]) -> Iterator[Row]:
    by_label: dict[str, list[str]] = {}
    for row in agents:
        for label in row.modality:
            by_label.setdefault(label, []).append(row.agent)
    for kind, names in by_label.items():
        yield from ((name, kind, counted) for name, counted in counted_as(names).items())
