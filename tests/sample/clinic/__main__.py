"""`python -m clinic PORT`: watch a pump; orders come as lines of JSON on stdin."""

from __future__ import annotations

import json
import queue
import sys
import threading
import time

import serial

from clinic.monitor import Monitor


def main() -> None:
    """Poll twice a second; acknowledge when asked to."""
    orders: queue.Queue[dict[str, str]] = queue.Queue()
    threading.Thread(target=_take_orders, args=(orders,), daemon=True).start()
    with serial.serial_for_url(sys.argv[1], 19200, timeout=0.05) as port:
        monitor, polled = Monitor(port, print), 0.0
        while True:
            if time.monotonic() - polled > 0.5:
                polled = time.monotonic()
                monitor.poll()
            while not orders.empty():
                order = orders.get()
                if order["do"] == "acknowledge":
                    monitor.acknowledge(order["of"])
            monitor.listen()


def _take_orders(orders: queue.Queue[dict[str, str]]) -> None:
    for line in sys.stdin:
        orders.put(json.loads(line))


if __name__ == "__main__":
    main()
