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
    """The facts of one build. ``as_of`` is "today" in every figure, independent of the clock.

    ``snapshot_id`` names the published file, so it holds letters, digits, ``-``, ``_`` and ``.`` only. ``edition`` is
    the registry's data edition, ``figure_version`` covers every file of rules that affects figures (``rule_version``
    only those of the classifier), ``report_versions`` maps report ids to the versions of their files, and ``is_demo``
    marks a build from the bundled stand-in texts. ``is_past`` marks a build of a past day, ``clock`` is seen or
    registry, ``rules`` says whether the rules are today's or those of that day, and ``archive_run`` names the last run
    of the archive that counts.
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
        # These two describe the origin of the others; a run without changes makes no new state.
        yield "rules", self.rules
        yield "archive_run", self.archive_run
        yield "capsule_hash", hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
