"""Templates: what the pump says, with the values of that moment filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from mockpump.clock import Nanos
from mockpump.dialects.base import Host, Standing, standing
from mockpump.dialects.declared.pieces import Field, LanguageError, fields, pieces
from mockpump.dialects.declared.values import TOLD_BY
from mockpump.dialects.declared.vocabulary import MILLIONTH, Form, Setting, Vocabulary, form_of
from mockpump.dialects.numbers import fixed, rounded
from mockpump.operations import VALUES, Operation
from mockpump.quantity import Kind
from mockpump.seam import Value

FRAME = frozenset({"address", "body", "check"})
"""What only the layout of a frame holds."""
ALARM = "alarm"
READS: Mapping[str, Operation] = {name: Operation(name) for name in TOLD_BY.values()}


class Telling:
    """One thing that is said: where its values come from, and the alarms that it turns out to tell.

    A value comes from the operation that was just carried out, if that returns it, else it is read.
    """

    def __init__(
        self,
        host: Host,
        now: Nanos,
        address: str,
        settings: Mapping[str, Value],
        told: Mapping[str, Value] | None = None,
    ) -> None:
        self.host, self.now, self.address, self.settings = host, now, address, settings
        self.alarms: list[Standing] = []
        self.body = self.shown_address = ""
        self.command = ""
        self._read: dict[str, Mapping[str, Value]] = {}
        self._told = told or {}

    def value(self, name: str) -> Value | None:
        """Return a value of the pump; None: this pump has none, or does not tell it."""
        if name in self._told:
            return self._told[name]
        by = TOLD_BY[name]
        if by not in self._read:
            self._read[by] = self.host.look(READS[by], self.now, self.address).values
        return self._read[by].get(name)


Writer: TypeAlias = Callable[[Telling], str]


class Template:
    """A text with values to fill in, ready to be written."""

    def __init__(self, parts: Iterable[str | Writer]) -> None:
        self._parts = tuple(parts)

    def write(self, telling: Telling) -> str:
        """Fill in the values of this moment."""
        return "".join(
            [part if part.__class__ is str else part(telling) for part in self._parts]  # type: ignore[operator]  # a class of its own is quicker to ask for
        )


def template(
    text: str, words: Vocabulary, *, frame: Mapping[str, Writer] | None = None
) -> Template:
    """Make a template. Raises LanguageError. `frame` fills in what only a frame's layout holds."""

    def writer(field: Field) -> Writer:
        if frame is not None and field.name in frame:
            return frame[field.name]
        if field.name in FRAME:
            raise LanguageError(f"{field} belongs into the layout of the frame")
        return _writer(field, words)

    return Template(one if isinstance(one, str) else writer(one) for one in pieces(text))


def names(words: Vocabulary) -> list[str]:
    """Return all that a template can bind to."""
    return sorted({*TOLD_BY, *words.settings, ALARM, "command"})


class NoValueError(LanguageError):
    """A field that names nothing."""

    def __init__(self, field: Field) -> None:
        self.name = field.name
        super().__init__(f"{field} names no value of the pump and no setting")


def _writer(field: Field, words: Vocabulary) -> Writer:
    if field.name == ALARM:
        return _alarm(field, words)
    if field.name == "command":
        return lambda telling: telling.command
    if field.name in words.settings:
        return _setting(field, words.settings[field.name], words)
    if field.name not in TOLD_BY:
        raise NoValueError(field)
    kind = VALUES.get(field.name)
    return _plain(field, words) if kind is None else _quantity(field, kind, words)


def _alarm(field: Field, words: Vocabulary) -> Writer:
    """Write the code of the highest alarm that has one, and tell which it is."""
    if not words.alarms:
        raise LanguageError(f"{field}: there is no table of alarms")
    if field.form or field.otherwise is not None:
        raise LanguageError(f"{field}: write {{alarm}}; alarms and no_alarm say what stands there")
    if any(one.name == ALARM for one in fields(pieces(words.no_alarm))):
        raise LanguageError("no_alarm speaks of an alarm itself")
    none = template(words.no_alarm, words)
    codes = words.alarms

    def write(telling: Telling) -> str:
        for one in standing(telling.host, telling.now, telling.address):
            if one.alarm in codes:
                telling.alarms.append(one)
                return codes[one.alarm]
        return none.write(telling)

    return write


def _setting(field: Field, setting: Setting, words: Vocabulary) -> Writer:
    name = field.name
    if setting.words:
        table = _table(field, words)
        return lambda telling: table.get(str(telling.settings[name]), str(telling.settings[name]))
    form, said = form_of(field.form)
    if not said:
        raise LanguageError(f"{field}: say how many digits, as 0.000")
    return lambda telling: written(int(telling.settings[name]), MILLIONTH, form)


def _table(field: Field, words: Vocabulary) -> Mapping[str, str]:
    if not field.form:
        return {}
    table = words.table(field.form)
    if table is None:
        raise LanguageError(f"{field}: there is no table {field.form!r}")
    return table


def _plain(field: Field, words: Vocabulary) -> Writer:
    """Write a text as it is or by a table, a whole number as it is or by a format."""
    name, otherwise = field.name, _otherwise(field)
    if field.form and words.table(field.form) is None and field.form[0] in "0h":
        form, _ = form_of(field.form)
        return lambda t: otherwise(v) if (v := t.value(name)) is None else written(int(v), 1, form)
    table = _table(field, words)

    def write(telling: Telling) -> str:
        value = telling.value(name)
        return otherwise(value) if value is None else table.get(str(value), str(value))

    return write


def _otherwise(field: Field) -> Callable[[object], str]:
    text = field.otherwise or ""
    return lambda _: text


def _quantity(field: Field, kind: Kind, words: Vocabulary) -> Writer:
    form, said = form_of(field.form)
    if not said or not form.unit:
        raise LanguageError(f"{field}: say digits and unit, as 0.00 {next(iter(kind.units))}")
    name, otherwise, steps = field.name, _otherwise(field), steps_of(field, form, kind, words)

    def write(telling: Telling) -> str:
        value = telling.value(name)
        if value is None:
            return otherwise(value)
        return written(int(value), steps(telling.settings), form)

    return write


def steps_of(
    field: Field, form: Form, kind: Kind, words: Vocabulary
) -> Callable[[Mapping[str, Value]], int]:
    """Return what gives the step that a number counts: always the same, or by a setting."""
    if form.unit in kind.units:
        step = form.step(kind, form.unit)
        return lambda settings: step  # noqa: ARG005 - the same, whatever is set
    setting = words.settings.get(form.unit)
    if setting is None or not setting.words:
        raise LanguageError(
            f"{field}: {form.unit!r} is neither a unit of {kind.name} nor a setting"
        )
    if wrong := [word for word in setting.words if word not in kind.units]:
        raise LanguageError(f"{field}: {form.unit} may be {wrong[0]!r}, no unit of {kind.name}")
    steps = {word: form.step(kind, word) for word in setting.words}
    return lambda settings: steps[str(settings[setting.name])]


def written(value: int, step: int, form: Form) -> str:
    """Write a number of steps as its form says."""
    if form.hex:
        most = int("F" * form.hex, 16)
        return f"{min(max(0, rounded(value, step)), most):0{form.hex}X}"
    text = fixed(value, step, form.decimals)
    if form.whole > 1:
        text = text.zfill(form.whole + (form.decimals + 1 if form.decimals else 0))
    return text[: form.cut] if form.cut else text
