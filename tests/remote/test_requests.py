"""Every request, what it answers, and what it answers to those who send something else."""

from __future__ import annotations

import re

import pytest

from mockpump.errors import MachineError, UsageError
from mockpump.remote.app import MOST_BYTES, MOST_WAITS
from mockpump.remote.server import Where, serving
from tests.remote.served import Answer, Asker, over_door


def test_faults_are_set_and_cleared() -> None:
    with over_door() as there:
        fault = {"fault": "garble", "settings": {"rate": "5%"}, "for": "10s"}
        line = there.ask("POST", "/faults", fault).body["line"]
        assert there.ask("POST", "/faults", {"fault": "motor_stall"}).status == 200
        (note,) = [one for one in there.ask("GET", "/trace").body if one.get("of") == "garble"]
        assert (note["note"], note["state"]) == ("fault", "set")
        assert there.ask("DELETE", "/faults/motor_stall").status == 200
        told = there.ask("GET", f"/trace?after={line}").body
        assert [(one["of"], one["state"]) for one in told if one.get("note") == "fault"] == [
            ("motor_stall", "set"),
            ("motor_stall", "cleared"),
        ]


def test_time_leaps_and_what_happened_is_found() -> None:
    with over_door() as there:
        there.ask("POST", "/faults", {"fault": "catheter_occlusion"})
        assert there.ask("GET", "/state").body["at"] == 0
        there.ask("POST", "/advance", {"by": "43.2s"})
        state = there.ask("GET", "/state").body
        assert (state["at"], state["pumps"][""]["actual"]["pressure"]) == (
            43_200_000_000,
            "120 kPa",
        )
        raised = {"alarm": "occlusion", "state": "raised"}
        found = there.ask("POST", "/wait", {"for": raised, "within": "1s"}).body
        assert found["note"]["at"] == 43_200_000_000
        again = {"for": raised, "within": "0s", "after": found["line"]}
        assert there.ask("POST", "/wait", again) == Answer(200, {"line": None, "note": None})


def test_whoever_has_waited_makes_room() -> None:
    with over_door() as there:
        for condition in ({"alarm": "eri"}, {"alarm": "nothing"}):
            waiting = {"for": condition, "within": "0s"}
            told = {there.ask("POST", "/wait", waiting).status for _ in range(MOST_WAITS + 1)}
            assert told <= {200, 422}
        assert there.ask("POST", "/wait", {"for": {"alarm": "eri"}, "within": "0s"}).status == 200


@pytest.mark.parametrize("depth", [100, 500, 900, 5000])
def test_no_nesting_breaks_it(depth: int) -> None:
    nested = b'{"note":' + b"[" * depth + b"]" * depth + b"}"
    with over_door() as there:
        for path in ("/steps", "/wait"):
            body = nested if path == "/steps" else b'{"for":' + nested + b"}"
            assert there.ask("POST", path, body).status in (400, 422)


def test_pump_time_leaps() -> None:
    with over_door() as there:
        assert there.ask("POST", "/skip", {"span": "2h"}).status == 200
        state = there.ask("GET", "/state").body
        assert (state["at"], state["pump"]) == (0, 7_200_000_000_000)
        until = {"until": {"alarm": "low_reservoir"}, "at_most": "365 days"}
        assert there.ask("POST", "/skip", until).status == 200
        assert there.ask("GET", "/state").body["pumps"][""]["says"]["alarms"] == "low_reservoir"


def test_the_operator_and_what_the_client_shows() -> None:
    with over_door() as there:
        assert there.ask("GET", "/operator").body == []
        there.ask("POST", "/advance", {"by": "5s"})
        wanted = {"do": "acknowledge", "of": "occlusion"}
        assert there.ask("GET", "/operator").body == [{"at": 5_000_000_000, **wanted}]
        assert there.ask("GET", "/verdict") == Answer(200, None)
        assert there.ask("POST", "/operator", wanted).status == 200
        assert there.ask("POST", "/operator", wanted).error == (409, "not_now")
        assert there.ask("POST", "/shows", {"name": "eri"}).error == (409, "not_now")
        assert there.ask("POST", "/shows", {"name": "occlusion", "values": {"n": 1}}).status == 200
        verdict = there.ask("POST", "/stop").body
        assert (verdict["result"], verdict["reason"]) == ("passed", "client_ended")
        assert there.ask("GET", "/verdict").body == verdict


def test_after_the_end_only_looking_is_left() -> None:
    with over_door() as there:
        there.ask("POST", "/stop")
        for request in (
            ("POST", "/faults", {"fault": "motor_stall"}),
            ("DELETE", "/faults/motor_stall"),
            ("POST", "/steps", {"hangup": True}),
            ("POST", "/operator", {"do": "acknowledge"}),
            ("POST", "/shows", {"name": "occlusion"}),
            ("POST", "/advance", {"by": "1s"}),
            ("POST", "/skip", {"span": "1s"}),
        ):
            answer = there.ask(*request)
            assert (answer.status, answer.body["message"]) == (409, "the run is over"), request
        assert there.ask("GET", "/state").body["at"] == 0
        assert there.ask("GET", "/trace").body[-1]["verdict"]["reason"] == "client_ended"
        assert there.ask("POST", "/wait", {"for": {"alarm": "eri"}}).body["line"] is None


