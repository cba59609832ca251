"""`docs/control.md`: its commands run, and it names every request there is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mockpump.cli.view.screen import ANSWER, KEYS
from tests.docs.shell import typed
from tests.remote.served import over_door

PAGE = (Path(__file__).parents[2] / "docs" / "control.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


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


def test_every_key_is_on_the_page() -> None:
    told = set(re.findall(r"^\| `(\w)`(?: to `9`)? \|", PAGE, re.MULTILINE))
    shown = {key[0] for key in (*KEYS, ANSWER)}
    assert told == shown == {*"1mdhoq"}
