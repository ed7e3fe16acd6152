"""Read a knowledge folder: everything in it, or every problem at once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bot.errors import KnowledgeError, Problem
from bot.knowledge.article_check import check_records
from bot.knowledge.build import build
from bot.knowledge.declared import read_records
from bot.knowledge.faults import Faults
from bot.knowledge.files import hash_of, read_files
from bot.knowledge.limits import stored_questions
from bot.knowledge.rules import check_rules
from bot.model import Knowledge


class Reading(NamedTuple):
    """Hold a knowledge base, None where there are errors, and all problems by file and line."""

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]


def read(folder: Path) -> Reading:
    """Read a folder; whatever it holds, nothing is raised."""
    faults = Faults()
    contents = read_files(folder, faults)
    records = read_records(contents, faults)
    if contents:
        check_rules(records, faults)
    knowledge = None if faults.failed else build(records, hash_of(contents)[:12])
    return Reading(knowledge, faults.listed())


def load(folder: Path) -> Knowledge:
    """Return the knowledge base; a KnowledgeError with every error where there is one."""
    reading = read(folder)
    if reading.knowledge is None:
        errors = tuple(problem for problem in reading.problems if problem.severity == "error")
        raise KnowledgeError(str(folder), errors)
    return reading.knowledge


def check_against_article(folder: Path, article_text: str) -> tuple[Problem, ...]:
    """Return a problem for each fact and word of a folder that the article's text doesn't hold."""
    faults = Faults()
    # What is wrong with the folder itself is for `read` to say.
    records = read_records(read_files(folder, Faults()), Faults())
    check_records(records, article_text, faults)
    return faults.listed()


def question_places(folder: Path) -> dict[tuple[str, str], tuple[str, int]]:
    """Return the file and line of every written question by (target's id, question)."""
    records = read_records(read_files(folder, Faults()), Faults())
    return {
        (record.id, question.text): (record.file, question.line)
        for record, question in stored_questions(records)
        if record.id is not None
    }
