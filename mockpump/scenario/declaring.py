"""A file that declares a dialect -> the dialect, or all its mistakes, each at its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mockpump.dialects.base import Dialect, Option
from mockpump.dialects.checks import CHECKS
from mockpump.dialects.declared.automaton import both_take
from mockpump.dialects.declared.layout import ADDRESS, BODY, CHECK, Addressing, Request, request
from mockpump.dialects.declared.pieces import LanguageError, fields, pieces
from mockpump.dialects.declared.reading import NoArgumentError, Pattern
from mockpump.dialects.declared.session import Command, Declared, DeclaredSession, Timer
from mockpump.dialects.declared.values import TOLD_BY
from mockpump.dialects.declared.vocabulary import MILLIONTH, Checked, Setting, Vocabulary
from mockpump.dialects.declared.writing import (
    ALARM,
    NoValueError,
    Telling,
    Template,
    Writer,
    names,
    template,
)
from mockpump.dialects.numbers import number
from mockpump.errors import Mistake, QuantityError, ScenarioError, Where
from mockpump.operations import OPERATIONS
from mockpump.quantity import DURATION
from mockpump.scenario.declared import CommandPart, DialectFile, SettingPart, TimerPart
from mockpump.scenario.nodes import Keys, Node
from mockpump.scenario.words import did_you_mean, listed
from mockpump.seam import Spoil, Value


def declare(file: DialectFile, node: Node) -> Dialect:
    """Make a dialect of a file and its node, which knows where each key stands.

    Raises ScenarioError with every mistake.
    """
    maker = _Maker(file, node)
    declared = maker.declared()
    if maker.mistakes or declared is None:
        raise ScenarioError(*maker.mistakes)
    spoils: set[Spoil] = set()
    if declared.words.check is not None:
        spoils.add("checksum")
    if "busy" in declared.errors:
        spoils.add("busy")
    addressing = declared.request.addressing
    numbers = range(addressing.least, addressing.most + 1) if addressing else ()
    options = {
        name: Option(timer.about or f"the timer {name}", timer.after, DURATION)
        for name, timer in file.timers.items()
    }
    return Dialect(
        name=file.name,
        about=" ".join(file.about.split()),
        session=partial(DeclaredSession, declared=declared),
        baud=file.serial.baud,
        format=file.serial.format,
        operations=frozenset(one.does for one in maker.commands.values() if one.does),
        alarms=file.alarms,
        spoils=frozenset(spoils),
        possible=frozenset(map(str, numbers)),
        options=options,
        seal=declared.request.seal,
        cannot=file.cannot,
        lasts=True,
    )


class _Maker:
    """Makes the parts of a dialect; what is wrong with one does not hide what is with another."""

    def __init__(self, file: DialectFile, node: Node) -> None:
        self.file, self._node = file, node
        self.mistakes: list[Mistake] = []
        self.commands: dict[int, Command] = {}
        self._tells_alarms = False
        check = file.check
        checked = Checked(CHECKS[check.by], check.written) if check is not None else None
        settings = {name: self._setting(name, part) for name, part in file.settings.items()}
        self.words = Vocabulary(file.tables, settings, file.alarms, file.no_alarm, checked)
        self._inside = {BODY}
        if file.address is not None:
            self._inside.add(ADDRESS)
        self._over = self._covered()

    def _at(self, where: Where, key: str) -> _At:
        return _At(self, where, key)

    def told(self, error: LanguageError, where: Where, key: str) -> None:
        """Put what is wrong with a text at its place."""
        name, known = "", list[str]()
        if isinstance(error, NoValueError):
            name, known = error.name, names(self.words)
        elif isinstance(error, NoArgumentError):
            name, known = error.name, error.known
        hint = did_you_mean(name, known)
        self._wrong(where, f"{key}: {error}", "" if hint or not known else listed(known), hint)

    def _key(self, *keys: str) -> Where:
        """Return where the value of a key stands."""
        node = self._node
        for key in keys:
            assert isinstance(node, Keys)
            node = node.pairs[key].value
        return node.where

    def _wrong(self, where: Where, found: str, expected: str = "", hint: str = "") -> None:
        self.mistakes.append(Mistake(where, found, expected, hint))

    # the words -----------------------------------------------------------------------------------

    def _setting(self, name: str, part: SettingPart) -> Setting:
        if name in TOLD_BY or name in (ALARM, "command", BODY, CHECK, ADDRESS):
            self._wrong(part.where, f"a setting {name!r}: a value of the pump has that name")
        if part.words is None:
            least, start, most = part.numbers()
            return Setting(name, start, (), least, most)
        words = part.words
        if isinstance(words, str):
            table = self.file.tables.get(words)
            if table is None:
                hint = did_you_mean(words, self.file.tables)
                self._wrong(part.where, f"words: there is no table {words!r}", hint=hint)
            words = tuple(table or ())
            if table and str(part.start) not in words:
                self._wrong(part.where, f"start {part.start!r} is no word of {part.words}")
        return Setting(name, str(part.start), words, 0, 0)

    def _values(self, where: Where, key: str, given: Mapping[str, str | int]) -> dict[str, Value]:
        """Read values for settings."""
        made: dict[str, Value] = {}
        for name, value in given.items():
            setting = self.words.settings.get(name)
            if setting is None:
                hint = did_you_mean(name, self.words.settings)
                self._wrong(where, f"{key}: there is no setting {name!r}", hint=hint)
            elif setting.words:
                if str(value) not in setting.words:
                    self._wrong(where, f"{key}: {name} is never {value!r}", listed(setting.words))
                made[name] = str(value)
            else:
                try:
                    made[name] = number(str(value), MILLIONTH)
                except QuantityError as error:
                    self._wrong(where, f"{key}: {name}: {error}")
        return made

    def _args(
        self, where: Where, does: str | None, given: Mapping[str, str | int]
    ) -> dict[str, Value]:
        """Read the constant arguments of an operation."""
        kinds = OPERATIONS[does].args if does else {}
        made: dict[str, Value] = {}
        for name, value in given.items():
            if name not in kinds:
                hint = did_you_mean(name, kinds)
                self._wrong(where, f"with: {does or 'nothing'} takes no {name!r}", hint=hint)
            elif (kind := kinds[name]) is not None:
                try:
                    made[name] = kind.parse(str(value))
                except QuantityError as error:
                    self._wrong(where, f"with: {name}: {error}")
            else:
                made[name] = value
        return made

    # frames --------------------------------------------------------------------------------------

    def _request(self) -> Request | None:
        frame, address = self.file.frame, self.file.address
        addressing = Addressing(address.least, address.most, address.alone) if address else None
        with self._at(frame.where, "request"):
            return request(
                frame.request,
                over=self._over,
                checked=self.words.check,
                addressing=addressing,
                longest=frame.longest,
                drops=frame.drops,
                upper=frame.upper,
                abort=frame.abort,
            )
        return None

    def _covered(self) -> str:
        """Return what the check is over; empty if that makes no sense."""
        check = self.file.check
        if check is None:
            return ""
        with self._at(check.where, "over"):
            for field in fields(pieces(check.over)):
                if field.name == CHECK:
                    raise LanguageError("the check would be over itself: leave {check} out")
                if field.name not in self._inside:
                    raise LanguageError(f"{field} is nothing that stands in the frame")
            return check.over
        return ""

    def _frame(self, text: str, key: str) -> Template:
        """Make the layout of a reply; its check is over what stands in this very layout."""
        with self._at(self.file.frame.where, key):
            found = {one.name: one.form for one in fields(pieces(text))}
            if ADDRESS in found and (found[ADDRESS].strip("0") or ADDRESS not in self._inside):
                raise LanguageError(
                    "{address} or {address: 00} stands in it, only where the file has the key 'address'"
                )
            inside: dict[str, Writer] = {BODY: _body}
            if ADDRESS in self._inside:
                inside[ADDRESS] = partial(_address, len(found.get(ADDRESS, "")))
            check = self.words.check
            if check is not None:
                over = template(self._over, self.words, frame=inside)
                inside[CHECK] = partial(_written_check, check, over)
            count = [one.name for one in fields(pieces(text))].count
            if count(CHECK) != (check is not None):
                raise LanguageError(
                    f"{{check}} stands in it {'never' if check is None else 'once'}"
                )
            if key == "reply" and count(BODY) != 1:
                raise LanguageError("{body} stands in it once")
            self._tells_alarms |= ALARM in found
            return template(text, self.words, frame=inside)
        return Template(())

    def _template(self, where: Where, key: str, text: str) -> Template | None:
        with self._at(where, key):
            self._tells_alarms |= any(one.name == ALARM for one in fields(pieces(text)))
            return template(text, self.words)
        return None

    # commands ------------------------------------------------------------------------------------

    def _command(self, part: CommandPart, layout: Request | None) -> Command | None:
        sets = self._values(part.where, "sets", part.sets)
        needs = self._values(part.where, "needs", part.needs)
        args = self._args(part.where, part.does, part.with_)
        for name in (*part.starts, *part.stops):
            if name not in self.file.timers:
                hint = did_you_mean(name, self.file.timers)
                self._wrong(part.where, f"there is no timer {name!r}", hint=hint)
        reply = None
        if part.reply is not None:
            reply = self._template(part.where, "reply", part.reply)
        with self._at(part.where, "ask"):
            pattern = Pattern(part.ask, part.does or "", self.words)
            if twice := {*args, *sets} & {read.name for read in pattern.reads}:
                raise LanguageError(f"{min(twice)!r} is a field, and given as well")
            if layout is not None:
                _reachable(pattern, layout)
            return Command(
                pattern.name, pattern, part.does or "", args, needs, sets, reply,
                part.starts, part.stops, part.acknowledges,
            )  # fmt: skip
        return None

    def _ambiguities(self) -> None:
        """Find commands that somebody could mean by the same body."""
        known = list(self.commands.items())
        for later, (place, command) in enumerate(known):
            for other, earlier in known[:later]:
                text = both_take(command.pattern.tokens, earlier.pattern.tokens)
                if text is None:
                    continue
                where, line = self.file.commands[place].where, self.file.commands[other].where.line
                same = command.pattern.text == earlier.pattern.text
                found = (
                    f"the same as in line {line}" if same else f"line {line} takes {text!r}, too"
                )
                self._wrong(
                    where, f"ask: {command.pattern.text!r}: {found}", "one command for a body"
                )

    def _timer(self, name: str, part: TimerPart) -> Timer:
        if not any(name in command.starts for command in self.file.commands):
            self._wrong(part.where, f"no command starts the timer {name!r}")
        says = self._template(part.where, "says", part.says) if part.says is not None else None
        args = self._args(part.where, part.does, part.with_)
        return Timer(name, part.does or "", args, self._values(part.where, "sets", part.sets), says)

    def declared(self) -> Declared | None:
        """Make all of it; None, or something useless, where there are mistakes."""
        file = self.file
        layout = self._request()
        for place, part in enumerate(file.commands):
            if (command := self._command(part, layout)) is not None:
                self.commands[place] = command
        self._ambiguities()
        reply = self._frame(file.frame.reply, "reply")
        bare = reply if file.frame.bare is None else self._frame(file.frame.bare, "bare")
        errors = {}
        for reason, text in file.errors.items():
            if (
                made := self._template(self._key("errors", reason), f"errors: {reason}", text)
            ) is not None:
                errors[reason] = made
        timers = tuple(self._timer(name, part) for name, part in file.timers.items())
        announces = None
        if file.announces is not None:
            announces = self._template(self._key("announces"), "announces", file.announces)
        if file.alarms and not self._tells_alarms:
            self._wrong(self._key("alarms"), "alarms: no reply tells one: write {alarm} somewhere")
        if layout is None:
            return None
        commands = self.commands.values()
        exact = {one.pattern.literal: one for one in commands if one.pattern.is_literal}
        others = tuple(one for one in commands if not one.pattern.is_literal)
        return Declared(
            layout, reply, bare, self.words, exact, others, errors, timers, announces,
            file.frame.between, _tail(file.frame.reply),
        )  # fmt: skip


class _At:
    """Takes down what is wrong with a text, at its place, and goes on."""

    def __init__(self, maker: _Maker, where: Where, key: str) -> None:
        self._maker, self._where, self._key = maker, where, key

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> bool:
        if not isinstance(error, LanguageError):
            return False
        self._maker.told(error, self._where, self._key)
        return True


def _reachable(pattern: Pattern, layout: Request) -> None:
    """Say so if a pattern takes no body that a frame can have. Raises LanguageError."""
    text = "".join(token for token in pattern.tokens if isinstance(token, str))
    bounds = {layout.start: "begins", layout.end: "ends", layout.abort: "gives up"}
    for character in text:
        if character in layout.drops:
            raise LanguageError(f"it never comes: {character!r} is dropped")
        if layout.upper and character != character.upper():
            raise LanguageError(f"it never comes: frames are read in upper case, not {character!r}")
        if does := bounds.get(character):
            raise LanguageError(f"it never comes: {character!r} {does} a frame")
    if len(text) > layout.longest - len(layout.seal("")):
        raise LanguageError(f"it never comes: longer than a frame of {layout.longest} bytes")
    if layout.takes_digits and text[:1].isdigit() and pattern.literal:
        raise LanguageError("it never comes: its first digit belongs to the address")


def _tail(reply: str) -> int:
    """Return how many bytes stand behind the check."""
    last = pieces(reply)[-1]
    return len(last) if isinstance(last, str) else 0


def _body(telling: Telling) -> str:
    return telling.body


def _address(digits: int, telling: Telling) -> str:
    return telling.shown_address.zfill(digits)


def _written_check(check: Checked, over: Template, telling: Telling) -> str:
    return check.text(over.write(telling))
