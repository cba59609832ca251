"""What a client prints: a regular expression, sought in each line of one of its streams."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import ClassVar, Literal

from mockpump.scenario.part import Part

_UNLIKELY = ("", "\0")
"""Lines that no client prints: a pattern that is found in both of them is found in every line."""


class Printout(Part, frozen=True):
    """A regular expression, sought in each line that the client prints; named groups are captured."""

    shorthand: ClassVar[str] = "pattern"
    pattern: str
    on: Literal["stdout", "stderr"] = "stdout"

    def mistakes(self) -> Iterator[str]:
        """Have a regular expression, which is not found in whatever there is."""
        try:
            with warnings.catch_warnings(
                action="error"
            ):  # of what will mean something else one day
                pattern = re.compile(self.pattern)
        except (re.error, OverflowError, RecursionError, Warning) as error:
            yield f"pattern {self.pattern!r} is not a regular expression: {error}"
            return
        if all(map(pattern.search, _UNLIKELY)):
            yield f"pattern {self.pattern!r} is found in every line"

    def captures(self) -> tuple[str, ...]:
        """Return the names of its groups; none, if it is no regular expression."""
        return () if [*Printout.mistakes(self)] else tuple(re.compile(self.pattern).groupindex)

    def __str__(self) -> str:
        return repr(self.pattern) + (" on stderr" if self.on == "stderr" else "")
