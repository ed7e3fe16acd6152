"""Put accepted proposals into a knowledge folder: all of them, or none."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.errors import SettingsError
from bot.gaps.accepting import Accepted
from bot.gaps.patch import quoted
from bot.wording import gaps as words

# Read after the others, so that nothing of theirs moves.
_ENTRIES = "entries/90-gaps.yaml"


def files_with(folder: Path, accepted: Sequence[Accepted], day: date) -> dict[str, str]:
    """Return the files that change, by name, with their new text: what was there stays as it is."""
    learned = [_learned(each, question) for each in accepted for question in _asked(each)]
    written = [_entry(each) for each in accepted if each.action == "entry"]
    added = {f"asked/gaps-{day:%Y-%m}.yaml": learned, _ENTRIES: written}
    return {name: _appended(folder / name, items) for name, items in added.items() if items}


def copy_with(folder: Path, files: Mapping[str, str], copy: Path) -> Path:
    """Return a copy of a knowledge folder with these files in it; a SettingsError if it can't be made."""
    try:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        for name, text in files.items():
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8")
    except (OSError, shutil.Error) as error:
        raise SettingsError(words.NOT_WRITTEN.format(file=copy, why=_reason(error))) from None
    return copy


def install(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a knowledge folder, each whole; a SettingsError, and nothing, if one can't be."""
    drafts: list[tuple[Path, Path]] = []
    try:
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            draft = file.with_name(f".{file.name}.new")
            drafts.append((draft, file))
            draft.write_text(text, encoding="utf-8")
        for draft, file in drafts:
            draft.replace(file)
    except OSError as error:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
        raise SettingsError(words.NOT_WRITTEN.format(file=folder, why=_reason(error))) from None


def _asked(accepted: Accepted) -> Sequence[str]:
    return () if accepted.action == "entry" else accepted.questions


def _learned(accepted: Accepted, question: str) -> str:
    kind = "entry" if accepted.action == "phrasing" else "group"
    return f"- {{{kind}: {accepted.target}, question: {quoted(question)}}}\n"


def _entry(accepted: Accepted) -> str:
    lines = [
        f"- id: {accepted.target}",
        f"  parts: [{', '.join(map(str, accepted.parts))}]",
        f"  answer: {quoted(accepted.answer)}",
        "  questions:",
        *(f"    - {quoted(question)}" for question in accepted.questions),
    ]
    return "\n".join(lines) + "\n"


def _appended(file: Path, items: Sequence[str]) -> str:
    try:
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(words.UNREADABLE.format(file=file, why=_reason(error))) from None
    gap = "" if not before or before.endswith("\n") else "\n"
    return before + gap + "".join(items)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
