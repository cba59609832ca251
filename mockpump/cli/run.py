"""`run`: play one scenario at a port, live."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import click

from mockpump import ports, ward
from mockpump.cli.exits import VERDICTS
from mockpump.cli.paint import tell
from mockpump.cli.places import must_be_writable
from mockpump.cli.sink import Sink
from mockpump.clock import read_speed
from mockpump.errors import MachineError, UsageError
from mockpump.expect import Abilities, Verdict
from mockpump.live import Live
from mockpump.report.again import Played, play_again, recompute
from mockpump.report.coverage import coverage_line
from mockpump.report.machine import verdict_json
from mockpump.report.text import NOTICE, verdict_line, verdict_lines
from mockpump.run import Run
from mockpump.scenario.files import find, read, read_profile
from mockpump.scenario.model import Scenario
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.story import shown


def _speed(_ctx: click.Context, _param: click.Parameter, text: str) -> Fraction:
    try:
        return read_speed(text)
    except UsageError as error:
        raise click.BadParameter(str(error)) from error


class Options(NamedTuple):
    """How to play, beside what the scenario says; `name` is that of the pump, in a ward."""

    name: str = ""
    port: str = "pty"
    link: Path | None = None
    speed: Fraction = Fraction(1)
    seed: int | None = None
    trace: Path | None = None
    dialect: str | None = None
    no_pacing: bool = False
    line_faults: tuple[str, ...] = ()
    real_port: bool = False
    verdict: Path | None = None
    brief: bool = False
    case: str = ""
    control: str = ""
    token: str = ""
    plays: tuple[str, ...] = ()
    plain: bool = False


OF_ONE_PUMP: Mapping[str, str] = {
    "port": "--port",
    "link": "--link",
    "seed": "--seed",
    "case": "--case",
    "dialect": "--dialect",
    "line_faults": "--line-fault",
    "control": "--control",
    "plays": "--control-plays",
}
"""Options that have no place beside a ward, and how each is written."""


def play_live(
    scenario: Scenario,
    options: Options,
    profile: ClientProfile | None = None,
    played_again: str = "",
) -> int:
    """Play a scenario to its verdict and print it; return the exit code."""
    if options.verdict is not None:
        must_be_writable(options.verdict, "the verdict")
    seen = _can_be_seen(options, profile)
    with Sink(options.trace, quiet=seen) as sink:
        live = prepare(scenario, options, profile, sink)
        with _attended(live, scenario, options, seen=seen):
            waits = profile is None and not seen
            verdict = live.play(lambda address: _tell_address(address, waits=waits))
    click.echo("", err=True)
    tell_verdict(verdict, options, played_again, sink.lost)
    if not options.brief:
        click.echo(f"{coverage_line([verdict])}\n{NOTICE}", err=True)
    return VERDICTS[verdict.result]


def _tell_address(address: str, *, waits: bool) -> None:
    click.echo(address)
    if waits:
        click.echo("waiting for a client to open it", err=True)


def prepare(
    scenario: Scenario, options: Options, profile: ClientProfile | None, sink: Sink
) -> Live:
    """Make a run, its port and its client; nothing is opened yet. Raises ScenarioError, UsageError."""
    run = Run(
        scenario,
        seed=options.seed,
        dialect=options.dialect,
        pacing=False if options.no_pacing else None,
        abilities=_abilities(scenario, options, profile),
        line_faults=options.line_faults,
    )
    port = ports.make(options.port, options.link, real=run.wire if options.real_port else None)
    return Live(run, port, sink, speed=options.speed, profile=profile)


def _abilities(scenario: Scenario, options: Options, profile: ClientProfile | None) -> Abilities:
    """Return what the client's profile lets a run do and see, and what whoever controls it will."""
    own = Abilities.of(profile)
    shows = shown(scenario) if "shows" in options.plays else frozenset()
    operator = own.operator or "operator" in options.plays
    return Abilities(operator=operator, shows=own.shows | shows, output=own.output)


