"""The names that may stand in a scenario, as types: each knows its table, for hints and the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

from mockpump.framefaults import FRAME_FAULTS
from mockpump.hazards import HAZARDS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.line.faults.wrong_baud import Format
from mockpump.operations import OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.pump.watches import WATCHED
from mockpump.scenario.dialects import ENDINGS, NAMES, PLACES


def _one_of(names: Mapping[str, Any], about: str) -> Meta:
    """Mark a text that must be one of the names in a table: offered nearest when misspelt."""
    return Meta(
        description=about, extra={"names": names}, extra_json_schema={"enum": sorted(names)}
    )


AlarmName = Annotated[str, _one_of(ALARMS, "an alarm, as `mockpump list --alarms` names them")]
OperationName = Annotated[str, _one_of(OPERATIONS, "an operation in dialect-neutral words")]
ValueName = Annotated[str, _one_of(WATCHED, "a value of the pump that crosses a level")]
DialectName = Annotated[
    str,
    Meta(
        description="a wire protocol, by its name or the path of its file",
        extra={"names": NAMES},
        extra_json_schema={
            "anyOf": [{"enum": [*PLACES]}, {"pattern": rf"\.({'|'.join(e[1:] for e in ENDINGS)})$"}]
        },
    ),
]
# A fault written as its name alone, or as {name: {settings}}: the value is the fault's own Struct.
_LINE_FAULTS: Mapping[str, Any] = {**BYTE_FAULTS, **FRAME_FAULTS}
_RAISED = {
    name: f"{name} is an alarm, which something must raise; for nothing, false_alarm does"
    for name in ALARMS
}
PumpFault = Annotated[
    Any,
    Meta(
        description="a pump fault",
        extra={
            "registry": PUMP_FAULTS,
            "elsewhere": _RAISED
            | {name: f"{name} is a line fault: write line_fault: {name}" for name in _LINE_FAULTS},
        },
    ),
]
LineFault = Annotated[
    Any,
    Meta(
        description="a line fault",
        extra={
            "registry": _LINE_FAULTS,
            "elsewhere": {
                name: f"{name} is a pump fault: write fault: {name}" for name in PUMP_FAULTS
            },
        },
    ),
]
LineFormat = Format  # of the pump's end: 8N1, 7E1
Hazard = Annotated[str, _one_of(HAZARDS, "a published hazard, as docs/hazards.md lists them")]
OperatorVerb = Annotated[
    str,
    Meta(
        description="lower-case letters and underscores",
        pattern=r"^[a-z][a-z_]*$",
        examples=["acknowledge", "bolus"],
    ),
]


def _own_name(example: str) -> Meta:
    """Mark a name that the author of a file gives."""
    return Meta(
        description="lower-case letters, digits and hyphens",
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        examples=[example],
    )


ScenarioName = Annotated[str, _own_name("occlusion")]
VisitName = Annotated[str, _own_name("second")]
PortName = Annotated[
    str,
    Meta(
        description="'same', or another name for the port",
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$",
        examples=["same", "pump1"],
    ),
]
Address: TypeAlias = (
    Annotated[
        str,
        Meta(
            description="the address of a pump on a line that several share",
            pattern=r"^[0-9A-Za-z]{1,8}$",
            examples=["1", "A"],
        ),
    ]
    | Annotated[int, Meta(ge=0, le=99_999_999)]
)
Written: TypeAlias = Annotated[str, Meta(max_length=200)] | int
"""A quantity with its unit, a text or a plain number: which, the name beside it says."""
