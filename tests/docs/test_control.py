"""`docs/control.md`: its commands run, and it names every request there is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from mockpump.cli.view.screen import ANSWER, KEYS
from mockpump.remote import bodies
from tests.docs.shell import typed
from tests.remote.served import over_door

PAGE = (Path(__file__).parents[2] / "docs" / "control.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


STORY = """
pump: {preset: syringe-60}
line: {dialect: newera, addresses: [0, 1], pacing: false}
expect: [{operation: start, within: 5s}]
ends: 12h
limit: 24h
"""


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_commands(tmp_path: Path) -> None:
    (text,) = BLOCKS
    done = typed(text, tmp_path, how="-meuc")
    assert '"note":"alarm"' in done.stdout
    assert "lines, identical" in done.stdout
    assert "step at" not in done.stderr
    assert "set by hand" in (tmp_path / "log").read_text()


def test_every_request_is_on_the_page() -> None:
    with over_door() as there:
        paths = there.ask("GET", "/openapi.json").body["paths"]
    told = re.findall(r"^\| `([A-Z]+) ([^`?]+)(?:\?[^`]*)?` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(
        (method.upper(), path) for path, methods in paths.items() for method in methods
    )


def test_every_body_on_the_page_is_one() -> None:
    """Each has all the keys that there are, but for those of a step, which has its own page."""
    told = re.findall(r"^\| `POST (/\w+)` \|.*\| `({.*})` \|$", PAGE, re.MULTILINE)
    kinds: Mapping[str, type[bodies.Body]] = {
        "/wait": bodies.Wait,
        "/faults": bodies.Fault,
        "/operator": bodies.Answer,
        "/shows": bodies.Shows,
        "/advance": bodies.Advance,
        "/skip": bodies.Skip,
    }
    assert [path for path, _ in told] == ["/wait", "/faults", "/steps", *[*kinds][2:]]
    with over_door(STORY) as there:
        for path, body in told:
            sent = json.loads(body)
            if path in kinds and path != "/skip":  # which takes one of two
                fields = kinds[path].model_fields.items()
                assert [*sent] == [field.alias or name for name, field in fields]
            if path == "/steps":
                assert there.ask("POST", "/faults", {"fault": sent["clear"]}).status == 200
            answer = there.ask("POST", path, {**sent, "within": "0s"} if path == "/wait" else sent)
            assert answer.status == 200 or answer.body["error"] == "not_now", answer


def test_every_key_is_on_the_page() -> None:
    told = set(re.findall(r"^\| `(\w)`(?: to `9`)? \|", PAGE, re.MULTILINE))
    shown = {key[0] for key in (*KEYS, ANSWER)}
    assert told == shown == {*"1mdhoq"}
