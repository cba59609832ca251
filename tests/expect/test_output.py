"""What a client prints, against notes written by hand; seen by whoever started it only."""

from __future__ import annotations

import pytest

from mockpump.expect import Abilities
from tests.expect.watch import ABLE, watch

OPEN = "0s port - opened"
REPORTED = "10s alarm occlusion reported"
SAYS = "output: 'blocked', within: 5s, after: {alarm: occlusion}"


def printed(at: str, pattern: str, **captured: str) -> str:
    data = " ".join(f"{name}={value}" for name, value in captured.items())
    return f"{at} output {pattern!r} printed {data}"


@pytest.mark.parametrize(
    ("expectation", "notes", "what", "lines"),
    [
        (SAYS, [REPORTED, printed("12s", "blocked")], "passed", []),
        (SAYS, [REPORTED, printed("12s", "other")], "failed", [
            "alarm occlusion reported at 10s; 'blocked' not printed until the end of the run (2min)",
            "the client meanwhile: nothing",
        ]),
        (SAYS, [REPORTED, printed("15.001s", "blocked")], "failed", [
            "alarm occlusion reported at 10s; 'blocked' printed at 15.001s, 5.001s after",
            "the client meanwhile: nothing",
        ]),
        ("never: {output: 'panic'}", [], "passed", []),
        ("never: {output: 'panic'}", [printed("3s", "panic")], "failed", ["'panic' printed at 3s"]),
        ("output: 'a', exactly: 2", [printed("3s", "a"), printed("4s", "a")], "passed", []),
        ("output: '(?P<d>.*)d', with: {d: {is: 90, give_or_take: 1}}, at_least: 1",
         [printed("3s", "(?P<d>.*)d", d="89")], "passed", []),
        ("output: '(?P<d>.*)d', with: {d: {is: 90, give_or_take: 1}}, at_least: 1",
         [printed("3s", "(?P<d>.*)d", d="88")], "failed", [
            ("the run began; prints '(?P<d>.*)d' with d 90 give or take 1 came 0 times; then came the "
            "end of the run (2min)"),
            "nearest: '(?P<d>.*)d' printed at 3s, but with d=88"]),
        ("output: '(?P<d>.*)d', with: {d: 5 mL}, within: 5s",
         [printed("3s", "(?P<d>.*)d", d="5")], "failed", [
            "the run began; '(?P<d>.*)d' not printed so until the end of the run (2min)",
            "the client meanwhile: nothing",
            "nearest: '(?P<d>.*)d' printed at 3s, but with d=5"]),
    ],
)  # fmt: skip
def test_it_is_judged_as_all_else_is(
    expectation: str, notes: list[str], what: str, lines: list[str]
) -> None:
    found = watch(expectation, OPEN, *notes)
    assert (found.what, list(found.lines)) == (what, lines)


def test_of_a_client_that_somebody_else_started_nothing_is_seen() -> None:
    blind = Abilities(operator=ABLE.operator, shows=ABLE.shows)
    found = watch(SAYS, OPEN, REPORTED, abilities=blind)
    told = ("the client was not started here, so nobody sees what it prints",)
    assert (found.what, found.lines) == ("not_checked", told)
