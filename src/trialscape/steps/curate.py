"""Add a curator's decisions to ``overrides.csv`` of a configuration folder, only if the folder then still loads."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from trialscape.config.chosen_folder import load_chosen
from trialscape.errors import ConfigError
from trialscape.whole_file import whole_file

OVERRIDE_COLUMNS = ("nct_id", "axis", "label", "reason", "author", "date")
FILE = "overrides.csv"


def add_overrides(folder: Path, rows: Iterable[Mapping[str, str]]) -> int:
    """Append ``rows`` and return how many; a decision replaces an earlier one on the same trial and axis.

    Raises ConfigError, and leaves the file unchanged, when the configuration would not accept a row.
    """
    path = folder / FILE
    is_new = not path.exists()
    before = ",".join(OVERRIDE_COLUMNS) + "\n" if is_new else path.read_text(encoding="utf-8")
    kept = {(row["nct_id"], row["axis"]): row for row in csv.DictReader(io.StringIO(before))}
    added = {(row["nct_id"], row["axis"]): {name: row[name] for name in OVERRIDE_COLUMNS} for row in rows}
    text = io.StringIO()
    writer = csv.DictWriter(text, OVERRIDE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows((kept | added).values())
    _swap(path, text.getvalue())
    try:
        load_chosen(folder)
    except ConfigError:
        if is_new:
            path.unlink()
        else:
            _swap(path, before)
        raise
    return len(added)


def _swap(path: Path, text: str) -> None:
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8")
