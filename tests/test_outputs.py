"""A log file is followed from its end on, whatever its writer does to it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path, PosixPath

import pytest

from mockpump.errors import ClientError
from mockpump.outputs import LogFile, Output, Search
from mockpump.ports.base import Poller
from mockpump.seam import Input, Shown

SOUGHT = [(re.compile("n=(?P<n>[0-9]+)"), partial(Shown, "n"))]


def followed(path: Path) -> tuple[LogFile, list[str]]:
    seen: list[str] = []

    def deliver(shown: Input) -> None:
        assert isinstance(shown, Shown)
        seen.append(shown.values["n"])

    return LogFile(path, Search(SOUGHT, deliver)), seen


def add(path: Path, text: str) -> None:
    with path.open("a") as log:
        log.write(text)


def test_what_stood_in_it_before_is_old(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    add(path, "n=1\n")
    log, seen = followed(path)
    add(path, "n=2\n")
    log.drain()
    log.drain()
    assert seen == ["2"]


def test_a_line_counts_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    log, seen = followed(path)
    log.drain()
    for piece in ("n=1", "23 n", "ow\nn=4"):
        add(path, piece)
        log.drain()
    assert seen == ["123"]


def test_a_last_line_counts_once_nothing_more_will_come(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    log, seen = followed(path)
    add(path, "n=1\nn=23")
    log.drain()
    assert seen == ["1"]
    log.finish()
    log.finish()
    assert seen == ["1", "23"]


def test_so_it_does_of_an_output() -> None:
    seen: list[Input] = []
    reading, writing = os.pipe()
    passed = bytearray()
    poller = Poller()
    output = Output(os.fdopen(reading, "rb"), Search(SOUGHT, seen.append), poller, passed.extend)
    os.write(writing, b"n=1\nn=23")
    output.drain()
    assert seen == [Shown("n", {"n": "1"})]
    os.close(writing)
    output.drain()
    output.drain()
    output.close()
    assert seen == [Shown("n", {"n": "1"}), Shown("n", {"n": "23"})]
    assert passed == b"n=1\nn=23"


def test_a_log_that_is_begun_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    add(path, "n=1\nhalf of a line n=")
    log, seen = followed(path)
    path.write_text("n=2\n")
    log.drain()
    path.rename(tmp_path / "a.log.1")
    log.drain()
    add(path, "n=3\n")
    log.drain()
    assert seen == ["2", "3"]


class Leaving(PosixPath):
    """A file that is moved away by whoever looks at it; a folder may then be in its place."""

    folder = False

    def stat(self, **how: bool) -> os.stat_result:
        found: os.stat_result = super().stat(**how)
        if found.st_size:
            self.rename(f"{self}.1")
            if self.folder:
                self.mkdir()
        return found


def test_a_log_that_goes_while_it_is_looked_at_is_looked_for_again(tmp_path: Path) -> None:
    path = Leaving(tmp_path / "a.log")
    log, seen = followed(path)
    for line in ("n=1\n", "n=2\n"):
        add(path, line)
        log.drain()
    log.drain()
    assert seen == []
    assert (tmp_path / "a.log.1").read_text() == "n=2\n"


def test_a_log_that_becomes_a_folder_while_it_is_looked_at_is_a_mistake(tmp_path: Path) -> None:
    path = Leaving(tmp_path / "a.log")
    path.folder = True
    log, _ = followed(path)
    add(path, "n=1\n")
    with pytest.raises(ClientError, match="the log cannot be read: Is a directory"):
        log.drain()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (Path.mkdir, "Is a directory"),
        (lambda path: path.symlink_to(path), "Too many levels of symbolic links"),
    ],
)
def test_what_is_no_log_is_a_mistake_at_once_or_later(
    tmp_path: Path, make: Callable[[Path], None], why: str
) -> None:
    path = tmp_path / "a.log"
    log, _ = followed(path)
    make(path)
    told = f"the log cannot be read: {why}: {str(path)!r}, the profile's file"
    for look in (log.drain, lambda: followed(path)):
        with pytest.raises(ClientError, match=f"^{re.escape(told)}$"):
            look()
