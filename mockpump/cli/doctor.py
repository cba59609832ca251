"""`doctor`: prove on this machine what mockpump says it can."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence

import click

from mockpump.doctor.examination import Result, Subject, examine, subjects
from mockpump.scenario.words import did_you_mean

MACHINE, INTERRUPTED = 3, 130
YES, NO = "\N{CHECK MARK}", "\N{BALLOT X}"


@click.command("doctor")
@click.argument("names", nargs=-1)
@click.option("--ports", is_flag=True, help="Prove the kinds of ports only.")
@click.option("--explain", is_flag=True, help="Show also what was played and what was seen.")
def doctor_command(names: tuple[str, ...], ports: bool, explain: bool) -> None:
    """Prove on this machine each kind of port and each fault: all of them, or those of some NAMES.

    For each, mockpump is started as you start it, and a client that knows nothing of it opens the
    port and looks. Takes a minute or two.

    \b
    mockpump doctor
    mockpump doctor --ports
    mockpump doctor garble stall --explain

    \b
    Exit codes: 0 all is proved, 3 not all, 130 interrupted.
    """
    chosen = _chosen(names, ports=ports)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # that, too, leaves nothing behind
    done = failed = 0
    _progress(done, len(chosen))
    try:
        for result in examine(chosen):
            done += 1
            failed += bool(result.failures)
            _clear_progress()
            for line in lines(result, explain=explain):
                click.echo(line)
            _progress(done, len(chosen))
    except KeyboardInterrupt:
        _clear_progress()
        click.echo(f"interrupted: {done - failed} proved of the {done} looked at so far")
        sys.exit(INTERRUPTED)
    _clear_progress()
    click.echo(f"{done - failed} of {len(chosen)} proved on this machine")
    sys.exit(MACHINE if failed else 0)


def _chosen(names: Sequence[str], *, ports: bool) -> list[Subject]:
    known = list(subjects())
    for name in names:
        if all(name != subject.name for subject in known):
            hint = did_you_mean(name, [subject.name for subject in known])
            raise click.UsageError(
                f"there is no port or fault {name!r}. {hint.capitalize()}".strip()
            )
    return [
        subject
        for subject in known
        if (not names or subject.name in names) and (not ports or subject.kind == "port")
    ]


def lines(result: Result, *, explain: bool) -> Iterator[str]:
    """Write a result: whether it is proved, and if not, why and what to do about it."""
    mark = _mark(NO, "FAILED") if result.failures else _mark(YES, "ok")
    yield f"{mark} {result.name:<26} {result.kind if result.kind == 'port' else f'{result.kind} fault'}"
    yield from (f"    {failure}" for failure in result.failures)
    if result.advice:
        yield f"    what to do: {result.advice}"
    if explain:
        yield from (f"    | {line}" for line in result.seen.splitlines())


def _mark(sign: str, word: str) -> str:
    """Return a sign, or a word where the terminal cannot write it."""
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return word
    return sign


def _progress(number: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{number} of {of} …", nl=False, err=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
