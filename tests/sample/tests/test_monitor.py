"""The monitor against a simulated pump, in process and at a port."""

from __future__ import annotations

import threading

import pytest
from clinic.monitor import Monitor

from mockpump import PumpFactory

SECOND = 10**9


def test_an_alarm_is_shown_and_acknowledged(mockpump: PumpFactory) -> None:
    def show(text: str) -> None:
        shown.append(text)
        if text.startswith("ALARM"):
            pump.show(text.split()[1])

    shown: list[str] = []
    pump = mockpump(
        "occlusion", operator=lambda _do, of: monitor.acknowledge(of), shows=["occlusion"]
    )
    with pump.open(timeout=0.5) as port:
        monitor, polled = Monitor(port, show), 0
        while pump.now < 60 * SECOND:
            if pump.now >= polled + SECOND:
                polled = pump.now
                monitor.poll()
            monitor.listen()
    assert shown == ["pump is infusing", "ALARM occlusion", "pump is stopped"]


@pytest.mark.mockpump("steady", port="pty", judged=False)
def test_a_pump_that_stops_is_seen_to(mockpump: PumpFactory) -> None:
    pump, stopped = mockpump(), threading.Event()
    with pump.open(timeout=0.1) as port:
        monitor = Monitor(port, lambda text: stopped.set() if text == "pump is stopped" else None)
        monitor.poll()
        pump.wait_for(operation="read_status", within="5s")
        pump.do({"press": "stop"})
        while not stopped.is_set():
            monitor.poll()
            monitor.listen()
    assert pump.state.pumps[""].says["state"] == "stopped"
