"""YAML text -> a strict tree of nodes that know their place, and all that is wrong with the text.

What can hide a mistake, or the place of one, is refused: duplicate keys, tags, merge keys, anchors
and aliases (a scenario is one screen: write the thing out), deep nesting, a second document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError

from mockpump.errors import Mistake, Where
from mockpump.scenario.nodes import (
    Items,
    Keys,
    Node,
    Pair,
    Refused,
    Scalar,
    half_character,
    kind_of,
    quoted,
)

MAX_DEPTH = 20
HALF = "half of a character: a surrogate by itself"
Report: TypeAlias = Callable[[Mistake], None]

_SYNTAX_HINTS = {
    "'\\t'": "indent with spaces, never with tabs",
    "<block end>": "is this line indented like its neighbours?",
    "mapping values are not allowed": "quote a text that contains ': '",
}


def parse(text: str, file: str, report: Report) -> Node | None:
    """Return the text's one document; None, with the reason reported, where there is none."""
    try:
        node = _Composer(text, file, report).document()
    except ReaderError as error:
        before = text[: error.position].split("\n")
        place = Where(file, len(before), len(before[-1]) + 1)
        report(Mistake(place, f"the control character U+{error.character:04X}"))
    except yaml.MarkedYAMLError as error:
        report(_syntax(error, file))
    except _TooDeepError as error:
        report(error.mistake)
    else:
        if node is None:
            report(Mistake(Where(file), "nothing is in it"))
        return node
    return None


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Mistake:
    found = f"not YAML: {error.problem} {error.context or ''}".rstrip()
    hint = next((hint for sign, hint in _SYNTAX_HINTS.items() if sign in found), "")
    return Mistake(_place(file, error.problem_mark or error.context_mark), found, hint=hint)


def _place(file: str, mark: Any) -> Where:  # Any: PyYAML's two kinds of mark share no base
    return Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)


class _TooDeepError(Exception):
    def __init__(self, where: Where) -> None:
        self.mistake = Mistake(where, f"nested deeper than {MAX_DEPTH} levels")


class _Composer:
    """Makes nodes of PyYAML's events; each method gets the event that begins its node."""

    def __init__(self, text: str, file: str, report: Report) -> None:
        # The pure loader, though a tenth as fast: its messages are the same on every machine.
        self._events: Iterator[Event] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._file, self._report, self._depth = file, report, 0

    def document(self) -> Node | None:
        """Compose the first document; a second one is a mistake."""
        node = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if node is not None:
                    self._mistake(event, "a second document", "one document in a file")
                    break
                node = self._node(next(self._events))
        return node

    def _node(self, event: Event) -> Node:
        self._refuse(event)
        match event:
            case MappingStartEvent():
                return self._nested(event, self._mapping)
            case SequenceStartEvent():
                return self._nested(event, self._list)
            case ScalarEvent() if half_character(event.value):
                self._mistake(event, HALF)
                return Refused(self._where(event))
            case ScalarEvent():
                kind = kind_of(event.value) if event.implicit[0] else "text"  # [0]: it is plain
                return Scalar(self._where(event), event.value, kind)
            case _:
                return Refused(self._where(event))

    def _nested(self, event: Event, compose: Callable[[Event], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooDeepError(self._where(event))
        node = compose(event)
        self._depth -= 1
        return node

    def _list(self, start: Event) -> Items:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event))
        return Items(self._where(start), tuple(items))

    def _mapping(self, start: Event) -> Keys:
        pairs: dict[str, Pair] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key, value = self._node(event), self._node(next(self._events))
            if isinstance(key, Refused):
                continue
            if not isinstance(key, Scalar):
                self._mistake(event, f"{key} as a key", "a name")
            elif key.text == "<<":
                self._mistake(event, "the merge key '<<'", "every key written out")
            elif key.text in pairs:
                line = pairs[key.text].where.line
                self._mistake(event, f"the key {quoted(key.text)} again: it stands in line {line}")
            else:
                pairs[key.text] = Pair(key.where, value)
        return Keys(self._where(start), pairs)

    def _refuse(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._mistake(event, f"the alias '*{event.anchor}'", "the thing itself, written out")
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            self._mistake(event, f"the anchor '&{event.anchor}'", "no anchors")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._mistake(event, f"the tag '{tag}'", "no tags: the key decides what a value is")

    def _mistake(self, event: Event, found: str, expected: str = "") -> None:
        self._report(Mistake(self._where(event), found, expected))

    def _where(self, event: Event) -> Where:
        return _place(self._file, event.start_mark)
