"""A client on pyserial.

    pyserial_client.py PORT [LINE] [--lines N] [--ms N] [--baud N] [--format 8N1]

Sends one MP/1 line (`>01 HELLO`: the CRC is added; with a `*` it goes as it stands), from stdin if
none is given, and prints what comes back until N lines or N milliseconds have passed. Ends with 0
when all N lines came, else with 1.
"""

from __future__ import annotations

import argparse
import binascii
import sys
import time

import serial


def framed(line: str) -> bytes:
    data = line.strip().encode()
    return data + (b"\n" if b"*" in data else b"*%04X\n" % binascii.crc_hqx(data, 0xFFFF))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("line", nargs="?")
    parser.add_argument("--lines", type=int, default=1)
    parser.add_argument("--ms", type=int, default=5000)
    parser.add_argument("--baud", type=int, default=19200)
    parser.add_argument("--format", default="8N1")
    options = parser.parse_args()
    bits, parity, stop = options.format
    line = framed(options.line or sys.stdin.readline())
    # The time-out is set once: with 7E1 on a PTY, glibc refuses any further change (EINVAL).
    port = serial.Serial(
        options.port,
        options.baud,
        bytesize=int(bits),
        parity=parity,
        stopbits=int(stop),
        timeout=0.05,
    )
    port.write(line)
    end = time.monotonic() + options.ms / 1000
    came = 0
    while came < options.lines and time.monotonic() < end:
        part = port.readline()  # or what there is of it after the time-out
        came += part.endswith(b"\n")
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    port.close()
    return 0 if came >= options.lines else 1


if __name__ == "__main__":
    sys.exit(main())
