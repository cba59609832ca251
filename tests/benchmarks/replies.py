"""Requests that are new each time, and replies that must be too."""

from __future__ import annotations

from collections.abc import Iterable

from mockpump.dialects.mp1 import grammar
from mockpump.quantity import VOLUME

REQUESTS = tuple(grammar.request(number, "STATUS?") for number in range(256))
"""Neighbours differ: the same request again would be a retry, and get the same reply again."""


class Fresh:
    """Holds every reply to its check, and to a volume beyond that of the reply before it."""

    def __init__(self) -> None:
        self._delivered = -1

    def check(self, replies: Iterable[bytes]) -> None:
        """Take replies in their order."""
        for frame in replies:
            reply = grammar.parse_report(frame.removesuffix(b"\n"))
            assert isinstance(reply, grammar.Reply), (reply, frame)
            assert reply.ok, frame
            delivered = VOLUME.parse(reply.values["delivered"].replace("mL", " mL"))
            assert delivered > self._delivered, f"{delivered} pL again: not computed afresh"
            self._delivered = delivered
