"""The requests: each is one of the commands of `Control`, done by the thread that plays the run."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from threading import BoundedSemaphore
from typing import Annotated, Any, TypeAlias, get_type_hints

import msgspec
from fastapi import Body, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from mockpump.control import Control, as_step
from mockpump.door import Door
from mockpump.errors import Mistake, MockpumpError, ScenarioError, UsageError, Where
from mockpump.remote import bodies
from mockpump.remote.fields import (
    in_address,
    in_body,
    in_fault,
    in_skip,
    in_wait,
    span,
    told_by_field,
)
from mockpump.report.machine import verdict_json
from mockpump.report.text import NOTICE
from mockpump.scenario.words import did_you_mean, listed
from mockpump.trace import to_line

About: TypeAlias = Callable[[], Mapping[str, Any]]

MOST_BYTES = 100_000
"""No request needs more."""
MOST_WAITS = 20
"""So many may wait at once; each holds a thread, and others must still be answered."""
PROBLEMS: Mapping[int | str, dict[str, Any]] = {
    status: {"model": bodies.Problem, "description": why}
    for status, why in (
        (401, "the token is missing or wrong"),
        (409, "not as things stand, or the run is over"),
        (422, "what was sent is no such thing; `mistakes` says where"),
        (429, "too many wait already"),
    )
}
LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
_NAMES = {
    400: "not_json",
    401: "no_token",
    403: "browser",
    404: "not_found",
    405: "no_such_method",
    411: "no_length",
    413: "too_long",
    415: "not_json",
    421: "wrong_host",
    429: "too_many",
}


def make_app(door: Door, about: About, token: str, *, loopback: bool) -> FastAPI:
    """Make the application. `about` is what `GET /` says.

    An empty `token` lets everybody in who can reach it; on `loopback` it answers to no other name, so
    that no page of a browser gets in under one of its own.
    """
    app = FastAPI(
        title="mockpump control",
        version="1",
        description=f"One live run of a simulated pump. {NOTICE}",
        docs_url=None,  # a page that would load scripts from elsewhere
        redoc_url=None,
        responses=dict(PROBLEMS),
    )
    app.middleware("http")(_checked(token, loopback=loopback))
    _errors(app)
    _seeing(app, door, about)
    _doing(app, door)
    _leaping(app, door)
    return app


# who may ask, and for what ----------------------------------------------------------------------


Next = Callable[[Request], Awaitable[Response]]


def _checked(token: str, *, loopback: bool) -> Callable[[Request, Next], Awaitable[Response]]:
    """Refuse who may not, what a page in somebody's browser could send, and what is far too long."""

    async def check(request: Request, go_on: Next) -> Response:
        headers = request.headers
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        if loopback and host.lower() not in LOOPBACK:
            return _problem(421, f"not the host {host!r}: one of {', '.join(LOOPBACK)}")
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if token and not secrets.compare_digest(given.encode(), token.encode()):
            return _problem(401, "send the header `Authorization: Bearer TOKEN`")
        if "origin" in headers:
            return _problem(403, "no requests from pages of a browser")
        if int(headers.get("content-length", "0") or "0") > MOST_BYTES:
            return _problem(413, f"over {MOST_BYTES} bytes")
        if "transfer-encoding" in headers:
            return _problem(411, "send a Content-Length, not pieces")
        sends = headers.get("content-length", "0") != "0"
        if sends and not headers.get("content-type", "").startswith("application/json"):
            return _problem(415, "send JSON, with the header `Content-Type: application/json`")
        return await go_on(request)

    return check


# errors -----------------------------------------------------------------------------------------


def _problem(status: int, message: str, error: str = "", mistakes: object = ()) -> JSONResponse:
    told = {"error": error or _NAMES.get(status, "refused"), "message": message}
    return JSONResponse({**told, "mistakes": mistakes or []}, status)


def _mistaken(mistakes: Sequence[Mistake]) -> JSONResponse:
    told = [
        {"at": str(one.where), "found": one.found, "expected": one.expected, "hint": one.hint}
        for one in mistakes
    ]
    return _problem(422, "; ".join(map(str, mistakes)), "mistaken", told)


def _unfit(place: Iterable[object], kind: str, why: str, keys: Sequence[str]) -> Mistake:
    """Tell what is no such body, an unknown key in the words in which a file's is told."""
    *_, key = path = [*map(str, place)]
    where = Where(".".join(path))
    if kind != "extra_forbidden":
        return Mistake(where, why)
    hint = did_you_mean(key, keys)
    return Mistake(where, f"unknown key {key!r}", "" if hint else listed(keys), hint)


def _keys(request: Request) -> list[str]:
    """Return the keys of the body that a request should have."""
    body = get_type_hints(request.scope["endpoint"]).get("body", bodies.Body)
    return [field.alias or name for name, field in body.model_fields.items()]


