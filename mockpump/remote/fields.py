"""The field of a request that a mistake is in: nobody has seen the text that is made of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

from mockpump.clock import Nanos, parse_duration
from mockpump.control import as_text
from mockpump.errors import Mistake, QuantityError, ScenarioError, Where
from mockpump.scenario.injected import PLACE
from mockpump.scenario.nodes import Items, Keys, Node
from mockpump.scenario.tree import parse

Path: TypeAlias = tuple[str, ...]
"""The keys (and the numbers in lists) that lead to a value."""


@contextmanager
def told_by_field(said: Mapping[str, object], sent: Callable[[Path], Path]) -> Iterator[None]:
    """Let a mistake in a step or a condition have for its place what was sent.

    `sent` makes of a path in the step the path in the request. Raises ScenarioError.
    """
    try:
        yield
    except ScenarioError as error:
        text = as_text(said)
        raise ScenarioError(*(_told(one, text, sent) for one in error.mistakes)) from error


def span(text: str, key: str) -> Nanos:
    """Read a span of time that was sent. Raises ScenarioError."""
    try:
        return parse_duration(text)
    except QuantityError as error:
        raise ScenarioError(Mistake(Where(f"body.{key}"), str(error))) from error


def in_body(path: Path) -> Path:
    """Return where it is if the body is the step itself."""
    return ("body", *path)


def in_fault(path: Path) -> Path:
    """Return where it is if the step sets a fault: `line_fault.garble.rate` is `settings.rate`."""
    match path:
        case ("fault" | "line_fault", _, _, *rest):
            return ("body", "settings", path[2], *rest)
        case ("fault" | "line_fault", *_):
            return ("body", "fault")
        case _:
            return in_body(path)


def in_skip(path: Path) -> Path:
    """Return where it is if the body is what the step skips."""
    return in_body(path[1:])


def in_wait(path: Path) -> Path:
    """Return where it is in a condition that is waited for."""
    return ("body", "for", *path)


def in_address(_path: Path) -> Path:
    """Return where it is if the fault stands in the address of the request."""
    return ("path", "fault")


def _told(mistake: Mistake, text: str, sent: Callable[[Path], Path]) -> Mistake:
    if mistake.where.file != PLACE:  # one of the story itself
        return mistake
    node = parse(text, PLACE, lambda _mistake: None)
    found = _places(node, ()) if node is not None else iter(())
    path = next((path for where, path in found if where == mistake.where), ())
    return mistake._replace(where=Where(".".join(sent(path))))


def _places(node: Node, path: Path) -> Iterator[tuple[Where, Path]]:
    """Return every place in a text, and what stands there."""
    yield node.where, path
    if isinstance(node, Keys):
        for key, pair in node.pairs.items():
            yield pair.where, (*path, key)
            yield from _places(pair.value, (*path, key))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _places(item, (*path, str(number)))
