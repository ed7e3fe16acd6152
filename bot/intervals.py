"""Say how far a share that was counted may be from the true one."""

from __future__ import annotations

import math

# Of a normal distribution, 95 % lie within so many standard deviations.
TWO_SIDED = 1.96
# Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3: what is chosen by a measured risk
# had better keep a standard error away from it.
ONE_ERROR = 1.0


def wilson(count: int, total: int, z: float = TWO_SIDED) -> tuple[float, float]:
    """Return Wilson's interval of a share, 0 to 1; of 95 % with the default `z` (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    middle = share + z * z / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
