"""The command mcp: the published figures for assistants."""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

from trialscape.cli.assist.answers import opened
from trialscape.cli.shared.options import Data
from trialscape.cli.shared.source import is_source_chosen, open_shown, with_source_options
from trialscape.errors import UsageError
from trialscape.warehouse.reader import Warehouse


@with_source_options
def mcp(data: Data) -> None:
    """Serve the published figures to an assistant over the Model Context Protocol on standard input and output.

    Needs the extra mcp: pip install '.[mcp]' in the folder of the source. Every answer holds its rows, what they
    count, the caveats and the snapshot; nothing can be written.

    Example: trialscape mcp --data data
    """
    if find_spec("mcp") is None:
        raise UsageError("The package mcp is not installed; in the folder of the source run: pip install '.[mcp]'")
    # A missing warehouse is reported now, and not at the first question.
    with open_shown(data) as warehouse:
        if is_source_chosen():
            # The file of a past day exists only within this block.
            _serve(partial(Warehouse, warehouse.path))
            return
    _serve(partial(opened, data))


def _serve(open_warehouse: Callable[[], Warehouse]) -> None:
    # The package mcp takes half a second to load.
    from trialscape.cli.assist.server import make_server

    make_server(open_warehouse).run("stdio")
