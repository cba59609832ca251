"""One base, three kinds of blame: the author, the client, the machine. Nothing else escapes."""

from __future__ import annotations

from typing import NamedTuple


class MockpumpError(Exception):
    """Base of every error that mockpump raises on purpose."""


def legible(name: str) -> str:
    r"""Write a file's name as text. It may be any bytes: those that are no UTF-8 become `\xe9`."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half of a character, which is in no file's name
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


class Where(NamedTuple):
    """A place in a text file. Lines and columns count from 1; 0 means: the file as a whole."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = (legible(self.file), self.line, self.column)
        return ":".join(str(part) for part in parts if part)


class Mistake(NamedTuple):
    """One mistake in a file that a person wrote: where it is, what is wrong, what to try."""

    where: Where
    found: str
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}" if str(self.where) else self.found
        if self.expected:
            text += f"; expected {self.expected}"
        return f"{text} ({self.hint})" if self.hint else text


class ScenarioError(MockpumpError):
    """The author's: all mistakes of a scenario or a client profile at once, in file order."""

    def __init__(self, *mistakes: Mistake) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.where))
        super().__init__("\n".join(map(str, self.mistakes)))


class QuantityError(MockpumpError, ValueError):
    """A text that is not the quantity it should be: no unit, an unknown one, too fine, or no number."""


class ClientError(MockpumpError):
    """The client's: it could not be started, or died in a way that is no behaviour to judge."""


class MachineError(MockpumpError):
    """The machine's: no PTY left, a port in use, no permission, a disk full."""


class TraceError(MockpumpError):
    """A trace that cannot be read, or that does not come out the same when it is re-computed."""


class StoryError(MockpumpError):
    """The author's, found while the story plays: Run adds the place of the step and re-raises."""


class UsageError(MockpumpError):
    """The caller's: an option that asks for what does not exist; the message lists what does."""
