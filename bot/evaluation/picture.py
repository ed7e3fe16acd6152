"""Draw an evaluation: what stricter thresholds would do, and whether a confidence means what it says.

matplotlib takes a moment to import, so that happens where it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.curve import Point
from bot.intervals import wilson
from bot.matching.reliability import Band


def draw(file: Path, curve: Sequence[Point], table: Sequence[Band], title: str) -> None:
    """Write the risk-coverage curve and the reliability table as a PNG; an OSError if it can't be written."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    figure.suptitle(title)
    left, right = figure.subplots(1, 2)
    shown = [point for point in curve if point.risk is not None]
    left.plot(
        [each.coverage for each in shown], [each.risk for each in shown], label="of the answers, not right"
    )
    for name, label in (("right", "of answerable, right"), ("false", "of unanswerable, answered")):
        values = [(each.coverage, getattr(each, name)) for each in curve if getattr(each, name) is not None]
        if values:
            left.plot(*zip(*values, strict=True), label=label, linestyle="--")
    left.set(
        xlabel="share of questions answered",
        ylabel="share",
        xlim=(0, 1),
        ylim=(0, 1),
        title="Risk and coverage",
    )
    left.grid(alpha=0.3)
    left.legend()
    right.plot([0, 1], [0, 1], color="0.7")
    for band in table:
        share = band.right / band.questions
        low, high = wilson(band.right, band.questions)
        right.errorbar(
            band.mean_confidence,
            share,
            yerr=[[max(0.0, share - low)], [max(0.0, high - share)]],
            marker="o",
            color="C0" if band.measured else "0.7",
            markerfacecolor="C0" if band.measured else "none",
        )
        right.annotate(
            str(band.questions),
            (band.mean_confidence, share),
            xytext=(6, -10),
            textcoords="offset points",
            fontsize=8,
        )
    right.set(
        xlabel="confidence",
        ylabel="share right",
        xlim=(0, 1),
        ylim=(0, 1),
        title="Reliability (hollow: not measured)",
    )
    right.grid(alpha=0.3)
    figure.savefig(file, format="png", dpi=110)
