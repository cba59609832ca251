"""Whatever a file holds: a scenario or a ScenarioError with places in it, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from mockpump.errors import ScenarioError
from mockpump.scenario.files import gallery
from mockpump.scenario.load import load, load_profile
from tests.scenario.test_load import WHOLE
from tests.scenario.test_profile import WHOLE as WHOLE_PROFILE

SHIPPED = [WHOLE, *(path.read_text() for _, path in gallery())]
SCRAPS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "- ",
            "\n",
            "\t",
            "#",
            "&a ",
            "*a",
            "<<: ",
            "!t ",
            "? ",
        ),
        *("'", '"', "|", ">", "~", "null", "true", "yes", ".nan", "-1", "0", "9" * 30, "5s", "-5s"),
        *(
            "40 mL",
            "2%",
            "fault",
            "alarm",
            "occlusion",
            "\ufeff",
            "\x85",
            "\u2028",
            "\x00",
            "é",
            "---",
        ),
    ]
)


def survives(loads: Callable[[str, str], object], text: str) -> None:
    try:
        loads(text, "f")
    except ScenarioError as error:
        told = error.mistakes
    else:
        return
    last_line = 1 + sum(map(text.count, "\n\r\x85\u2028\u2029"))
    assert told
    assert list(told) == sorted(told, key=lambda mistake: mistake.where)
    for mistake in told:
        assert mistake.where.file == "f"
        assert 0 <= mistake.where.line <= last_line
        assert mistake.found


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    survives(load, text)


@given(st.lists(SCRAPS, max_size=60).map("".join))
def test_any_scraps_of_yaml(text: str) -> None:
    survives(load, text)
    survives(load_profile, text)


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(SCRAPS | st.text(max_size=4)) + text[end:]
    return text


@given(mutated(SHIPPED))
def test_any_mutation_of_a_good_scenario(text: str) -> None:
    survives(load, text)


@given(mutated([WHOLE_PROFILE]))
def test_any_mutation_of_a_good_profile(text: str) -> None:
    survives(load_profile, text)


@given(st.sampled_from(SHIPPED), st.data())
def test_a_scenario_without_one_of_its_lines(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    survives(load, "\n".join(lines))


@given(st.sampled_from(SHIPPED))
def test_loading_twice_gives_the_same(text: str) -> None:
    assert load(text, "f") == load(text, "f")
