from __future__ import annotations

from mockpump.clock import SECOND
from mockpump.dialects.base import Heard
from mockpump.dialects.mp1.grammar import Request
from mockpump.dialects.mp1.session import Mp1Session
from mockpump.seam import PumpEvent
from tests.dialects.mp1.bench import Bench

RAISED = "!0001 ALARM code=occlusion priority=medium state=active t=43.2s"
REPORTED = ("occlusion", "reported")


def occluded(*, talking: bool = True) -> Bench:
    """A pump whose catheter is occluded from the beginning: it raises its alarm at 43.2 s."""
    bench = Bench()
    if talking:
        bench.ask(">00 PING")
    bench.fault("catheter_occlusion")
    return bench


def test_an_alarm_is_told_when_it_is_raised_and_again_until_it_is_confirmed() -> None:
    bench = occluded()
    assert bench.at("43.199999999s").take() == []
    assert bench.at("43.2s").take() == [RAISED]
    assert bench.at("45.199999999s").take() == []
    assert bench.at("45.2s").take() == [RAISED]
    assert bench.at("49.2s").take() == [RAISED, RAISED]
    assert bench.ask(">01 EVACK n=0001") == ["<01 OK n=1"]
    assert bench.at("10min").take() == []


def test_a_repeat_is_timed_from_when_the_event_has_left() -> None:
    bench = occluded()
    bench.holding = True
    assert bench.at("10min").take() == [RAISED]
    bench.release()
    assert bench.at("601.999999999s").take() == []
    assert bench.at("602s").take() == [RAISED]
    assert bench.at("20min").take() == []


def test_each_event_is_repeated_in_its_own_time() -> None:
    bench = occluded().at("43.2s")
    bench.take()
    (_, second) = bench.at("44.2s").ask(">01 SILENCE alarm=occlusion")
    assert bench.at("45.2s").take() == [RAISED]
    assert bench.at("46.2s").take() == [second]


def test_the_end_of_an_old_transmission_times_nothing() -> None:
    bench = occluded()
    bench.holding = True
    bench.at("43.2s")
    bench.ask(">01 EVACK n=1")
    bench.release()
    assert bench.at("10min").take() == []


def test_a_confirmation_may_come_twice_but_not_of_what_was_never_sent() -> None:
    bench = occluded().at("43.2s")
    bench.take()
    unknown = 'ERR code=E_ID msg="no event of that number was sent"'
    assert bench.ask(">01 EVACK n=1") == ["<01 OK n=1"]
    assert bench.ask(">02 EVACK n=1") == ["<02 OK n=1"]
    assert bench.ask(">03 EVACK n=0") == [f"<03 {unknown}"]
    assert bench.ask(">04 EVACK n=3") == [f"<04 {unknown}"]


def test_an_alarm_is_acknowledged_by_ack_and_not_by_evack() -> None:
    bench = occluded().at("43.2s")
    bench.ask(">01 EVACK n=1")
    row = "n=1 code=occlusion priority=medium state=active t=43.2s audio=on acknowledged=0"
    assert bench.ask(">02 ALARMS?") == [f"<02 OK total=1 ; {row} sounded=1"]
    assert bench.ask(">03 ACK alarm=occlusion") == [
        "<03 OK alarm=occlusion",
        "!0003 ALARM code=occlusion priority=medium state=acknowledged t=43.2s",
    ]
    assert bench.ask(">04 ACK alarm=occlusion") == ["<04 OK repeated=1 alarm=occlusion"]


def test_nothing_is_said_before_the_client_has_spoken() -> None:
    bench = occluded(talking=False)
    assert bench.at("1min").take() == []
    assert len(bench.raw(b"x\n")) == 1  # a bad frame is answered, but is no speaking
    assert bench.ask(">01 PING") == ["<01 OK", RAISED]
    assert bench.ask(">02 PING") == ["<02 OK"]
    assert bench.at("62s").take() == [RAISED]


def test_an_event_that_the_first_frame_causes_is_told_once() -> None:
    bench = occluded(talking=False).at("1min")
    assert bench.ask(">01 ACK alarm=occlusion") == [
        "<01 OK alarm=occlusion",
        "!0003 ALARM code=occlusion priority=medium state=acknowledged t=43.2s",
    ]


