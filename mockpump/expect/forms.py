"""Which monitor watches which form of expectation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from mockpump.dialects.base import Dialect
from mockpump.expect.base import Context, Monitor
from mockpump.expect.before import Before
from mockpump.expect.count import Count
from mockpump.expect.crowd import Crowd
from mockpump.expect.every import Every
from mockpump.expect.excused import Abilities, Excused, excuse
from mockpump.expect.exits import Exits
from mockpump.expect.follows import Follows
from mockpump.expect.group import Group
from mockpump.expect.never import Never
from mockpump.expect.order import Order
from mockpump.expect.settings import Settings
from mockpump.expect.verdict import Clause
from mockpump.expect.within import Within
from mockpump.scenario.expectation import Form
from mockpump.scenario.model import Expectation

MakeMonitor: TypeAlias = Callable[[Clause, int, Expectation, Context], Monitor]

MONITORS: Mapping[Form, MakeMonitor] = {
    "within": Within,
    "after": Follows,
    "before": Before,
    "never": Never,
    "at_least_every": Every,
    "exactly": Count,
    "at_most": Count,
    "at_least": Count,
    "in_any": Crowd,
    "in_order": Order,
    "settings": Settings,
    "exits": Exits,
}


def watch(
    numbered: tuple[Clause, int, Expectation],
    context: Context,
    dialect: Dialect,
    abilities: Abilities,
) -> Monitor:
    """Make the monitor of an expectation, those of its parts first."""
    clause, index, expectation = numbered
    parts = expectation.all or expectation.any
    if parts is not None:
        made = (watch((clause, index, part), context, dialect, abilities) for part in parts)
        return Group(clause, index, expectation, context, tuple(made))
    needed = [*expectation.parts(), *filter(None, [context.begins])]
    why = excuse(needed, clause, dialect, abilities)
    if why is not None:
        return Excused(clause, index, expectation, context, why)
    return MONITORS[expectation.form()](clause, index, expectation, context)
