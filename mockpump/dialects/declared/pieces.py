"""The texts of a declared dialect, cut into what stands there literally and what is filled in.

INF_RATE^{rate: mL/h}^ml/h          a field: its name, then how it is written
{pressure: 0 kPa ? none}            what is written instead, where there is no such value
{{  }}                              a brace itself
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from mockpump.errors import MockpumpError

MAX_TEXT = 500


class LanguageError(MockpumpError):
    """A text of a declared dialect that makes no sense; the loader adds its place."""


class Field(NamedTuple):
    """Something that is filled in, or read. `otherwise` None: it must be there."""

    name: str
    form: str = ""
    otherwise: str | None = None

    def __str__(self) -> str:
        return f"{{{self.name}{': ' if self.form else ''}{self.form}}}"


Pieces: TypeAlias = tuple[str | Field, ...]

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_FIELD = re.compile(r" *([a-z][a-z_]*) *(?:: *([^?]*?) *)?(?:\? ?(.*))?", re.DOTALL)


def pieces(text: str) -> Pieces:
    """Cut a text. Raises LanguageError."""
    if len(text) > MAX_TEXT:
        raise LanguageError(f"longer than {MAX_TEXT} characters")
    if not text.isascii():
        raise LanguageError("characters beyond ASCII: a frame is of bytes")
    made: list[str | Field] = []
    last = 0
    for match in _PIECE.finditer(text):
        _add(made, text[last : match.start()])
        last = match.end()
        if match[0] in ("{{", "}}"):
            _add(made, match[0][0])
        elif match[1] is None:
            raise LanguageError(f"a brace that stands alone: write {match[0] * 2}")
        else:
            made.append(_field(match[1]))
    _add(made, text[last:])
    return tuple(made)


def _add(made: list[str | Field], literal: str) -> None:
    if literal and made and isinstance(made[-1], str):
        made[-1] += literal
    elif literal:
        made.append(literal)


def _field(text: str) -> Field:
    match = _FIELD.fullmatch(text)
    if match is None:
        raise LanguageError(f"{{{text}}} is no field: write {{name}} or {{name: format}}")
    return Field(match[1], match[2] or "", match[3])


def fields(text: Pieces) -> list[Field]:
    """Return what is filled in."""
    return [piece for piece in text if isinstance(piece, Field)]
