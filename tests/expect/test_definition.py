"""The monitors keep little and look once at each note; here is what they mean, by looking at all."""

from __future__ import annotations

import re

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
def test_every(story: list[Note]) -> None:
    """Between two polls, from the opening to the end, never more than SPAN."""
    polls = [note.at for note in story if note.of == "read_status"]
    gaps = [later - early for early, later in zip([0, *polls], [*polls, END], strict=True)]
    what, _ = watched("polls: status, at_least_every: 5s", story)
    assert what == ("passed" if max(gaps) <= SPAN else "failed")


@given(STORIES)
def test_every_of_what_is_shown(story: list[Note]) -> None:
    """Between two showings, from the opening to the end, never more than SPAN."""
    seen = [note.at for note in story if is_(note, SEEN)]
    gaps = [later - early for early, later in zip([0, *seen], [*seen, END], strict=True)]
    what, _ = watched("shows: occlusion, at_least_every: 5s", story)
    assert what == ("passed" if max(gaps) <= SPAN else "failed")


@given(STORIES)
def test_follows(story: list[Note]) -> None:
    """As many deeds can be given to requests before them, one each, as there are requests."""
    anchors = [n for n, note in enumerate(story) if is_(note, ANCHOR)]
    deeds = [n for n, note in enumerate(story) if is_(note, DEED)]
    # Hall's condition from the end: behind each request at least as many deeds as requests.
    enough = all(sum(d > n for d in deeds) >= sum(m >= n for m in anchors) for n in anchors)
    what, _ = watched("operation: bolus, after: {operator: bolus}", story)
    assert what == ("passed" if anchors and enough else "failed")


@given(STORIES)
def test_before(story: list[Note]) -> None:
    """No attempt of a bolus that nothing is read before, since the first report after the last end."""
    said = [
        "anchor" if is_(note, REPORTED) else "first" if note.of == "read_status" else "second"
        for note in story
        if is_(note, REPORTED) or note.of == "read_status" or (note.what, note.of) == DEED[:2]
    ]
    rounds = "".join({"anchor": "a", "first": "f", "second": "s"}[word] for word in said)
    broken = re.findall(r"a+[^fsa]*s", rounds)
    met = re.findall(r"a+f", rounds)
    what, _ = watched(
        "operation: read_status, before: {operation: bolus}, after: {alarm: occlusion}", story
    )
    assert what == ("passed" if met and not broken else "failed")


@given(STORIES, st.integers(0, 4), st.sampled_from(["exactly", "at_most", "at_least"]))
def test_count(story: list[Note], n: int, form: str) -> None:
    """In each window from one request to the next, as many deeds as are allowed."""
    starts = [m for m, note in enumerate(story) if is_(note, ANCHOR)]
    ends = [*starts[1:], len(story)]
    windows = [story[a:b] for a, b in zip(starts, ends, strict=bool(starts))]
    counts = [sum(is_(note, DEED) for note in window) for window in windows]
    allowed = {"exactly": range(n, n + 1), "at_most": range(n + 1), "at_least": range(n, 99)}
    right = bool(counts) and all(count in allowed[form] for count in counts)
    what, _ = watched(f"operation: bolus, {form}: {n}, after: {{operator: bolus}}", story)
    assert what == ("passed" if right else "failed")


@given(STORIES, st.integers(0, 3), st.sampled_from(["exactly", "at_most", "at_least"]))
def test_count_in_a_time(story: list[Note], n: int, form: str) -> None:
    """In each window from one request to the next, at most SPAN long, as many as are allowed.

    Of a window that the end of the run cuts short, nobody knows how many would yet have come.
    """
    starts = [m for m, note in enumerate(story) if is_(note, ANCHOR)]
    ends = [*starts[1:], len(story)]
    counts = []
    for a, b in zip(starts, ends, strict=bool(starts)):
        inside = [note for note in story[a:b] if note.at <= story[a].at + SPAN]
        counts.append(sum(is_(note, DEED) for note in inside))
    allowed = {"exactly": range(n, n + 1), "at_most": range(n + 1), "at_least": range(n, 99)}
    wrong = [count for count in counts if count not in allowed[form]]
    open_ = {"exactly": range(n + 1), "at_most": range(n + 1), "at_least": range(n)}
    if starts and story[starts[-1]].at + SPAN >= END and counts[-1] in open_[form]:
        if counts.pop() not in allowed[form]:
            wrong.pop()
        right = "not_checked" if not counts else "passed"
    else:
        right = "passed" if counts else "failed"
    expectation = f"operation: bolus, {form}: {n}, within: 5s, after: {{operator: bolus}}"
    assert watched(expectation, story)[0] == ("failed" if wrong else right)


@given(STORIES, st.integers(0, 3))
def test_crowd(story: list[Note], n: int) -> None:
    """No time of SPAN, wherever it begins, holds more than n deeds."""
    deeds = [note.at for note in story if is_(note, DEED)]
    crowds = [sum(begin <= at <= begin + SPAN for at in deeds) > n for begin in deeds]
    what, _ = watched(f"operation: bolus, at_most: {n}, in_any: 5s", story)
    assert what == ("failed" if any(crowds) else "passed")


@given(STORIES)
def test_order(story: list[Note]) -> None:
    """The first of each comes, and later than the first of the one listed before it."""
    words = [("operation", "read_status", "accepted"), DEED, SEEN]
    firsts = [next((n for n, note in enumerate(story) if is_(note, word)), None) for word in words]
    came = [n for n in firsts if n is not None]
    what, _ = watched(
        "in_order: [{operation: read_status}, {operation: bolus}, {shows: occlusion}]", story
    )
    right = len(came) == len(words) and came == sorted(came)
    assert what == ("passed" if right else "failed")


@given(STORIES)
def test_groups(story: list[Note]) -> None:
    """All is the least of its parts, any the best."""
    parts = ["never: {operation: bolus}", "operation: read_status, at_most: 1"]
    each = [watched(part, story)[0] == "passed" for part in parts]
    listed = ", ".join(f"{{{part}}}" for part in parts)
    assert (watched(f"all: [{listed}]", story)[0] == "passed") == all(each)
    assert (watched(f"any: [{listed}]", story)[0] == "passed") == any(each)