def _errors(app: FastAPI) -> None:
    @app.exception_handler(MockpumpError)
    def refused(_request: Request, error: MockpumpError) -> JSONResponse:
        if isinstance(error, ScenarioError):
            return _mistaken(error.mistakes)
        if isinstance(error, UsageError):
            return _problem(409, str(error), "not_now")
        return _problem(500, str(error), "broken")

    @app.exception_handler(RequestValidationError)
    def mistaken(request: Request, error: RequestValidationError) -> JSONResponse:
        keys = _keys(request)
        found = [_unfit(one["loc"], one["type"], one["msg"], keys) for one in error.errors()]
        if any(one["type"] == "json_invalid" for one in error.errors()):
            return _problem(400, "; ".join(map(str, found)))
        return _mistaken(found)

    @app.exception_handler(HTTPException)
    def other(_request: Request, error: HTTPException) -> JSONResponse:
        return _problem(error.status_code, str(error.detail))


# seeing -----------------------------------------------------------------------------------------


def _seeing(app: FastAPI, door: Door, about: About) -> None:
    waits = BoundedSemaphore(MOST_WAITS)

    @app.get("/")
    def what_is_played() -> dict[str, Any]:
        """Tell what is played, where, and that it is no real pump."""
        return {"notice": NOTICE, **about()}

    @app.get("/state")
    def state() -> dict[str, Any]:
        """Return how each pump stands: what it says of itself, what is true, its alarms."""
        told: dict[str, Any] = msgspec.to_builtins(door.call(lambda control: control.state()))
        return told

    @app.get("/trace", response_class=Response)
    def trace(after: Annotated[int, Query(ge=0)] = 0) -> Response:
        """Return the trace so far as JSON Lines, from behind a line on."""
        lines = door.call(lambda control: control.trace(after))
        return Response(lines, media_type="application/x-ndjson")

    @app.get("/operator")
    def asked() -> list[bodies.Asked]:
        """Return what steps want of the operator and nobody has answered, oldest first."""
        wanted = door.call(lambda control: control.asked())
        return [bodies.Asked(at=one.at, do=one.do, of=one.of) for one in wanted]

    @app.get("/verdict")
    def verdict() -> Response:
        """Return the verdict as `mockpump run --verdict` writes it; `null` while the run goes on."""
        found = door.call(lambda control: control.verdict())
        told = b"null" if found is None else verdict_json(found)
        return Response(told, media_type="application/json")

    @app.post("/wait")
    def wait(body: bodies.Wait) -> bodies.Awaited:
        """Wait until something happens, or for a time, or until the run is over."""
        within = span(body.within, "within") if body.within else None
        if not waits.acquire(blocking=False):
            raise HTTPException(429, f"{MOST_WAITS} are waiting already")
        try:
            with told_by_field(body.for_, in_wait):
                found = door.wait_for(body.for_, within, body.after)
        finally:
            waits.release()
        if found is None:
            return bodies.Awaited(line=None, note=None)
        return bodies.Awaited(line=found.line, note=json.loads(to_line(found.note)))


# doing ------------------------------------------------------------------------------------------


def _done(door: Door, command: Callable[[Control], object]) -> bodies.Done:
    def work(control: Control) -> bodies.Done:
        command(control)
        return bodies.Done(line=len(control.run.records))

    return door.call(work)


def _doing(app: FastAPI, door: Door) -> None:
    @app.post("/faults")
    def inject(body: bodies.Fault) -> bodies.Done:
        """Set a pump fault or a line fault."""
        at = {"address": body.address} if body.address != "" else {}
        step = {**as_step(body.fault, body.settings, body.for_), **at}
        with told_by_field(step, in_fault):
            return _done(door, lambda control: control.do(step))

    @app.delete("/faults/{fault}")
    def clear(fault: str) -> bodies.Done:
        """Clear a fault."""
        with told_by_field({"clear": fault}, in_address):
            return _done(door, lambda control: control.clear(fault))

    @app.post("/steps")
    def do(step: Annotated[dict[str, Any], Body(examples=[{"hangup": True}])]) -> bodies.Done:
        """Let any step of a timeline happen now, written as in a scenario, without `at`."""
        with told_by_field(step, in_body):
            return _done(door, lambda control: control.do(step))

    @app.post("/operator")
    def answer(body: bodies.Answer) -> bodies.Done:
        """Say that the operator was asked what a step wants."""
        return _done(door, lambda control: control.answer(body.do, body.of, ok=body.ok))

    @app.post("/shows")
    def show(body: bodies.Shows) -> bodies.Done:
        """Say that the client shows something."""
        return _done(door, lambda control: control.show(body.name, body.values))


def _leaping(app: FastAPI, door: Door) -> None:
    @app.post("/advance")
    def advance(body: bodies.Advance) -> bodies.Done:
        """Let run time leap: what is due meanwhile happens at its own time."""
        by = span(body.by, "by")
        return _done(door, lambda control: control.advance(by))

    @app.post("/skip")
    def skip(body: bodies.Skip) -> bodies.Done:
        """Let pump time leap; run time stands still."""
        said = {key: value for key, value in body.model_dump().items() if value}
        step = {"skip": {**said, "connected": True}}
        with told_by_field(step, in_skip):
            return _done(door, lambda control: control.do(step))

    @app.post("/stop")
    def stop() -> Response:
        """End the run as if the client had ended, and return the verdict."""
        told = verdict_json(door.call(lambda control: control.stop()))
        return Response(told, media_type="application/json")
