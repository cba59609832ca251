from __future__ import annotations

import pytest

from mockpump.dialects.spelling import bytes_of, spelt
from mockpump.pump.presets import PRESETS
from mockpump.scenario.dialects import find
from mockpump.trial import Trial


def typed(dialect: str, *lines: str) -> list[str]:
    trial = Trial(find(dialect), PRESETS["syringe-60"])
    return [told for line in lines for told in trial.type(line)]


@pytest.mark.parametrize(
    ("dialect", "line", "told"),
    [
        ("harvard", "VER", ["< <LF>PHD1.2 SIM<CR><LF>0:"]),
        ("harvard", "00VER<CR>", ["< <LF>PHD1.2 SIM<CR><LF>0:"]),
        ("alaris", "INF_RATE", ["< !INF_RATE^5.00^ml/h|1BAA<CR>"]),
        ("fresenius", "0DC", ["< <ACK>", "< <STX>0C8C<ETX>"]),
        ("newera", "VER", ["< <STX>00A?R<ETX>"]),
        ("mp1", ">00 PING", ["< <00 OK*68E3<LF>"]),
    ],
)
def test_a_body_is_sealed_and_answered(dialect: str, line: str, told: list[str]) -> None:
    answers = [answer for answer in typed(dialect, line) if answer.startswith("<")]
    assert answers == told


def test_what_the_pump_notes_is_told() -> None:
    assert typed("harvard", "RUN", "@115.2s") == [
        ". operation start accepted",
        "< <LF>0>",
    ]
    assert typed("harvard", "RUN", "@1s fault catheter_occlusion", "@2min", "MOD") == [
        ". operation start accepted",
        "< <LF>0>",
        ". fault catheter_occlusion set",
        ". alarm occlusion raised  occurrence=1 priority=medium n=2",
        ". operation read_status accepted",
        "< <LF>PUMP<CR><LF>0*",
        ". alarm occlusion reported  occurrence=1",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("@soon", "! 'soon' is not a duration: write '10s' or '250ms' or '2h'"),
        ("@1s", "! it is later than that: 5s"),
        (
            "@7s fault garble",
            "! garble is a line fault, and there is no line here: mockpump run --line-fault garble",
        ),
        (
            "@7s clear reorder",
            "! reorder is a line fault, and there is no line here: mockpump run --line-fault reorder",
        ),
        (
            "@7s fault occlusion",
            "! occlusion is an alarm, which something must raise; for nothing, false_alarm does",
        ),
        ("@9s fault motor_stal", "! there is no fault 'motor_stal'. did you mean 'motor_stall'?"),
        ("@9s dance", "! 'dance' is neither fault nor clear"),
        ("@9s fault pocket_fill", "! no pocket_fill in this pump (syringe-60)"),
    ],
)
def test_what_cannot_be_done_is_said(line: str, told: str) -> None:
    [said] = typed("harvard", "@5s", line)
    assert said.startswith(told)


@pytest.mark.parametrize("data", [b"", b"\x02abc\x03", bytes(range(256)), b"a<b", b"<STX>"])
def test_bytes_are_spelt_so_that_they_can_be_read(data: bytes) -> None:
    assert bytes_of(spelt(data)) == data
