"""Records <-> JSON Lines, and every way in which a trace can be none."""

from __future__ import annotations

import msgspec
import pytest

from mockpump import seam
from mockpump.errors import TraceError
from mockpump.expect import Finding, Verdict
from mockpump.seam import Frame, Note, Send
from mockpump.trace import FORMAT, Ended, Header, Received, Record, read, to_line

HEADER = Header(FORMAT, "t", "t.yaml", "mockpump: 1\n", 7)
HEADER_LINE = (
    '{"mockpump":1,"scenario":"t","file":"t.yaml","source":"mockpump: 1\\n","seed":7,'
    '"dialect":null,"pacing":null,"operator":false,"shows":[],"line_faults":[],'
    '"case":"","defaults":"","output":false,'
    '"notice":"NON-CLINICAL SIMULATION"}\n'
)
FRAME = Frame(3, "reply", "bolus", (("eri", 1),))
VERDICT = Verdict(
    "t", 7, "failed", "limit", 9, 0, (Finding("expect", 0, "t:1:1", "x", "failed", ("y",), (5,)),)
)
RECORDS: list[tuple[Record, str]] = [
    (HEADER, HEADER_LINE),
    (
        Send(5, b"\x00\xffA", FRAME),
        '{"at":5,"out":"bytes","data":"\\u0000ÿA","frame":3,"kind":"reply","of":"bolus"}\n',
    ),
    (
        Send(5, b"A", FRAME, last=False, intact=False),
        (
            '{"at":5,"out":"bytes","data":"A","frame":3,"kind":"reply","of":"bolus",'
            '"last":false,"intact":false}\n'
        ),
    ),
    (seam.Hangup(5), '{"at":5,"out":"hangup"}\n'),
    (seam.Visit(5, "second"), '{"at":5,"out":"visit","name":"second"}\n'),
    (seam.AskOperator(5, "wave", ""), '{"at":5,"out":"askoperator","do":"wave","of":""}\n'),
    (seam.Plug(5, None), '{"at":5,"out":"plug","name":null}\n'),
    (Note(5, "machine"), '{"at":5,"note":"machine"}\n'),
    (
        Note(5, "alarm", "eri", "raised", 7, {"n": 3, "on": True}),
        '{"at":5,"note":"alarm","pump":7,"of":"eri","state":"raised","data":{"n":3,"on":true}}\n',
    ),
    (
        Ended(9, VERDICT),
        (
            '{"at":9,"verdict":{"scenario":"t","seed":7,"result":"failed","reason":"limit","at":9,'
            '"lag":0,"findings":[{"clause":"expect","index":0,"where":"t:1:1","text":"x",'
            '"what":"failed","lines":["y"],"reactions":[5]}],"met":{},"case":""}}\n'
        ),
    ),
]
INPUTS: list[tuple[seam.Input, str]] = [
    (seam.Bytes(b"\x00\xff>"), '"bytes","data":"\\u0000ÿ>"'),
    (seam.Opened(), '"opened"'),
    (seam.Closed(), '"closed"'),
    (seam.Settings(300, 7, "E", 2), '"settings","baud":300,"bits":7,"parity":"E","stop":2'),
    (
        seam.ModemLines(rts=True, ri=True),
        '"modemlines","rts":true,"dtr":false,"cts":false,"dsr":false,"cd":false,"ri":true',
    ),
    (seam.Break(on=True), '"break","on":true'),
    (seam.Purge("input"), '"purge","queue":"input"'),
    (seam.Overrun(12), '"overrun","lost":12,"direction":"to_client"'),
    (seam.Delivered("wave", "", ok=False), '"delivered","do":"wave","of":"","ok":false'),
    (seam.Shown("eos", {"d": "9"}), '"shown","name":"eos","values":{"d":"9"}'),
    (seam.Process("exited", -9), '"process","state":"exited","code":-9'),
    (seam.Lag(7), '"lag","by":7'),
    (seam.Stop("client_ended"), '"stop","reason":"client_ended"'),
]


@pytest.mark.parametrize(("record", "line"), RECORDS)
def test_a_record_is_one_line(record: Record, line: str) -> None:
    assert to_line(record).decode() == line


@pytest.mark.parametrize(("input_", "line"), INPUTS)
def test_an_input_reads_back(input_: seam.Input, line: str) -> None:
    received = Received(5, input_)
    assert to_line(received).decode() == f'{{"at":5,"in":{line}}}\n'
    assert read([HEADER_LINE.encode(), to_line(received)]).inputs == (received,)


def test_every_byte_reads_back() -> None:
    received = Received(0, seam.Bytes(bytes(range(256))))
    assert read([HEADER_LINE.encode(), to_line(received)]).inputs == (received,)


def test_the_header_reads_back() -> None:
    header = msgspec.structs.replace(HEADER, dialect="mp1", pacing=False, shows=("eri", "ö"))
    assert read([to_line(header)]).header == header


