"""Turn YAML text into nodes that keep the author's own strings and lines, and spot YAML's traps.

The tree is built from the parser's events, not by yaml's own composer: events still show anchors,
aliases and tags, nothing is expanded or converted, and no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import yaml
from yaml.resolver import Resolver

MAX_DEPTH: Final = 20

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Final[Any] = Resolver()  # yaml's stubs leave its methods untyped
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_COMMENT: Final = re.compile(r"[ \t]+#")
# What YAML allows in its text; the two parsers report the rest differently, so it is looked for here.
_CONTROL: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# YAML 1.1 and 1.2 see more in these than PyYAML's resolver does; another reader of the file would differ.
_ALSO_AMBIGUOUS: Final = re.compile(r"[yYnN]|0o[0-7]+|[-+]?\d+(\.\d*)?[eE][-+]?\d+")
_MEANINGS: Final = {
    "bool": "a yes or no value",
    "null": "nothing at all",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
}


class Scalar(NamedTuple):
    """Hold one text as written; `meaning` is what YAML would make of it if that is no text.

    `cut` is true where a comment follows unquoted text on its line.
    """

    text: str
    line: int
    meaning: str | None = None
    cut: bool = False


class Listing(NamedTuple):
    """Hold a list."""

    items: tuple[Node, ...]
    line: int


class Mapping(NamedTuple):
    """Hold keys with their values, in order, each key once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


class Unusable(NamedTuple):
    """Stand where something was refused already."""

    line: int


Node = Scalar | Listing | Mapping | Unusable


class Fault(NamedTuple):
    """Say what is wrong on a line."""

    line: int
    message: str


class Composed(NamedTuple):
    """Hold the tree, or None where there is none, and the faults found on the way."""

    node: Node | None
    faults: tuple[Fault, ...]


def has_control(text: str) -> bool:
    """Say whether a text holds characters that nobody can see or type."""
    return _CONTROL.search(text) is not None


def compose(text: str) -> Composed:
    """Build the tree of one YAML text; nothing in the text raises."""
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        named = f"U+{ord(control.group()):04X}"
        return Composed(
            None, (Fault(line, f"There is a control character ({named}) on this line. Remove it."),)
        )
    builder = _Builder(text)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                return Composed(None, tuple(builder.faults))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.refuse_text(mark.line + 1 if mark else 1, error.problem or error.context or "")
        return Composed(None, tuple(builder.faults))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        builder.refuse_text(1, str(error).partition("\n")[0])
        return Composed(None, tuple(builder.faults))
    return Composed(builder.root, tuple(builder.faults))


class _Open:
    """Gather what a list or mapping holds until it ends."""

    def __init__(self, line: int, *, mapping: bool) -> None:
        self.line = line
        self.mapping = mapping
        self.children: list[Node] = []


class _Builder:
    """Put events together to one tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self._open: list[_Open] = []

    def refuse(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def refuse_text(self, line: int, why: str) -> None:
        if "nesting depth" in why:  # libyaml has a limit of its own and meets it first
            self.refuse_depth(line)
            return
        reason = f" ({why})" if why else ""
        self.refuse(
            line,
            f"This is not YAML{reason}. Look here and one line above for a missing quote or colon.",
        )

    def refuse_depth(self, line: int) -> None:
        self.refuse(line, f"This is nested more than {MAX_DEPTH} levels deep. Write it flat.")

    def take(self, event: Any) -> bool:  # noqa: ANN401  # yaml's events have no common typed interface
        """Add one event; False when reading on makes no sense."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._mark(event, line)
            self._add(self._scalar(event, line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._mark(event, line)
            self._open.append(_Open(line, mapping=isinstance(event, yaml.MappingStartEvent)))
            if len(self._open) > MAX_DEPTH:
                self.refuse_depth(line)
                return False
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(self._close(self._open.pop()))
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(line, f"`*{event.anchor}` is an alias. Write the text out instead.")
            self._add(Unusable(line))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse(line, "A second document starts here. Keep one in each file and remove the `---`.")
            return False
        return True

    def _mark(self, event: Any, line: int) -> None:  # noqa: ANN401  # as in take
        if event.anchor is not None:
            self.refuse(line, f"`&{event.anchor}` is an anchor. Remove it and write texts out.")
        if event.tag is not None:
            self.refuse(line, f"`{event.tag}` is a tag. Remove it: texts and numbers need none.")

    def _scalar(self, event: Any, line: int) -> Scalar:  # noqa: ANN401  # as in take
        value: str = event.value
        if event.style or event.tag is not None:  # quoted or a block: text whatever it looks like
            return Scalar(value, line)
        tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))
        meaning = None
        if tag != _STRING_TAG:
            meaning = _MEANINGS.get(tag.rpartition(":")[2], "something other than text")
        elif _ALSO_AMBIGUOUS.fullmatch(value):
            meaning = _MEANINGS["bool"] if value.isalpha() else _MEANINGS["int"]
        cut = bool(value) and _COMMENT.match(self.text, event.end_mark.index) is not None
        return Scalar(value, line, meaning, cut)

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node

    def _close(self, done: _Open) -> Node:
        if not done.mapping:
            return Listing(tuple(done.children), done.line)
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.refuse(
                    key.line, "A key must be a single word. Remove the `?`, list or mapping before the colon."
                )
            elif key.text in pairs:
                first = pairs[key.text][0].line
                self.refuse(
                    key.line, f"The key `{key.text}` stands here twice, first on line {first}. Keep one."
                )
            else:
                pairs[key.text] = (key, value)
        return Mapping(tuple(pairs.values()), done.line)
