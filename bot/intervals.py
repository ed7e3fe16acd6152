"""Say how far a share that was counted may be from the true one."""

from __future__ import annotations

import math

# Of a normal distribution, 95 % lie within so many standard deviations.
_Z = 1.96


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, 0 to 1 (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    middle = share + _Z * _Z / (2 * total)
    reach = _Z * math.sqrt(share * (1 - share) / total + _Z * _Z / (4 * total * total))
    scale = 1 + _Z * _Z / total
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
