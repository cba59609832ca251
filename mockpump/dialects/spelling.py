"""Bytes as a person writes and reads them: what cannot be printed stands in angle brackets.

<STX>00S<ETX>    by name, or as two hex digits: <02>00S<03>
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES: Mapping[str, int] = {
    "STX": 0x02, "ETX": 0x03, "ENQ": 0x05, "ACK": 0x06, "LF": 0x0A, "CR": 0x0D, "DC4": 0x14,
    "NAK": 0x15, "ESC": 0x1B,
}  # fmt: skip
_BY_BYTE = {value: name for name, value in NAMES.items()}
_NAME = rf"(?:{'|'.join(NAMES)}|[0-9A-F]{{2}})>"
_TOKEN = re.compile(rf"<({_NAME})|(.)", re.DOTALL)
_UNPLAIN = re.compile(rf"[^ -~]|<(?={_NAME})")


def spelt(data: bytes) -> str:
    """Write bytes as text."""
    return _UNPLAIN.sub(lambda one: _named(ord(one[0])), data.decode("latin-1"))


def _named(byte: int) -> str:
    return f"<{_BY_BYTE.get(byte, f'{byte:02X}')}>"


def bytes_of(text: str) -> bytes:
    """Read bytes; what is no name in brackets stands for itself."""
    return b"".join(
        bytes([NAMES.get(name[:-1]) or int(name[:-1], 16)]) if name else plain.encode()
        for name, plain in _TOKEN.findall(text)
    )
