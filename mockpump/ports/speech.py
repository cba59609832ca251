"""What is spoken on a connection: how bytes of the line, and what else a line tells, are written."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mockpump.seam import Bytes, Effect, Input


class Speech(ABC):
    """One client's language. It opens nothing: bytes in, inputs and bytes out."""

    @property
    def suspended(self) -> bool:
        """Whether the client has asked to be sent nothing for now."""
        return False

    @abstractmethod
    def hear(self, data: bytes) -> list[Input]:
        """Say what the client means by these bytes, in any chunking."""

    @abstractmethod
    def say(self, data: bytes) -> bytes:
        """Write bytes of the line for the client."""

    def tell(self, effect: Effect) -> None:  # noqa: B027 - most languages cannot tell anything else
        """Tell the client of anything else that happens on the line, if the language can."""

    def take_answers(self) -> bytes:
        """Return what is to be sent ahead of all bytes of the line, and forget it."""
        return b""


class Plain(Speech):
    """Bytes as they are: `socket://`, netcat, any program with a socket."""

    def hear(self, data: bytes) -> list[Input]:
        """Take them as they come."""
        return [Bytes(data)]

    def say(self, data: bytes) -> bytes:
        """Send them as they are."""
        return data
