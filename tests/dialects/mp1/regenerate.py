"""Draw anew what `docs/mp1.md` takes from the code: the replies of its examples and its tables."""

from __future__ import annotations

from mockpump.dialects.mp1.reference import reference
from tests.dialects.mp1.transcript import DOCS, rewrite

TABLES = "<!-- drawn from mockpump/dialects/mp1/verbs.py by `make docs` -->\n"


def page(text: str) -> str:
    """Return the page as it should be: the tables are its end."""
    written, marker, _ = rewrite(text).partition(TABLES)
    return written + marker + reference() + "\n"


def main() -> None:
    """Write the page."""
    DOCS.write_text(page(DOCS.read_text()))


if __name__ == "__main__":
    main()
