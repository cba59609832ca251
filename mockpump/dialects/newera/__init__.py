"""New Era syringe pumps (NE-1000 family), basic and safe mode: `docs/dialect-newera.md`."""

from mockpump.dialects.base import Dialect, Option
from mockpump.dialects.newera.alarms import CODES
from mockpump.dialects.newera.commands import COMMANDS
from mockpump.dialects.newera.frames import command
from mockpump.dialects.newera.session import NewEraSession

DIALECT = Dialect(
    name="newera",
    about="New Era NE-1000 family: short commands, safe mode with CRC, alarms told as replies",
    session=NewEraSession,
    baud=19200,
    operations=frozenset(
        name for command in COMMANDS.values() for name in (command.query, command.sets) if name
    ),
    alarms={code: f"A?{letter}" for code, letter in CODES.items()},
    spoils=frozenset({"checksum", "busy"}),
    possible=frozenset(map(str, range(100))),
    lasts=True,
    seal=lambda text: command(text.encode("ascii")),
    options={
        "auto_alarm": Option(
            "in safe mode, alarms are also sent unasked, as a real pump does", default=True
        ),
        "reset_alarm": Option(
            "the first reply says that the pump has been switched on", default=True
        ),
        "version": Option("what VER says: model and version", "NE1000V3.928"),
    },
)
