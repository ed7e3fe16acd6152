"""Write what was measured as Markdown tables, and draw it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmark.accuracy import Accuracy
from tests.benchmark.contestants import CONTESTANTS
from tests.benchmark.speed import Speed


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def accuracy_table(name: str, found: Sequence[Accuracy]) -> str:
    """Return the table of one set of questions, its size above it."""
    head = ("", "right", "right at 5 % false", "right at 70 % refused", "AUC")
    rows = [
        (
            each.contestant,
            f"{100 * each.right:.1f} %",
            f"{100 * each.right_at_5_false:.1f} %",
            f"{100 * each.right_at_70_refused:.1f} %",
            f"{each.auc:.3f}",
        )
        for each in found
    ]
    first = found[0]
    return f"**{name}**: {first.answerable} answerable, {first.unanswerable} not\n\n{table(head, rows)}\n"


def speed_table(found: Sequence[Speed]) -> str:
    """Return the table of times and memory."""
    head = ("", "phrasings", "learning", "median", "99th percentile", "processor, median", "peak memory")
    rows = [
        (
            each.contestant,
            f"{each.phrasings:,}",
            f"{each.learning:.1f} s",
            f"{each.median:.2f} ms",
            f"{each.slowest:.2f} ms",
            f"{each.processor:.2f} ms",
            "not measured" if each.memory is None else f"{each.memory:,} MB",
        )
        for each in found
    ]
    return table(head, rows) + "\n"


def draw_accuracy(found: dict[str, Sequence[Accuracy]], file: Path) -> None:
    """Draw the share of right answers at 5 % false, a group of bars for each set."""
    figure, axes = _canvas()
    width = 0.8 / len(CONTESTANTS)
    for place, name in enumerate(CONTESTANTS):
        heights = [
            100 * next(each.right_at_5_false for each in listed if each.contestant == name)
            for listed in found.values()
        ]
        axes.bar([at + place * width for at in range(len(found))], heights, width, label=name)
    axes.set_xticks([at + 0.4 - width / 2 for at in range(len(found))], list(found))
    axes.set_ylabel("right answers at 5 % false, %")
    _finish(figure, axes, file)


def draw_speed(found: Sequence[Speed], file: Path) -> None:
    """Draw the median time of a question against the number of phrasings."""
    figure, axes = _canvas()
    for name in CONTESTANTS:
        own = [each for each in found if each.contestant == name]
        axes.plot([each.phrasings for each in own], [each.median for each in own], marker="o", label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("phrasings")
    axes.set_ylabel("median time of a question, ms")
    _finish(figure, axes, file)


def _canvas() -> tuple[Any, Any]:
    figure = import_module("matplotlib.figure").Figure(figsize=(8, 4.2), layout="constrained")
    return figure, figure.subplots()


def _finish(figure: Any, axes: Any, file: Path) -> None:  # noqa: ANN401  # matplotlib is imported when drawing
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(file, dpi=110)
