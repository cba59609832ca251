"""Recorded runs as one HTML file, which needs nothing beside it: no network, no script, no font.

    from mockpump.report import html
    html.write(Path("report.html"), [Path("out.jsonl")])

A run that cannot be told of (no trace, or one of another version) is in the report, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mockpump.errors import MachineError, legible
from mockpump.expect import Finding
from mockpump.hazards import GROUPS, HAZARDS
from mockpump.report.account import Account, Unreadable, accounts, label
from mockpump.report.coverage import KNOWN, Became, hazards, met
from mockpump.report.picture.svg import style, svg, templates
from mockpump.report.text import COLUMN, NOTICE, RESULTS, WORDS, ended, reaction_words, seconds

CUT_OFF = "CUT OFF: the trace ends before the verdict"
SIGNS = {
    "passed": "✓",
    "failed": "✕",
    "warned": "!",
    "not_checked": "?",
    "not_applicable": "∅",
    "client_died": "✕",
    "assumption_broken": "✕",
    "too_slow": "?",
    "interrupted": "?",
    "cut_off": "?",
    "not judged": "?",
    "never met": "∅",
}
"""What a result or an outcome looks like beside its word: never by colour alone."""


class Told(NamedTuple):
    """One run as the template wants it."""

    id: str
    account: Account
    result: str
    word: str
    sentence: str
    ended: str
    counts: str


class Hazardous(NamedTuple):
    """One published hazard, what became of it, and the runs that met it."""

    id: str
    about: str
    should: str
    became: Became
    runs: tuple[Told, ...]


class Cover(NamedTuple):
    """How much of what there is was met, for one kind."""

    kind: str
    met: tuple[str, ...]
    never: tuple[str, ...]


def write(path: Path, played: Mapping[Path, str]) -> None:
    """Write a report of traces, each with the command that plays its run again.

    Raises MachineError where the file cannot be written.
    """
    again = {str(trace): command for trace, command in played.items()}
    save(path, [_with(one, again) for one in accounts(played)])


def _with(one: Account | Unreadable, played: Mapping[str, str]) -> Account | Unreadable:
    return one._replace(played=played.get(one.trace, "")) if isinstance(one, Account) else one


def save(path: Path, found: Sequence[Account | Unreadable]) -> None:
    """Write a report of what was found in some traces. Raises MachineError."""
    page = render(found)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise MachineError(f"cannot write the report {path}: {error.strerror}") from error


def render(found: Sequence[Account | Unreadable]) -> str:
    """Return the whole page."""
    runs = [_told(n, one) for n, one in enumerate(found, 1) if isinstance(one, Account)]
    template = templates().get_template("report.html.j2")
    page = template.render(
        runs=runs,
        unreadable=[one for one in found if isinstance(one, Unreadable)],
        totals=Counter(run.word for run in runs).most_common(),
        failed=[run for run in runs if run.result in ("failed", "client_died")],
        covers=list(_covers(runs)),
        groups=list(_groups(runs)),
        became=Counter(_became(runs).values()),
        style=style() + style("report.css"),
        notice=NOTICE,
        signs=SIGNS,
        words=WORDS,
        svg=svg,
        label=label,
        told=finding_told,
    )
    return legible(page)


def finding_told(found: Finding) -> str:
    """Return how soon an expectation was met, or nothing."""
    return reaction_words(found.reactions) if found.reactions else ""


def _told(number: int, one: Account) -> Told:
    verdict = one.verdict
    id_ = f"run-{number}"
    if verdict is None:
        cut_at = seconds(one.picture.end).strip()
        return Told(id_, one, "cut_off", "CUT OFF", CUT_OFF, cut_at, "no verdict")
    counts: Counter[str] = Counter(found.what for found in verdict.findings)
    told = ", ".join(
        f"{counts[what]} {word.lower()}" for what, word in WORDS.items() if counts[what]
    )
    result = verdict.result
    sentence = RESULTS[result]
    return Told(
        id_, one, result, COLUMN[result], sentence, ended(verdict), told or "nothing expected"
    )


def _covers(runs: Iterable[Told]) -> Iterator[Cover]:
    verdicts = (run.account.verdict for run in runs)
    found = met(verdict for verdict in verdicts if verdict is not None)
    for kind, names in found.items():
        yield Cover(f"{kind}s", tuple(names), tuple(sorted(KNOWN[kind] - {*names})))


def _became(runs: Iterable[Told]) -> dict[str, Became]:
    return hazards((run.account.scenario.hazards, run.account.verdict) for run in runs)


def _groups(runs: Sequence[Told]) -> Iterator[tuple[str, list[Hazardous]]]:
    """Return the table of hazards, group by group."""
    became = _became(runs)
    for letters, (_, title) in GROUPS.items():
        rows = [row for row in HAZARDS.values() if row.id.startswith(f"{letters}-")]
        yield (
            title,
            [Hazardous(r.id, r.about, r.should, became[r.id], _of(r.id, runs)) for r in rows],
        )


def _of(hazard: str, runs: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(run for run in runs if hazard in run.account.scenario.hazards)
