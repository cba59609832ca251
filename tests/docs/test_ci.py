"""`docs/ci.md`: its clients are built and play its scenario, the commands of its CI files run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.docs.shell import typed
from tests.harness.conftest import CLIENTS, write_client, write_scenario

HOME = Path(__file__).parents[2] / "docs"
PAGE = (HOME / "ci.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| \[(\S+)\]\(ci/(\S+)\).*?\| (?:`(.+?)`)? *\| \[`(\S+)`\].*\| `(\w+)` \|$",
    PAGE,
    re.MULTILINE,
)
NEEDS = {
    "Python": ["python3"],
    "Node": ["node"],
    "C#": ["mcs", "mono"],
    "Java": ["javac"],
    "C": ["cc"],
}
COMMANDS = re.findall(r"^ +- (?:run: )?((?:make|mockpump) .*?)(?: #.*)?$", PAGE, re.MULTILINE)


def test_the_page_names_every_client() -> None:
    assert [row[0] for row in ROWS] == list(NEEDS)
    shown = {row[1] for row in ROWS} | {row[3] for row in ROWS}
    others = {"alarm.yaml", "github.yml", "gitlab.yml"}
    assert {path.name for path in (HOME / "ci").iterdir()} == shown | others


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_client_in_each_language_passes(row: tuple[str, ...], tmp_path: Path) -> None:
    language, _, build, profile, port = row
    if missing := [program for program in NEEDS[language] if shutil.which(program) is None]:
        pytest.skip(f"no {', '.join(missing)} on this machine")
    folder = shutil.copytree(HOME / "ci", tmp_path / "ci")
    if build:
        typed(build, folder)
    words = f"alarm.yaml --client ci/{profile} --port {port} --speed 2"
    shutil.move(folder / "alarm.yaml", tmp_path)  # it is played from elsewhere
    assert "1 passed" in typed(f"mockpump test {words}", tmp_path).stdout


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_the_page_shows_the_ci_files_and_they_are_yaml(name: str) -> None:
    text = (HOME / "ci" / name).read_text("utf-8")
    assert f"```yaml\n{text}```" in PAGE
    assert yaml.safe_load(text)


def test_the_commands_of_the_ci_files_run(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    write_scenario(tmp_path / "scenarios", "ping")
    write_client(tmp_path, "good", CLIENTS["good"]).rename(tmp_path / "client.yaml")
    (tmp_path / "Makefile").write_text("client:\n\ttrue\n")
    assert [command.split()[0] for command in COMMANDS] == ["make", "mockpump"] * 2
    filled = [re.sub(r"\$SEED|\$\{\{ matrix\.seed \}\}", "1", command) for command in COMMANDS]
    assert filled[:2] == filled[2:]  # both services do the same
    for command in filled[:2]:
        told = typed(command, tmp_path).stdout
        assert "make" in command or "1 passed" in told
    assert {"report.xml", "report.html", "mockpump-traces"} <= {p.name for p in tmp_path.iterdir()}
