"""Turn evidence into a probability: logistic regression over the evidence and its products by twos.

The products let one piece of evidence change what another means: an unknown word weighs less in a long
question. Solved by Newton's method, with a ridge penalty strong enough that most products stay small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
PENALTY = 50.0
_STEPS = 60
_CLOSE = 1e-6


@dataclass(frozen=True)
class Logistic:
    """Hold a fitted model: `slopes` of shape (features,), `crossed` symmetric of (features, features)."""

    center: Doubles
    spread: Doubles
    slopes: Doubles
    crossed: Doubles
    intercept: float

    def pulls(self, evidence: Doubles) -> Doubles:
        """Return what each piece of evidence adds to the logit, the products shared between their two."""
        scaled = (evidence - self.center) / self.spread
        return np.asarray(scaled * (self.slopes + scaled @ self.crossed))

    def probability(self, evidence: Doubles) -> Doubles:
        """Return probabilities for evidence of shape (…, features)."""
        return _sigmoid(self.pulls(evidence).sum(axis=-1) + self.intercept)


def fit(evidence: Doubles, right: npt.NDArray[np.bool_], weights: Doubles) -> Logistic:
    """Fit the share of right ones; `weights` count the rows; slopes are shrunk, the intercept is not."""
    center = np.average(evidence, axis=0, weights=weights)
    spread = np.sqrt(np.average((evidence - center) ** 2, axis=0, weights=weights))
    spread[spread < 1e-9] = 1.0
    scaled = (evidence - center) / spread
    features = scaled.shape[1]
    first, second = np.triu_indices(features)
    inputs = np.column_stack([scaled, scaled[:, first] * scaled[:, second], np.ones(len(scaled))])
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 1e-6
    target = right.astype(np.float64)
    solution = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        likely = _sigmoid(inputs @ solution)
        gradient = inputs.T @ (weights * (likely - target)) + penalty * solution
        curvature = (inputs * (weights * likely * (1.0 - likely))[:, None]).T @ inputs + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        solution -= step
        if np.abs(step).max() < _CLOSE:
            break
    crossed = np.zeros((features, features))
    crossed[first, second] = solution[features:-1] / 2.0
    return Logistic(center, spread, solution[:features], crossed + crossed.T, float(solution[-1]))


def _sigmoid(logits: Doubles) -> Doubles:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))
