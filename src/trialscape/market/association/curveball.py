"""Random tables with the row and column sums of a given table of zeros and ones, by curveball trades.

In a trade two rows keep their common columns and divide the others at random, each as many as before (Strona et al.
2014, Nature Communications 5:4114). In one sweep every row trades once (global curveball, Carstens et al. 2018). The
stationary distribution is uniform over all tables with these sums. Many chains run side by side. Each row is one number
whose bits are its columns, so that a trade is a look-up.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from math import log2
from typing import Any

import numpy as np

from trialscape.market.arrays import SEED, Flags, Light, Narrow, Positions

# Trades look up at most this many columns at a time; a wider table takes other columns in each sweep.
WINDOW = 8

# Pairs of rows that trade at a time, in all chains: what they need fits into the cache of a core.
_BLOCK = 256
# Up to so many columns a table of all rows that can be is small.
_TABLED = 16

# The types of rows, by the most columns that fit: narrow ones take less memory.
_KINDS = ((16, np.uint16), (30, np.int32))

Table = Flags
Masks = Positions | Narrow


def permuted_tables(table: Table, *, chains: int, samples: int, seed: int = SEED) -> Iterator[tuple[Positions, Flags]]:
    """Yield ``samples`` times the rows that can change, and their permuted cells (column, row, chain).

    A row without columns or with every column cannot change. Chains start at ``table``; the same call gives the same
    tables.
    """
    count, width = table.shape
    degree = table.sum(axis=1)
    rows = np.flatnonzero((degree > 0) & (degree < width))
    kind = next((kind for most, kind in _KINDS if width <= most), np.int64)
    bits = np.left_shift(1, np.arange(width, dtype=kind))
    start = (table[rows] * bits).sum(axis=1, dtype=kind)
    masks = np.repeat(start[:, None], chains, axis=1)
    generator = np.random.default_rng(seed)
    # After log2(rows) sweeps a label can have reached every row; in wide tables each sweep moves part of the columns.
    reach = (4 + int(log2(max(count, 2)))) * -(-width // WINDOW)
    for sample in range(samples):
        for _ in range(2 * reach if sample == 0 else reach // 2):
            _trade_all_pairs(masks, width, generator)
        yield rows, (masks & bits[:, None, None]) != 0


def _trade_all_pairs(masks: Masks, width: int, generator: np.random.Generator) -> None:
    """Trade each row with one other row, with the same pairs of rows in all chains."""
    order = generator.permutation(len(masks))
    half = len(order) // 2
    columns = np.sort(generator.permutation(width)[:WINDOW])
    gather, scatter = _gathering(columns, width, masks.dtype), _scattering(columns, masks.dtype)
    for start in range(0, half, _BLOCK):
        end = min(start + _BLOCK, half)
        _trade(masks, order[start:end], order[half + start : half + end], gather, scatter, generator)


def _gathering(columns: Positions, width: int, kind: np.dtype[Any]) -> Callable[[Masks], Masks]:
    """Return what gives the bits of ``columns`` as the lowest bits, as a look-up where rows can take few values."""
    if not WINDOW < width <= _TABLED:
        return lambda masks: _gather_bits(masks, columns)
    every: Any = np.arange(1 << width, dtype=kind)
    return _gather_bits(every, columns).take


def _scattering(columns: Positions, kind: np.dtype[Any]) -> Callable[[Masks], Masks]:
    """Return what puts the lowest bits back at ``columns``; those of a narrow table are there already."""
    if columns[-1] < WINDOW:
        return lambda masks: masks
    lowest: Any = np.arange(1 << WINDOW, dtype=kind)
    return _scatter_bits(lowest, columns).take


def _trade(
    masks: Masks,
    first: Positions,
    second: Positions,
    gather: Callable[[Masks], Masks],
    scatter: Callable[[Masks], Masks],
    generator: np.random.Generator,
) -> None:
    """Trade the rows ``first`` with the rows ``second``; ``scatter`` undoes what ``gather`` does."""
    one, other = masks[first], masks[second]
    mine, theirs = gather(one), gather(other)
    starts, counts, choices = _trade_tables()
    # Numpy looks places up by its own type of integers and would convert others in each look-up.
    pair = (mine << WINDOW | theirs).astype(np.intp)
    drawn = generator.random(pair.shape, dtype=np.float32)
    drawn *= counts.take(pair)
    place = starts.take(pair)
    place += drawn.astype(np.intp)
    moved = scatter(mine ^ ((mine & theirs) | choices.take(place)))
    masks[first] = one ^ moved
    masks[second] = other ^ moved


def _gather_bits(masks: Masks, columns: Positions) -> Masks:
    """Return the bits of ``columns`` as the lowest bits."""
    if columns[-1] < WINDOW:
        return masks & ((1 << WINDOW) - 1)
    found = np.zeros_like(masks)
    for at, column in enumerate(columns.tolist()):
        found |= (masks >> column & 1) << at
    return found


def _scatter_bits(masks: Masks, columns: Positions) -> Masks:
    """Return the lowest bits as the bits of ``columns``."""
    found = np.zeros_like(masks)
    for at, column in enumerate(columns.tolist()):
        found |= (masks >> at & 1) << column
    return found


@cache
def _trade_tables() -> tuple[Positions, Light, Narrow]:
    """Return, for each pair of rows, where its choices start and how many there are, and all choices.

    A choice is the subset that the first row takes of the columns that only one of the two rows has.
    """
    size = 1 << WINDOW
    listed: list[int] = []
    place: dict[tuple[int, int], tuple[int, int]] = {}
    for unlike in range(size):
        held = [1 << at for at in range(WINDOW) if unlike >> at & 1]
        for taken in range(len(held) + 1):
            choices = [sum(chosen) for chosen in combinations(held, taken)]
            place[unlike, taken] = len(listed), len(choices)
            listed += choices
    found = np.zeros((size, WINDOW + 1, 2), dtype=np.int32)
    for (unlike, taken), (start, count) in place.items():
        found[unlike, taken] = start, count
    rows = np.arange(size)
    one, other = rows[:, None], rows[None, :]
    pairs = found[one ^ other, np.bitwise_count(one & ~other)].reshape(-1, 2)
    return pairs[:, 0].astype(np.intp), pairs[:, 1].astype(np.float32), np.array(listed, dtype=np.uint8)
