"""Find a knowledge folder by its path or by a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from bot.errors import SettingsError
from bot.wording import tools


def folder_of(name: str, working: Path, temporary: Path) -> Path:
    """Return the folder that a path or a revision names.

    A revision is one of the repository that the folder `working` stands in; that folder as it was is
    written below `temporary`. Raises SettingsError for what is neither, or both.
    """
    commit = _commit(name, working)
    if Path(name).is_dir():
        if commit:
            raise SettingsError(tools.DIFF_AMBIGUOUS.format(name=name))
        return Path(name)
    if commit is None:
        raise SettingsError(tools.DIFF_NOT_FOUND.format(name=name, folder=working))
    # Run inside the folder, `git archive` packs that folder only, by paths relative to it.
    packed = _git(working, "archive", "--format=tar", commit)
    if packed.returncode:
        raise SettingsError(
            tools.DIFF_NO_FOLDER.format(name=name, folder=working, error=packed.stderr.decode().strip())
        )
    _unpack(packed.stdout, temporary)
    return temporary


def _commit(name: str, working: Path) -> str | None:
    try:
        found = _git(working, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except FileNotFoundError:
        return None
    return found.stdout.decode().strip() if found.returncode == 0 else None


def _git(working: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # a fixed program; revisions follow --end-of-options or are hashes
        ["git", "-C", str(working), *arguments],  # noqa: S607  # git stands where the system has it
        capture_output=True,
        check=False,
    )


def _unpack(data: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:  # folders come with their files; links are nothing that knowledge has
                file = folder / member.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())
