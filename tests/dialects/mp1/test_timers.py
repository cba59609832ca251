from __future__ import annotations

from mockpump.dialects.timers import Stream
from tests.dialects.mp1.bench import Bench


def seconds(lines: list[str]) -> list[str]:
    """Return when each telemetry frame was made, by the reservoir: 5 mL/h from 40 mL."""
    assert all(line.startswith("!---- TELEMETRY sim=1 state=infusing ") for line in lines)
    return [line[line.index("reservoir=") + 10 : line.index("mL delivered")] for line in lines]


def test_telemetry_comes_on_time() -> None:
    bench = Bench()
    assert bench.ask(">01 TELEMETRY every=36s") == ["<01 OK every=36s"]
    assert bench.at("35.999999999s").take() == []
    assert seconds(bench.at("36s").take()) == ["39.95"]
    assert seconds(bench.at("3min").take()) == ["39.9", "39.85", "39.8", "39.75"]
    assert bench.ask(">02 TELEMETRY every=0s") == ["<02 OK every=0s"]
    assert bench.at("1h").take() == []


def test_a_new_period_begins_when_it_is_asked_for() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=1h")
    bench.at("10s").ask(">02 TELEMETRY every=26s")
    assert seconds(bench.at("1min").take()) == ["39.95"]


def test_telemetry_does_not_drift_when_frames_leave_late() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=36s")
    bench.holding = True
    assert seconds(bench.at("36s").take()) == ["39.95"]
    bench.at("70s").release()
    assert seconds(bench.at("72s").take()) == ["39.9"]


def test_a_frame_is_left_out_while_the_last_is_still_leaving() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=36s")
    bench.holding = True
    assert seconds(bench.at("3min").take()) == ["39.95"]
    bench.release()
    assert bench.noted("telemetry") == [("", "skipped")] * 4 + [("", "sent")]
    assert seconds(bench.at("216s").take()) == ["39.7"]


def test_telemetry_tells_what_a_status_tells() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=1s")
    (told,) = bench.at("1s").take()
    (status,) = bench.ask(">02 STATUS?")
    assert told.removeprefix("!---- TELEMETRY ") == status.removeprefix("<02 OK ")


def test_telemetry_carries_the_alarms_that_stand() -> None:
    bench = Bench()
    bench.fault("catheter_occlusion")
    bench.at("50s").ask(">01 TELEMETRY every=1s")
    bench.at("51s")
    assert [(sent.kind, sent.alarms) for sent in bench.frames] == [
        ("reply", ()),
        ("event", (("occlusion", 1),)),
        ("telemetry", (("occlusion", 1),)),
    ]


def test_telemetry_is_not_the_clients_doing() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=1s")
    bench.at("10s")
    assert bench.noted("operation") == [("telemetry", "accepted")]


def test_the_watchdog_ends_the_session() -> None:
    bench = Bench()
    bench.fault("catheter_occlusion")
    bench.at("50s").ask(">01 TELEMETRY every=20s", ">02 SESSION ttl=30s")
    bench.noted("session")
    assert len(bench.at("79.999999999s").take()) == 15  # telemetry once, the event 14 times
    assert bench.noted("session") == []
    assert bench.at("80s").take() == []
    assert bench.noted("session") == [("", "expired")]
    assert bench.at("1h").take() == []
    assert bench.ask(">02 SESSION ttl=30s") == [
        "<02 OK ttl=30s",
        "!0001 ALARM code=occlusion priority=medium state=active t=43.2s",
    ]


def test_every_good_frame_restarts_the_watchdog_and_a_bad_one_does_not() -> None:
    bench = Bench()
    bench.ask(">01 SESSION ttl=30s")
    bench.at("20s").ask(">02 PING")
    bench.at("40s").ask(">02 PING")
    bench.at("60s").ask(">03 PONG")
    bench.at("80s").raw(b"x\n")
    assert bench.noted("session") == []
    bench.at("90s")
    assert bench.noted("session") == [("", "expired")]


def test_the_watchdog_can_be_switched_off() -> None:
    bench = Bench()
    bench.ask(">01 SESSION ttl=30s")
    assert bench.ask(">02 SESSION ttl=0s") == ["<02 OK ttl=0s"]
    bench.at("1h")
    assert bench.noted("session") == []


def test_hello_stops_telemetry_and_watchdog() -> None:
    bench = Bench()
    bench.ask(">01 TELEMETRY every=1s", ">02 SESSION ttl=30s", ">00 HELLO")
    assert bench.at("1h").take() == []
    assert bench.noted("session") == []


def test_a_stream_served_late_stays_on_time() -> None:
    stream = Stream()
    stream.start(every=10, now=0)
    assert stream.comes_round(13)
    assert stream.due == 20


def test_only_the_last_frame_of_a_stream_says_that_it_has_left() -> None:
    stream = Stream()
    stream.leaves(7)
    stream.sent(5)
    assert stream.is_leaving
    stream.sent(7)
    assert not stream.is_leaving
