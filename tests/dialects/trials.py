"""What `mockpump dialect try` answers, in the examples of a page: typed again, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mockpump.dialects.base import Dialect
from mockpump.pump.presets import PRESETS
from mockpump.scenario.dialects import find
from mockpump.trial import Trial

BLOCK = re.compile(r"(?<=^```try\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def retried(script: str, dialect: Dialect) -> str:
    """Type the lines of an example again, at a fresh pump; return it with what is answered now."""
    return "".join(f"{line}\n" for line in _lines(script, dialect))


def _lines(script: str, dialect: Dialect) -> Iterator[str]:
    trial = Trial(dialect, PRESETS["syringe-60"])
    for line in script.splitlines():
        if line.startswith((">", "@")):
            yield line
            yield from trial.type(line.removeprefix("> "))


def rewrite(text: str, name: str) -> str:
    """Type all examples of a dialect's page again."""
    return BLOCK.sub(lambda block: retried(block[0], find(name)), text)