@contextmanager
def _attended(live: Live, scenario: Scenario, options: Options, *, seen: bool) -> Iterator[None]:
    """Let others at a run: over HTTP, and with a view whoever sits at the terminal."""
    if options.plays and not (options.control or seen):
        raise click.UsageError(
            "--control-plays goes with --control, or with the view on a terminal"
        )
    with ExitStack() as stack:
        if options.control or seen:
            door = live.let_in()
        if options.control:
            from mockpump.cli.control import controlled  # noqa: PLC0415 - start-up

            served = controlled(live, door, scenario, options.control, options.token)
            stack.enter_context(served)
        if seen:
            from mockpump.cli.view.watching import watched  # noqa: PLC0415 - start-up

            stack.enter_context(watched(door, live.run, lambda: f"{scenario.name}  {live.address}"))
        yield


def _can_be_seen(options: Options, profile: ClientProfile | None) -> bool:
    """Whether there is a terminal to show the run on; a client that is started writes there itself."""
    if options.plain or options.brief or profile is not None or not sys.stderr.isatty():
        return False
    from mockpump.cli.view.watching import can_be_shown  # noqa: PLC0415 - start-up

    return can_be_shown()


def tell_verdict(verdict: Verdict, options: Options, played_again: str, lost: str) -> None:
    """Print a verdict, and write it where that was asked for; `lost`: why the trace is not whole.

    Raises MachineError.
    """
    traced = options.trace is not None and not lost
    again = recompute(str(options.trace)) if traced else ""
    if options.brief:
        tell(f"{verdict_line(verdict)}  {options.name}".rstrip(), err=True)
    else:
        if options.name:
            click.echo(f"{options.name}:", err=True)
        for line in verdict_lines(verdict, again, played_again):
            tell(line, err=True)
    if lost:
        click.echo(f"the trace {options.trace} is not whole: {lost}", err=True)
    if options.verdict is not None:
        _write(options.verdict, verdict_json(verdict, again, played_again, trace_lost=lost))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise MachineError(f"cannot write the verdict {path}: {error.strerror}") from error


def _profile(path: Path | None, command: tuple[str, ...]) -> ClientProfile | None:
    if path is not None and command:
        raise click.UsageError("give a client profile or a client command, not both")
    if path is not None:
        return read_profile(path)
    return ClientProfile(command=command) if command else None


def _play_again(
    scenario: str,
    options: Options,
    seed: int | None,
    client: tuple[str, ...],
    profile: Path | None,
) -> str:
    played = Played(
        scenario,
        seed,
        options.case,
        options.port,
        options.real_port,
        options.no_pacing,
        options.line_faults,
        options.dialect,
        options.speed,
        "" if profile is None else str(profile),
        client,
    )
    return play_again(played)


def _play_ward(path: Path, options: Options, client: tuple[str, ...], profile: Path | None) -> int:
    from mockpump.cli.ward import play_ward  # noqa: PLC0415 - it stands on this module

    own = Options()
    said = [
        flag for name, flag in OF_ONE_PUMP.items() if getattr(options, name) != getattr(own, name)
    ]
    said += ["--client"] if profile is not None else []
    said += ["client command"] if client else []
    if said:
        raise click.UsageError(
            f"{path} is a ward, in which each pump says so itself: no {', '.join(said)}"
        )
    again = _play_again(str(path), options, None, (), None)
    return play_ward(ward.read_ward(path), options, again)


