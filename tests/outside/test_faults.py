"""Every advertised fault is proved from outside: seen by a client process, or by what it does not see.

`mockpump/doctor/proof.py` says what a proof is. A new fault needs one in `mockpump/doctor/proofs/`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.doctor.playing import Played
from mockpump.doctor.proof import Proof
from mockpump.doctor.proofs import PORTS, PROOFS
from mockpump.ports import KINDS
from mockpump.report.catalogue import FAULTS


@pytest.mark.parametrize("proof", [pytest.param(proof, id=proof.name) for proof in PROOFS])
def test_a_fault_shows_as_it_should_and_without_it_the_same_proof_fails(
    proof: Proof, tmp_path: Path
) -> None:
    with (
        Played(proof, tmp_path / "real") as real,
        Played(proof, tmp_path / "planted", planted=True) as planted,
    ):
        failures, without = real.failures(), planted.failures()
    assert not failures, f"{proof.scenario()}\n{real.seen}\n{real.said}"
    assert "code=0" in planted.said, f"{planted.seen}\n{planted.said}"
    assert without, f"the proof holds without the fault:\n{planted.seen}"


@pytest.mark.parametrize("kind", PORTS)
def test_a_kind_of_port_serves_a_client(kind: str, tmp_path: Path) -> None:
    with Played(PORTS[kind], tmp_path / "port") as played:
        assert played.failures() == [], f"{played.seen}\n{played.said}"


def test_nothing_is_advertised_without_a_proof() -> None:
    assert {proof.fault for proof in PROOFS} == {
        name for faults in FAULTS.values() for name in faults
    }
    assert PORTS.keys() == KINDS.keys()


def test_proofs_have_names_of_their_own() -> None:
    names = [proof.name for proof in (*PROOFS, *PORTS.values())]
    assert sorted(names) == sorted(set(names))
