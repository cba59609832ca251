"""What bodies a pattern takes, as a small automaton: whether two take the same, and which.

Patterns are literals and fields without a choice of where one ends, so a body is read in one pass;
that is checked here, too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

Characters: TypeAlias = frozenset[str]


class Run(NamedTuple):
    """One or more of some characters; of `exactly` so many, where that is not 0."""

    characters: Characters
    exactly: int = 0


class Words(NamedTuple):
    """One of some words."""

    words: tuple[str, ...]


Token: TypeAlias = str | Run | Words
"""What a pattern is a sequence of; a text stands for itself."""


def first(tokens: Sequence[Token]) -> Characters:
    """Return the characters with which something that a pattern takes may begin."""
    match tokens:
        case [str() as text, *_]:
            return frozenset(text[:1])
        case [Run(characters), *_]:
            return characters
        case [Words(words), *_]:
            return frozenset(word[:1] for word in words)
        case _:
            return frozenset()


def undecided(tokens: Sequence[Token]) -> str:
    """Return a character after which nobody knows where a field ends; empty if that never is so."""
    for place, token in enumerate(tokens):
        follows = first(tokens[place + 1 :])
        match token:
            case Run(characters, 0):
                goes_on = characters
            case Words(words):
                goes_on = frozenset(
                    longer[len(word)]
                    for word in words
                    for longer in words
                    if longer != word and longer.startswith(word)
                )
            case _:
                continue
        if both := follows & goes_on:
            return min(both)
    return ""


class _Automaton:
    """States from 0 to `end`; `steps` are the characters that lead from each to others."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.steps: list[list[tuple[Characters, int]]] = [[]]
        here = 0
        for token in tokens:
            here = self._add(token, here)
        self.end = here

    def _state(self) -> int:
        self.steps.append([])
        return len(self.steps) - 1

    def _add(self, token: Token, here: int) -> int:
        match token:
            case str():
                return self._chain(token, here, self._state())
            case Run(characters, exactly):
                for _ in range(exactly or 1):
                    after = self._state()
                    self.steps[here].append((characters, after))
                    here = after
                if not exactly:
                    self.steps[here].append((characters, here))
                return here
            case Words(words):
                after = self._state()
                for word in words:
                    self._chain(word, here, after)
                return after

    def _chain(self, text: str, here: int, after: int) -> int:
        for character in text[:-1]:
            between = self._state()
            self.steps[here].append((frozenset(character), between))
            here = between
        self.steps[here].append((frozenset(text[-1:]), after))
        return after


def both_take(one: Sequence[Token], other: Sequence[Token]) -> str | None:
    """Return the shortest text that two patterns take; None: there is none."""
    if not one or not other:
        return None if one or other else ""
    a, b = _Automaton(one), _Automaton(other)
    seen = {(0, 0)}
    queue: deque[tuple[int, int, str]] = deque([(0, 0, "")])
    while queue:
        here, there, text = queue.popleft()
        if (here, there) == (a.end, b.end):
            return text
        for characters, after in a.steps[here]:
            for others, then in b.steps[there]:
                common = characters & others
                if common and (after, then) not in seen:
                    seen.add((after, then))
                    queue.append((after, then, text + min(common)))
    return None
