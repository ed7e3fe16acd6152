"""Hold the sentences of charts and comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Exactness = Literal["exact", "above", "from", "below", "to", "about"]

TITLE = "Key figures of the article"
SOURCE = "Source: {publisher}, {day}"
NOT_ALL = "The first {drawn} of {all} figures"
# What a picture says to those who don't see it.
ALT = "Chart: {title}."
ALT_SINGLE = "Chart."
ALT_FIGURE = "{label}: {shown}."
ALT_PERIOD = "{label}: {shown} ({period})."
ALT_MORE = "And {count} more."

BUTTON = "Show as a chart"
# In the log, where a chart goes missing.
DRAWING = "drawing a chart for {place}"

COMPARE_TITLE = "Two figures side by side"
COMPARE_SAME = "Both are the same figure: {label}. Pick two different ones."
COMPARE_SOURCE = "Who says so: {source}"

OTHER_UNIT = "One is in {first}, the other in {second}, so there is no ratio or difference to tell."
OTHER_WHOLE = "Both are in percent, but not of the same thing, so I work out no ratio."
NO_BOUND = "The article gives no exact values for them, so I work out no ratio."
EQUAL = "Both figures are the same."
RATIO_AND_DIFFERENCE = "The {larger} figure is {ratio} times the {smaller}: {difference} more."
DIFFERENCE = "The {larger} figure is {difference} above the {smaller}."
FIRST, SECOND = "first", "second"
POINTS = "percentage points"
QUALIFIED: Mapping[Exactness, str] = {
    "above": "more than {value}",
    "from": "at least {value}",
    "below": "less than {value}",
    "to": "at most {value}",
    "about": "about {value}",
}
# How a figure says that it is a bound, or not exact.
QUALIFIERS: Mapping[Exactness, tuple[str, ...]] = {
    "above": ("more than", "over", "above", "exceeding"),
    "from": ("no less than", "no fewer than", "at least"),
    "below": ("less than", "fewer than", "below", "under"),
    "to": ("no more than", "at most", "up to"),
    "about": ("about", "around", "nearly", "almost", "roughly", "approximately", "some"),
}
