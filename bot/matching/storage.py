"""Keep a trained state and its knowledge base in one file of plain arrays, and find it again."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from bot.matching.index import Index
from bot.matching.logistic import Logistic
from bot.matching.state import State

_TEXTS = ("targets", "features", "stems", "lexicon", "claim_stems", "claim_names")
_ARRAYS = (
    "target_of", "rarity", "coefficients", "covered", "kind_shares", "kin", "claim_entries", "claim_pulls",
    "unseen_confidence", "unseen_answerable", "unseen_right", "unseen_counted", "unseen_follows",
)  # fmt: skip
_MOST_BYTES = 400_000_000


def code_hash() -> str:
    """Return a hash over the code that turns text into scores; a cached state of other code is not used."""
    digest = hashlib.sha256()
    for package in ("text", "matching"):
        for file in sorted((Path(__file__).parents[1] / package).iterdir()):
            if file.suffix in (".py", ".txt"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def file_name(content_hash: str) -> str:
    """Return the name of the file that keeps what was trained from this content by this code."""
    return f"{content_hash[:20]}-{code_hash()[:12]}.npz"


def pack(state: State, extra: str) -> bytes:
    """Return the bytes of a state and of one text kept with it."""
    meta = {
        "entries": state.entries,
        "groups": state.groups,
        "size": state.index.size,
        "synonyms": [list(group) for group in state.synonyms],
        "intercept": state.second.intercept,
    }
    arrays: dict[str, npt.NDArray[Any]] = {name: getattr(state, name) for name in _ARRAYS}
    arrays |= {name: _encode("\n".join(getattr(state, name))) for name in _TEXTS}
    arrays["phrasings"] = _encode(json.dumps(state.phrasings))
    arrays |= {f"index_{name}": getattr(state.index, name) for name in ("starts", "rows", "values")}
    arrays |= {
        f"second_{name}": getattr(state.second, name) for name in ("center", "spread", "slopes", "crossed")
    }
    meta |= {"stem_of": state.stem_of, "names": state.names}
    arrays["meta"] = _encode(json.dumps(meta))
    arrays["extra"] = _encode(extra)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the keywords for allow_pickle
    return buffer.getvalue()


def unpack(data: bytes) -> tuple[State, str]:
    """Return what `pack` was given; ValueError, KeyError, OSError or BadZipFile for damaged bytes."""
    return _unpacked(io.BytesIO(data))


def _unpacked(source: BinaryIO) -> tuple[State, str]:
    with np.load(source, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(_decode(arrays["meta"]))
    texts: dict[str, Any] = {name: tuple(_decode(arrays[name]).split("\n")) for name in _TEXTS}
    kept: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    state = State(
        entries=meta["entries"],
        groups=meta["groups"],
        phrasings=tuple(json.loads(_decode(arrays["phrasings"]))),
        synonyms=tuple(tuple(group) for group in meta["synonyms"]),
        stem_of=meta["stem_of"],
        names=meta["names"],
        index=Index(arrays["index_starts"], arrays["index_rows"], arrays["index_values"], meta["size"]),
        second=Logistic(
            center=arrays["second_center"],
            spread=arrays["second_spread"],
            slopes=arrays["second_slopes"],
            crossed=arrays["second_crossed"],
            intercept=meta["intercept"],
        ),
        **texts,
        **kept,
    )
    return state, _decode(arrays["extra"])


def read(file: Path) -> tuple[State, str] | None:
    """Return a kept state, or None if there is none or it is damaged."""
    try:
        with file.open("rb") as kept:
            found = _unpacked(kept)
        with contextlib.suppress(OSError):
            os.utime(file)  # what is used stays when the oldest files are dropped
        return found  # noqa: TRY300  # the end of what may fail
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def write(file: Path, data: bytes) -> None:
    """Keep the bytes, whole or not at all, and drop the oldest files beside it; failing costs only time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as open_file:
                open_file.write(data)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _drop_oldest(file.parent)
    except OSError:
        return


def _drop_oldest(folder: Path) -> None:
    """Drop the files that were used longest ago, until the rest takes no more than `_MOST_BYTES`."""
    kept = sorted(folder.glob("*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
    total = 0
    for each in kept:
        total += each.stat().st_size
        if total > _MOST_BYTES:
            each.unlink(missing_ok=True)


def _encode(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _decode(array: npt.NDArray[Any]) -> str:
    return array.tobytes().decode()
