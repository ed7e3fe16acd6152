"""Take a picture of a page with a browser that has no window."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path

# A page tells its height in its title; the first of two runs reads it there.
MEASURE = "<script>document.title = document.documentElement.scrollHeight</script>"
TALLEST = 12_000
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")


class NoBrowserError(RuntimeError):
    """No browser is installed; a test turns this into a skip."""


def find_browser() -> str:
    """Return the path of a browser, or raise NoBrowserError."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowserError(f"no browser to take a picture with; looked for {', '.join(BROWSERS)}")


async def take_picture(html: str, target: Path, *, width: int = 900, timeout: float = 30.0) -> Path:
    """Write a PNG of a whole HTML page and return its path; raise NoBrowserError without a browser."""
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="picture-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page = folder / "page.html"
        page.write_text(html + MEASURE, encoding="utf-8")
        size = [f"--window-size={width},600"]
        measured = await _run([browser, *FLAGS, *size, "--dump-dom", page.as_uri()], folder / "1", timeout)
        found = re.search(r"<title>(\d+)</title>", measured)
        height = min(int(found.group(1)) if found else 1400, TALLEST)
        size = [f"--window-size={width},{height}", f"--screenshot={target.resolve()}"]
        await _run([browser, *FLAGS, *size, page.as_uri()], folder / "2", timeout)
    if not target.is_file():
        raise RuntimeError("the browser took no picture")
    return target


async def _run(command: list[str], profile: Path, timeout: float) -> str:
    """Run a browser with a new, empty profile and return what it wrote."""
    profile.mkdir()
    process = await asyncio.create_subprocess_exec(
        *command,
        f"--user-data-dir={profile}",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), timeout)
    except TimeoutError:
        raise RuntimeError(f"the browser took longer than {timeout} s") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # The browser leads its own session: this ends its helpers and nothing else.
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    if process.returncode != 0:
        raise RuntimeError(f"the browser failed ({process.returncode}): {errors.decode()[-500:]}")
    return output.decode("utf-8", "replace")
