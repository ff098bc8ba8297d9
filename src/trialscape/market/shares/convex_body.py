"""A convex body around the origin: its centre of mass, and points spread evenly over it.

Both are exact in few dimensions: the body is divided into simplices; one is drawn by its volume, and a point in it
uniformly. In more dimensions hit-and-run chains with a fixed seed sample the body. scipy is loaded where it is used, as
in polytope.py.
"""

from collections.abc import Iterator
from math import factorial

import numpy as np

from trialscape.market.arrays import SHARE_SEED, Matrix, Vector

# The solver's own tolerance is 1e-7; smaller differences count as zero.
TOLERANCE = 1e-7
CHAINS = 64
STEPS = 8000
# Steps between two draws that are kept: neighbours on a chain are correlated.
THINNING = 25


class Body:
    """A bounded body ``faces . z <= room`` around the origin, full in its own dimensions."""

    def __init__(self, faces: Matrix, room: Vector) -> None:
        length = np.linalg.norm(faces, axis=1)
        real = length > TOLERANCE
        self.faces = faces[real] / length[real, None]
        self.room = room[real] / length[real]
        self.dimensions = faces.shape[1]

    def centroid(self) -> Vector:
        """Return the centre of mass; QhullError for a body too thin for exact geometry."""
        corners, volumes = self._simplices()
        return np.asarray(volumes @ corners.mean(axis=1) / volumes.sum(), dtype=np.float64)

    def exact_draws(self, count: int, random: np.random.Generator) -> Matrix:
        """Return ``count`` independent points, evenly spread, as rows; QhullError for a body too thin for it."""
        corners, volumes = self._simplices()
        chosen = random.choice(len(volumes), size=count, p=volumes / volumes.sum())
        parts = random.standard_exponential((count, corners.shape[1]))
        parts /= parts.sum(axis=1, keepdims=True)
        return np.asarray(np.einsum("ij,ijk->ik", parts, corners[chosen]), dtype=np.float64)

    def sampled_draws(self, count: int) -> Matrix:
        """Return ``count`` points of the hit-and-run chains, thinned, as rows."""
        kept = [
            points for step, points in enumerate(self._walk(THINNING * -(-count // CHAINS))) if step % THINNING == 0
        ]
        return np.concatenate(kept)[:count]

    def sampled_mean(self) -> Vector:
        """Return the mean of all steps of the hit-and-run chains."""
        total = np.zeros(self.dimensions)
        for points in self._walk(STEPS):
            total += points.mean(axis=0)
        return total / STEPS

    def _simplices(self) -> tuple[Matrix, Vector]:
        """Return corners (simplex, corner, coordinate) and volumes of simplices that fill the body."""
        from scipy.spatial import ConvexHull, HalfspaceIntersection

        if self.dimensions == 1:
            back, ahead = self._reach(np.zeros((1, 1)), np.ones((1, 1)))
            return np.array([[back, ahead]]), np.ones(1)
        halves = np.column_stack([self.faces, -self.room])
        points = HalfspaceIntersection(halves, np.zeros(self.dimensions)).intersections
        hull = ConvexHull(points[np.isfinite(points).all(axis=1)])
        apex = hull.points[hull.vertices].mean(axis=0)
        facets = hull.points[hull.simplices]
        volumes = np.abs(np.linalg.det(facets - apex)) / factorial(self.dimensions)
        corners = np.concatenate([facets, np.broadcast_to(apex, (len(facets), 1, self.dimensions))], axis=1)
        return corners, np.asarray(volumes, dtype=np.float64)

    def _walk(self, steps: int) -> Iterator[Matrix]:
        """Yield the chains' points after each step; directions follow the spread seen while the chains warm up."""
        random = np.random.default_rng(SHARE_SEED)
        points = np.zeros((CHAINS, self.dimensions))
        shape = np.eye(self.dimensions)
        warm: list[Vector] = []
        for step in range(STEPS // 2 + steps):
            directions = random.standard_normal(points.shape) @ shape.T
            back, ahead = self._reach(points, directions)
            points = points + (back + (ahead - back) * random.random(CHAINS))[:, None] * directions
            if step >= STEPS // 2:
                yield points
                continue
            warm.append(points)
            if step in (STEPS // 8, STEPS // 4):
                shape = _spread(np.concatenate(warm), self.dimensions)

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
