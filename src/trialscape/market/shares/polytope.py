"""Shares that add to 1 under linear constraints: is there any, how low and high can each be, what is their mean.

Everything works on the simplex x >= 0, sum(x) = 1 with further rows ``a . x <= b``. The mean is that of the uniform
distribution on what is feasible: exact by cutting the feasible body into simplices while it is small, else sampled
by hit-and-run with a fixed seed (standard error of a share about 0.1 points).

Answers are remembered, because sizes, concentration and audit ask about the same claims again. scipy is loaded where it
is used: it takes a third of a second, and most commands solve nothing.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

# The solver's own tolerance is 1e-7; what is smaller than this is no room at all.
TOLERANCE = 1e-7
EXACT_DIMENSIONS = 6
SEED = 20240501
CHAINS = 64
STEPS = 8000


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint ``coefficients . x <= bound``; a strict one must leave some room."""

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
    # Where a share is fixed, the solver's last digit may put its lowest value above its highest.
    low, high = np.minimum(low, high), np.maximum(low, high)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


@lru_cache(maxsize=1024)
def uniform_mean(rows: tuple[Row, ...], size: int) -> tuple[Vector, str]:
    """Return the mean of the uniform distribution on the feasible shares, and how it was found.

    The rows must be feasible. Where they fix some shares, the distribution is uniform on the flat body that is left.
    """
    from scipy.linalg import null_space
    from scipy.spatial import QhullError

    matrix, bounds = _arrays(rows, size)
    matrix = np.vstack([matrix, -np.eye(size)])
    bounds = np.append(bounds, np.zeros(size))
    inner, fixed = _inner_point(matrix, bounds)
    frame = null_space(np.vstack([np.ones((1, size)), matrix[fixed]]))
    if frame.shape[1] == 0:
        return inner, "single point"
    body = _Body(matrix[~fixed] @ frame, bounds[~fixed] - matrix[~fixed] @ inner)
    if frame.shape[1] <= EXACT_DIMENSIONS:
        try:
            return inner + frame @ body.centroid(), "exact, by simplices"
        except QhullError:
            pass  # A body too thin for exact geometry is still fit for sampling.
    draws = CHAINS * STEPS
    return inner + frame @ body.sampled_mean(), f"sampled, {draws} draws, seed {SEED}"


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


def _inner_point(matrix: Matrix, bounds: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Return a point inside the feasible body, and which rows hold with equality everywhere on it.

    The average of the points that leave each row most room leaves room at every row that can have any.
    """
    points = np.array([_optimum(row, matrix, bounds) for row in matrix])
    room = bounds - np.einsum("ij,ij->i", matrix, points)
    return points.mean(axis=0), room <= TOLERANCE


class _Body:
    """A bounded body ``faces . z <= room`` around the origin, full in its own dimensions."""

    def __init__(self, faces: Matrix, room: Vector) -> None:
        length = np.linalg.norm(faces, axis=1)
        real = length > TOLERANCE
        self.faces = faces[real] / length[real, None]
        self.room = room[real] / length[real]
        self.dimensions = faces.shape[1]

    def centroid(self) -> Vector:
        """Return the centre of mass, by cutting the body into simplices from a point inside."""
        from scipy.spatial import ConvexHull, HalfspaceIntersection

        if self.dimensions == 1:
            back, ahead = self._reach(np.zeros((1, 1)), np.ones((1, 1)))
            return 0.5 * (back + ahead)
        halves = np.column_stack([self.faces, -self.room])
        corners = HalfspaceIntersection(halves, np.zeros(self.dimensions)).intersections
        hull = ConvexHull(corners[np.isfinite(corners).all(axis=1)])
        apex = hull.points[hull.vertices].mean(axis=0)
        facets = hull.points[hull.simplices]
        volumes = np.abs(np.linalg.det(facets - apex)) / factorial(self.dimensions)
        centres = (facets.sum(axis=1) + apex) / (self.dimensions + 1)
        return np.asarray(volumes @ centres / volumes.sum(), dtype=np.float64)

    def sampled_mean(self) -> Vector:
        """Return the mean of hit-and-run draws; directions follow the spread seen while the chains warm up."""
        random = np.random.default_rng(SEED)
        points = np.zeros((CHAINS, self.dimensions))
        shape = np.eye(self.dimensions)
        warm: list[Vector] = []
        total = np.zeros(self.dimensions)
        for step in range(STEPS // 2 + STEPS):
            directions = random.standard_normal(points.shape) @ shape.T
            back, ahead = self._reach(points, directions)
            points = points + (back + (ahead - back) * random.random(CHAINS))[:, None] * directions
            if step < STEPS // 2:
                warm.append(points)
                if step in (STEPS // 8, STEPS // 4):
                    shape = _spread(np.concatenate(warm), self.dimensions)
            else:
                total += points.mean(axis=0)
        return total / STEPS

    def _reach(self, points: Vector, directions: Vector) -> tuple[Vector, Vector]:
        """Return how far each point can go backwards (negative) and ahead along its direction."""
        speed = directions @ self.faces.T
        left = np.maximum(self.room - points @ self.faces.T, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = left / speed
        ahead = np.where(speed > 0, steps, np.inf).min(axis=1)
        back = np.where(speed < 0, steps, -np.inf).max(axis=1)
        return back, ahead


def _spread(draws: Matrix, dimensions: int) -> Matrix:
    covariance = np.cov(draws.T) + 1e-18 * np.eye(dimensions)
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
