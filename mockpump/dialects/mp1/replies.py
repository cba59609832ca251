"""What became of a request, as MP/1's text: the reply, its rows as far as they fit, or the refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mockpump.dialects.mp1.grammar import ROOM, pairs
from mockpump.dialects.mp1.verbs import ALARM, ROWS, TELLS, Keys, Verb, keys
from mockpump.seam import Value

MAX_MESSAGE = 200
MAX_CODES = 8

_NEXT = " next=9999999999999"  # what a listing keeps free for its `next`

Row = Mapping[str, Value]


def told(table: Keys, values: Row) -> Iterable[str]:
    """Write the values that are there as `key=value`, in the table's order."""
    return [f"{key}={write(values[name])}" for key, name, write in table if name in values]


def accepted(ss: str, verb: Verb, values: Row) -> str:
    """Write a reply without rows."""
    head = f"<{ss} OK {verb.says}" if verb.says else f"<{ss} OK"
    return " ".join([head, *told(TELLS[verb.name], values)])


_WHY = keys(("because", "left"))


def refused(ss: str, code: str, message: str, values: Row | None = None) -> str:
    """Write a refusal; of its values, what stands in the way and how long it still does."""
    why = told(_WHY, values) if values else ()
    return " ".join([f"<{ss} ERR", *pairs({"code": code, "msg": message[:MAX_MESSAGE]}), *why])


def listing(ss: str, verb: Verb, values: Row, rows: Sequence[Row], first: int) -> tuple[str, int]:
    """Write as many rows as one frame holds; return how many that were.

    `next` says where the rest begins: by the number of an event, else by the place in the list, of
    which `rows` begins with the one at `first`.
    """
    texts = [" ".join([" ;", *told(ROWS[verb.name], row)]) for row in rows]
    room = ROOM - len(accepted(ss, verb, values)) - len(_NEXT)
    count = 0
    while count < len(texts) and len(texts[count]) <= room:
        room -= len(texts[count])
        count += 1
    if count < len(rows):
        rest = rows[count]["n"] if verb.operation == "read_events" else first + count
        values = {**values, "next": rest}
    return accepted(ss, verb, values) + "".join(texts[:count]), count


def few_codes(codes: str) -> str:
    """Shorten a list of alarms so that a status always fits: the highest, then how many more."""
    if codes.count(",") < MAX_CODES:
        return codes
    names = codes.split(",")
    return ",".join([*names[:MAX_CODES], f"+{len(names) - MAX_CODES}"])


_STATUS = TELLS["STATUS?"]


def telemetry_text(values: Row) -> str:
    """Write a frame of the stream: what STATUS? tells."""
    return " ".join(["!---- TELEMETRY sim=1", *told(_STATUS, values)])


_EVENT = keys((*ALARM, "test", "sensor", "dropped"))


def event_text(n: int, values: Row) -> str:
    """Write a numbered event about an alarm."""
    return " ".join([f"!{n:04} ALARM", *told(_EVENT, values)])
