"""`run --control`: serve a live run's control over HTTP for as long as it is played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mockpump.door import Door
from mockpump.errors import UsageError, legible
from mockpump.live import Live
from mockpump.scenario.model import Scenario

EXTRA = "--control needs the extra of that name: pip install 'mockpump[control]'"


@contextmanager
def controlled(
    live: Live, door: Door, scenario: Scenario, control: str, token: str
) -> Iterator[None]:
    """Serve a run at HOST:PORT, and say on stderr where that is. Raises UsageError, MachineError."""
    try:
        from mockpump.remote.server import Where, serving  # noqa: PLC0415 - an extra, slow to load
    except ImportError as error:
        raise UsageError(f"{EXTRA} ({error})") from error
    about = {"scenario": scenario.name, "case": scenario.case}
    where = Where.of(control)
    with serving(door, where, lambda: {**about, "port": legible(live.address)}, token) as served:
        address, needed = served
        click.echo(f"control: {address}", err=True)
        if needed and not token:
            click.echo(f"control token: {needed}", err=True)
        yield
