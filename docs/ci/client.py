"""The smallest honest client loop: poll, show alarms, acknowledge when the operator does."""

import binascii
import itertools
import json
import sys
import threading
import time

import serial

port = serial.serial_for_url(sys.argv[1], 19200, timeout=0.1)
sending = threading.Lock()
numbers = itertools.count(1)


def framed(body):
    return b"%s*%04X\n" % (body, binascii.crc_hqx(body, 0xFFFF))


def send(request):
    with sending:
        port.write(framed(f">{next(numbers) % 256:02X} {request}".encode()))


def operate():
    for order in map(json.loads, sys.stdin):
        if order["do"] == "acknowledge":
            send(f"ACK alarm={order['of']}")


def take(line):
    body, _, _ = line.rpartition(b"*")
    if line != framed(body):
        return  # damaged on the way: the next poll will tell
    words = body.decode().split()
    if body.startswith(b"!"):
        send(f"EVACK n={words[0][1:]}")
        if "state=active" in words:
            print("ALARM", words[2].removeprefix("code="), flush=True)


threading.Thread(target=operate, daemon=True).start()
heard, polled = b"", 0.0
while True:
    if time.monotonic() - polled > 0.5:
        polled = time.monotonic()
        send("STATUS?")
    heard += port.read(port.in_waiting or 1)  # whatever is there: seldom one whole line
    *lines, heard = heard.split(b"\n")
    for line in lines:
        take(line + b"\n")
