"""Shares as bars of characters, for tables in a terminal."""

CELLS = 12
MEANING = "bar: from 0 to 100 %, █ the pipeline's share, ░ the range of the market's, ▓ both."
_MARKS = {(True, True): "▓", (True, False): "█", (False, True): "░", (False, False): "·"}


def share_bar(share: float | None, low: float | None, high: float | None) -> str:
    """Return a bar of ``CELLS`` characters; all are fractions of 1, and a missing one is not drawn.

    A cell is marked when its middle is covered; a share or range above zero marks at least one cell.
    """
    if share is None:
        return "–"
    filled = _covered(0.0, share)
    market = _covered(low, high) if low is not None and high is not None else frozenset()
    return "".join(_MARKS[cell in filled, cell in market] for cell in range(CELLS))


def _covered(low: float, high: float) -> frozenset[int]:
    cells = frozenset(cell for cell in range(CELLS) if low <= (cell + 0.5) / CELLS <= high)
    return cells or (frozenset((min(CELLS - 1, int(high * CELLS)),)) if high > 0 else cells)
