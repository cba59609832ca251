"""Where scenarios are: the gallery that comes with mockpump, and files by their path."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from mockpump.errors import Mistake, ScenarioError, UsageError, Where
from mockpump.hazards import GROUPS
from mockpump.scenario.cases import not_chosen
from mockpump.scenario.defaults import DEFAULTS
from mockpump.scenario.dialects import declared
from mockpump.scenario.kinds import Kind, kind_in, meant_as
from mockpump.scenario.load import load, load_cases, load_defaults, load_profile
from mockpump.scenario.model import Scenario
from mockpump.scenario.nodes import Keys
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.tree import parse
from mockpump.scenario.words import did_you_mean

MOST_BYTES = 100_000
"""A scenario is one screen; fifty are something else, and would take seconds to read."""
ENDINGS = (".yaml", ".yml")
PYTHON = ".py"

_PACKAGE = Path(__file__).parent.parent


def home() -> Path:
    """Return the folder of the scenarios that come with mockpump; in it, one of each group."""
    homes = (_PACKAGE / "scenarios", _PACKAGE.parent / "scenarios")  # in a wheel; in a checkout
    return next((home for home in homes if home.is_dir()), homes[0])


def gallery() -> list[tuple[str, Path]]:
    """Return name and path of every scenario that comes with mockpump, by name."""
    return sorted((path.stem, path) for path in home().rglob("*.yaml") if path.name != DEFAULTS)


def by_group() -> dict[str, list[tuple[str, Path]]]:
    """Return the gallery by its folders; what lies in none comes first, under an empty name."""
    groups: dict[str, list[tuple[str, Path]]] = {
        "": [],
        **{name: [] for name, _ in GROUPS.values()},
    }
    for name, path in gallery():
        group = path.parent.relative_to(home()).as_posix()
        groups.setdefault("" if group == "." else group, []).append((name, path))
    return groups


def is_yaml(path: Path) -> bool:
    """Whether a file's name says so."""
    return path.suffix.lower() in ENDINGS


def kind_of(path: Path) -> Kind:
    """Return what a YAML file says that it is; empty: nothing that mockpump knows."""
    if path.name == DEFAULTS:
        return "defaults"
    try:
        return kind_in(text_of(path))[0]
    except ScenarioError:
        return ""


def find(name_or_path: str | Path, folder: Path = Path()) -> Path:
    """Return where a scenario is, by its name in the gallery or its path, from a folder on.

    Raises ScenarioError.
    """
    named = dict(gallery())
    if str(name_or_path) in named:
        return named[str(name_or_path)]
    path = folder / name_or_path
    if len(Path(name_or_path).parts) > 1 or is_yaml(path) or path.exists():
        return path
    hint = did_you_mean(str(name_or_path), named)
    expected = "" if hint else "a name that `mockpump list` tells, or the path of a file"
    raise ScenarioError(Mistake(Where(), f"no scenario {str(name_or_path)!r}", expected, hint))


def read(path: Path, case: str = "") -> Scenario:
    """Load the scenario in a file, or one `case` of several. Raises ScenarioError."""
    if path.suffix == PYTHON:
        return _chosen(read_cases(path), path, case)
    text, defaults = text_of(path), _defaults_beside(path)
    with meant_as("scenario", text, shown(path)):
        return load(text, shown(path), case, defaults)


def already(scenario: Scenario, case: str) -> Scenario:
    """Return a scenario that was loaded before, as its own case only. Raises UsageError."""
    if case not in ("", scenario.case):
        raise UsageError(f"case={case}: this scenario was loaded as {scenario.case or 'it is'}")
    return scenario


def read_cases(path: Path) -> tuple[Scenario, ...]:
    """Load every case in a file: one, its `case` empty, without a matrix. Raises ScenarioError.

    A Python file is run, and holds what `scenario/code.py` says.
    """
    if path.suffix == PYTHON:
        from mockpump.scenario.code import scenarios_in  # noqa: PLC0415 - start-up

        text_of(path)  # which tells why a file cannot be read
        return scenarios_in(path, shown(path))
    text, defaults = text_of(path), _defaults_beside(path)
    with meant_as("scenario", text, shown(path)):
        return load_cases(text, shown(path), defaults)


def _chosen(several: tuple[Scenario, ...], path: Path, case: str) -> Scenario:
    for scenario in several:
        if scenario.case == case:
            return scenario
    names = [scenario.case for scenario in several if scenario.case]
    raise ScenarioError(not_chosen(case, names, Where(shown(path)), "'case'"))


def check_defaults(path: Path) -> None:
    """Check a `defaults.yaml` by itself. Raises ScenarioError."""
    load_defaults(text_of(path), shown(path))


def check_profile(path: Path) -> ClientProfile:
    """Load a client profile, and see that the folder is there in which the client is to run.

    Raises ScenarioError.
    """
    profile = read_profile(path)
    if profile.cwd and not Path(profile.cwd).is_dir():
        node = parse(text_of(path), shown(path), lambda _mistake: None)
        assert isinstance(node, Keys)
        there = f"no folder {profile.cwd!r}"
        raise ScenarioError(
            Mistake(node.pairs["cwd"].value.where, there, "one, from the profile's own on")
        )
    return profile


def check_dialect(path: Path) -> None:
    """Check a dialect that is declared in a YAML file. Raises ScenarioError."""
    declared(text_of(path), shown(path))


def _defaults_beside(path: Path) -> str:
    """Return the text of what a scenario's folder gives to it; empty where there is nothing."""
    beside = path.parent / DEFAULTS
    if path.name == DEFAULTS:
        found = f"{DEFAULTS}, which is for the scenarios in its folder and none itself"
        raise ScenarioError(Mistake(Where(shown(path)), found, "a scenario"))
    return text_of(beside) if beside.exists() else ""


def read_profile(path: Path) -> ClientProfile:
    """Load the client profile in a file. Raises ScenarioError."""
    text = text_of(path)
    with meant_as("profile", text, shown(path)):
        profile = load_profile(text, shown(path))
    return replace(profile, cwd=str(path.parent / profile.cwd)) if profile.cwd else profile


def shown(path: Path) -> str:
    """Return a file's name in messages: as short as it can be opened by from here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def text_of(path: Path) -> str:
    """Return what is in a file. Raises ScenarioError."""
    where = Where(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # not by its size: a device or a pipe has none
    except OSError as error:
        raise ScenarioError(Mistake(where, f"cannot be read: {error.strerror}")) from error
    except ValueError as error:
        raise ScenarioError(Mistake(where, f"no name of a file: {error}")) from error
    if len(data) > MOST_BYTES:
        raise ScenarioError(Mistake(where, "over 100 kB", "one screen of text"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].split(b"\n")
        where = Where(str(path), len(before), len(before[-1].decode("utf-8")) + 1)
        found = f"the byte 0x{data[error.start]:02x}, which is not UTF-8"
        raise ScenarioError(Mistake(where, found, "a text file")) from error
