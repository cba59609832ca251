"""The commands that bring a run back: one computes it again from its trace, one plays it anew."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from mockpump.errors import legible


class Played(NamedTuple):
    """What was played, and how. What is as `mockpump run` has it by itself is not said again.

    A ward has no seed: each of its pumps has its own.
    """

    scenario: str
    seed: int | None
    case: str = ""
    port: str = "pty"
    real_port: bool = False
    no_pacing: bool = False
    line_faults: tuple[str, ...] = ()
    dialect: str | None = None
    speed: Fraction = Fraction(1)
    profile: str = ""
    client: tuple[str, ...] = ()  # the words of its command


def recompute(trace: str) -> str:
    """Return the command that computes a run again."""
    return command(["mockpump", "replay", trace])


def play_again(played: Played) -> str:
    """Return the command that plays it again."""
    words = ["mockpump", "run", played.scenario]
    words += ["--seed", str(played.seed)] if played.seed is not None else []
    words += ["--case", played.case] if played.case else []
    words += ["--port", played.port] if played.port != "pty" else []
    words += ["--real-port"] if played.real_port else []
    words += ["--no-pacing"] if played.no_pacing else []
    for fault in played.line_faults:
        words += ["--line-fault", fault]
    words += ["--dialect", played.dialect] if played.dialect else []
    words += ["--speed", str(played.speed)] if played.speed != 1 else []
    words += ["--client", played.profile] if played.profile else []
    words += ["--", *played.client] if played.client else []
    return command(words)


def command(words: Iterable[str]) -> str:
    """Return the words as a shell takes them."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    r"""Quote a word; one that is not all text (a file's name may be any bytes) as `$'caf\xe9'`."""
    try:
        word.encode()
    except UnicodeEncodeError:
        escaped = word.replace("\\", r"\\").replace("'", r"\'")
        return f"$'{legible(escaped)}'"
    return shlex.quote(word)
