"""Declared dialects: what each part of a file does, and each mistake at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.base import Dialect
from mockpump.dialects.checks import CHECKS
from mockpump.dialects.declared.automaton import Run, Token, Words, both_take, undecided
from mockpump.errors import ScenarioError
from mockpump.scenario.declared import DialectFile
from mockpump.scenario.declaring import declare
from mockpump.scenario.load import load_part
from tests.dialects.bench import Bench
from tests.pump.bench import config

ACME = """\
dialect: 1
name: acme
about: An invented pump.
serial: {baud: 9600}
frame: {request: "#{body}*{check}\\r", reply: "#{body}*{check}\\r", bare: "*{check}\\r", longest: 40}
check: {by: xor, over: "{body}", written: HEX}
tables:
  units: {mL/h: MH, uL/min: UM}
  letters: {stopped: S, infusing: I}
settings:
  unit: {start: mL/h, words: units}
  limit: {start: 5, least: 0, most: 10}
  door: {start: shut, words: [open, shut]}
alarms: {occlusion: OCC, low_reservoir: LOW}
no_alarm: OK
announces: "!{alarm}"
timers:
  idle: {after: 3s, does: stop, sets: {door: open}, says: "IDLE"}
commands:
  - {ask: S, does: read_status, reply: "{state: letters} {alarm} {rate: 0.000~5 unit}{unit: units}"}
  - {ask: "R{rate: unit}{unit: units}", does: set_rate, needs: {door: shut}}
  - {ask: "X{rate: hex4 0.1 mL/h}", does: set_rate, reply: "{rate: hex4 0.1 mL/h}"}
  - {ask: "A{alarm: alarms}", does: ack_alarm}
  - {ask: "L{limit}", reply: "{limit: 00.0}"}
  - {ask: "B{volume: mL},{id: text}", does: bolus, reply: done}
  - {ask: "N{from: 0}", does: read_events, reply: "{last: 0000}"}
  - {ask: G, does: start, starts: [idle]}
  - {ask: H, does: stop, stops: [idle], reply: "{pressure: 0 kPa ? none}"}
  - {ask: O, sets: {door: open}}
