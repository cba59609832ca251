"""The public names are what is documented, and cost nothing until they are used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mockpump

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text("utf-8")


@pytest.mark.parametrize("name", mockpump.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(mockpump, name).__name__ == name
    assert name in dir(mockpump)


def test_the_docs_name_them_all_and_no_other() -> None:
    table = PAGE.partition("## Public names")[2]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted([*mockpump.__all__, "mockpump"])


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="module 'mockpump' has no attribute 'Pumps'"):
        mockpump.Pumps  # noqa: B018 - asking is the test
    program = (
        "from mockpump import *; print(sorted(name for name in dir() if not name.startswith('_')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(sorted(mockpump.__all__))


@pytest.mark.parametrize("module", ["mockpump", "mockpump.pytest_plugin"])
def test_importing_it_imports_nothing_of_ours(module: str) -> None:
    program = f"import sys, {module}; print([n for n in sys.modules if n.startswith('mockpump.')])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    own = [] if module == "mockpump" else [module]
    assert done.stdout.strip() == str(own)
