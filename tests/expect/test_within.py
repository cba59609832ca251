"""`within`, against notes written by hand: exact verdicts in exact words."""

from __future__ import annotations

import pytest

from mockpump.clock import DAY, SECOND, Timebase
from mockpump.expect.verdict import Reason
from mockpump.expect.within import MOST_REACTIONS
from mockpump.seam import Note
from tests.expect.watch import note, show, tick, watch, watching

ACK = "operation: ack_alarm, of: occlusion, within: 5s, after: {operator: acknowledge}"
SHOWS = "shows: occlusion, within: 2s, after: {alarm: occlusion}"
IDENTIFY = "operation: identify, within: 5s"
BOLUS = "operation: bolus, within: 5s, after: {operator: bolus}"
OPEN = "0s port - opened"
ASKED = "57.2s operator acknowledge delivered of=occlusion"
WAITED = "operator acknowledge of occlusion delivered at 57.2s"
NO_ACK = f"{WAITED}; no ack_alarm until the end of the run (2min)"
ACKED = "operation ack_alarm accepted alarm=occlusion"
NOTHING = "the client meanwhile: nothing"


def meanwhile(what: str) -> str:
    return f"the client meanwhile: {what}"


def polls(start: int, end: int) -> list[str]:
    return [f"{second}s operation read_status accepted" for second in range(start, end, 2)]


CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "in time": (ACK, [ASKED, f"57.3s {ACKED}"], "passed", []),
    "at the deadline is in time": (ACK, [ASKED, f"62.2s {ACKED}"], "passed", []),
    "a nanosecond later is not": (
        ACK,
        [ASKED, f"62.200000001s {ACKED}"],
        "failed",
        [f"{WAITED}; ack_alarm came at 62.2s, 5.001s after", NOTHING],
    ),
    "never": (
        ACK,
        [
            *polls(50, 58),
            ASKED,
            *polls(58, 60),
            "59s operation silence_alarm accepted alarm=occlusion",
            "60.1s operation set_rate accepted",
            *polls(62, 120),
        ],
        "failed",
        [
            NO_ACK,
            meanwhile("read_status ×30 (last 118s), silence_alarm ×1 at 59s, set_rate ×1 at 60.1s"),
            "nearest: silence_alarm at 59s (silences, does not acknowledge)",
        ],
    ),
    "late": (
        ACK,
        [ASKED, *polls(58, 60), f"70.1s {ACKED}", "80s operation stop accepted"],
        "failed",
        [f"{WAITED}; ack_alarm came at 70.1s, 12.9s after", meanwhile("read_status ×1 at 58s")],
    ),
    "of another alarm": (
        ACK,
        [ASKED, "58s operation ack_alarm accepted alarm=low_reservoir"],
        "failed",
        [
            NO_ACK,
            meanwhile("ack_alarm ×1 at 58s"),
            "nearest: ack_alarm at 58s (of low_reservoir, accepted)",
        ],
    ),
    "refused": (
        ACK,
        [ASKED, "58s operation ack_alarm refused alarm=occlusion refusal=not_active"],
        "failed",
        [
            NO_ACK,
            meanwhile("ack_alarm ×1 at 58s"),
            "nearest: ack_alarm at 58s (refused: not_active)",
        ],
    ),
    "lost on the way": (
        ACK,
        [ASKED, "58s operation ack_alarm lost"],
        "failed",
        [NO_ACK, meanwhile("ack_alarm ×1 at 58s"), "nearest: ack_alarm at 58s (lost)"],
    ),
    "before it was asked for": (ACK, [f"50s {ACKED}", ASKED], "failed", [NO_ACK, NOTHING]),
    "the anchor never was": (
        ACK,
        [f"50s {ACKED}"],
        "failed",
        ["operator acknowledge never happened, so nothing was checked"],
    ),
    "the operator could not be asked": (
        ACK,
        ["57.2s operator acknowledge undelivered of=occlusion"],
        "not_checked",
        ["the operator could not be asked to acknowledge at 57.2s"],
    ),
    "without an anchor it counts from the beginning": (
        IDENTIFY,
        ["5s operation identify accepted"],
        "passed",
        [],
    ),
    "and fails from there": (
        IDENTIFY,
        ["5.5s operation identify accepted"],
        "failed",
        ["the run began; identify came at 5.5s, 5.5s after", NOTHING],
    ),
    "each deed answers one request": (
        BOLUS,
        [
            "10s operator bolus delivered",
            "11s operator bolus delivered",
            "12s operation bolus accepted",
        ],
        "failed",
        [
            "operator bolus delivered at 11s; no bolus until the end of the run (2min)",
            meanwhile("bolus ×1 at 12s"),
        ],
    ),
    "and two deeds two": (
        BOLUS,
        [
            "10s operator bolus delivered",
            "11s operator bolus delivered",
            "12s operation bolus accepted",
            "12s operation bolus accepted",
        ],
        "passed",
        [],
    ),
    "what is shown once is shown for all": (
        SHOWS,
        [
            "10s alarm occlusion reported",
            "11s alarm occlusion reported",
            "12s shows occlusion shown",
        ],
        "passed",
        [],
    ),
    "and too late for one": (
        SHOWS,
        [
            "10s alarm occlusion reported",
            "11s alarm occlusion reported",
            "12.5s shows occlusion shown",
        ],
        "failed",
        ["alarm occlusion reported at 10s; occlusion shown at 12.5s, 2.5s after", NOTHING],
    ),
    "not shown": (
        SHOWS,
        ["10s alarm occlusion reported", "11s shows low_reservoir shown"],
        "failed",
        [
            "alarm occlusion reported at 10s; occlusion not shown until the end of the run (2min)",
            NOTHING,
        ],
    ),
    "shown with another value": (
        "shows: occlusion, with: {rate: 5 mL/h}, within: 2s",
        ["0.2913s shows occlusion shown rate=5 days=3", "1s shows occlusion shown rate=6"],
        "failed",
        [
            "the run began; occlusion not shown so until the end of the run (2min)",
            NOTHING,
            "nearest: occlusion shown at 0.291s, but with rate=5",
        ],
    ),
    "shown without that value, and of another": (
        "shows: occlusion, of: a, with: {days: '4', rat: '1'}, within: 2s",
        ["1s shows occlusion shown of=b days=3"],
        "failed",
        [
            "the run began; occlusion not shown so until the end of the run (2min)",
            NOTHING,
            "nearest: occlusion shown at 1s, but with days=3, rat=nothing",
        ],
    ),
    "shown of another": (
        "shows: occlusion, of: a, within: 2s",
        [f"1s shows occlusion shown of={'b' * 61}"],
        "failed",
        [
            "the run began; occlusion not shown until the end of the run (2min)",
            NOTHING,
            f"nearest: occlusion shown at 1s, but of {'b' * 60}…",
        ],
    ),
    "asked for with another value": (
        "operation: bolus, with: {volume: 0.5 mL}, within: 2s",
        ["1s operation bolus accepted id=7 volume=0.4mL"],
        "failed",
        [
            "the run began; no such bolus until the end of the run (2min)",
            meanwhile("bolus ×1 at 1s"),
            "nearest: bolus at 1s (with volume=0.4mL, accepted)",
        ],
    ),
    "raised is not reported": (
        SHOWS,
        ["10s alarm occlusion raised", "30s alarm occlusion reported", "32s shows occlusion shown"],
        "passed",
        [],
    ),
    "three are told, more are counted": (
        BOLUS,
        [f"{10 * n}s operator bolus delivered" for n in range(1, 6)],
        "failed",
        [
            "operator bolus delivered at 10s; no bolus until the end of the run (2min)",
            NOTHING,
            "operator bolus delivered at 20s; no bolus until the end of the run (2min)",
            NOTHING,
            "operator bolus delivered at 30s; no bolus until the end of the run (2min)",
            NOTHING,
            "and 2 more times",
        ],
    ),
    "one note may end one wait and begin the next": (
        "operation: ping, within: 5s, after: {operation: ping}",
        ["1s operation ping accepted", "4s operation ping accepted", "20s operation ping accepted"],
        "failed",
        [
            "ping accepted at 4s; ping came at 20s, 16s after",
            NOTHING,
            "ping accepted at 20s; no ping until the end of the run (2min)",
            NOTHING,
        ],
    ),
    "the last one was still in time": (
        BOLUS,
        [
            "10s operator bolus delivered",
            "11s operation bolus accepted",
            "118s operator bolus delivered",
        ],
        "passed",
        ["operator bolus delivered at 118s; the end of the run (2min) came before its deadline"],
    ),
    "the only one was": (
        BOLUS,
        ["118s operator bolus delivered"],
        "not_checked",
        ["operator bolus delivered at 118s; the end of the run (2min) came before its deadline"],
    ),
    "any attempt": (
        "operation: bolus, outcome: attempted, within: 5s, after: {operator: bolus}",
        ["10s operator bolus delivered", "12s operation bolus refused refusal=wrong_state"],
        "passed",
        [],
    ),
    "the port": (
        "port: opened, within: 5s, after: {port: closed}",
        ["10s port - closed", "16s port - opened"],
        "failed",
        ["port closed at 10s; port opened at 16s, 6s after", NOTHING],
    ),
}


