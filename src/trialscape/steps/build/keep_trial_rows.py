"""Keep the rows that rest on one trial each, so that a day makes those of its changed trials only."""

from collections.abc import Container, Iterable, Sequence
from functools import partial

from trialscape.archive.files.model import VersionHead
from trialscape.paths import sql_folder
from trialscape.readings.store import ReadingStore
from trialscape.steps.build.keep_tables import are_kept, version_of
from trialscape.steps.rows.table_rows import Table
from trialscape.warehouse.build import Builder
from trialscape.warehouse.sqlfiles import find_sql_files
from trialscape.warehouse.trial_rows import TABLES, VIEW, rows_version

_NAME = "trial-rows"
# Trials of one part: what is nested at once.
_PART = 4_000


def keep_trial_rows(
    builder: Builder,
    readings: ReadingStore,
    heads: Sequence[VersionHead],
    tracked: Container[str],
    configured: Iterable[Table],
) -> None:
    """Let the build take the rows that an earlier one made for the same versions, and keep those that it makes.

    The rows stand below the readings, which change with the rules and the code, and under the hash of the statements
    and of the configuration that they rest on.
    """
    if not are_kept(heads):
        return
    by_name = {name: (columns, rows) for name, columns, rows in configured}
    store = readings.inner(_NAME, rows_version(find_sql_files(sql_folder()), by_name))
    versions = [version_of(head) for head in heads if head.nct_id in tracked]
    known, missing = [item for item in versions if item in store], [item for item in versions if item not in store]
    if known:
        builder.open_readings(VIEW, *store.source(known))
    if missing:
        parts = [missing[start : start + _PART] for start in range(0, len(missing), _PART)]
        writes = [(partial(builder.write_trial_rows, part), part) for part in parts]
        builder.do_later((), partial(store.add_files, writes, 1), after=TABLES)
