"""`docs/reference.md`: every key of a scenario and of a client profile, drawn from the JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.scenario.schema import profile_schema, scenario_schema

Schema = Mapping[str, Any]

HEAD = """\
# Every key

<!-- drawn by `make docs` from the JSON Schemas: do not edit -->

What may stand in a scenario and in a client profile, key by key, as `mockpump schema` and
`mockpump schema profile` give it to an editor. What the keys mean, and how they go together, is told in
[scenarios](scenarios.md); the settings of faults in [faults](faults.md) and
[line faults](line-faults.md). Where the last column is empty, the pump's preset decides, or nothing is
said. A `defaults.yaml` takes the keys of a scenario, but not `name`, `about`, `timeline` and `matrix`.
"""
FAULTS = {
    cls.__name__ for table in (PUMP_FAULTS, BYTE_FAULTS, FRAME_FAULTS) for cls in table.values()
}
ELSEWHERE = {
    "a pump fault": "[a pump fault](faults.md)",
    "a line fault": "[a line fault](line-faults.md)",
}
MOST_NAMES = 8
"""So many names are listed; of more it is said what they are."""


def reference_page() -> str:
    """Draw the page."""
    parts = [
        HEAD,
        *_part("Scenario", scenario_schema()),
        *_part("Client profile", profile_schema()),
    ]
    return "\n".join(parts) + "\n"


def _part(title: str, schema: Schema) -> Iterator[str]:
    yield from _section(f"## {title}", schema)
    for name, inner in schema["$defs"].items():
        if name not in FAULTS:
            yield from _section(f"### {name}", inner)


def _section(title: str, schema: Schema) -> Iterator[str]:
    about = " ".join(schema["description"].split())
    yield from (title, "", about, "", "| key | takes | if not written |", "|---|---|---|")
    for key, field in schema["properties"].items():
        yield f"| `{key}` | {_takes(field).replace('|', chr(92) + '|')} | {_else(key, field, schema)} |"
    yield ""


def _else(key: str, field: Schema, schema: Schema) -> str:
    if key in schema["required"]:
        return "a mistake"
    default = field.get("default")
    if default is None or default == "":
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _takes(field: Schema) -> str:
    match field:
        case {"$ref": reference}:
            name = str(reference).rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"description": about} if about in ELSEWHERE:
            return ELSEWHERE[about]
        case {"enum": names} if len(names) <= MOST_NAMES:
            return " or ".join(f"`{_json(name)}`" for name in names)
        case {"description": about}:
            return f"{about}{_such_as(field)}"
        case {"anyOf": choices}:
            return " or ".join(dict.fromkeys(map(_takes, choices)))
        case {"type": "array", "items": items}:
            return f"a list: {_takes(items)}"
        case {"type": "object", "additionalProperties": inner}:
            return f"a mapping of names: {_takes(inner)}"
        case {"type": "integer"}:
            return f"a whole number{_bounds(field)}"
        case {"type": kind}:
            plain = {"string": "a text", "boolean": "`true` or `false`", "null": "`null`"}
            return f"{plain[kind]}{_such_as(field)}"
        case _:
            return "anything"


def _such_as(field: Schema) -> str:
    examples = [one for one in field.get("examples", ()) if isinstance(one, str)]
    return f", such as {' or '.join(f'`{one}`' for one in examples)}" if examples else ""


def _bounds(field: Schema) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    return "" if low is None else f" from {low}" if high is None else f" from {low} to {high}"


def _json(name: object) -> str:
    return str(name).lower() if isinstance(name, bool) else str(name)
