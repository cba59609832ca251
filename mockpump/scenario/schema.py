"""The file formats as JSON Schema (2020-12), for editors: drawn from the same types as the loader.

What only the loader can say (one trigger a step, a fault that some step sets) is not in it.
"""

from __future__ import annotations

from inspect import getdoc
from typing import Any, TypeAlias

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

from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.words import keys_of

Schema: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> Schema:
    """Return the JSON Schema of a scenario."""
    return _document(Scenario, "A mockpump scenario")


def profile_schema() -> Schema:
    """Return the JSON Schema of a client profile."""
    return _document(ClientProfile, "A mockpump client profile")


def _document(cls: type[Struct], title: str) -> Schema:
    drawing = _Drawing()
    top = drawing.mapping(cls)
    return {"$schema": DIALECT, "title": title, **top, "$defs": drawing.definitions}


class _Drawing:
    """Draws types; each class once, under its own name."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def mapping(self, cls: type[Struct]) -> Schema:
        fields = keys_of(cls)
        return {
            "type": "object",
            "description": getdoc(cls),
            "properties": {key: self._field(field) for key, field in fields.items()},
            "required": [key for key, field in fields.items() if field.required],
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> Schema:
        type_ = field.type
        if isinstance(type_, UnionType) and field.default is None:  # then null would say nothing
            type_ = UnionType(tuple(one for one in type_.types if not isinstance(one, NoneType)))
        schema = self._type(type_)
        plain = isinstance(field.default, bool | str) and field.default is not NODEFAULT
        return {**schema, "default": field.default} if plain and field.default else schema

    def _type(self, type_: Type) -> Schema:
        match type_:
            case Metadata(extra={"registry": registry}):
                return {"anyOf": [{"enum": sorted(registry)}, self._one_of(registry)]}
            case Metadata(type=inner, extra={"presets": presets}):
                return {**self._type(inner), "properties": {"preset": {"enum": list(presets)}}}
            case Metadata(type=inner, extra_json_schema=schema):
                return {**self._type(inner), **(schema or {})}
            case StructType(cls=cls):
                return self._struct(cls)
            case UnionType(types=(one,)):
                return self._type(one)
            case UnionType(types=types):
                return {"anyOf": [self._type(one) for one in types]}
            case VarTupleType(item_type=item):
                return {"type": "array", "items": self._type(item)}
            case DictType(value_type=item):
                return {"type": "object", "additionalProperties": self._type(item)}
            case _:
                return _scalar(type_)

    def _struct(self, cls: type[Struct]) -> Schema:
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}  # before its fields, which may come back to it
            self.definitions[cls.__name__] = self.mapping(cls)
        reference = {"$ref": f"#/$defs/{cls.__name__}"}
        shorthand = getattr(cls, "shorthand", None)
        if shorthand is None:
            return reference
        return {"anyOf": [self._field(keys_of(cls)[shorthand]), reference]}

    def _one_of(self, registry: dict[str, type[Struct]]) -> Schema:
        return {
            "type": "object",
            "properties": {name: self._struct(cls) for name, cls in sorted(registry.items())},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        }


def _scalar(type_: Type) -> Schema:
    match type_:
        case LiteralType(values=values):
            return {"enum": list(values)}
        case IntType(ge=low, le=high):
            bounds = {"minimum": low, "maximum": high}
            return {"type": "integer", **{k: v for k, v in bounds.items() if v is not None}}
        case StrType(pattern=pattern, max_length=longest):
            bounds = {"pattern": pattern, "maxLength": longest}
            return {"type": "string", **{k: v for k, v in bounds.items() if v is not None}}
        case BoolType():
            return {"type": "boolean"}
        case _:
            assert isinstance(type_, NoneType)
            return {"type": "null"}
