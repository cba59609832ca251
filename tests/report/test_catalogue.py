"""The catalogue of faults says of each setting what may be written, and what it is if it is not."""

from __future__ import annotations

import pytest

from mockpump.report.catalogue import Entry, Setting, entries, text

BY_NAME: dict[str, Entry] = {entry.name: entry for entry in entries()}


@pytest.mark.parametrize(
    ("fault", "settings"),
    [
        ("mains_loss", []),
        ("battery_drain", [Setting("to", "a share, such as 2%", "4%")]),
        (
            "false_alarm",
            [
                Setting("alarm", "an alarm", "low_reservoir"),
                Setting("acts", "true or false", "false"),
            ],
        ),
        ("log_gaps", [Setting("every", "a whole number from 2 to 1000", "2")]),
        (
            "parameters_lost",
            [Setting("leaves", "one of 'defaults', 'nothing'", "nothing")],
        ),
        (
            "wrong_version",
            [Setting("firmware", "a text", "SIM-0.9"), Setting("library", "a text", "")],
        ),
    ],
)
def test_settings(fault: str, settings: list[Setting]) -> None:
    assert list(BY_NAME[fault].settings) == settings


def test_every_fault_of_the_pump_says_what_shows() -> None:
    assert all(entry.about for entry in BY_NAME.values())
    assert all(entry.shows for entry in BY_NAME.values() if entry.kind == "pump")


def test_text() -> None:
    assert text(Entry("kink", "pump", "it bends", "", (Setting("by", "a text", ""),))) == (
        "kink (pump fault): it bends\n    by: a text; may be left out"
    )
