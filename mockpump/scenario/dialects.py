"""Which dialect a scenario or a command line names, and where it is found.

By its name, if it comes with mockpump or with a package that is installed and has an entry point for
it in the group `mockpump.dialects`. By its path, if somebody wrote it: one in YAML is declared, one
in Python is run, and its `DIALECT` taken.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from mockpump.dialects.base import Dialect
from mockpump.errors import Mistake, QuantityError, ScenarioError, Where
from mockpump.scenario.blame import place_in
from mockpump.scenario.words import did_you_mean, listed
from mockpump.seam import Value

ANYWHERE = Where()
GROUP = "mockpump.dialects"
DECLARED = (".yaml", ".yml")
ENDINGS = (".py", *DECLARED)
PLACES: Mapping[str, str] = {
    "mp1": "mockpump.dialects.mp1",
    "newera": "mockpump.dialects.newera",
    "fresenius": "mockpump.dialects.fresenius",
    "alaris": "builtin/alaris.yaml",
    "harvard": "builtin/harvard.yaml",
}
"""The dialects that come with mockpump: a module with its `DIALECT`, or a file that declares it."""
_HOME = Path(__file__).parent.parent / "dialects"


class _Dialects(Mapping[str, Dialect]):
    """A table whose rows are imported one by one: a run needs one of them."""

    def __getitem__(self, name: str) -> Dialect:
        place = PLACES[name]
        if place.endswith(DECLARED):
            return _read(_HOME / place, ANYWHERE)
        dialect: Dialect = import_module(place).DIALECT
        return dialect

    def __contains__(self, name: object) -> bool:
        return name in PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


DIALECTS: Mapping[str, Dialect] = _Dialects()


class _Names(Mapping[str, str]):
    """What may stand where a dialect is named: a name, or the path of a file."""

    def __getitem__(self, name: str) -> str:
        if is_path(name):
            return name
        return PLACES.get(name) or installed()[name]

    def __iter__(self) -> Iterator[str]:
        return iter([*PLACES, *installed()])

    def __len__(self) -> int:
        return len(PLACES) + len(installed())


NAMES: Mapping[str, str] = _Names()
"""Every name, and where the dialect is; a path is a name, too, although it is not listed."""


def is_path(name: str) -> bool:
    """Say whether it is the path of a file, and no name."""
    return name.endswith(ENDINGS)


@cache
def installed() -> Mapping[str, str]:
    """Return the dialects that other packages have: their names, and where they are."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - start-up

    found = {point.name: point.value for point in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found) if name not in PLACES}


def find(name: str, where: Where = ANYWHERE) -> Dialect:
    """Return a dialect by its name or its path. Raises ScenarioError.

    `where` is the place at which it is named: a path is looked for beside that file.
    """
    if is_path(name):
        path = Path(where.file).parent / name
        return _read(path, where)
    if name in PLACES:
        return DIALECTS[name]
    if name not in installed():
        hint = did_you_mean(name, NAMES)
        expected = "" if hint else f"{listed(NAMES)}, or the path of a file"
        raise ScenarioError(Mistake(where, f"no dialect {name!r}", expected, hint))
    module, _, attribute = installed()[name].partition(":")
    try:
        made = getattr(import_module(module), attribute or "DIALECT")
    except Exception as error:
        raise ScenarioError(Mistake(where, f"the dialect {name!r} fails: {error!r}")) from error
    return _checked(made, where, f"the entry point {name!r}")


def options(
    dialect: Dialect, given: Mapping[str, Value], where: Where = ANYWHERE
) -> dict[str, Value]:
    """Return every option of a dialect, as given or by its default. Raises ScenarioError."""
    values: dict[str, Value] = {name: one.default for name, one in dialect.options.items()}
    mistakes = []
    for name, value in given.items():
        option = dialect.options.get(name)
        if option is None:
            hint = did_you_mean(name, dialect.options)
            known = listed(dialect.options) if dialect.options and not hint else ""
            found = f"the dialect {dialect.name} has no option {name!r}"
            mistakes.append(Mistake(where, found, known, hint))
        elif option.kind is not None:
            try:
                values[name] = option.kind.parse(str(value))
            except QuantityError as error:
                mistakes.append(Mistake(where, f"options: {name}: {error}"))
        elif type(value) is not type(option.default):
            expected = _TAKES[type(option.default)]
            mistakes.append(Mistake(where, f"options: {name} is {value!r}", expected))
        else:
            values[name] = value
    if mistakes:
        raise ScenarioError(*mistakes)
    return values


_TAKES = {bool: "true or false", int: "a whole number", str: "a text"}


def _read(path: Path, named: Where) -> Dialect:
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text file"
        raise ScenarioError(Mistake(named, f"the dialect {path} cannot be read: {why}")) from error
    return _loaded(path, text)


@lru_cache(maxsize=16)
def _loaded(path: Path, text: str) -> Dialect:
    """Load a dialect of a file; the same text is loaded once."""
    if path.suffix in DECLARED:
        return declared(text, str(path))
    return _checked(_run(path, text).__dict__.get("DIALECT"), Where(str(path)), "this file")


def declared(text: str, file: str) -> Dialect:
    """Make a dialect of the text that declares it. Raises ScenarioError."""
    from mockpump.scenario.declared import DialectFile  # noqa: PLC0415 - start-up
    from mockpump.scenario.declaring import declare  # noqa: PLC0415 - start-up
    from mockpump.scenario.kinds import meant_as  # noqa: PLC0415 - start-up
    from mockpump.scenario.load import load_part  # noqa: PLC0415 - start-up, and it needs us

    with meant_as("dialect", text, file):
        return declare(*load_part(DialectFile, text, file))


def _run(path: Path, text: str) -> ModuleType:
    """Run a dialect in Python as a module of its own. Raises ScenarioError saying where it failed."""
    module = ModuleType(f"mockpump_dialect_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where msgspec looks up the types of its classes
    try:
        exec(compile(text, str(path), "exec"), module.__dict__)  # noqa: S102 - it was asked for by name
    except SyntaxError as error:
        found = f"not Python: {error.msg}"
        raise ScenarioError(Mistake(place_in(error, path, str(path)), found)) from error
    except (Exception, SystemExit) as error:
        found = f"{type(error).__name__}: {error}"
        raise ScenarioError(Mistake(place_in(error, path, str(path)), found)) from error
    return module


def _checked(made: object, where: Where, what: str) -> Dialect:
    if not isinstance(made, Dialect):
        found = "no DIALECT" if made is None else f"a DIALECT that is a {type(made).__name__}"
        raise ScenarioError(Mistake(where, f"{what} has {found}", "DIALECT = Dialect(…)"))
    return made
