"""`dialect check` and `dialect try`, as somebody meets them who writes one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import mockpump as package
from tests.cli.command import mockpump
from tests.scenario.test_declaring import ACME


def test_check_tells_what_a_dialect_has(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(ACME)
    done = mockpump("dialect", "check", path, "alaris", "mp1")
    assert done.returncode == 0
    first, second, third = done.stdout.splitlines()
    assert first == "acme: 7 operations, 2 alarms, 9600 baud 8N1, no mistakes"
    assert second.startswith("alaris: ")
    assert "all alarms" in third


def test_check_tells_every_mistake_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(ACME.replace("ask: G,", "ask: S,").replace("{limit: 00.0}", "{limti: 0}"))
    done = mockpump("dialect", "check", path, "alaris")
    assert done.returncode == 2
    assert f"{path}:24:5: reply: {{limti: 0}} names no value" in done.stderr
    assert f"{path}:27:5: ask: 'S': the same as in line 20" in done.stderr
    assert done.stdout.startswith("alaris: ")


def test_try_takes_lines_from_a_pipe() -> None:
    done = mockpump("dialect", "try", "harvard", typed="VER\n\n@1s\nRAT\n")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "> VER",
        ". operation identify accepted",
        "< <LF>PHD1.2 SIM<CR><LF>0:",
        "> @1s",
        "> RAT",
        ". operation read_status accepted",
        "< <LF>5.000 ml/hr<CR><LF>0:",
    ]
    assert done.stderr == ""


def test_a_stdin_that_is_closed_is_an_empty_one(tmp_path: Path) -> None:
    done = mockpump("dialect", "try", "harvard", cwd=tmp_path, deaf=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_try_of_what_is_no_dialect() -> None:
    done = mockpump("dialect", "try", "harverd", typed="")
    assert done.returncode == 2
    assert "no dialect 'harverd' (did you mean 'harvard'?)" in done.stderr


SCHEMA = Draft202012Validator(json.loads(mockpump("schema", "dialect").stdout))
BUILTIN = sorted((Path(package.__file__).parent / "dialects" / "builtin").glob("*.yaml"))


@pytest.mark.parametrize("path", BUILTIN, ids=lambda path: path.stem)
def test_the_schema_takes_what_comes_with_mockpump(path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    SCHEMA.validate(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("baud: 9600", "bits: 7"),
        ("by: xor", "by: crc99"),
        ("does: start", "does: dance"),
        ("after: 3s", "after: 3"),
        ("dialect: 1", "dialect: 2"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    assert SCHEMA.is_valid(yaml.safe_load(ACME))
    assert not SCHEMA.is_valid(yaml.safe_load(ACME.replace(old, new, 1)))
