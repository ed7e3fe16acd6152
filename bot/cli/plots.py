"""Write the picture that a command was told to draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SettingsError
from bot.wording import tools


def check_plot(file: Path) -> None:
    """Refuse, with a SettingsError and before any work, what can't become a picture."""
    if file.suffix.lower() != ".png":
        raise SettingsError(tools.PLOT_IS_PNG.format(file=file))
    if not file.parent.is_dir():
        raise SettingsError(tools.PLOT_NO_FOLDER.format(folder=file.parent))


@contextmanager
def writing_plot(file: Path) -> Iterator[None]:
    """Turn what goes wrong while a picture is written into a SettingsError."""
    try:
        yield
    except OSError as error:
        told = tools.PLOT_NOT_WRITTEN.format(file=file, error=error.strerror or error)
        raise SettingsError(told) from None
