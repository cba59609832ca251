"""A proof from outside, as data: what goes wrong, what happens, and what the client must see.

    Proof(
        "catheter_occlusion",
        pump="{preset: ambulatory-100, infusion: {rate: 5 mL/h}}",
        story=(FAULT, skip("1min"), ask("STATUS?")),
        checks=(sees("alarms=occlusion"), reads("pressure", "120kPa"), never("low_reservoir")),
    )

`story` is one list of what happens, in order: scenario and client at once. The harness makes of it a
scenario file and a script for `probe.py`, the client. Whatever is not the client's doing (FAULT,
CLEAR, `skip`, `step`) becomes a step of the timeline, woken by a request of the client: a `RESULT?` of
an id that nobody ordered, which is refused and touches nothing. So no proof depends on how fast a
machine is. Use skips to let pump time pass, never wait for it.

`checks` look at all that the client saw. Run time moves the pump by milliseconds between requests,
therefore `reads` takes a tolerance. The tests play each proof twice: as it stands, where every check
must hold, and with FAULT and CLEAR left out, where at least one must not. `mockpump doctor` plays it as
it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.alarms import ALARMS

Check = Callable[[str], str]
"""What the client saw -> why it is not what it should have seen; empty if it is."""


class Move(Struct, frozen=True):
    """One thing that happens: a line of the script, or an action of the scenario's timeline."""

    script: Mapping[str, Any] = {}
    action: str = ""
    about_fault: bool = False
    awaits: Literal["line", "nothing"] = "line"


FAULT = Move(action="{fault}", about_fault=True)
"""The proof's fault is set, with the proof's settings."""
CLEAR = Move(action="clear: {name}", about_fault=True)
"""The proof's fault is cleared."""
CLEAR_UNHEARD = Move(action="clear: {name}", about_fault=True, awaits="nothing")
"""The same, where the client cannot read the answer that tells it to go on."""


class Proof(Struct, frozen=True, kw_only=True):
    """The proof of one fault. `pump`, `line` and `settings` are YAML; `seed` matters to random faults.

    Without a fault, it proves what happens anyway: that a kind of port serves a client.
    """

    fault: str = ""
    story: tuple[Move, ...]
    checks: tuple[Check, ...]
    settings: str = "{}"
    pump: str = "{preset: intrathecal-20}"
    line: str = "{}"
    seed: int = 0
    port: str = "pty"
    also: str = ""
    """What tells this proof from others of the same fault."""

    @property
    def name(self) -> str:
        """The proof's own name."""
        return "-".join(filter(None, (self.fault, self.also)))

    def moves(self, *, planted: bool) -> list[Move]:
        """Return the story; `planted`: with the defect that the fault does nothing."""
        return [move for move in self.story if not (planted and move.about_fault)]

    def scenario(self, *, planted: bool = False) -> str:
        """Return the scenario file."""
        key = "line_fault" if self.fault in {**BYTE_FAULTS, **FRAME_FAULTS} else "fault"
        fault = f"{key}: {{{self.fault}: {self.settings}}}"
        steps = [
            f"  - {{when: {{operation: read_result, of: {_cue(at)}, outcome: refused}}, "
            + move.action.replace("{fault}", fault).replace("{name}", self.fault)
            + "}"
            for at, move in enumerate(self.moves(planted=planted))
            if move.action
        ]
        return "\n".join(
            [
                "mockpump: 1",
                "name: proof",
                f"about: The proof from outside of {self.name}.",
                f"seed: {self.seed}",
                f"pump: {self.pump}",
                f"line: {self.line}",
                *(["timeline:", *steps] if steps else []),
                "ends: 1min",
                "",
            ]
        )

    def script(self, *, planted: bool = False) -> str:
        """Return the client's script, as JSON lines."""
        return "".join(
            json.dumps(move.script or {"send": f"RESULT? id={_cue(at)}", "await": move.awaits})
            + "\n"
            for at, move in enumerate(self.moves(planted=planted))
        )

    def faults_found(self, seen: str) -> list[str]:
        """Return what the client saw and should not have, or should have and did not."""
        return [wrong for check in self.checks if (wrong := check(seen))]


def _cue(at: int) -> str:
    return f"cue-{at}"


# moves ----------------------------------------------------------------------------------------


def step(action: str) -> Move:
    """Do any action of a timeline, as YAML: `step("fault: motor_stall")`."""
    return Move(action=action)


def skip(span: str) -> Move:
    """Let pump time leap, whatever alarms it crosses."""
    return step(f"skip: {{span: {span}, connected: true, crosses: [{', '.join(ALARMS)}]}}")


def ask(
    request: str,
    *,
    until: str = "",
    times: int = 1,
    awaits: Literal["reply", "line", "nothing"] = "reply",
) -> Move:
    """Let the client ask; see `probe.py` for the options."""
    options: dict[str, Any] = {"until": until, "times": times} if until else {}
    return Move(script={"send": request, "await": awaits, **options})


def wait(seconds: float) -> Move:
    """Let the client listen for a while."""
    return Move(script={"wait": seconds})


LOOK = Move(script={"look": True})
REOPEN = Move(script={"reopen": True})


# checks ---------------------------------------------------------------------------------------


def sees(pattern: str, times: int = 1) -> Check:
    """Require lines that say this, at least so many."""

    def check(seen: str) -> str:
        count = len(_lines_with(pattern, seen))
        return "" if count >= times else f"{pattern!r} was seen {count} times, not {times}"

    return check


def says(pattern: str, times: int = 1) -> Check:
    """Require that the client says this of itself, at least so many times."""

    def check(seen: str) -> str:
        count = sum(bool(re.search(f"^-- {pattern}", line)) for line in seen.splitlines())
        return "" if count >= times else f"the client said {pattern!r} {count} times, not {times}"

    return check


def waits(milliseconds: int) -> Check:
    """Require that an answer took at least so long."""

    def check(seen: str) -> str:
        longest = max(map(int, re.findall(r"^-- took (\d+) ms", seen, re.MULTILINE)), default=0)
        return "" if longest >= milliseconds else f"no answer took longer than {longest} ms"

    return check


def never(pattern: str) -> Check:
    """Require that no line says this."""

    def check(seen: str) -> str:
        lines = _lines_with(pattern, seen)
        return f"{pattern!r} was seen: {lines[0]}" if lines else ""

    return check


def comes(*patterns: str) -> Check:
    """Require lines that say these, in this order."""

    def check(seen: str) -> str:
        lines = iter(_lines_with("", seen))
        missing = [one for one in patterns if not any(re.search(one, line) for line in lines)]
        return f"not in this order: {', '.join(patterns)}" if missing else ""

    return check


def reads(key: str, value: str, within: float = 0.001) -> Check:
    """Require that the last value of a key is this one, but for a tolerance in its own unit."""
    number, unit = _quantity(value)

    def check(seen: str) -> str:
        found = re.findall(rf" {key}=(\S+?)(?=[ *])", seen)
        if not found:
            return f"{key} was never seen"
        last, last_unit = _quantity(found[-1])
        near = last_unit == unit and abs(last - number) <= within
        return "" if near else f"{key} was {found[-1]} at last, not {value}"

    return check


def _lines_with(pattern: str, seen: str) -> list[str]:
    return [
        line
        for line in seen.splitlines()
        if not line.startswith("-- ") and re.search(pattern, line)
    ]


def _quantity(text: str) -> tuple[float, str]:
    match = re.fullmatch(r"(-?[0-9.]+)(.*)", text)
    assert match, text
    return float(match[1]), match[2]
