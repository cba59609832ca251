"""A run in words: each record as a line while it plays, and the verdict at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import UNSET

from mockpump.clock import Nanos, format_duration
from mockpump.expect import Finding, Verdict
from mockpump.seam import Note, Value

RESULTS = {
    "passed": "PASSED: the client met every expectation that was checked",
    "failed": "FAILED: the client did not meet what was expected of it",
    "not_checked": "NOT CHECKED: nothing that was expected of the client could be checked",
    "client_died": "CLIENT DIED: by a signal, so nothing that it did can count as passed",
    "assumption_broken": "ASSUMPTION BROKEN: the story did not go as written; no client is to blame",
    "too_slow": "MACHINE TOO SLOW: it lagged so far that no failure can be held against the client",
    "interrupted": "INTERRUPTED: the verdict so far",
}
WORDS = {
    "passed": "passed",
    "failed": "FAILED",
    "warned": "warning",
    "not_checked": "not checked",
    "not_applicable": "not applicable",
}
COLUMN = {
    **{result: text.partition(":")[0] for result, text in RESULTS.items()},
    "passed": "passed",
    "assumption_broken": "BROKEN",
    "too_slow": "TOO SLOW",
}
"""A result in one word or two, for a column."""
ROUTINE = frozenset({"identify", "ping", "ack_event", "telemetry", "session"})
"""Operations that come all the time, beside those that only read."""
NOTICE = "Non-clinical simulation: nothing here may ever be used on a patient."


def seconds(at: Nanos) -> str:
    """Write a time as a column: `  12.500s`."""
    return f"{at // 10**9:4d}.{at // 10**6 % 1000:03d}s"


def note_line(note: Note) -> str:
    """Write one note as a line for a person."""
    words = [note.what.replace("_", " "), note.of, note.state.replace("_", " ")]
    data = " ".join(f"{key}={printable(value)}" for key, value in note.data.items())
    text = " ".join(filter(None, words))
    return f"{seconds(note.at)}  {text:<34}  {data}".rstrip()


def worth_telling(note: Note) -> bool:
    """Whether a person wants to see it: not each reading, reminder, and byte that a fault touched."""
    if note.state == "touched":
        return "frame" in note.data and "before" not in note.data  # a whole frame lost is news
    if note.state == "reminder":
        return False
    if note.what == "operation" and note.state == "accepted":
        return not (note.of in ROUTINE or note.of.startswith("read_"))
    return note.what != "telemetry"


def printable(value: Value) -> str:
    """Write a value as text that no terminal or page takes for anything but text."""
    text = str(value)
    return text if text.isprintable() else ascii(text)


def verdict_lines(verdict: Verdict, recompute: str = "", play_again: str = "") -> Iterator[str]:
    """Write the verdict: failures in full, and why what was not checked was not."""
    for finding in verdict.findings:
        yield from finding_lines(finding)
        if finding.what == "failed" and finding.clause == "expect" and (recompute or play_again):
            yield "  " + "      ".join(
                f"{name}: {command}"
                for name, command in (("recompute", recompute), ("play again", play_again))
                if command
            )
    yield f"{verdict.title()}, seed {verdict.seed}: {ended(verdict)}"
    yield RESULTS[verdict.result]


def ended(verdict: Verdict) -> str:
    """Say how and when a run ended, how far the machine lagged, and how a client ended that failed."""
    lag = f", lag {format_duration(verdict.lag // 10**6 * 10**6)}" if verdict.lag else ""
    how = f"{verdict.reason.replace('_', ' ')} at {seconds(verdict.at).strip()}"
    return f"{how}{lag}{besides(verdict)}"


def besides(verdict: Verdict) -> str:
    """Say what explains a verdict beside its findings; nothing where there is nothing."""
    return f"{exited(verdict)}{dropped(verdict)}{mismatched(verdict)}"


def exited(verdict: Verdict) -> str:
    """`; the client exited with 1 at 0.500s`, or died; nothing where it ended well, or has not."""
    if verdict.client_exit is UNSET:
        return ""
    at, code = verdict.client_exit.at, verdict.client_exit.code
    how = f"died by signal {-code}" if code < 0 else f"exited with {code}"
    return f"; the client {how} at {seconds(at).strip()}"


def dropped(verdict: Verdict) -> str:
    """`; 512 bytes to the client were dropped`, where it did not read; nothing where none was."""
    ways = {"to_client": "to the client", "to_pump": "to the pump"}
    lost = verdict.overrun or {}
    return "".join(f"; {count:,} bytes {ways[way]} were dropped" for way, count in lost.items())


def mismatched(verdict: Verdict) -> str:
    """`; the client's line was 19200, the pump's 9600 8N1`; nothing where they were alike."""
    if verdict.mismatch is UNSET:
        return ""
    return f"; the client's line was {verdict.mismatch.client}, the pump's {verdict.mismatch.pump}"


def verdict_line(verdict: Verdict) -> str:
    """Write the verdict in one line, for one file of many: `passed  occlusion  seed 7  3 passed`."""
    counts: Counter[str] = Counter(finding.what for finding in verdict.findings)
    told = [f"{counts[what]} {word.lower()}" for what, word in WORDS.items() if counts[what]]
    parts = (f"{COLUMN[verdict.result]:<11}", verdict.title(), f"seed {verdict.seed}")
    end = f"{seconds(verdict.at).strip()}{besides(verdict)}"
    return "  ".join([*parts, ", ".join(told) or "nothing expected", end])


def finding_lines(finding: Finding) -> Iterator[str]:
    """Write one expectation or assumption: a line, and the facts below it."""
    label = f"{finding.clause}[{finding.index}]"
    reacted = f"   ({reaction_words(finding.reactions)})" if finding.reactions else ""
    yield f"{WORDS[finding.what]:<8} {label}  {finding.where}   {finding.text}{reacted}"
    for line in finding.lines:
        yield f"  {line}"


def reaction_words(times: tuple[Nanos, ...]) -> str:
    """Write how soon something was met: once, or the least, the median and the greatest time."""
    ordered = sorted(times)
    if len(ordered) == 1:
        return f"after {seconds(ordered[0]).strip()}"
    low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
    return " ".join(
        f"{name} {seconds(value).strip()}"
        for name, value in (("min", low), ("median", middle), ("max", high))
    )
