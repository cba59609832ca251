"""python -m tests.clients.careful PORT [--remember]: orders come as JSON lines on stdin."""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from tempfile import gettempdir

import serial

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful


class Wall:
    now = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("--remember", action="store_true", help="what must outlast a visit")
    options = parser.parse_args()
    port = serial.serial_for_url(options.port, 19200, timeout=0.05, do_not_open=True)
    orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
    threading.Thread(target=read, args=(orders,), daemon=True).start()
    file = Path(gettempdir()) / f"careful-{options.port.replace('/', '-')}.json"
    again = options.remember and os.environ.get("MOCKPUMP_VISIT", "first") != "first"
    memory = json.loads(file.read_text()) if again else {}
    Careful(port, Wall, lambda: take(orders), show, memory).run()
    if options.remember:
        file.write_text(json.dumps(memory))


def show(line: str) -> None:
    print(line, flush=True)


def read(orders: queue.SimpleQueue[Order | None]) -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        orders.put(Order(asked["do"], asked.get("of", "")))
    orders.put(None)


def take(orders: queue.SimpleQueue[Order | None]) -> Order | None:
    """Return the next order, if there is one. Raises EOFError when none will come."""
    if orders.empty():
        return None
    if (order := orders.get()) is None:
        raise EOFError
    return order


main()
