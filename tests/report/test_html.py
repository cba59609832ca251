"""The HTML report: one sound file that needs nothing beside it, tells all, and escapes it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from tinyhtml5.parser import HTMLParser

from mockpump.errors import MachineError
from mockpump.hazards import HAZARDS
from mockpump.report import html
from mockpump.seam import Opened
from tests.report.traced import ACKNOWLEDGES, KINKED, POLLS, left

HOSTILE = """
timeline:
  - {at: 1s, note: "<img src=x onerror=alert(1)> & \\u202e\\x1b[31m"}
ends: 3s
"""


def parsed(page: str) -> Element:
    parser = HTMLParser(namespace_html_elements=False)
    root: Element = parser.parse(page)
    assert parser.errors == []
    return root


def words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two runs of one story, one acknowledged and one not; one cut off; one that is no trace."""
    folder = tmp_path_factory.mktemp("report")
    traces = [
        left(folder, "good", KINKED, *POLLS, ACKNOWLEDGES),
        left(folder, "bad", KINKED, *POLLS),
        folder / "cut.jsonl",
        folder / "nothing.jsonl",
        folder / "missing.jsonl",
    ]
    traces[2].write_bytes(b"".join(traces[0].read_bytes().splitlines(keepends=True)[:40]))
    traces[3].write_text("[]\n")
    html.write(folder / "report.html", dict.fromkeys(traces, ""))
    return (folder / "report.html").read_text("utf-8")


def test_it_is_sound_html(page: str) -> None:
    root = parsed(page)
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert {name for name, count in ids.items() if count > 1} == set()
    links = [str(element.get("href")) for element in root.iter("a")]
    assert len(links) > 10
    assert {link for link in links if not (link[0] == "#" and link[1:] in ids)} == set()


def test_it_needs_nothing_beside_it(page: str) -> None:
    root = parsed(page)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags & {"script", "link", "img", "iframe", "object", "embed", "image", "use"} == set()
    assert not re.search(r"url\(|@import|@font-face|src=", page)
    addresses = {*re.findall(r"\w+://[^\s\"']*", page)}
    assert addresses == {"http://www.w3.org/2000/svg"}  # a namespace, which nobody fetches


def test_it_can_be_read_by_ear_and_by_keyboard(page: str) -> None:
    root = parsed(page)
    assert root.get("lang") == "en"
    assert [len(list(root.iter(tag))) for tag in ("h1", "main", "nav")] == [1, 1, 1]
    by_id = {element.get("id"): element for element in root.iter()}
    pictures = [one for one in root.iter() if one.get("class") == "run"]
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.get("role") == "img"
        title, about = (words(by_id[id_]) for id_ in str(picture.get("aria-labelledby")).split())
        assert title == "t, seed 0"
        assert "volume in the reservoir: estimated from 100 mL to 99.9" in about
    for table in root.iter("table"):
        assert all(head.get("scope") for head in table.iter("th"))
    scrolls = [one for one in root.iter("div") if "scroll" in str(one.get("class"))]
    assert all(one.get("tabindex") == "0" and one.get("aria-label") for one in scrolls)


def test_dark_and_on_paper(page: str) -> None:
    assert "@media (prefers-color-scheme: dark)" in page
    assert "@media print" in page
    style = re.sub(r"--\w+: #\w+", "", page[: page.index("</style>")])
    assert "#" not in style.replace('href="#', ""), "a colour that no scheme can change"


def test_every_failure_is_told_and_marked(page: str) -> None:
    root = parsed(page)
    failures = next(one for one in root.iter("section") if one.get("id") == "failures")
    assert words(failures) == (
        "Failures t, seed 0 expect[1]: ack_alarm of occlusion within 5s after operator acknowledge "
        "operator acknowledge of occlusion delivered at 50s; no ack_alarm until the end of the run "
        "(100s) the client meanwhile: nothing t.yaml:18:5 "
        "recompute mockpump replay BAD play again mockpump run t.yaml --seed 0"
    ).replace("BAD", next(words(code) for code in failures.iter("code")).split()[2])
    crosses = re.findall(
        r'<path class="mark failed" d="M([\d.]+) \d+[^"]*"><title>(.*?)</title>', page
    )
    assert crosses == [
        # 55 of 100 s across 710 units from 190 on
        ("580.5", "FAILED expect[1]: ack_alarm of occlusion within 5s after operator acknowledge")
    ]
    assert page.count('<line class="failure" x1="580.5" x2="580.5"') == 1


def test_the_hazards(page: str) -> None:
    root = parsed(page)
    rows = {}
    section = next(one for one in root.iter("section") if one.get("id") == "hazards")
    for row in section.iter("tr"):
        cells = [words(cell) for cell in row]
        rows[cells[0]] = cells
    assert rows["CAT-3"][1] == "✕ failed"
    assert rows["CAT-3"][4] == "t, seed 0 , t, seed 0 , t, seed 0"
    assert {rows[id_][1] for id_ in HAZARDS if id_ != "CAT-3"} == {"∅ never met"}


def test_exact_readings(page: str) -> None:
    assert "<td>48.200s</td><td>99.933055555 mL</td><td>99.933055555 mL</td>" in page


def test_what_cannot_be_told_of_is_told(page: str) -> None:
    root = parsed(page)
    section = next(one for one in root.iter("section") if one.get("id") == "unreadable")
    reasons = [words(item).partition(": ")[2] for item in section.iter("li")]
    assert [reason.rpartition("/")[2] for reason in reasons] == [
        "nothing.jsonl:1: not a trace header (Expected `object`, got `array`)",
        "missing.jsonl: No such file or directory",
    ]
    totals = next(one for one in root.iter("p") if one.get("class") == "totals")
    assert words(totals) == "1 passed · 1 failed · 1 cut off"
    assert "CUT OFF: the trace ends before the verdict" in page


def test_what_it_is_told_is_never_markup(tmp_path: Path) -> None:
    trace = left(tmp_path, "<b>hostile", HOSTILE, (0, Opened()))
    html.write(tmp_path / "report.html", {trace: ""})
    told = (tmp_path / "report.html").read_text("utf-8")
    parsed(told)
    assert "<img" not in told
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; \\u202e\\x1b[31m" in told
    assert "<b>hostile" not in told


def test_the_same_traces_make_the_same_bytes(tmp_path: Path) -> None:
    trace = left(tmp_path, "one", KINKED, *POLLS)
    for name in ("a.html", "b.html"):
        html.write(tmp_path / name, {trace: ""})
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"cannot write the report .*: No such file"):
        html.write(tmp_path / "no" / "report.html", {})


def test_no_runs_at_all(tmp_path: Path) -> None:
    html.write(tmp_path / "report.html", {})
    assert "No run can be told of." in words(parsed((tmp_path / "report.html").read_text()))
