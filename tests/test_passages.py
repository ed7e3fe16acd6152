"""The source link leads to the place in the article, by a figure or name that stands there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import unquote

import pytest
from aiohttp import web

from bot import passages, wiring
from bot.assistant import Assistant
from bot.model import Article, Part
from bot.settings import Settings
from tests.discord_stand_in import NoBrowserError
from tests.discord_stand_in.picture import find_browser

URL = "https://example.org/bees"


def article(*facts: Sequence[str]) -> Article:
    parts = (Part(number, f"part {number}", tuple(each)) for number, each in enumerate(facts))
    return Article("Bees", "The Daily Hive", URL, "2024-05-02", "en", tuple(parts))


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return wiring.build_assistant(Settings())


@pytest.mark.parametrize(
    ("facts", "parts", "said", "expected"),
    [
        # What the answer mentions, and of that what it mentions first.
        ((["Bees"], ["Leipzig", "Anna Berg"]), [1], "Anna Berg keeps them.", "Anna Berg"),
        ((["Bees"], ["Leipzig", "Anna Berg"]), [1], "In LEIPZIG, by Anna Berg.", "Leipzig"),
        ((["Bees"], ["Leipzig", "20 percent"]), [1], "It is 20% of them.", "20 percent"),
        ((["Bees"], ["2024", "Leipzig Zoo"]), [1], "In 1999 the Leipzig Zoo had some.", "Leipzig Zoo"),
        # A number alone stands in many places of a page; a longer fact is the surer place.
        ((["Bees"], ["900", "Anna Berg"]), [1], "900 jars, says Anna Berg.", "Anna Berg"),
        ((["Bees"], ["Berg", "Anna Berg"]), [1], "Berg keeps them.", "Anna Berg"),
        # What isn't mentioned, but stands in the part alone.
        ((["Bees"], ["Bees", "Leipzig"], ["Leipzig", "Berlin"]), [2], "They do well.", "Berlin"),
        ((["Bees"], ["Leipzig", "Berlin"], ["Leipzig"]), [1], "They do well in Leipzig.", "Berlin"),
        ((["Bees"], ["Leipzig"], ["Leipzig"]), [1], "They do well.", "Leipzig"),
        # Of a second part only what is mentioned.
        ((["Bees"], ["Bees"], ["Leipzig"]), [1, 2], "They do well in Leipzig.", "Leipzig"),
        ((["Bees"], ["Bees"], ["Leipzig"]), [1, 2], "They do well.", None),
        # A browser would go to an earlier place, or anywhere.
        ((["Bees"], ["Bees", "Leipzig"], ["Leipzig"]), [2], "Bees do well in Leipzig.", None),
        ((["All the Bees of Leipzig"], ["Leipzig"]), [1], "They do well in Leipzig.", None),
        ((["Bees"], ["The Daily Hive", URL, "2024-05-02", "2024", "…"]), [1], "The Daily Hive, 2024.", None),
        ((["Bees"], []), [1], "They do well.", None),
    ],
)
def test_the_fact_that_leads_to_the_place_is_chosen(
    facts: Sequence[Sequence[str]], parts: Sequence[int], said: str, expected: str | None
) -> None:
    assert passages.passage(article(*facts), parts, said) == expected
    link = passages.link(article(*facts), parts, said)
    assert link == (passages.address(URL, expected) if expected else URL)


@pytest.mark.parametrize(
    ("url", "fact", "expected"),
    [
        (URL, "Anna Berg", f"{URL}#:~:text=Anna%20Berg"),
        (f"{URL}#top", "Leipzig", f"{URL}#top:~:text=Leipzig"),
        (URL, "e-commerce", f"{URL}#:~:text=e%2Dcommerce"),
        (URL, "Müller & Sons, Ltd.", f"{URL}#:~:text=M%C3%BCller%20%26%20Sons%2C%20Ltd."),
        (URL, "1.2 percent", f"{URL}#:~:text=1.2%20percent&text=1.2%25"),
        (URL, "30%", f"{URL}#:~:text=30%25&text=30%20percent"),
        (URL, "percentage", f"{URL}#:~:text=percentage"),
        (URL, "a<b>c", f"{URL}#:~:text=a%3Cb%3Ec"),
    ],
)
def test_a_fact_is_written_as_browsers_read_it(url: str, fact: str, expected: str) -> None:
    assert passages.address(url, fact) == expected


def test_every_link_is_made_of_a_fact_of_the_cited_parts_and_nothing_else(assistant: Assistant) -> None:
    whole = assistant.knowledge.article
    leading = 0
    for entry in assistant.knowledge.entries:
        source = assistant.source(entry)
        assert source.url == whole.url
        start, _, directive = source.link.partition("#:~:text=")
        assert start == whole.url
        if directive:
            leading += 1
            fact = unquote(directive.partition("&text=")[0])
            assert any(fact in whole.part(number).facts for number in entry.parts), (entry.id, fact)
    assert leading > len(assistant.knowledge.entries) / 2


@asynccontextmanager
async def page_about_bees() -> AsyncIterator[str]:
    """Serve a page with much to scroll over; one place says 1.2% and e-commerce."""

    async def handle(_: web.Request) -> web.Response:
        filler = "<p style='height: 3000px'>Bees everywhere.</p>"
        body = f"<h1>Bees</h1>{filler}<p id=place>Some 1.2% go into e-commerce.</p>{filler}"
        return web.Response(text=f"<!doctype html><title>Bees</title>{body}", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fact", "found"), [("1.2 percent", True), ("e-commerce", True), ("Anna Berg", False), (None, False)]
)
async def test_a_browser_goes_to_the_place(fact: str | None, *, found: bool) -> None:
    pytest.importorskip("playwright", reason="no browser can be driven: playwright is not installed")
    try:
        find_browser()
    except NoBrowserError as missing:
        pytest.skip(str(missing))
    from tests.discord_stand_in.hands import browser

    in_view = """() => new Promise(done => {
        const watch = new IntersectionObserver(([place]) => place.isIntersecting && done(true));
        watch.observe(document.getElementById("place"));
        setTimeout(() => done(false), WAIT);
    })"""
    async with page_about_bees() as url, browser() as running:
        page = await running.new_page(viewport={"width": 800, "height": 600})
        await page.goto(passages.address(url, fact) if fact else url)
        assert await page.evaluate(in_view.replace("WAIT", "10000" if found else "1000")) is found
