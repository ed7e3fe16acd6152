"""Turn evidence into a probability: logistic regression, solved by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
_STEPS = 60


@dataclass(frozen=True)
class Logistic:
    """Hold a fitted model over evidence of shape (features,); inputs are scaled by `center` and `spread`."""

    center: Doubles
    spread: Doubles
    slopes: Doubles
    intercept: float

    def probability(self, evidence: Doubles) -> Doubles:
        """Return probabilities for evidence of shape (…, features)."""
        logits = (evidence - self.center) / self.spread @ self.slopes + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))


def fit(evidence: Doubles, right: npt.NDArray[np.bool_], weights: Doubles, penalty: float = 1.0) -> Logistic:
    """Fit the share of right ones; `weights` count the rows; the penalty shrinks slopes, not the intercept."""
    center = np.average(evidence, axis=0, weights=weights)
    spread = np.sqrt(np.average((evidence - center) ** 2, axis=0, weights=weights))
    spread[spread < 1e-9] = 1.0
    inputs = np.column_stack([(evidence - center) / spread, np.ones(len(evidence))])
    ridge = np.full(inputs.shape[1], penalty)
    ridge[-1] = 1e-6
    solution = np.zeros(inputs.shape[1])
    target = right.astype(np.float64)
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(inputs @ solution, -30.0, 30.0)))
        gradient = inputs.T @ (weights * (likely - target)) + ridge * solution
        curvature = (inputs * (weights * likely * (1.0 - likely))[:, None]).T @ inputs + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        solution -= step
        if np.abs(step).max() < 1e-8:
            break
    return Logistic(center, spread, solution[:-1], float(solution[-1]))
