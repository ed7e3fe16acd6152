"""Learn from all phrasings together: kernel ridge regression on one indicator per target.

Each target (an entry, a group of questions that the article doesn't answer, a kind of small talk) is one
column that is 1 for its own phrasings and 0 for all others. Ridge regression has two merits here: it is
solved in closed form, and so is what it would have said of any block of phrasings had it never seen them
(Rifkin and Lippert 2007, "Notes on regularized least squares", section 3), which gives honest estimates by
author at no cost. The kernel is exp(-2 (1 - cosine)): close phrasings count for more than a linear model
lets them.

Solving for N phrasings takes N x N numbers. Above LIMIT phrasings only LANDMARKS of them, spread evenly over
the targets, become the functions that the solution is made of (Nyström's method, as the "subset of
regressors" of Smola and Schölkopf 2000, "Sparse greedy matrix approximation for machine learning"; Rudi,
Camoriano and Rosasco 2015, "Less is more", say why few are enough). All phrasings are still learned from.
docs/benchmark.md has what this costs and saves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
SHARPNESS = 2.0
PENALTY = 0.1
LIMIT = 18_000
_WHOLE = 600
_BLOCK = 1000
LANDMARKS = 3_000
# Landmarks may be all but equal; this keeps the equations solvable.
_JITTER = 1e-3


def kernel(cosines: npt.NDArray[np.floating]) -> Doubles:
    """Return the kernel's values for cosines of any shape."""
    return np.exp(SHARPNESS * (np.asarray(cosines, dtype=np.float64) - 1.0))


def scores(cosines: npt.NDArray[np.floating], coefficients: npt.NDArray[np.floating]) -> Doubles:
    """Return the score of each target; the phrasings that have coefficients stand first among all."""
    likeness = kernel(cosines[..., : len(coefficients)]).astype(coefficients.dtype)
    # Not by BLAS: its threads cost more than they bring here, and its sums differ between machines.
    summed: Doubles = np.einsum("...p,pt->...t", likeness, coefficients).astype(np.float64)
    return summed


@dataclass(frozen=True)
class Fit:
    """Hold the solution: `coefficients` of shape (phrasings, targets) and the inverse it came from."""

    coefficients: Doubles
    inverse: Floats
    indicators: Doubles

    def without(self, rows: npt.NDArray[np.int64]) -> Doubles:
        """Return the scores of these rows, shape (rows, targets), as if none of them had been learned."""
        block = self.inverse[np.ix_(rows, rows)].astype(np.float64)
        return self.indicators[rows] - np.linalg.solve(block, self.coefficients[rows])


def fit(cosines: Floats, indicators: Doubles) -> Fit:
    """Solve for phrasings with these pairwise cosines and indicators, shape (phrasings, targets).

    The matrices are of single precision, which halves time and memory; the residual, taken in double
    precision, then corrects the solution (iterative refinement, Wilkinson 1963), to some six digits.
    """
    regularized = _symmetric(np.exp(np.float32(SHARPNESS) * (cosines.astype(np.float32) - np.float32(1.0))))
    regularized[np.diag_indices_from(regularized)] = 1.0 + PENALTY
    inverse = _inverse(regularized)
    coefficients = (inverse @ indicators.astype(np.float32)).astype(np.float64)
    residual = np.empty_like(indicators)
    for start in range(0, len(residual), _BLOCK):
        rows = slice(start, start + _BLOCK)
        residual[rows] = indicators[rows] - regularized[rows].astype(np.float64) @ coefficients
    return Fit(coefficients + inverse @ residual.astype(np.float32), inverse, indicators)


def _symmetric(matrix: Floats) -> Floats:
    """Return the symmetric part: what rounding leaves beside it would grow with every halving below."""
    return (matrix + matrix.T) * np.float32(0.5)


def _inverse(matrix: Floats) -> Floats:
    """Invert a symmetric positive definite matrix by halves, in products, which run on every core.

    This is Schur's block formula; it takes about half as long as the library's inverse of thousands of rows.
    """
    size = len(matrix)
    if size <= _WHOLE:
        return np.linalg.inv(matrix.astype(np.float64)).astype(np.float32)
    half = size // 2
    first = _inverse(matrix[:half, :half])
    across = first @ matrix[:half, half:]
    second = _inverse(_symmetric(matrix[half:, half:] - matrix[half:, :half] @ across))
    mixed = across @ second
    inverse = np.empty_like(matrix)
    inverse[:half, :half] = first + mixed @ across.T
    inverse[:half, half:] = -mixed
    inverse[half:, :half] = -mixed.T
    inverse[half:, half:] = second
    return inverse


def landmarks_first(target_of: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the order of phrasings in which the landmarks come first; as they stand, if all are."""
    number = len(target_of)
    if number <= LIMIT:
        return np.arange(number)
    by_target = np.argsort(target_of, kind="stable")
    landmarks = by_target[np.linspace(0, number - 1, LANDMARKS).astype(np.int64)]
    return np.concatenate([landmarks, np.setdiff1d(np.arange(number), landmarks)])


def fit_landmarks(
    between: Floats, blocks: Iterable[tuple[int, Floats, Doubles]], folds: int
) -> tuple[Doubles, Doubles]:
    """Solve in landmarks with these pairwise cosines; return what all phrasings teach, and all but each fold.

    Each block is (its fold's number, its phrasings' cosines with the landmarks, their indicators). Shapes of
    the results: (landmarks, targets) and (folds, landmarks, targets).
    """
    penalty = kernel(between)
    penalty[np.diag_indices_from(penalty)] = 1.0 + _JITTER
    penalty *= PENALTY
    squares = np.zeros((folds, *penalty.shape))
    products: list[Doubles | None] = [None] * folds
    for fold, cosines, indicators in blocks:
        features = kernel(cosines)
        squares[fold] += features.T @ features
        product = features.T @ indicators
        known = products[fold]
        products[fold] = product if known is None else known + product
    product = np.stack([each for each in products if each is not None])
    penalty += squares.sum(axis=0)
    everything = np.linalg.solve(penalty, product.sum(axis=0))
    left_out = [
        np.linalg.solve(penalty - square, product.sum(axis=0) - own)
        for square, own in zip(squares, product, strict=True)
    ]
    return everything, np.stack(left_out)
