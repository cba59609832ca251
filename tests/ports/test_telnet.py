"""Cutting and options, as tables; and any bytes in any chunking."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.ports.telnet import (
    LONGEST,
    Command,
    Cutter,
    Data,
    Options,
    Token,
    Told,
    Wish,
    escaped,
    subnegotiation,
)

STREAMS: dict[bytes, list[Token]] = {
    b"plain": [Data(b"plain")],
    b"\xff\xff": [Data(b"\xff")],
    b"a\xff\xffb\xff\xff\xff\xff": [Data(b"a\xffb\xff\xff")],
    b"a\xff\xfb\x2cb": [Data(b"a"), Wish(b"\xfb", b"\x2c"), Data(b"b")],
    b"\xff\xfe\xff": [Wish(b"\xfe", b"\xff")],
    b"\xff\xf3x": [Command(b"\xf3"), Data(b"x")],
    b"\xff\x00x": [Command(b"\x00"), Data(b"x")],
    b"\xff\xf0x": [Command(b"\xf0"), Data(b"x")],  # an end without a beginning
    b"\xff\xfa\x2c\x01\xff\xf0": [Told(b"\x2c\x01")],
    b"\xff\xfa\xff\xf0": [Told(b"")],
    b"\xff\xfa\x2c\xff\xff\xff\xff\xff\xf0y": [Told(b"\x2c\xff\xff"), Data(b"y")],
    b"\xff\xfaab\xff\xfacd\xff\xf0": [Told(b"cd")],  # one broken off by the next
    b"\xff\xfaab\xff\xfd\x2c": [Wish(b"\xfd", b"\x2c")],
    b"\xff\xfa" + b"x" * LONGEST + b"\xff\xf0": [Told(b"x" * LONGEST)],
    b"\xff\xfa" + b"x" * (LONGEST + 1) + b"rest": [Data(b"rest")],
}


def joined(tokens: list[Token]) -> list[Token]:
    """Join data that stands side by side: chunks do not matter."""
    out: list[Token] = []
    for is_data, group in itertools.groupby(tokens, lambda token: isinstance(token, Data)):
        some = list(group)
        out += [Data(b"".join(token[0] for token in some))] if is_data else some
    return out


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_is_cut_whole_or_byte_by_byte(stream: bytes) -> None:
    whole, bytewise = Cutter(), Cutter()
    assert whole.cut(stream) == STREAMS[stream]
    tokens = [token for n in range(len(stream)) for token in bytewise.cut(stream[n : n + 1])]
    assert joined(tokens) == STREAMS[stream]


@pytest.mark.parametrize("stream", STREAMS)
def test_what_is_not_whole_waits(stream: bytes) -> None:
    cutter = Cutter()
    first = cutter.cut(stream[:-1])
    assert joined(first + cutter.cut(stream[-1:])) == STREAMS[stream]


TELNETISH = st.lists(
    st.one_of(st.binary(max_size=6), st.sampled_from([b"\xff", b"\xfa", b"\xf0", b"\xff\xfa\x2c"]))
).map(b"".join)


@given(TELNETISH, st.lists(st.integers(0, 60)))
def test_any_bytes_in_any_chunking_are_cut_the_same(stream: bytes, cuts: list[int]) -> None:
    whole = joined(Cutter().cut(stream))
    cutter, at, tokens = Cutter(), 0, list[Token]()
    for cut in [*sorted(cuts), len(stream)]:
        tokens += cutter.cut(stream[at:cut])
        at = max(at, cut)
    assert joined(tokens) == whole


@given(st.binary(), st.binary(max_size=LONGEST))
def test_what_is_written_is_read(data: bytes, content: bytes) -> None:
    stream = escaped(data) + subnegotiation(b"", content)
    expected: list[Token] = [Data(data)] if data else []
    assert Cutter().cut(stream) == [*expected, Told(content)]


def test_a_beginning_without_an_end_takes_bounded_memory() -> None:
    cutter = Cutter()
    for _ in range(100):
        cutter.cut(b"\xff\xfa" + b"\xff\xff" * 300)
        assert len(cutter._rest) <= 2 * LONGEST + 3


IAC, WILL, WONT, DO, DONT = b"\xff", b"\xfb", b"\xfc", b"\xfd", b"\xfe"
KNOWN, OTHER = b"\x2c", b"\x18"

NEGOTIATIONS: dict[str, tuple[list[bytes], list[bytes], bool]] = {
    "they offer what we know": ([WILL + KNOWN], [DO], True),
    "they offer it twice": ([WILL + KNOWN] * 2, [DO, b""], True),
    "they ask for what we know": ([DO + KNOWN], [WILL], True),
    "they offer what we do not know": ([WILL + OTHER], [DONT], False),
    "they ask for what we do not know": ([DO + OTHER], [WONT], False),
    "they take it back": ([WILL + KNOWN, WONT + KNOWN], [DO, DONT], False),
    "they want it off when it is off": ([DONT + KNOWN, WONT + OTHER], [b"", b""], False),
    "each side for itself": ([DO + KNOWN, WONT + KNOWN], [WILL, b""], True),
}


@pytest.mark.parametrize("name", NEGOTIATIONS)
def test_a_negotiation(name: str) -> None:
    wishes, answers, on = NEGOTIATIONS[name]
    options = Options([KNOWN])
    for wish, answer in zip(wishes, answers, strict=True):
        expected = IAC + answer + wish[1:] if answer else b""
        assert options.hear(Wish(wish[:1], wish[1:])) == expected
    assert options.is_on(KNOWN) is on


@pytest.mark.parametrize(("verb", "yes", "no"), [(DO, WILL, WONT), (WILL, DO, DONT)])
def test_the_answer_to_our_own_wish_is_not_answered(verb: bytes, yes: bytes, no: bytes) -> None:
    agreed, denied = Options([KNOWN]), Options([KNOWN])
    for options in (agreed, denied):
        assert options.ask(verb, KNOWN) == IAC + verb + KNOWN
    assert agreed.hear(Wish(yes, KNOWN)) == denied.hear(Wish(no, KNOWN)) == b""
    assert agreed.is_on(KNOWN)
    assert not denied.is_on(KNOWN)


def test_what_was_denied_to_us_is_answered_when_it_is_offered_later() -> None:
    options = Options([KNOWN])
    options.ask(DO, KNOWN)
    assert options.hear(Wish(WONT, KNOWN)) == b""
    assert options.hear(Wish(WILL, KNOWN)) == IAC + DO + KNOWN
