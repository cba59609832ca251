"""What stands at the end of a pytest run: what was not judged, and where traces are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pytest

from mockpump.harness.keeping import Keep, shown
from mockpump.harness.outcome import UNJUDGED

MOST = 20
"""Lines about expectations that were not judged, unless every one is wanted."""

Reports: TypeAlias = Iterable[pytest.TestReport]


def unjudged_lines(reports: Reports, *, every: bool) -> Iterator[str]:
    """Say which expectations were not judged, and why."""
    lines = [*dict.fromkeys(_unjudged(reports))]
    shown_now = lines if every else lines[:MOST]
    yield from shown_now
    if left := len(lines) - len(shown_now):
        yield f"… and {left} more that were not judged (-v lists all)"


def _unjudged(reports: Reports) -> Iterator[str]:
    for report in reports:
        for name, value in report.user_properties:
            what = name.removeprefix("mockpump_")
            if what in UNJUDGED:
                yield f"{what.replace('_', ' ')}  {report.nodeid}  {value}"


def failed_lines(reports: Reports, keep: Keep) -> Iterator[str]:
    """Say where the traces of failed tests are."""
    failed = {report.nodeid for report in reports if report.failed}
    if failed and keep.folder.is_dir():
        yield f"traces of what failed: {shown(keep.folder)}"
