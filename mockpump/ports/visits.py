"""Who is in: opens and closes, as a kernel tells them, turned into clients that come and go.

Linux reports each open and each close of a file in order, with two blemishes: equal reports that
nobody has read yet are merged into one, and the port's own openings are among them. The terminal's
hang-up state is always right, but knows only the present. Each corrects the other.
"""

from __future__ import annotations


class Visits:
    """Counts the openings of one PTY. The port asks after each report whether somebody is in."""

    def __init__(self) -> None:
        self.inside = False
        self._count = 0  # openings that stand; too low where reports were merged
        self._own_opens = self._own_closes = 0  # reports of the port's own that are still to come
        self._foretold = False  # seen to be in before the report of it: that one is still to come

    @property
    def doubtful(self) -> bool:
        """Whether all that came have gone by the reports, though no hang-up was seen."""
        return self.inside and not self._count

    def own(self) -> None:
        """Expect the reports of one opening and closing by the port itself."""
        self._own_opens += 1
        self._own_closes += 1

    def opened(self) -> bool:
        """Take the report of an open. True: a visit begins (and the standing one, if any, is over)."""
        if self._own_opens:
            self._own_opens -= 1
        elif self._foretold:
            self._foretold = False
        else:
            self._count += 1
            return self._count == 1
        return False

    def closed(self) -> None:
        """Take the report of a close. The visit ends with the hang-up, or with the next to begin."""
        if self._own_closes:
            self._own_closes -= 1
        elif self._count:
            self._count -= 1
            self._foretold = self._foretold and self._count > 0

    def enter(self, *, foretold: bool = False) -> None:
        """Somebody is in now; `foretold`: seen by the hang-up state, ahead of the report."""
        self.inside = True
        self._count = 1
        self._foretold = foretold

    def leave(self) -> None:
        """Nobody is in now."""
        self.inside = False
        self._count = 0
        self._foretold = False
