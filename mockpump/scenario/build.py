"""A strict tree -> Structs: each node by the type of the field it fills, each mistake at its place.

What a type says beyond Python's own words stands in its `Meta(extra=…)`: `kind` (a quantity with
its unit), `names` (a table of allowed names), `registry` (name -> Struct, written as the bare name
or as `{name: {settings}}`; `elsewhere`: what to say of names that belong to another), `presets` (the
key `preset` names the record that gives every default).
A class may have a `shorthand` (the one key whose value may stand for the whole), `not_keys` (fields
that nobody writes), `mistakes()` (what is wrong with its keys taken together: a text that begins
with a key is told at that key) and `miswritten(texts)` (the same, of the texts of those keys that
are written: a value cannot say whether it is a default).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import NODEFAULT, Struct
from msgspec.inspect import (
    BoolType,
    DictType,
    Field,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
)
from msgspec.structs import replace

from mockpump.errors import Mistake, QuantityError, Where
from mockpump.quantity import Kind
from mockpump.scenario.nodes import Items, Keys, Node, Pair, Refused, Scalar, quoted
from mockpump.scenario.tree import Report
from mockpump.scenario.words import (
    did_you_mean,
    keys_of,
    listed,
    mapping_with,
    nearest,
    shape,
    words,
)

BAD: Final = object()
"""What comes of a node that could not be understood; why has been reported."""
MOST: Final = 2**63 - 1
"""The most of a quantity, in its smallest step, that a file may say: what a trace can hold, too."""
EMPTY: Final[Mapping[str, str]] = {}
LEAVE_OUT: Final = "a key with nothing to say is left out"


class Builder:
    """Makes values of nodes. Mistakes go to `report`; what cannot be made comes out as BAD."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def struct(self, type_: StructType, node: Node, base: Any = None) -> Any:
        """Make a Struct of a mapping.

        A key that is not written means what it means in `base`; where that is BAD nobody knows, so
        each key is looked at by itself.
        """
        cls: type[Struct] = type_.cls
        if not isinstance(node, Keys):
            shorthand = getattr(cls, "shorthand", None)
            if shorthand is None:
                return self._wrong(node, mapping_with(type_))
            node = Keys(node.where, {shorthand: Pair(node.where, node)})
        if miswritten := getattr(cls, "miswritten", None):
            texts = {key: str(getattr(pair.value, "text", "")) for key, pair in node.pairs.items()}
            for text in miswritten(texts):
                self._report(Mistake(_about(text, node), text))
        values = self._fields(type_, node, base)
        if base is BAD or _any_bad(values.values()):
            return BAD
        part = cls(**values) if base is None else replace(base, **values)
        for text in getattr(part, "mistakes", tuple)():
            self._report(Mistake(_about(text, node), text))
        return part

    def _fields(self, type_: StructType, node: Keys, base: Any) -> dict[str, Any]:
        fields = keys_of(type_)
        places = "where" in type_.cls.__struct_fields__
        values: dict[str, Any] = {"where": node.where} if places else {}
        written = set(node.pairs)
        for key, (where, value) in node.pairs.items():
            if field := fields.get(key):
                values[field.name] = self.value(field.type, value, _default(field, base))
            else:
                hint = did_you_mean(key, fields)
                expected = "" if hint else listed(fields)
                self._report(Mistake(where, f"unknown key {quoted(key)}", expected, hint))
                written.add(nearest(key, fields))  # what it stands for is no second mistake,
                values[key] = BAD  # nor is what `mistakes` would miss
        for key, field in fields.items():
            if field.required and base is None and key not in written:
                values[field.name] = self._wrong(node, words(field.type), f"no key {key!r}")
        return values

    def value(self, type_: Type, node: Node, base: Any = None) -> Any:
        """Make a value of any type; `base` is what the key would mean if it were not written."""
        match type_, node:
            case _, Refused():
                return BAD
            case Metadata(extra={"kind": kind}), Scalar(kind="text"):
                return self._quantity(kind, node)
            case Metadata(extra={"names": names}), Scalar(kind="text", text=text):
                return text if text in names else self._unknown(text, names, node)
            case Metadata(extra={"registry": registry} as extra), Scalar(kind="text") | Keys():
                others: Mapping[str, str] = dict(extra or {}).get("elsewhere", EMPTY)
                return self._registered(registry, type_, node, others)
            case Metadata(type=StructType() as record, extra={"presets": presets}), Keys():
                return self._from_preset(record, presets, node, base)
            case Metadata(type=StrType() as bound), Scalar(kind="text", text=text):
                return text if _fits(text, bound) else self._wrong(node, words(type_))
            case Metadata(type=inner, extra=None), _:
                return self.value(inner, node, base)
            case StructType(cls=cls), _:
                refined = base is BAD or isinstance(base, cls)
                return self.struct(type_, node, base if refined else None)
            case UnionType(), _:
                return self._union(type_, node, base)
            case _:
                return self._plain(type_, node)

    def _plain(self, type_: Type, node: Node) -> Any:
        match type_, node:
            case StrType(), Scalar(kind="text", text=text) if _fits(text, type_):
                return text
            case StrType(), Scalar(kind="truth value" | "whole number" | "number"):
                return self._wrong(node, words(type_), hint="for a text, quote it")
            case BoolType(), Scalar(kind="truth value"):
                return node.value()
            case LiteralType(values=values), Scalar() if _among(node.value(), values):
                return node.value()
            case LiteralType(values=values), Scalar(kind="text", text=text):
                names = [value for value in values if isinstance(value, str)]
                return self._wrong(node, words(type_), hint=did_you_mean(text, names))
            case IntType(), Scalar(kind="whole number") if _within(node.value(), type_):
                return node.value()
            case VarTupleType(item_type=item), Items(items=nodes):
                made = [self.value(item, one) for one in nodes]
                return BAD if _any_bad(made) else tuple(made)
            case DictType(value_type=item), Keys(pairs=pairs):
                named = {key: self.value(item, pair.value) for key, pair in pairs.items()}
                return BAD if _any_bad(named.values()) else named
            case _:
                return self._wrong(node, words(type_))

    def _quantity(self, kind: Kind, node: Scalar) -> Any:
        try:
            value = kind.parse(node.text)
        except QuantityError as error:
            return self._wrong(node, found=str(error))
        if abs(value) > MOST:
            return self._wrong(node, found=f"{node} is more than a {kind.name} can hold")
        return value

    def _registered(
        self,
        registry: Mapping[str, type[Struct]],
        type_: Type,
        node: Scalar | Keys,
        elsewhere: Mapping[str, str],
    ) -> Any:
        if isinstance(node, Scalar):
            node = Keys(node.where, {node.text: Pair(node.where, Keys(node.where, {}))})
        if len(node.pairs) != 1:
            return self._wrong(node, words(type_))
        [(name, (_, settings))] = node.pairs.items()
        if name not in registry:
            return self._unknown(name, registry, node, elsewhere)
        return self.value(shape(registry[name]), settings)

    def _from_preset(
        self, type_: StructType, presets: Mapping[str, Struct], node: Keys, base: Any
    ) -> Any:
        pairs = dict(node.pairs)
        if named := pairs.pop("preset", None):
            name = self.value(Metadata(StrType(), extra={"names": presets}), named.value)
            base = presets.get(name, BAD)
        return self.struct(type_, Keys(node.where, pairs), base)

    def _union(self, type_: UnionType, node: Node, base: Any) -> Any:
        choices = [choice for choice in type_.types if not isinstance(choice, NoneType)]
        if isinstance(node, Scalar) and node.kind == "nothing":
            says_something = base is not None and len(choices) < len(type_.types)
            return None if says_something else self._wrong(node, words(type_), hint=LEAVE_OUT)
        records = [choice for choice in choices if isinstance(choice, StructType)]
        if isinstance(node, Keys) and len(records) == 1:
            choices = [*records]  # the one that is written as a mapping
        if len(choices) == 1:
            return self.value(choices[0], node, base)
        hint = ""
        for choice in choices:
            mistakes: list[Mistake] = []
            value = Builder(mistakes.append).value(choice, node, base)
            if all(mistake.where != node.where for mistake in mistakes):  # the right kind of thing
                for mistake in mistakes:
                    self._report(mistake)
                return value
            hint = hint or mistakes[0].hint
        return self._wrong(node, words(type_), hint=hint)

    def _unknown(
        self, name: str, names: Iterable[str], node: Node, elsewhere: Mapping[str, str] = EMPTY
    ) -> Any:
        hint = elsewhere.get(name) or did_you_mean(name, names)
        return self._wrong(
            node, "" if hint else listed(names), f"unknown name {quoted(name)}", hint
        )

    def _wrong(self, node: Node, expected: str = "", found: str = "", hint: str = "") -> Any:
        self._report(Mistake(node.where, found or str(node), expected, hint))
        return BAD


def _default(field: Field, base: Any) -> Any:
    if base is None:
        return None if field.default is NODEFAULT else field.default
    return BAD if base is BAD else getattr(base, field.name)


def _about(text: str, node: Keys) -> Where:
    """Return the place of the key that a mistake's text begins with, or of the whole mapping."""
    key = re.match(r"'?(\w*)", text)
    pair = node.pairs.get(key[1]) if key else None
    return node.where if pair is None else pair.value.where


def _any_bad(values: Iterable[Any]) -> bool:
    return any(value is BAD for value in values)


def _fits(text: str, type_: StrType) -> bool:
    short_enough = type_.max_length is None or len(text) <= type_.max_length
    whole = type_.pattern is None or re.fullmatch(type_.pattern, text)  # `$` lets a newline by
    return short_enough and bool(whole)


def _within(number: Any, type_: IntType) -> bool:
    low, high = type_.ge, type_.le
    return (low is None or number >= low) and (high is None or number <= high)


def _among(value: Any, values: Iterable[Any]) -> bool:
    return any(value == one and type(value) is type(one) for one in values)  # True is no 1
