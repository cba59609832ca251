"""Fresenius syringe pumps at a base (Orchestra, Agilia): `docs/dialect-fresenius.md`."""

from mockpump.clock import SECOND
from mockpump.dialects.base import Dialect, Option
from mockpump.dialects.fresenius.bits import ALARM_BITS, ERROR_BITS
from mockpump.dialects.fresenius.commands import COMMANDS
from mockpump.dialects.fresenius.frames import frame
from mockpump.dialects.fresenius.session import MODULES, FreseniusSession
from mockpump.quantity import DURATION

DIALECT = Dialect(
    name="fresenius",
    about="Fresenius base and modules: ACK and NAK, keep-alive, events for what is asked for",
    session=FreseniusSession,
    baud=19200,
    format="7E1",
    operations=frozenset(
        {"start", *(command.operation for command in COMMANDS.values() if command.operation)}
    ),
    alarms={
        **{code: f"a, bit {bit}" for code, bit in ALARM_BITS.items()},
        **{code: f"e, bit {bit}" for code, bit in ERROR_BITS.items()},
    },
    addresses=("1",),
    possible=frozenset(MODULES),
    spoils=frozenset({"checksum", "busy"}),
    seal=frame,
    options={
        "enq_period": Option(
            "how long the line is idle before the pump asks whether anybody is there",
            5 * SECOND,
            DURATION,
        ),
        "enq_within": Option("how long it then waits for DC4", SECOND, DURATION),
        "enq_tries": Option("how often it asks before the sessions are over", 3),
    },
)
