"""Requests and replies, as tables of exact frames; the bench verifies and takes off the checks."""

from __future__ import annotations

import pytest

from mockpump.dialects.mp1.grammar import frame
from mockpump.seam import Note
from tests.dialects.mp1.bench import Bench

HELLO = (
    '<00 OK protocol=MP/1.0 notice="NON-CLINICAL SIMULATION" model=SIMULATED-ambulatory-100 '
    "serial=SIM-000001 firmware=SIM-1.0 library=SIM-LIB-1"
)
STALE = '<{} ERR code=E_STALE msg="nothing is staged under {}"'

Exchange = tuple[str, list[str]]

STORIES: dict[str, list[Exchange]] = {
    "a retry of the latest frame gets the same reply and stops no second time": [
        (">07 STOP", ["<07 OK"]),
        (">07 STOP", ["<07 OK"]),
        (">07 STOP", ["<07 OK"]),
    ],
    "the same body under another number is a new request": [
        (">07 STOP", ["<07 OK"]),
        (">08 STOP", ['<08 ERR code=E_STATE msg="no stop while the pump is stopped"']),
    ],
    "another body under the same number is a new request": [
        (">07 STOP", ["<07 OK"]),
        (">07 START", ["<07 OK rate=120mL/day"]),
        (">07 STOP", ["<07 OK"]),
    ],
    "an older number is a new request, not a retry": [
        (">07 STOP", ["<07 OK"]),
        (">08 START", ["<08 OK rate=120mL/day"]),
        (">07 STOP", ["<07 OK"]),
    ],
    "ss wraps": [
        (">FE PING", ["<FE OK"]),
        (">FF STOP", ["<FF OK"]),
        (">00 START", ["<00 OK rate=120mL/day"]),
        (">FF STOP", ["<FF OK"]),
    ],
    "the reply has ss as the client wrote it": [(">aB PING", ["<aB OK"])],
    "a refusal is repeated, too": [
        (">01 START", ['<01 ERR code=E_STATE msg="no start while the pump is infusing"']),
        (">01 START", ['<01 ERR code=E_STATE msg="no start while the pump is infusing"']),
    ],
    "a restarted client says HELLO under a number that was the latest": [
        (">00 STOP", ["<00 OK"]),
        (">00 HELLO", [HELLO]),
        (">00 STOP", ['<00 ERR code=E_STATE msg="no stop while the pump is stopped"']),
        (">00 HELLO", [HELLO]),
        (">00 HELLO", [HELLO]),
    ],
    "a bad frame between does not make a retry a new request": [
        (">07 STOP", ["<07 OK"]),
        (">08 PING now", ['<-- ERR code=E_FRAME msg="not a frame: write ss VERB key=value"']),
        (">07 STOP", ["<07 OK"]),
    ],
    "a known id gives no second bolus": [
        (
            ">01 BOLUS volume=1mL duration=1min id=b1",
            ["<01 OK id=b1 state=running volume=1mL delivered=0mL rate=1440mL/day"],
        ),
        (
            ">02 BOLUS volume=1mL duration=1min id=b1",
            ["<02 OK repeated=1 id=b1 state=running volume=1mL delivered=0mL"],
        ),
        (
            ">03 BOLUS volume=1mL id=b2",
            ['<03 ERR code=E_STATE msg="no bolus while the pump is bolus"'],
        ),
    ],
    "a token is taken once": [
        (">01 COMMIT token=T1 id=c1", [STALE.format("01", "T1")]),
        (">02 STAGE rate=5mL/h", ["<02 OK token=T1 rate=120mL/day changes=0 expires=300s"]),
        (">03 STAGE rate=6mL/h", ["<03 OK token=T2 rate=144mL/day changes=2 expires=300s"]),
        (">04 COMMIT token=T1 id=c1", [STALE.format("04", "T1")]),
        (">05 COMMIT token=T2 id=c1", ["<05 OK id=c1 state=taken rate=144mL/day"]),
        (">06 COMMIT token=T2 id=c1", ["<06 OK repeated=1 id=c1 state=taken rate=144mL/day"]),
        (">07 COMMIT token=T2 id=c2", [STALE.format("07", "T2")]),
        (">08 RESULT? id=c1", ["<08 OK id=c1 state=taken rate=144mL/day"]),
    ],
    "arguments are needed, known and right": [
        (">01 BOLUS volume=1mL", ['<01 ERR code=E_ARG msg="BOLUS needs id="']),
        (">02 COMMIT id=c1", ['<02 ERR code=E_ARG msg="COMMIT needs token="']),
        (">03 PING id=b1", ['<03 ERR code=E_ARG msg="PING takes no id="']),
        (
            ">04 EVACK n=one",
            ['<04 ERR code=E_ARG msg="n: not a whole number from 0 to 1000000000000"'],
        ),
        (
            ">04 ENABLE alarm=low_reservoir on=2",
            ['<04 ERR code=E_ARG msg="on: neither 1 (yes) nor 0 (no)"'],
        ),
        (
            ">04 BOLUS volume=1mL id=b1 confirm=yes",
            ['<04 ERR code=E_ARG msg="confirm: neither 1 (yes) nor 0 (no)"'],
        ),
        (">05 PONG", ['<05 ERR code=E_VERB msg="no verb PONG"']),
        (">06 EVACK n=1", ['<06 ERR code=E_ID msg="no event of that number was sent"']),
        (">07 RESULT? id=x", ['<07 ERR code=E_ID msg="no order of the id x"']),
        (">08 ACK alarm=eri", ['<08 ERR code=E_ALARM msg="no alarm eri stands"']),
        (
            ">09 STAGE rate=9L/h",
            ['<09 ERR code=E_RANGE msg="rate 216000 mL/day is over the maximum 3000 mL/day"'],
        ),
        (">0A TELEMETRY every=1ms", ['<0A ERR code=E_RANGE msg="every is 0s or from 100ms to 1h"']),
        (">0B SESSION ttl=2h", ['<0B ERR code=E_RANGE msg="ttl is 0s or from 1s to 1h"']),
    ],
}


