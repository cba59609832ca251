"""Files: the gallery, paths, and all that may lie where a scenario should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockpump.errors import ScenarioError
from mockpump.scenario.files import MOST_BYTES, find, gallery, read, read_profile

LEAST = "mockpump: 1\nname: least\nabout: nothing\n"


def mistake(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        read(path)
    return str(caught.value)


def test_the_gallery_holds_what_is_shipped() -> None:
    assert {"battery-warning", "low-reservoir", "occlusion", "steady"} <= set(dict(gallery()))


def test_a_name_is_found_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "steady").write_text(LEAST)
    assert find("steady") == dict(gallery())["steady"]
    assert find("./steady") == Path("steady")


def test_a_path_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text(LEAST)
    assert find("mine") == Path("mine")
    assert find("missing.yaml") == Path("missing.yaml")
    assert find(tmp_path / "x" / "y") == tmp_path / "x" / "y"
    assert read(find("mine")).where.file == "mine"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("oclusion", "no scenario 'oclusion' (did you mean 'occlusion'?)"),
        ("low_reservoir", "no scenario 'low_reservoir' (did you mean 'low-reservoir'?)"),
    ],
)
def test_an_unknown_name_offers_the_nearest(name: str, told: str) -> None:
    with pytest.raises(ScenarioError, match="no scenario") as caught:
        find(name)
    assert str(caught.value).removeprefix(": ") == told


def test_a_name_that_is_near_none_is_sent_to_the_list() -> None:
    with pytest.raises(ScenarioError) as caught:
        find("xyzzy")
    told = "no scenario 'xyzzy'; expected a name that `mockpump list` tells, or the path of a file"
    assert str(caught.value).removeprefix(": ") == told


def test_what_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    assert mistake(missing) == f"{missing}: cannot be read: No such file or directory"
    assert mistake(tmp_path) == f"{tmp_path}: cannot be read: Is a directory"
    assert mistake(Path("a\0b")).endswith("embedded null byte")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ": nothing is in it"),
        (b"\x7fELF\x02\x01\x00\x00", ":1:1: the control character U+007F"),
        (
            b"a: 1\nb\xc3\xa9: \xff\n",
            ":2:5: the byte 0xff, which is not UTF-8; expected a text file",
        ),
        (
            "mockpump: 1".encode("utf-16"),
            ":1:1: the byte 0xff, which is not UTF-8; expected a text file",
        ),
        (b"a: 1\nb: \x00", ":2:4: the control character U+0000"),
        (b"#" * (MOST_BYTES + 1), ": over 100 kB; expected one screen of text"),
    ],
)
def test_what_is_no_text(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(data)
    assert mistake(path) == f"{path}{told}"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_a_file_without_an_end() -> None:
    assert mistake(Path("/dev/zero")) == "/dev/zero: over 100 kB; expected one screen of text"


def test_a_byte_order_mark_and_crlf_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert read(path).name == "least"


def test_a_profile_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "client.yaml"
    path.write_text("command: a {port}")
    assert read_profile(path).argv("p") == ["a", "p"]
    assert read_profile(path).where.file == str(path)
