"""One story over every dialect: what each can say is judged, and what it cannot is not applicable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mockpump.dialects.fresenius.bits import ALARM_BITS
from mockpump.dialects.fresenius.frames import frame
from mockpump.dialects.mp1 import grammar
from mockpump.dialects.newera.alarms import CODES
from mockpump.inprocess import Serial, plug
from mockpump.scenario.dialects import DIALECTS
from mockpump.scenario.load import load

STORY = """
mockpump: 1
name: same-story
about: An occlusion that clears, an emptying syringe, a motor that stalls.
pump:
  preset: syringe-60
  reservoir: {volume: 5.1 mL}
  infusion: {mode: continuous, rate: 60 mL/h}
timeline:
  - {at: 5s, fault: catheter_occlusion}
  - {at: 25s, clear: catheter_occlusion}
  - {at: 40s, fault: motor_stall}
assume:
  - {alarm: low_reservoir, state: raised, within: 30s}
  - {alarm: occlusion, state: raised, within: 30s}
  - {alarm: motor_stall, state: raised, within: 60s}
expect:
  - {polls: status, at_least_every: 2s}
  - {shows: low_reservoir, within: 3s, after: {alarm: low_reservoir, state: reported}}
  - {shows: occlusion, within: 3s, after: {alarm: occlusion, state: reported}}
  - {operation: start, within: 10s, after: {fault: catheter_occlusion, state: cleared}}
  - {operation: ack_alarm, of: occlusion, within: 5s, after: {alarm: occlusion, state: reported}}
  - {shows: motor_stall, within: 3s, after: {alarm: motor_stall, state: reported}}
  - {never: {operation: bolus}, while: {alarm: occlusion}}
