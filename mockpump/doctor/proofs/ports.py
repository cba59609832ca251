"""Proofs that each kind of port serves a client."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.doctor.proof import REOPEN, Proof, ask, sees

SPECS: Mapping[str, str] = {
    "pty": "pty",
    "tcp": "tcp:127.0.0.1:0",
    "rfc2217": "rfc2217:127.0.0.1:0",
}
"""Each kind of port, and how it is asked for."""

PORTS: Mapping[str, Proof] = {
    kind: Proof(
        also=f"port-{kind}",
        port=spec,
        # opened, spoken with, closed, and opened again
        story=(ask("HELLO"), REOPEN, ask("STATUS?")),
        checks=(sees("^<00 OK .*SIMULATION"), sees("^<01 OK sim=1 state=infusing")),
    )
    for kind, spec in SPECS.items()
}
