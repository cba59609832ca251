"""What holds for a port of any kind, tried by clients that are processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockpump.ports import KINDS, make, outbox
from mockpump.seam import Bytes, Closed, Input, Opened, Overrun, Refused, Settings
from tests.ports.driver import CLIENTS, Driver, burst

EVERY_BYTE = bytes(range(256)) + b"\xff\xff\r\n\n\r\0\xff"

RAW = f"sys.path.insert(0, {str(CLIENTS)!r})\nfrom raw import Raw\n"
PYSERIAL = "import serial\ns = serial.serial_for_url(port, {settings}timeout=10)\n"

KNOWS: dict[str, list[Input]] = {
    "pty": [Settings(4800, stop=2)],  # the kernel keeps neither 7 bits nor parity
    "tcp": [],
    "rfc2217": [Settings(4800, bits=7, parity="E", stop=2)],
}
"""What each kind learns of a client that opens it with 4800 7E2."""
ONE_AT_A_TIME = ("tcp", "rfc2217")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def driver(kind: str) -> Iterator[Driver]:
    with contextlib.closing(Driver(make(kind))) as driver:
        yield driver


def visits(driver: Driver) -> list[Input]:
    """Who came, what they wrote, who went; not what only some kinds can know."""
    return [seen for seen in driver.plain() if isinstance(seen, Opened | Bytes | Closed)]


def until_visits(driver: Driver, *expected: Input) -> None:
    driver.until(lambda: len(visits(driver)) >= len(expected))
    assert visits(driver) == list(expected)


def answering(driver: Driver, mark: bytes = b"?") -> None:
    """Answer every question mark with an exclamation mark."""
    driver.react = lambda seen: (
        driver.port.perform(burst(b"!" * seen.data.count(mark)))
        if isinstance(seen, Bytes) and mark in seen.data
        else None
    )


def test_every_kind_is_tried() -> None:
    assert set(KNOWS) == set(KINDS)


def test_a_client_is_answered_and_every_byte_goes_through_both_ways(driver: Driver) -> None:
    client = driver.python(
        PYSERIAL.format(settings="")
        + "s.write(bytes.fromhex(sys.argv[2])); say(s.read(len(sys.argv[2]) // 2).hex()); s.close()",
        EVERY_BYTE.hex(),
    )
    driver.until(lambda: driver.data() == EVERY_BYTE)
    driver.port.perform(burst(EVERY_BYTE))
    assert bytes.fromhex(driver.output(client)) == EVERY_BYTE
    until_visits(driver, Opened(), Bytes(EVERY_BYTE), Closed())


def test_settings_are_told_where_the_port_can_know_them(driver: Driver, kind: str) -> None:
    answering(driver)
    settings = "baudrate=4800, bytesize=7, parity='E', stopbits=2, "
    client = driver.python(
        PYSERIAL.format(settings=settings) + "s.write(b'?'); say(s.read(1)); s.close()"
    )
    assert driver.output(client) == "b'!'\n"
    assert driver.of(Settings) == KNOWS[kind]
    before_bytes = driver.seen[: driver.seen.index(Bytes(b"?"))]
    assert [seen for seen in before_bytes if isinstance(seen, Settings)] == KNOWS[kind]


def test_it_can_be_opened_again_and_nothing_of_one_reaches_the_next(driver: Driver) -> None:
    for number in range(3):
        client = driver.python(RAW + "r = Raw(port); r.write(b'?'); r.read_to(b'!'); r.close()")
        driver.until(lambda n=number: len(driver.data()) == n + 1)  # type: ignore[misc]
        driver.port.perform(burst(b"unread\n!"))
        driver.output(client)
    visit: list[Input] = [Opened(), Bytes(b"?"), Closed()]
    until_visits(driver, *visit * 3)


def test_five_hundred_visits_are_all_told_and_lose_no_byte(driver: Driver) -> None:
    client = driver.python(
        RAW + "for n in range(500):\n r = Raw(port); r.write(b'%03d;' % n); r.close()"
    )
    driver.output(client)
    driver.until(lambda: len(driver.of(Closed)) == 500)
    assert driver.data() == b"".join(b"%03d;" % n for n in range(500))
    comings = [type(seen) for seen in driver.seen if isinstance(seen, Opened | Closed)]
    assert comings == [Opened, Closed] * 500
    assert not driver.of(Refused)


def test_five_hundred_visits_each_get_their_answer(driver: Driver) -> None:
    answering(driver)
    client = driver.python(
        RAW + "for n in range(500):\n"
        " r = Raw(port); r.write(b'?'); got = r.read_to(b'!'); r.close()\n"
        " assert got.endswith(b'!'), (n, got)"
    )
    driver.output(client)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert driver.data() == b"?" * 500


def test_a_hang_up_ends_a_blocked_read_and_the_address_stays(driver: Driver) -> None:
    client = driver.python(
        RAW + "r = Raw(port); r.write(b'1'); say(r.read_to(b'never')[-4:]); r.close()\n"
        "r = Raw(port); r.write(b'2'); say(r.read_to(b'!')[-1:]); r.close()"
    )
    driver.until(lambda: driver.data() == b"1")
    driver.hang_up()
    driver.until(lambda: driver.data() == b"12")
    driver.port.perform(burst(b"!"))
    assert driver.output(client).splitlines()[1] == "b'!'"
    until_visits(driver, Opened(), Bytes(b"1"), Opened(), Bytes(b"2"), Closed())


def test_pulled_it_ends_a_blocked_read_and_cannot_be_opened_until_it_is_back(
    driver: Driver,
) -> None:
    client = driver.python(
        RAW + "r = Raw(port); r.write(b'1'); r.read_to(b'never'); r.close(); say('gone')\n"
        "try: Raw(port); say('opened?')\n"
        "except OSError as error: say(type(error).__name__)\n"
        "sys.stdin.readline()\n"
        "r = Raw(port); r.write(b'2'); say(r.read_to(b'!')[-1:]); r.close()"
    )
    address = driver.port.address
    driver.until(lambda: driver.data() == b"1")
    driver.pull()
    driver.pull()  # twice is no worse
    driver.until(lambda: len(driver.printed(client)) == 2)
    assert driver.printed(client)[0] == "gone"
    assert driver.printed(client)[1] in ("FileNotFoundError", "ConnectionRefusedError")
    assert driver.rounds_of_nothing() < 20
    driver.put_back()
    assert driver.port.address == address
    driver.tell(client)
    driver.until(lambda: driver.data() == b"12")
    driver.port.perform(burst(b"!"))
    assert driver.output(client).splitlines()[2] == "b'!'"
    until_visits(driver, Opened(), Bytes(b"1"), Opened(), Bytes(b"2"), Closed())


def test_what_is_sent_while_pulled_goes_nowhere(driver: Driver) -> None:
    driver.pull()
    driver.port.perform(burst(b"nobody hears this\n"))
    driver.hang_up()
    driver.port.hold(on=True)
    driver.port.hold(on=False)
    driver.port.look()
    driver.put_back()
    driver.put_back()  # what is in cannot be put back
    answering(driver)
    client = driver.python(RAW + "r = Raw(port); r.write(b'?'); say(r.read_to(b'!')[-2:])")
    assert driver.output(client) in ("b'!'\n", "b',!'\n")  # telnet's last option, then the answer


def test_closed_while_pulled_it_leaves_nothing_behind(driver: Driver) -> None:
    driver.pull()
    driver.port.close()
    driver.port.close()
    client = driver.python(RAW + "try: Raw(port)\nexcept OSError: say('nothing')")
    assert driver.output(client) == "nothing\n"


def test_a_client_that_floods_is_heard_in_small_portions(driver: Driver) -> None:
    client = driver.python(RAW + "r = Raw(port)\nwhile True: r.write(b'flood' * 2000)")
    driver.until(lambda: len(driver.data()) > 300_000)
    rounds, heard = driver.rounds, len(driver.data())
    driver.serve(1)
    assert driver.rounds == rounds + 1
    assert len(driver.data()) - heard <= 4096  # the driver's clock goes on in between
    client.send_signal(signal.SIGKILL)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    data = driver.data()
    assert data == (b"flood" * len(data))[: len(data)]


def test_a_client_that_does_not_read_costs_whole_frames_and_bounded_memory(
    driver: Driver,
) -> None:
    client = driver.python(
        RAW + "r = Raw(port); r.write(b'?'); sys.stdin.readline()\n"
        "got = r.read_to(b'.'); say(got[got.index(b'000'):].decode())"
    )
    driver.until(lambda: driver.data() == b"?")
    sent = 0
    while len(driver.of(Overrun)) < 10:
        driver.port.perform(burst(b"%03d" % (sent % 1000) * 333 + b"\n", sent))
        sent += 1
        driver.serve(0)
        assert sent < 5000
    assert driver.of(Overrun) == [Overrun(1000)] * 10
    driver.tell(client)
    driver.until(lambda: not waits(driver))
    assert driver.rounds_of_nothing() < 20
    driver.port.perform(burst(b"."))
    lines = driver.output(client).splitlines()
    taken = sent - 10
    assert outbox.LIMIT < taken * 1000 < 1_000_000  # the kernels have their share
    assert lines == [f"{number % 1000:03d}" * 333 for number in range(taken)] + ["."]


def waits(driver: Driver) -> bool:
    """Whether anything still waits for the client to read."""
    port = driver.port
    queue = getattr(port, "_outbox", None)
    if queue is None:
        queue = port._client._outbox or port._client._wire  # type: ignore[attr-defined]
    return bool(queue)


def test_held_it_lets_the_client_wait_and_then_hears_all_of_it(driver: Driver) -> None:
    answering(driver)
    client = driver.python(
        RAW + "r = Raw(port); r.write(b'?'); r.read_to(b'!'); say('in'); sys.stdin.readline()\n"
        "r.write(b'x' * 16_000_000); say('wrote'); r.close()"  # more than any kernel holds
    )
    driver.until(lambda: driver.printed(client) == ["in"])
    driver.port.hold(on=True)
    driver.tell(client)
    assert driver.rounds_of_nothing() < 20
    assert driver.data() == b"?"
    assert driver.printed(client) == ["in"]
    driver.port.hold(on=False)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert sum(len(seen.data) for seen in driver.of(Bytes)) == 16_000_001


def test_it_is_waited_for_without_spinning(driver: Driver) -> None:
    assert driver.rounds_of_nothing() < 20
    client = driver.python(RAW + "r = Raw(port); r.write(b'?'); sys.stdin.readline(); r.close()")
    driver.until(lambda: driver.data() == b"?")
    assert driver.rounds_of_nothing() < 20
    driver.tell(client)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert driver.rounds_of_nothing() < 20


@pytest.mark.parametrize("trigger", [Opened, Bytes])
@pytest.mark.parametrize("action", ["hang_up", "pull"])
def test_dropped_in_the_middle_of_what_was_seen_it_tells_no_more(
    driver: Driver, trigger: type[Input], action: str
) -> None:
    def drop(seen: Input) -> None:
        if isinstance(seen, trigger):
            getattr(driver, action)()

    driver.react = drop
    client = driver.python(RAW + "r = Raw(port); r.write(b'quick'); r.read_to(b'never')")
    driver.until(lambda: any(isinstance(seen, trigger) for seen in driver.seen))
    driver.react = lambda _: None
    driver.until(lambda: client.returncode is not None)
    assert visits(driver) in ([Opened()], [Opened(), Bytes(b"quick")])
    assert isinstance(visits(driver)[-1], trigger)
    driver.seen.clear()
    if action == "pull":
        driver.put_back()
    driver.output(driver.python(RAW + "r = Raw(port); r.write(b'next'); r.close()"))
    until_visits(driver, Opened(), Bytes(b"next"), Closed())


def test_closed_in_the_middle_of_what_was_seen_it_is_closed(driver: Driver) -> None:
    driver.react = lambda _: driver.port.close()
    client = driver.python(RAW + "r = Raw(port); r.write(b'quick'); r.read_to(b'never')")
    driver.until(lambda: client.returncode is not None)
    driver.serve(0)
    assert driver.seen == [Opened()]


def test_it_gives_back_every_descriptor(kind: str) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors()
    with contextlib.closing(Driver(make(kind))) as driver:
        client = driver.python(RAW + "r = Raw(port); r.write(b'?'); r.read_to(b'never')")
        driver.until(lambda: driver.data() == b"?")
        driver.pull()
        driver.output(client)
        driver.put_back()
        again = driver.python(RAW + "r = Raw(port); r.write(b'?'); r.read_to(b'never')")
        driver.until(lambda: driver.data() == b"??")
        driver.port.close()
        driver.output(again)
    assert descriptors() - before <= 1  # the poller's own goes when it is collected
    assert not os.path.lexists(driver.port.address)


@pytest.mark.parametrize("kind", ONE_AT_A_TIME)
def test_a_second_client_is_turned_away_and_the_first_served_on(driver: Driver) -> None:
    answering(driver)
    program = RAW + "r = Raw(port); r.write(b'?'); say(r.read_to(b'!')[-1:])\nsys.stdin.readline()"
    first = driver.python(program)
    driver.until(lambda: driver.printed(first) == ["b'!'"])
    second = driver.python(RAW + "r = Raw(port); say(r.read())")
    assert driver.output(second) == "b''\n"
    driver.until(lambda: driver.of(Refused) == [Refused()])
    driver.tell(first)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    driver.output(driver.python("import os\n" + RAW + "Raw(port).write(b'3')"))
    driver.until(lambda: driver.data() == b"?3")
