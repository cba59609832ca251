from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import UsageError
from mockpump.line import Wire
from mockpump.ports import KINDS, make
from mockpump.ports.device import DevicePort
from mockpump.ports.pty import PtyPort
from mockpump.ports.tcp import TcpPort


def test_each_kind_is_made_by_its_word() -> None:
    assert isinstance(make("pty", Path("pump0")), PtyPort)
    assert isinstance(make("tcp"), TcpPort)
    assert isinstance(make("rfc2217::0"), TcpPort)
    assert list(KINDS) == ["pty", "tcp", "rfc2217"]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("ptty", r"'ptty' is not a port: one of pty, tcp, rfc2217, or a device such as /dev/tty"),
        ("pty:/dev/pts/3", r"found '/dev/pts/3'"),
        ("tcp:1.2.3.4:99999", r"'1\.2\.3\.4:99999' is not HOST:PORT: Port out of range"),
        ("tcp:host:x", r"'host:x' is not HOST:PORT"),
        ("tcp:socket://host:1", r"is not HOST:PORT"),
        ("rfc2217:host:1/x", r"'host:1/x' is not HOST:PORT, such as 127\.0\.0\.1:4000 or :0"),
    ],
)
def test_a_port_that_there_is_not_is_a_usage_error_that_says_what_there_is(
    spec: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        make(spec)


@pytest.mark.parametrize("spec", ["tcp", "rfc2217", "/dev/ttyUSB0"])
def test_only_a_pty_has_a_link(spec: str) -> None:
    with pytest.raises(UsageError, match="--link names the symlink of a pty"):
        make(spec, Path("pump0"), real=Wire(9600))


@pytest.mark.parametrize("path", ["/dev/ttyUSB0", "COM5"])
def test_a_real_device_is_refused_unless_asked_for(path: str) -> None:
    with pytest.raises(UsageError, match=f"{path} is a real device.* only with --real-port"):
        make(path)
    assert isinstance(make(path, real=Wire(9600)), DevicePort)
