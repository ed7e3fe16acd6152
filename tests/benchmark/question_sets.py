"""Read the sets of questions that the contestants learn and are asked: public ones and a tiny one."""

from __future__ import annotations

import json
import os
import random
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "PUBLIC_TEST_DATA"
NOT_TOLD = "not-told"

# Questions with the label that they belong to.
Labelled = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuestionSet:
    """Hold what is learned and what is asked.

    `phrasings` and `not_told` are learned (`not_told` are examples of what has no answer), `asked` are
    questions that have one, `off_topic` ones that have none.
    """

    name: str
    phrasings: Labelled
    not_told: tuple[str, ...]
    asked: Labelled
    off_topic: tuple[str, ...]

    def texts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return every learned text and its label, that of what has no answer being NOT_TOLD."""
        learned = (*self.phrasings, *((text, NOT_TOLD) for text in self.not_told))
        return tuple(text for text, _ in learned), tuple(label for _, label in learned)


def data_folder() -> Path | None:
    """Return the folder of the public sets, or None where the environment names none."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def clinc(folder: Path, phrasings: int | None) -> QuestionSet:
    """Read CLINC150 with so many phrasings a label (None for all, which also learns `oos_train`)."""
    data = json.loads((folder / "clinc150.json").read_text(encoding="utf-8"))
    by_label: dict[str, list[str]] = {}
    for text, label in data["train"]:
        by_label.setdefault(label, []).append(text)
    kept = {
        label: random.Random(1).sample(texts, phrasings) if phrasings else texts  # noqa: S311  # not a secret
        for label, texts in by_label.items()
    }
    return QuestionSet(
        f"CLINC150 x{phrasings}" if phrasings else "CLINC150 full",
        tuple((text, label) for label, texts in kept.items() for text in texts),
        () if phrasings else tuple(text for text, _ in data["oos_train"]),
        tuple((text, label) for text, label in data["test"]),
        tuple(text for text, _ in data["oos_test"]),
    )


def stackfaq(folder: Path) -> QuestionSet:
    """Read StackFAQ: every fifth thread is off-topic, of the others the first half is learned."""
    chance = random.Random(0)  # noqa: S311  # not a secret
    threads = []
    for thread in ET.parse(folder / "stackfaq.xml").getroot():  # noqa: S314  # a file of our own choosing
        question = (thread.findtext("question") or "").strip()
        threads.append((question, [(each.text or "").strip() for each in thread.findall("rephr")]))
    chance.shuffle(threads)
    learned: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    off_topic: list[str] = []
    for number, (question, listed) in enumerate(threads):
        paraphrases = [each for each in listed if each != "*"]
        if number % 5 == 0:
            off_topic += [question, *paraphrases]
            continue
        chance.shuffle(paraphrases)
        half = len(paraphrases) // 2
        learned += [(text, f"thread-{number}") for text in (question, *paraphrases[:half])]
        asked += [(text, f"thread-{number}") for text in paraphrases[half:]]
    return QuestionSet("StackFAQ", tuple(learned), (), tuple(asked), tuple(off_topic))


def numbered(folder: Path, size: int, questions: int) -> QuestionSet:
    """Make a set of any size for measuring time: real phrasings, and numbered variations beyond them.

    The phrasings are CLINC150's training ones and StackFAQ's learned ones, 15,600, drawn at random;
    where these do not suffice, each comes again and again with a number behind it ("… 2", "… 3").
    """
    chance = random.Random(size)  # noqa: S311  # not a secret
    full, threads = clinc(folder, None), stackfaq(folder)
    known = [*full.phrasings, *threads.phrasings]
    chance.shuffle(known)
    learned = known[:size]
    turn = 2
    while len(learned) < size:
        learned += [(f"{text} {turn}", label) for text, label in known[: size - len(learned)]]
        turn += 1
    asked = chance.sample([*full.asked, *threads.asked], questions - questions // 5)
    off_topic = chance.sample([*full.off_topic, *threads.off_topic], questions // 5)
    not_told = full.not_told if size > 2000 else ()
    return QuestionSet(
        f"{size} phrasings", tuple(learned[: size - len(not_told)]), not_told, tuple(asked), tuple(off_topic)
    )


def tiny() -> QuestionSet:
    """Return a made-up set of four entries, for trying the benchmark out."""
    entries = {
        "hours": (
            "when do you open",
            "what are your opening hours",
            "until when are you open",
            "hours today",
        ),
        "price": ("what does a ticket cost", "how much is the entry", "ticket price", "is it expensive"),
        "parking": ("where can i park", "is there a car park", "parking spaces", "can i leave my car there"),
        "dogs": ("may i bring my dog", "are pets allowed", "dogs allowed inside", "can my puppy come along"),
    }
    asked = {
        "hours": ("when are you open today",),
        "price": ("how much does a ticket cost",),
        "parking": ("is there parking for my car",),
        "dogs": ("are dogs allowed",),
    }
    return QuestionSet(
        "tiny",
        tuple((text, label) for label, texts in entries.items() for text in texts),
        ("who won the cup", "what is the weather tomorrow", "tell me a joke"),
        tuple((text, label) for label, texts in asked.items() for text in texts),
        ("who is the president", "play some music"),
    )
