from __future__ import annotations

from mockpump.dialects.mp1.grammar import Bad, Reply, Report, Request, parse_report, parse_request
from mockpump.dialects.mp1.verbs import CODES, VERBS
from tests.dialects.mp1.regenerate import page
from tests.dialects.mp1.transcript import DOCS, blocks

PAGE = DOCS.read_text()
LINES = [line for block in blocks(PAGE) for line in block.splitlines()]
MEANT_BAD = [">00 PING*0000", ">01 PING please*ED96"]


def test_the_page_is_what_the_pump_does() -> None:
    assert page(PAGE) == PAGE, "run `make docs` and read what it changed"


def test_every_request_in_the_examples_is_right_but_for_two() -> None:
    asked = {line: parse_request(line.encode()) for line in LINES if line.startswith(">")}
    assert [line for line, one in asked.items() if isinstance(one, Bad)] == MEANT_BAD


def test_every_answer_in_the_examples_can_be_read() -> None:
    told = [parse_report(line.encode()) for line in LINES if line.startswith(("<", "!"))]
    assert {type(one) for one in told} == {Reply, Report}


def test_every_verb_has_an_example() -> None:
    asked = [parse_request(line.encode()) for line in LINES if line.startswith(">")]
    assert {one.verb for one in asked if isinstance(one, Request)} == {*VERBS, "DANCE"}


def test_every_code_is_explained() -> None:
    assert all(f"`{code}`" in PAGE for code in CODES)
