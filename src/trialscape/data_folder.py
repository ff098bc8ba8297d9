"""The layout of a data folder, and the warning for one that holds a demonstration."""

from pathlib import Path

DEMO_WARNING = (
    "DEMO: built from the bundled stand-in texts, which were written for this project; its figures are no findings."
)


def archive_folder(data: Path) -> Path:
    """Return the folder of the archive."""
    return data / "archive"


def warehouse_folder(data: Path) -> Path:
    """Return the folder of the published warehouses."""
    return data / "warehouse"


def readings_folder(data: Path) -> Path:
    """Return the folder of the readings, which are derived from the archive and may be deleted."""
    return data / "readings"
