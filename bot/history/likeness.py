"""Find which group of missed questions a new one is like, by hashes of its stems.

A group is the sum of its questions as unit vectors over keyed hashes; a question joins the group whose
direction its own is nearest to, if it is near enough, or begins one. Groups are never joined or split, so
that they stay what they were from day to day.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping

# The cosine from which two are alike: chosen on other gaps than those the tests measure (docs/history.md).
ALIKE = 0.35
_PART = struct.Struct(">QB")
_WEIGHT_STEPS = 16
_HEAVIEST = 255

Vector = dict[int, float]


def packed(parts: Iterable[tuple[str, float]]) -> bytes:
    """Return hashes (hexadecimal) and weights as bytes, in the order of the hashes."""
    shortened = sorted((int(hash_[:16], 16), weight) for hash_, weight in parts)
    return b"".join(
        _PART.pack(number, min(max(round(weight * _WEIGHT_STEPS), 1), _HEAVIEST))
        for number, weight in shortened
    )


def unpacked(parts: bytes) -> Vector:
    """Return packed parts as a vector of length one."""
    vector = {number: float(weight) for number, weight in _PART.iter_unpack(parts)}
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {number: weight / length for number, weight in vector.items()}


def numbers_of(parts: bytes) -> set[int]:
    """Return the hashes in packed parts."""
    return {number for number, _ in _PART.iter_unpack(parts)}


def number_of(hash_: str) -> int:
    """Return a hash (hexadecimal) as packed parts have it."""
    return int(hash_[:16], 16)


class Groups:
    """Hold the groups in memory; they are what the misses in the database make them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sums: dict[int, Vector] = {}
        self._squares: dict[int, float] = {}
        self._having: defaultdict[int, set[int]] = defaultdict(set)

    def add(self, group: int, vector: Mapping[int, float]) -> None:
        """Let a question join a group."""
        total = self._sums.setdefault(group, {})
        square = self._squares.get(group, 0.0)
        for number, weight in vector.items():
            before = total.get(number, 0.0)
            total[number] = before + weight
            square += weight * (2 * before + weight)
            self._having[number].add(group)
        self._squares[group] = square

    def nearest(self, vector: Mapping[int, float]) -> int | None:
        """Return the group that a question is like, the older of two as near; None if there is none."""
        products: defaultdict[int, float] = defaultdict(float)
        for number, weight in vector.items():
            for group in self._having.get(number, ()):
                products[group] += weight * self._sums[group][number]
        best, cosine = None, ALIKE
        for group in sorted(products):
            found = round(products[group] / math.sqrt(self._squares[group]), 6)
            if found > cosine or (found == cosine and best is None):
                best, cosine = group, found
        return best
