"""Write small knowledge folders for tests, on another article than the shipped one."""

from __future__ import annotations

from pathlib import Path

ARTICLE = """
title: "Bees in the city"
publisher: "The Daily Hive"
url: "https://example.org/2024/05/02/bees"
published: "2024-05-02"
language: en
parts:
  - {number: 0, label: "Headline", facts: ["Bees"]}
  - {number: 1, label: "The roofs", facts: ["40 hives", "Leipzig"]}
  - {number: 2, label: "The honey", facts: ["Anna Berg", "900"]}
"""
ENTRIES = """
- id: hives
  parts: [1]
  answer: "There are 40 hives on the roofs of Leipzig, the article says."
  related: [honey]
  questions:
    - "how many hives are there"
    - "number of hives"
    - "hives on the roofs"
    - "how many bee hives does the city have"
- id: honey
  parts: [2]
  answer: "The bees gave 900 jars of honey, the article says."
  questions:
    - "how much honey did the bees give"
    - "amount of honey"
    - "jars of honey"
    - "how many jars were filled"
- id: keeper
  parts: [2]
  answer: "The hives are looked after by Anna Berg, the article says."
  questions:
    - "who looks after the hives"
    - "name of the keeper"
    - "who is the beekeeper"
    - "who keeps the bees"
"""
NOT_TOLD = """
- id: other-cities
  reply: "The article tells nothing about other cities."
  nearest: [hives]
  questions:
    - "are there bees in hamburg"
    - "what about other cities"
    - "how many hives does berlin have"
- id: prices
  reply: "The article gives no prices."
  nearest: []
  questions:
    - "what does the honey cost"
    - "price of a jar"
    - "how expensive is a hive"
"""
SOCIAL = """
- id: greeting
  reply: "Hello!"
  questions: ["hello", "hi", "good morning"]
"""
WORDS = "40 900 anna bees berg hives leipzig"


def write(folder: Path) -> Path:
    """Write the folder about bees and return it."""
    (folder / "entries").mkdir(parents=True)
    (folder / "article.yaml").write_text(ARTICLE, encoding="utf-8")
    (folder / "entries" / "01-all.yaml").write_text(ENTRIES, encoding="utf-8")
    (folder / "not_in_article.yaml").write_text(NOT_TOLD, encoding="utf-8")
    (folder / "social.yaml").write_text(SOCIAL, encoding="utf-8")
    (folder / "vocabulary.txt").write_text("\n".join(WORDS.split()) + "\n", encoding="utf-8")
    return folder
