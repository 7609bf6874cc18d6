"""A board as a YAML file, and back. A file is hostile until read: its size is looked at before anything else.

Of YAML only what a board needs is read: maps with text keys, lists, text, whole numbers, true, false and null. Anchors,
aliases, tags, several documents and keys that repeat are refused, so that a file means what it seems to mean and never
grows when read. Texts are read as they stand: ``no`` is a text, so is a day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from comptoir.composed.boards.contracts import Document, Problem
from comptoir.composed.boards.errors import FileTooLarge, wrong
from comptoir.composed.boards.model.shape import shown

MOST_BYTES = 512 * 1024
DEEPEST = 12
MOST_NODES = 50_000
HEAD = ("format", "name", "description")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def write_file(*, name: str, description: str | None, document: Document) -> str:
    """Return a board as text that ``read_file`` reads back to the same."""
    about = {"description": description} if description else {}
    whole = {"format": document["format"], "name": name, **about, **{key: document[key] for key in _BODY}}
    text: str = yaml.dump(whole, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110)
    return text


_BODY = ("settings", "variables", "tiles")


@dataclass(frozen=True, slots=True)
class BoardFile:
    """What a file says: how the board is called, and its document, which is not checked yet."""

    name: str
    description: str | None
    document: dict[str, Any]


def read_file(text: str) -> BoardFile:
    """Read a board's file. Raises ``FileTooLarge``, or ``WrongBoard`` with the line of what cannot be read."""
    size = len(text.encode(errors="surrogatepass"))
    if size > MOST_BYTES:
        raise FileTooLarge(f"The file has {size:,} bytes; a board's has at most {MOST_BYTES:,}.")
    value = _Reading(_events(text)).document()
    if not isinstance(value, dict):
        raise wrong(
            [Problem("", "A board's file is a map of format, name, settings, variables and tiles.")], what="file"
        )
    name, description = value.get("name", ""), value.get("description")
    if not isinstance(name, str) or not isinstance(description, str | None):
        place = "description" if isinstance(name, str) else "name"
        raise wrong([Problem(place, "must be text")], what="file")
    document = {key: one for key, one in value.items() if key not in ("name", "description")}
    return BoardFile(name, description, {"settings": {}, "variables": [], **document})


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it is no YAML"
        raise wrong(
            [Problem(f"line {mark.line + 1}" if mark else "", f"cannot be read: {said}")], what="file"
        ) from error
    except (UnicodeError, ValueError) as error:
        raise wrong([Problem("", "The file holds what is no text.")], what="file") from error


@dataclass(slots=True)
class _Reading:
    """The way through a file's events, once from front to back; deep nesting and many nodes end it early."""

    events: Iterator[yaml.Event]
    nodes: int = field(default=0)

    def document(self) -> Any:
        """Return the value of the one document."""
        value: Any = None
        found = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found or event.tags:
                    raise _refuse(event, "one document without directives is all a board's file holds")
                found = True
                value = self._value(self._next(), depth=1)
        return value

    def _next(self) -> yaml.Event:
        event = next(self.events)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _refuse(event, f"more than {MOST_NODES:,} values")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refuse(event, "anchors and aliases are not read")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _refuse(event, f"the tag {shown(tag)} is not read")
        return event

    def _value(self, event: yaml.Event, *, depth: int) -> Any:
        if depth > DEEPEST:
            raise _refuse(event, f"more than {DEEPEST} levels")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._list(depth))
        return self._map(depth)

    def _list(self, depth: int) -> Iterator[Any]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._value(event, depth=depth + 1)

    def _map(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refuse(event, "a key is a word")
            if event.value in found:
                raise _refuse(event, f"{shown(event.value)!r} is there twice")
            found[event.value] = self._value(self._next(), depth=depth + 1)
        return found


def _scalar(event: yaml.ScalarEvent) -> Any:
    value: str = event.value
    if event.style or not event.implicit[0]:  # quoted, or a block
        return value
    if value in _WORDS:
        return _WORDS[value]
    return int(value) if _WHOLE.fullmatch(value) else value


def _refuse(event: yaml.Event, message: str) -> Exception:
    mark = event.start_mark
    return wrong([Problem(f"line {mark.line + 1}" if mark else "", message)], what="file")
