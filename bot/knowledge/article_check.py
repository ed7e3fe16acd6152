"""Hold facts and vocabulary against the article's own text."""

from __future__ import annotations

from bot.knowledge.declared import Records
from bot.knowledge.faults import Faults
from bot.knowledge.files import VOCABULARY
from bot.knowledge.words import known_pieces, pieces


def check_records(records: Records, article_text: str, faults: Faults) -> None:
    """Note every fact and every vocabulary word that the text doesn't hold."""
    ordered = f" {' '.join(pieces(article_text))} "
    present = known_pieces([article_text])
    parts = records.article.records("parts") if records.article else ()
    for part in parts:
        for fact in part.texts("facts"):
            if not _holds(ordered, fact.text):
                faults.error(
                    part.file,
                    fact.line,
                    f"The fact `{fact.text}` is not in the article's text. Write it as there.",
                )
    for word in records.vocabulary:
        if not all(piece in present for piece in pieces(word.text)):
            faults.error(VOCABULARY, word.line, f"`{word.text}` is not in the article's text. Remove it.")


def _holds(ordered: str, fact: str) -> bool:
    """Say whether each figure of a fact is there, and each run of words between its figures."""
    found = pieces(fact)
    if f" {' '.join(found)} " in ordered:
        return True
    run: list[str] = []
    runs = []
    for piece in found:
        if piece[0].isdigit():
            runs.extend([run, [piece]])
            run = []
        else:
            run.append(piece)
    runs.append(run)
    return all(f" {' '.join(one)} " in ordered for one in runs if one)
