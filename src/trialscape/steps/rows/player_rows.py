"""The players of the reports, the companies behind them and their stated focus, as rows of raw tables."""

from collections.abc import Iterator

from trialscape.config.load import Config
from trialscape.config.reports.report_files import Player, Report
from trialscape.market.claims.player_companies import companies_of
from trialscape.steps.rows.table_rows import Row, Table

PLAYER_COLUMNS = ("report", "player", "name", "position", "groups", "focus", "segments", "note")


def player_tables(config: Config) -> Iterator[Table]:
    """Yield table, columns and rows of the players."""
    listed = [(report, player) for report in config.reports for player in report.player]
    yield "raw.player", PLAYER_COLUMNS, [row for report in config.reports for row in _players(report)]
    companies = [
        (report.id, player.id, company)
        for report, player in listed
        for company in companies_of(report, player, config.companies)
    ]
    yield "raw.player_company", ("report", "player", "company"), companies
    focus = [(report.id, player.id, *pair) for report, player in listed for pair in _labels(player)]
    yield "raw.player_focus", ("report", "player", "axis", "label"), focus


def _players(report: Report) -> Iterator[Row]:
    for position, item in enumerate(report.player, start=1):
        lists = (list(item.groups), item.focus or None, list(item.segments), item.note or None)
        yield report.id, item.id, item.name, position, *lists


def _labels(player: Player) -> Iterator[tuple[str, str]]:
    for axis, names in player.labels.items():
        yield from ((axis, name) for name in names)