OPENED, NOTE = b'{"at":5,"in":"opened"}\n', b'{"at":6,"note":"port"}\n'
ENDED = to_line(Ended(9, VERDICT))


@pytest.mark.parametrize(
    ("lines", "inputs", "whole", "complete", "last"),
    [
        ([], 0, 1, False, 0),
        ([OPENED], 1, 2, False, 5),
        ([OPENED, NOTE], 1, 3, False, 6),
        ([OPENED, NOTE[:-1]], 1, 2, False, 5),
        ([OPENED, b'{"at":6,"in":"byt'], 1, 2, False, 5),
        ([OPENED, NOTE, ENDED], 1, 4, True, 9),
        ([OPENED, NOTE, ENDED[:-1]], 1, 3, False, 6),
        ([OPENED, b'{"at":null,"out":"break","on":true}\n'], 1, 3, False, 5),
    ],
)
def test_a_trace_is_read_to_its_last_whole_line(
    lines: list[bytes], inputs: int, whole: int, complete: bool, last: int
) -> None:
    recorded = read([HEADER_LINE.encode(), *lines])
    assert (len(recorded.inputs), len(recorded.lines)) == (inputs, whole)
    assert (recorded.complete, recorded.last) == (complete, last)


BAD: list[tuple[bytes, str]] = [
    (b"hello\n", "out.jsonl:2: not a record (JSON is malformed"),
    (b"[1]\n", "out.jsonl:2: not a record (Expected `object`, got `array`)"),
    (b"\xff\xfe\n", "out.jsonl:2: not a record ("),
    (b"\n", "out.jsonl:2: not a record ("),
    (b'{"note":"x"}\n{"at":1', "out.jsonl:2: not a record ("),
    (b'{"in":"opened"}\n', "out.jsonl:2: 'at' is no time from 0 ns on: None"),
    (b'{"at":-1,"in":"opened"}\n', "out.jsonl:2: 'at' is no time from 0 ns on: -1"),
    (b'{"at":1.5,"note":"x"}\n', "out.jsonl:2: 'at' is no time from 0 ns on: 1.5"),
    (b'{"at":true,"note":"x"}\n', "out.jsonl:2: 'at' is no time from 0 ns on: True"),
    (b'{"at":"5","note":"x"}\n', "out.jsonl:2: 'at' is no time from 0 ns on: '5'"),
    (b'{"at":5,"in":"magic"}\n', "out.jsonl:2: not an input that this version knows: 'magic'"),
    (b'{"at":5,"in":[]}\n', "out.jsonl:2: not an input that this version knows: []"),
    (b'{"at":5,"in":"do","step":"x"}\n', "out.jsonl:2: not an input that this version knows: 'do'"),
    (b'{"at":5,"in":"bytes"}\n', "out.jsonl:2: not an input that this version knows: 'bytes'"),
    (b'{"at":5,"in":"bytes","data":7}\n', "out.jsonl:2: not an input that this version knows"),
    ('{"at":5,"in":"bytes","data":"€"}\n'.encode(), "out.jsonl:2: not an input that this version"),
    (b'{"at":5,"in":"lag","by":"1"}\n', "out.jsonl:2: not an input that this version knows: 'lag'"),
    (b'{"at":5,"in":"stop","reason":"x"}\n', "out.jsonl:2: not an input that this version knows"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_line_that_is_no_record_is_told_with_its_place(line: bytes, message: str) -> None:
    with pytest.raises(TraceError) as caught:
        read([HEADER_LINE.encode(), line if line.endswith(b"\n") else line + b"\n"], "out.jsonl")
    assert str(caught.value).startswith(message)


def test_time_never_goes_back() -> None:
    with pytest.raises(TraceError) as caught:
        read([HEADER_LINE.encode(), NOTE, OPENED], "out.jsonl")
    assert str(caught.value) == "out.jsonl:3: 'at' is no time from 6 ns on: 5"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "t: no whole line in it: not a trace, or killed before it began"),
        ([b'{"mockpump":1'], "t: no whole line in it: not a trace, or killed before it began"),
        ([b"mockpump: 1\n"], "t:1: not a trace header (JSON is malformed"),
        ([OPENED], "t:1: not a trace header (Object missing required field `mockpump`)"),
        ([HEADER_LINE.replace(":1,", ":2,", 1).encode()], "t:1: trace format 2; this version reads 1"),
        ([HEADER_LINE.replace(":7,", ':"7",', 1).encode()], "t:1: not a trace header (Expected `int`"),
    ],
)  # fmt: skip
def test_what_does_not_begin_as_a_trace_is_none(lines: list[bytes], message: str) -> None:
    with pytest.raises(TraceError) as caught:
        read(lines, "t")
    assert str(caught.value).startswith(message)
