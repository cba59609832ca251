"""The examples of a dialect's page: exchanges with a fresh pump, played again line by line.

> 0VER<CR>                 the client writes this, in one write
@43.2s                     time passes, to so long after the port was opened
@10s fault NAME            time passes, then something goes wrong in the pump (or: clear NAME)
@10s reopen                the client closes the port and opens it again
< <STX>00SNE…<ETX>         what the pump sends, a frame a line: not read, but compared

Bytes that are no printable ASCII stand in angle brackets, by name or as two hex digits; `[0SAF10]`
stands for a packet of New Era's safe mode, `{0DC}` for a frame of Fresenius with its check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from mockpump.dialects.fresenius.frames import frame
from mockpump.dialects.newera.frames import safe
from mockpump.pump.presets import PRESETS
from mockpump.seam import Bytes
from tests.dialects.bench import Bench

NAMES: Mapping[str, int] = {
    "STX": 0x02, "ETX": 0x03, "ENQ": 0x05, "ACK": 0x06, "LF": 0x0A, "CR": 0x0D, "DC4": 0x14,
    "NAK": 0x15, "ESC": 0x1B,
}  # fmt: skip
_BY_BYTE = {value: name for name, value in NAMES.items()}
_TOKEN = re.compile(r"<([A-Z0-9]{2,3})>|\[([^]]*)\]|\{([^}]*)\}|(.)")
_PUMP = PRESETS["syringe-60"]


def written(text: str) -> bytes:
    """`0VER<CR>` -> bytes."""
    return b"".join(_bytes(match) for match in _TOKEN.finditer(text))


def _bytes(token: re.Match[str]) -> bytes:
    name, packet, framed, plain = token.groups()
    if name is not None:
        return bytes([NAMES[name] if name in NAMES else int(name, 16)])
    if packet is not None:
        return safe(packet.encode())
    return frame(framed) if framed is not None else plain.encode()


def shown(data: bytes) -> str:
    """Bytes -> `0VER<CR>`."""
    return "".join(map(_shown, data))


def _shown(byte: int) -> str:
    if 0x20 <= byte < 0x7F and chr(byte) not in "<[{":
        return chr(byte)
    return f"<{_BY_BYTE.get(byte, f'{byte:02X}')}>"


def rewrite(text: str, dialect: str) -> str:
    """Play all examples of a page and put in what the pump says now."""
    return _blocks(dialect).sub(lambda match: replay(match[0], dialect), text)


def blocks(text: str, dialect: str) -> list[str]:
    """Return the examples of a page."""
    return _blocks(dialect).findall(text)


def _blocks(dialect: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=^```{dialect}\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def replay(block: str, dialect: str) -> str:
    """Play an example; return it with what the pump says now."""
    return "".join(f"{line}\n" for line in _lines(block.splitlines(), Bench(dialect, _PUMP)))


def _lines(script: list[str], bench: Bench) -> Iterator[str]:
    for line in script:
        if line.startswith("< "):
            continue
        yield line
        if line.startswith("> "):
            bench.receive(Bytes(written(line[2:])))
        else:
            _pass_time(bench, line)
        yield from (f"< {shown(data)}" for _, data in bench.take_said())


def _pass_time(bench: Bench, line: str) -> None:
    moment, _, rest = line.removeprefix("@").partition(" ")
    bench.at(moment)
    what, _, name = rest.partition(" ")
    deeds: Mapping[str, Callable[[], None]] = {
        "": lambda: None,
        "fault": partial(bench.fault, name),
        "clear": partial(bench.clear, name),
        "reopen": bench.reopen,
    }
    deeds[what]()
