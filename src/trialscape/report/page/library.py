"""Vega, Vega-Lite and Vega-Embed as one script: put together once for each version and kept in the user's cache."""

import contextlib
import gzip
import zlib
from functools import cache
from importlib import metadata

import vl_convert

from trialscape.paths import cache_folder, made_cache_folder
from trialscape.report.page.scripts import pack
from trialscape.whole_file import whole_file


@cache
def chart_library() -> tuple[str, str]:
    """Return the script, and the same packed.

    Putting it together takes two seconds. A damaged or missing file of the cache is written again; without a folder
    that can be written, nothing is kept.
    """
    file = cache_folder() / f"vega-{metadata.version('vl-convert-python')}.js.gz"
    with contextlib.suppress(OSError, EOFError, zlib.error, UnicodeDecodeError):
        content = file.read_bytes()
        return gzip.decompress(content).decode(), pack(content)
    library = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    content = gzip.compress(library.encode(), mtime=0)
    with contextlib.suppress(OSError), whole_file(made_cache_folder() / file.name) as beside:
        beside.write_bytes(content)
    return library, pack(content)
