"""How often, against notes written by hand."""

from __future__ import annotations

import pytest

from mockpump.expect.verdict import Reason
from tests.expect.watch import waits, watch

OPEN = "0s port - opened"
ONCE = "operation: bolus, exactly: 1, after: {operator: bolus}"
ASKED = "1s operator bolus delivered"
GIVEN = "1s operation bolus accepted @"  # then, in pump time
LATE = "operator bolus delivered at 116s; bolus came 0 times; then came the end of the run (2min)"


def boluses(*seconds: int) -> list[str]:
    return [f"{second}s operation bolus accepted" for second in seconds]


CASES: dict[str, tuple[str, list[str], str, list[str]]] = {
    "exactly": ("operation: bolus, exactly: 2", boluses(1, 9), "passed", []),
    "none, and none wanted": ("operation: bolus, exactly: 0", [], "passed", []),
    "too few": (
        "operation: bolus, exactly: 2",
        boluses(1),
        "failed",
        ["the run began; bolus came 1 times, the last at 1s; then came the end of the run (2min)"],
    ),
    "too many": (
        "operation: bolus, exactly: 2",
        boluses(1, 2, 3, 4),
        "failed",
        ["the run began; bolus came 3 times, the last at 3s; one too many at 3s"],
    ),
    "at most": ("operation: bolus, at_most: 2", boluses(1, 2), "passed", []),
    "more than at most": (
        "operation: bolus, at_most: 0",
        boluses(7),
        "failed",
        ["the run began; bolus came 1 times, the last at 7s; one too many at 7s"],
    ),
    "at least": ("operation: bolus, at_least: 1", boluses(1, 2), "passed", []),
    "less than at least": (
        "operation: bolus, at_least: 1",
        [],
        "failed",
        ["the run began; bolus came 0 times; then came the end of the run (2min)"],
    ),
    "another came": (
        "operation: bolus, with: {volume: 0.49 mL}, exactly: 1, after: {operator: bolus}",
        [ASKED, "3s operation bolus accepted id=7 volume=0.5mL", "4s operator bolus delivered"],
        "failed",
        [
            (
                "operator bolus delivered at 1s; bolus with volume 0.49 mL came 0 times; "
                "the next came at 4s"
            ),
            "nearest: bolus at 3s (with volume=0.5mL, accepted)",
            "and 1 more times",
        ],
    ),
    "another came beside one too many": (
        "operation: bolus, with: {volume: 0.5 mL}, at_most: 0",
        [
            "3s operation bolus accepted volume=0.4mL",
            "4s operation bolus accepted volume=0.5mL",
        ],
        "failed",
        [
            (
                "the run began; bolus with volume 0.5 mL came 1 times, the last at 4s; "
                "one too many at 4s"
            )
        ],
    ),
    "what was refused does not count": (
        "operation: bolus, at_most: 0",
        ["7s operation bolus refused"],
        "passed",
        [],
    ),
    "unless it says so": (
        "operation: bolus, outcome: attempted, at_most: 0",
        ["7s operation bolus refused"],
        "failed",
        ["the run began; bolus attempted came 1 times, the last at 7s; one too many at 7s"],
    ),
    "in its time": (
        f"{ONCE}, within: 5s",
        [ASKED, *boluses(6, 7), "20s operator bolus delivered", *boluses(20)],
        "passed",
        [],
    ),
    "one too many in its time": (
        f"{ONCE}, within: 5s",
        [ASKED, *boluses(3, 6)],
        "failed",
        ["operator bolus delivered at 1s; bolus came 2 times, the last at 6s; one too many at 6s"],
    ),
    "too few in its time": (
        f"{ONCE}, within: 5s",
        [ASKED, "7s operator bolus delivered", *boluses(8)],
        "failed",
        ["operator bolus delivered at 1s; bolus came 0 times; then its time was over"],
    ),
    "a request ends the time of the one before": (
        "operation: bolus, at_most: 1, within: 5s, after: {operator: bolus}",
        [ASKED, *boluses(2), "3s operator bolus delivered", *boluses(4)],
        "passed",
        [],
    ),
    "from the start, for so long": (
        "operation: bolus, exactly: 1, within: 5s",
        boluses(5, 6, 7),
        "passed",
        [],
    ),
    "the end of the run comes before that of the time": (
        "operation: bolus, at_least: 1, within: 5s, after: {operator: bolus}",
        ["116s operator bolus delivered"],
        "not_checked",
        [LATE],
    ),
    "but another time was whole": (
        "operation: bolus, at_least: 1, within: 5s, after: {operator: bolus}",
        [ASKED, *boluses(2), "116s operator bolus delivered"],
        "passed",
        [LATE],
    ),
    "in pump time": (
        "operation: bolus, at_most: 1, within: {pump: 1 day}, after: {operator: bolus}",
        ["1s operator bolus delivered @1s", GIVEN + "12h", GIVEN + "25h"],
        "passed",
        [],
    ),
    "one too many in pump time": (
        "operation: bolus, at_most: 1, within: {pump: 1 day}, after: {operator: bolus}",
        ["1s operator bolus delivered @1s", GIVEN + "12h", GIVEN + "24h"],
        "failed",
        ["operator bolus delivered at 1s; bolus came 2 times, the last at 1s; one too many at 1s"],
    ),
    "in no time too many": (
        "operation: bolus, at_most: 2, in_any: 5s",
        boluses(1, 2, 7, 8),
        "passed",
        [],
    ),
    "a crowd": (
        "operation: bolus, at_most: 2, in_any: 5s",
        boluses(1, 2, 6, 7, 20),
        "failed",
        ["bolus came 3 times from 1s to 6s", "and 1 more times"],
    ),
    "any at all": (
        "operation: bolus, at_most: 0, in_any: 5s",
        boluses(4),
        "failed",
        ["bolus came 1 times from 4s to 4s"],
    ),
    "before the anchor does not count": (ONCE, [*boluses(0), ASKED, *boluses(2)], "passed", []),
    "each anchor counts anew": (
        ONCE,
        [ASKED, *boluses(2), "5s operator bolus delivered", *boluses(6)],
        "passed",
        [],
    ),
    "one too few, one too many": (
        ONCE,
        [ASKED, "5s operator bolus delivered", *boluses(6, 7)],
        "failed",
        [
            "operator bolus delivered at 1s; bolus came 0 times; the next came at 5s",
            "and 1 more times",
        ],
    ),
    "no anchor": (
        ONCE,
        boluses(1),
        "failed",
        ["operator bolus never happened, so nothing was checked"],
    ),
}


