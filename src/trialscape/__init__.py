"""trialscape: immuno-oncology trials after checkpoint-inhibitor failure, set against published market segments.

``trialscape.open("data")`` opens the published landscape of a data folder for notebooks.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from trialscape.notebook.landscape import Landscape

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(source: "str | Path" = "data") -> "Landscape":
    """Open the published landscape of a data folder, or a DuckDB file, read-only.

    Raises WarehouseError when there is none.
    """
    # pandas and DuckDB are loaded here, so that importing the package costs nothing.
    from trialscape.notebook.landscape import Landscape

    return Landscape(source)
