"""Stored versions as studies. An unreadable version is skipped and named; it never stops the command.

This version archives no unreadable record; an archive of an older version may contain some.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from trialscape.archive.files.model import StoredVersion
from trialscape.study.decode.parse import UnreadableRecordError, parse_study
from trialscape.study.model import Study


def parse_whole_study(record: str) -> Study:
    """Return the whole record as a study; raises UnreadableRecordError."""
    return parse_study(record)[0]


@dataclass(slots=True)
class StoredStudyReader:
    """Reads stored versions with ``parse``; ``refused`` gives the reason for each skipped trial."""

    parse: Callable[[str], Study] = parse_whole_study
    refused: dict[str, str] = field(default_factory=dict)

    def read(self, versions: Iterable[StoredVersion]) -> Iterator[tuple[StoredVersion, Study]]:
        """Yield the versions that can be read, each with its study."""
        for version in versions:
            try:
                study = self.parse(version.record)
            except UnreadableRecordError as error:
                self.refused[version.nct_id] = str(error)
                continue
            yield version, study
