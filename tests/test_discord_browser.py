"""People use the bot in a real browser, on the page of the stand-in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.discord_stand_in import BotProcess, NoBrowserError, StandIn
from tests.discord_stand_in.browser.site import Site
from tests.discord_stand_in.picture import find_browser
from tests.vague import vague_question

if TYPE_CHECKING:
    from tests.discord_stand_in.hands import Hands

pytestmark = pytest.mark.slow
ECHO = "tests.discord_stand_in.echo_bot:main"
BOT = "bot.__main__:main"
ODDS = "what are the odds that China overtakes the US in AI?"


def needs_browser() -> None:
    """Skip a test where no browser can be driven, and say what is missing."""
    pytest.importorskip("playwright", reason="no browser can be driven: playwright is not installed")
    try:
        find_browser()
    except NoBrowserError as missing:
        pytest.skip(str(missing))


@asynccontextmanager
async def browsing(main: str = BOT, *, width: int = 1280) -> AsyncIterator[Hands]:
    """Open the page in a browser; at the end neither Discord nor the browser had anything to object to."""
    needs_browser()
    from tests.discord_stand_in.hands import Hands, browser

    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], main=main, timeout=60) as bot,
        Site(server, bot) as site,
        browser() as running,
    ):
        hands = Hands(await running.new_page(viewport={"width": width, "height": 850}))
        troubles: list[str] = []
        hands.page.on("pageerror", lambda error: troubles.append(str(error)))
        hands.page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        await hands.open(site.url)
        yield hands
        assert not server.faults, server.transcript() + bot.log
        assert not troubles


async def test_a_person_asks_by_mention_command_and_button_and_again_after_a_restart() -> None:
    async with browsing() as hands:
        assert "This is not Discord." in await hands.page.locator("#notice").inner_text()
        answer = await hands.ask(f"@bot {ODDS}")
        assert "20 percent" in await answer.inner_text()
        related = await answer.locator("[data-press]").last.inner_text()
        assert f"“{related}”" in await (await hands.press(re.escape(related), under=answer)).inner_text()

        await hands.start("ask", "alibba")
        await hands.pick("Is Alibaba mentioned?")
        assert "“Is Alibaba mentioned?”" in await (await hands.send()).inner_text()

        why = await hands.press("^Why", under=answer)
        assert "Only you can see this" in await why.inner_text()
        await hands.restart_bot()
        told = await hands.press("^Why", under=answer)
        assert "lin-estimate" in await told.inner_text()
        again = await hands.press(re.escape(related), under=answer)
        assert f"“{related}”" in await again.inner_text()

        await hands.press("^Remove", under=again, wait=False)
        await again.wait_for(state="detached")

        await hands.be("bob")
        unsure = await hands.ask(f"@bot {vague_question()}")
        picked = await unsure.locator("[data-press]").first.inner_text()
        assert f"“{picked}”" in await (await hands.press(re.escape(picked), under=unsure)).inner_text()


async def test_figures_messages_menus_and_what_only_one_person_sees() -> None:
    async with browsing() as hands:
        await hands.start("stats")
        listed = await hands.send()
        assert "below 20 percent" in await listed.inner_text()
        # The command that the reply names begins that command.
        await listed.locator("[data-command=stat]").click()
        await hands.pick("Open Qwen models released")
        assert "over 400" in await (await hands.send()).inner_text()
        await hands.say("how many people downloaded Qwen?")
        await hands.menu(hands.messages.last, "Answer this")
        await hands.page.get_by_text("“how many people downloaded Qwen?”").wait_for()
        await hands.start("help")
        only = await hands.send()
        assert "Only you can see this" in await only.inner_text()
        await hands.be("bob")
        assert not await hands.page.get_by_text("Only you can see this").count()
        await hands.be("alice")
        await hands.page.locator("[data-dismiss]").click()
        await hands.page.get_by_text("Only you can see this").wait_for(state="detached")


async def test_a_phone_shows_the_places_on_demand_and_nothing_is_wider_than_it() -> None:
    async with browsing(width=390) as hands:
        await hands.go("answerbot")
        answer = await hands.ask(ODDS)
        assert "20 percent" in await answer.inner_text()
        await hands.be("dave")
        await hands.go("lounge")
        await hands.start("ask", "odds")
        await hands.pick()
        await hands.send()
        assert await hands.page.evaluate("document.documentElement.scrollWidth") == 390
        wide = (
            "[...document.querySelectorAll('#messages *')].filter(e => e.getBoundingClientRect().right > 390)"
        )
        assert await hands.page.evaluate(f"{wide}.map(e => e.outerHTML)") == []


async def test_forms_selects_replies_changes_and_pictures() -> None:
    async with browsing(ECHO) as hands:
        page = hands.page
        await hands.start("echo", "panel")
        panel = await hands.send()
        await panel.locator("[data-menu]").click()
        await page.get_by_role("menuitem", name="Blue").click()
        await page.get_by_text("chose b").wait_for()
        await panel.get_by_role("button", name="Form").click()
        await page.locator("dialog input").fill("filled in")
        await page.locator("dialog").get_by_role("button", name="Submit").click()
        await page.get_by_text("form: filled in").wait_for()

        await hands.say("psst")
        mine = hands.messages.last
        await mine.hover()
        await mine.get_by_role("button", name="Edit").click()
        await page.locator("#text").fill("psst again")
        await page.keyboard.press("Enter")
        await mine.get_by_text("(edited)").wait_for()
        await mine.hover()
        await mine.get_by_role("button", name="Reply").click()
        reply = await hands.ask("@bot and this?")
        assert "heard: and this? (about '')" in await reply.inner_text()
        await hands.press("Remove", under=reply, wait=False)
        await page.get_by_text("heard: and this?").wait_for(state="detached")

        await hands.start("chart")
        picture = (await hands.send()).get_by_alt_text("a blue square")
        assert await picture.evaluate("each => each.naturalWidth") == 1
        await hands.start("survey")
        await page.keyboard.press("Enter")
        await page.locator("dialog textarea").fill("cake")
        await page.locator("dialog select").select_option("big")
        await page.locator("dialog").get_by_role("button", name="Submit").click()
        await page.get_by_text("survey: cake, ['big']").wait_for()


async def test_pictures_are_taken_of_a_scene_and_one_that_cannot_be_played_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_browser()
    from tests.discord_stand_in import hands, pictures

    monkeypatch.setattr(hands, "PATIENCE", 3000)
    shown = (pictures.start("stats"), pictures.send())
    odd = pictures.Scene("odd", (*shown, pictures.press("no button")))
    monkeypatch.setattr(pictures, "SCENES", (pictures.Scene("stats", shown), odd))
    missing = await pictures.make(tmp_path)
    assert [each.split(":")[0] for each in missing] == ["odd"]
    taken = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert sorted(taken) == [
        f"stats-{size}-{theme}.png" for size in ("desktop", "phone") for theme in ("dark", "light")
    ]
    assert all(each.startswith(b"\x89PNG") and len(each) > 15_000 for each in taken.values())


async def test_setup_chooses_channels_from_menus_and_takes_them_back() -> None:
    async with browsing() as hands:
        from playwright.async_api import expect

        page = hands.page
        await hands.start("setup")
        card = await hands.send()
        answers, maintainers = card.locator("[data-menu]").nth(0), card.locator("[data-menu]").nth(1)
        await answers.click()
        menu = page.locator("#menu")
        assert await menu.get_by_role("menuitem").all_inner_texts() == [
            *("#general", "#random", "#voice", "#forum", "Done")
        ]
        await menu.get_by_role("menuitem", name="#random").click()
        await menu.get_by_role("menuitem", name="#forum").click()
        await menu.get_by_role("menuitem", name="Done").click()
        await expect(answers).to_contain_text("#random, #forum")
        await expect(card).to_contain_text("Where I answer: #random and #forum")

        # A single choice is replaced by another, and can be taken back.
        for wanted, shown in (
            ("#general", "#general"),
            ("#random", "#random"),
            ("#random", "The maintainers"),
        ):
            await maintainers.click()
            assert not await menu.get_by_role("menuitem", name="#forum").count()
            await menu.get_by_role("menuitem", name=wanted).click()
            await menu.get_by_role("menuitem", name="Done").click()
            await expect(maintainers).to_contain_text(shown)
        await answers.click()
        for chosen in await menu.locator("[aria-checked=true]").all():
            assert await chosen.inner_text() in ("#random", "#forum")
        await page.keyboard.press("Escape")
