"""MP/1 without its guards, newer, and with more to say."""

from __future__ import annotations

import pytest

from mockpump.dialects.mp1.grammar import LIMIT, frame
from mockpump.play import play
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.seam import Bytes, Opened, Send
from tests.dialects.mp1.bench import Bench

BOLUS = ">00 BOLUS volume=500uL duration=30s id=b1"
STORY = (
    "mockpump: 1\nname: worse\nabout: Another pump.\nline: {pacing: false, options: %s}\nends: 1s\n"
)


def test_forgetful_carries_out_twice_what_comes_twice() -> None:
    good, bad = Bench(), Bench(options={"forgetful": True})
    for bench in (good, bad):
        bench.ask(BOLUS)
        bench.at("40s")
    again = "<00 OK id=b1 state=running volume=0.5mL delivered=0mL rate=1440mL/day"
    assert good.ask(BOLUS) == [again]
    assert bad.ask(BOLUS) == [again.replace(" id=b1", "")]
    assert [*map(len, (good.noted("operation"), bad.noted("operation")))] == [2, 2]
    for bench in (good, bad):
        bench.at("80s")
    # 80 s of 5 mL/h, less those of a bolus; and one bolus, or two
    assert "delivered=0.569444444mL" in good.ask(">01 STATUS?")[0]
    assert "delivered=1.027777777mL" in bad.ask(">01 STATUS?")[0]


def test_forgetful_takes_a_commit_twice_only_as_far_as_it_is_staged() -> None:
    bench = Bench(options={"forgetful": True})
    bench.ask(">00 STAGE rate=3mL/h")
    assert bench.ask(">01 COMMIT token=T1 id=c1") == ["<01 OK state=taken rate=72mL/day"]
    assert bench.ask(">01 COMMIT token=T1 id=c1")[0].startswith("<01 ERR code=E_STALE")
    assert bench.ask(">02 RESULT? id=c1")[0].startswith("<02 ERR code=E_ID")


def test_another_version_is_told_in_hello_alone() -> None:
    bench = Bench(options={"version": "2.0"})
    assert bench.ask(">00 HELLO")[0].startswith("<00 OK protocol=MP/2.0 notice=")
    assert bench.ask(">01 PING") == ["<01 OK"]
    assert bench.ask(">01 PING") == ["<01 OK"]
    assert bench.noted("operation")[-1] == ("ping", "repeated")  # a retry is one still


def test_chatty_replies_have_a_value_more_and_fit_a_frame() -> None:
    plain, bench = Bench(), Bench(options={"chatty": True})
    assert bench.ask(">00 PING") == ["<00 OK mood=sunny"]
    for n in range(40):
        for one in (plain, bench):
            one.ask(f">{n + 1:02X} {'START' if n % 2 else 'STOP'}")
    (told,), (more,) = plain.ask(">F0 EVENTS?"), bench.ask(">F0 EVENTS?")
    assert len(more) + len("*CCCC\n") <= LIMIT
    assert more.replace(" mood=sunny", "") == told


@pytest.mark.parametrize(
    ("options", "version"), [("{version: '1.1'}", "MP/1.1"), ("{forgetful: true}", "MP/1.0")]
)
def test_a_scenario_sets_them(options: str, version: str) -> None:
    run = play(Run(load(STORY % options)), [(0, Opened()), (0, Bytes(frame(">00 HELLO")))])
    [reply] = [record.data for record in run.records if isinstance(record, Send) and record.last]
    assert f" protocol={version} ".encode() in reply
