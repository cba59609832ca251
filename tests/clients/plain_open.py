"""A client that opens the port like a file and never touches termios.

    plain_open.py PORT [LINE] [--lines N] [--ms N]

Sends one MP/1 line (`>01 HELLO`: the CRC is added; with a `*` it goes as it stands), from stdin if
none is given, and prints what comes back until N lines or N milliseconds have passed. Ends with 0
when all N lines came, else with 1.
"""

from __future__ import annotations

import argparse
import binascii
import os
import select
import sys
import time


def framed(line: str) -> bytes:
    data = line.strip().encode()
    return data + (b"\n" if b"*" in data else b"*%04X\n" % binascii.crc_hqx(data, 0xFFFF))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("line", nargs="?")
    parser.add_argument("--lines", type=int, default=1)
    parser.add_argument("--ms", type=int, default=5000)
    options = parser.parse_args()
    fd = os.open(options.port, os.O_RDWR | os.O_NOCTTY)
    os.write(fd, framed(options.line or sys.stdin.readline()))
    end = time.monotonic() + options.ms / 1000
    came = b""
    while came.count(b"\n") < options.lines and (left := end - time.monotonic()) > 0:
        if select.select([fd], [], [], left)[0]:
            chunk = os.read(fd, 4096)
            if not chunk:
                break
            came += chunk
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    return 0 if came.count(b"\n") >= options.lines else 1


if __name__ == "__main__":
    sys.exit(main())
