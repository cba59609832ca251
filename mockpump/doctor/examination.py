"""All proofs, played a few at a time: what this machine can do, and what to do about what it cannot."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from mockpump.doctor.playing import Played
from mockpump.doctor.proof import Proof
from mockpump.doctor.proofs import PORTS, PROOFS
from mockpump.doctor.proofs.ports import SPECS
from mockpump.errors import MachineError
from mockpump.ports import KINDS
from mockpump.report.catalogue import FAULTS

ADVICE: Mapping[str, str] = {
    "pty": "this machine has no pseudo-terminals to give: mount devpts, or use --port tcp:127.0.0.1:0",
    "tcp": "loopback (127.0.0.1) must be up, and a firewall must let a program talk to itself",
    "rfc2217": "as for tcp; and pyserial must be whole: pip install --force-reinstall pyserial",
}
"""What to do about a kind of port that does not serve."""
DEFECT = "a defect of mockpump on this machine: report it, with `mockpump doctor --explain {name}`"
LACKING = "what it says, then run this again: the machine lacks something, mockpump is not at fault"
UNPROVED = "nobody has proved it: do not rely on it, and report it"


class Result(NamedTuple):
    """What came of one thing that mockpump says it can; `failures` empty: it can."""

    kind: str
    name: str
    failures: tuple[str, ...]
    advice: str = ""
    seen: str = ""


class Subject(NamedTuple):
    """A kind of port or a fault, and its proofs: all must hold."""

    kind: str
    name: str
    proofs: tuple[Proof, ...]
    advice: str


def subjects() -> Iterator[Subject]:
    """Return all that is advertised, by the registries that loader and docs read."""
    for name in KINDS:
        served = tuple(proof for kind, proof in PORTS.items() if kind == name)
        yield Subject("port", name, served, ADVICE.get(name, UNPROVED))
    for kind, faults in FAULTS.items():
        for name in faults:
            proofs = tuple(proof for proof in PROOFS if proof.fault == name)
            yield Subject(kind, name, proofs, DEFECT.format(name=name))


def examine(chosen: Sequence[Subject], *, at_once: int | None = None) -> Iterator[Result]:
    """Play the proofs of some subjects; return a result for each, in their order, as it is known.

    Where PTYs were found not to serve, the faults are proved at the port that carries the most.
    Raises MachineError where there is no folder to play in.
    """
    ports = [subject for subject in chosen if subject.kind == "port"]
    faults = [subject for subject in chosen if subject.kind != "port"]
    with (
        _folder() as folder,
        ThreadPoolExecutor(at_once or 2 * (os.cpu_count() or 1)) as pool,
    ):
        results = list(pool.map(lambda subject: _result(subject, Path(folder)), ports))
        yield from results
        if any(one.name == "pty" and one.failures for one in results):
            faults = [_without_pty(subject) for subject in faults]
        yield from pool.map(lambda subject: _result(subject, Path(folder)), faults)


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="mockpump-doctor-", ignore_cleanup_errors=True)
    except OSError as error:
        why = f"no temporary folder can be made: {error.strerror}"
        raise MachineError(f"{why}; set TMPDIR to a folder that can be written") from error


def _without_pty(subject: Subject) -> Subject:
    moved = (replace(one, port=SPECS["rfc2217"]) for one in subject.proofs if one.port == "pty")
    kept = (one for one in subject.proofs if one.port != "pty")
    return subject._replace(proofs=(*moved, *kept))


def _result(subject: Subject, folder: Path) -> Result:
    if not subject.proofs:
        return Result(subject.kind, subject.name, ("no proof",), UNPROVED)
    failures: list[str] = []
    seen, advice = "", ""
    for proof in subject.proofs:
        try:
            with Played(proof, folder / proof.name) as played:
                found = played.failures()
        except OSError as error:  # a full disk, no process to be had
            failures.append(f"{proof.name}: it could not be played: {error.strerror}")
            advice = advice or LACKING
            continue
        failures += [f"{proof.name}: {failure}" for failure in found]
        seen += f"{proof.name}\n\n{proof.scenario()}\n{played.seen}\n{played.said}\n"
        if found:
            faulty = subject.kind == "port" or not played.lacks
            advice = subject.advice if faulty else advice or LACKING
    return Result(subject.kind, subject.name, tuple(failures), advice, seen)