@pytest.mark.parametrize(
    ("method", "path", "body", "error", "words"),
    [
        ("POST", "/faults", b"{", (400, "not_json"), "JSON decode error"),
        ("POST", "/faults", b"[" * 50_000, (400, "not_json"), "error parsing the body"),
        ("POST", "/faults", b"\xff\xfe", (400, "not_json"), "JSON"),
        ("POST", "/faults", [], (422, "mistaken"), "valid dictionary"),
        ("POST", "/faults", {"fault": 7}, (422, "mistaken"), "body.fault: Input should be a"),
        ("POST", "/faults", {"fault": "stall", "fro": "1s"}, (422, "mistaken"), "body.fro: unknown"),
        ("POST", "/faults", {"fault": "stal"}, (422, "mistaken"), "did you mean"),
        ("POST", "/faults", {"fault": "stall", "for": "1"}, (422, "mistaken"), "is not a duration"),
        ("POST", "/faults", {"fault": "stall", "settings": {"fault": 1}}, (422, "mistaken"), "fault"),
        ("POST", "/faults", {"fault": "stall", "settings": {"for_": 1}}, (422, "mistaken"), "'for_'"),
        ("POST", "/faults", {"fault": "stall", "settings": {"self": 1}}, (422, "mistaken"), "self"),
        ("DELETE", "/faults/nothing", None, (422, "mistaken"), "nothing"),
        ("POST", "/steps", {"at": "1s", "hangup": True}, (422, "mistaken"), "comes at once"),
        ("POST", "/steps", {"visit": "x", "hangup": True}, (422, "mistaken"), "one of"),
        ("POST", "/steps", {"note": "x" * 20_000}, (422, "mistaken"), "over 10000 characters"),
        ("POST", "/advance", {"by": "soon"}, (422, "mistaken"), "is not a duration"),
        ("POST", "/advance", {"by": "-1s"}, (422, "mistaken"), "negative"),
        ("POST", "/skip", {}, (422, "mistaken"), "span"),
        ("POST", "/wait", {"for": {"alarm": "nothing"}}, (422, "mistaken"), "'nothing'"),
        ("POST", "/wait", {"for": {}, "after": -1}, (422, "mistaken"), "body.after"),
        ("GET", "/trace?after=x", None, (422, "mistaken"), "query.after"),
        ("GET", "/nothing", None, (404, "not_found"), "Not Found"),
        ("PUT", "/faults", {}, (405, "no_such_method"), "Method Not Allowed"),
    ],
)  # fmt: skip
def test_what_is_mistaken_is_told_and_changes_nothing(
    method: str, path: str, body: object, error: tuple[int, str], words: str
) -> None:
    with over_door() as there:
        before = there.ask("GET", "/trace").body
        answer = there.ask(method, path, body)
        assert answer.error == error, answer
        assert words in answer.body["message"]
        assert there.ask("GET", "/trace").body == before


GARBLE = "unknown name 'garbel' (did you mean 'garble'?)"


@pytest.mark.parametrize(
    ("request_", "body", "told"),
    [
        ("POST /faults", {"fault": "garbel"}, f"body.fault: {GARBLE}"),
        ("POST /faults", {"fault": "garbel", "settings": {"rate": "1%"}}, f"body.fault: {GARBLE}"),
        (
            "POST /faults",
            {"fault": "garble", "settings": {"rte": "1%"}},
            "body.settings.rte: unknown key 'rte' (did you mean 'rate'?)",
        ),
        (
            "POST /faults",
            {"fault": "stall", "for": "1"},
            "body.for: '1' is not a duration: write '10s' or '250ms' or '2h'",
        ),
        (
            "POST /faults",
            {"fault": "stall", "setting": {}},
            "body.setting: unknown key 'setting' (did you mean 'settings'?)",
        ),
        (
            "POST /faults",
            {"fault": "stall", "x": 1},
            "body.x: unknown key 'x'; expected one of fault, settings, for, address",
        ),
        (
            "DELETE /faults/motor_stal",
            None,
            "path.fault: no step sets the fault 'motor_stal'; expected catheter_occlusion",
        ),
        ("POST /steps", {"line_fault": {"garbel": {}}}, f"body.line_fault: {GARBLE}"),
        (
            "POST /wait",
            {"for": {"alarm": "oclusion"}},
            "body.for.alarm: unknown name 'oclusion' (did you mean 'occlusion'?)",
        ),
        (
            "POST /wait",
            {"for": {"alarm": "eri"}, "within": "-1s"},
            "body.within: '-1s' is negative",
        ),
        ("POST /advance", {"by": "-5s"}, "body.by: '-5s' is negative"),
        (
            "POST /skip",
            {"until": {"alarm": "er"}},
            "body.until.alarm: unknown name 'er' (did you mean 'eri'?)",
        ),
        ("POST /steps", {"note": "x" * 20_000}, "body: over 10000 characters; expected one step"),
    ],
)
def test_a_mistake_is_told_at_its_field(request_: str, body: object, told: str) -> None:
    with over_door() as there:
        if request_.startswith("DELETE"):
            assert there.ask("POST", "/faults", {"fault": "catheter_occlusion"}).status == 200
        method, path = request_.split()
        answer = there.ask(method, path, body)
        assert answer.error == (422, "mistaken")
        assert answer.body["message"] == told
        (mistake,) = answer.body["mistakes"]
        assert f"{mistake['at']}: {mistake['found']}" == re.split("; expected| \\(", told)[0]


