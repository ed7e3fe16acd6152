"""Learn from all phrasings together: kernel ridge regression on one indicator per target.

Each target (an entry, a group of questions that the article doesn't answer, a kind of small talk) is one
column that is 1 for its own phrasings and 0 for all others. Ridge regression has two merits here: it is
solved in closed form, and so is what it would have said of any block of phrasings had it never seen them
(Rifkin and Lippert 2007, "Notes on regularized least squares", section 3), which gives honest estimates by
author at no cost. The kernel is exp(-2 (1 - cosine)): close phrasings count for more than a linear model
lets them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
SHARPNESS = 2.0
PENALTY = 0.1


def kernel(cosines: npt.NDArray[np.floating]) -> Doubles:
    """Return the kernel's values for cosines of any shape."""
    return np.exp(SHARPNESS * (np.asarray(cosines, dtype=np.float64) - 1.0))


@dataclass(frozen=True)
class Fit:
    """Hold the solution: `coefficients` of shape (phrasings, targets) and the inverse it came from."""

    coefficients: Doubles
    inverse: Doubles
    indicators: Doubles

    def without(self, rows: npt.NDArray[np.int64]) -> Doubles:
        """Return the scores of these rows, shape (rows, targets), as if none of them had been learned."""
        block = self.inverse[np.ix_(rows, rows)]
        return self.indicators[rows] - np.linalg.solve(block, self.coefficients[rows])


def fit(cosines: Floats, indicators: Doubles) -> Fit:
    """Solve for phrasings with these pairwise cosines and indicators, shape (phrasings, targets)."""
    regularized = kernel(cosines)
    regularized[np.diag_indices_from(regularized)] = 1.0 + PENALTY
    inverse: Doubles = np.linalg.inv(regularized).astype(np.float64)
    return Fit(inverse @ indicators, inverse, indicators)
