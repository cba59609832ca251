"""Whole input = byte by byte = many ticks = deadlines only, over random stories."""

import pytest

from mockpump.dialects.base import Dialect
from mockpump.dialects.frames import ACK, DC4, NAK
from mockpump.dialects.fresenius import frames as fresenius
from mockpump.dialects.mp1 import grammar
from mockpump.dialects.newera import frames as newera
from mockpump.scenario.dialects import DIALECTS
from tests.playing import notes
from tests.seam.linkack import LINKACK
from tests.seam.stories import LINKACK_SAYS, WAYS, new_run, story, told, whole

MP1_SAYS = (
    grammar.request(1, "HELLO"),
    grammar.request(2, "STATUS?"),
    grammar.request(2, "STATUS?"),
    grammar.request(3, "TELEMETRY", {"every": "500ms"}),
    grammar.request(4, "STOP"),
    grammar.request(5, "START"),
    grammar.request(6, "BOLUS", {"volume": "1mL", "id": "b1"}),
    grammar.request(7, "ACK", {"alarm": "occlusion"}),
    grammar.request(8, "EVACK", {"n": "1"}),
    grammar.request(9, "SESSION", {"ttl": "2s"}),
    b">0A STATUS?*0000\n",
    b">half a fra",
    b"\xff\x00\n\n",
    grammar.request(2, "STATUS?") + grammar.request(4, "STOP") + grammar.request(5, "START"),
)
NEWERA_SAYS = (
    *(
        newera.command(text)
        for text in (b"", b"RUN", b"STP", b"VOL1", b"PUR", b"SAF2", b"RAT 20MH")
    ),
    *(newera.safe(text) for text in (b"0", b"0RUN", b"0STP", b"0SAF2", b"0SAF0", b"0DIS")),
    b"\x02\x08half",
    b"0RUN\r0\r" + newera.safe(b"0STP") + newera.safe(b"0SAF1"),
)
FRESENIUS_SAYS = (
    *map(
        fresenius.frame, ("0DC", "1DC", "1DE;ar", "1PR;0064", "1PO", "1LE;am", "1E", "1AE", "2DC")
    ),
    *(ACK, ACK, ACK, NAK + b"2", DC4, b"\x021LE;dXX\x03", b"\x02half"),
    fresenius.frame("0DC") + ACK + fresenius.frame("1DC") + ACK + fresenius.frame("1DE;ar") + ACK,
)


def _sealed(name: str, *bodies: str) -> tuple[bytes, ...]:
    seal = DIALECTS[name].seal
    assert seal is not None
    return tuple(map(seal, bodies))


ALARIS_SAYS = (
    *_sealed("alaris", "INF", "ALARM", "REMOTE_CTRL^ENABLED^E6FE", "REMOTE_CTRL^ENABLED^E6FE"),
    *_sealed("alaris", "INF_START", "INF_STOP", "INF_VTBI^ACTIV^1^ml^STOP", "INF_RATE^20^ml/h"),
    *(b"!INF|0000\r", b"!half", b"!INF\x1b", b"".join(_sealed("alaris", "INF", "INF_STOP", "INF"))),
)
DIALECT_SAYS = {
    "linkack": (LINKACK, LINKACK_SAYS),
    "mp1": (DIALECTS["mp1"], MP1_SAYS),
    "newera": (DIALECTS["newera"], NEWERA_SAYS),
    "fresenius": (DIALECTS["fresenius"], FRESENIUS_SAYS),
    "alaris": (DIALECTS["alaris"], ALARIS_SAYS),  # and harvard, which the same engine plays
}


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("pacing", [True, False], ids=["paced", "unpaced"])
@pytest.mark.parametrize(("dialect", "says"), DIALECT_SAYS.values(), ids=DIALECT_SAYS)
def test_only_what_is_said_and_when_matters(
    dialect: Dialect, says: tuple[bytes, ...], pacing: bool
) -> None:
    for seed in range(60):
        speed = (1, 60, 3600)[seed % 3]
        inputs = story(seed, says)
        reference = new_run(dialect, seed, pacing=pacing, speed=speed)
        whole(reference, inputs)
        expected = told(reference)
        for name, way in WAYS.items():
            other = new_run(dialect, seed, pacing=pacing, speed=speed)
            way(other, inputs)
            assert told(other) == expected, f"story {seed}, speed {speed}, {name}"


def test_the_stories_meet_what_they_are_meant_to() -> None:
    """A property over stories that never raise an alarm or lose a frame would hold for nothing."""
    met, touched = set(), set()
    for seed in range(60):
        run = new_run(LINKACK, seed, pacing=True)
        whole(run, story(seed, LINKACK_SAYS))
        met |= {
            (getattr(record, "what", ""), getattr(record, "state", "")) for record in run.records
        }
        touched |= {note.of for note in notes(run, "fault") if note.state == "touched"}
    assert met >= {
        ("fault", "set"),
        ("fault", "touched"),
        ("fault", "cleared"),
        ("alarm", "raised"),
        ("alarm", "reported"),
        ("operation", "accepted"),
        ("port", "hung_up"),
        ("port", "cut"),
        ("port", "opened"),
        ("operator", "undelivered"),
    }
    assert touched == {
        *("break", "coalesce", "delay", "echo", "framing_error", "garble", "late", "lose"),
        *("lose_bytes", "noise", "reorder", "repeat", "slow_drip", "split", "stall", "truncate"),
        "wrong_baud",
    }
