"""The layers import downwards only, importing does nothing, and each outside library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bot"

LAYERS: dict[str, tuple[str, ...]] = {
    "model": (),
    "errors": (),
    "starting": (),
    "intervals": (),
    "text": (),
    "wording": ("model", "errors"),
    "settings": ("model", "errors"),
    "preferences": ("model", "errors"),
    "knowledge": ("model", "errors", "text"),
    "matching": ("model", "errors", "text", "intervals"),
    "followups": ("model", "text"),
    "subjects": ("model", "text", "matching"),
    "besides": ("model", "text", "followups", "matching"),
    "passages": ("model", "text"),
    "quiz": ("model", "text"),
    "reduction": ("model", "text", "matching"),
    "assistant": ("model", "wording", "text", "matching", "followups", "subjects", "besides", "passages"),
    "conversation": ("model", "assistant", "followups"),
    "contract": ("model", "wording"),
    "receipts": ("model",),
    "evaluation": (
        "model",
        "intervals",
        "errors",
        "text",
        "knowledge",
        "matching",
        "assistant",
        "conversation",
        "receipts",
        "wording",
    ),
    "history": ("model", "errors", "intervals", "wording"),
    "charts": ("model", "history", "wording"),
    "gaps": (
        "model",
        "errors",
        "knowledge",
        "matching",
        "assistant",
        "history",
        "wording",
    ),
    "wiring": (
        "model",
        "errors",
        "starting",
        "settings",
        "preferences",
        "history",
        "knowledge",
        "matching",
        "assistant",
    ),
}
ADAPTERS = ("console", "discord_app", "cli", "__main__", "__init__")
HOMES = {
    "discord": ("discord_app",),
    "yaml": ("knowledge/nodes.py",),
    "rapidfuzz": ("matching/",),
    "numpy": ("matching/",),
    "snowballstemmer": ("text/words.py",),
    "prompt_toolkit": ("console/",),
    "rich": ("console/", "cli/"),
    "pydantic_settings": ("settings.py",),
    "matplotlib": ("charts/", "evaluation/picture.py"),
    "sqlalchemy": ("history/",),
    "alembic": ("history/",),
    "platformdirs": ("wiring.py", "console/"),
}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "bot":
                found.update(f"bot.{alias.name}" for alias in node.names)
            else:
                found.add(node.module)
    return found


def _layer(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def test_no_module_imports_a_layer_above_its_own() -> None:
    faults = []
    for file in _modules():
        layer = _layer(file)
        if layer in ADAPTERS:
            continue
        assert layer in LAYERS, f"{file.name}: a new module needs a layer in this test"
        for name in _imports(file):
            parts = name.split(".")
            if parts[0] == "bot" and len(parts) > 1 and parts[1] not in (*LAYERS[layer], layer):
                faults.append(f"{file.relative_to(ROOT)} imports {name}")
    assert not faults


def test_the_layers_themselves_have_no_circle() -> None:
    ordered: set[str] = set()
    waiting = dict(LAYERS)
    while waiting:
        ready = [name for name, below in waiting.items() if set(below) <= ordered]
        assert ready, f"these import each other: {sorted(waiting)}"
        for name in ready:
            ordered.add(name)
            del waiting[name]


def test_each_outside_library_has_one_home() -> None:
    faults = []
    for file in _modules():
        place = file.relative_to(PACKAGE).as_posix()
        for name in _imports(file):
            homes = HOMES.get(name.split(".")[0])
            if homes and not place.startswith(homes):
                faults.append(f"bot/{place} imports {name}")
    assert not faults


@pytest.mark.parametrize(
    "library", ["discord", "prompt_toolkit", "rich", "pydantic", "asyncio", "matplotlib", "sqlalchemy"]
)
def test_answering_a_question_does_not_import(library: str) -> None:
    code = f"import sys; from bot.cli import main; main(['ask', 'odds?']); print({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.splitlines()[-1] == "False", done.stdout + done.stderr


def test_importing_every_module_prints_nothing_and_reads_no_knowledge() -> None:
    names = [
        "bot." + ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        for file in _modules()
        # Alembic runs the steps itself; they are no modules to import.
        if file.name not in ("__main__.py", "__init__.py") and "steps" not in file.parts
    ]
    code = (
        "import importlib, sys\n"
        "def refuse(event, arguments):\n"
        "    if event == 'open' and '.yaml' in str(arguments[0]): raise SystemExit(f'read {arguments[0]}')\n"
        "sys.addaudithook(refuse)\n"
        f"[importlib.import_module(name) for name in {names!r}]"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
