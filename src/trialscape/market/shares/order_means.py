"""The mean shares that follow from order alone, exactly.

Shares in one full order fill a simplex whose mean is the rank-order centroid: the k-th of n has (1/k + ... + 1/n) / n.
A partial order is the union of equally large simplices, one for each full order that keeps it, so its mean is the
average over those orders; they are counted over sets of segments without listing them.
"""

from collections.abc import Collection, Mapping

MOST_SEGMENTS = 14


def rank_order_centroid(size: int) -> tuple[float, ...]:
    """Return the mean shares of ``size`` segments in full order, the largest first."""
    return tuple(sum(1.0 / rank for rank in range(place, size + 1)) / size for place in range(1, size + 1))


def mean_under_order(size: int, edges: Collection[tuple[int, int]]) -> tuple[float, ...] | None:
    """Return the mean shares under ``edges`` (larger, smaller), or None for a circle or too many segments."""
    if size > MOST_SEGMENTS:
        return None
    above = [sum(1 << high for high in {high for high, low in edges if low == at}) for at in range(size)]
    before = _orders_before(size, above)
    full = (1 << size) - 1
    if full not in before:
        return None
    after = _orders_after(before, above, size)
    weights = rank_order_centroid(size)
    mean = [0.0] * size
    for placed, ways in before.items():
        for at in _next(placed, above, size):
            share = ways * after.get(placed | 1 << at, 0) / before[full]
            mean[at] += share * weights[placed.bit_count()]
    return tuple(mean)


def _next(placed: int, above: list[int], size: int) -> list[int]:
    """Return the segments that may take the next rank after ``placed`` (a bit set)."""
    return [at for at in range(size) if not placed >> at & 1 and above[at] & ~placed == 0]


def _orders_before(size: int, above: list[int]) -> dict[int, int]:
    """Return in how many orders each set of segments can take the first ranks; sets come in order of size."""
    ways = {0: 1}
    layer = {0: 1}
    for _ in range(size):
        grown: dict[int, int] = {}
        for placed, count in layer.items():
            for at in _next(placed, above, size):
                grown[placed | 1 << at] = grown.get(placed | 1 << at, 0) + count
        ways.update(grown)
        layer = grown
    return ways


def _orders_after(before: Mapping[int, int], above: list[int], size: int) -> dict[int, int]:
    """Return in how many orders the rest can follow each set."""
    after = {(1 << size) - 1: 1}
    for placed in reversed(before):
        if placed not in after:
            after[placed] = sum(after[placed | 1 << at] for at in _next(placed, above, size))
    return after