@click.command("run")
@click.argument("scenario")
@click.argument("client", nargs=-1, type=click.UNPROCESSED)
@click.option("--case", default="", metavar="NAME", help="Play this case of a scenario's matrix.")
@click.option(
    "--client",
    "profile",
    type=click.Path(path_type=Path),
    metavar="PROFILE",
    help="Start the client that this profile (client.yaml) describes.",
)
@click.option(
    "--port",
    default="pty",
    show_default=True,
    help="Where the client connects: pty, tcp:HOST:PORT, rfc2217:HOST:PORT, or a device.",
)
@click.option(
    "--real-port", is_flag=True, help="Let --port name a real device, such as /dev/ttyUSB0."
)
@click.option(
    "--link",
    type=click.Path(path_type=Path),
    help="Give the port this name: a symlink, removed at the end.",
)
@click.option(
    "--speed",
    callback=_speed,
    default="1",
    metavar="NUMBER",
    show_default=True,
    help="Play everything so many times faster; the client finds it in MOCKPUMP_SPEED.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), help="Draw other faults: overrides the scenario's seed."
)
@click.option(
    "--trace",
    type=click.Path(path_type=Path),
    help="Record everything in this file, as JSON Lines.",
)
@click.option(
    "--verdict",
    type=click.Path(path_type=Path),
    help="Write the verdict to this file as JSON; `mockpump schema verdict` is its form.",
)
@click.option("--brief", is_flag=True, help="Print the verdict in one line.")
@click.option("--plain", is_flag=True, help="Print lines on a terminal too, and no live view.")
@click.option(
    "--dialect", help="Speak this protocol instead: a name, or the path of a dialect of your own."
)
@click.option("--no-pacing", is_flag=True, help="Let bytes take no time on the line.")
@click.option(
    "--line-fault",
    "line_faults",
    multiple=True,
    metavar="FAULT",
    help="Set a line fault from the beginning, such as 'garble(rate=1%)'; may be given again.",
)
@click.option(
    "--control",
    default="",
    metavar="HOST:PORT",
    help="Serve control of the run over HTTP there; 127.0.0.1:0 is a free port of this machine.",
)
@click.option(
    "--control-token",
    "token",
    default="",
    envvar="MOCKPUMP_CONTROL_TOKEN",
    metavar="TOKEN",
    help="What requests must bear; beyond this machine, one is made up if none is given.",
)
@click.option(
    "--control-plays",
    "plays",
    multiple=True,
    type=click.Choice(["operator", "shows"]),
    help="What whoever controls does, over HTTP or at the terminal: ask the operator; say what the "
    "client shows.",
)
def run_command(
    scenario: str,
    client: tuple[str, ...],
    case: str,
    profile: Path | None,
    port: str,
    real_port: bool,
    link: Path | None,
    speed: Fraction,
    seed: int | None,
    trace: Path | None,
    verdict: Path | None,
    brief: bool,
    plain: bool,
    dialect: str | None,
    no_pacing: bool,
    line_faults: tuple[str, ...],
    control: str,
    token: str,
    plays: tuple[str, ...],
) -> None:
    """Play SCENARIO, a name from `mockpump list` or a file, at an emulated serial port.

    The first line on stdout is the port to open, and nothing else; all else goes to stderr. Run
    time begins when a client first opens the port.

    A file that begins with `ward: 1` lists several pumps with their scenarios, ports and clients:
    they are played side by side. Stdout then begins with one line a pump, its name and its port;
    --trace and --verdict name folders, in which each pump has a file.

    On a terminal it shows how the run stands, with keys to set and clear faults; a pipe, or a client
    that mockpump starts, gets plain lines.

    With a CLIENT command after `--`, mockpump starts it: `{port}` in it becomes the port, which is
    also in MOCKPUMP_PORT. The run ends with the client or with the scenario, or when the client has
    not opened the port within 30s (`opens` in a profile). Without one it waits for a client, however
    long that takes.

    \b
    mockpump run occlusion
    mockpump run occlusion -- python my_client.py {port}
    mockpump run low-reservoir --speed 5 --seed 3 --trace out.jsonl --link ./pump0
    mockpump run occlusion --client client.yaml
    mockpump run steady --line-fault 'garble(rate=1%)' --line-fault stall
    mockpump run ward.yaml --trace traces/
    mockpump run occlusion --control 127.0.0.1:0

    \b
    Exit codes: 0 passed, 1 the client failed an expectation, 2 bad usage or scenario,
    3 the machine or a broken assumption, 4 the client could not be started or died by
    a signal, 5 the machine was too slow, 130 interrupted.
    """
    options = Options(
        port=port,
        link=link,
        speed=speed,
        seed=seed,
        trace=trace,
        dialect=dialect,
        no_pacing=no_pacing,
        line_faults=line_faults,
        real_port=real_port,
        verdict=verdict,
        brief=brief,
        case=case,
        control=control,
        token=token if control else "",
        plays=plays,
        plain=plain,
    )
    path = find(scenario)
    if ward.is_ward(path):
        sys.exit(_play_ward(path, options, client, profile))
    story = read(path, case)
    again = _play_again(scenario, options, story.seed if seed is None else seed, client, profile)
    sys.exit(play_live(story, options, _profile(profile, client), again))
