"""YAML text -> strict nodes: what each scalar is taken for, and what is refused where."""

from __future__ import annotations

import pytest

from mockpump.errors import Mistake, Where
from mockpump.scenario.nodes import Items, Keys, Node, Scalar, kind_of
from mockpump.scenario.tree import MAX_DEPTH, parse


def read(text: str) -> tuple[Node | None, list[str]]:
    mistakes: list[Mistake] = []
    node = parse(text, "f", mistakes.append)
    return node, [str(mistake) for mistake in mistakes]


def test_nodes_know_their_places() -> None:
    node, mistakes = read("a: 1\nb:\n  - x\n  - {c: 'y'}\n")
    assert not mistakes
    assert isinstance(node, Keys)
    assert node.where == Where("f", 1, 1)
    assert node.pairs["a"] == (Where("f", 1, 1), Scalar(Where("f", 1, 4), "1", "whole number"))
    items = node.pairs["b"].value
    assert isinstance(items, Items)
    assert items.where == Where("f", 3, 3)
    assert items.items[0] == Scalar(Where("f", 3, 5), "x")
    inner = items.items[1]
    assert isinstance(inner, Keys)
    assert inner.pairs["c"] == (Where("f", 4, 6), Scalar(Where("f", 4, 9), "y"))


@pytest.mark.parametrize(
    ("plain", "kind", "value"),
    [
        ("12:30", "text", "12:30"),
        ("yes", "text", "yes"),
        ("on", "text", "on"),
        ("Off", "text", "Off"),
        ("2026-01-05T08:00", "text", "2026-01-05T08:00"),
        ("1_000", "text", "1_000"),
        ("10s", "text", "10s"),
        ("0b11", "text", "0b11"),
        ("=", "text", "="),
        ("true", "truth value", True),
        ("False", "truth value", False),
        ("tRUE", "text", "tRUE"),
        ("null", "nothing", None),
        ("~", "nothing", None),
        ("", "nothing", None),
        ("7", "whole number", 7),
        ("-007", "whole number", -7),
        ("0o17", "whole number", 15),
        ("0xfF", "whole number", 255),
        ("9" * 18, "whole number", 10**18 - 1),
        ("9" * 19, "number", "9" * 19),
        ("1.5", "number", "1.5"),
        (".5e-3", "number", ".5e-3"),
        (".nan", "number", ".nan"),
        ("-.Inf", "number", "-.Inf"),
        (".NaN", "number", ".NaN"),
        (".iNF", "text", ".iNF"),
    ],
)
def test_plain_scalars_are_those_of_yaml_1_2(plain: str, kind: str, value: object) -> None:
    assert kind_of(plain) == kind
    made = Scalar(Where(), plain, kind_of(plain)).value()
    assert made == value
    assert type(made) is type(value)


def test_half_a_character_is_none() -> None:
    told = "half of a character: a surrogate by itself"
    assert read('a: "\\uD83D"')[1] == [f"f:1:4: {told}"]
    assert read('"\\uDE00x": 1')[1] == [f"f:1:1: {told}"]
    assert read('a: "\\U0001F600"')[1] == []


def test_what_is_quoted_is_text() -> None:
    node, _ = read("['1', \"true\", '', |-\n 7\n]".replace("|-\n 7\n", "'~'"))
    assert isinstance(node, Items)
    assert [item.kind for item in node.items if isinstance(item, Scalar)] == ["text"] * 4


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "f: nothing is in it"),
        ("# only a comment\n", "f: nothing is in it"),
        ("a: 1\n---\nb: 2\n", "f:2:1: a second document; expected one document in a file"),
        ("a: 1\nb: 2\na: 3\n", "f:3:1: the key 'a' again: it stands in line 1"),
        ("a: 1\n'a': 3\n", "f:2:1: the key 'a' again: it stands in line 1"),
        ("a: &x [1]\n", "f:1:4: the anchor '&x'; expected no anchors"),
        ("a: *x\n", "f:1:4: the alias '*x'; expected the thing itself, written out"),
        ("<<: {a: 1}", "f:1:1: the merge key '<<'; expected every key written out"),
        (
            "a: !tag [x]",
            "f:1:4: the tag '!tag'; expected no tags: the key decides what a value is",
        ),
        ("? [a]\n: 1\n", "f:1:3: a list as a key; expected a name"),
        ("a: \x07", "f:1:4: the control character U+0007"),
        ("a: b\nc: \ud800", "f:2:4: the control character U+D800"),
        (
            "a:\n\t- b",
            (
                "f:2:1: not YAML: found character '\\t' that cannot start any token "
                "while scanning for the next token (indent with spaces, never with tabs)"
            ),
        ),
        (
            "a: [1",
            (
                "f:1:6: not YAML: expected ',' or ']', but got '<stream end>' "
                "while parsing a flow sequence"
            ),
        ),
        (
            "a: b: c",
            "f:1:5: not YAML: mapping values are not allowed here (quote a text that contains ': ')",
        ),
        (
            "- a\nb: 1",
            (
                "f:2:1: not YAML: expected <block end>, but found '?' while parsing "
                "a block collection (is this line indented like its neighbours?)"
            ),
        ),
        ("[" * 21, "f:1:21: nested deeper than 20 levels"),
        ("{a: " * 100_000, "f:1:81: nested deeper than 20 levels"),
    ],
)
def test_what_is_refused_and_where(text: str, mistake: str) -> None:
    assert read(text)[1] == [mistake]


def test_what_was_wrong_before_the_text_became_unreadable_is_told_too() -> None:
    node, mistakes = read("a: 1\na: 2\nb: '")
    assert node is None
    assert [told.split(": ")[0] for told in mistakes] == ["f:2:1", "f:3:5"]


def test_an_alias_bomb_never_explodes() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
    )
    assert len(read(bomb)[1]) == 10 + 9 * 9


def test_as_deep_as_allowed() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []
