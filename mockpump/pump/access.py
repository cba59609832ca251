"""Who may change the pump, where it asks for a proof: whoever has its key, and who is at the pump.

The key is never told. The pump gives a number that it gives once, and is answered with what only the
key can make of it. So an answer that was overheard opens nothing. After so many wrong answers nobody is
let in for a while, whoever asks. (The number is counted and not drawn by chance: a run must come again
byte for byte, and there is nothing here to protect.)
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from mockpump.clock import Nanos
from mockpump.operations import Operation
from mockpump.pump.electronics_config import AccessConfig
from mockpump.pump.eventlog import EventLog
from mockpump.pump.lifecycle import Alarms
from mockpump.pump.ramp import NEVER
from mockpump.pump.refused import RefusedError

AT_THE_PUMP = frozenset({"clinician", "keys"})
"""Origins that need no proof: they have the pump in their hands."""
_LENGTH = 32  # hex digits of an answer


def answer_to(nonce: str, key: str) -> str:
    """Return the answer that only who has the key can give: HMAC-SHA256, its first 32 hex digits."""
    return hmac.new(key.encode(), nonce.encode(), sha256).hexdigest()[:_LENGTH]


class Access:
    """`key` is a dial; without one nobody is asked for a proof."""

    def __init__(self, config: AccessConfig, serial: str, alarms: Alarms, log: EventLog) -> None:
        self._config, self._serial, self._alarms, self._log = config, serial, alarms, log
        self.key = config.key
        self._given = self._wrong = 0
        self._nonce = ""
        self.due: Nanos = NEVER
        """When somebody is let in again."""

    def restore(self) -> None:
        """Take the key that it had."""
        self.key = self._config.key

    def admit(self, operation: Operation, now: Nanos) -> None:
        """Refuse who changes something and has not proven to be allowed to; the log tells of it."""
        if not self.key or operation.proven or operation.origin in AT_THE_PUMP:
            return
        self._log.log(now, "access", operation.name, "refused")
        raise RefusedError("denied", f"no {operation.name} without a log-in")

    def challenge(self, now: Nanos) -> str:
        """Return a number to be answered, once. Raises RefusedError."""
        self._open(now)
        self._given += 1
        self._nonce = sha256(f"{self._serial}/{self._given}".encode()).hexdigest()[:16]
        return self._nonce

    def log_in(self, answer: str, now: Nanos) -> bool:
        """Return whether the last number was answered right. Raises RefusedError if none is taken."""
        self._open(now)
        nonce, self._nonce = self._nonce, ""
        if nonce and hmac.compare_digest(answer_to(nonce, self.key), answer.lower()):
            self._wrong = 0
            self._log.log(now, "access", "log_in", "accepted")
            return True
        self._wrong += 1
        self._log.log(now, "access", "log_in", "refused")
        if self._wrong >= self._config.tries:
            self._wrong, self.due = 0, now + self._config.bar
            self.tick(now)
        return False

    def _open(self, now: Nanos) -> None:
        if not self.key:
            raise RefusedError("unsupported", "this pump asks for no log-in")
        if self.due != NEVER:
            left = self.due - now
            raise RefusedError("barred", "too many wrong answers: wait", {"left": left})

    def tick(self, now: Nanos) -> None:
        """Tell that nobody is let in, until it is over."""
        if now >= self.due:
            self.due = NEVER
        self._alarms.judge("access_barred", now, holds=self.due != NEVER)
