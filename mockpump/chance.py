"""Named random streams from one seed: adding a stream never shifts the draws of another."""

from __future__ import annotations

from collections import Counter
from random import Random

MILLION = 1_000_000


class Stream:
    """One named stream of draws."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}/{name}")  # noqa: S311 - repeatable on purpose, not for secrets

    def hits(self, ppm: int) -> bool:
        """Draw once: True with a probability in parts per million."""
        return self._random.randrange(MILLION) < ppm

    def below(self, bound: int) -> int:
        """Draw a whole number from 0 to bound - 1."""
        return self._random.randrange(bound)


class Chance:
    """All streams of one run."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._turns: Counter[str] = Counter()

    def stream(self, name: str) -> Stream:
        """Return the stream of that name, from its beginning."""
        return Stream(self.seed, name)

    def next_stream(self, name: str) -> Stream:
        """Return a stream of its own for each turn of what comes again: `name/1`, `name/2`."""
        self._turns[name] += 1
        return self.stream(f"{name}/{self._turns[name]}")
