"""What is sent and answered, in the words of scenarios and traces; unknown keys are refused."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """Base of all that is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Fault(Body):
    """A pump fault or a line fault, and its settings as a scenario writes them."""

    fault: str = Field(examples=["garble"])
    settings: dict[str, Any] = Field(default={}, examples=[{"rate": "1%"}])
    for_: str = Field("", alias="for", examples=["10s"], description="empty: until it is cleared")
    address: str | int = Field(
        "", examples=[2], description="of one pump, where several share a line"
    )


class Wait(Body):
    """What to wait for, as a scenario's `when` says it.

    `within` is run time from now on (empty: until the run is over); `after` a line of the trace: what
    that line or one before it tells does not count.
    """

    for_: dict[str, Any] = Field(
        alias="for", examples=[{"alarm": "occlusion", "state": "reported"}]
    )
    within: str = Field("", examples=["60s"])
    after: int = Field(0, ge=0)


class Advance(Body):
    """Let run time leap, under the client too."""

    by: str = Field(examples=["6h"])


class Skip(Body):
    """Let pump time leap, by a span or until an alarm is raised. The client may have the port open."""

    span: str = Field("", examples=["2 days"])
    until: dict[str, Any] = Field(default={}, examples=[{"alarm": "low_reservoir"}])
    at_most: str = ""


class Answer(Body):
    """The operator at the client was asked to do something, or (`ok` false) could not be."""

    do: str = Field(examples=["acknowledge"])
    of: str = Field("", examples=["occlusion"])
    ok: bool = True


class Shows(Body):
    """The client shows something."""

    name: str = Field(examples=["occlusion"])
    values: dict[str, Any] = {}


class Asked(BaseModel):
    """What a step wants of the operator, since when."""

    at: int
    do: str
    of: str


class Done(BaseModel):
    """It is done. `line` is the last line of the trace, to wait for what comes after it."""

    line: int


class Awaited(BaseModel):
    """A note of the trace and the number of its line; nothing if it did not come."""

    line: int | None
    note: dict[str, Any] | None


class Mistaken(BaseModel):
    """A mistake in what was sent: at which field, what is wrong, what would be right."""

    at: str = Field(examples=["body.fault"])
    found: str
    expected: str
    hint: str


class Problem(BaseModel):
    """Why something was not done. `mistakes` are those in what was sent."""

    error: str = Field(examples=["not_now"])
    message: str
    mistakes: list[Mistaken] = []