errors: {unknown: "E0", check: "E1", locked: "E2 {command}", out_of_range: "E3", misread: "E4", otherwise: "E5"}
"""
SYRINGE = config("syringe-60")


def made(text: str = ACME) -> Dialect:
    return declare(*load_part(DialectFile, text, "acme.yaml"))


def sealed(body: str) -> bytes:
    seal = made().seal
    assert seal is not None
    return seal(body)


def ask(bench: Bench, body: str) -> str:
    said = bench.write(sealed(body)).decode()
    if said.startswith("*"):
        assert said == "*00\r"
        return ""
    told = said[1:].rpartition("*")[0]
    assert said.encode() == sealed(told)
    return told


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        (["S"], "S OK 5.000MH"),
        (["R12.5MH", "S"], "S OK 12.50MH"),
        (["R12.5UM", "S"], "S OK 12.50UM"),
        (["R1.2.3MH"], "E4"),
        (["R5000MH"], "E3"),
        (["O", "R5MH"], "E2 R"),
        (["X00FA"], "00FA"),
        (["X00FA", "S"], "S OK 25.00MH"),
        (["L7.5"], "07.5"),
        (["L11"], "E3"),
        (["L."], "E4"),
        (["G", "B1,abc"], "done"),
        (["B1,abc"], "E5"),
        (["G", "N1"], "0001"),
        (["H"], "E5"),
        (["G", "H"], "0"),
        (["ALOW"], "E5"),
        (["Q"], "E0"),
    ],
)
def test_what_a_command_is_answered(bodies: list[str], said: str) -> None:
    bench = Bench(made(), SYRINGE)
    *before, last = bodies
    for body in before:
        ask(bench, body)
    assert ask(bench, last) == said


def test_a_value_that_this_pump_has_not_is_said_otherwise() -> None:
    bench = Bench(made(), config("intrathecal-20"))
    assert ask(bench, "H") == "none"


def test_a_wrong_check_has_its_error() -> None:
    assert Bench(made(), SYRINGE).write(b"#S*00\r") == sealed("E1")


def test_an_alarm_is_announced_told_and_acknowledged_by_its_code() -> None:
    bench = Bench(made(), config("syringe-60", infusion={"mode": "continuous"}))
    bench.fault("catheter_occlusion")
    assert bench.at("2min").take() == sealed("!OCC")
    assert ask(bench, "S").startswith("S OCC ")
    assert ask(bench, "AOCC") == ""
    assert bench.noted("operation") == [("read_status", "accepted"), ("ack_alarm", "accepted")]


def test_a_timer_does_sets_and_says() -> None:
    bench = Bench(made(), SYRINGE)
    ask(bench, "G")
    bench.at("2999ms")
    assert bench.take() == b""
    assert bench.at("3s").take() == sealed("IDLE")
    assert ask(bench, "R5MH") == "E2 R"
    assert ask(bench, "S")[:1] == "S"


def test_what_it_can_express_is_told_from_its_tables() -> None:
    dialect = made()
    assert dialect.operations == {
        *("read_status", "set_rate", "ack_alarm", "bolus", "read_events", "start", "stop"),
    }
    assert dialect.alarms == {"occlusion": "OCC", "low_reservoir": "LOW"}
    assert dialect.spoils == {"checksum"}
    assert {name: one.default for name, one in dialect.options.items()} == {"idle": 3 * 10**9}
    assert (dialect.baud, dialect.format) == (9600, "8N1")


# addresses ---------------------------------------------------------------------------------------

SHARED = (
    ACME.replace("name: acme", "name: shared")
    .replace('request: "#{body}', 'request: "#{address}{body}')
    .replace('reply: "#{body}', 'reply: "#{address: 00}{body}')
    .replace('bare: "*', 'bare: "#{address: 00}*')
    .replace('over: "{body}"', 'over: "{address}{body}"')
    + "address: {most: 12, alone: 4}\n"
)


def xor(text: str) -> str:
    return f"{CHECKS['xor'].of(text.encode()):02X}"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"#4S*{xor('4S')}\r", f"#04S OK 5.000MH*{xor('04S OK 5.000MH')}\r"),
        (f"#04S*{xor('04S')}\r", f"#04S OK 5.000MH*{xor('04S OK 5.000MH')}\r"),
        (f"#S*{xor('S')}\r", f"#04S OK 5.000MH*{xor('04S OK 5.000MH')}\r"),
        (f"#4G*{xor('4G')}\r", f"#04*{xor('04')}\r"),
        (f"#5S*{xor('5S')}\r", ""),
        (f"#4S*{xor('S')}\r", f"#04E1*{xor('04E1')}\r"),
    ],
)
def test_an_address_is_read_written_and_checked(asked: str, said: str) -> None:
    assert Bench(made(SHARED), SYRINGE).write(asked.encode()) == said.encode()


def test_each_pump_on_a_line_is_asked_by_its_address() -> None:
    bench = Bench(made(SHARED), SYRINGE, ("2", "12"))
    bench.write(f"#12R9MH*{xor('12R9MH')}\r".encode())
    assert b"9.000MH" in bench.write(f"#12S*{xor('12S')}\r".encode())
    assert b"5.000MH" in bench.write(f"#2S*{xor('2S')}\r".encode())
    assert made(SHARED).possible == {str(number) for number in range(13)}


def test_what_is_announced_has_the_address_of_its_pump() -> None:
    bench = Bench(made(SHARED), config("syringe-60", infusion={"mode": "continuous"}), ("2", "12"))
    bench.fault("catheter_occlusion")
    assert (
        bench.at("2min").take()
        == "".join(f"#{at}!OCC*{xor(f'{at}!OCC')}\r" for at in ("02", "12")).encode()
    )


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("ask: G,", 'ask: "5G",', "ask: it never comes: its first digit belongs to the address"),
        ("alone: 4", "alone: 40", "alone 40 is not from 0 to 12"),
        (
            "#{address}{body}",
            "#{address: 0x}{body}",
            "an address is {address}, or so many digits: 00",
        ),
        ("#{address}{body}", "#{body}{address}", "request: the address stands before the body"),
        (
            "#{address: 00}{body}",
            "#{address: 5}{body}",
            "reply: {address} or {address: 00} stands in",
        ),
    ],
)
def test_a_mistake_about_addresses(old: str, new: str, mistake: str) -> None:
    assert old in SHARED
    with pytest.raises(ScenarioError) as caught:
        made(SHARED.replace(old, new, 1))
    assert mistake in str(caught.value)


# mistakes ----------------------------------------------------------------------------------------

MISTAKES = [
    # what the issue names: ambiguous, unreachable, no such value, a check over itself, backtracking
    ("ask: G,", 'ask: "S",', "27:5: ask: 'S': the same as in line 20; expected one command for a body"),
    ("ask: G,", 'ask: "L5",', "27:5: ask: 'L5': line 24 takes 'L5', too; expected one command for a body"),
    ("ask: G,", 'ask: "G\\r",', "27:5: ask: it never comes: '\\r' ends a frame"),
    ("ask: G,", 'ask: "#",', "27:5: ask: it never comes: '#' begins a frame"),
    ("ask: G,", f"ask: {'G' * 50},", "27:5: ask: it never comes: longer than a frame of 40 bytes"),
    ("{limit: 00.0}", "{limti: 00.0}", "24:5: reply: {limti: 00.0} names no value of the pump and no setting (did you mean 'limit'?)"),
    ("{rate: 0.000~5 unit}", "{rates}", "20:5: reply: {rates} names no value of the pump and no setting (did you mean 'rate'?)"),
    ('over: "{body}"', 'over: "{body}*{check}"', "6:8: over: the check would be over itself: leave {check} out"),
    ("B{volume: mL},{id: text}", "B{id: text}{volume: mL}", "25:5: ask: it can be read in more than one way: where does a field end before '.'?"),
    ("B{volume: mL},{id: text}", "B{volume: mL}{confirm: 0}", "25:5: ask: it can be read in more than one way: where does a field end before '0'?"),
    # fields
    ("{limit: 00.0}", "{limit}", "24:5: reply: {limit}: say how many digits, as 0.000"),
    ("{limit: 00.0}", "{limit: lots}", "24:5: reply: {limit: lots}: say how many digits, as 0.000"),
    ("{limit: 00.0}", "{limit: 0.0.0}", "24:5: reply: '0.0.0' is no format of a number: write 0.00 mL/h, 000 or hex4 mL"),
    ("{limit: 00.0}", "{limit", "24:5: reply: a brace that stands alone: write {{"),
    ("{limit: 00.0}", "{Limit}", "24:5: reply: {Limit} is no field: write {name} or {name: format}"),
    ("{limit: 00.0}", "{body}", "24:5: reply: {body} belongs into the layout of the frame"),
    ("{limit: 00.0}", "µ", "24:5: reply: characters beyond ASCII: a frame is of bytes"),
    ("{state: letters}", "{state: leters}", "20:5: reply: {state: leters}: there is no table 'leters'"),
    ("{pressure: 0 kPa ? none}", "{pressure: kPa}", "28:5: reply: {pressure: kPa}: say digits and unit, as 0.00 Pa"),
    ("{pressure: 0 kPa ? none}", "{pressure: 0 mmHg}", "28:5: reply: {pressure: 0 mmHg}: 'mmHg' is neither a unit of pressure nor a setting"),
    ("{pressure: 0 kPa ? none}", "{pressure: 0 unit}", "28:5: reply: {pressure: 0 unit}: unit may be 'mL/h', no unit of pressure"),
    ("{pressure: 0 kPa ? none}", "{pressure: 0 0.1 Pa}", "28:5: reply: pressure is not as fine as that"),
    ("{pressure: 0 kPa ? none}", "{alarm: x}", "28:5: reply: {alarm: x}: write {alarm}; alarms and no_alarm say what stands there"),
    ("no_alarm: OK", 'no_alarm: "{alarm}"', "16:12: announces: no_alarm speaks of an alarm itself"),
    ("X{rate: hex4 0.1 mL/h}", "X{rat: mL/h}", "22:5: ask: set_rate takes no 'rat', and there is no setting of that name (did you mean 'rate'?)"),
    ("X{rate: hex4 0.1 mL/h}", "X{rate}", "22:5: ask: {rate}: say its unit, as pL/day"),
    ("X{rate: hex4 0.1 mL/h}", "X{rate: mL/h ? 5}", "22:5: ask: {rate: mL/h} is read, so nothing can stand in its place"),
    ("X{rate: hex4 0.1 mL/h}", "X{rate: mL/h},{rate: mL/h}", "22:5: ask: {rate: mL/h} stands twice"),
    ("{id: text}", "{id}", "25:5: ask: {id}: say what it is: text, 0 for a number, or a table"),
    ("{alarm: alarms}", "{alarm: check of serial}", ""),
    ("{alarm: alarms}", "{alarm: check of model}", "23:5: ask: {alarm: check of model}: the only code there is is the check of serial"),
    ("low_reservoir: LOW}", "low_reservoir: OCC}", "23:5: ask: {alarm: alarms}: 'OCC' is both occlusion and low_reservoir"),
    # sections
    ("baud: 9600", "baud: 9600, bits: 7", "4:22: unknown key 'bits'; expected one of baud, format"),
    ("by: xor", "by: crc16", "6:13: unknown name 'crc16'; expected one of xor, sum,"),
    ("start: mL/h", "start: mL/d", "11:9: start 'mL/d' is no word of units"),
    ("words: units", "words: unit", "11:9: words: there is no table 'unit' (did you mean 'units'?)"),
    ("limit: {start: 5", "limit: {start: 50", "12:18: start 50 is not from 0 to 10"),
    ("limit: {start: 5, least: 0, most: 10}", "limit: {start: 5}", "12:10: a setting has words, or is a number with least and most"),
    ("limit: {", "rate: {", "12:9: a setting 'rate': a value of the pump has that name"),
    ("start: shut", "start: ajar", "13:17: start 'ajar' is none of its words"),
    ("sets: {door: open}, says", "sets: {dor: open}, says", "18:9: sets: there is no setting 'dor' (did you mean 'door'?)"),
    ("needs: {door: shut}", "needs: {door: shutt}", "21:5: needs: door is never 'shutt'; expected one of open, shut"),
    ("starts: [idle]", "starts: [idel]", "27:5: there is no timer 'idel' (did you mean 'idle'?)"),
    (", starts: [idle]", "", "18:9: no command starts the timer 'idle'"),
    ("{after: 3s, does: stop, sets: {door: open}, says: \"IDLE\"}", "{after: 3s}", "18:9: a timer that does, sets and says nothing"),
    ("occlusion: OCC", "oclusion: OCC", "14:9: alarms: there is no alarm 'oclusion' (did you mean 'occlusion'?)"),
    ("unknown: \"E0\"", "unknow: \"E0\"", "30:9: errors: 'unknow' is no reason; did you mean 'unknown'?"),
    ("does: start", "does: telemetry", "27:20: unknown name 'telemetry'"),
    ("does: start,", "does: start, with: {rate: 5 mL/h},", "27:5: with: start takes no 'rate'"),
    ("X{rate: hex4 0.1 mL/h}\", does: set_rate", "X\", does: set_rate, with: {rate: 5}", "22:5: with: rate: '5' is not a flow rate: write '0.4 mL/day' or '5 mL/h'"),
    ("X{rate: hex4 0.1 mL/h}\", does: set_rate", "X{rate: mL/h}\", does: set_rate, with: {rate: 5 mL/h}", "22:5: ask: 'rate' is a field, and given as well"),
    # the frame
    ('request: "#{body}*{check}\\r"', 'request: "#{body}*{check}"', "5:8: request: a frame ends in a byte of its own, such as \\r"),
    ('request: "#{body}*{check}\\r"', 'request: "#{body}*\\r"', "5:8: request: {check} stands in a frame once"),
    ('request: "#{body}*{check}\\r"', 'request: "#{address}{body}*{check}\\r"', "5:8: request: {address} stands in a frame only where the file has the key 'address'"),
    ('request: "#{body}*{check}\\r"', 'request: "#{body}*{bdy}{check}\\r"', "5:8: request: {bdy} is none of {body}, {check} and {address}"),
    ('reply: "#{body}*{check}\\r"', 'reply: "#*{check}\\r"', "5:8: reply: {body} stands in it once"),
    ('reply: "#{body}*{check}\\r"', 'reply: "#{body}*\\r"', "5:8: reply: {check} stands in it once"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "mistake"), MISTAKES)
def test_a_mistake_is_told_at_its_place(old: str, new: str, mistake: str) -> None:
    assert ACME.count(old) >= 1
    text = ACME.replace(old, new, 1)
    if not mistake:
        made(text)
        return
    with pytest.raises(ScenarioError) as caught:
        made(text)
    assert mistake in str(caught.value).replace("acme.yaml:", "")
    assert len(caught.value.mistakes) <= 5


def test_all_mistakes_are_told_at_once() -> None:
    text = ACME.replace("{limit: 00.0}", "{limti}").replace("starts: [idle]", "starts: [ideal]")
    with pytest.raises(ScenarioError) as caught:
        made(text.replace('over: "{body}"', 'over: "{check}"', 1))
    assert {mistake.where.line for mistake in caught.value.mistakes} == {6, 18, 24, 27}


@pytest.mark.parametrize("name", ["alaris", "harvard"])
def test_alarms_that_no_reply_tells_are_a_mistake(name: str) -> None:
    import mockpump  # noqa: PLC0415 - where it is

    home = Path(mockpump.__file__).parent / "dialects" / "builtin"
    text = (home / f"{name}.yaml").read_text().replace("{alarm}", "")
    with pytest.raises(ScenarioError, match="alarms: no reply tells one"):
        made(text)


# the automaton -----------------------------------------------------------------------------------

DIGITS = frozenset("0123456789")
TOKENS: st.SearchStrategy[list[Token]] = st.lists(
    st.one_of(
        st.text("ab0", min_size=1, max_size=3),
        st.builds(Run, st.sampled_from([DIGITS, frozenset("ab"), frozenset("b0")]), st.just(0)),
        st.builds(Run, st.just(DIGITS), st.integers(1, 2)),
        st.just(Words(("a", "ab", "b0"))),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (["ab"], ["ab"], "ab"),
        (["ab"], ["a"], None),
        (["a", Run(DIGITS)], ["a5"], "a5"),
        (["a", Run(DIGITS, 2)], ["a5"], None),
        (["a", Run(DIGITS)], ["a", Run(DIGITS, 3)], "a000"),
        ([Words(("INF", "REF"))], ["R", Words(("EF", "UN"))], "REF"),
        ([], ["a"], None),
        ([], [], ""),
    ],
)
def test_what_two_patterns_both_take(
    one: list[Token], other: list[Token], both: str | None
) -> None:
    assert both_take(one, other) == both_take(other, one) == both


@pytest.mark.parametrize(
    ("tokens", "character"),
    [
        ([Run(DIGITS), "5"], "5"),
        ([Run(DIGITS), "a"], ""),
        ([Run(DIGITS, 2), "5"], ""),
        ([Run(DIGITS), Run(frozenset("0a"))], "0"),
        ([Words(("a", "ab")), "b"], "b"),
        ([Words(("a", "ab")), "c"], ""),
        ([Words(("a", "ab"))], ""),
    ],
)
def test_where_a_field_ends(tokens: list[Token], character: str) -> None:
    assert undecided(tokens) == character


@given(TOKENS)
def test_every_pattern_takes_something_of_its_own(tokens: list[Token]) -> None:
    assert both_take(tokens, tokens) is not None
