"""The ward file: what it makes, every mistake at its place, its schema, its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mockpump.errors import ScenarioError
from mockpump.scenario.files import find
from mockpump.scenario.schema import document
from mockpump.scenario.words import keys_of, shape
from mockpump.ward import Ward, WardPump, is_ward, load_ward, read_ward
from tests.playing import HEAD
from tests.scenario.test_schema import data

PAGE = (Path(__file__).parents[1] / "docs" / "ward.md").read_text("utf-8")
[WARD] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the page's ward names."""
    (tmp_path / "short.yaml").write_text(HEAD + "ends: 3s\n")
    (tmp_path / "client.yaml").write_text("command: 'ui {port}'\n")
    (tmp_path / "ward.yaml").write_text(WARD)
    return tmp_path


def test_the_ward_of_the_page(folder: Path) -> None:
    beds = read_ward(folder / "ward.yaml")
    assert [bed.name for bed in beds] == ["bed-1", "bed-2", "bed-3"]
    assert [bed.scenario.name for bed in beds] == ["occlusion", "t", "steady"]
    assert [bed.port for bed in beds] == ["pty", "tcp:", "pty"]
    assert [bed.seed for bed in beds] == [None, 7, None]
    assert [bed.dialect for bed in beds] == [None, None, "mp1"]
    assert [bed.link for bed in beds] == [None, None, folder / "pump3"]
    assert [bed.profile and bed.profile.command for bed in beds] == ["ui {port}", "ui {port}", None]


def test_a_ward_is_told_from_a_scenario(folder: Path) -> None:
    assert is_ward(folder / "ward.yaml")
    assert not is_ward(folder / "short.yaml")
    assert not is_ward(find("occlusion"))


def bed(rest: str = "", name: str = "a", scenario: str = "steady") -> str:
    return f"  - {{name: {name}, scenario: {scenario}{rest}}}\n"


NAMES = "up to 40 lower-case letters, digits, hyphens and underscores"
MISTAKES = {
    "wards: 1\n": [
        "1:1: unknown key 'wards' (did you mean 'ward'?)",
        "1:1: no key 'pumps'; expected a list",
    ],
    "ward: 2\npumps: []\n": ["1:7: the whole number 2; expected 1"],
    "ward: 1\npumps: []\n": ["2:8: pumps: 0; expected from 1 to 64"],
    f"ward: 1\npumps:\n{bed(', case: fast')}": ["3:39: no case 'fast': there is no 'matrix'"],
    f"ward: 1\npumps:\n{bed(', colour: red')}": [
        f"3:33: unknown key 'colour'; expected one of {', '.join(keys_of(shape(WardPump)))}"
    ],
    f"ward: 1\npumps:\n{bed(name='A')}": [f"3:12: 'A'; expected {NAMES}, such as 'bed-1'"],
    f"ward: 1\npumps:\n{bed(scenario='stedy')}": [
        "3:25: no scenario 'stedy' (did you mean 'steady'?)"
    ],
    f"ward: 1\npumps:\n{bed(scenario='none.yaml')}": [
        "3:25: none.yaml: cannot be read: No such file or directory"
    ],
    f"ward: 1\npumps:\n{bed(', client: none.yaml')}": [
        "3:41: none.yaml: cannot be read: No such file or directory"
    ],
    f"ward: 1\npumps:\n{bed(', port: usb')}": [
        "3:39: 'usb' is not a port: one of pty, tcp, rfc2217, or a device such as /dev/ttyUSB0"
    ],
    f"ward: 1\npumps:\n{bed(', port: tcp, link: x')}": ["3:50: a link for a port that is no pty"],
    f"ward: 1\npumps:\n{bed()}{bed()}": ["4:12: the name 'a' again: the pump in line 3 has it"],
    f"ward: 1\npumps:\n{bed(', link: x')}{bed(', link: x', 'b')}": [
        "4:39: the link 'x' again: the pump in line 3 has it"
    ],
    "ward: 1\npumps:\n" + bed(", port: 'tcp:4001'") + bed(", port: 'tcp:4001'", "b"): [
        "4:39: the port 'tcp:4001' again: the pump in line 3 has it"
    ],
    f"ward: 1\npumps:\n{bed(', dialect: mp1x')}": [
        "3:42: unknown name 'mp1x' (did you mean 'mp1'?)"
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MISTAKES.items())
def test_mistakes(text: str, told: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_ward(text, "ward.yaml")
    assert list(map(str, caught.value.mistakes)) == [f"ward.yaml:{one}" for one in told]


def test_ports_that_are_made_anew_are_no_clash() -> None:
    rest = ", port: 'tcp:'"
    assert len(load_ward(f"ward: 1\npumps:\n{bed(rest)}{bed(rest, 'b')}{bed('', 'c')}")) == 3


def test_the_mistakes_of_what_it_names_are_told_with_its_own(folder: Path) -> None:
    (folder / "short.yaml").write_text(f"{HEAD}ends: 3\n")
    (folder / "client.yaml").write_text("command: ui\n")
    (folder / "ward.yaml").write_text(WARD.replace("steady", "unsteady"))
    with pytest.raises(ScenarioError) as caught:
        read_ward(folder / "ward.yaml")
    assert [(Path(one.where.file).name, one.where.line) for one in caught.value.mistakes] == [
        ("client.yaml", 1),
        ("short.yaml", 4),
        ("ward.yaml", 6),
    ]


def test_what_a_pump_is_to_show_its_profile_must_capture(folder: Path) -> None:
    expect = "expect: [{shows: rate, with: {rat: 5 mL/h}, within: 2s}]\n"
    (folder / "short.yaml").write_text(f"{HEAD}ends: 3s\n{expect}")
    (folder / "client.yaml").write_text("command: 'ui {port}'\nshows: {rate: '(?P<rate>.+)'}\n")
    with pytest.raises(ScenarioError) as caught:
        read_ward(folder / "ward.yaml")
    assert [(one.where.line, one.where.column) for one in caught.value.mistakes] == [(5, 36)]


def test_the_schema_takes_what_the_loader_takes() -> None:
    schema = document(Ward, "A mockpump ward")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(data(WARD))
    for wrong in ("ward: 2", "name: A", "prot: pty", "seed: -1"):
        key = wrong.partition(":")[0]
        line = bed(f", {wrong}", name="b") if key in ("prot", "seed") else bed()
        text = f"ward: 1\npumps:\n{line}"
        text = text.replace("ward: 1", wrong) if key == "ward" else text
        text = text.replace("name: a", wrong) if key == "name" else text
        assert not validator.is_valid(data(text)), wrong


@pytest.mark.parametrize("cls", [Ward, WardPump])
def test_every_key_is_on_the_page(cls: type) -> None:
    assert [key for key in keys_of(shape(cls)) if f"`{key}`" not in PAGE] == []
