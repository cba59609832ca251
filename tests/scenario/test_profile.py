"""Client profiles: what they give, and what is wrong with them."""

from __future__ import annotations

import pytest

from mockpump.errors import ScenarioError, Where
from mockpump.scenario.load import load_profile
from mockpump.scenario.profile import ClientProfile, Drive, Pattern

WHOLE = """\
command: python 'my client.py' --port={port} {port}
cwd: ..
env: {SERIAL: "{port}", LANG: C}
operator: stdin
shows:
  occlusion: 'line (blocked|kinked)'
  eos: {pattern: 'replace within (?P<days>[0-9]+) d', on: stderr}
stop: 500ms
"""


def test_a_whole_profile() -> None:
    profile = load_profile(WHOLE, "c.yaml")
    assert profile.argv("/dev/x") == ["python", "my client.py", "--port=/dev/x", "/dev/x"]
    assert profile.environment("/dev/x") == {
        "MOCKPUMP_PORT": "/dev/x",
        "SERIAL": "/dev/x",
        "LANG": "C",
    }
    assert (profile.cwd, profile.operator, profile.stop) == ("..", "stdin", 500_000_000)
    assert profile.shows == {
        "occlusion": Pattern(where=Where("c.yaml", 6, 14), pattern="line (blocked|kinked)"),
        "eos": Pattern(
            where=Where("c.yaml", 7, 8), pattern="replace within (?P<days>[0-9]+) d", on="stderr"
        ),
    }


def test_the_least_profile() -> None:
    profile = load_profile("command: [client, '{port}', a b]")
    assert profile == ClientProfile(where=Where("", 1, 1), command=("client", "{port}", "a b"))
    assert profile.argv("p") == ["client", "p", "a b"]
    assert profile.stop == 2_000_000_000


@pytest.mark.parametrize(
    "told",
    [
        "command: a {port}",
        "command: [a, '--p={port}']",
        "command: a\nenv: {X: '{port}'}",
        "command: sh -c 'exec a $MOCKPUMP_PORT'",
        "command: a\nenv: {MOCKPUMP_PORT: '{port}'}",
    ],
)
def test_ways_to_tell_the_client_its_port(told: str) -> None:
    assert load_profile(told).environment("p")["MOCKPUMP_PORT"] == "p"


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("cwd: .", ["1:1: no key 'command'; expected a text or a list"]),
        (
            "command: a",
            [
                (
                    "1:1: the client is not told the port: put {port} into the command, or write "
                    'env: {MOCKPUMP_PORT: "{port}"} if it reads that variable'
                )
            ],
        ),
        (
            "command: ''\nenv: {P: '{port}'}",
            ["1:10: command is empty"],
        ),
        (
            "command: a {port} '",
            ['1:10: command "a {port} \'" cannot be split into words: No closing quotation'],
        ),
        (
            "command: {run: a}",
            ["1:10: a mapping; expected a text or a list"],
        ),
        (
            "comand: a {port}",
            ["1:1: unknown key 'comand' (did you mean 'command'?)"],
        ),
        (
            "command: a {port}\nshows: {a: '', b: {pattern: '(?P<d>[0-9]*)', on: stderr}}",
            [
                "2:12: pattern '' is found in every line",
                "2:29: pattern '(?P<d>[0-9]*)' is found in every line",
            ],
        ),
        (
            "command: a {port}\noperator: http",
            ["2:11: 'http'; expected 'stdin' or a mapping with the keys command, url"],
        ),
        (
            "command: a {port}\noperator: {}",
            ["2:11: an operator has a command or a url"],
        ),
        (
            "command: a {port}\noperator: {command: a, url: 'http://h/'}",
            ["2:21: command and url are two ways: give one of them"],
        ),
        (
            "command: a {port}\noperator: {url: 'ftp://h/'}",
            ["2:17: 'ftp://h/'; expected a text, such as 'http://localhost:8080/do'"],
        ),
        (
            "command: a {port}\noperator: {command: 'cli {does} {of} ${HOME}'}",
            ["2:21: command: nothing is put in for {does}; expected one of {do}, {of}, {port}"],
        ),
        (
            "command: a {port}\noperator: {url: 'http://h/{verb}'}",
            ["2:17: url: nothing is put in for {verb}; expected one of {do}, {of}, {port}"],
        ),
        (
            "command: a {prot} -c '{x}'",
            ["1:10: command: nothing is put in for {prot} (did you mean '{port}'?)"],
        ),
        (
            "command: a {port}\noperator: {command: ''}",
            ["2:21: command is empty"],
        ),
        (
            "command: a {port}\nshows: {eri: {pattern: a, on: stderr, file: a.log}}",
            ["2:45: file and 'on' are two places: give one of them"],
        ),
        (
            "command: a {port}\nenv: {A: 1}",
            ["2:10: the whole number 1; expected a text (for a text, quote it)"],
        ),
        (
            "command: a {port}\nshows: {x: '('}",
            [
                (
                    "2:12: pattern '(' is not a regular expression: missing ), "
                    "unterminated subpattern at position 0"
                )
            ],
        ),
        (
            "command: a {port}\nshows: {x: '[a--b]', y: 'a{99999999999}'}",
            [
                (
                    "2:12: pattern '[a--b]' is not a regular expression: "
                    "Possible set difference at position 2"
                ),
                (
                    "2:25: pattern 'a{99999999999}' is not a regular expression: "
                    "the repetition number is too large"
                ),
            ],
        ),
        (
            "command: a {port}\nshows: {x: {pattern: a, on: stdin}}",
            ["2:29: 'stdin'; expected one of 'stderr', 'stdout'"],
        ),
        (
            "command: a {port}\nshows: {x: {on: stderr}}",
            ["2:12: no key 'pattern'; expected a text"],
        ),
        (
            "command: a {port}\nstop: 2",
            [
                (
                    "2:7: the whole number 2; expected a duration, with its unit, "
                    "such as '10s' or '250ms' or '2h'"
                )
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_profile(text: str, mistakes: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_profile(text, "c")
    assert str(caught.value).split("\n") == [f"c:{mistake}" for mistake in mistakes]


def test_an_operator_is_asked_with_its_words_put_in() -> None:
    profile = load_profile(
        "command: a {port}\noperator: {command: 'cli --to {port} {do}={of} ${x}'}"
    )
    assert isinstance(profile.operator, Drive)
    assert profile.operator.argv("p q", "{of}", "eri") == ["cli", "--to", "p q", "{of}=eri", "${x}"]
    url = load_profile("command: a {port}\noperator: {url: 'http://h/{do}/{of}'}").operator
    assert isinstance(url, Drive)
    assert url.argv("p", "acknowledge", "eri") == ["http://h/acknowledge/eri"]
