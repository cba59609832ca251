"""What only TCP can do to a port: sides half closed, resets, newcomers, addresses that are taken."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest

from mockpump.errors import MachineError
from mockpump.ports import make
from mockpump.ports.base import Poller
from mockpump.ports.endpoint import Endpoint, endpoint, listen
from mockpump.ports.tcp import TcpPort
from mockpump.seam import Bytes, Closed, Opened, Refused
from tests.ports.driver import Driver, burst


@pytest.fixture
def driver() -> Iterator[Driver]:
    with contextlib.closing(Driver(make("tcp"))) as driver:
        yield driver


def connect(driver: Driver) -> socket.socket:
    host, _, number = driver.port.address.removeprefix("socket://").rpartition(":")
    return socket.create_connection((host, int(number)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Endpoint("127.0.0.1", 0)),
        (":", Endpoint("127.0.0.1", 0)),
        (":4000", Endpoint("127.0.0.1", 4000)),
        ("4000", Endpoint("127.0.0.1", 4000)),
        ("localhost:0", Endpoint("localhost", 0)),
        ("0.0.0.0:4000", Endpoint("0.0.0.0", 4000)),
        ("0.0.0.0", Endpoint("0.0.0.0", 0)),
        ("[::1]:4000", Endpoint("::1", 4000)),
    ],
)
def test_where_it_listens(text: str, expected: Endpoint) -> None:
    assert endpoint(text) == expected


@pytest.mark.parametrize(
    ("spec", "host"),
    [("tcp", "127.0.0.1"), ("tcp:localhost:0", "127.0.0.1"), ("tcp:0.0.0.0:0", "0.0.0.0")],
)
def test_it_binds_to_loopback_unless_a_host_is_given(spec: str, host: str) -> None:
    with contextlib.closing(Driver(make(spec))) as driver:
        number = driver.port._listener.getsockname()[1]  # type: ignore[attr-defined]
        assert driver.port._listener.getsockname()[0] == host  # type: ignore[attr-defined]
        assert driver.port.address == f"socket://{host}:{number}"


def test_ipv6_loopback() -> None:
    try:
        listen(Endpoint("::1", 0)).close()
    except MachineError:
        pytest.skip("this machine has no IPv6 loopback")
    with contextlib.closing(Driver(make("rfc2217:[::1]:0"))) as driver:
        client = driver.python("import serial\nserial.serial_for_url(port).write(b'?')")
        driver.output(client)
        assert driver.data() == b"?"
        assert driver.port.address.startswith("rfc2217://[::1]:")


def test_the_same_number_can_be_had_again_at_once(driver: Driver) -> None:
    address = driver.port.address
    first = connect(driver)
    driver.until(lambda: driver.seen == [Opened()])
    driver.port.close()
    first.close()
    with contextlib.closing(Driver(make(address.replace("socket://", "tcp:")))) as again:
        assert again.port.address == address


# clients that come and go ------------------------------------------------------------------------


def test_a_client_that_closes_half_its_side_has_closed_the_port(driver: Driver) -> None:
    client = connect(driver)
    client.sendall(b"last words")
    client.shutdown(socket.SHUT_WR)
    driver.until_seen(Opened(), Bytes(b"last words"), Closed())
    assert client.recv(99) == b""
    client.close()


def test_a_client_that_resets_has_closed_the_port_after_what_it_wrote(driver: Driver) -> None:
    client = connect(driver)
    client.sendall(b"last words")
    driver.until(lambda: driver.data() == b"last words")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    driver.port.perform(burst(b"to nobody\n"))
    driver.until_seen(Opened(), Bytes(b"last words"), Closed())


@pytest.mark.parametrize("holds", [False, True])
def test_a_newcomer_is_let_in_once_the_last_has_gone_though_nobody_has_looked(
    driver: Driver, holds: bool
) -> None:
    first = connect(driver)
    driver.until(lambda: driver.seen == [Opened()])
    driver.port.hold(on=holds)
    first.sendall(b"first" * 2000)
    first.close()
    second = connect(driver)
    second.sendall(b"second")
    driver.until(lambda: driver.of(Opened) == [Opened()] * 2)
    driver.port.hold(on=False)
    driver.until_seen(Opened(), Bytes(b"first" * 2000), Closed(), Opened(), Bytes(b"second"))
    second.close()


def test_a_held_client_that_is_alive_stays_and_the_newcomer_goes(driver: Driver) -> None:
    first = connect(driver)
    driver.until(lambda: driver.seen == [Opened()])
    driver.port.hold(on=True)
    first.sendall(b"first")
    second = connect(driver)
    assert_ended(driver, second)
    driver.port.hold(on=False)
    driver.until_seen(Opened(), Refused(), Bytes(b"first"))
    first.close()


def assert_ended(driver: Driver, client: socket.socket) -> None:
    driver.until(lambda: driver.of(Refused) == [Refused()])
    client.settimeout(20)
    assert client.recv(1) == b""
    client.close()


def test_who_knocks_and_goes_before_the_port_looks_has_come_and_gone(driver: Driver) -> None:
    client = connect(driver)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    driver.until_seen(Opened(), Closed())


def test_pulled_while_a_newcomer_knocks_nobody_is_let_in(driver: Driver) -> None:
    first = connect(driver)
    driver.until(lambda: driver.seen == [Opened()])
    driver.react = lambda _: driver.pull()
    first.sendall(b"?")
    first.close()
    second = connect(driver)
    driver.until(lambda: len(driver.seen) > 1)
    assert driver.seen == [Opened(), Bytes(b"?")]
    second.close()


def test_an_unplugged_client_is_reset_and_a_hung_up_one_is_not(driver: Driver) -> None:
    hung_up = connect(driver)
    driver.until(lambda: driver.seen == [Opened()])
    driver.hang_up()
    assert hung_up.recv(1) == b""
    hung_up.close()
    pulled = connect(driver)
    driver.until(lambda: driver.seen == [Opened()] * 2)
    driver.pull()
    with pytest.raises(ConnectionResetError):
        pulled.recv(1)
    pulled.close()


def test_the_number_is_kept_while_pulled_and_a_name_changes_nothing(driver: Driver) -> None:
    address = driver.port.address
    driver.pull()
    driver.put_back("pump1")
    assert driver.port.address == address
    connect(driver).close()
    driver.until_seen(Opened(), Closed())


# what the machine lacks --------------------------------------------------------------------------


def failure(port: TcpPort) -> str:
    port.deliver = lambda _: None
    with pytest.raises(MachineError) as caught:
        port.open(Poller())
    port.close()
    return str(caught.value)


def test_a_number_in_use(driver: Driver) -> None:
    at = driver.port.address.removeprefix("socket://")
    assert failure(TcpPort(endpoint(at))) == (
        f"no listening at {at}: Address already in use; "
        "another program has it: choose another number, or 0 for a free one"
    )


def test_an_address_of_another_machine() -> None:
    assert failure(TcpPort(Endpoint("192.0.2.1", 0))) == (
        "no listening at 192.0.2.1:0: Cannot assign requested address; "
        "this machine has no such address: leave the host away for loopback"
    )


def test_no_descriptor_left() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        message = failure(TcpPort(Endpoint("127.0.0.1", 0)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert os.strerror(errno.EMFILE) in message
    assert "ulimit -n" in message


def test_no_descriptor_left_for_a_client(driver: Driver) -> None:
    client = connect(driver)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        with pytest.raises(MachineError, match=r"no client can be let in .*ulimit -n"):
            driver.serve(1)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    client.close()


UNPRIVILEGED = """
import os
import encodings.idna
from mockpump.errors import MachineError
from mockpump.ports import make
from mockpump.ports.base import Poller
port = make('tcp::1')
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    port.open(Poller())
except MachineError as error:
    print(error)
"""


def test_no_permission() -> None:
    """A process of its own, which gives up root's rights once everything is imported."""
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED], capture_output=True, text=True, check=True, timeout=30
    )
    if not done.stdout:
        pytest.skip("this machine lets anybody listen below 1024")
    assert done.stdout == (
        "no listening at 127.0.0.1:1: Permission denied; "
        "choose a number from 1024 on, or 0 for a free one\n"
    )
