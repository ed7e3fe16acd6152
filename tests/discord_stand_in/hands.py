"""A person's hands on the page in a browser, moved by playwright."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from .picture import find_browser

# Milliseconds; the machine may be busy.
PATIENCE = 15_000
OFFLINE = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update")


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Run a browser without a window; raise NoBrowserError where none is installed."""
    path = find_browser()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(OFFLINE))
        try:
            yield running
        finally:
            await running.close()


class Hands:
    """Do on the page what a person does, and wait for what comes of it."""

    def __init__(self, page: Page) -> None:
        """Use a page that is open."""
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.messages = page.locator("#messages > .message")
        self.replies = page.locator("#messages > .message:has(> .app)")
        self.suggestions = page.locator("#popup [role=option]")

    async def open(self, url: str) -> None:
        """Load the page and wait until the stand-in told what there is."""
        await self.page.goto(url)
        await expect(self.page.locator("#state")).to_have_text("bot online", timeout=PATIENCE)

    async def be(self, name: str) -> None:
        """Become another person."""
        await self._in_side(f"[data-person='{name}']")
        await expect(self.page.locator("#people > p")).to_contain_text(f"You are {name}")

    async def go(self, place: str) -> None:
        """Open a place by its name."""
        await self._in_side(f"[data-place='{place}']")
        await expect(self.page.locator("#title")).to_contain_text(place)

    async def _in_side(self, what: str) -> None:
        if await self.page.locator("#open-side").is_visible():
            await self.page.locator("#open-side").click()
        await self.page.locator(what).click()

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        before = await self.messages.count()
        await self.page.locator("#text").fill(text)
        if await self.suggestions.count() and await self.suggestions.first.is_visible():
            await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("Enter")
        await expect(self.messages.nth(before)).to_be_visible(timeout=PATIENCE)

    async def ask(self, text: str) -> Locator:
        """Type a message that the bot replies to, and return the reply."""
        before = await self.replies.count()
        await self.say(text)
        return await self._reply(before)

    async def start(self, command: str, typed: str | None = None) -> None:
        """Choose a command from those that a slash brings, and type into its first option."""
        await self.page.locator("#text").press_sequentially(f"/{command}")
        await self.suggestions.get_by_text(f"/{command}", exact=True).click()
        if typed is not None:
            await self.page.locator("#command [name]").first.press_sequentially(typed)

    async def suggested(self) -> None:
        """Wait until there are suggestions."""
        await expect(self.suggestions.first).to_be_visible(timeout=PATIENCE)

    async def pick(self, text: str | re.Pattern[str] | None = None) -> None:
        """Pick a suggestion, by default the first."""
        found = self.suggestions if text is None else self.suggestions.filter(has_text=text)
        await found.first.click()

    async def send(self) -> Locator:
        """Press Enter and return the bot's answer."""
        before = await self.replies.count()
        await self.page.keyboard.press("Enter")
        return await self._reply(before)

    async def change(self, label: str) -> None:
        """Press the newest button whose label matches a pattern, and wait until its message was changed."""
        before = await self.messages.locator(".edited").count()
        await self.press(label, wait=False)
        await expect(self.messages.locator(".edited")).to_have_count(before + 1, timeout=PATIENCE)

    async def press(self, label: str, *, under: Locator | None = None, wait: bool = True) -> Locator:
        """Press the newest button whose label matches a pattern; wait for, and return, the bot's answer."""
        before = await self.replies.count()
        where = under if under is not None else self.messages
        await where.locator("[data-press]", has_text=re.compile(label)).last.click()
        return await self._reply(before) if wait else self.replies.nth(before)

    async def menu(self, message: Locator, item: str) -> None:
        """Open a message's menu and use an item of it."""
        await message.click(button="right")
        await self.page.locator("#menu").get_by_role("menuitem", name=item).click()

    async def restart_bot(self) -> None:
        """Press the button that restarts the bot, and wait until it is back."""
        await self.page.locator("#restart").click()
        await expect(self.page.locator("#state")).not_to_have_text("bot online")
        await expect(self.page.locator("#state")).to_have_text("bot online", timeout=4 * PATIENCE)

    async def _reply(self, before: int) -> Locator:
        reply = self.replies.nth(before)
        await expect(reply).to_be_visible(timeout=PATIENCE)
        await expect(reply).not_to_contain_text("is thinking…", timeout=PATIENCE)
        return reply
