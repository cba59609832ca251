"""Checks over the bytes of a frame, by name, and the ways in which they are written into it.

The two that the four protocols here need most come from the standard library; any other CRC is that
of the library `crc`, imported only where a dialect names one.
"""

from __future__ import annotations

from binascii import crc32, crc_hqx
from collections.abc import Callable, Mapping
from functools import cache, partial, reduce
from operator import xor
from typing import Literal, NamedTuple, TypeAlias

Writing: TypeAlias = Literal["HEX", "hex", "big", "little"]
"""How a check stands in a frame: hex digits in upper or lower case, or bytes in either order."""


class Check(NamedTuple):
    """One algorithm: `width` is in bytes, `proof` what it makes of b"123456789"."""

    name: str
    about: str
    of: Callable[[bytes], int]
    width: int
    proof: int

    def written(self, data: bytes, how: Writing = "HEX") -> bytes:
        """Return the check over some bytes as it stands in a frame."""
        value = self.of(data)
        match how:
            case "HEX":
                return b"%0*X" % (2 * self.width, value)
            case "hex":
                return b"%0*x" % (2 * self.width, value)
            case "big" | "little":
                return value.to_bytes(self.width, how)

    def length(self, how: Writing = "HEX") -> int:
        """Return how many bytes of a frame it takes."""
        return self.width if how in ("big", "little") else 2 * self.width


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: b"123456789" -> 0x29B1."""
    return crc_hqx(data, 0xFFFF)


def falsified(written: bytes) -> bytes:
    """Return a check, in any writing, as a wrong one of the same form."""
    other = written.translate(_OTHER_DIGIT)
    return other if other != written else bytes(byte ^ 0x55 for byte in written)


_DIGITS = b"0123456789ABCDEFabcdef"
_OTHER_DIGIT = bytes.maketrans(_DIGITS, b"FEDCBA9876543210543210")


@cache
def _library(family: str, name: str) -> Callable[[bytes], int]:
    """Return the CRC that the library `crc` calls so, with its table made."""
    import crc  # noqa: PLC0415 - only dialects that name one need it

    checksum: Callable[[bytes], int]
    checksum = crc.Calculator(getattr(crc, family)[name], optimized=True).checksum
    return checksum


def _by_library(family: str, name: str, data: bytes) -> int:
    return _library(family, name)(data)


CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        Check("xor", "exclusive or of all bytes", lambda data: reduce(xor, data, 0), 1, 0x31),
        Check("sum", "sum of all bytes, modulo 256", lambda data: sum(data) & 0xFF, 1, 0xDD),
        Check("sum-ff", "0xFF less the sum of all bytes", lambda data: ~sum(data) & 0xFF, 1, 0x22),
        Check("sum-00", "what makes the sum of all bytes 0", lambda d: -sum(d) & 0xFF, 1, 0x23),
        Check("sum16", "sum of all bytes, modulo 65536", lambda d: sum(d) & 0xFFFF, 2, 0x01DD),
        Check("crc8", "poly 07, init 00", partial(_by_library, "Crc8", "CCITT"), 1, 0xF4),
        Check(
            "crc8-maxim", "poly 31 reflected", partial(_by_library, "Crc8", "MAXIM_DOW"), 1, 0xA1
        ),
        Check("crc16-xmodem", "poly 1021, init 0000", lambda d: crc_hqx(d, 0), 2, 0x31C3),
        Check("crc16-ccitt-false", "poly 1021, init FFFF", crc16, 2, 0x29B1),
        Check(
            "crc16-modbus",
            "poly 8005 reflected",
            partial(_by_library, "Crc16", "MODBUS"),
            2,
            0x4B37,
        ),
        Check(
            "crc16-kermit",
            "poly 1021 reflected",
            partial(_by_library, "Crc16", "KERMIT"),
            2,
            0x2189,
        ),
        Check("crc32", "of zip and Ethernet", crc32, 4, 0xCBF43926),
    )
}
