"""Train the shipped knowledge base while the wheel is built, so that the first start is quick."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, type-arg]  # hatchling's class is untyped here
    """Add the trained state to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Train into a temporary file and have it shipped; an editable install trains at its first start."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from bot import knowledge as knowledge_folder
        from bot.matching import storage
        from bot.matching.training import train

        folder = root / "knowledge"
        knowledge = knowledge_folder.load(folder)
        state, _ = train(knowledge)
        kept = Path(tempfile.mkdtemp()) / storage.file_name(knowledge_folder.content_hash(folder))
        kept.write_bytes(storage.pack(state, json.dumps(knowledge_folder.to_json(knowledge))))
        build_data["force_include"][str(kept)] = f"bot/shipped/{kept.name}"
