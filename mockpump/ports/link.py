"""The stable name of a port: a symlink that outlives the PTYs behind it, and is cleaned up.

A link that we made can be told by its target, `/dev/pts/./7`: the dot is our mark. What stands in
the way is never deleted, with one exception: a link with our mark whose target is gone was left by a
run that was killed, and is replaced. Where the number is in use again, by whomever, we refuse.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from mockpump.errors import MachineError

_OURS = re.compile(r"/dev/([^/.]+/)?\./[^/]+")


class Link:
    """A symlink to the PTY of the moment."""

    def __init__(self, path: Path | None) -> None:
        """Choose the path; None: in a new private directory, removed with it. Raises MachineError.

        Before the PTY is made, which may get the number that a left-over link names.
        """
        self._private = _private_directory() if path is None else None
        self.path = (path or Path(self._private or "", "pump")).absolute()
        self._target = ""
        _clear(self.path)

    def point(self, device: str) -> None:
        """Make the link, or turn it to another device. Raises MachineError."""
        target = _marked(device)
        try:
            if self._target:
                self._turn(target)
            else:
                self.path.symlink_to(target)
        except FileExistsError:
            raise MachineError(
                f"{self.path} exists and is left alone: choose another --link, or remove it yourself"
            ) from None
        except OSError as error:
            raise MachineError(
                f"no link can be made at {self.path}: {error.strerror}; "
                "--link wants a name in a folder that exists and that you may write to"
            ) from error
        self._target = target

    def _turn(self, target: str) -> None:
        """Replace our link in one step, so that it names a device at any time."""
        if _target_of(self.path) not in (self._target, None):
            raise FileExistsError
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        beside.symlink_to(target)
        beside.replace(self.path)

    def withdraw(self) -> None:
        """Remove the link, if it is still ours."""
        with contextlib.suppress(OSError):
            if self._target and _target_of(self.path) == self._target:
                self.path.unlink()
        self._target = ""

    def rename(self, name: str) -> None:
        """Choose another name in the same folder for the next link."""
        self.path = self.path.with_name(name)
        _clear(self.path)

    def remove(self) -> None:
        """Remove what we made, and only that."""
        self.withdraw()
        with contextlib.suppress(OSError):
            if self._private:
                self._private.rmdir()


def _private_directory() -> Path:
    import tempfile  # noqa: PLC0415 - start-up: not needed with --link

    try:
        return Path(tempfile.mkdtemp(prefix="mockpump-"))
    except OSError as error:
        raise MachineError(
            f"no temporary folder can be made: {error.strerror}; set TMPDIR, or give --link"
        ) from error


def _marked(device: str) -> str:
    folder, _, name = device.rpartition("/")
    return f"{folder}/./{name}"


def _target_of(path: Path) -> str | None:
    """Return a symlink's target; "" for anything else, None for nothing."""
    try:
        return os.readlink(path)  # noqa: PTH115 - Path would drop the dot, which is our mark
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _clear(path: Path) -> None:
    """Remove a left-over link of ours: with our mark, and to nothing."""
    target = _target_of(path) or ""
    if _OURS.fullmatch(target) and not path.exists():
        with contextlib.suppress(OSError):  # making the link will say it better
            path.unlink()
