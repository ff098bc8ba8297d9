"""Landscapes of past days, built in a temporary folder; the published landscape is unchanged."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.data_folder import archive_folder, warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.paths import sql_folder
from trialscape.program_version import code_version
from trialscape.steps.build.build_warehouse import BuildResult, build_warehouse
from trialscape.steps.inputs.as_of import LandscapeMoment, last_run_at
from trialscape.steps.inputs.rules_history import rules_on_day
from trialscape.warehouse.publish import versions
from trialscape.warehouse.reader import Warehouse, open_version
from trialscape.warehouse.snapshot import RAW_VERSION
from trialscape.warehouse.sqlfiles import find_sql_files, sql_version


def build_past_landscape(
    config: Config,
    data: Path,
    moment: LandscapeMoment,
    output: Path | None = None,
    folder: Path | None = None,
    on_trials: Callable[[int], None] | None = None,
) -> BuildResult:
    """Build the landscape of ``moment``, with the rules of that day if ``moment`` asks for them.

    It is published in ``folder`` (default: the data folder's own), or written as the file ``output``, which must not
    exist yet. Raises as ``build_warehouse`` and ``rules_on_day`` do.
    """
    if output is not None:
        return _written(config, data, moment, output, on_trials)
    if moment.rules_of_then and moment.as_of is not None:
        with rules_on_day(data, moment.as_of, config) as then:
            return build_warehouse(then, data, moment, folder=folder, on_trials=on_trials)
    return build_warehouse(config, data, moment, folder=folder, on_trials=on_trials)


def _written(
    config: Config, data: Path, moment: LandscapeMoment, output: Path, on_trials: Callable[[int], None] | None
) -> BuildResult:
    if output.exists():
        raise UsageError(f"{output} exists already; name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".trialscape-", dir=output.parent) as beside:
            built = build_past_landscape(config, data, moment, folder=Path(beside), on_trials=on_trials)
            built.path.rename(output)
    except OSError as error:
        raise WarehouseError(f"{output} cannot be written: {error.strerror or error}.") from error
    return BuildResult(output, built.trials, built.is_demo, built.rule_version)


@contextmanager
def open_past_landscape(config: Config, data: Path, moment: LandscapeMoment) -> Iterator[Warehouse]:
    """Open the landscape of ``moment``: a published file if one matches exactly, else a temporary build.

    Nothing is published and no lock is taken. Raises as ``build_past_landscape`` does.
    """
    with ExitStack() as stack:
        if moment.rules_of_then and moment.as_of is not None:
            config = stack.enter_context(rules_on_day(data, moment.as_of, config))
            moment = replace(moment, rules_of_then=False)
        published = _published(config, data, moment)
        if published is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="trialscape-then-"))
            published = stack.enter_context(Warehouse(build_warehouse(config, data, moment, folder=Path(folder)).path))
        else:
            stack.enter_context(published)
        yield published


def _published(config: Config, data: Path, moment: LandscapeMoment) -> Warehouse | None:
    """Return the newest published file with the data, rules, code and moment asked for, opened."""
    last = last_run_at(Archive(archive_folder(data)), moment)
    wanted = {
        "as_of": str(moment.as_of or last.edition[:10]),
        "clock": moment.clock,
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