def test_standing_alarms_are_told_anew_in_each_session() -> None:
    bench = occluded().at("1min")
    bench.ask(">01 EVACK n=1")
    bench.reopen()
    assert bench.ask(">00 PING") == ["<00 OK", RAISED]
    bench.ask(">01 EVACK n=1")
    assert bench.ask(">00 HELLO")[1:] == [RAISED]
    bench.ask(">01 EVACK n=1", ">02 ACK alarm=occlusion", ">03 EVACK n=3")
    assert bench.ask(">00 HELLO")[1:] == [
        "!0003 ALARM code=occlusion priority=medium state=acknowledged t=43.2s"
    ]


def test_an_alarm_that_is_over_is_told_once_more() -> None:
    bench = occluded().at("43.2s")
    bench.ask(">01 EVACK n=1", ">02 ACK alarm=occlusion", ">03 EVACK n=3")
    bench.at("50s").clear("catheter_occlusion")
    over = "!0004 ALARM code=occlusion priority=medium state=inactive t=50s"
    assert bench.take() == [over]
    assert bench.at("52s").take() == [over]
    assert [sent.alarms for sent in bench.frames[-2:]] == [(), ()]


def test_an_alarm_is_reported_by_each_frame_that_carries_it() -> None:
    for asked in (">01 STATUS?", ">01 ALARMS?", ">01 EVENTS?"):
        bench = occluded(talking=False).at("1min")
        bench.holding = True
        bench.ask(asked)
        reply, event = bench.frames
        assert reply.kind == "reply"
        assert (event.kind, event.of) == ("event", "occlusion")
        assert reply.alarms == event.alarms == (("occlusion", 1),)
        assert REPORTED not in bench.noted("alarm")
        bench.release()
        assert bench.noted("alarm") == [REPORTED]


def test_a_page_of_the_log_carries_only_the_alarms_that_are_on_it() -> None:
    bench = Bench()
    for n in range(20):
        bench.ask(f">{n:02X} {'START' if n % 2 else 'STOP'}")
    bench.fault("catheter_occlusion")
    bench.at("1min").ask(">20 EVENTS? from=1", ">21 EVENTS? from=18")
    first, last = (sent for sent in bench.frames if sent.of == "read_events")
    assert (first.alarms, last.alarms) == ((), (("occlusion", 1),))


def test_the_alarms_can_be_read_from_a_place_in_their_list_on() -> None:
    bench = occluded().at("1min")
    bench.ask(">01 EVACK n=1")
    (whole,) = bench.ask(">02 ALARMS? from=1")
    assert whole.startswith("<02 OK total=1 ; n=1 code=occlusion ")
    assert bench.ask(">03 ALARMS? from=0") == [whole.replace("<02", "<03")]
    assert bench.ask(">04 ALARMS? from=2") == ["<04 OK total=1"]


def test_what_happens_in_a_pump_at_another_address_is_not_told() -> None:
    session = Mp1Session(Bench().device)
    session.answer(Heard(b"", body=Request("00", "PING")), now=0)
    event = PumpEvent(0, "alarm", "eri", "raised", 1, {"priority": "low", "occurrence": 1})
    assert session.announce(event, 0, "2") == []
    assert len(session.announce(event, 0)) == 1


def test_the_oldest_event_is_given_up_when_too_many_wait_and_the_next_ones_say_so() -> None:
    bench = occluded().at("43.2s")
    bench.take()
    for number in range(1, 16):
        (_, event) = bench.ask(f">{number:02X} SILENCE alarm=occlusion")
        assert event.endswith(" state=silenced t=43.2s")
    assert bench.noted("event") == []
    (_, event) = bench.ask(">20 SILENCE alarm=occlusion")
    assert event.endswith(" state=silenced t=43.2s dropped=1")
    (_, event) = bench.ask(">21 SILENCE alarm=occlusion")
    assert event.endswith(" state=silenced t=43.2s dropped=2")
    assert bench.noted("event") == [("occlusion", "dropped")] * 2
    told = bench.at("45.2s").take()
    assert [line[:5] for line in told] == [f"!{n:04}" for n in range(4, 20)]
    (log,) = bench.ask(">22 EVENTS? from=1")
    first = "; n=1 t=43.2s what=alarm of=occlusion state=active priority=medium ; n=2 "
    assert log.startswith(f"<22 OK next=7 {first}")


def test_an_event_whose_repeat_is_due_waits_no_longer_than_it_must() -> None:
    bench = occluded().at("43.2s")
    due = bench.device.next_deadline()
    assert due == 45_200_000_000 == bench.now + 2 * SECOND
