"""`show`: one scenario as a picture of its timeline."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TypeAlias

import click
from serial import SerialException

from mockpump.cli.monitor import Monitor
from mockpump.cli.paint import tell_all
from mockpump.clock import SECOND
from mockpump.errors import MachineError, MockpumpError
from mockpump.inprocess import Serial, plug
from mockpump.play import remake
from mockpump.pump.alarms import ALARMS
from mockpump.report.account import Account, retold
from mockpump.report.picture.text import text
from mockpump.report.text import NOTICE, RESULTS
from mockpump.scenario.files import find, read
from mockpump.scenario.model import Scenario
from mockpump.scenario.story import shown
from mockpump.trace import read as read_trace

SPEAKS = "mp1"
TO_MONITOR = "Played in virtual time to the client of `mockpump monitor`"
TO_NOBODY = "Played in virtual time to a client that opens the port and says nothing"
TIMEOUT = 0.1
Order: TypeAlias = tuple[str, str]
"""What the operator is to do, and of what."""


@click.command("show")
@click.argument("scenario")
@click.option("--case", default="", metavar="CASE", help="One case of the scenario's matrix.")
@click.option("--seed", type=click.IntRange(min=0), help="Draw other faults.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write an SVG.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page.")
def show_command(
    scenario: str, case: str, seed: int | None, svg: Path | None, html: Path | None
) -> None:
    """Show SCENARIO, a name from `mockpump list` or a file, as a picture of its timeline.

    Faults, alarms, what the client does, volumes, flow, pressure and battery stand on one time axis.
    It is played in virtual time, which takes a moment, to the client of `mockpump monitor`, which does
    what its operator is asked; where another protocol is spoken, to a client that says nothing.

    \b
    mockpump show occlusion
    mockpump show occlusion --svg occlusion.svg
    """
    story = read(find(scenario), case)
    account = shown_to_monitor(story, seed)
    if svg is not None:
        from mockpump.report.picture.svg import svg as drawn  # noqa: PLC0415 - start-up: Jinja2

        _write(svg, drawn(account.picture, standalone=True))
    if html is not None:
        from mockpump.report.html import render  # noqa: PLC0415 - start-up: Jinja2

        _write(html, render([account]))
    if svg is None and html is None:
        _tell(account, story)


def shown_to_monitor(story: Scenario, seed: int | None = None) -> Account:
    """Play a story in virtual time, and tell of it."""
    shows = shown(story) & {*ALARMS}
    orders: deque[Order] = deque()
    port = plug(story, seed=seed, operator=lambda *order: orders.append(order), shows=shows)
    port.timeout = TIMEOUT
    visit: str | None = "first"
    while visit is not None:
        _attend(port, orders, shows, speaks=story.line.dialect == SPEAKS)
        visit = port.next_visit()
    port.verdict()
    recorded = read_trace(port.trace().splitlines(keepends=True))
    return retold(recorded, remake(recorded.header), "")


def _attend(port: Serial, orders: deque[Order], shows: frozenset[str], *, speaks: bool) -> None:
    """Be a client for one visit, which ends with the run or when the operator leaves."""

    def say(line: str) -> None:
        word, code, *_ = [*line.split(), "", ""]
        if word == "ALARM" and code in shows:
            port.show(code)

    while port.run.verdict is None:
        try:
            port.open()
            monitor = Monitor(port, 1, say, lambda: port.now / SECOND) if speaks else None
            while port.run.verdict is None:
                _obey(monitor, orders)
                if monitor is None:
                    port.read(1)
                else:
                    monitor.turn()
        except SerialException as error:
            if isinstance(error.__cause__, MockpumpError):  # the story is wrong
                raise error.__cause__ from None
            port.close()
        except _LeavesError:
            break
    port.close()


def _obey(monitor: Monitor | None, orders: deque[Order]) -> None:
    while orders:
        do, of = orders.popleft()
        if do == "leave":
            raise _LeavesError
        if monitor is not None:
            monitor.operator(do, of)


class _LeavesError(Exception):
    """The operator ends the visit."""


def _tell(account: Account, story: Scenario) -> None:
    verdict = account.verdict
    about = f"{account.name}: {' '.join(story.about.split())}"
    click.echo(f"{click.wrap_text(about, 100)}\n")
    tell_all(text, account.picture)
    click.echo(f"\n{TO_MONITOR if story.line.dialect == SPEAKS else TO_NOBODY}.")
    if verdict is not None:
        click.echo(f"{RESULTS[verdict.result]}.\n{NOTICE}")


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}") from error
