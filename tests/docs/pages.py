"""The pages of `docs/` that are drawn from the tables of the code itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mockpump.pump.alarm import MDC_CODES, Alarm
from mockpump.pump.alarms import ALARMS
from mockpump.pump.life import AUDIO, IHE_AUDIO, IHE_PHASES, LIFE
from mockpump.pump.needs import NEEDS
from mockpump.quantity import DURATION
from mockpump.report.catalogue import Entry, entries

ALARMS_HEAD = """\
# Alarms

<!-- drawn by `make docs` from mockpump/pump/alarms.py and life.py: do not edit -->

What a pump can raise, in the order of its parts. An implanted pump has two classes (Medtronic
advisory 2011; Gillette ITB sheet): non-critical, one tone about hourly; critical, two tones, every
10 min. High, medium and low after IEC 60601-1-8 are a convention of the interface on top. No
conformance is claimed, neither with that nor with ISO 14708-4: this pump is simulated, and not for
clinical use.

Several alarms stand at once; they are listed, and shown, highest priority first, then the one that
was raised first. A graver alarm that follows a milder one takes its sound over. What a condition
does to the infusion it does by itself, on time, whether or not its alarm comes."""
LIFE_HEAD = """
## The life of an alarm

Acknowledging silences an alarm and never clears it; only the end of its condition does. A latching
alarm outlives its condition until it is acknowledged. `reported` is not the pump's: it is when the
last byte of the first intact frame that carries the alarm has left for the client.

```mermaid
stateDiagram-v2
    [*] --> inactive
"""
AUDIO_HEAD = """```

## Its audio

A silenced alarm sounds again after 2 min (Generic Infusion Pump hazard analysis, SR 3.2.1; the Open
PCA Pump requires 10 min, R6.4.3(5): `pump: {alarms: {audio_pause: 10min}}`). Reminders are counted,
not played: `sounded=` in `ALARMS?` says how often an alarm has sounded, and months of reminders put
nothing into trace or log."""
FAULTS_HEAD = """\
# Faults

<!-- drawn by `make docs` from the faults themselves: do not edit -->

What a step of a scenario can set in the pump with `fault:` (and clear with `clear:`), with every
setting, its default, and what a client sees of it on the wire. What goes wrong on the way, set with
`line_fault:`, has [a page of its own](line-faults.md). All of them in the terminal:
`mockpump list --faults`.

Where a fault "shows nothing", that is the point of it: no alarm comes, and only the volume that is
aspirated at a refill, or a comparison that the client makes itself, finds it. Each is proved from
outside, by a client process: in the tests, and on your machine by `mockpump doctor`.
"""
TITLES = {
    "pump": "In the pump, the catheter or the battery",
    "byte": "To bytes",
    "frame": "To whole frames",
}


def alarms_page() -> str:
    """Draw `docs/alarms.md`."""
    turns = [f"    {was} --> {turn.to}: {cause}" for (was, cause), turn in LIFE.items()]
    return "\n".join(
        [
            ALARMS_HEAD,
            *_table(
                ("Alarm", "Priority", "Class", "Latching", "The infusion", "Follows", "When"),
                map(_alarm_row, ALARMS.values()),
            ),
            *_table(
                (
                    "Alarm",
                    "Tone",
                    "Sounds every",
                    "Can be silenced",
                    "Raised by",
                    "On a gateway",
                    "Source",
                ),
                map(_sound_row, ALARMS.values()),
            ),
            "",
            "Names that begin with `MDCX_` are private: no public code was found. The others are",
            ", ".join(f"`{name}` {code}" for name, code in MDC_CODES.items()) + ".",
            LIFE_HEAD + "\n".join(turns),
            AUDIO_HEAD,
            *_table(
                ("Its audio was", "Then", "Now it is", "IHE"),
                ((was, cause, now, IHE_AUDIO[now]) for (was, cause), now in AUDIO.items()),
            ),
            "",
            "What is told of each turn, in the event log and as an event:",
            *_table(
                ("The alarm was", "Its condition, or it", "Now it is", "Told", "IHE"),
                (
                    (was, cause, turn.to, ", ".join(turn.told), _ihe(turn.told))
                    for (was, cause), turn in LIFE.items()
                ),
            ),
            "",
        ]
    )


def _ihe(told: tuple[str, ...]) -> str:
    return ", ".join(IHE_PHASES[one] for one in told)


def _alarm_row(alarm: Alarm) -> tuple[str, ...]:
    kind = "critical" if alarm.critical else "non-critical"
    effect = {"": "goes on", "empty": "is held", "stopped": "stops", "ended": "ends for good"}
    return (
        f"`{alarm.code}`",
        alarm.priority,
        kind,
        _yes(alarm.latching),
        effect.get(alarm.effect, f"is {alarm.effect}"),
        f"`{alarm.follows}`" if alarm.follows else "",
        alarm.about,
    )


def _sound_row(alarm: Alarm) -> tuple[str, ...]:
    need = NEEDS.get(alarm.code)
    return (
        f"`{alarm.code}`",
        alarm.tone,
        DURATION.format(alarm.reminder),
        _yes(alarm.can_pause),
        f"a pump with {need.part}" if need else "any pump",
        f"`{alarm.wire}`",
        alarm.source,
    )


def faults_page() -> str:
    """Draw `docs/faults.md`."""
    return FAULTS_HEAD + faults_of("pump")


def faults_of(kind: str) -> str:
    """Draw the faults of one kind, each with its settings."""
    text = f"\n## {TITLES[kind]}\n"
    for entry in entries():
        if entry.kind == kind:
            text += f"\n### `{entry.name}`\n\n" + "\n".join(_fault(entry)) + "\n"
    return text


def _fault(entry: Entry) -> Iterator[str]:
    yield f"{_sentence(entry.about)}."
    if entry.shows:
        yield f"\nOn the wire: {entry.shows}."
    if entry.settings:
        rows = [
            (f"`{one.name}`", one.takes, f"`{one.default}`" if one.default else "left out")
            for one in entry.settings
        ]
        yield from _table(("Setting", "Takes", "If not written"), rows)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", _row(head), _row(("---",) * len(head)))
    yield from map(_row, rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
