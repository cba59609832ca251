"""The command line. Each command lives in a module of its own, imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from mockpump.cli import streams
from mockpump.cli.exits import told_of
from mockpump.errors import MockpumpError

VERSION = "0.1.0"
NOTICE = "A simulated, non-clinical pump: nothing here may ever be used on a patient."

COMMANDS: Mapping[str, str] = {
    "demo": "demo",
    "run": "run",
    "test": "test",
    "monitor": "monitor",
    "list": "gallery",
    "check": "gallery",
    "show": "show",
    "schema": "gallery",
    "dialect": "dialect",
    "replay": "replay",
    "report": "report",
    "doctor": "doctor",
}
"""Every command, and the module of this package that holds it."""


class Commands(click.Group):
    """Finds a command's module by name, so that one command's imports are not another's wait."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module, return the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mockpump.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Do it; click by itself would end with 1 where whoever read our output has gone."""
        with streams.whose_reader_may_leave():
            return super().invoke(ctx)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the words of the command; `--help` prints already here."""
        with streams.whose_reader_may_leave():
            return super().make_context(*args, **kwargs)


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: mockpump demo",
)
@click.version_option(VERSION, message=f"%(prog)s %(version)s\n{NOTICE}")
def cli() -> None:
    """Play fault scenarios of a simulated infusion pump to the software that talks to it.

    A simulated, non-clinical pump behind an emulated serial port, and a verdict on the client.

    Beside its own exit codes every command has 3 where stdout cannot be written (a full disk), and 141
    where nobody reads it any more (as of `| head`). What stderr cannot take is lost and changes none.
    """


def main() -> None:
    """Run the command line; every error is one clear message and an exit code, never a traceback."""
    streams.make_ready()
    try:
        cli.main(prog_name="mockpump", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except Exception as error:
        foreseen = isinstance(error, MockpumpError | OSError)
        if os.environ.get("MOCKPUMP_TRACEBACK") and not foreseen:
            raise
        code, told = told_of(error)
        click.echo(f"mockpump: {told}", err=True)
        sys.exit(code)
