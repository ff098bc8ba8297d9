"""The identity of a published warehouse: data, rules, reports and code."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Increased whenever the meaning of a raw table changes, so that a capsule hash never covers two meanings.
RAW_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of one build. ``as_of`` is the day that "today" means in every figure, never the clock's.

    ``snapshot_id`` names the published file, so it holds letters, digits, ``-``, ``_`` and ``.`` only. ``edition`` is
    the registry's data edition, ``figure_version`` covers every file of rules that decides figures (``rule_version``
    those of the classifier alone), ``report_versions`` maps report ids to the versions of their files, and
    ``is_demo`` marks a build from the bundled stand-in texts. ``is_past`` says that a past day was asked for, ``clock``
    whose days then count (seen or registry), ``rules`` whether the rules are those of today or of then, and
    ``archive_run`` names the last run of the archive whose knowledge went in.
    """

    snapshot_id: str
    as_of: dt.date
    edition: str
    is_demo: bool
    rule_version: str
    figure_version: str
    code_version: str
    report_versions: Mapping[str, str] = field(default_factory=dict)
    is_past: bool = False
    clock: str = "seen"
    rules: str = "today"
    archive_run: str = ""

    def facts(self, sql_version: str, data_version: str) -> Iterator[tuple[str, str]]:
        """Yield the rows of ``raw.snapshot_fact``, the capsule hash over all the others last.

        ``sql_version`` covers the SQL files, ``data_version`` the records and what the searches found.
        """
        reports = ", ".join(f"{name}={version}" for name, version in sorted(self.report_versions.items()))
        rows = [
            ("snapshot_id", self.snapshot_id),
            ("as_of", self.as_of.isoformat()),
            ("is_past", "true" if self.is_past else "false"),
            ("clock", self.clock),
            ("edition", self.edition),
            ("is_demo", "true" if self.is_demo else "false"),
            ("rule_version", self.rule_version),
            ("figure_version", self.figure_version),
            ("report_versions", reports),
            ("data_version", data_version),
            ("code_version", self.code_version),
            ("sql_version", sql_version),
            ("raw_version", RAW_VERSION),
        ]
        yield from rows
        # These two describe how the others arose; a run without changes makes no new state.
        yield "rules", self.rules
        yield "archive_run", self.archive_run
        yield "capsule_hash", hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
