"""Where traces are kept: a file for each test, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.harness.keeping import LONGEST, Keep

KEEP = Keep(Path("kept"))


@pytest.mark.parametrize(
    ("node_id", "name"),
    [
        ("ping.yaml::ping", "ping.yaml--ping"),
        ("sub/b-c.yml::cases[fast-seed0]", "sub--b-c.yml--cases+fast-seed0"),
        ("tests/test_it.py::TestIt::test_it", "tests--test_it.py--TestIt--test_it"),
        ("größe/настой.yaml::x", "größe--настой.yaml--x"),
        ("a b.yaml::x", "a-b.yaml--x.91cdff84"),
        ("a-b.yaml::x", "a-b.yaml--x"),
        ("a--b.yaml::x", "a--b.yaml--x.641c26e9"),
        ("a/b.yaml::x", "a--b.yaml--x"),
        ("../a.yaml::x", "a.yaml--x.0bc4f127"),
        ("/tmp/a.yaml::x", "tmp--a.yaml--x.2b644a99"),
        ("test_it.py::test_it[0.5]", "test_it.py--test_it+0.5.37a987f0"),
        ("test_it.py::test_it[.]", "test_it.py--test_it.02b2dfb4"),
        ("दवा.yaml::x", "दवा.yaml--x.975d3b74"),
        ("\udce9.yaml::x", "yaml--x.9b160c0b"),
    ],
)
def test_a_name_tells_which_test(node_id: str, name: str) -> None:
    assert KEEP.path(node_id) == Path("kept") / f"{name}.jsonl"
    assert KEEP.path(node_id, 2) == Path("kept") / f"{name}.2.jsonl"


def test_tests_that_look_alike_have_traces_of_their_own() -> None:
    files = (
        "ä",
        "ö",
        "a b",
        "a-b",
        "a_b",
        "a/b",
        "a--b",
        "-a-b",
        ".a-b",
        "a-b.2",
        "sub/b",
        "sub-b",
    )
    names = ("x", "x::y", "x[y]", "x[y.2]", "x[y-2]", "x+y", "x--y")
    paths = [
        KEEP.path(f"{file}.yaml::{name}", number)
        for file in files
        for name in names
        for number in (1, 2)
    ]
    assert len({*paths}) == len(paths) == 168


@pytest.mark.parametrize("letter", ["x", "ж", "注"])
def test_no_name_is_too_long_for_a_file(letter: str, tmp_path: Path) -> None:
    ids = [f"{start}{letter * 300}.yaml::x" for start in "ab"]
    first, second = (Keep(tmp_path).path(one, 10) for one in ids)
    assert first != second
    for path in (first, second):
        path.write_text("")
        assert path.name.startswith(letter)
        assert len(path.name.encode()) <= LONGEST + len(".12345678.10.jsonl")
