"""The pytest plugin: the fixture and the marker `mockpump`, and scenario files as tests.

Silent until used. What it needs is imported where it is needed: every pytest run imports this file.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from mockpump.harness.factory import PumpFactory
    from mockpump.harness.items import Playing, ScenarioFile
    from mockpump.harness.keeping import Keep

MARKER = (
    "mockpump(scenario, port=None, speed=1, clock='autojump', case='', seed=None, operator=None, "
    "shows=(), judged=True, …): what the fixture `mockpump` makes when it is called without arguments."
)

_factory: pytest.StashKey[PumpFactory] = pytest.StashKey()
_failure: pytest.StashKey[BaseException | None] = pytest.StashKey()
_playing: pytest.StashKey[Playing] = pytest.StashKey()
_kept: pytest.StashKey[Keep] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, all of them under a name of ours."""
    group = parser.getgroup("mockpump", "mockpump: a simulated pump, and scenario files as tests")
    group.addoption(
        "--mockpump-client",
        type=Path,
        metavar="PROFILE",
        help="collect scenario files as tests, and play each to the client of this profile",
    )
    group.addoption(
        "--mockpump-seeds",
        type=_at_least_one,
        default=1,
        metavar="N",
        help="play each scenario with so many seeds, counting up",
    )
    group.addoption(
        "--mockpump-seed",
        type=int,
        metavar="N",
        help="begin with this seed instead of the scenario's own",
    )
    group.addoption(
        "--mockpump-port",
        default="pty",
        metavar="PORT",
        help="where the client connects: pty (default), tcp or rfc2217",
    )
    group.addoption(
        "--mockpump-speed",
        default="1",
        metavar="NUMBER",
        help="play everything so many times faster; the client finds it in MOCKPUMP_SPEED",
    )
    group.addoption(
        "--mockpump-traces",
        type=Path,
        metavar="FOLDER",
        help="where traces are kept (default: mockpump-traces, beside the configuration of pytest)",
    )
    group.addoption(
        "--mockpump-keep",
        choices=("failed", "all"),
        default="failed",
        help="which traces are kept (default: those of tests that failed)",
    )

    group.addoption(
        "--mockpump-every",
        action="store_true",
        help="take every YAML file that does not say what else it is for a scenario, so that none "
        "goes unplayed because its first line is misspelt",
    )


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def pytest_configure(config: pytest.Config) -> None:
    """Read the client profile, if scenario files are to be tests. Mistakes in it are told at once."""
    config.addinivalue_line("markers", MARKER)
    if config.getoption("--mockpump-client") is not None:
        config.stash[_playing] = _how_to_play(config)


def _keep(config: pytest.Config) -> Keep:
    from mockpump.harness.keeping import FOLDER, Keep  # noqa: PLC0415 - silent until used

    if _kept not in config.stash:
        folder: Path = config.getoption("--mockpump-traces") or config.rootpath / FOLDER
        kept = config.getoption("--mockpump-keep")
        config.stash[_kept] = Keep(config.invocation_params.dir / folder, kept)
    return config.stash[_kept]


def _how_to_play(config: pytest.Config) -> Playing:
    from mockpump.errors import MockpumpError  # noqa: PLC0415 - silent until used
    from mockpump.harness.items import playing  # noqa: PLC0415 - silent until used

    try:
        how = playing(
            config.getoption("--mockpump-client"),
            _keep(config),
            seed=config.getoption("--mockpump-seed"),
            seeds=config.getoption("--mockpump-seeds"),
            port=config.getoption("--mockpump-port"),
            speed=config.getoption("--mockpump-speed"),
        )
        return how._replace(every=config.getoption("--mockpump-every"))
    except MockpumpError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioFile | None:
    """Take up scenario files, where a client is given to play them to."""
    playing = parent.config.stash.get(_playing, None)
    if playing is None:
        return None
    from mockpump.errors import legible  # noqa: PLC0415 - silent until used
    from mockpump.harness.items import ScenarioFile  # noqa: PLC0415 - silent until used
    from mockpump.scenario.files import is_yaml  # noqa: PLC0415 - silent until used

    if not is_yaml(file_path):
        return None
    if not parent.session.isinitpath(file_path) and not playing.takes(file_path):
        return None
    root = parent.config.rootpath
    named = file_path.relative_to(root) if file_path.is_relative_to(root) else file_path
    # Not pytest's own, which mixes up what lies outside; it goes into the environment, too.
    system = sys.getfilesystemencoding()
    node_id = legible(named.as_posix()).encode(system, "backslashreplace").decode(system)
    file: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path, nodeid=node_id)
    file.playing = playing
    return file


@pytest.fixture
def mockpump(request: pytest.FixtureRequest) -> Iterator[PumpFactory]:
    """Make pumps that play a scenario to this test's client; each is judged when the test ends."""
    from mockpump.harness.factory import PumpFactory  # noqa: PLC0415 - silent until used

    factory = PumpFactory(request.node, _keep(request.config))
    request.node.stash[_factory] = factory
    yield factory
    factory.finish(request.node.stash.get(_failure, None))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed by itself, and say there where its trace will be.

    What is no failure of the client is an error, as pytest and JUnit have it: one of the set-up.
    """
    report = yield
    if call.when == "call" and report.failed and (became := _became(report)):
        from mockpump.harness.outcome import NOT_THE_CLIENTS  # noqa: PLC0415 - silent until used

        if became in NOT_THE_CLIENTS:
            report.when = "setup"
    if call.when == "call" and _factory in item.stash:
        own = call.excinfo if report.failed else None
        item.stash[_failure] = own.value if own is not None else None
        if report.failed and (traces := item.stash[_factory].traces()):
            report.sections.append(("mockpump", "\n".join(traces)))
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Give what could not be judged a word of its own: it is no pass."""
    if report.skipped and (became := _became(report)) in ("not_checked", "not_applicable"):
        word = became.replace("_", " ")
        return word, "n", word.upper()
    return None


def _became(report: Any) -> str:
    told = [value for name, value in report.user_properties if name == "mockpump_became"]
    return str(told[-1]) if told else ""


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """List what was not judged, for whoever takes green for tested; say where traces are."""
    reports = [one for group in terminalreporter.stats.values() for one in group]
    told = [one for one in reports if getattr(one, "user_properties", None)]
    if not any(_became(one) for one in told):
        return
    from mockpump.harness.summary import failed_lines, unjudged_lines  # noqa: PLC0415 - silent until used

    every = config.get_verbosity() > 0
    if lines := [*unjudged_lines(told, every=every), *failed_lines(told, _keep(config))]:
        terminalreporter.section("mockpump")
        for line in lines:
            terminalreporter.write_line(line)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no empty folder behind."""
    if not hasattr(config, "workerinput") and (keep := config.stash.get(_kept, None)) is not None:
        keep.tidy()
