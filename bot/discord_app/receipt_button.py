"""Share what all buttons have in common that stand for one answer."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.receipts import Receipt

# A button's template, which subclasses give, is matched against ids; this one is matched by none.
_NONE = r"(?!)"


class ReceiptButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=_NONE):
    """Stand for one answer, by the receipt in its id: it works after a restart too."""

    def __init__(self, receipt: Receipt, *, kind: str, label: str) -> None:
        """Take the receipt, the kind of control whose id it is written into, and what the button says."""
        super().__init__(discord.ui.Button(label=label, custom_id=receipt.custom_id(kind)))
        self.receipt = receipt

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(Receipt.read(match))  # type: ignore[call-arg]  # subclasses know their kind and label