@pytest.mark.parametrize(("expectation", "notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(expectation: str, notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(expectation, OPEN, *notes)
    assert (finding.what, list(finding.lines)) == (what, lines)


def test_a_finding_says_where_and_what() -> None:
    finding = watch(ACK, OPEN, ASKED)
    assert (finding.clause, finding.index, finding.where) == ("expect", 0, "t.yaml:10:5")
    assert finding.text == "ack_alarm of occlusion within 5s after operator acknowledge"


def test_reaction_times_are_those_of_run_time() -> None:
    finding = watch(
        BOLUS,
        OPEN,
        "10s operator bolus delivered",
        "11s operation bolus accepted",
        "20s operator bolus delivered",
        "20.25s operation bolus accepted",
    )
    assert finding.reactions == (SECOND, SECOND // 4)


# runs cut short ----------------------------------------------------------------------------------

REPORTED = "59s alarm occlusion reported"
NEVER = "alarm occlusion never happened"
UNCHECKED = "so nothing was checked"
CUT_SHORT: list[tuple[Reason, str, list[str], str, str]] = [
    ("client_ended", "expect", [], "failed", f"{NEVER} until the client ended (1min), {UNCHECKED}"),
    (
        "client_ended",
        "assume",
        [],
        "not_checked",
        f"{NEVER} until the client ended (1min), {UNCHECKED}",
    ),
    (
        "interrupted",
        "expect",
        [],
        "not_checked",
        f"{NEVER} until the run was interrupted (1min), {UNCHECKED}",
    ),
    (
        "interrupted",
        "assume",
        [],
        "not_checked",
        f"{NEVER} until the run was interrupted (1min), {UNCHECKED}",
    ),
    ("limit", "assume", [], "failed", f"{NEVER}, {UNCHECKED}"),
    (
        "client_ended",
        "expect",
        [REPORTED],
        "failed",
        "alarm occlusion reported at 59s; no stop until the client ended (1min)",
    ),
    (
        "client_ended",
        "assume",
        [REPORTED],
        "not_checked",
        "alarm occlusion reported at 59s; the client ended (1min) before its deadline",
    ),
    (
        "interrupted",
        "expect",
        [REPORTED],
        "not_checked",
        "alarm occlusion reported at 59s; the run was interrupted (1min) before its deadline",
    ),
]
SUBJECTS = {"expect": "operation: stop", "assume": "alarm: occlusion, state: cleared"}


@pytest.mark.parametrize(("reason", "clause", "notes", "what", "line"), CUT_SHORT)
def test_a_run_cut_short(
    reason: Reason, clause: str, notes: list[str], what: str, line: str
) -> None:
    expectation = f"{SUBJECTS[clause]}, within: 5s, after: {{alarm: occlusion}}"
    finding = watch(expectation, OPEN, *notes, end="1min", reason=reason, clause=clause)
    assert (finding.what, finding.lines[0]) == (what, line)


@pytest.mark.parametrize(
    ("reason", "what"),
    [("limit", "failed"), ("never_opened", "failed"), ("interrupted", "not_checked")],
)
def test_a_client_that_never_opened_the_port(reason: Reason, what: str) -> None:
    finding = watch(ACK, reason=reason)
    assert (finding.what, finding.lines) == (what, ("the client never opened the port",))


def test_it_is_settled_when_every_anchor_has_its_answer() -> None:
    monitors, seen = watching(ACK), []
    for one in (OPEN, ASKED, f"58s {ACKED}"):
        show(monitors, [note(one)])
        seen.append(monitors.settled())
    assert seen == [False, False, True]


def test_nothing_is_settled_before_the_port_was_open() -> None:
    monitors = watching("alarm: occlusion, state: raised, within: 5s", clause="assume")
    show(monitors, [note("1s alarm occlusion raised")])
    assert not monitors.settled()
    show(monitors, [note("2s port - opened")])
    assert monitors.settled()


# pump time ---------------------------------------------------------------------------------------

LOW = "alarm: low_reservoir, state: raised, within: {pump: 30 days}"
EMPTY = (
    "alarm: empty_reservoir, state: raised, within: {pump: 4 days}, "
    "after: {alarm: low_reservoir, state: raised}"
)
SINCE = "40.1 days of pump time"
LOW_RAISED = "alarm low_reservoir raised"
ON_PUMP_CLOCK: dict[str, tuple[str, list[str], str, str]] = {
    "in time": (LOW, [f"1s {LOW_RAISED} @30days"], "passed", ""),
    "late, though run time stood still": (
        LOW,
        [f"1s {LOW_RAISED} @30.01days"],
        "failed",
        f"the run began; {LOW_RAISED} at 1s, 30.1 days of pump time after",
    ),
    "both in one skip": (
        EMPTY,
        [f"1s {LOW_RAISED} @10days", "1s alarm empty_reservoir raised @14days"],
        "passed",
        "",
    ),
    "both in one skip, too far apart": (
        EMPTY,
        [f"1s {LOW_RAISED} @10days", "1s alarm empty_reservoir raised @14.1days"],
        "failed",
        f"{LOW_RAISED} at 1s; alarm empty_reservoir raised at 1s, 4.1 days of pump time after",
    ),
    "never": (
        LOW,
        [],
        "failed",
        f"the run began; no {LOW_RAISED} until the end of the run (2min), {SINCE} after",
    ),
}


@pytest.mark.parametrize(
    ("expectation", "notes", "what", "line"), ON_PUMP_CLOCK.values(), ids=ON_PUMP_CLOCK
)
def test_spans_of_pump_time(expectation: str, notes: list[str], what: str, line: str) -> None:
    timebase = Timebase()
    monitors = watching(expectation, "assume", timebase=timebase)
    show(monitors, map(note, notes))
    timebase.skip(40 * DAY)
    tick(monitors, 120 * SECOND)
    (finding,) = monitors.findings(120 * SECOND, "limit")
    assert (finding.what, "\n".join(finding.lines)) == (what, line)
    assert finding.reactions == ()


def test_a_deadline_in_pump_time_is_due_in_run_time() -> None:
    timebase = Timebase(60)
    expectation = "alarm: occlusion, state: raised, within: {pump: 2min}"
    monitors = watching(expectation, "assume", timebase=timebase)
    assert monitors.next_deadline() == 2 * SECOND + 1
    timebase.skip(60 * SECOND)
    assert monitors.next_deadline() == SECOND + 1


def test_of_very_many_reactions_the_least_and_the_greatest_stay() -> None:
    monitors = watching("operation: bolus, within: 5s, after: {operator: bolus}")
    show(monitors, [Note(0, "port", "", "opened")])
    for n in range(MOST_REACTIONS + 1):
        at = n * 10 * SECOND
        monitors.see(Note(at, "operator", "bolus", "delivered"))
        monitors.see(Note(at + (n * 7919) % (MOST_REACTIONS + 1), "operation", "bolus", "accepted"))
    (finding,) = monitors.findings(MOST_REACTIONS * 10 * SECOND, "limit")
    kept = sorted(finding.reactions)
    assert (kept[0], kept[-1]) == (0, MOST_REACTIONS)
    assert len(kept) == MOST_REACTIONS // 2 + 2
    assert abs(kept[len(kept) // 2] - MOST_REACTIONS // 2) <= 2
