"""Compare a question with every stored phrasing at once, through an inverted index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
# Small numbers where they do: what is kept of them is read at every start.
Rows = npt.NDArray[np.integer[Any]]
# In an index of so many rows, columns that stand in a good share of them are kept as whole rows of numbers:
# adding such a row takes a tenth of the time that following its postings does.
_MANY = 12_000
_COMMON_SHARE = 8


@dataclass(frozen=True)
class Index:
    """Hold the stored vectors by column: the rows of column c stand at `starts[c]` to `starts[c + 1]`."""

    starts: Integers
    rows: Rows
    values: Floats
    size: int

    @classmethod
    def build(cls, vectors: Sequence[tuple[Integers, Floats]], columns: int) -> Index:
        """Turn row vectors (columns, values) into postings by column."""
        column = np.fromiter((at for found, _ in vectors for at in found), dtype=np.int32)
        value = np.fromiter((each for _, found in vectors for each in found), dtype=np.float32)
        kind = np.uint16 if len(vectors) <= np.iinfo(np.uint16).max else np.int32
        row: Rows = np.repeat(np.arange(len(vectors)).astype(kind), [len(found) for found, _ in vectors])
        order = np.argsort(column, kind="stable")
        starts = np.zeros(columns + 1, dtype=np.int32)
        np.cumsum(np.bincount(column, minlength=columns), out=starts[1:])
        return cls(starts, row[order], value[order], len(vectors))

    def similarities(self, columns: Sequence[int] | Integers, values: Sequence[float] | Floats) -> Floats:
        """Return the cosine of one question with each stored row, shape (size,), 0 to 1."""
        if not len(columns):
            return np.zeros(self.size, dtype=np.float32)
        if self.size <= _MANY:
            return self._followed(np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=np.float32))
        at, weights = np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=np.float32)
        common = self._common[at]
        found = self._followed(at[~common], weights[~common])
        for column, weight in zip(at[common].tolist(), weights[common], strict=True):
            found += weight * self._whole(column)
        return found

    @cached_property
    def _common(self) -> npt.NDArray[np.bool_]:
        """Return of each column whether it stands in a good share of the rows."""
        return np.diff(self.starts) > self.size // _COMMON_SHARE

    @cached_property
    def _wholes(self) -> dict[int, Floats]:
        return {}

    def _whole(self, column: int) -> Floats:
        """Return a common column as a whole row of numbers, made when it is first needed."""
        whole = self._wholes.get(column)
        if whole is None:
            whole = self._wholes[column] = np.zeros(self.size, dtype=np.float32)
            own = slice(self.starts[column], self.starts[column + 1])
            whole[self.rows[own]] = self.values[own]
        return whole

    def _followed(self, at: npt.NDArray[np.int64], values: Floats) -> Floats:
        first = self.starts[at].astype(np.int64)
        lengths = self.starts[at + 1] - first
        total = int(lengths.sum())
        # The positions of all postings of all columns, without a loop: each run counts up from its start.
        ends = np.cumsum(lengths)
        positions = np.arange(total) - np.repeat(ends - lengths, lengths) + np.repeat(first, lengths)
        weighed = self.values[positions] * np.repeat(values, lengths)
        return np.bincount(self.rows[positions], weights=weighed, minlength=self.size).astype(np.float32)
