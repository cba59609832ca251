"""A client of a Fresenius base with the habits of old drivers: 7E1, byte by byte, no time-out.

    fresenius_client.py PORT

Opens the sessions, asks for events, sets a rate, and reads until an event about it has come and one
ENQ was answered. Prints what it reads.
"""

from __future__ import annotations

import sys

import serial

STX, ETX, ENQ, ACK, DC4 = b"\x02", b"\x03", b"\x05", b"\x06", b"\x14"


def framed(body: bytes) -> bytes:
    return STX + body + b"%02X" % (0xFF - sum(body) % 256) + ETX


def read(port: serial.Serial) -> bytes:
    """Wait for a frame; answer whatever comes before it, acknowledge it, and say what it was."""
    while (byte := port.read()) != STX:
        if byte == ENQ:
            port.write(DC4)
            print("ENQ", flush=True)
        elif byte != ACK:
            print("unexpected:", byte, flush=True)
    body = port.read_until(ETX)[:-1]
    assert framed(body[:-2])[1:-1] == body, body
    port.write(ACK)
    print(body[:-2].decode(), flush=True)
    return body[:-2]


def main(name: str) -> None:
    port = serial.Serial(name, 19200, bytesize=7, parity="E")
    for command in (b"0DC", b"0LE;b", b"1LE;d", b"1DC", b"1LE;d", b"1DE;d", b"1PR;0064"):
        port.write(framed(command))
        read(port)
    while not read(port).startswith(b"1E"):
        pass
    port.write(framed(b"1E"))
    while (byte := port.read()) != ENQ:
        assert byte == ACK, byte
    port.write(DC4)
    port.write(framed(b"1PR;00FA"))
    read(port)
    port.close()
    print("closed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
