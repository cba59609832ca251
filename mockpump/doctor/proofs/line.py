"""Proofs of what happens to bytes and frames on the way."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.doctor.proof import (
    CLEAR,
    CLEAR_UNHEARD,
    FAULT,
    LOOK,
    Check,
    Move,
    Proof,
    ask,
    comes,
    never,
    reads,
    says,
    sees,
    wait,
    waits,
)

PING = ask("PING")
PINGS = (*[ask("PING", awaits="nothing")] * 10, wait(0.3))
# what is left of a spoilt line ends with the first answer after it
AGAIN = (CLEAR_UNHEARD, ask("PING", awaits="line"), PING)
NO_ANSWER = (ask("PING", awaits="nothing"), wait(1))
NETWORK = "rfc2217:127.0.0.1:0"
SPOILT = sees("^bad-check", 3)

SINGLE: Mapping[str, tuple[str, tuple[Move, ...], tuple[Check, ...]]] = {
    "lose_bytes": ("{rate: 10%}", (FAULT, *PINGS, *AGAIN), (SPOILT,)),
    "noise": ("{rate: 20%}", (FAULT, *PINGS, *AGAIN), (SPOILT,)),
    # the first reply ends where the second begins
    "truncate": (
        "{keep: 3, count: 1}",
        (FAULT, ask("PING", awaits="nothing"), ask("PING", awaits="line")),
        (sees("^bad-check <01<02 OK"),),
    ),
    # twelve bytes of an answer come in two pieces, a second apart
    "split": ("{size: 6, pause: 1s}", (FAULT, PING), (says("read 6$", 2), waits(1000))),
    "coalesce": ("{latency: 600ms}", (FAULT, PING), (waits(600),)),
    "slow_drip": ("{every: 100ms}", (FAULT, PING), (says("read 1$", 8), waits(1100))),
    "stall": ("{}", (FAULT, *NO_ANSWER, CLEAR, PING), (says("heard nothing"), sees("^<01 OK"))),
    "delay": ("{by: 800ms}", (FAULT, PING), (waits(800),)),
    "echo": ("{}", (FAULT, PING), (sees("^>01 PING"),)),
}
"""Settings, story and checks of the faults that one row proves."""


def _uart(fault: str, reports: str) -> Proof:
    """A line error, and what it does to the bytes."""
    return Proof(
        fault=fault,
        settings="{rate: 100%}",
        port=NETWORK,
        story=(FAULT, *NO_ANSWER, *AGAIN),
        checks=(says(f"the line reports: {reports}"), never("^<01 OK")),
    )


BYTES = (
    Proof(
        fault="garble",
        settings="{rate: 2%, direction: to_client}",
        seed=2,
        # every frame is as long in every run, so the same bytes are hit; with this seed no line's end
        story=(FAULT, *[ask("PING", awaits="line")] * 20, CLEAR, ask("PING")),
        checks=(SPOILT,),
    ),
    Proof(
        fault="garble",
        also="substitutes",
        settings="{rate: 20%, how: substitute}",
        story=(FAULT, *PINGS, *AGAIN),
        checks=(SPOILT,),
    ),
    *(
        Proof(fault=name, settings=settings, story=story, checks=checks)
        for name, (settings, story, checks) in SINGLE.items()
    ),
    Proof(
        fault="noise",
        also="out-of-nowhere",
        settings="{rate: 0%, every: 50ms}",
        story=(FAULT, wait(0.5), *AGAIN),
        checks=(sees("^bad-check"),),
    ),
    Proof(
        fault="truncate",
        also="what-the-client-says",
        settings="{keep: 6, count: 1, direction: to_pump}",
        story=(FAULT, *NO_ANSWER, PING),
        checks=(sees("^<-- ERR code=E_FRAME"), never("^<01"), sees("^<02 OK")),
    ),
    Proof(
        fault="wrong_baud",
        settings="{baud: 9600, direction: to_client}",
        story=(FAULT, *NO_ANSWER, *AGAIN),
        checks=(sees(r"^bad-check .*\\x"), never("^<01 OK")),
    ),
    Proof(
        fault="wrong_baud",
        also="because-the-client-chose-it",
        story=(
            PING,
            Move(script={"baud": 4800}, about_fault=True),
            *NO_ANSWER,
            Move(script={"baud": 19200}, about_fault=True),
            PING,
        ),
        checks=(never("^<01"), sees("^<02 OK")),
    ),
)
UART = (
    Proof(
        fault="break",
        port=NETWORK,
        story=(FAULT, *NO_ANSWER, *AGAIN),
        checks=(says("the line reports: break"), never("^<01"), sees("^bad-check \x00")),
    ),
    _uart("parity_error", "parity"),
    _uart("framing_error", "framing"),
    _uart("overrun", "overrun"),
    Proof(
        fault="modem_lines",
        settings="{cts: false, dsr: true, cd: false, ri: true}",
        port=NETWORK,
        story=(LOOK, FAULT, LOOK, CLEAR, LOOK),
        checks=(
            says("cts=True dsr=True cd=True ri=False", 2),
            says("cts=False dsr=True cd=False ri=True"),
        ),
    ),
)
ORDER = ask("BOLUS volume=0.5mL duration=30min id=b1", awaits="nothing")
FRAMES = (
    Proof(
        fault="lose",
        settings="{reply_to: bolus}",
        story=(FAULT, ORDER, PING, ask("RESULT? id=b1")),
        # the reply to the PING that was sent after it has come: the reply to the BOLUS never will
        checks=(never("^<01"), sees("^<02 OK"), sees("^<03 OK id=b1"), reads("volume", "0.5mL")),
    ),
    Proof(
        fault="lose",
        also="the-command-itself",
        settings="{operation: bolus}",
        story=(FAULT, ORDER, PING, ask("RESULT? id=b1")),
        checks=(never("^<01"), sees("^<02 OK"), sees("^<03 ERR code=E_ID")),
    ),
    Proof(
        fault="late",
        settings="{reply_to: bolus, by: 2s}",
        story=(FAULT, ORDER, PING, ask("RESULT? id=b1"), wait(3)),
        checks=(comes("^<03 OK id=b1 .*volume=0.5mL", "^<01 OK id=b1"),),
    ),
    Proof(
        fault="repeat",
        settings="{reply_to: ping}",
        story=(FAULT, PING, PING),
        checks=(sees("^<01 OK", 2),),
    ),
    Proof(
        fault="repeat",
        also="carried-out-twice",
        settings="{operation: bolus, every: 1s}",
        pump="{preset: ambulatory-100, infusion: {rate: 0.1 mL/h}}",
        line="{options: {forgetful: true}}",
        story=(FAULT, ask("BOLUS volume=0.005mL id=b1"), wait(2), ask("TOTALS?")),
        checks=(sees("^<01 OK", 2), reads("infused", "0.01mL")),
    ),
    Proof(
        fault="reorder",
        settings="{reply_to: ping, at_most: 1min}",
        story=(FAULT, ask("PING", awaits="nothing"), ask("STATUS?"), wait(0.1)),
        checks=(comes("^<02 OK", "^<01 OK"),),
    ),
    Proof(
        fault="stray",
        settings="{reply_to: ping}",
        story=(FAULT, PING),
        checks=(comes("^<02 OK", "^<01 OK"),),
    ),
    Proof(
        fault="wrong_checksum",
        settings="{reply_to: ping}",
        story=(FAULT, ask("PING", awaits="line"), PING),
        checks=(sees(r"^bad-check <01 OK\*E1A8$"),),
    ),
    Proof(
        fault="wrong_sequence",
        settings="{reply_to: ping}",
        story=(FAULT, ask("PING", awaits="line"), ask("IDENTIFY", awaits="line")),
        checks=(never("^<01"), sees(r"^<02 OK\*")),
    ),
    Proof(
        fault="busy",
        settings="{operation: bolus}",
        story=(
            FAULT,
            ask("BOLUS volume=0.5mL duration=30min id=b1"),
            ask("RESULT? id=b1"),
        ),
        checks=(sees("^<01 ERR code=E_BUSY"), sees("^<02 ERR code=E_ID")),
    ),
)
PROOFS = (*BYTES, *UART, *FRAMES)
