"""Reports and searches of the last published warehouse that the current configuration lacks."""

from pathlib import Path

from trialscape.config.load import Config
from trialscape.errors import UsageError, WarehouseError
from trialscape.queries import query_text
from trialscape.warehouse.reader import open_current


def find_left_out(folder: Path, config: Config) -> tuple[str, ...]:
    """Return one name for each report or search that the published warehouse in ``folder`` has and ``config`` lacks.

    Returns nothing if no published warehouse can be read.
    """
    try:
        with open_current(folder) as published:
            _, rows = published.query(query_text("build/configured"))
    except (WarehouseError, UsageError):
        return ()
    here = {("report", item.id) for item in config.reports} | {("search", item.id) for item in config.searches}
    return tuple(f"{kind} {name} ({title})" for kind, name, title in rows if (kind, name) not in here)


def left_out_warning(names: tuple[str, ...]) -> str:
    """Return the sentence that a build without these reports and searches shows."""
    return (
        f"The last published warehouse had {', '.join(names)}; this configuration does not. If that is a mistake, "
        "build again with the folder that holds them (--config or TRIALSCAPE_CONFIG)."
    )
