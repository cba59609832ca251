"""The reference part of `docs/mp1.md`, drawn from the tables that the code itself reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mockpump.dialects.mp1.alarms import STATES
from mockpump.dialects.mp1.values import UNITS
from mockpump.dialects.mp1.verbs import CODES, VERBS, Verb
from mockpump.quantity import Kind


def reference() -> str:
    """Write the tables of verbs, units, alarm states and refusals as Markdown."""
    units = ((kind, f"`{unit}`") for kind, unit in UNITS.items())
    states = ((was, f"`{state}`") for was, state in STATES.items())
    codes = ((f"`{code}`", about) for code, about in CODES.items())
    return "\n".join(
        [
            *_table(("Verb", "Arguments", "Reply", "What for"), map(_verb_row, VERBS.values())),
            *_table(("Quantity", "The pump writes it in"), units),
            *_table(("What happened to the alarm", "`state`"), states),
            *_table(("Code", "Meaning"), codes),
        ]
    )


def _verb_row(verb: Verb) -> tuple[str, ...]:
    args = [_arg(verb, name) for name in verb.needs]
    args += [" or ".join(_arg(verb, name) for name in verb.one)] if verb.one else []
    args += [f"[{_arg(verb, name)}]" for name in verb.takes]
    reply = [*([verb.says] if verb.says else []), *(f"{key}=" for key in verb.tells)]
    if verb.rows:
        reply.append("; " + " ".join(f"{key}=" for key in verb.rows))
    return f"`{verb.name}`", _code(args), _code(reply), verb.about


def _arg(verb: Verb, name: str) -> str:
    kind = verb.kind(name)
    return f"{name}=<{kind.name if isinstance(kind, Kind) else kind}>"


def _code(words: list[str]) -> str:
    return f"`{' '.join(words)}`" if words else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", _row(head), _row(("---",) * len(head)))
    yield from map(_row, rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
