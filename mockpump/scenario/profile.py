"""The client profile (`client.yaml`): how to start, drive, watch and stop one client.

It is owned by the team under test. A `{port}` in the command or in a value of `env` becomes the
port's address; `MOCKPUMP_PORT` is set as well.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.clock import SECOND
from mockpump.quantity import Duration
from mockpump.scenario.model import Part
from mockpump.scenario.printout import Printout
from mockpump.scenario.words import listed, nearest

PORT = "{port}"
ORDER = ("do", "of", "port")
"""What is put in, in braces, where an operator is asked."""
_BRACED = re.compile(r"(?<!\$){(\w+)}").findall  # `${word}` is the shell's


class Pattern(Printout, frozen=True):
    """What the client prints when it shows something: a regular expression, sought in each line.

    It is sought in what the client prints, or in what it adds to a log file.
    """

    file: str = ""

    def mistakes(self) -> Iterator[str]:
        """Look in one place, for a regular expression."""
        if self.file and self.on != "stdout":
            yield "file and 'on' are two places: give one of them"
        yield from super().mistakes()


class Drive(Part, frozen=True):
    """How the operator is asked from outside the client: by a command, or by a POST to a URL.

    `{do}`, `{of}` and `{port}` are replaced. The POST carries {"do": …, "of": …} as JSON. A command
    that ends with other than 0, or no answer of 2xx within 10 s, is a mistake in the profile.
    """

    command: str | tuple[str, ...] | None = None
    url: Annotated[
        str, Meta(pattern=r"^https?://[^\s]+$", examples=["http://localhost:8080/do"])
    ] = ""

    def argv(self, port: str, do: str, of: str) -> list[str]:
        """Return the words of the command, or the URL, with what is asked put in."""
        command = (self.url,) if self.command is None else self.command
        words = shlex.split(command) if isinstance(command, str) else command
        put = {PORT: port, "{do}": do, "{of}": of}
        return [re.sub(r"{(port|do|of)}", lambda found: put[found[0]], word) for word in words]

    def mistakes(self) -> Iterator[str]:
        """Have one way, which can be split into words, and name what there is."""
        if self.command is None and not self.url:
            yield "an operator has a command or a url"
        if self.command is not None and self.url:
            yield "command and url are two ways: give one of them"
        try:
            if not self.argv("", "", ""):
                yield "command is empty"
        except ValueError as error:
            yield f"command {self.command!r} cannot be split into words: {error}"
        yield from strangers("command", _joined(self.command or ()))
        yield from strangers("url", self.url)


def _joined(command: str | tuple[str, ...]) -> str:
    return command if isinstance(command, str) else " ".join(command)


def strangers(key: str, text: str) -> Iterator[str]:
    """Say which `{word}` nothing is put in for."""
    for word in _BRACED(text):
        if word not in ORDER:
            takes = listed(f"{{{name}}}" for name in ORDER)
            yield f"{key}: nothing is put in for {{{word}}}; expected {takes}"


class ClientProfile(Part, frozen=True):
    """One client: its command, how its operator is asked, and how it is seen to show things.

    `cwd` is relative to the profile's own folder; without it the client runs in the folder where
    mockpump was called. `operator: stdin` asks by one line of JSON on the client's standard input:
    {"do": "acknowledge", "of": "occlusion"}. `stop` is how long the client may take to end after it
    was asked to, before it is killed; `opens`, how long to open the port.
    """

    command: str | tuple[str, ...]
    cwd: str = ""
    env: Mapping[str, str] = {}
    operator: Literal["stdin"] | Drive | None = None
    shows: Mapping[str, Pattern] = {}
    stop: Duration = 2 * SECOND
    opens: Duration = 30 * SECOND

    def argv(self, port: str) -> list[str]:
        """Return the command with the port's address put in."""
        words = shlex.split(self.command) if isinstance(self.command, str) else self.command
        return [word.replace(PORT, port) for word in words]

    def environment(self, port: str) -> dict[str, str]:
        """Return what the client's environment has beside that of `mockpump`."""
        own = {name: value.replace(PORT, port) for name, value in self.env.items()}
        return {"MOCKPUMP_PORT": port, **own}

    def mistakes(self) -> Iterator[str]:
        """Have a command that can be split, is not empty, and tells the client its port."""
        try:
            words = self.argv(PORT)
        except ValueError as error:
            yield f"command {self.command!r} cannot be split into words: {error}"
            return
        if not words:
            yield "command is empty"
        for word in _BRACED(_joined(self.command)):
            if word != "port" and nearest(word, ["port"]):  # others may be the client's own
                yield f"command: nothing is put in for {{{word}}} (did you mean {PORT!r}?)"
                return
        told = " ".join([*words, *self.env, *self.env.values()])
        if PORT not in told and "MOCKPUMP_PORT" not in told:
            yield (
                "the client is not told the port: put {port} into the command, or write "
                'env: {MOCKPUMP_PORT: "{port}"} if it reads that variable'
            )
