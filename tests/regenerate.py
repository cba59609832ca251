"""Draw anew what `docs/` takes from the code: `make docs`. A test holds each page to its drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.dialects.mp1.regenerate import page as mp1_page
from tests.dialects.pages import TABLES as DIALECTS
from tests.dialects.pages import page as dialect_page
from tests.docs.dialects_page import page as dialects_page
from tests.docs.gallery_page import gallery_page
from tests.docs.hazards_page import hazards_page
from tests.docs.line_page import line_faults_page
from tests.docs.pages import alarms_page, faults_page
from tests.docs.reference_page import reference_page
from tests.docs.words_page import words_page

DOCS = Path(__file__).parents[1] / "docs"

PAGES: Mapping[str, Callable[[str], str]] = {
    "alarms.md": lambda _: alarms_page(),
    "dialects.md": dialects_page,
    "faults.md": lambda _: faults_page(),
    "gallery.md": lambda _: gallery_page(),
    "gallery-words.md": lambda _: words_page(),
    "hazards.md": lambda _: hazards_page(),
    "line-faults.md": lambda _: line_faults_page(),
    "mp1.md": mp1_page,
    "reference.md": lambda _: reference_page(),
    **{f"dialect-{name}.md": dialect_page(name) for name in DIALECTS},
}
"""Each generated page, and what makes it of the page as it is."""


def drawn(name: str) -> tuple[str, str]:
    """Return a page as it is, empty if it is not there, and as it should be."""
    path = DOCS / name
    was = path.read_text("utf-8") if path.exists() else ""
    return was, PAGES[name](was)


def main() -> None:
    """Write the pages that have changed."""
    for name in PAGES:
        was, now = drawn(name)
        if was != now:
            (DOCS / name).write_text(now, "utf-8")
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
