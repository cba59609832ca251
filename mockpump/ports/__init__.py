"""Where clients connect: each kind of port under the word that asks for it (`--port WORD[:…]`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from mockpump.errors import UsageError
from mockpump.line import Wire
from mockpump.ports.base import Port

_DEVICE = re.compile(r"/dev/.+|COM[0-9]+")


def _pty(rest: str, link: Path | None) -> Port:
    from mockpump.ports.pty import PtyPort  # noqa: PLC0415 - start-up: only the port that is used

    if rest:
        raise UsageError(f"'pty' takes nothing after it, found {rest!r} (--link names the symlink)")
    return PtyPort(link)


def _tcp(rest: str, link: Path | None) -> Port:
    from mockpump.ports.endpoint import endpoint  # noqa: PLC0415 - start-up
    from mockpump.ports.tcp import TcpPort  # noqa: PLC0415 - start-up

    _no_link(link)
    return TcpPort(endpoint(rest))


def _rfc2217(rest: str, link: Path | None) -> Port:
    from mockpump.ports.comport import ComPort  # noqa: PLC0415 - start-up
    from mockpump.ports.endpoint import endpoint  # noqa: PLC0415 - start-up
    from mockpump.ports.tcp import TcpPort  # noqa: PLC0415 - start-up

    _no_link(link)
    return TcpPort(endpoint(rest), ComPort, "rfc2217")


KINDS: Mapping[str, Callable[[str, Path | None], Port]] = {
    "pty": _pty,
    "tcp": _tcp,
    "rfc2217": _rfc2217,
}
"""Kind -> how to make one from what follows the colon and from `--link`."""


def make(spec: str, link: Path | None = None, *, real: Wire | None = None) -> Port:
    """`"tcp:127.0.0.1:4000"` -> a port, not open yet.

    `real`: how a real device is set, which is refused without. Raises UsageError saying which kinds
    there are.
    """
    if _DEVICE.fullmatch(spec):
        return _device(spec, link, real)
    kind, _, rest = spec.partition(":")
    if kind not in KINDS:
        raise UsageError(
            f"{spec!r} is not a port: one of {', '.join(KINDS)}, or a device such as /dev/ttyUSB0"
        )
    return KINDS[kind](rest, link)


def _device(path: str, link: Path | None, wire: Wire | None) -> Port:
    from mockpump.ports.device import DevicePort  # noqa: PLC0415 - start-up

    _no_link(link)
    if wire is None:
        raise UsageError(
            f"{path} is a real device, which mockpump opens only with --real-port: it poses as no real "
            "pump and drives none. Make sure that only the software under test is at the other end"
        )
    return DevicePort(path, wire)


def _no_link(link: Path | None) -> None:
    if link is not None:
        raise UsageError("--link names the symlink of a pty: other ports have none")