ends: 60s
"""
SHOWS = ("low_reservoir", "occlusion", "motor_stall")


class Client:
    """A small client: looks once a second, shows what it finds, and starts again what has stopped."""

    def __init__(self, port: Serial) -> None:
        self.port = port
        self.standing: set[str] = set()
        self.had_occlusion = False

    def begin(self) -> None:
        """Say whatever a session begins with."""

    def look(self) -> set[str]:
        """Poll the status; return the alarms that stand, by our names."""
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError

    def acknowledge(self, alarm: str) -> None:
        """Acknowledge an alarm, where the protocol has that."""

    def run(self) -> None:
        self.begin()
        while self.port.run.verdict is None:
            standing = self.look()
            for alarm in sorted((standing - self.standing) & {*SHOWS}):
                self.port.show(alarm)
                self.acknowledge(alarm)
            self.standing = standing
            self.had_occlusion |= "occlusion" in standing
            if self.had_occlusion and self.port.run.verdict is None:
                self.start()
            self.port.advance(seconds=1)

    def ask(self, request: bytes, end: bytes) -> bytes:
        if self.port.run.verdict is not None:
            return b""
        self.port.write(request)
        return self.port.read_until(end)


class Mp1(Client):
    number = 0

    def say(self, verb: str, **args: str) -> grammar.Reply:
        self.number += 1
        line = self.ask(grammar.request(self.number, verb, args), b"\n")
        while line.startswith(b"!"):  # what it is told unasked, it will find when it looks
            line = self.port.read_until(b"\n")
        reply = grammar.parse_report(line.rstrip(b"\n"))
        return reply if isinstance(reply, grammar.Reply) else grammar.Reply("--", False, {})

    def look(self) -> set[str]:
        return set(self.say("STATUS?").values.get("alarms", "").split(","))

    def start(self) -> None:
        self.say("START")

    def acknowledge(self, alarm: str) -> None:
        self.say("ACK", alarm=alarm)


class NewEra(Client):
    """An alarm comes once, in the place of whatever reply is next."""

    told = ""

    def say(self, command: bytes) -> None:
        alarm = re.search(rb"A\?(.)", self.ask(command + b"\r", b"\x03"))
        self.told += alarm[1].decode() if alarm else ""

    def look(self) -> set[str]:
        self.say(b"")
        told, self.told = self.told, ""
        return {alarm for alarm, code in CODES.items() if code in told}

    def start(self) -> None:
        self.say(b"RUN")


class Fresenius(Client):
    def say(self, body: str) -> str:
        said = self.ask(frame(body), b"\x03")
        self.port.write(b"\x06")
        while said.startswith(b"\x05"):
            self.port.write(b"\x14")
            said = self.port.read_until(b"\x03")
        return said.strip(b"\x06\x02\x03").decode("latin-1")[:-2]

    def begin(self) -> None:
        self.say("0DC")
        self.say("1DC")

    def look(self) -> set[str]:
        told = re.search(r";a([0-9A-F]{4})", self.say("1LE;a"))
        bits = int(told[1], 16) if told else 0
        return {alarm for alarm, bit in ALARM_BITS.items() if bits & (1 << bit)}

    def start(self) -> None:
        self.say("1PR;0258")

    def acknowledge(self, alarm: str) -> None:
        self.say("1RZ")


class Declared(Client):
    name = ""
    end = b"\r"

    def say(self, body: str) -> str:
        seal = DIALECTS[self.name].seal
        assert seal is not None
        return self.ask(seal(body), self.end).decode()

    def named(self, code: str) -> set[str]:
        codes = DIALECTS[self.name].alarms or {}
        return {alarm for alarm, one in codes.items() if one == code}


class Alaris(Declared):
    name = "alaris"

    def look(self) -> set[str]:
        self.say("REMOTE_CTRL^ENABLED^E6FE")
        fields = self.say("INF").split("^")
        return self.named(fields[2]) if len(fields) > 2 else set()

    def start(self) -> None:
        self.say("INF_START")


class Harvard(Declared):
    name = "harvard"
    end = b"\n0"

    def prompt(self, body: str) -> str:
        self.say(body)
        if self.port.run.verdict is not None:
            return ""
        return self.port.read(1).decode()

    def look(self) -> set[str]:
        return self.named(self.prompt("MOD"))

    def start(self) -> None:
        self.prompt("RUN")


CLIENTS: Mapping[str, Callable[[Serial], Client]] = {
    "mp1": Mp1,
    "newera": NewEra,
    "fresenius": Fresenius,
    "alaris": Alaris,
    "harvard": Harvard,
}
POLLS, LOW, OCCLUSION, START, ACKNOWLEDGE, STALL, BOLUS = range(7)
CANNOT: Mapping[str, Mapping[int, str]] = {
    "mp1": {},
    "newera": {
        LOW: "the dialect newera cannot report low_reservoir",
        ACKNOWLEDGE: "the dialect newera has no ack_alarm",
        BOLUS: "the dialect newera has no bolus",
    },
    "fresenius": {},
    "alaris": {
        ACKNOWLEDGE: "the dialect alaris has no ack_alarm",
        BOLUS: "the dialect alaris has no bolus",
    },
    "harvard": {
        LOW: "the dialect harvard cannot report low_reservoir",
        ACKNOWLEDGE: "the dialect harvard has no ack_alarm",
        BOLUS: "the dialect harvard has no bolus",
    },
}
"""What each cannot say of the story; all else is decided, and passed."""


def play(name: str, client: Callable[[Serial], Client]) -> list[Any]:
    port = plug(load(STORY, "same.yaml"), dialect=name, shows=SHOWS)
    port.timeout = 0.5
    assert port.virtual is not None
    wire = port.virtual.run.wire
    port.baudrate, port.bytesize, port.parity, port.stopbits = wire
    port.open()
    client(port).run()
    return list(port.verdict().findings)


@pytest.mark.parametrize("name", DIALECTS)
def test_the_same_story_is_judged_in_every_dialect(name: str) -> None:
    findings = play(name, CLIENTS[name])
    assert {one.what for one in findings if one.clause == "assume"} == {"passed"}
    told = [(one.what, one.lines) for one in findings if one.clause == "expect"]
    for index, (what, lines) in enumerate(told):
        why = CANNOT[name].get(index)
        assert what == ("passed" if why is None else "not_applicable"), (index, lines)
        if why is not None:
            assert lines == (why,)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_client_that_only_looks_away_fails_in_every_dialect(name: str) -> None:
    def idle(port: Serial) -> Client:
        client = CLIENTS[name](port)
        client.start = lambda: None  # type: ignore[method-assign]  # it starts nothing again
        return client

    failed = [one.text for one in play(name, idle) if one.what == "failed"]
    assert "start within 10s after fault catheter_occlusion cleared" in failed
