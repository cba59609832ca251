"""Nodes -> Structs by the types of their fields, on small Structs of this file's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

import pytest
from msgspec import Meta, Struct

from mockpump.errors import Mistake, Where
from mockpump.quantity import Duration, Pressure, Volume
from mockpump.scenario.build import BAD, Builder
from mockpump.scenario.tree import parse
from mockpump.scenario.words import shape

SECOND = 10**9


class Leak(Struct, frozen=True):
    share: int = 1


class Stall(Struct, frozen=True):
    shorthand: ClassVar[str] = "span"
    span: Duration


class Tank(Struct, frozen=True):
    volume: Volume = 20 * 10**9
    low: Volume | None = 2 * 10**9

    def mistakes(self) -> Iterator[str]:
        if self.low is not None and self.low > self.volume:
            yield "low is over the volume"
        if self.volume == 0:
            yield "an empty tank"


class Machine(Struct, frozen=True):
    preset: str = "small"
    tank: Tank = Tank()
    turns: int = 5


BIG = Machine(preset="big", tank=Tank(100 * 10**9, 5 * 10**9), turns=9)
KINDS: Mapping[str, type[Struct]] = {"leak": Leak, "stall": Stall}


class Case(Struct, frozen=True, kw_only=True, rename=lambda name: name.rstrip("_")):
    not_keys: ClassVar[frozenset[str]] = frozenset({"where", "hidden"})
    where: Where = Where()
    hidden: int = 0

    text: str = ""
    short: Annotated[str, Meta(max_length=3)] = ""
    code: Annotated[str, Meta(pattern=r"^[A-Z]+$", examples=["ABC"])] = "A"
    colour: Annotated[str, Meta(extra={"names": {"red": 1, "green": 2}})] = "red"
    number: Annotated[int, Meta(ge=1, le=9)] = 1
    truth: bool = False
    side: Literal["left", "right"] = "left"
    version: Literal[1] = 1
    for_: Duration | None = None
    pressure: Pressure = 0
    ends: Literal["decided"] | Duration = "decided"
    words: str | tuple[str, ...] = ""
    env: Mapping[str, str] = {}
    tanks: tuple[Tank, ...] = ()
    stall: Stall | None = None
    fault: Annotated[Any, Meta(extra={"registry": KINDS})] = None
    machine: Annotated[Machine, Meta(extra={"presets": {"small": Machine(), "big": BIG}})] = (
        Machine()
    )


class Required(Struct, frozen=True):
    name: str
    at: Duration


def build(cls: type[Struct], text: str) -> tuple[Any, list[str]]:
    mistakes: list[Mistake] = []
    node = parse(text, "f", mistakes.append)
    assert node is not None
    made = Builder(mistakes.append).struct(shape(cls), node)
    return made, [str(mistake) for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("text: 12:30", "text", "12:30"),
        ("text: '5'", "text", "5"),
        ("text: ''", "text", ""),
        ("short: abc", "short", "abc"),
        ("code: QX", "code", "QX"),
        ("colour: green", "colour", "green"),
        ("number: 9", "number", 9),
        ("truth: true", "truth", True),
        ("side: right", "side", "right"),
        ("for: 10s", "for_", 10 * SECOND),
        ("for: '10 s'", "for_", 10 * SECOND),
        ("pressure: -1 kPa", "pressure", -1000),
        ("ends: decided", "ends", "decided"),
        ("ends: 0s", "ends", 0),
        ("words: a b", "words", "a b"),
        ("words: [a, b]", "words", ("a", "b")),
        ("env: {A: b, '1': c}", "env", {"A": "b", "1": "c"}),
        ("tanks: [{volume: 5 mL}, {low: null}]", "tanks", (Tank(5 * 10**9), Tank(low=None))),
        ("stall: 2s", "stall", Stall(2 * SECOND)),
        ("stall: {span: 2s}", "stall", Stall(2 * SECOND)),
        ("fault: leak", "fault", Leak()),
        ("fault: {leak: {share: 3}}", "fault", Leak(3)),
        ("fault: {stall: 1min}", "fault", Stall(60 * SECOND)),
        ("machine: {preset: big}", "machine", BIG),
        ("machine: {turns: 6}", "machine", Machine(turns=6)),
        (
            "machine: {preset: big, tank: {low: 7 mL}}",
            "machine",
            Machine("big", Tank(100 * 10**9, 7 * 10**9), 9),
        ),
        ("machine: {tank: {volume: 3 mL}}", "machine", Machine(tank=Tank(3 * 10**9))),
    ],
)
def test_what_a_key_gives(text: str, field: str, value: object) -> None:
    made, mistakes = build(Case, text)
    assert mistakes == []
    assert getattr(made, field) == value
    assert made.where == Where("f", 1, 1)


DURATION_SHOWN = "a duration, with its unit, such as '10s' or '250ms' or '2h'"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("texd: a", "1:1: unknown key 'texd' (did you mean 'text'?)"),
        ("for_: 10s", "1:1: unknown key 'for_' (did you mean 'for'?)"),
        ("text: 5", "1:7: the whole number 5; expected a text (for a text, quote it)"),
        ("text: true", "1:7: the truth value true; expected a text (for a text, quote it)"),
        ("text: [a]", "1:7: a list; expected a text"),
        ("text:", "1:6: nothing; expected a text"),
        ("short: abcd", "1:8: 'abcd'; expected a text of at most 3 characters"),
        ('code: "QX\\n"', "1:7: 'QX\\n'; expected a text, such as 'ABC'"),
        ("code: qx", "1:7: 'qx'; expected a text, such as 'ABC'"),
        ("code: 5", "1:7: the whole number 5; expected a text (for a text, quote it)"),
        ("colour: gren", "1:9: unknown name 'gren' (did you mean 'green'?)"),
        ("colour: blue", "1:9: unknown name 'blue'; expected one of red, green"),
        ("colour: 1", "1:9: the whole number 1; expected one of red, green"),
        ("number: 0", "1:9: the whole number 0; expected a whole number from 1 to 9"),
        ("number: 10", "1:9: the whole number 10; expected a whole number from 1 to 9"),
        ("number: 1.0", "1:9: the number 1.0; expected a whole number from 1 to 9"),
        ("number: '1'", "1:9: '1'; expected a whole number from 1 to 9"),
        ("number: true", "1:9: the truth value true; expected a whole number from 1 to 9"),
        ("truth: yes", "1:8: 'yes'; expected true or false"),
        ("truth: 1", "1:8: the whole number 1; expected true or false"),
        ("side: rigth", "1:7: 'rigth'; expected one of 'left', 'right' (did you mean 'right'?)"),
        ("version: true", "1:10: the truth value true; expected 1"),
        ("version: '1'", "1:10: '1'; expected 1"),
        ("version: 2", "1:10: the whole number 2; expected 1"),
        ("for: 10", f"1:6: the whole number 10; expected {DURATION_SHOWN}"),
        ("for: .nan", f"1:6: the number .nan; expected {DURATION_SHOWN}"),
        ("for: .inf", f"1:6: the number .inf; expected {DURATION_SHOWN}"),
        ("for: {a: 1}", f"1:6: a mapping; expected {DURATION_SHOWN}"),
        ("for: -10s", "1:6: '-10s' is negative"),
        ("for: 0.5ns", "1:6: '0.5ns' is finer than duration can hold"),
        (
            "for: soon",
            "1:6: 'soon' is not a duration: write '10s' or '250ms' or '2h'",
        ),
        (
            "pressure: 5 PSI",
            "1:11: 'PSI' is not a unit of pressure: one of Pa, kPa, bar",
        ),
        ("for: 300000 weeks", "1:6: '300000 weeks' is more than a duration can hold"),
        (
            "for: null",
            f"1:6: nothing; expected {DURATION_SHOWN} (a key with nothing to say is left out)",
        ),
        ("ends: 5", f"1:7: the whole number 5; expected 'decided' or {DURATION_SHOWN}"),
        (
            "ends: decidet",
            f"1:7: 'decidet'; expected 'decided' or {DURATION_SHOWN} (did you mean 'decided'?)",
        ),
        ("words: 5", "1:8: the whole number 5; expected a text or a list (for a text, quote it)"),
        (
            "words: [a, 5]",
            "1:12: the whole number 5; expected a text (for a text, quote it)",
        ),
        ("env: {A: 5}", "1:10: the whole number 5; expected a text (for a text, quote it)"),
        ("env: [A]", "1:6: a list; expected a mapping"),
        ("tanks: {}", "1:8: a mapping; expected a list"),
        ("tanks: [5 mL]", "1:9: '5 mL'; expected a mapping with the keys volume, low"),
        ("tanks: [{volume: 1 mL}]", "1:9: low is over the volume"),
        ("tanks: [{volume: 1 mL, low: 2 mL}]", "1:29: low is over the volume"),
        ("tanks: [{volume: 0 mL, low: null}]", "1:9: an empty tank"),
        ("stall: []", f"1:8: a list; expected {DURATION_SHOWN}"),
        ("fault: leek", "1:8: unknown name 'leek' (did you mean 'leak'?)"),
        ("fault: xyzzy", "1:8: unknown name 'xyzzy'; expected one of leak, stall"),
        ("fault: {leak: {shard: 1}}", "1:16: unknown key 'shard' (did you mean 'share'?)"),
        ("fault: stall", f"1:8: no key 'span'; expected {DURATION_SHOWN}"),
        (
            "fault: {leak: {}, stall: 1s}",
            "1:8: a mapping; expected one of leak, stall, by its name or as {name: {settings}}",
        ),
        (
            "fault: [leak]",
            "1:8: a list; expected one of leak, stall, by its name or as {name: {settings}}",
        ),
        ("machine: big", "1:10: 'big'; expected a mapping with the keys preset, tank, turns"),
        (
            "machine: {preset: bigg, tank: {volume: 1 mL}}",  # and nothing of its tank: who knows
            "1:19: unknown name 'bigg' (did you mean 'big'?)",
        ),
        ("machine: {preset: 5}", "1:19: the whole number 5; expected one of small, big"),
        ("machine: {tank: {volume: 1 mL}}", "1:17: low is over the volume"),
        ("hidden: 5", "1:1: unknown key 'hidden'"),
        ("where: 5", "1:1: unknown key 'where'"),
    ],
)
def test_what_is_wrong_and_where(text: str, mistake: str) -> None:
    made, mistakes = build(Case, text)
    if text.startswith(("hidden", "where")):
        mistakes = [told.partition(";")[0] for told in mistakes]
    assert mistakes == [f"f:{mistake}"]
    assert made is BAD or "low is" in mistake or "empty" in mistake


def test_every_mistake_is_told_and_none_that_follows_from_another() -> None:
    made, mistakes = build(Case, "tanks: [{volume: 0, lowe: 9 mL}, {volume: 3}]\nnumber: 99\nx: 1")
    assert made is BAD
    assert [told.split(":")[1] + ":" + told.split(":")[2] for told in mistakes] == [
        "1:18",
        "1:21",
        "1:43",
        "2:9",
        "3:1",
    ]


def test_what_is_missing() -> None:
    assert build(Required, "{}")[1] == [
        "f:1:1: no key 'name'; expected a text",
        f"f:1:1: no key 'at'; expected {DURATION_SHOWN}",
    ]


def test_an_alias_is_told_once() -> None:
    made, mistakes = build(Case, "text: &t a\nfor: *t\ntanks: [*t]\nfault: {leak: *t}")
    assert made is BAD
    assert [told.split(": ")[0] for told in mistakes] == ["f:1:7", "f:2:6", "f:3:9", "f:4:15"]
