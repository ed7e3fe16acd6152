"""Take pictures of the page for the documents: each scene in light and dark, wide and narrow.

python -m tests.discord_stand_in.pictures FOLDER [--scene NAME]…
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page
from playwright.async_api import Error as BrowserError

from bot import knowledge, wiring
from tests.gaps.example import record_gaps
from tests.usage_example import record_month
from tests.vague import vague_question

from .browser.site import Site
from .hands import Hands, browser
from .process import BotProcess
from .server import StandIn

TOKEN = "MTE4.stand-in.a-made-up-token"
THEMES = ("dark", "light")
WIDTHS = {"desktop": 1280, "phone": 390}
LEAST_HEIGHT, MOST_HEIGHT = 560, 1600
# Measures how high the page must be to show the whole conversation without blank space.
MEASURE = """() => {
  const list = document.getElementById("messages"), shown = [...list.children];
  const inner = shown.at(-1).getBoundingClientRect().bottom - shown[0].getBoundingClientRect().top;
  return innerHeight - list.clientHeight + inner + 32;
}"""
Step = Callable[[Hands], Awaitable[object]]


@dataclass(frozen=True)
class Scene:
    """A picture's name, what is done before it is taken, and what is there before the bot starts.

    `prepare` gets the bot's data folder.
    """

    name: str
    steps: tuple[Step, ...]
    prepare: Callable[[Path], None] = lambda _: None


def busy_weeks(data: Path) -> None:
    """Let the bot have been asked for four weeks."""
    entries = [each.id for each in knowledge.load(wiring.shipped_knowledge()).entries]
    record_month(*_history_in(data), wiring.utc_today(), entries)


def missed_alike(data: Path) -> None:
    """Let people have asked what the article doesn't tell."""
    record_gaps(*_history_in(data), wiring.utc_today())


def _history_in(data: Path) -> tuple[str, Path]:
    return f"sqlite:///{data / 'history.sqlite'}", data / "history.sqlite-keys"


def ask(text: str) -> Step:
    """Make a step that asks by a message."""
    return lambda hands: hands.ask(text)


def ask_vaguely() -> Step:
    """Make a step that asks what the bot is unsure of."""
    return lambda hands: hands.ask(f"@bot {vague_question()}")


def start(command: str, typed: str | None = None) -> Step:
    """Make a step that begins a command."""
    return lambda hands: hands.start(command, typed)


def suggested() -> Step:
    """Make a step that waits for suggestions and leaves them open."""
    return lambda hands: hands.suggested()


def send() -> Step:
    """Make a step that sends what was begun."""
    return lambda hands: hands.send()


def press(label: str) -> Step:
    """Make a step that presses a button whose label matches a pattern."""
    return lambda hands: hands.press(label)


def change(label: str) -> Step:
    """Make a step that presses a button which changes its own message."""
    return lambda hands: hands.change(label)


def go(place: str) -> Step:
    """Make a step that opens another place."""
    return lambda hands: hands.go(place)


ODDS = "@bot what are the odds that China overtakes the US in AI?"
SCENES = (
    Scene("answer", (ask(ODDS),)),
    Scene("unsure", (ask_vaguely(),)),
    Scene("declined", (ask("@bot who is the CEO of OpenAI?"),)),
    Scene("suggestions", (start("ask", "alibba"), suggested())),
    Scene("stats", (start("stats"), send())),
    Scene("chart", (ask("@bot how did usage of open models grow?"), press("chart"))),
    Scene("why", (ask(ODDS), press("^Why"))),
    Scene("feedback", (ask(ODDS), press("^Not helpful"))),
    Scene("quiz", (start("quiz"), send(), change("."))),
    Scene("setup", (start("setup"), send())),
    Scene("usage", (start("usage"), send()), prepare=busy_weeks),
    Scene("gaps", (start("gaps"), send()), prepare=missed_alike),
    Scene(
        "privacy",
        (go("random"), ask(ODDS), go("general"), start("privacy"), send(), press("^Show"), press("^Forget")),
    ),
    Scene("plain", (start("settings"), send(), change("plain"), ask(ODDS))),
)


async def take(scene: Scene, running: Browser, folder: Path, scale: float) -> list[Path]:
    """Live through a scene with a bot of its own, and return its pictures."""
    async with StandIn(token=TOKEN) as server:
        bot = BotProcess(server, ["discord"], timeout=60)
        bot.data.mkdir()
        scene.prepare(bot.data)
        context = running.new_context(
            locale="en-US", device_scale_factor=scale, reduced_motion="reduce", color_scheme="dark"
        )
        async with bot, Site(server, bot) as site, await context as opened:
            return await _taken(scene, server, site, await opened.new_page(), folder)


async def _taken(scene: Scene, server: StandIn, site: Site, page: Page, folder: Path) -> list[Path]:
    hands = Hands(page)
    await page.set_viewport_size({"width": max(WIDTHS.values()), "height": LEAST_HEIGHT})
    await hands.open(site.url)
    for step in scene.steps:
        await step(hands)
    assert not server.faults, server.faults
    # Nothing under the pointer, or pressed last, is to be lit up; what is being typed stays.
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.closest('#messages') && document.activeElement.blur()")
    taken: list[Path] = []
    for size, width in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": MOST_HEIGHT})
        height = min(max(int(await page.evaluate(MEASURE)), LEAST_HEIGHT), MOST_HEIGHT)
        await page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            path = folder / f"{scene.name}-{size}-{theme}.png"
            await page.screenshot(path=path)
            taken.append(path)
    return taken


async def make(folder: Path, names: Sequence[str] = (), *, scale: float = 1) -> list[str]:
    """Take the pictures of the named scenes, or of all; return which scenes could not be played, and why."""
    folder.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    async with browser() as running:
        for scene in SCENES:
            if names and scene.name not in names:
                continue
            try:
                for path in await take(scene, running, folder, scale):
                    sys.stdout.write(f"{path}\n")
            except (AssertionError, BrowserError) as problem:
                missing.append(f"{scene.name}: {str(problem).splitlines()[0]}")
    return missing


def main() -> int:
    """Read the command line, take the pictures and tell which scenes could not be played."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.discord_stand_in.pictures",
        description="Take pictures of the bot at work, in light and dark, wide and narrow.",
    )
    parser.add_argument("folder", type=Path)
    names = [scene.name for scene in SCENES]
    parser.add_argument("--scene", action="append", choices=names, default=[], help="only this one")
    parser.add_argument("--scale", type=float, default=1, help="pixels of the picture for one of the page")
    options = parser.parse_args()
    missing = asyncio.run(make(options.folder, options.scene, scale=options.scale))
    for each in missing:
        sys.stderr.write(f"not taken: {each}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