@pytest.mark.parametrize(("expectation", "notes", "what", "lines"), CASES.values(), ids=CASES)
def test_cases(expectation: str, notes: list[str], what: str, lines: list[str]) -> None:
    finding = watch(expectation, OPEN, *notes)
    assert (finding.what, list(finding.lines)) == (what, lines)


@pytest.mark.parametrize(
    ("reason", "what"), [("client_ended", "failed"), ("interrupted", "not_checked")]
)
def test_cut_short(reason: Reason, what: str) -> None:
    assert watch("operation: bolus, at_least: 1", OPEN, reason=reason).what == what
    in_time = "operation: bolus, at_least: 1, within: 5s, after: {operator: bolus}"
    assert watch(in_time, OPEN, ASKED, end="3s", reason=reason).what == what


@pytest.mark.parametrize(
    ("expectation", "expected"),
    [
        ("operation: bolus, at_least: 1", [True, False, False]),
        ("operation: bolus, exactly: 1", [True, True, True]),  # one more may always come
        ("operation: bolus, at_most: 1", [True, True, True]),
    ],
)
def test_it_waits_for_enough_and_where_it_must_not_be_too_often_to_the_end(
    expectation: str, expected: list[bool]
) -> None:
    assert waits(expectation, "1s shows occlusion shown", *boluses(2, 3)) == expected


def test_a_time_cut_short_by_the_end_shows_nothing_of_what_might_yet_have_come() -> None:
    finding = watch(f"{ONCE}, within: 5s", OPEN, "1s operator bolus delivered", end="3s")
    assert (finding.what, finding.lines[0][-23:]) == ("not_checked", "the end of the run (3s)")
    most = "operation: bolus, at_most: 1, within: 5s, after: {operator: bolus}"
    finding = watch(most, OPEN, "1s operator bolus delivered", *boluses(2), end="3s")
    assert finding.what == "not_checked"
    least = "operation: bolus, at_least: 1, within: 5s, after: {operator: bolus}"
    assert watch(least, OPEN, ASKED, *boluses(2), end="3s").what == "passed"
