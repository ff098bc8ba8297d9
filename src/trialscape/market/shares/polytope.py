"""Shares that add to 1 under linear constraints: feasibility, lowest and highest values, and means.

Everything works on the simplex x >= 0, sum(x) = 1 with further rows ``a . x <= b``. The mean is that of the uniform
distribution on the feasible region: exact by division into simplices in few dimensions, else sampled by hit-and-run
with a fixed seed (standard error of a share about 0.1 points).

Results are cached, because sizes, concentration and audit use the same claims. scipy is loaded where it
is used: it takes a third of a second, and most commands solve nothing.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trialscape.market.arrays import SHARE_SEED, Flags, Matrix, Vector
from trialscape.market.shares.convex_body import CHAINS, STEPS, TOLERANCE, Body

EXACT_DIMENSIONS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint ``coefficients . x <= bound``; a strict one excludes equality."""

    coefficients: tuple[float, ...]
    bound: float
    strict: bool = False


@lru_cache(maxsize=1024)
def is_feasible(rows: tuple[Row, ...], size: int) -> bool:
    """Return whether shares of ``size`` segments exist that keep all rows, the strict ones with room to spare."""
    from scipy.optimize import linprog

    matrix, bounds = _arrays(rows, size)
    room = np.array([1.0 if row.strict else 0.0 for row in rows]).reshape(-1, 1)
    found = linprog(
        c=np.append(np.zeros(size), -1.0),
        A_ub=np.hstack([matrix, room]) if rows else None,
        b_ub=bounds if rows else None,
        A_eq=np.append(np.ones(size), 0.0).reshape(1, -1),
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * (size + 1),
        method="highs",
    )
    if found.status != 0 or found.x is None:
        return False
    return not room.any() or float(found.x[-1]) > TOLERANCE


@lru_cache(maxsize=1024)
def extremes(rows: tuple[Row, ...], size: int) -> tuple[Vector, Vector]:
    """Return the lowest and the highest value of each share; strict rows count with their bound included."""
    matrix, bounds = _arrays(rows, size)
    unit = np.eye(size)
    low = np.array([unit[at] @ _optimum(unit[at], matrix, bounds) for at in range(size)])
    high = np.array([unit[at] @ _optimum(-unit[at], matrix, bounds) for at in range(size)])
    # Where a share is fixed, rounding of the solver may give a lowest value above the highest.
    low, high = np.minimum(low, high), np.maximum(low, high)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


@lru_cache(maxsize=1024)
def widest_differences(rows: tuple[Row, ...], size: int) -> Matrix:
    """Return the largest value of share i (row) minus share j (column); strict rows count with their bound included.

    One linear programme holds a copy of the shares for each pair, because a solver's start costs more than its work.
    """
    from scipy.optimize import linprog

    matrix, bounds = _arrays(rows, size)
    pairs = [(one, other) for one in range(size) for other in range(size) if one != other]
    unit, copies = np.eye(size), np.eye(len(pairs))
    cost = np.array([unit[other] - unit[one] for one, other in pairs]).ravel()
    widest = np.zeros((size, size))
    if pairs:
        found = linprog(
            c=cost,
            A_ub=np.kron(copies, matrix) if rows else None,
            b_ub=np.tile(bounds, len(pairs)) if rows else None,
            A_eq=np.kron(copies, np.ones((1, size))),
            b_eq=np.ones(len(pairs)),
            bounds=(0.0, 1.0),
            method="highs",
        )
        if found.status != 0:
            raise ValueError("the constraints leave no shares; ask is_feasible first")
        widest[tuple(np.transpose(pairs))] = -(cost * found.x).reshape(len(pairs), size).sum(axis=1)
    return widest


@lru_cache(maxsize=1024)
def uniform_mean(rows: tuple[Row, ...], size: int) -> tuple[Vector, str]:
    """Return the mean of the uniform distribution on the feasible shares, and how it was found.

    The rows must be feasible. Where they fix some shares, the distribution is uniform on the flat body that is left.
    """
    from scipy.spatial import QhullError

    inner, frame, body = _free_body(rows, size)
    if body is None:
        return inner, "single point"
    if body.dimensions <= EXACT_DIMENSIONS:
        try:
            return inner + frame @ body.centroid(), "exact, by simplices"
        except QhullError:
            pass  # A body too thin for exact geometry can still be sampled.
    draws = CHAINS * STEPS
    return inner + frame @ body.sampled_mean(), f"sampled, {draws} draws, seed {SHARE_SEED}"


@lru_cache(maxsize=64)
def uniform_draws(rows: tuple[Row, ...], size: int, count: int) -> Matrix:
    """Return ``count`` draws (rows) of the shares (columns), uniform on what is feasible, with a fixed seed.

    The rows must be feasible. Draws are independent up to six free dimensions, else those of thinned chains.
    """
    from scipy.spatial import QhullError

    inner, frame, body = _free_body(rows, size)
    if body is None:
        return np.tile(inner, (count, 1))
    if body.dimensions <= EXACT_DIMENSIONS:
        try:
            points = body.exact_draws(count, np.random.default_rng(SHARE_SEED))
            return np.clip(inner + points @ frame.T, 0.0, 1.0)
        except QhullError:
            pass  # A body too thin for exact geometry can still be sampled.
    return np.clip(inner + body.sampled_draws(count) @ frame.T, 0.0, 1.0)


def _free_body(rows: tuple[Row, ...], size: int) -> tuple[Vector, Matrix, Body | None]:
    """Return a point inside, the directions that are free, and the body along them; None where no direction is."""
    from scipy.linalg import null_space

    matrix, bounds = _arrays(rows, size)
    matrix = np.vstack([matrix, -np.eye(size)])
    bounds = np.append(bounds, np.zeros(size))
    inner, fixed = _inner_point(matrix, bounds)
    frame = null_space(np.vstack([np.ones((1, size)), matrix[fixed]]))
    if frame.shape[1] == 0:
        return inner, frame, None
    return inner, frame, Body(matrix[~fixed] @ frame, bounds[~fixed] - matrix[~fixed] @ inner)


def _arrays(rows: tuple[Row, ...], size: int) -> tuple[Matrix, Vector]:
    matrix = np.array([row.coefficients for row in rows], dtype=np.float64).reshape(len(rows), size)
    return matrix, np.array([row.bound for row in rows], dtype=np.float64)


def _optimum(cost: Vector, matrix: Matrix, bounds: Vector) -> Vector:
    from scipy.optimize import linprog

    found = linprog(
        c=cost,
        A_ub=matrix if len(matrix) else None,
        b_ub=bounds if len(matrix) else None,
        A_eq=np.ones((1, len(cost))),
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * len(cost),
        method="highs",
    )
    if found.status != 0:
        raise ValueError("the constraints leave no shares; ask is_feasible first")
    return np.asarray(found.x, dtype=np.float64)


def _inner_point(matrix: Matrix, bounds: Vector) -> tuple[Vector, Flags]:
    """Return a point inside the feasible body, and which rows hold with equality everywhere on it.

    The average of the points that leave each row most room leaves room at every row that can have any.
    """
    points = np.array([_optimum(row, matrix, bounds) for row in matrix])
    room = bounds - np.einsum("ij,ij->i", matrix, points)
    return points.mean(axis=0), room <= TOLERANCE
