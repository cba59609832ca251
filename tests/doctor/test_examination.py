"""What the doctor makes of proofs that hold, that do not, and that nobody has written."""

from __future__ import annotations

from mockpump.cli.doctor import lines
from mockpump.doctor.examination import UNPROVED, Result, Subject, examine, subjects
from mockpump.doctor.proof import CLEAR, FAULT, Proof, ask, never, sees
from mockpump.doctor.proofs import PORTS
from mockpump.ports import KINDS
from mockpump.report.catalogue import FAULTS

HOLDS = Proof(fault="busy", settings="{operation: ping}", story=(FAULT, ask("PING")),
              checks=(sees("E_BUSY"),))  # fmt: skip
FAILS = Proof(fault="stall", also="cleared", story=(FAULT, CLEAR), checks=(never("^<00"),))
UNPLAYED = Proof(also="port-none", port="carrier-pigeon", story=(ask("PING"),), checks=())


def test_all_that_is_advertised_is_examined() -> None:
    named = [(subject.kind, subject.name) for subject in subjects()]
    faults = [(kind, name) for kind, faults in FAULTS.items() for name in faults]
    assert named == [*(("port", kind) for kind in KINDS), *faults]
    assert all(subject.proofs and subject.advice for subject in subjects())


def test_results_come_in_order_with_what_to_do() -> None:
    chosen = [
        Subject("port", "none", (UNPLAYED,), "take another"),
        Subject("frame", "busy", (HOLDS,), "report it"),
        Subject("byte", "stall", (HOLDS, FAILS), "report it"),
        Subject("byte", "new", (), "report it"),
    ]
    none, busy, stall, new = examine(chosen)
    (failure,) = none.failures
    told = "port-none: mockpump ended with 2: mockpump: 'carrier-pigeon' is not a port: one of pty"
    assert failure.startswith(told)
    assert busy[:4] == ("frame", "busy", (), "")
    assert stall.failures == (
        "stall-cleared: '^<00' was seen: <00 ERR code=E_ID msg=\"no order of the id cue-0\"*B287",
    )
    assert stall.advice == "report it"
    assert new == Result("byte", "new", ("no proof",), UNPROVED)


def test_without_ptys_faults_are_proved_over_the_network() -> None:
    broken = Subject("port", "pty", (UNPLAYED,), "")
    elsewhere = Proof(story=(ask("PING"),), checks=(sees("^<00 OK"),), also="elsewhere")
    _, result = examine([broken, Subject("byte", "any", (elsewhere,), "")])
    assert result.failures == ()
    assert "19200 8N1" in result.seen  # settings that only RFC 2217 tells whole


def test_a_result_is_one_line_and_a_failure_says_what_to_do() -> None:
    good = Result("byte", "garble", (), "", "seen\nmore")
    bad = Result("port", "pty", ("no", "not at all"), "use tcp")
    assert list(lines(good, explain=False)) == ["\u2713 garble                     byte fault"]
    assert list(lines(good, explain=True))[1:] == ["    | seen", "    | more"]
    assert list(lines(bad, explain=False)) == [
        "\u2717 pty                        port",
        "    no",
        "    not at all",
        "    what to do: use tcp",
    ]


def test_each_kind_of_port_has_a_proof() -> None:
    assert PORTS.keys() == KINDS.keys()
