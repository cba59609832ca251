"""What the doctor makes of proofs that hold, that do not, and that nobody has written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from mockpump.cli.doctor import lines
from mockpump.doctor.examination import (
    ADVICE,
    LACKING,
    UNPROVED,
    Result,
    Subject,
    examine,
    subjects,
)
from mockpump.doctor.proof import CLEAR, FAULT, Proof, ask, never, sees
from mockpump.doctor.proofs import PORTS
from mockpump.errors import MachineError
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


def test_what_the_machine_lacks_is_not_called_a_defect() -> None:
    lacking = replace(HOLDS, port="tcp:192.0.2.1:0")  # an address of nobody (RFC 5737)
    (result,) = examine([Subject("frame", "busy", (lacking,), "report it")])
    (failure,) = result.failures
    assert failure.startswith(
        "busy: mockpump ended with 3: mockpump: no listening at 192.0.2.1:0: "
    )
    assert result.advice == LACKING
    (result,) = examine([Subject("port", "tcp", (lacking,), ADVICE["tcp"])])
    assert result.advice == ADVICE["tcp"]


def test_without_a_folder_to_play_in_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(MachineError, match=r"^no temporary folder can be made: .*; set TMPDIR"):
        list(examine([Subject("frame", "busy", (HOLDS,), "report it")]))


def test_a_proof_that_cannot_be_written_is_a_failure_with_its_reason() -> None:
    unnameable = replace(HOLDS, also="x" * 300)  # no file system takes such a name
    (result,) = examine([Subject("frame", "busy", (unnameable,), "report it")])
    (failure,) = result.failures
    assert failure.endswith("it could not be played: File name too long")
    assert result.advice == LACKING


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
