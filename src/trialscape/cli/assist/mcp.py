"""The command mcp: the published figures for assistants."""

from importlib.util import find_spec

from trialscape.cli.shared.options import Data
from trialscape.data_folder import warehouse_folder
from trialscape.errors import UsageError
from trialscape.warehouse.reader import open_current


def mcp(data: Data) -> None:
    """Serve the published figures to an assistant over the Model Context Protocol on standard input and output.

    Needs the extra: pip install 'trialscape[mcp]'. Every answer holds its rows, what they count, the caveats and the
    snapshot; nothing can be written.
    """
    if find_spec("mcp") is None:
        raise UsageError("The package mcp is not installed; run: pip install 'trialscape[mcp]'.")
    # A missing warehouse is said now, and not at the first question.
    open_current(warehouse_folder(data)).close()
    from trialscape.cli.assist.server import make_server

    make_server(data).run("stdio")
