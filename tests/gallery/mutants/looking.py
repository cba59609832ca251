"""Mutants that look too seldom, or not at all."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Frame
from tests.gallery.mutants.base import fails, mutant


@mutant("looks at the pump only every five seconds")
@fails("steady", "polls status at least every 2s")
class LooksSeldom(Careful):
    def poll(self) -> Frame:
        self.clock.sleep(5)
        return super().poll()
