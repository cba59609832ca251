"""`test`: many scenarios played to one client, as pytest does it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from mockpump.cli.exits import ERRORS, VERDICTS
from mockpump.cli.places import must_be_writable
from mockpump.errors import ClientError, MachineError, ScenarioError, UsageError
from mockpump.harness.tally import Tally
from mockpump.scenario.files import ENDINGS, find, is_yaml

BECAME: Mapping[str, int] = {
    **VERDICTS,
    "not_applicable": VERDICTS["not_checked"],
    "client_error": ERRORS[ClientError],
    "machine_error": ERRORS[MachineError],
    "scenario_error": ERRORS[ScenarioError],
}
"""Exit codes of what may become of one test."""
_OURSELVES = (
    "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning"
)
"""This very process is of the package whose plugin pytest would like to rewrite."""
CONFIGURATIONS: Mapping[str, str] = {
    "pytest.ini": "",
    ".pytest.ini": "",
    "pyproject.toml": "[tool.pytest",
    "tox.ini": "[pytest]",
    "setup.cfg": "[tool:pytest]",
}
"""Where pytest may be configured, and what is then found there: the first that there is counts."""
WORST_FIRST = (130, 2, 1, 4, 3, 5, 0)
"""The code of many tests: of a suite that is not whole, or else of what is worst for the client."""


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("paths", nargs=-1, required=True, type=click.UNPROCESSED, metavar="PATH...")
@click.option(
    "--client",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PROFILE",
    help="Start the client that this profile (client.yaml) describes, anew for each scenario.",
)
@click.option(
    "-n",
    "workers",
    metavar="N",
    help="Play so many at once, or `auto`; needs the package pytest-xdist.",
)
@click.option("-k", "chosen", metavar="WORDS", help="Play those whose names fit, as pytest has it.")
@click.option("-x", "first", is_flag=True, help="Stop after the first that fails.")
@click.option("--junit", metavar="FILE", help="Write a JUnit file.")
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report as one HTML file.",
)
@click.option(
    "--seeds", type=click.IntRange(min=1), metavar="N", help="Play each with so many seeds."
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Begin with this seed.")
@click.option("--port", metavar="PORT", help="Where the client connects: pty, tcp or rfc2217.")
@click.option("--speed", metavar="NUMBER", help="Play everything so many times faster.")
@click.option(
    "--traces",
    metavar="FOLDER",
    help="Where traces of what failed are kept (default: mockpump-traces); with --html, all traces.",
)
def test_command(
    paths: tuple[str, ...],
    client: Path,
    workers: str | None,
    chosen: str | None,
    first: bool,
    junit: str | None,
    html: Path | None,
    seeds: int | None,
    seed: int | None,
    port: str | None,
    speed: str | None,
    traces: str | None,
) -> None:
    """Play scenarios to a client: files, folders of them, or names from `mockpump list`.

    In a folder, every YAML file is a scenario unless it says that it is a client profile, a ward or a
    dialect, or is called defaults.yaml. Each scenario, case and seed is a test of its own with a fresh
    pump and a fresh client. This is pytest with the plugin of mockpump: an option that is not listed
    here is passed on to it. Write it as one word: --lf, -v, --maxfail=3. Of pytest's settings, those in
    the current folder count.

    \b
    mockpump test scenarios/ --client client.yaml
    mockpump test scenarios/ --client client.yaml -n 4 --junit report.xml --html report.html
    mockpump test occlusion --client client.yaml --seeds 5 -x

    \b
    Exit codes: 0 passed or not judged, 1 the client failed an expectation, 2 bad usage, a bad
    scenario or nothing to play, 3 the machine or a broken assumption, 4 a client could not be
    started or died by a signal, 5 the machine was too slow, 130 interrupted. Of several, the
    first of 130, 2, 1, 4, 3, 5.
    """
    import pytest  # noqa: PLC0415 - start-up

    here = Path.cwd()
    options = {
        "--rootdir": here,  # pytest's own would lie at the scenarios' place
        "-c": _configuration(here),
        "--mockpump-client": client,
        "--mockpump-seeds": seeds,
        "--mockpump-seed": seed,
        "--mockpump-port": port,
        "--mockpump-speed": speed,
        "--mockpump-traces": traces,
        "--mockpump-keep": "all" if html is not None else None,
        "--junitxml": junit,
        "--numprocesses": _workers(workers),
        "-k": chosen,
        "--maxfail": 1 if first else None,
        "-W": _OURSELVES,
    }
    told = [
        str(word) for name, value in options.items() if value is not None for word in (name, value)
    ]
    for file, what in ((junit, "the JUnit file"), (html, "the report")):
        if file is not None:
            must_be_writable(Path(file), what)
    tally = Tally()
    code = int(pytest.main(["--mockpump-every", *told, *map(_path, paths)], plugins=[tally]))
    if html is not None:
        from mockpump.report.html import write  # noqa: PLC0415 - start-up: Jinja2

        write(html, tally.traces)
    sys.exit(_exit_code(code, tally))


def _configuration(folder: Path) -> str:
    """Return the user's own configuration of pytest, if this folder has one: no other is heeded."""
    for name, sign in CONFIGURATIONS.items():
        with contextlib.suppress(OSError):
            if sign in (folder / name).read_text("utf-8", errors="replace"):
                return name
    return os.devnull


def _path(word: str) -> str:
    """Find a scenario by its name; options go on as they are."""
    if word.startswith("-") or Path(word).is_dir():
        return word
    file, _, rest = word.partition("::")
    path = find(file)
    if not path.exists():
        raise UsageError(f"no file or folder {file!r}, and no scenario of that name")
    if not is_yaml(path):
        raise UsageError(f"{file} is no scenario: one ends in {' or '.join(ENDINGS)}")
    return f"{path}::{rest}" if rest else str(path)


def _workers(workers: str | None) -> str | None:
    if workers is not None and importlib.util.find_spec("xdist") is None:
        raise UsageError("-n needs pytest-xdist: pip install 'mockpump[parallel]'")
    return workers


def _exit_code(code: int, tally: Tally) -> int:
    import pytest  # noqa: PLC0415 - start-up

    codes = {BECAME.get(became, 1) for became in tally.became}
    if tally.interrupted:
        codes.add(VERDICTS["interrupted"])
    if tally.broken or code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        codes.add(ERRORS[UsageError])
    if code == pytest.ExitCode.INTERNAL_ERROR:
        codes.add(ERRORS[MachineError])
    return next((one for one in WORST_FIRST if one in codes), 0)
