"""Where clients connect: each kind of port under the word that asks for it (`--port WORD[:…]`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mockpump.errors import UsageError
from mockpump.ports.base import Port


def _pty(rest: str, link: Path | None) -> Port:
    from mockpump.ports.pty import PtyPort  # noqa: PLC0415 - start-up: only the port that is used

    if rest:
        raise UsageError(f"'pty' takes nothing after it, found {rest!r} (--link names the symlink)")
    return PtyPort(link)


KINDS: Mapping[str, Callable[[str, Path | None], Port]] = {"pty": _pty}
"""Kind -> how to make one from what follows the colon and from `--link`."""


def make(spec: str, link: Path | None = None) -> Port:
    """`"pty"` -> a port, not open yet. Raises UsageError saying which kinds there are."""
    kind, _, rest = spec.partition(":")
    if kind not in KINDS:
        raise UsageError(f"{spec!r} is not a port: one of {', '.join(KINDS)}")
    return KINDS[kind](rest, link)
