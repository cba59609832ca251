"""The file formats as JSON Schema (2020-12), for editors: drawn from the same types as the loader.

What only the loader can say (one trigger a step, a fault that some step sets) is not in it.
"""

from __future__ import annotations

from inspect import getdoc
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.inspect import (
    AnyType,
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

from mockpump.scenario.defaults import OWN
from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.words import keys_of, shape

Schema: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> Schema:
    """Return the JSON Schema of a scenario."""
    return document(Scenario, "A mockpump scenario")


def defaults_schema() -> Schema:
    """Return the JSON Schema of a folder's `defaults.yaml`."""
    schema = document(Scenario, "Defaults for the mockpump scenarios in a folder")
    given = {key: of for key, of in schema["properties"].items() if key not in OWN}
    about = "What the scenarios in a folder say where they do not say it themselves."
    return {**schema, "description": about, "properties": given, "required": ["mockpump"]}


def profile_schema() -> Schema:
    """Return the JSON Schema of a client profile."""
    return document(ClientProfile, "A mockpump client profile")


def document(cls: type[Struct], title: str) -> Schema:
    """Return the JSON Schema of a file format by the class that it is written as."""
    drawing = _Drawing()
    top = drawing.mapping(shape(cls))
    return {"$schema": DIALECT, "title": title, **top, "$defs": drawing.definitions}


class _Drawing:
    """Draws types; each class once, under its own name."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def mapping(self, type_: StructType) -> Schema:
        """Draw a class as the mapping that it is written as."""
        fields = keys_of(type_)
        return {
            "type": "object",
            "description": getdoc(type_.cls),
            "properties": {key: self._field(field) for key, field in fields.items()},
            "required": [key for key, field in fields.items() if field.required],
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> Schema:
        type_ = field.type
        if isinstance(type_, UnionType) and field.default is None:  # then null would say nothing
            type_ = UnionType(tuple(one for one in type_.types if not isinstance(one, NoneType)))
        schema = self._type(type_)
        told = (
            isinstance(field.default, bool | str) and field.default
        )  # a quantity has lost its unit
        return {**schema, "default": field.default} if told else schema

    def _type(self, type_: Type) -> Schema:
        match type_:
            case Metadata(extra={"registry": registry}, extra_json_schema=schema):
                forms = [{"enum": sorted(registry)}, self._one_of(registry)]
                return {**(schema or {}), "anyOf": forms}
            case Metadata(type=inner, extra={"presets": presets}):
                return {**self._type(inner), "properties": {"preset": {"enum": list(presets)}}}
            case Metadata(type=inner, extra_json_schema=schema):
                return {**self._type(inner), **(schema or {})}
            case StructType():
                return self._struct(type_)
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

    def _struct(self, type_: StructType) -> Schema:
        name = type_.cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # what a class is made of may be of that class again
            self.definitions[name] = self.mapping(type_)
        reference = {"$ref": f"#/$defs/{name}"}
        shorthand = getattr(type_.cls, "shorthand", None)
        if shorthand is None:
            return reference
        return {"anyOf": [self._field(keys_of(type_)[shorthand]), reference]}

    def _one_of(self, registry: dict[str, type[Struct]]) -> Schema:
        return {
            "type": "object",
            "properties": {name: self._struct(shape(registry[name])) for name in sorted(registry)},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        }


def _scalar(type_: Type) -> Schema:
    match type_:
        case LiteralType(values=values):
            return {"enum": list(values)}
        case IntType(ge=low, le=high):
            return {"type": "integer"} | _given(minimum=low, maximum=high)
        case StrType(pattern=pattern, max_length=longest):
            return {"type": "string"} | _given(pattern=pattern, maxLength=longest)
        case BoolType():
            return {"type": "boolean"}
        case AnyType():
            return {}
        case _:
            assert isinstance(type_, NoneType)
            return {"type": "null"}


def _given(**bounds: Any) -> Schema:
    return {name: bound for name, bound in bounds.items() if bound is not None}
