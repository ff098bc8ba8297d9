"""Which warehouse a reading command shows: the published one, that of a past day, or a named file.

``with_source_options`` adds ``--as-of``, ``--registry-clock`` and ``--warehouse`` to a command. The command opens the
chosen file with ``open_shown``.
"""

import datetime as dt
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trialscape.cli.shared.options import CONFIG_VARIABLE, DEMO_HINT, RegistryClock
from trialscape.cli.shared.progress import reported
from trialscape.cli.shared.spans import given_day
from trialscape.config.chosen_folder import load_chosen
from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError, WarehouseError
from trialscape.warehouse.reader import Warehouse, open_current

if TYPE_CHECKING:
    from trialscape.steps.inputs.as_of import LandscapeMoment

PastDay = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of", parser=given_day, metavar="DAY", help="The landscape at the end of that day (UTC), by today's rules."
    ),
]
WarehouseFile = Annotated[
    Path | None, typer.Option("--warehouse", help="Read this DuckDB file instead of the data folder.")
]


@dataclass(frozen=True, slots=True)
class _Source:
    as_of: dt.date | None = None
    registry_clock: bool = False
    file: Path | None = None
    config: Path | None = None


_DEFAULTS = {"registry_clock": False}
_PUBLISHED = _Source()
_chosen: ContextVar[_Source] = ContextVar("chosen", default=_PUBLISHED)


def with_source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return ``command`` with the options that choose a source."""

    @wraps(command)
    def call(**options: Any) -> None:
        day, clock, file = (options.pop(name) for name in ("as_of", "registry_clock", "warehouse_file"))
        if day is not None and file is not None:
            raise UsageError("--as-of and --warehouse name two sources; use one of them.")
        if clock and day is None:
            raise UsageError("--registry-clock needs --as-of DAY.")
        # A command with --config rebuilds a past day by those rules.
        token = _chosen.set(_Source(day, clock, file, options.get("folder")))
        try:
            command(**options)
        finally:
            _chosen.reset(token)

    more = {"as_of": PastDay, "registry_clock": RegistryClock, "warehouse_file": WarehouseFile}
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_DEFAULTS.get(name), annotation=kind)
        for name, kind in more.items()
    ]
    usual = inspect.signature(command, eval_str=True)
    parameters = [*usual.parameters.values(), *added]
    call.__signature__ = usual.replace(parameters=parameters)  # type: ignore[attr-defined]  # read by typer
    call.__annotations__ = {**command.__annotations__, **more}
    return call


def chosen_moment() -> "LandscapeMoment | None":
    """Return the past moment that ``--as-of`` names; None without the option."""
    source = _chosen.get()
    return None if source.as_of is None else _moment(source)


def is_source_chosen() -> bool:
    """Return whether ``--as-of`` or ``--warehouse`` names another landscape than the published one."""
    source = _chosen.get()
    return source.as_of is not None or source.file is not None


@contextmanager
def open_shown(data: Path) -> Iterator[Warehouse]:
    """Open the chosen warehouse, by default the published one of ``data``.

    Raises WarehouseError when there is none, UsageError for a day that cannot be shown.
    """
    source = _chosen.get()
    if source.as_of is not None:
        with _past(data, source) as warehouse:
            yield warehouse
    elif source.file is not None:
        if not source.file.is_file():
            raise UsageError(f"{source.file} is not a file; --warehouse takes a DuckDB file that trialscape has built.")
        with Warehouse(source.file) as warehouse:
            yield warehouse
    else:
        with _published(data) as warehouse:
            yield warehouse


def _published(data: Path) -> Warehouse:
    folder = warehouse_folder(data)
    try:
        return open_current(folder)
    except WarehouseError as error:
        if any(folder.glob("*.duckdb")):
            raise
        raise WarehouseError(f"{error} {DEMO_HINT}") from error


@contextmanager
def _past(data: Path, source: _Source) -> Iterator[Warehouse]:
    # Building loads the classifier and scipy, which other commands do not need.
    from trialscape.steps.history.past_landscape import open_past_landscape

    moment = _moment(source)
    moment.check(dt.datetime.now(dt.UTC).date())
    chosen = os.environ.get(CONFIG_VARIABLE)
    config = load_chosen(source.config or (Path(chosen) if chosen else None))
    sys.stderr.write(f"Rebuilding the landscape of {source.as_of}, unless it is published; this takes some seconds.\n")
    with ExitStack() as stack:
        with reported("Rebuilding"):
            warehouse = stack.enter_context(open_past_landscape(config, data, moment))
        yield warehouse


def _moment(source: _Source) -> "LandscapeMoment":
    from trialscape.steps.inputs.as_of import LandscapeMoment

    return LandscapeMoment(source.as_of, source.registry_clock, rules_of_then=False)