@pytest.mark.parametrize("story", STORIES)
def test_story(story: str) -> None:
    bench = Bench()
    assert [(asked, bench.ask(asked)) for asked, _ in STORIES[story]] == STORIES[story]


@pytest.mark.parametrize("story", STORIES)
def test_story_fed_byte_by_byte(story: str) -> None:
    bench = Bench()
    for asked, replies in STORIES[story]:
        data = frame(asked)
        for byte in data[:-1]:
            assert bench.raw(bytes([byte])) == []
        assert bench.raw(data[-1:]) == replies


@pytest.mark.parametrize("story", STORIES)
def test_story_in_one_write_with_a_tail(story: str) -> None:
    bench = Bench()
    whole = b"".join(frame(asked) for asked, _ in STORIES[story])
    assert bench.raw(whole + b">09 STAT") == [
        reply for _, replies in STORIES[story] for reply in replies
    ]
    assert bench.raw(frame(">09 STATUS? x=1")[8:]) == [
        '<09 ERR code=E_ARG msg="STATUS? takes no x="'
    ]


def test_opening_the_port_forgets_the_latest_frame() -> None:
    bench = Bench()
    assert bench.ask(">00 STOP") == ["<00 OK"]
    bench.reopen()
    assert bench.ask(">00 STOP") == ['<00 ERR code=E_STATE msg="no stop while the pump is stopped"']


def test_what_became_of_a_bolus_can_be_asked_after_a_reconnect() -> None:
    bench = Bench()
    bench.raw(frame(">01 BOLUS volume=1mL duration=1min id=b1"))
    bench.at("30s").reopen()
    assert bench.ask(">00 RESULT? id=b1") == [
        "<00 OK id=b1 state=running volume=1mL delivered=0.5mL"
    ]
    bench.at("2min").reopen()
    assert bench.ask(">00 BOLUS volume=1mL duration=1min id=b1") == [
        "<00 OK repeated=1 id=b1 state=delivered volume=1mL delivered=1mL"
    ]


def test_a_staged_programme_expires() -> None:
    bench = Bench()
    assert bench.ask(">01 STAGE rate=6mL/h") == [
        "<01 OK token=T1 rate=144mL/day changes=2 expires=300s"
    ]
    bench.at("5min")
    assert bench.ask(">02 COMMIT token=T1 id=c1") == [
        '<02 ERR code=E_STALE msg="what was staged under T1 has expired"'
    ]


def test_what_became_of_each_request_is_noted() -> None:
    bench = Bench()
    bench.ask(">01 STOP", ">01 STOP", ">02 STOP", ">03 ACK", ">04 EVACK n=1", ">05 SESSION ttl=9s")
    assert bench.noted("operation") == [
        ("stop", "accepted"),
        ("stop", "repeated"),
        ("stop", "refused"),
        ("ack_alarm", "refused"),
        ("ack_event", "refused"),
        ("session", "accepted"),
    ]


def test_notes_say_what_was_asked_in_words() -> None:
    bench = Bench()
    asked = ">01 BOLUS volume=100uL duration=10s id=b1"
    bench.ask(asked, asked, ">02 EVACK n=7", ">03 SESSION ttl=9s")
    bolus = {"volume": "0.1 mL", "duration": "10s", "id": "b1"}
    assert [note.data for note in bench.notes if note.what == "operation"] == [
        bolus,
        bolus,
        {"n": 7, "refusal": "unknown_id"},
        {"ttl": "9s"},
    ]


def test_a_frame_without_a_check_is_taken_only_where_that_is_optional() -> None:
    assert Bench(crc_required=False).raw(b">01 PING\r\n") == ["<01 OK"]
    assert Bench().raw(b">01 PING\r\n") == [
        '<-- ERR code=E_CRC msg="the check is wrong or missing"'
    ]


def test_a_reply_tells_its_operation_to_the_wire() -> None:
    bench = Bench()
    bench.ask(">01 BOLUS volume=1mL id=b1", ">02 BOLUS", ">03 PONG", ">04 PING now")
    assert [(sent.id, sent.kind, sent.of) for sent in bench.frames] == [
        (1, "reply", "bolus"),
        (2, "reply", "bolus"),
        (3, "reply", ""),
        (4, "reply", ""),
    ]


def test_a_repeated_reply_is_a_new_transmission() -> None:
    bench = Bench()
    bench.ask(">01 PING", ">01 PING")
    assert [sent.id for sent in bench.frames] == [1, 2]
    assert Note(0, "operation", "ping", "repeated") in bench.notes
