"""A log file is followed from its end on, whatever its writer does to it."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path

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
    assert (seen, bytes(passed)) == ([Shown("n", {"n": "1"}), Shown("n", {"n": "23"})], b"n=1\nn=23")


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
