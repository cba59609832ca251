"""Contenders measured in turns, A B C A B C …, so that what else the machine does hits them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, NamedTuple


class Contender(NamedTuple):
    """`play` is one round; what it returns is given to `check` when the clock has stopped."""

    play: Callable[[], Any]
    check: Callable[[Any], object] = lambda _: None


class Rounds:
    """What each contender's rounds took, in seconds."""

    def __init__(self, contenders: Mapping[str, Contender], rounds: int) -> None:
        """Play a round of each to warm up, then as many as asked for."""
        self._took: dict[str, list[float]] = {name: [] for name in contenders}
        for played in range(rounds + 1):
            for name, contender in contenders.items():
                began = time.perf_counter()
                came = contender.play()
                took = time.perf_counter() - began
                contender.check(came)
                if played:
                    self._took[name].append(took)

    def seconds(self, name: str) -> float:
        """Return the median of a contender's rounds."""
        return median(self._took[name])

    def ratio(self, name: str, to: str) -> float:
        """Return the median over the rounds of what one took over what another took just then."""
        return median(a / b for a, b in zip(self._took[name], self._took[to], strict=True))
