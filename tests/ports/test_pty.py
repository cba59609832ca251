"""What the run sees of clients that are processes of their own, and what they see of the port."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from mockpump.errors import MachineError
from mockpump.ports import openings as openings_module
from mockpump.ports import outbox
from mockpump.ports.base import READ, Poller
from mockpump.ports.openings import Untold
from mockpump.ports.pty import PtyPort
from mockpump.ports.terminal import Terminal
from mockpump.seam import Bytes, Closed, Input, Opened, Overrun, Settings
from tests.ports.driver import Driver, burst

EVERY_BYTE = bytes(range(256)) + b"\r\n\n\r"

COOKED = """
import termios
def cook(fd):
    attributes = termios.tcgetattr(fd)
    attributes[1] |= termios.OPOST
    attributes[3] |= termios.ECHO | termios.ICANON | termios.ISIG
    termios.tcsetattr(fd, termios.TCSANOW, attributes)
"""
SERIAL_7E1 = "serial.Serial(port, 19200, bytesize=7, parity='E', timeout=10)"


def test_a_client_that_never_touches_termios_gets_and_gives_every_byte(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.write(fd, bytes(range(256)) + b'\\r\\n\\n\\r'); got = b''\n"
        "while len(got) < 260: got += os.read(fd, 999)\n"
        "os.close(fd); say(got.hex())"
    )
    driver.until(lambda: len(driver.data()) == len(EVERY_BYTE))
    driver.port.perform(burst(EVERY_BYTE))
    assert bytes.fromhex(driver.output(client)) == EVERY_BYTE
    driver.until_seen(Opened(), Bytes(EVERY_BYTE), Closed())


C_PROGRAM = """
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv) {
    char got[64];
    int fd = open(argv[argc - 1], O_RDWR | O_NOCTTY);
    if (fd < 0 || write(fd, "\\x02" "7\\r\\n", 4) != 4) return 1;
    ssize_t n = read(fd, got, sizeof got);
    return n < 0 || fwrite(got, 1, n, stdout) != (size_t)n;
}
"""


def test_a_c_program_asks_and_is_answered(driver: Driver, tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler on this machine")
    (tmp_path / "client.c").write_text(C_PROGRAM)
    subprocess.run([compiler, "-o", tmp_path / "client", tmp_path / "client.c"], check=True)
    client = driver.start(tmp_path / "client", driver.port.address)
    driver.until(lambda: driver.data() == b"\x027\r\n")
    driver.port.perform(burst(b"\x0300S\x03\n"))
    assert driver.output(client) == "\x0300S\x03\n"
    driver.until_seen(Opened(), Bytes(b"\x027\r\n"), Closed())


def test_a_shell_keeps_the_port_on_a_descriptor(driver: Driver) -> None:
    script = 'exec 3<>"$0"; printf "one\\r\\n" >&3; read -r a <&3; read -r b <&3; echo "$a|$b"'
    client = driver.start("sh", "-c", script, driver.port.address)
    driver.until(lambda: driver.data() == b"one\r\n")
    driver.port.perform(burst(b"first\nsecond\n"))
    assert driver.output(client) == "first|second\n"
    driver.until_seen(Opened(), Bytes(b"one\r\n"), Closed())


def test_pyserial_is_told_with_its_speed_and_reads_with_a_time_out(driver: Driver) -> None:
    client = driver.python(
        "import serial\n"
        "s = serial.Serial(port, 19200, stopbits=2, timeout=0.01); say(s.read(1))\n"
        "s.write(b'a'); s.timeout = 10; say(s.read(3))\n"
        "s.baudrate = 12345; s.write(b'b'); say(s.read(1))\n"
        "s.baudrate = 54321; s.write(b'c'); say(s.read(1)); s.close()"
    )
    driver.until(lambda: driver.data() == b"a")
    driver.port.perform(burst(b"xyz"))
    driver.until(lambda: driver.data() == b"ab")
    driver.port.perform(burst(b"!"))
    driver.until(lambda: driver.data() == b"abc")
    driver.port.perform(burst(b"."))
    assert driver.output(client) == "b''\nb'xyz'\nb'!'\nb'.'\n"
    driver.until_seen(
        Opened(),
        Settings(19200, stop=2),
        Bytes(b"a"),
        Settings(12345, stop=2),
        Bytes(b"b"),
        Settings(54321, stop=2),
        Bytes(b"c"),
        Closed(),
    )


def test_no_speed_is_no_setting(driver: Driver) -> None:
    client = driver.python(
        "import termios\n"
        "fd = plain(); a = termios.tcgetattr(fd); a[4] = a[5] = termios.B0\n"
        "termios.tcsetattr(fd, termios.TCSANOW, a); os.write(fd, b'?')"
    )
    driver.output(client)
    driver.until_seen(Opened(), Bytes(b"?"), Closed())


def test_seven_bits_and_parity_can_be_opened_again_and_again(driver: Driver) -> None:
    client = driver.python(
        "import serial\n"
        f"for n in range(5):\n s = {SERIAL_7E1}; s.write(b'?'); s.read(1); s.close(); say(n)\n"
        " sys.stdin.readline()\n"
    )
    driver.react = lambda seen: driver.port.perform(burst(b"!")) if seen == Bytes(b"?") else None
    for visits in range(1, 6):
        driver.until(lambda n=visits: len(driver.of(Closed)) == n)  # type: ignore[misc]
        driver.tell(client)
    driver.output(client)
    visit: list[Input] = [Opened(), Settings(19200), Bytes(b"?"), Closed()]
    driver.until_seen(*visit * 5)  # the speed set between them is never told as a client's


def test_open_write_close_in_one_go_is_told_whole_and_in_order(driver: Driver) -> None:
    client = driver.python("fd = plain(); os.write(fd, b'quick'); os.close(fd)")
    client.wait()  # all of it before the port looks for the first time
    driver.until_seen(Opened(), Bytes(b"quick"), Closed())


def test_what_filled_the_pty_before_the_close_is_heard_whole(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.set_blocking(fd, False); sent = 0\n"
        "try:\n while True: sent += os.write(fd, b'm' * 100)\n"
        "except BlockingIOError: say(sent)"
    )
    client.wait()
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert len(driver.data()) == int(driver.output(client)) > 4096


def test_five_hundred_quick_visits_are_all_told_and_lose_no_byte(driver: Driver) -> None:
    client = driver.python(
        "for n in range(500):\n fd = plain(); os.write(fd, b'%03d;' % n); os.close(fd)"
    )
    driver.output(client)
    driver.until(lambda: len(driver.of(Closed)) == 500)
    assert driver.data() == b"".join(b"%03d;" % n for n in range(500))
    visits = [type(seen) for seen in driver.seen if not isinstance(seen, Bytes)]
    assert visits == [Opened, Closed] * 500


def test_quick_visits_that_leave_their_settings_lose_no_byte(driver: Driver) -> None:
    client = driver.python(
        COOKED
        + "for n in range(500):\n fd = plain(); os.write(fd, b'%03d;' % n); cook(fd); os.close(fd)"
    )
    driver.output(client)
    driver.until(lambda: driver.seen[-1:] == [Closed()] and len(driver.data()) == 2000)
    assert driver.data() == b"".join(b"%03d;" % n for n in range(500))
    visits = [type(seen) for seen in driver.seen if not isinstance(seen, Bytes)]
    assert visits == [Opened, Closed] * (len(visits) // 2)


def test_five_hundred_visits_one_after_the_other_each_get_their_answer(driver: Driver) -> None:
    client = driver.python(
        "for n in range(500):\n"
        " fd = plain(); os.write(fd, b'%03d;' % n)\n"
        " got = os.read(fd, 99); os.close(fd)\n"
        " assert got == b'%03d!' % n, (n, got)"
    )

    def answer(seen: Input) -> None:
        if isinstance(seen, Bytes):
            driver.port.perform(burst(seen.data[-4:-1] + b"!"))

    driver.react = answer
    driver.output(client)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert driver.data() == b"".join(b"%03d;" % n for n in range(500))


def test_two_clients_at_once_are_one_visit(driver: Driver) -> None:
    program = "fd = plain(); os.write(fd, sys.argv[2].encode()); sys.stdin.readline()"
    first = driver.python(program, "1")
    driver.until_seen(Opened(), Bytes(b"1"))
    second = driver.python(program, "2")
    driver.until(lambda: driver.data() == b"12")
    driver.tell(first)
    third = driver.python("fd = plain(); os.write(fd, b'3')")
    driver.output(third)
    assert driver.plain() == [Opened(), Bytes(b"123")]
    driver.tell(second)
    driver.until_seen(Opened(), Bytes(b"123"), Closed())


def test_two_that_open_before_the_port_looks_are_one_visit(driver: Driver) -> None:
    client = driver.python("a = plain(); b = plain(); os.close(a); os.write(b, b'still'); input()")
    driver.until_seen(Opened(), Bytes(b"still"))
    driver.port.perform(burst(b"!"))
    driver.tell(client)
    driver.until_seen(Opened(), Bytes(b"still"), Closed())


def test_a_client_killed_while_it_writes_is_heard_to_its_last_byte(driver: Driver) -> None:
    client = driver.python("fd = plain()\nwhile True: os.write(fd, b'0123456789')")
    driver.until(lambda: len(driver.data()) > 20_000)
    client.send_signal(signal.SIGKILL)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    data = driver.data()
    assert data == (b"0123456789" * len(data))[: len(data)]
    driver.seen.clear()
    driver.output(driver.python("fd = plain(); os.write(fd, b'next')"))
    driver.until_seen(Opened(), Bytes(b"next"), Closed())


def test_a_quick_clients_settings_are_told_before_its_bytes(driver: Driver) -> None:
    driver.python("import serial\ns = serial.Serial(port, 4800); s.write(b'quick')").wait()
    driver.until_seen(Opened(), Settings(4800), Bytes(b"quick"), Closed())


@pytest.mark.parametrize("stays", [True, False])
def test_what_a_newcomer_wrote_while_the_last_visit_ended_is_its_own(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    terminal = driver.port._terminal  # type: ignore[attr-defined]
    newcomers: list[int] = []

    def read() -> bytes:
        if not newcomers:
            newcomers.append(os.open(driver.port.address, os.O_RDWR | os.O_NOCTTY))
            os.write(newcomers[0], b"new")
        return Terminal.read(terminal)

    driver.python("fd = plain(); os.write(fd, b'quick'); os.close(fd)").wait()
    monkeypatch.setattr(terminal, "read", read)
    driver.serve(1)
    if not stays:
        os.close(newcomers[0])
    expected: list[Input] = [Opened(), Closed(), Opened(), Bytes(b"quicknew")]
    driver.until(lambda: driver.data() == b"quicknew")
    driver.until_seen(*expected, *[] if stays else [Closed()])
    if stays:
        os.close(newcomers[0])


def test_a_closed_port_is_waited_for_without_spinning(driver: Driver) -> None:
    driver.output(driver.python("os.close(plain())"))
    driver.until(lambda: driver.seen == [Opened(), Closed()])
    assert driver.rounds_of_nothing() < 20


def test_a_client_that_says_nothing_is_waited_for_without_spinning(driver: Driver) -> None:
    client = driver.python("fd = plain(); say(len(os.read(fd, 9))); input()")
    driver.until(lambda: driver.seen == [Opened()])
    driver.port.perform(burst(b"hello"))
    driver.until(lambda: driver.printed(client) == ["5"])
    assert driver.rounds_of_nothing() < 20


def test_nothing_of_a_client_reaches_the_next(driver: Driver) -> None:
    first = driver.python(
        COOKED + "fd = plain(); cook(fd); os.write(fd, b'?'); sys.stdin.readline()"
    )
    driver.until(lambda: driver.data() == b"?")
    driver.port.perform(burst(b"unread\n" * 3000))  # more than the kernel holds
    driver.tell(first)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    driver.seen.clear()
    second = driver.python(
        "fd = plain(); os.write(fd, b'?'); say(os.read(fd, 99))\n"
        "import termios; a = termios.tcgetattr(fd); say(a[3] & (termios.ECHO | termios.ICANON))"
    )
    driver.until_seen(Opened(), Bytes(b"?"))
    driver.port.perform(burst(b"fresh\n"))
    assert driver.output(second) == "b'fresh\\n'\n0\n"
    driver.until_seen(Opened(), Bytes(b"?"), Closed())  # no echo of what was sent


def test_a_lock_and_a_stop_of_a_killed_client_do_not_outlive_it(driver: Driver) -> None:
    first = driver.python(
        "import fcntl, termios\n"
        "fd = plain(); fcntl.ioctl(fd, termios.TIOCEXCL)\n"
        "os.write(fd, b'?'); termios.tcflow(fd, termios.TCOOFF); say('stopped'); input()"
    )
    driver.until(lambda: driver.printed(first) == ["stopped"] and driver.data() == b"?")
    driver.port.perform(burst(b"!"))
    first.kill()
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    second = driver.python(
        "import fcntl\n"
        "fd = plain(); os.write(fd, b'next')\n"
        "say(fcntl.ioctl(fd, 0x80045440, bytes(4)))"  # TIOCGEXCL: root may pass a lock unseen
    )
    assert driver.output(second) == f"{bytes(4)!r}\n"
    driver.until(lambda: driver.data() == b"?next")


def test_a_next_client_is_heard_while_the_port_is_made_new(driver: Driver) -> None:
    """Both opened, and the second has set its speed, before the port looks."""
    client = driver.python(
        COOKED + "a = plain(); cook(a); os.close(a)\n"
        "import serial; s = serial.Serial(port, 4800); s.write(b'second'); say('ready'); input()"
    )
    assert client.stdout is not None
    assert client.stdout.readline() == b"ready\n"
    driver.until(lambda: driver.data() == b"second")
    driver.until_seen(Opened(), Closed(), Opened(), Settings(4800), Bytes(b"second"))
    driver.tell(client)


def test_a_hang_up_ends_a_blocked_read_and_the_address_stays(driver: Driver) -> None:
    client = driver.python(
        "import serial\n"
        "s = serial.Serial(port, 9600); s.write(b'1')\n"
        "try: s.read(1)\n"
        "except serial.SerialException as error: say('hung up')\n"
        "s.close(); s = serial.Serial(port, 9600, timeout=10); s.write(b'2'); say(s.read(1))"
    )
    driver.until(lambda: driver.data() == b"1")
    before = Path(driver.port.address).resolve()
    driver.hang_up()
    driver.until(lambda: driver.data() == b"12")
    driver.port.perform(burst(b"!"))
    assert driver.output(client) == "hung up\nb'!'\n"
    one: list[Input] = [Opened(), Settings(9600), Bytes(b"1")]
    two: list[Input] = [Opened(), Settings(9600), Bytes(b"2"), Closed()]
    driver.until_seen(*one, *two)  # no Closed for the hang-up: the run asked for it
    assert Path(driver.port.address).resolve() != before


def test_a_plain_client_reads_the_end_of_file_when_hung_up(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.write(fd, b'1')\n"
        "try: say(os.read(fd, 1))\n"
        "except OSError as error: say(error.errno)"
    )
    driver.until(lambda: driver.data() == b"1")
    driver.hang_up()
    assert driver.output(client) in ("b''\n", "5\n")


@pytest.mark.parametrize("trigger", [Opened(), Bytes(b"quick"), Closed()])
def test_a_hang_up_in_the_middle_of_what_was_seen_ends_it(driver: Driver, trigger: Input) -> None:
    def hang_up(seen: Input) -> None:
        if seen == trigger:
            driver.hang_up()

    driver.react = hang_up
    driver.python("fd = plain(); os.write(fd, b'quick'); os.close(fd)").wait()
    driver.until(lambda: trigger in driver.seen)
    driver.react = lambda _: None
    expected = [Opened(), Bytes(b"quick"), Closed()]
    assert driver.seen == expected[: expected.index(trigger) + 1]
    driver.seen.clear()
    driver.output(driver.python("fd = plain(); os.write(fd, b'next'); os.close(fd)"))
    driver.until_seen(Opened(), Bytes(b"next"), Closed())


def test_what_came_before_a_hang_up_and_was_not_seen_yet_is_not_told(driver: Driver) -> None:
    client = driver.python("fd = plain(); os.write(fd, b'lost'); say('in'); input()")
    assert client.stdout is not None
    assert client.stdout.readline() == b"in\n"
    driver.hang_up()
    assert driver.rounds_of_nothing() < 20
    assert driver.seen == []


def test_a_hang_up_while_much_is_waiting_leaves_the_next_port_in_peace(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.write(fd, b'?'); sys.stdin.readline()\n"
        "os.read(fd, 9999); os.read(fd, 9999); os.write(fd, b'!'); say('wrote'); input()"
    )
    driver.until(lambda: driver.data() == b"?")
    driver.port.perform(burst(b"much" * 10_000))
    driver.react = lambda _: driver.hang_up()
    driver.tell(client)
    assert client.stdout is not None
    assert client.stdout.readline() == b"wrote\n"  # room to write and bytes to read, at once
    driver.until(lambda: driver.data() == b"?!")
    assert driver.rounds_of_nothing() < 20


def test_a_port_closed_in_the_middle_of_what_was_seen_is_closed(driver: Driver) -> None:
    driver.react = lambda _: driver.port.close()
    driver.python("fd = plain(); os.write(fd, b'quick'); os.close(fd)").wait()
    driver.until(lambda: driver.seen == [Opened()])
    driver.serve(0)
    driver.port.look()
    driver.port.close()
    assert driver.seen == [Opened()]
    assert not os.path.lexists(driver.port.address)


def test_bytes_for_a_closed_port_go_nowhere(driver: Driver) -> None:
    driver.port.perform(burst(b"nobody hears this\n"))
    client = driver.python("fd = plain(); os.write(fd, b'?'); say(os.read(fd, 99))")
    driver.until(lambda: driver.data() == b"?")
    driver.port.perform(burst(b"!\n"))
    assert driver.output(client) == "b'!\\n'\n"


def test_a_client_that_does_not_read_costs_whole_frames_and_bounded_memory(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.write(fd, b'?'); sys.stdin.readline(); got = b''\n"
        "while not got.endswith(b'.'): got += os.read(fd, 9999)\n"
        "say(got.decode())"
    )
    driver.until(lambda: driver.data() == b"?")
    for number in range(300):
        driver.port.perform(burst(b"%03d" % number * 333 + b"\n", number))
    overruns = driver.of(Overrun)
    kernel_and_queue = 300 - len(overruns)
    assert overruns == [Overrun(1000)] * len(overruns)
    assert outbox.LIMIT < kernel_and_queue * 1000 < outbox.LIMIT + 40_000
    driver.tell(client)
    driver.until(lambda: not driver.port._outbox)  # type: ignore[attr-defined]
    assert driver.rounds_of_nothing() < 20
    driver.port.perform(burst(b"."))
    lines = driver.output(client).splitlines()
    assert lines == [f"{number:03d}" * 333 for number in range(kernel_and_queue)] + ["."]


def test_a_client_that_floods_is_heard_in_small_portions(driver: Driver) -> None:
    client = driver.python("fd = plain()\nwhile True: os.write(fd, b'flood' * 2000)")
    driver.until(lambda: len(driver.data()) > 300_000)
    rounds, heard = driver.rounds, len(driver.data())
    driver.serve(1)
    assert driver.rounds == rounds + 1
    assert len(driver.data()) - heard <= 4096  # the driver's clock goes on in between
    client.kill()
    driver.until(lambda: driver.seen[-1:] == [Closed()])


def test_without_reports_visits_are_seen_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings_module, "Told", Untold)
    driver = Driver(PtyPort())
    with contextlib.closing(driver):
        assert driver.port.poll_every == 20_000_000
        driver.python("fd = plain(); os.write(fd, b'quick'); os.close(fd)").wait()
        driver.until_seen(Opened(), Bytes(b"quick"), Closed())
        client = driver.python(f"import serial\ns = {SERIAL_7E1}; s.write(b'?'); say(s.read(1))")
        driver.until(lambda: driver.data() == b"quick?")
        driver.port.perform(burst(b"!"))
        assert driver.output(client) == "b'!'\n"
        driver.until(lambda: driver.seen[-1:] == [Closed()])


def test_a_machine_without_a_pty_says_what_to_try() -> None:
    port = PtyPort()
    port.deliver = lambda _: None
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        with pytest.raises(MachineError, match=r"no pseudo-terminal .*ulimit -n"):
            port.open(Poller())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_who_is_in_is_looked_at_before_what_is_read_in_doubt(driver: Driver) -> None:
    address = driver.port.address
    first, second = (os.open(address, os.O_RDWR | os.O_NOCTTY) for _ in range(2))
    driver.until(lambda: driver.seen == [Opened()])
    os.close(first)
    driver.serve(1)  # one close for what was reported as one open: doubt
    os.close(second)
    third = os.open(address, os.O_RDWR | os.O_NOCTTY)
    os.write(third, b"third")
    driver.port._ready(READ)  # type: ignore[attr-defined]
    os.close(third)
    driver.until_seen(Opened(), Closed(), Opened(), Bytes(b"third"), Closed())


def test_at_the_end_of_file_of_a_hang_up_the_address_is_a_new_port_already(driver: Driver) -> None:
    """Who opens it again at once never meets the one that has gone: a hundred times."""
    client = driver.python(
        "fd = os.open(port, os.O_RDWR | os.O_NOCTTY)\n"
        "for n in range(100):\n"
        "    gone = os.ttyname(fd)\n"
        "    os.write(fd, b'x')\n"
        "    try: end = os.read(fd, 1)\n"
        "    except OSError: end = b''\n"
        "    new = os.open(port, os.O_RDWR | os.O_NOCTTY)\n"
        "    assert end == b'' and os.ttyname(new) != gone, n\n"
        "    os.close(fd); fd = new\n"
        "say('done')"
    )
    driver.react = lambda seen: driver.hang_up() if isinstance(seen, Bytes) else None
    assert driver.output(client) == "done\n"
