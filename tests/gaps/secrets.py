"""Hold what people let slip in questions, and look for it in the bytes of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Secret(NamedTuple):
    """Hold a question with something private in it, how many ask it, and what must be found nowhere."""

    question: str
    askers: int
    traces: tuple[str, ...]


SECRETS = (
    Secret("do chinese hospitals use ai? asking for Xanthe Okwuosa", 1, ("xanthe", "okwuosa")),
    Secret("my doctor Rose Baker wants qwen in her hospital", 2, ("rose", "baker", "rose baker")),
    Secret(
        "write me at piotr.zielinski81@example.org if banks use qwen",
        1,
        ("piotr", "zielinski", "example.org"),
    ),
    Secret("do us banks use chinese models, my card is 4929 1203 8841 7766", 1, ("4929", "8841", "7766")),
    Secret("card 4485-7739-0021-5538 was charged for deepseek, do banks use it", 2, ("4485", "7739", "5538")),
    Secret("call +44 7911 209384 about ai toys made in china", 1, ("7911", "209384")),
    Secret("is 0171/8843902 the number of the drone makers using chinese ai", 1, ("0171", "8843902")),
    Secret("does the article mention project zorblax-nine and drones", 2, ("zorblax",)),
    Secret("are chinese drones used by the Brumvale orchard gang", 1, ("brumvale", "orchard", "gang")),
    Secret(
        "i slept with my boss and now she wants me to use qwen at the bank",
        2,
        ("slept", "slept with my boss"),
    ),
    Secret("will my lupus diagnosis be read by chinese ai in hospitals", 1, ("lupus", "diagnosis")),
    Secret(
        "my son Henrik stole money from our bank, does deepseek know", 2, ("henrik", "stole money", "my son")
    ),
    Secret("i live at 14 Thistledown Lane, are there ai toys for kids", 1, ("thistledown", "lane")),
    Secret("born 23.11.1987, do chinese smartphones have ai built in", 1, ("23.11", "1987")),
    Secret(
        "is the secret password hunter2xx of the drone company in the article", 1, ("hunter2xx", "password")
    ),
    Secret("my wife is leaving me, do women work in chinese ai labs", 2, ("my wife", "leaving me")),
    Secret("@quillon_77 said ask quillon#4410 whether courts use ai", 1, ("quillon", "4410")),
    Secret(
        "https://intranet.vantorial.example/leak says ai judges in china",
        1,
        ("vantorial", "intranet", "leak"),
    ),
    Secret("we fire everybody in march, is memory a bottleneck for china", 2, ("fire everybody", "in march")),
    Secret(
        "four nine two nine one two zero three is my pin, does qwen do cantonese",
        1,
        ("nine two nine", "my pin"),
    ),
)


def found_in(content: bytes, traces: Iterable[str]) -> list[str]:
    """Return the traces that stand in some bytes as words, in any case."""
    text = content.decode("latin-1").casefold()
    return [trace for trace in traces if _stands_in(text, trace.casefold())]


def _stands_in(text: str, trace: str) -> bool:
    at = text.find(trace)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(trace) : at + len(trace) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(trace, at + 1)
    return False


def leaks(files: Iterable[Path]) -> Iterator[str]:
    """Yield what of the secrets stands in files, with the file's name."""
    for file in files:
        content = file.read_bytes()
        for secret in SECRETS:
            yield from (f"{file.name}: {trace}" for trace in found_in(content, secret.traces))