def test_a_fault_is_set_in_the_pump_at_an_address() -> None:
    story = (
        "pump: {preset: syringe-60}\nline: {dialect: newera, addresses: [0, 1], pacing: false}\n"
        "expect: [{operation: start, within: 5s}]\n"
    )
    with over_door(story) as there:
        assert there.ask("POST", "/faults", {"fault": "motor_stall", "address": 1}).status == 200
        noted = [one for one in there.ask("GET", "/trace").body if one.get("note") == "fault"]
        assert [(one["of"], one["state"], one["data"]) for one in noted] == [
            ("motor_stall", "set", {"address": "1"})
        ]
        answer = there.ask("POST", "/faults", {"fault": "motor_stall", "address": 7})
        told = "body: no pump on the line has the address '7'; expected one of 0, 1"
        assert (answer.error, answer.body["message"]) == ((422, "mistaken"), told)


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"Host": "evil.example"}, (421, "wrong_host")),
        ({"Host": ""}, (421, "wrong_host")),
        ({"Origin": "http://evil.example"}, (403, "browser")),
        ({"Content_Type": "text/plain"}, (415, "not_json")),
        ({"Content_Length": str(MOST_BYTES + 1)}, (413, "too_long")),
        ({"Transfer_Encoding": "chunked"}, (411, "no_length")),
    ],
)
def test_what_a_page_in_a_browser_could_send(
    headers: dict[str, str], error: tuple[int, str]
) -> None:
    with over_door() as there:
        if "Transfer_Encoding" in headers:
            answer = there.ask("POST", "/steps", b"0\r\n\r\n", **headers)
        else:
            answer = there.ask("POST", "/steps", {"hangup": True}, **headers)
        assert answer.error == error


def test_a_token_is_asked_for() -> None:
    with over_door(token="open-sesame") as there:
        assert there.ask("GET", "/state").status == 200
        for wrong in (
            Asker(there.address),
            Asker(there.address, "open"),
            Asker(there.address, "é"),
        ):
            for path in ("/", "/state", "/openapi.json"):
                assert wrong.ask("GET", path).error == (401, "no_token"), path


def test_beyond_this_machine_there_is_always_a_token() -> None:
    with over_door(where="0.0.0.0:0") as there:
        assert len(there.token) >= 32
        assert there.ask("GET", "/state").status == 200
        assert Asker(there.address).ask("GET", "/state").error == (401, "no_token")
        with over_door(where="0.0.0.0:0") as other:
            assert other.token != there.token


def test_on_this_machine_there_is_none_unless_given() -> None:
    with over_door() as there:
        assert there.token == ""


@pytest.mark.parametrize(
    "text", ["", "x", ":1", "127.0.0.1", "127.0.0.1:", "a:b", "h:65536", "h:-1"]
)
def test_what_is_no_place_to_serve(text: str) -> None:
    with pytest.raises(UsageError, match=r"is not HOST:PORT, such as 127\.0\.0\.1:0"):
        Where.of(text)


def test_places_to_serve() -> None:
    assert str(Where.of("[::1]:80")) == "[::1]:80"
    loopback = {host: Where(host, 0).is_loopback for host in ("127.0.0.1", "::1", "localhost")}
    assert all(loopback.values())
    assert not any(Where(host, 0).is_loopback for host in ("0.0.0.0", "192.168.0.1", "example.com"))


def test_a_place_that_is_taken() -> None:
    with over_door() as there:
        taken = Where.of(there.address.removeprefix("http://").rstrip("/"))
        refused = pytest.raises(MachineError, match=r"cannot serve the control at .*: Address")
        with refused, serving(there.door, taken, dict):
            pass


def test_it_describes_itself() -> None:
    with over_door() as there:
        told = there.ask("GET", "/openapi.json").body
        assert told["openapi"].startswith("3.")
        operations = [one for path in told["paths"].values() for one in path.values()]
        assert len(operations) == 14
        for one in operations:
            assert one["description"]
            assert {"401", "409", "422"} <= one["responses"].keys()
        fault = told["components"]["schemas"]["Fault"]
        assert (fault["required"], fault["additionalProperties"]) == (["fault"], False)
        assert set(fault["properties"]) == {"fault", "settings", "for", "address"}
