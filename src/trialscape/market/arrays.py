"""The types of arrays in market, and the seeds of its random numbers."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
# Weights are many and need no more than seven digits.
Light = NDArray[np.float32]
# Numbers of trials, cells and columns, from 0; columns of a row as bits.
Positions = NDArray[np.int64]
# Columns of a narrower row as bits, and small numbers in tables that are looked up.
Narrow = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int32]
Flags = NDArray[np.bool_]

# Fixed, so that the same records give the same figures.
SEED = 20261129
# Market shares are drawn with a separate seed, which the basis of a share names.
SHARE_SEED = 20240501
