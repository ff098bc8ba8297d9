"""The companies of a player that a report names: the company itself and all companies that it owns."""

import re
from collections.abc import Mapping, Sequence

from trialscape.config.reports.report_files import Player, Report
from trialscape.config.vocabularies.places import CompanyRow


def companies_of(report: Report, player: Player, companies: Sequence[CompanyRow]) -> tuple[str, ...]:
    """Return the companies that count as ``player``, in alphabetical order; empty where none is known.

    A company is the player if companies.csv says that the report prints it so, or if the player's name is one of its
    names. Every company below it in ownership belongs to it; its owners do not.
    """
    chosen = {row.company for row in companies if player.name in row.names or _is_printed(report, player, row)}
    if not chosen:
        return ()
    owners = {row.company: row.parent for row in companies}
    return tuple(sorted(name for name in owners if not chosen.isdisjoint(_top_chain(name, owners))))


def _is_printed(report: Report, player: Player, row: CompanyRow) -> bool:
    if not row.report_names:
        return False
    printed = (name.partition(":") for name in row.report_names)
    return any(id_ == report.id and _without_legal_form(name) == player.name for id_, _, name in printed)


def _without_legal_form(name: str) -> str:
    """Drop the part in brackets: "Gilead (Kite)" is Gilead, which owns Kite."""
    return re.sub(r"\s*\(.*\)", "", name)


def _top_chain(company: str, owners: Mapping[str, str]) -> set[str]:
    """Return the company and all its owners."""
    chain: set[str] = set()
    while company and company not in chain:
        chain.add(company)
        company = owners.get(company, "")
    return chain
