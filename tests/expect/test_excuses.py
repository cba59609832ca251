"""What cannot be judged is never blamed and never praised; and the whole from its parts."""

from __future__ import annotations

import pytest

from mockpump.dialects.base import Dialect
from mockpump.expect import Abilities, Finding, judge
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.dialects import DIALECTS
from tests.expect.watch import ABLE, watch
from tests.seam.linkack import LINKACK

ACK = "operation: ack_alarm, of: occlusion, within: 5s, after: {operator: acknowledge}"
SHOWS = "shows: occlusion, within: 2s, after: {alarm: occlusion}"
MUTE = DIALECTS["mp1"]._replace(name="mute", alarms={"eri": "E"})
NO_OPERATOR = (
    "no client profile says how to ask the client's operator, and no operator=… from Python"
)
NOT_SHOWN = (
    "no client profile says how the client shows occlusion, and no shows=['occlusion'] from Python"
)

CASES: dict[str, tuple[str, Abilities, Dialect, What, str]] = {
    "no operator": (
        ACK,
        Abilities(shows=ABLE.shows),
        DIALECTS["mp1"],
        "not_checked",
        NO_OPERATOR,
    ),
    "no eyes": (SHOWS, Abilities(operator=True), DIALECTS["mp1"], "not_checked", NOT_SHOWN),
    "a profile without operator": (
        ACK,
        Abilities(output=True),
        DIALECTS["mp1"],
        "not_checked",
        "no client profile says how to ask the client's operator",
    ),
    "a profile without eyes": (
        SHOWS,
        Abilities(output=True),
        DIALECTS["mp1"],
        "not_checked",
        "no client profile says how the client shows occlusion",
    ),
    "the dialect has no such operation": (
        "never: {operation: bolus}, while: {alarm: occlusion}",
        ABLE,
        LINKACK,
        "not_applicable",
        "the dialect linkack has no bolus",
    ),
    "nor in the anchor": (
        "operation: stop, within: 5s, after: {operation: bolus}",
        ABLE,
        LINKACK,
        "not_applicable",
        "the dialect linkack has no bolus",
    ),
    "the dialect cannot report the alarm": (
        SHOWS,
        ABLE,
        MUTE,
        "not_applicable",
        "the dialect mute cannot report occlusion",
    ),
    "nobody acknowledges in the dialect": (
        "alarm: occlusion, state: acknowledged, within: 5s, after: {alarm: occlusion}",
        ABLE,
        MUTE._replace(alarms=None, operations=MUTE.operations - {"ack_alarm"}),
        "not_applicable",
        "in the dialect mute no client acknowledges an alarm",
    ),
    "what the dialect cannot is said before what the profile cannot": (
        SHOWS,
        Abilities(),
        MUTE,
        "not_applicable",
        "the dialect mute cannot report occlusion",
    ),
}


@pytest.mark.parametrize(
    ("expectation", "abilities", "dialect", "what", "why"), CASES.values(), ids=CASES
)
@pytest.mark.parametrize("opened", [True, False])
def test_cases(
    expectation: str, abilities: Abilities, dialect: Dialect, what: str, why: str, opened: bool
) -> None:
    """Even a client that never came is not blamed for what was not asked of it."""
    notes = ["0s port - opened"] if opened else []
    finding = watch(expectation, *notes, abilities=abilities, dialect=dialect)
    assert (finding.what, finding.lines) == (what, (why,))


def test_what_is_assumed_of_the_pump_needs_no_dialect_to_tell_it() -> None:
    raised = "alarm: occlusion, state: raised, within: 5s, after: {fault: catheter_occlusion}"
    notes = ("0s port - opened", "1s fault catheter_occlusion set", "2s alarm occlusion raised")
    assert watch(raised, *notes, clause="assume", dialect=MUTE).what == "passed"
    reported = raised.replace("state: raised", "state: reported")
    assert watch(reported, *notes, clause="assume", dialect=MUTE).what == "not_applicable"


Part = tuple[Clause, What]
PASSED: Part = ("expect", "passed")
FAILED: Part = ("expect", "failed")
UNCHECKED: Part = ("expect", "not_checked")
INAPPLICABLE: Part = ("expect", "not_applicable")
HELD: Part = ("assume", "passed")
BROKEN: Part = ("assume", "failed")
ASSUMED_NOT: Part = ("assume", "not_checked")

JUDGEMENTS: list[tuple[tuple[Part, ...], Reason, bool, str]] = [
    ((), "decided", False, "not_checked"),
    ((HELD,), "ends", False, "not_checked"),
    ((PASSED, PASSED), "decided", False, "passed"),
    ((PASSED, UNCHECKED), "decided", False, "passed"),
    ((PASSED, FAILED), "decided", False, "failed"),
    ((UNCHECKED, FAILED), "limit", False, "failed"),
    ((UNCHECKED, INAPPLICABLE), "decided", False, "not_checked"),
    ((INAPPLICABLE,), "decided", False, "not_checked"),
    ((HELD, PASSED), "ends", False, "passed"),
    ((BROKEN, PASSED), "ends", False, "assumption_broken"),
    ((BROKEN, FAILED), "ends", False, "assumption_broken"),
    ((ASSUMED_NOT, FAILED), "client_ended", False, "failed"),
    ((ASSUMED_NOT, FAILED), "never_opened", False, "failed"),
    ((PASSED,), "decided", True, "passed"),
    ((PASSED, FAILED), "decided", True, "too_slow"),
    ((BROKEN, FAILED), "decided", True, "too_slow"),
    ((PASSED,), "interrupted", False, "interrupted"),
    ((FAILED, BROKEN), "interrupted", True, "interrupted"),
]  # fmt: skip


def found(*parts: Part) -> tuple[Finding, ...]:
    return tuple(Finding(clause, n, "t:1:1", "", what) for n, (clause, what) in enumerate(parts))


@pytest.mark.parametrize(("parts", "reason", "too_slow", "result"), JUDGEMENTS)
def test_the_whole_from_its_parts(
    parts: tuple[Part, ...], reason: Reason, too_slow: bool, result: str
) -> None:
    assert judge(found(*parts), reason, too_slow=too_slow) == result


@pytest.mark.parametrize(("parts", "reason", "too_slow", "result"), JUDGEMENTS)
def test_a_client_that_died_has_not_passed_whatever_else_there_is(
    parts: tuple[Part, ...], reason: Reason, too_slow: bool, result: str
) -> None:
    died = "interrupted" if reason == "interrupted" else "client_died"
    assert judge(found(*parts), reason, too_slow=too_slow, died=True) == died
