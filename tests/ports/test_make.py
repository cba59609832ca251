from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import UsageError
from mockpump.ports import KINDS, make
from mockpump.ports.pty import PtyPort


def test_each_kind_is_made_by_its_word() -> None:
    assert isinstance(make("pty", Path("pump0")), PtyPort)
    assert list(KINDS) == ["pty"]


def test_an_unknown_port_is_a_usage_error_that_says_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"'ptty' is not a port: one of pty$"):
        make("ptty")


def test_a_pty_takes_nothing_after_it() -> None:
    with pytest.raises(UsageError, match=r"found '/dev/pts/3'"):
        make("pty:/dev/pts/3")
