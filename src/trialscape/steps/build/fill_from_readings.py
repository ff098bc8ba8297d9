"""Fill the raw tables that come from readings of records, and return what the build itself needs of them."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from trialscape.archive.files.model import VersionKey
from trialscape.config.load import Config
from trialscape.readings.store import ReadingStore
from trialscape.steps.build.check_expectations import ExpectationCheck
from trialscape.steps.rows.table_rows import Row
from trialscape.study.signals import TOO_LONG
from trialscape.warehouse.build import Builder

# What a build waits for: the readings of all versions.
OPENED = "memory.reading"
TABLES = {
    "raw.evidence": "readings/evidence",
    "raw.defeat": "readings/defeats",
    "raw.curated_label": "readings/curated",
    "raw.sponsor_company": "readings/sponsors",
    "raw.site_class": "readings/sites",
    "raw.rules": "readings/rules",
}


@dataclass(slots=True)
class ReadTrials:
    """By readable trial: the brief title, the filled fields, and the characters of those with too many to classify."""

    titles: dict[str, str] = field(default_factory=dict)
    filled: dict[str, Sequence[str]] = field(default_factory=dict)
    long: dict[str, int] = field(default_factory=dict)

    def take(self, builder: Builder) -> None:
        """Take what the open readings say."""
        for nct_id, title, filled, size in builder.select("readings/facts"):
            self.titles[nct_id], self.filled[nct_id] = title, filled
            if size:
                self.long[nct_id] = size

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


def open_readings(builder: Builder, store: ReadingStore, keys: Iterable[VersionKey]) -> None:
    """Let the build see the readings of ``keys``, which all have one."""
    builder.open_readings("reading", *store.source((key.nct_id, key.content_hash) for key in keys))


def refused_trials(builder: Builder) -> dict[str, str]:
    """Return the trials whose version cannot be read, each with the reason."""
    return dict(builder.select("readings/refused"))


def fill_from_readings(builder: Builder, rule_version: str) -> None:
    """Let the build fill verdicts, evidence, defeats, sponsors, sites and rules when all readings are open."""
    builder.insert_later("raw.verdict", "readings/verdicts", {"rules": rule_version}, after=OPENED)
    for table, query in TABLES.items():
        builder.insert_later(table, query, after=OPENED)
