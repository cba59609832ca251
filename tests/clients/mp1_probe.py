"""A client that plays a script and prints what it sees: the witness of tests/outside.

    mp1_probe.py PORT SCRIPT [--out FILE]

SCRIPT is a file of JSON lines, or `-` for stdin. It knows MP/1 from docs/mp1.md and nothing of
mockpump: its checks, its numbering and its cutting of lines are its own.

    {"send": "STATUS?"}                                  a request: numbered, checked, its reply awaited
    {"send": "STATUS?", "until": "state=stopped", "times": 20}     the same again until a reply says so
    {"send": "PING", "await": "line"}                    anything ends the wait, also what is no reply
    {"send": "BOLUS volume=1mL id=b", "await": "nothing"}          go on at once
    {"wait": 0.05}                                       read for so many seconds
    {"reopen": true}                                     close the port and open it again

Every line that comes is printed as it came, behind `bad-check ` if its check is wrong; what the
probe does itself is printed behind `-- `. It ends with 1 if an answer that it awaits does not come.
"""

from __future__ import annotations

import argparse
import binascii
import json
import os
import re
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

PATIENCE = 15.0  # seconds until an answer is given up; no test waits for it unless it fails


def check(text: bytes) -> bytes:
    return b"%04X" % binascii.crc_hqx(text, 0xFFFF)


class Probe:
    def __init__(self, port: str, out: IO[str]) -> None:
        self._port, self._out = port, out
        self._fd = os.open(port, os.O_RDWR | os.O_NOCTTY)
        self._rest = b""
        self._count = 0

    def play(self, step: dict[str, Any]) -> None:
        if "send" in step:
            self._ask(step)
        elif "wait" in step:
            for _ in self._lines(step["wait"]):
                pass
        elif "reopen" in step:
            os.close(self._fd)
            self._fd = os.open(self._port, os.O_RDWR | os.O_NOCTTY)
            self._rest = b""
        else:
            sys.exit(f"no such step: {step}")

    def _ask(self, step: dict[str, Any]) -> None:
        for _ in range(step.get("times", 1)):
            reply = self._exchange(step["send"], step.get("await", "reply"))
            if "until" not in step or re.search(step["until"], reply):
                return
        self._say(f"-- never came: {step['until']}")

    def _exchange(self, request: str, awaited: str) -> str:
        number = b"%02X" % (self._count % 256)
        self._count += 1
        text = b">%s %s" % (number, request.encode())
        self._say(f"-- {text.decode()}")
        os.write(self._fd, b"%s*%s\n" % (text, check(text)))
        if awaited == "nothing":
            return ""
        for line in self._lines(PATIENCE):
            if awaited == "line" or line.startswith(f"<{number.decode()} "):
                return line
        self._say(f"-- no answer to {request}")
        sys.exit(1)

    def _lines(self, seconds: float) -> Iterator[str]:
        end = time.monotonic() + seconds
        while True:
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                yield self._seen(line)
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._fd], [], [], left)[0]:
                return
            try:
                self._rest += os.read(self._fd, 4096)
            except OSError:
                self._say("-- hung up")
                return

    def _seen(self, line: bytes) -> str:
        text = line.decode("ascii", "backslashreplace")
        body, _, given = line.rpartition(b"*")
        if given != check(body):
            text = f"bad-check {text}"
        self._say(text)
        return text

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("script")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    script = sys.stdin.read() if options.script == "-" else Path(options.script).read_text()
    with options.out.open("w") if options.out else sys.stdout as out:
        probe = Probe(options.port, out)
        for line in script.splitlines():
            probe.play(json.loads(line))


if __name__ == "__main__":
    main()
