"""Compare a question with every stored phrasing at once, through an inverted index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Index:
    """Hold the stored vectors by column: the rows of column c stand at `starts[c]` to `starts[c + 1]`."""

    starts: Integers
    rows: Integers
    values: Floats
    size: int

    @classmethod
    def build(cls, vectors: Sequence[tuple[list[int], list[float]]], columns: int) -> Index:
        """Turn row vectors (columns, values) into postings by column."""
        column = np.fromiter((at for found, _ in vectors for at in found), dtype=np.int32)
        value = np.fromiter((each for _, found in vectors for each in found), dtype=np.float32)
        row = np.repeat(np.arange(len(vectors), dtype=np.int32), [len(found) for found, _ in vectors])
        order = np.argsort(column, kind="stable")
        starts = np.zeros(columns + 1, dtype=np.int32)
        np.cumsum(np.bincount(column, minlength=columns), out=starts[1:])
        return cls(starts, row[order], value[order], len(vectors))

    def similarities(self, columns: Sequence[int], values: Sequence[float]) -> Floats:
        """Return the cosine of one question with each stored row, shape (size,), 0 to 1."""
        if not columns:
            return np.zeros(self.size, dtype=np.float32)
        at = np.asarray(columns, dtype=np.int64)
        first = self.starts[at].astype(np.int64)
        lengths = self.starts[at + 1] - first
        total = int(lengths.sum())
        # The positions of all postings of all columns, without a loop: each run counts up from its start.
        ends = np.cumsum(lengths)
        positions = np.arange(total) - np.repeat(ends - lengths, lengths) + np.repeat(first, lengths)
        weighed = self.values[positions] * np.repeat(np.asarray(values, dtype=np.float32), lengths)
        return np.bincount(self.rows[positions], weights=weighed, minlength=self.size).astype(np.float32)
