"""`demo`: the main job in one command."""

from __future__ import annotations

import sys
from fractions import Fraction

import click

from mockpump.cli.run import Options, play_live
from mockpump.scenario.files import find, read
from mockpump.scenario.profile import ClientProfile, Pattern

SPEED = 8
CLIENT = ClientProfile(
    command=(sys.executable, "-m", "mockpump", "monitor", "{port}", "--operator-on-stdin"),
    operator="stdin",
    shows={"occlusion": Pattern(pattern=r"ALARM occlusion")},
)
BEFORE = f"""\
A simulated pump on an emulated serial port plays `occlusion` to a monitor, {SPEED} times faster.
Lines that begin with a time are the pump's; lines that begin with `monitor:` are the client's.
"""
AFTER = """
Try next:
  mockpump run occlusion                              open the printed port with your own client
  mockpump run steady -- python my_client.py {port}   or let mockpump start it
  mockpump list                                       see what else can go wrong"""


@click.command("demo")
def demo_command() -> None:
    """Play `occlusion` to the built-in monitor in a second process, live, and print the verdict.

    The catheter of an external pump kinks; the monitor must show the alarm, must not command a
    bolus, and acknowledges when its operator does. Played 8 times faster than the wall clock.
    """
    click.echo(BEFORE, err=True)
    code = play_live(read(find("occlusion")), Options(speed=Fraction(SPEED)), CLIENT)
    click.echo(AFTER, err=True)
    sys.exit(code)
