"""Fill the raw tables that come from readings of records, and return the data that the build itself needs."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from trialscape.archive.files.model import VersionKey
from trialscape.config.load import Config
from trialscape.readings.store import ReadingStore
from trialscape.steps.build.check_expectations import ExpectationCheck
from trialscape.steps.rows.table_rows import Row
from trialscape.study.signals import TOO_LONG
from trialscape.warehouse.build import Builder

_TABLES = {
    "raw.evidence": "readings/evidence",
    "raw.defeat": "readings/defeats",
    "raw.curated_label": "readings/curated",
    "raw.sponsor_company": "readings/sponsors",
    "raw.site_class": "readings/sites",
    "raw.rules": "readings/rules",
}


@dataclass(slots=True)
class ReadTrials:
    """By trial: the brief title, the filled fields, and the characters of those with too many to be classified.

    ``refused`` has the trials whose version cannot be read, each with the reason; they are in none of the others.
    """

    titles: dict[str, str] = field(default_factory=dict)
    filled: dict[str, Sequence[str]] = field(default_factory=dict)
    long: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def too_long(self, tracked: Container[str]) -> Iterator[Row]:
        """Yield a signal for each tracked trial whose labels are defaults, because it has too much text."""
        for nct_id, size in self.long.items():
            if nct_id in tracked:
                yield TOO_LONG, "classification", f"{size} characters", nct_id

    def check(self, config: Config, tracked: Container[str], trials_with_unknown_values: int) -> None:
        """Raise CheckError when the tracked trials do not meet the expectations of the configuration."""
        expected = ExpectationCheck(config.expectations)
        for nct_id, filled in self.filled.items():
            if nct_id in tracked:
                expected.count(filled)
        expected.check(trials_with_unknown_values)


def fill_from_readings(
    builder: Builder, store: ReadingStore, keys: Sequence[VersionKey], rule_version: str
) -> ReadTrials:
    """Fill verdicts, evidence, defeats, sponsors, sites and rules; every version of ``keys`` has a reading."""
    found = ReadTrials()
    if not keys:
        return found
    builder.open_readings("reading", *store.source((key.nct_id, key.content_hash) for key in keys))
    builder.insert_later("raw.verdict", "readings/verdicts", {"rules": rule_version})
    for table, query in _TABLES.items():
        builder.insert_later(table, query)
    for nct_id, refused, title, filled, size in builder.select("readings/facts"):
        if refused is not None:
            found.refused[nct_id] = refused
            continue
        found.titles[nct_id], found.filled[nct_id] = title, filled
        if size:
            found.long[nct_id] = size
    return found
