"""Where the rows of each table come from: the tables that its file reads, and the files of the configuration."""

import re
from collections.abc import Iterator, Mapping

from trialscape.warehouse.sqlfiles import LAYERS, SqlFile

_NAMED = re.compile(rf"\b({'|'.join(LAYERS)})\.([a-z][a-z0-9_]*)\b")

RECORDS = "the registry's records"
# The sources of the raw tables, which have no SQL.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "raw.agent": ("terms/agents.csv",),
    "raw.agent_fact": ("terms/agents.csv",),
    "raw.change": (RECORDS, "changes.toml"),
    "raw.claim_target": ("reports", "claim_words.toml", "terms/companies.csv"),
    "raw.claim_test": ("reports", "claim_words.toml", "terms/companies.csv"),
    "raw.cohort": ("cohorts.toml", "reports"),
    "raw.cohort_rule": ("cohorts.toml", "reports"),
    "raw.company_name": ("terms/companies.csv",),
    "raw.country": ("terms/countries.csv",),
    "raw.country_gap": ("reports",),
    "raw.curated_label": ("overrides.csv",),
    "raw.defeat": (RECORDS, "axes", "terms"),
    "raw.error_rate": ("error_rates.toml",),
    "raw.evidence": (RECORDS, "axes", "terms"),
    "raw.finding": ("reports",),
    "raw.market_claim": ("reports",),
    "raw.market_concentration": ("reports",),
    "raw.market_pair": ("reports",),
    "raw.market_size": ("reports",),
    "raw.not_comparable": ("reports", "cohorts.toml"),
    "raw.outside_product": ("reports",),
    "raw.phase_weight": ("weights.toml",),
    "raw.player": ("reports",),
    "raw.player_company": ("reports", "terms/companies.csv"),
    "raw.player_focus": ("reports",),
    "raw.report": ("reports",),
    "raw.rules": ("axes",),
    "raw.search": ("searches.toml",),
    "raw.search_hit": (RECORDS, "searches.toml"),
    "raw.search_agent": ("searches.toml", "terms/agents.csv"),
    "raw.search_target": ("searches.toml",),
    "raw.dimension": ("reports",),
    "raw.segment": ("reports",),
    "raw.segment_rule": ("reports",),
    "raw.segment_size": ("reports",),
    "raw.share_interval": ("reports",),
    "raw.share_repair": ("reports",),
    "raw.signal": (RECORDS,),
    "raw.site_class": (RECORDS, "terms/facilities.csv"),
    "raw.snapshot_fact": (RECORDS, "settings.toml"),
    "raw.spelling": ("names.toml", "terms", "reports", "cohorts.toml"),
    "raw.sponsor_company": (RECORDS, "terms/companies.csv"),
    "raw.study_version": (RECORDS,),
    "raw.target_label": ("terms/targets.csv",),
    "raw.term_target": ("terms",),
    "raw.watch": ("watchlists.toml",),
    "raw.verdict": (RECORDS, "axes", "terms", "overrides.csv"),
}
# Estimates are calculated in Python from tables of the concepts.
_CELLS = ("concepts.compared_cell", "concepts.segment_membership", "raw.market_pair", "raw.share_interval")
ESTIMATED: Mapping[str, tuple[str, ...]] = {
    "estimates.claim_growth": ("concepts.growth_start", "raw.claim_test", "raw.claim_target"),
    "estimates.concordance": _CELLS,
    "estimates.market_quantile": ("concepts.compared_cell", "raw.market_claim"),
    "estimates.segment_density": (*_CELLS, "concepts.site_segment", "raw.error_rate"),
    "estimates.segment_growth": ("concepts.growth_start", "concepts.segment_membership"),
    "estimates.segment_pair": _CELLS,
    "estimates.weighted_density": (*_CELLS, "concepts.enrolment", "raw.phase_weight"),
    "estimates.white_space": ("concepts.segment_membership", "concepts.trial_scope"),
}


class Lineage:
    """The tables and configuration files from which each table is made."""

    def __init__(self, files: tuple[SqlFile, ...]) -> None:
        self._files = {file.table: file for file in files if file.schema in LAYERS}

    def parents(self, table: str) -> list[str]:
        """Return the tables that are read for ``table``, sorted."""
        if table in ESTIMATED:
            return sorted(ESTIMATED[table])
        named = {".".join(found.groups()) for found in _NAMED.finditer(self._files[table].body)}
        return sorted(name for name in named if name in self._files and name != table)

    def sources(self, table: str) -> list[str]:
        """Return what ``table`` rests on in the end: records, and files or folders of the configuration, sorted."""
        seen: set[str] = set()
        waiting = [table]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.parents(name) if name not in SOURCES else []
        return sorted({source for name in seen for source in SOURCES.get(name, ())})

    def children(self, table: str) -> list[str]:
        """Return the tables that read ``table``, sorted."""
        return sorted(
            name for name in self._files if name != table and name not in SOURCES and table in self.parents(name)
        )

    def tables(self) -> Iterator[SqlFile]:
        """Yield the files of all tables in the order of layers, the marts first."""
        order = ["marts", "meta", *(layer for layer in LAYERS if layer not in ("marts", "meta"))]
        yield from sorted(self._files.values(), key=lambda file: (order.index(file.schema), file.name))
