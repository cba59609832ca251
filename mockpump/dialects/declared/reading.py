"""Patterns: what a command looks like, and what stands in it. Each body is read in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from mockpump.dialects.declared.automaton import Run, Token, Words, undecided
from mockpump.dialects.declared.pieces import Field, LanguageError, fields, pieces
from mockpump.dialects.declared.vocabulary import MILLIONTH, Setting, Vocabulary, form_of
from mockpump.dialects.declared.writing import steps_of
from mockpump.dialects.numbers import number
from mockpump.errors import QuantityError
from mockpump.operations import OPERATIONS
from mockpump.quantity import Kind
from mockpump.seam import Value

MAX_TEXT = 40
DECIMAL = frozenset("0123456789.")
DIGITS = frozenset("0123456789")
HEX = frozenset("0123456789ABCDEFabcdef")
PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))

Reader: TypeAlias = Callable[[str, Mapping[str, Value]], Value]
"""Makes a value of what stands in a field; the settings are those after this command."""


class Read(NamedTuple):
    """A field that was understood: what it takes, and what its text stands for."""

    name: str
    token: Token
    reader: Reader
    sets: bool = False  # a setting, and no argument
    checks: bool = False  # neither, but a code that must be right


class RangeError(QuantityError):
    """A number that a setting cannot have."""


class Pattern:
    """The bodies that a command has, each of them read in one way only. Raises LanguageError."""

    def __init__(self, text: str, does: str, words: Vocabulary) -> None:
        """`does`: the operation that the command asks for; its arguments may be fields."""
        self.text = text
        whole = pieces(text)
        self.tokens: list[Token] = []
        self.reads: list[Read] = []
        for place, piece in enumerate(whole):
            if isinstance(piece, str):
                self.tokens.append(piece)
                continue
            follows = whole[place + 1] if place + 1 < len(whole) else ""
            read = _read(piece, str(follows)[:1], does, words)
            if any(read.name == other.name for other in self.reads):
                raise LanguageError(f"{piece} stands twice")
            self.tokens.append(read.token)
            self.reads.append(read)
        if character := undecided(self.tokens):
            raise LanguageError(
                f"it can be read in more than one way: where does a field end before {character!r}?"
            )
        self.reads.sort(key=lambda read: not read.sets)  # a unit is known before its number
        self.literal = whole[0] if whole and isinstance(whole[0], str) else ""
        """What every body of it begins with; all of it, if `is_literal`."""
        self.is_literal = not self.reads
        self.name = re.match(r"[^ ^;,=?]*", self.literal)[0]  # type: ignore[index]  # it may be empty
        """The word that it begins with, which a reply may repeat."""
        expression = "".join(map(_expression, self.tokens))
        self._match = re.compile(expression, re.DOTALL).fullmatch
        self._groups = {field.name: 1 + place for place, field in enumerate(fields(whole))}

    def match(self, body: str) -> dict[str, str] | None:
        """Return the texts of the fields; None: the body is not of this command."""
        match = self._match(body)
        if match is None:
            return None
        return {name: match[group] for name, group in self._groups.items()}


def _expression(token: Token) -> str:
    """Return a token as a regular expression that never gives back what it has taken."""
    match token:
        case str():
            return re.escape(token)
        case Run(characters, exactly):
            one = "".join(re.escape(character) for character in sorted(characters))
            return f"([{one}]{{{exactly}}})" if exactly else f"([{one}]{{1,{MAX_TEXT}}}+)"
        case Words(words):
            longest_first = sorted(words, key=len, reverse=True)
            return f"((?>{'|'.join(map(re.escape, longest_first))}))"


def _read(field: Field, follows: str, does: str, words: Vocabulary) -> Read:
    if field.otherwise is not None:
        raise LanguageError(f"{field} is read, so nothing can stand in its place")
    if field.form.startswith("check of "):
        return _check(field, words)
    if field.name in words.settings:
        return _setting(field, words.settings[field.name], words)
    args = OPERATIONS[does].args if does else {}
    if field.name not in args:
        raise NoArgumentError(field, does, [*args, *words.settings])
    kind = args[field.name]
    return _plain(field, follows, words) if kind is None else _quantity(field, kind, words)


class NoArgumentError(LanguageError):
    """A field that is nothing an operation takes."""

    def __init__(self, field: Field, does: str, known: list[str]) -> None:
        self.name, self.known = field.name, known
        whose = f"{does} takes no {field.name!r}" if does else f"{field} without an operation"
        super().__init__(f"{whose}, and there is no setting of that name")


def _check(field: Field, words: Vocabulary) -> Read:
    """Take the check over a value of the pump: the code by which a client shows that it knows it."""
    if words.check is None:
        raise LanguageError(f"{field}: this dialect has no check")
    if field.form != "check of serial":
        raise LanguageError(f"{field}: the only code there is is the check of serial")
    token = Run(HEX, words.check.length)
    return Read(field.name, token, lambda text, _: text.upper(), checks=True)


def _setting(field: Field, setting: Setting, words: Vocabulary) -> Read:
    if setting.words:
        ours = _ours(field, setting.words, words)
        token = Words(tuple(ours))
        return Read(field.name, token, lambda text, _: ours[text], sets=True)
    form, _ = form_of(field.form)
    if form.hex or form.unit:
        raise LanguageError(f"{field}: a setting is a decimal number without a unit")

    def reader(text: str, _: Mapping[str, Value]) -> Value:
        value = number(text, MILLIONTH)
        if not setting.least <= value <= setting.most:
            raise RangeError(f"{setting.name} {text} is out of range")
        return value

    return Read(field.name, Run(DECIMAL), reader, sets=True)


def _ours(field: Field, known: tuple[str, ...], words: Vocabulary) -> dict[str, str]:
    """Return the words on the wire, and what they are with us."""
    if not field.form:
        return {word: word for word in known}
    table = words.table(field.form)
    if table is None:
        raise LanguageError(f"{field}: there is no table {field.form!r}")
    ours: dict[str, str] = {}
    for our, theirs in table.items():
        if theirs in ours:
            raise LanguageError(f"{field}: {theirs!r} is both {ours[theirs]} and {our}")
        if known and our not in known:
            raise LanguageError(f"{field}: {our!r} of the table is no value of {field.name}")
        ours[theirs] = our
    if not ours or "" in ours:
        raise LanguageError(f"{field}: a table that is read has words, and none is empty")
    return ours


def _plain(field: Field, follows: str, words: Vocabulary) -> Read:
    if field.form == "text":
        token = Run(PRINTABLE - frozenset(follows))
        return Read(field.name, token, lambda text, _: text)
    if field.form and field.form[0] in "0h" and words.table(field.form) is None:
        form, _ = form_of(field.form)
        if form.hex:
            return Read(field.name, Run(HEX, form.hex), lambda text, _: int(text, 16))
        fixed_width = form.whole if form.whole > 1 else 0
        return Read(field.name, Run(DIGITS, fixed_width), lambda text, _: int(text))
    if not field.form:
        raise LanguageError(f"{field}: say what it is: text, 0 for a number, or a table")
    ours = _ours(field, (), words)
    return Read(field.name, Words(tuple(ours)), lambda text, _: ours[text])


def _quantity(field: Field, kind: Kind, words: Vocabulary) -> Read:
    form, _ = form_of(field.form)
    if not form.unit:
        raise LanguageError(f"{field}: say its unit, as {next(iter(kind.units))}")
    steps = steps_of(field, form, kind, words)
    if form.hex:
        token = Run(HEX, form.hex)
        return Read(field.name, token, lambda text, settings: int(text, 16) * steps(settings))
    return Read(field.name, Run(DECIMAL), lambda text, settings: number(text, steps(settings)))
