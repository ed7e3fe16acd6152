"""Tell Discord the commands' names and descriptions in every language of the catalogue."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.wording import catalogue


def said(key: str) -> app_commands.locale_str:
    """Return a name or description of the catalogue, to be translated when the commands are registered."""
    return app_commands.locale_str(catalogue.ENGLISH[key], key=key)


class CatalogueTranslator(app_commands.Translator):
    """Look translations up in the catalogue; None, which leaves the English text, for what it lacks."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a text in a language, by the key that `said` gave it."""
        return catalogue.CATALOGUE.get(locale.value, {}).get(str(string.extras.get("key")))
