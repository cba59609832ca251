"""The monitors keep little and look once at each note; here is what they mean, by looking at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpump.clock import SECOND, Nanos
from mockpump.seam import Note
from tests.expect.watch import show, tick, watching

END: Nanos = 40 * SECOND
SPAN: Nanos = 5 * SECOND
GRACE: Nanos = SECOND // 10

ANCHOR = ("operator", "bolus", "delivered")
DEED = ("operation", "bolus", "accepted")
REPORTED = ("alarm", "occlusion", "reported")
CLEARED = ("alarm", "occlusion", "cleared")
SEEN = ("shows", "occlusion", "shown")
OTHERS = [
    ("operation", "bolus", "refused"),
    ("operation", "read_status", "accepted"),
    ("alarm", "low_reservoir", "reported"),
    ("port", "", "closed"),
]
WORDS = [ANCHOR, DEED, REPORTED, CLEARED, SEEN, *OTHERS]
TIMES = st.one_of(  # often exactly on a deadline, or just beside it
    st.integers(0, 38).map(lambda second: second * SECOND),
    st.tuples(st.integers(0, 38), st.sampled_from([-1, 1, GRACE, GRACE + 1])).map(
        lambda pair: max(0, pair[0] * SECOND + pair[1])
    ),
)
STORIES = st.lists(st.tuples(TIMES, st.sampled_from(WORDS)), max_size=25).map(
    lambda said: [Note(at, *word) for at, word in sorted(said, key=lambda one: one[0])]
)


def watched(expectation: str, story: list[Note]) -> tuple[str, tuple[Nanos, ...]]:
    monitors = watching(expectation)
    show(monitors, [Note(0, "port", "", "opened"), *story])
    tick(monitors, END)
    (finding,) = monitors.findings(END, "ends")
    return finding.what, finding.reactions


def is_(note: Note, word: tuple[str, str, str]) -> bool:
    return (note.what, note.of, note.state) == word


def verdict(anchors: list[Nanos], answers: list[Nanos | None]) -> str:
    """Passed if all are answered in time, but for those whose time is not up at the end."""
    overdue = [
        answer is None and anchor + SPAN < END
        for anchor, answer in zip(anchors, answers, strict=True)
    ]
    if not anchors or any(overdue):
        return "failed"
    return "passed" if any(answer is not None for answer in answers) else "not_checked"


@given(STORIES)
def test_within_for_what_is_shown(story: list[Note]) -> None:
    """Every report is followed by a showing, at most SPAN later: one showing may serve several."""
    anchors = [n for n, note in enumerate(story) if is_(note, REPORTED)]
    answers: list[Nanos | None] = []
    for n in anchors:
        later = (note.at for note in story[n + 1 :] if is_(note, SEEN))
        answers.append(next((at for at in later if at <= story[n].at + SPAN), None))
    expectation = "shows: occlusion, within: 5s, after: {alarm: occlusion}"
    what, reactions = watched(expectation, story)
    assert what == verdict([story[n].at for n in anchors], answers)
    times = [at - story[n].at for n, at in zip(anchors, answers, strict=True) if at is not None]
    assert sorted(reactions) == sorted(times)


@given(STORIES)
def test_within_for_deeds(story: list[Note]) -> None:
    """A greatest matching of requests and deeds, each deed at most SPAN after its request."""
    anchors = [n for n, note in enumerate(story) if is_(note, ANCHOR)]
    free = [n for n, note in enumerate(story) if is_(note, DEED)]
    answers: list[Nanos | None] = []
    for n in anchors:
        fits = (m for m in free if m > n and story[m].at <= story[n].at + SPAN)
        deed = next(fits, None)
        if deed is not None:
            free.remove(deed)
        answers.append(None if deed is None else story[deed].at)
    expectation = "operation: bolus, within: 5s, after: {operator: bolus}"
    what, reactions = watched(expectation, story)
    assert what == verdict([story[n].at for n in anchors], answers)
    assert len(reactions) == sum(answer is not None for answer in answers)


@given(STORIES)
def test_never(story: list[Note]) -> None:
    """No attempt has, before it, a report without a clearing since, more than GRACE ago."""

    def began(n: int) -> Nanos | None:
        since = 0
        for m in range(n):
            if is_(story[m], CLEARED):
                since = m + 1
        return next((note.at for note in story[since:n] if is_(note, REPORTED)), None)

    tried = [n for n, note in enumerate(story) if (note.what, note.of) == DEED[:2]]
    broken = any((at := began(n)) is not None and story[n].at > at + GRACE for n in tried)
    stood = any(is_(note, REPORTED) for note in story)
    what, _ = watched("never: {operation: bolus}, while: {alarm: occlusion}", story)
    assert what == ("failed" if broken or not stood else "passed")


@given(STORIES)
def test_polls(story: list[Note]) -> None:
    """Between two polls, from the opening to the end, never more than SPAN."""
    polls = [note.at for note in story if note.of == "read_status"]
    gaps = [later - early for early, later in zip([0, *polls], [*polls, END], strict=True)]
    what, _ = watched("polls: status, at_least_every: 5s", story)
    assert what == ("passed" if max(gaps) <= SPAN else "failed")
