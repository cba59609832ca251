"""What others do to the pump: noted as theirs, seen by the client, refused where it must be."""

from __future__ import annotations

import pytest

from mockpump.clock import SECOND
from mockpump.dialects.mp1.grammar import request
from mockpump.errors import ScenarioError
from mockpump.run import Run
from mockpump.seam import Bytes, Opened, Value
from tests.playing import lines, notes, played

HEAD = "pump: {preset: ambulatory-100}\nline: {pacing: false}\nends: 60s\ntimeline:\n"
HELLO = (0, Bytes(request(1, "HELLO")))
Told = tuple[int, str, str, dict[str, Value]]


def outside(run: Run) -> list[Told]:
    return [
        (note.at // SECOND, note.of, note.state, dict(note.data)) for note in notes(run, "outside")
    ]


STORIES: dict[str, tuple[str, list[Told]]] = {
    "a key stops it, another starts it": (
        "- {at: 1s, press: stop}\n- {at: 2s, press: start}\n",
        [
            (1, "stop", "accepted", {"origin": "keys"}),
            (2, "start", "accepted", {"origin": "keys"}),
        ],
    ),
    "keys may be refused": (
        "- {at: 1s, press: silence}\n- {at: 2s, press: bolus}\n",
        [
            (1, "silence_alarm", "refused", {"origin": "keys", "refusal": "not_active"}),
            (2, "patient_bolus", "refused", {"origin": "keys", "refusal": "wrong_state"}),
        ],
    ),
    "a key silences the highest alarm": (
        "- {at: 1s, fault: {false_alarm: {alarm: low_reservoir}}}\n- {at: 20s, press: silence}\n",
        [(20, "silence_alarm", "accepted", {"origin": "keys", "alarm": "low_reservoir"})],
    ),
    "somebody else programs it, as one change": (
        "- {at: 5s, set: {rate: 2 mL/h, low_alarm: 3 mL}}\n",
        [
            (
                5,
                "stage",
                "accepted",
                {"origin": "clinician", "rate": "48 mL/day", "low_alarm": "3 mL", "confirm": 1},
            ),
            (5, "commit", "accepted", {"origin": "clinician", "token": "T1"}),
            (5, "set_rate", "accepted", {"origin": "clinician", "rate": "48 mL/day"}),
        ],
    ),
    "a refill visit tells what the syringe found": (
        "- {at: 24s, refill: {volume: 50 mL, concentration: 1 mg/mL}}\n",
        [
            (
                24,
                "aspirate",
                "accepted",
                {"origin": "clinician", "aspirated": "99.993333333 mL", "assay": "500 ug/mL"},
            ),
            (
                24,
                "refill",
                "accepted",
                {
                    "origin": "clinician",
                    "aspirated": "99.993333333 mL",
                    "volume": "50 mL",
                    "concentration": "1000 ug/mL",
                },
            ),
        ],
    ),
    "a syringe alone": (
        "- {at: 24s, aspirate: true}\n",
        [
            (
                24,
                "aspirate",
                "accepted",
                {"origin": "clinician", "aspirated": "99.993333333 mL", "assay": "500 ug/mL"},
            )
        ],
    ),
    "another session": (
        (
            "- {at: 1s, foreign: {operation: bolus, with: {volume: 1 mL, id: x}}}\n"
            "- {at: 2s, foreign: stop}\n"
        ),
        [
            (1, "bolus", "accepted", {"origin": "foreign", "volume": "1 mL", "id": "x"}),
            (2, "stop", "accepted", {"origin": "foreign"}),
        ],
    ),
}


@pytest.mark.parametrize(("steps", "told"), STORIES.values(), ids=STORIES)
def test_what_others_do_is_noted_as_theirs(steps: str, told: list[Told]) -> None:
    run = played(HEAD + steps)
    assert outside(run) == told
    assert notes(run, "operation") == []


def test_the_client_is_told_who_changed_the_pump() -> None:
    step = "- {at: 1s, foreign: {operation: set_rate, with: {rate: 2 mL/h}}}\n"
    run = played(HEAD + step, (0, Opened()), HELLO, (2 * SECOND, Bytes(request(2, "STATUS?"))))
    assert "changed_by=foreign" in lines(run)[-1]
    assert 'rate="48 mL/day"' in lines(run)[-1] or "rate=48mL/day" in lines(run)[-1]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("set: {rate: 20 L/h}", "rate 480000 mL/day is over the maximum 3000 mL/day"),
        ("refill: 2 L", "volume 2000 mL is over the maximum 105 mL"),
    ],
)
def test_a_change_that_the_pump_refuses_is_a_mistake_of_its_step(step: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        played(f"{HEAD}- {{at: 1s, {step}}}\n")
    assert str(caught.value) == f"t.yaml:8:3: the pump refuses: {told}"
