"""Put boxes and texts of given pixels on a picture with a background of its own.

matplotlib's Agg without pyplot: nothing is shared between pictures, so they may be drawn in any thread.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from typing import IO, Any

WIDTH, EDGE = 800, 34
# Discord's themes are white and nearly black; on both a slate card stands out. Texts have a contrast of more
# than 4.5 to 1 with what is behind them: ink and muted with ground and track, dark with a bar.
GROUND, TRACK, ACCENT, INK, MUTED, DARK = "#20263a", "#39425f", "#7aa2ff", "#f5f7fc", "#c0c7db", "#10131f"
_DOTS = 100
_LEAST_SHRUNK = 0.5
_LINE = 1.22
_LONGEST = 200


class Canvas:
    """Hold a picture while it grows downwards; x and y are pixels from its top left."""

    def __init__(self) -> None:
        """Make an empty one."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._figure: Any = Figure(figsize=(WIDTH / _DOTS, 1), dpi=_DOTS, facecolor=GROUND)
        canvas: Any = FigureCanvasAgg(self._figure)  # its methods are untyped
        self._renderer = canvas.get_renderer()
        self._items: list[tuple[str, tuple[Any, ...]]] = []

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text of one line is."""
        with _quiet():
            wide, _, _ = self._renderer.get_text_width_height_descent(
                text, self._font(size, bold=bold), False
            )
        return float(wide)

    def fitting(self, text: str, size: float, room: float) -> float:
        """Return the size at which a bold text takes `room` pixels, within limits."""
        return size * min(1, max(_LEAST_SHRUNK, room / max(1, self.width(text[:_LONGEST], size, bold=True))))

    def box(self, x: float, y: float, width: float, height: float, color: str, round_: float = 8) -> None:
        """Draw a box with round corners behind all texts; the narrowest is still to be seen."""
        self._items.append(("box", (x, y, max(width, 6), height, color, round_)))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str,
        room: float,
        *,
        bold: bool = False,
        lines: int = 1,
    ) -> float:
        """Write text into `room` pixels and so many lines, cut to fit; return where it ends."""
        for line in self._lines(text, size, room, lines, bold=bold):
            self._items.append(("text", (x, y, line, size, color, bold, "top")))
            y += size * _LINE
        return y

    def middle(self, x: float, y: float, text: str, size: float, color: str) -> None:
        """Write one bold line whose middle is at `y`."""
        self._items.append(("text", (x, y - 2, text, size, color, True, "center_baseline")))

    def save(self, stream: IO[bytes], height: float) -> None:
        """Write the picture, cut to `height`, as a PNG."""
        from matplotlib.patches import FancyBboxPatch

        height = round(height)
        self._figure.set_size_inches(WIDTH / _DOTS, height / _DOTS)
        axes = self._figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.axis("off")
        for kind, what in self._items:
            if kind == "box":
                x, y, wide, high, color, corner = what
                style = f"round,pad=0,rounding_size={min(corner, wide / 2, high / 2)}"
                axes.add_patch(FancyBboxPatch((x, y), wide, high, boxstyle=style, color=color, linewidth=0))
            else:
                x, y, line, size, color, bold, where = what
                axes.text(
                    x,
                    y,
                    line,
                    color=color,
                    va=where,
                    parse_math=False,
                    fontproperties=self._font(size, bold=bold),
                )
        with _quiet():
            self._figure.savefig(stream, format="png", dpi=_DOTS, facecolor=GROUND)

    def _lines(self, text: str, size: float, room: float, most: int, *, bold: bool) -> list[str]:
        """Return the text in at most so many lines of `room` pixels; an ellipsis ends what doesn't fit."""
        found: list[str] = []
        words = text[:_LONGEST].split()
        while words and len(found) < most:
            taken = 1
            while taken < len(words) and self.width(" ".join(words[: taken + 1]), size, bold=bold) <= room:
                taken += 1
            if len(found) == most - 1:
                taken = len(words)
            found.append(self._cut(" ".join(words[:taken]), size, room, bold=bold))
            words = words[taken:]
        return found or [""]

    def _cut(self, line: str, size: float, room: float, *, bold: bool) -> str:
        if self.width(line, size, bold=bold) <= room:
            return line
        most = range(1, len(line))
        kept = bisect_right(most, room, key=lambda end: self.width(f"{line[:end]}…", size, bold=bold))
        return f"{line[:kept].rstrip()}…"

    @staticmethod
    def _font(size: float, *, bold: bool) -> Any:  # noqa: ANN401  # matplotlib is imported when drawing
        from matplotlib.font_manager import FontProperties

        # Comes with matplotlib, so that no font of the machine is looked for.
        return FontProperties(
            family="DejaVu Sans", weight="bold" if bold else "normal", size=size * 72 / _DOTS
        )


def _quiet() -> warnings.catch_warnings[None]:
    """Say nothing of characters that the font lacks; they are drawn as boxes."""
    return warnings.catch_warnings(action="ignore", category=UserWarning)
