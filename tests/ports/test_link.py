"""What stands where the link is to be is never deleted, unless a dead run of ours left it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mockpump.errors import MachineError
from mockpump.ports.base import Poller
from mockpump.ports.link import Link
from mockpump.ports.pty import PtyPort
from tests.ports.driver import Driver

DEAD = "/dev/pts/./999999"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def opened(link: Path | None) -> Driver:
    return Driver(PtyPort(link))


def test_without_a_path_it_lives_in_a_private_folder_that_goes_with_it() -> None:
    driver = opened(None)
    address = Path(driver.port.address)
    assert address.name == "pump"
    assert address.parent.name.startswith("mockpump-")
    assert address.parent.stat().st_mode & 0o777 == 0o700
    assert address.is_char_device()
    driver.close()
    assert not address.parent.exists()


def test_a_path_of_ones_own_is_made_absolute_and_removed_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    driver = opened(Path("pump0"))
    assert driver.port.address == str(tmp_path / "pump0")
    assert (tmp_path / "pump0").is_char_device()
    driver.close()
    assert list(tmp_path.iterdir()) == []


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a file": Path.touch,
    "a folder": Path.mkdir,
    "a link to a file": lambda path: path.symlink_to("/etc/hostname"),
    "a link to nothing": lambda path: path.symlink_to("/nowhere"),
    "another program's link to a dead PTY": lambda path: path.symlink_to("/dev/pts/999999"),
    "a link of ours to a device that lives": lambda path: path.symlink_to("/dev/./null"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_not_a_dead_link_of_ours_is_refused_and_kept(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "pump0"
    FOREIGN[kind](path)
    before = path.lstat().st_ino
    with pytest.raises(
        MachineError, match=r"pump0 exists and is left alone: choose another --link"
    ):
        opened(path)
    assert path.lstat().st_ino == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_dead_link_of_ours_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pump0"
    path.symlink_to(DEAD)
    driver = opened(path)
    assert path.is_char_device()
    driver.close()
    assert not os.path.lexists(path)


def test_our_links_can_be_told_by_their_target(tmp_path: Path) -> None:
    driver = opened(tmp_path / "pump0")
    target = os.readlink(tmp_path / "pump0")  # noqa: PTH115 - Path would drop the mark
    driver.close()
    dead = f"{target.rpartition('/')[0]}/999999"  # by now the number may be another's
    (tmp_path / "pump0").symlink_to(dead)  # as left by a run that was killed
    opened(tmp_path / "pump0").close()


def test_a_dead_link_goes_before_the_pty_is_made_that_may_get_its_number(tmp_path: Path) -> None:
    (tmp_path / "pump0").symlink_to(DEAD)
    Link(tmp_path / "pump0")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["missing/pump0", "file/pump0", "/proc/self/pump0"])
def test_where_no_link_can_be_made_the_message_says_what_is_wanted(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MachineError, match=r"no link can be made at .*; --link wants a name"):
        opened(tmp_path / path)


def test_a_failed_open_leaves_no_descriptor_behind(tmp_path: Path) -> None:
    before = descriptors()
    with pytest.raises(MachineError):
        opened(tmp_path)
    assert descriptors() == before


def test_a_link_that_somebody_took_over_is_left_to_them(tmp_path: Path) -> None:
    driver = opened(tmp_path / "pump0")
    (tmp_path / "pump0").unlink()
    (tmp_path / "pump0").write_text("theirs")
    with pytest.raises(MachineError, match="left alone"):
        driver.hang_up()
    driver.close()
    assert (tmp_path / "pump0").read_text() == "theirs"


def test_a_link_that_somebody_removed_comes_back_with_a_hang_up(tmp_path: Path) -> None:
    driver = opened(tmp_path / "pump0")
    (tmp_path / "pump0").unlink()
    driver.hang_up()
    assert (tmp_path / "pump0").is_char_device()
    driver.close()


def test_a_temporary_folder_that_cannot_be_made_is_the_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(MachineError, match="set TMPDIR, or give --link"):
        Link(None)


def test_a_port_can_be_opened_again_after_a_refusal(tmp_path: Path) -> None:
    port = PtyPort(tmp_path / "pump0")
    (tmp_path / "pump0").touch()
    with pytest.raises(MachineError):
        port.open(Poller())
    (tmp_path / "pump0").unlink()
    port.open(Poller())
    port.close()
