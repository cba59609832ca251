"""Who may change a pump that asks for a proof, and what becomes of wrong answers."""

from __future__ import annotations

import hmac

import pytest

from mockpump.clock import SECOND, Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump import Pump
from mockpump.pump.access import answer_to
from mockpump.pump.faults.electronics.access_key_changed import AccessKeyChanged
from tests.pump.bench import ask, config, rate, story

KEY = "sim-key-1"
FIRST = "be30f65ed953f57fcc3d029f06e47526"
MINUTE: Nanos = 60 * SECOND


def _pump() -> Pump:
    return Pump(config(access={"key": KEY}))


def _do(pump: Pump, name: str, origin: str = "client", *, proven: bool = False) -> Outcome:
    return pump.perform(Operation(name, {}, origin, proven), 0)


def test_the_answer_is_the_beginning_of_an_hmac() -> None:
    pump = _pump()
    nonce = str(ask(pump, "challenge", 0).values["nonce"])
    assert nonce == "a5e5ba6831ae3f77"
    assert answer_to(nonce, KEY) == FIRST
    assert hmac.new(KEY.encode(), nonce.encode(), "sha256").hexdigest().startswith(FIRST)


def test_changes_take_a_proof_unless_made_at_the_pump() -> None:
    pump = _pump()
    refused = _do(pump, "stop")
    assert (refused.refusal, refused.message) == ("denied", "no stop without a log-in")
    assert _do(pump, "stop", "foreign").refusal == "denied"
    assert _do(pump, "stop", "keys").state == "accepted"
    assert _do(pump, "start", "clinician").state == "accepted"
    assert _do(pump, "stop", proven=True).state == "accepted"
    rows = [row for row in ask(pump, "read_events", 0).rows if row["what"] == "access"]
    assert [(row["of"], row["state"], row.get("changed_by")) for row in rows] == [
        ("stop", "refused", None),
        ("stop", "refused", "foreign"),
    ]


@pytest.mark.parametrize("name", ["identify", "read_status", "read_events", "self_test"])
def test_reading_takes_none(name: str) -> None:
    assert _do(_pump(), name).state == "accepted"


def test_an_answer_is_good_once() -> None:
    pump = _pump()
    ask(pump, "challenge", 0)
    assert ask(pump, "log_in", 0, answer=FIRST.upper()).state == "accepted"
    assert ask(pump, "log_in", 0, answer=FIRST).refusal == "denied"
    ask(pump, "challenge", 0)
    assert ask(pump, "log_in", 0, answer=FIRST).refusal == "denied"


def test_after_three_wrong_answers_nobody_is_let_in_for_five_minutes() -> None:
    pump = _pump()
    for _ in range(3):
        assert ask(pump, "log_in", 0, answer="guess").refusal == "denied"
    assert story(pump.advance(0), "alarm") == [(0, "access_barred", "raised")]
    barred = ask(pump, "challenge", MINUTE)
    assert (barred.refusal, barred.values["left"]) == ("barred", 4 * MINUTE)
    assert ask(pump, "log_in", MINUTE, answer=FIRST).refusal == "barred"
    assert story(pump.advance(10 * MINUTE), "alarm") == [(5 * MINUTE, "access_barred", "cleared")]
    nonce = str(ask(pump, "challenge", 10 * MINUTE).values["nonce"])
    assert ask(pump, "log_in", 10 * MINUTE, answer=answer_to(nonce, KEY)).state == "accepted"


def test_a_right_answer_forgives_the_wrong_ones() -> None:
    pump = _pump()
    for _ in range(3):
        for _ in range(2):
            ask(pump, "log_in", 0, answer="guess")
        nonce = str(ask(pump, "challenge", 0).values["nonce"])
        assert ask(pump, "log_in", 0, answer=answer_to(nonce, KEY)).state == "accepted"


def test_with_another_key_the_right_answer_is_wrong() -> None:
    pump = _pump()
    pump.set_fault(AccessKeyChanged(), 0)
    ask(pump, "challenge", 0)
    assert ask(pump, "log_in", 0, answer=FIRST).refusal == "denied"
    pump.clear_fault("access_key_changed", 0)
    nonce = str(ask(pump, "challenge", 0).values["nonce"])
    assert ask(pump, "log_in", 0, answer=answer_to(nonce, KEY)).state == "accepted"


def test_a_pump_without_a_key_asks_nobody() -> None:
    pump = Pump(config())
    assert ask(pump, "stop", 0).state == "accepted"
    assert ask(pump, "challenge", 0).refusal == "unsupported"
    assert ask(pump, "log_in", 0, answer="guess").refusal == "unsupported"
    told = "it asks nobody for a key: set access.key"
    assert list(AccessKeyChanged().mistakes_for(config())) == [told]
    assert list(AccessKeyChanged(key="").mistakes()) == [
        "key is empty: nobody would be asked for it"
    ]
    bad = config(access={"bar": 0}).access.mistakes()
    assert list(bad) == ["bar is 0s: nobody would be kept out"]


def test_the_rate_is_not_changed_by_what_is_refused() -> None:
    pump = _pump()
    assert ask(pump, "set_rate", 0, rate=rate("0.4 mL/day")).refusal == "denied"
    assert ask(pump, "read_status", 0).values["rate"] == rate("0.2 mL/day")
