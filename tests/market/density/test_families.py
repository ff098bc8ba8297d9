"""Weights that are drawn once for several families give each family the draws that it has by itself."""

import numpy as np
import pytest

from trialscape.errors import StoppedError
from trialscape.market.density.pipeline_draws import ErrorRate, Family, Partition, family_draws, pipeline_draws


def family(count: int, draws: int, seed: int, errors: tuple[ErrorRate, ...] = ()) -> Family:
    """Return two partitions of ``count`` trials, the second of those with an even number."""
    parts = np.random.default_rng(seed).integers(0, 3, (count, 3)).astype(float)
    parts[:, 0] += 1
    even = np.arange(0, count, 2)
    return Family(count, [Partition(np.arange(count), parts, errors), Partition(even, parts[even, :2])], draws)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_families_get_the_draws_of_each_by_itself(order: tuple[int, ...]) -> None:
    """They differ in trials, in draws and in errors; the third draws only in the first chunks."""
    listed = [family(40, 3_000, 1, (ErrorRate(3, 40),)), family(60, 3_000, 2), family(25, 700, 3)]
    families = [listed[at] for at in order]
    for item, together in zip(families, family_draws(families, seed=7), strict=True):
        alone = pipeline_draws(item.count, item.partitions, draws=item.draws, seed=7)
        for one, other in zip(together, alone, strict=True):
            assert one.labelled.shape[0] == item.draws
            np.testing.assert_array_equal(one.labelled, other.labelled)
            np.testing.assert_array_equal(one.relabelled, other.relabelled)


def test_no_family_has_no_draws() -> None:
    assert family_draws([]) == []


def test_draws_can_be_stopped() -> None:
    """Twenty chunks of 500; the third look ends the work."""
    looks: list[int] = []

    def look() -> None:
        looks.append(len(looks))
        if len(looks) == 3:
            raise StoppedError("enough")

    with pytest.raises(StoppedError):
        family_draws([family(20, 10_000, 1)], look)
    assert looks == [0, 1, 2]
