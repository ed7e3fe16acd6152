"""Find and read the files of a knowledge folder, and hash what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.knowledge.faults import Faults

MAX_BYTES: Final = 2_000_000

ARTICLE: Final = "article.yaml"
STATISTICS: Final = "statistics.yaml"
NOT_IN_ARTICLE: Final = "not_in_article.yaml"
NAMES: Final = "names.yaml"
SYNONYMS: Final = "synonyms.yaml"
SOCIAL: Final = "social.yaml"
VOCABULARY: Final = "vocabulary.txt"
ENTRIES: Final = "entries"
ASKED: Final = "asked"

_FILES: Final = frozenset({ARTICLE, STATISTICS, NOT_IN_ARTICLE, NAMES, SYNONYMS, SOCIAL, VOCABULARY})
_REQUIRED: Final = (ARTICLE, NOT_IN_ARTICLE)
_FOLDERS: Final = frozenset({ENTRIES, ASKED})
_PAPERS: Final = frozenset({"README.md"})


def content_hash(folder: Path) -> str:
    """Return the hash of the names and bytes of the files that make up the knowledge."""
    return hash_of({name: _bytes(path) for name, path in _paths(folder)[0].items()})


def hash_of(contents: Mapping[str, bytes | OSError]) -> str:
    """Return the hash of names and bytes; Windows' line ends count as any others."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        content = contents[name]
        plain = b"" if isinstance(content, OSError) else content.replace(b"\r\n", b"\n")
        digest.update(f"{len(name.encode())} {len(plain)} ".encode() + name.encode() + plain)
    return digest.hexdigest()


def read_files(folder: Path, faults: Faults) -> dict[str, bytes]:
    """Return the bytes of every knowledge file by its name, noting what is missing or unreadable."""
    if not folder.is_dir():
        faults.error(
            ".", 1, f"There is no folder {folder}. Give the folder that holds {ARTICLE} and {ENTRIES}/."
        )
        return {}
    paths, unknown = _paths(folder)
    for name in unknown:
        faults.warning(
            name, 1, "This file is not part of a knowledge folder and is not read. Move or rename it."
        )
    for name in _REQUIRED:
        if name not in paths:
            faults.error(name, 1, "This file is missing. Write it as README.md shows.")
    if not any(name.startswith(f"{ENTRIES}/") for name in paths):
        faults.error(ENTRIES, 1, "There are no entries. Put at least one .yaml file into this folder.")
    contents = {}
    for name, path in paths.items():
        content = _bytes(path)
        if isinstance(content, OSError):
            faults.error(
                name, 1, f"This file cannot be read: {content.strerror or content}. Mend its permissions."
            )
        elif len(content) > MAX_BYTES:
            faults.error(name, 1, "This file is over 2 MB. Split it or remove what doesn't belong.")
        else:
            contents[name] = content
    return contents


def decode(name: str, content: bytes, faults: Faults) -> str | None:
    """Return a file's text, None where it is empty or not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.error(name, line, f"Byte {error.start} is not UTF-8. Save the file as UTF-8.")
        return None
    if not text.strip():
        faults.error(name, 1, "This file is empty. Fill it or remove it.")
        return None
    return text


def _bytes(path: Path) -> bytes | OSError:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        return error


def _paths(folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Return the knowledge files by name in order, and the names of all others."""
    known: dict[str, Path] = {}
    unknown: list[str] = []
    for path in _children(folder):
        if path.name in _FOLDERS and path.is_dir():
            for inner in _children(path):
                name = f"{path.name}/{_printable(inner.name)}"
                if inner.suffix == ".yaml" and inner.is_file():
                    known[name] = inner
                elif inner.name not in _PAPERS:
                    unknown.append(name)
        elif path.name in _FILES and path.is_file():
            known[path.name] = path
        elif path.name not in _PAPERS:
            unknown.append(_printable(path.name))
    return known, unknown


def _printable(name: str) -> str:
    """Return a file's name with bytes that are not UTF-8 spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def _children(folder: Path) -> list[Path]:
    """Return what a folder holds by name, without the hidden files that systems and editors leave."""
    try:
        return sorted(
            (path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name
        )
    except OSError:
        return []
