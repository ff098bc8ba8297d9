"""Landscapes of other days, built in a temporary folder without touching the published one."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.data_folder import archive_folder, warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.paths import sql_folder
from trialscape.program_version import code_version
from trialscape.steps.build.build_warehouse import Built, build_warehouse
from trialscape.steps.inputs.as_of import When, last_run_of
from trialscape.steps.inputs.rules_history import rules_of
from trialscape.warehouse.publish import versions
from trialscape.warehouse.reader import Warehouse, open_version
from trialscape.warehouse.snapshot import RAW_VERSION
from trialscape.warehouse.sqlfiles import find_sql_files, sql_version


def build_then(config: Config, data: Path, when: When, output: Path | None = None, folder: Path | None = None) -> Built:
    """Build the landscape of ``when``, with the rules of then if it says so.

    It is published in ``folder`` (default: the data folder's own), or written as the file ``output``, which must not
    exist yet. Raises as ``build_warehouse`` and ``rules_of`` do.
    """
    if output is not None:
        return _written(config, data, when, output)
    if when.rules_of_then and when.as_of is not None:
        with rules_of(data, when.as_of, config) as then:
            return build_warehouse(then, data, when, folder=folder)
    return build_warehouse(config, data, when, folder=folder)


def _written(config: Config, data: Path, when: When, output: Path) -> Built:
    if output.exists():
        raise UsageError(f"{output} exists already; name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".trialscape-", dir=output.parent) as beside:
            built = build_then(config, data, when, folder=Path(beside))
            built.path.rename(output)
    except OSError as error:
        raise WarehouseError(f"{output} cannot be written: {error.strerror or error}.") from error
    return Built(output, built.trials, built.is_demo, built.rule_version)


@contextmanager
def landscape_then(config: Config, data: Path, when: When) -> Iterator[Warehouse]:
    """Open the landscape of ``when``: a published file if one is exactly that, else one built for this alone.

    Nothing is published and no lock is taken. Raises as ``build_then`` does.
    """
    with ExitStack() as stack:
        if when.rules_of_then and when.as_of is not None:
            config = stack.enter_context(rules_of(data, when.as_of, config))
            when = replace(when, rules_of_then=False)
        published = _published(config, data, when)
        if published is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="trialscape-then-"))
            published = stack.enter_context(Warehouse(build_warehouse(config, data, when, folder=Path(folder)).path))
        else:
            stack.enter_context(published)
        yield published


def _published(config: Config, data: Path, when: When) -> Warehouse | None:
    """Return the newest published file with the data, rules, code and moment asked for, opened."""
    last = last_run_of(Archive(archive_folder(data)), when)
    wanted = {
        "as_of": str(when.as_of or last.edition[:10]),
        "clock": when.clock,
        "archive_run": last.run,
        "figure_version": config.figure_version,
        "code_version": code_version(),
        "sql_version": sql_version(find_sql_files(sql_folder())),
        "raw_version": RAW_VERSION,
    }
    folder = warehouse_folder(data)
    for path in reversed(versions(folder) if folder.is_dir() else []):
        warehouse = open_version(path)
        if warehouse is None:
            continue
        with ExitStack() as stack:
            stack.callback(warehouse.close)
            if wanted.items() <= warehouse.facts().items():
                stack.pop_all()
                return warehouse
    return None
