"""How a frame is laid out: what stands around the body of a request, and around that of a reply."""

from __future__ import annotations

from typing import NamedTuple

from mockpump.dialects.declared.pieces import Field, LanguageError, Pieces, pieces
from mockpump.dialects.declared.vocabulary import Checked
from mockpump.dialects.frames import Cutter, EnclosedCutter, LineCutter

BODY, ADDRESS, CHECK = "body", "address", "check"


class Parts(NamedTuple):
    """A request, taken apart. `fault`: why it is none."""

    body: str = ""
    address: int | None = None
    fault: str = ""


class Addressing(NamedTuple):
    """The numbers that pumps on a line have, and that of a pump which is alone."""

    least: int
    most: int
    alone: int


class Request(NamedTuple):
    """The layout of what a client sends: literals, each of `{address}`, `{body}`, `{check}` once.

    It ends in one literal byte, and may begin with one; what the check is over is a text of the same
    fields. `drops` are characters that a pump overlooks, `upper`: it does not tell cases apart.
    """

    before: Pieces
    after: Pieces
    start: str
    end: str
    over: Pieces
    checked: Checked | None
    addressing: Addressing | None
    drops: str = ""
    upper: bool = False
    longest: int = 0
    abort: str = ""

    @property
    def takes_digits(self) -> bool:
        """Whether an address takes all the digits that it finds, one of a body's own included."""
        fields = [one for one in self.before if isinstance(one, Field) and one.name == ADDRESS]
        return any(not field.form for field in fields)

    def cutter(self) -> Cutter:
        """Make what cuts such frames out of bytes."""
        start, end = self.start.encode("latin-1"), self.end.encode("latin-1")
        if start:
            return EnclosedCutter(self.longest, start, end, abort=self.abort.encode("latin-1"))
        return LineCutter(self.longest, end=end)

    def take_apart(self, data: bytes) -> Parts:
        """Take apart what stands between a frame's bounds."""
        text = data.decode("latin-1")
        if self.drops:
            text = text.translate(dict.fromkeys(map(ord, self.drops)))
        texts: dict[str, str] = {}
        for piece in self.before:
            if (text_after := self._begin(piece, text, texts)) is None:
                return Parts(fault="unknown")
            text = text_after
        for piece in reversed(self.after):
            if (text_before := self._end(piece, text, texts)) is None:
                return Parts(fault="check" if self.checked else "unknown")
            text = text_before
        texts[BODY] = text
        if self.checked is not None and texts[CHECK] != self.check(texts):
            return Parts(fault="check")
        address = int(texts[ADDRESS]) if texts.get(ADDRESS) else None
        return Parts(text.upper() if self.upper else text, address)

    def _begin(self, piece: str | Field, text: str, texts: dict[str, str]) -> str | None:
        """Take a piece off the beginning; None: it is not there."""
        if isinstance(piece, str):
            return text.removeprefix(piece) if text.startswith(piece) else None
        length = self._length(piece, text)
        texts[piece.name] = text[:length]
        return text[length:] if length is not None else None

    def _length(self, piece: Field, text: str) -> int | None:
        if piece.name == CHECK:
            return self.checked.length if self.checked is not None else None
        digits = len(text) - len(text.lstrip("0123456789"))
        if piece.form:
            return len(piece.form) if digits >= len(piece.form) else None
        return min(digits, 3)

    def _end(self, piece: str | Field, text: str, texts: dict[str, str]) -> str | None:
        if isinstance(piece, str):
            return text.removesuffix(piece) if text.endswith(piece) else None
        assert self.checked is not None
        length = self.checked.length
        if len(text) < length:
            return None
        texts[piece.name] = text[-length:]
        return text[:-length]

    def check(self, texts: dict[str, str]) -> str:
        """Return the check over the parts of a frame."""
        assert self.checked is not None
        over = "".join(
            one if isinstance(one, str) else texts.get(one.name, "") for one in self.over
        )
        return self.checked.text(over)

    def seal(self, body: str, address: int | None = None) -> bytes:
        """Make a frame of a body, as a client does."""
        texts = {BODY: body, ADDRESS: ""}
        if self.addressing is not None:
            number = self.addressing.alone if address is None else address
            form = next((p.form for p in self.before if isinstance(p, Field)), "")
            texts[ADDRESS] = str(number).zfill(len(form))
        if self.checked is not None:
            texts[CHECK] = self.check(texts)
        whole = (*self.before, Field(BODY), *self.after)
        text = "".join(one if isinstance(one, str) else texts[one.name] for one in whole)
        return f"{self.start}{text}{self.end}".encode("latin-1")


def request(
    text: str,
    *,
    over: str,
    checked: Checked | None,
    addressing: Addressing | None,
    longest: int,
    **more: str | bool,
) -> Request:
    """Read the layout of a request. Raises LanguageError."""
    whole = list(pieces(text))
    names = [piece.name for piece in whole if isinstance(piece, Field)]
    _once(names, checked, addressing)
    end = _last(whole)
    start = _first(whole)
    place = next(at for at, one in enumerate(whole) if isinstance(one, Field) and one.name == BODY)
    before, after = tuple(whole[:place]), tuple(whole[place + 1 :])
    for piece in before:
        if isinstance(piece, Field) and piece.name == ADDRESS and piece.form.strip("0"):
            raise LanguageError(f"{piece}: an address is {{address}}, or so many digits: 00")
    if any(isinstance(piece, Field) and piece.name == ADDRESS for piece in after):
        raise LanguageError("the address stands before the body")
    return Request(
        before, after, start, end, pieces(over), checked, addressing, longest=longest,
        drops=str(more.get("drops", "")), upper=bool(more.get("upper")),
        abort=str(more.get("abort", "")),
    )  # fmt: skip


def _once(names: list[str], checked: Checked | None, addressing: Addressing | None) -> None:
    needs = {BODY: True, CHECK: checked is not None, ADDRESS: addressing is not None}
    for name in names:
        if name not in needs:
            raise LanguageError(f"{{{name}}} is none of {{body}}, {{check}} and {{address}}")
    for name, there in needs.items():
        if names.count(name) != there:
            count = "once" if there else f"only where the file has the key {name!r}"
            raise LanguageError(f"{{{name}}} stands in a frame {count}")


def _last(whole: list[str | Field]) -> str:
    """Take off the byte that ends a frame."""
    if not isinstance(whole[-1], str):
        raise LanguageError("a frame ends in a byte of its own, such as \\r")
    end = whole[-1][-1]
    whole[-1] = whole[-1][:-1]
    if not whole[-1]:
        del whole[-1]
    return end


def _first(whole: list[str | Field]) -> str:
    """Take off the byte that begins a frame, if there is one."""
    if not isinstance(whole[0], str):
        return ""
    start = whole[0][0]
    whole[0] = whole[0][1:]
    if not whole[0]:
        del whole[0]
    return start
