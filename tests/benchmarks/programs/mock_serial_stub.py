"""mock_serial_stub.py REQUEST REPLY: a stub of mock-serial on a PTY; prints its port."""

from __future__ import annotations

import signal
import sys

from mock_serial.mock_serial import MockSerial


def main() -> None:
    request, reply = (line.encode() + b"\n" for line in sys.argv[1:])
    device = MockSerial()
    device.stub(receive_bytes=request, send_bytes=reply)
    device.open()
    print(device.port, flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
