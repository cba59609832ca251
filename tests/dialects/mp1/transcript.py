"""The examples of `docs/mp1.md`: exchanges with a fresh pump, played again line by line.

>00 HELLO*ED84           the client writes this; a check left out is put in
@43.2s                   time passes, to so long after the port was opened
@10s fault NAME          time passes, then something goes wrong in the pump (or: clear NAME)
@10s reopen              the client closes the port and opens it again
@10s key NAME            from now on the pump asks for a proof of having this key
@0s options NAME=VALUE   first of all: options of the dialect, `true` or a text
<00 OK ...   !0007 ...   what the pump answers: not read, but compared
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mockpump.dialects.mp1.grammar import frame
from mockpump.seam import Bytes
from tests.dialects.mp1.bench import Bench

DOCS = Path(__file__).parents[3] / "docs" / "mp1.md"

_BLOCKS = re.compile(r"(?<=^```mp1\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[str]:
    """Return the examples of a page."""
    return _BLOCKS.findall(text)


def replay(block: str) -> str:
    """Play an example; return it with what the pump answers now."""
    return "".join(f"{line}\n" for line in _lines(block.splitlines()))


def rewrite(text: str) -> str:
    """Play all examples of a page and put in what the pump answers now."""
    return _BLOCKS.sub(lambda match: replay(match[0]), text)


def _lines(script: list[str]) -> Iterator[str]:
    _, _, option = script[0].partition("@0s options ")
    name, _, value = option.partition("=")
    bench = Bench(options={name: value == "true" or value} if name else {})
    for line in script:
        if line.startswith(("<", "!")):
            continue
        if line.startswith("@"):
            _pass_time(bench, line)
        else:
            bench.receive(Bytes(_sealed(line)))
        yield line if line.startswith("@") else _sealed(line).decode()[:-1]
        yield from bench.take_lines()


def _sealed(line: str) -> bytes:
    return f"{line}\n".encode() if "*" in line else frame(line)


def _pass_time(bench: Bench, line: str) -> None:
    moment, _, rest = line[1:].partition(" ")
    bench.at(moment)
    match rest.split():
        case ["fault", name]:
            bench.fault(name)
        case ["clear", name]:
            bench.clear(name)
        case ["reopen"]:
            bench.reopen()
        case ["key", key]:
            bench.pump.parts.access.key = key
        case [] | ["options", _]:
            pass
        case _:
            raise ValueError(line)
