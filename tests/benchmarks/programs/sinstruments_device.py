"""sinstruments_device.py PORT REPLY: a trivial device of sinstruments on a PTY; prints its port."""

from __future__ import annotations

import sys

from sinstruments.simulator import BaseDevice, Server


class Canned(BaseDevice):  # type: ignore[misc] # sinstruments has no type hints
    """Answers every message with the `reply` of its configuration, or with OK."""

    def handle_message(self, message: bytes) -> bytes:
        return bytes(self.props.get("reply", b"OK\n"))


def main() -> None:
    url, reply = sys.argv[1:]
    device = {
        "class": "Canned",
        "package": __name__,
        "name": "canned",
        "reply": reply.encode() + b"\n",
        "transports": [{"type": "serial", "url": url}],
    }
    server = Server([device])
    print(url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
