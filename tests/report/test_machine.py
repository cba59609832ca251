"""The verdict as JSON: what it says, that its schema takes it, and that its page tells every key."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

from jsonschema import Draft202012Validator

from mockpump.expect import Finding, Verdict
from mockpump.expect.verdict import Reason, Result, What
from mockpump.report.coverage import KNOWN, coverage_line, met, never_met
from mockpump.report.machine import (
    Judged,
    Reactions,
    VerdictFile,
    summary,
    verdict_json,
    verdict_schema,
)

PAGE = (Path(__file__).parents[2] / "docs" / "verdict.md").read_text("utf-8")
FINDINGS = (
    Finding("assume", 0, "t:3:5", "x", "passed", (), (30, 10, 20)),
    Finding("expect", 0, "t:4:5", "y", "failed", ("no y",)),
)
MET = {"alarm": ("occlusion",), "operation": ("ping", "stop")}
VERDICT = Verdict("t", 3, "failed", "limit", 9, 1, FINDINGS, MET)


def test_it_says_all() -> None:
    told = json.loads(verdict_json(VERDICT, "mockpump replay x"))
    assert set(told.pop("never_met")) == {"alarm", "fault", "operation"}
    assert told == {
        "format": 1,
        "scenario": "t",
        "case": "",
        "seed": 3,
        "result": "failed",
        "reason": "limit",
        "at": 9,
        "lag": 1,
        "expectations": [
            {
                "clause": "assume",
                "index": 0,
                "where": "t:3:5",
                "text": "x",
                "what": "passed",
                "reactions": {"min": 10, "median": 20, "max": 30, "count": 3},
            },
            {
                "clause": "expect",
                "index": 0,
                "where": "t:4:5",
                "text": "y",
                "what": "failed",
                "lines": ["no y"],
            },
        ],
        "met": {"alarm": ["occlusion"], "fault": [], "operation": ["ping", "stop"]},
        "recompute": "mockpump replay x",
        "play_again": "",
        "trace_lost": "",
        "client_exit": None,
        "overrun": None,
        "mismatch": None,
    }


def test_its_schema_takes_it_and_nothing_else() -> None:
    schema = Draft202012Validator(verdict_schema())
    told = json.loads(verdict_json(VERDICT))
    assert schema.is_valid(told)
    assert not schema.is_valid({**told, "result": "perhaps"})
    del told["seed"]
    assert not schema.is_valid(told)


def test_the_page_tells_every_key_and_word() -> None:
    keys = {*VerdictFile.__struct_fields__, *Judged.__struct_fields__, *Reactions.__struct_fields__}
    words = {*get_args(Result), *get_args(Reason), *get_args(What)}
    assert {word for word in keys | words if not re.search(rf"`{word}`", PAGE)} == set()


def test_reaction_times() -> None:
    assert summary(()) is None
    assert summary((7,)) == Reactions(7, 7, 7, 1)
    assert summary((5, 1, 2, 4)) == Reactions(1, 4, 5, 4)


def test_coverage_of_several_runs() -> None:
    other = Verdict("u", 3, "passed", "limit", 9, 1, (), {"alarm": ("eri",), "fault": ("garble",)})
    assert met([VERDICT, other]) == {
        "alarm": ["eri", "occlusion"],
        "fault": ["garble"],
        "operation": ["ping", "stop"],
    }
    never = never_met([VERDICT, other])
    assert {kind: len(names) for kind, names in never.items()} == {
        "alarm": len(KNOWN["alarm"]) - 2,
        "fault": len(KNOWN["fault"]) - 1,
        "operation": len(KNOWN["operation"]) - 2,
    }
    assert "bolus" in never["operation"]
    assert coverage_line([VERDICT]) == (
        f"met 1 of {len(KNOWN['alarm'])} alarms, 0 of {len(KNOWN['fault'])} faults, "
        f"2 of {len(KNOWN['operation'])} operations"
    )
