"""The base of everything that is written in a scenario or a client profile.

The classes are the file format: a field is a key, its type is what may stand there, its default is
what a missing key means. `where` says where a thing was written and is not a key. A class with a
`shorthand` may be written as that one field's value alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from msgspec import Struct

from mockpump.errors import Where


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True, rename=lambda f: f.rstrip("_")):
    """Base of everything written in a scenario: knows where it was written."""

    not_keys: ClassVar[frozenset[str]] = frozenset({"where"})
    where: Where = Where()

    def mistakes(self) -> Iterator[str]:
        """Say what is wrong with the keys taken together; each is reported at `where`."""
        yield from ()


def exactly_one(part: Part, names: tuple[str, ...], what: str) -> Iterator[str]:
    """Say so if not exactly one of some keys is written."""
    written = [name for name in names if not _absent(getattr(part, name))]
    if len(written) != 1:
        found = " and ".join(name.rstrip("_") for name in written) or "none"
        yield f"{what} has exactly one of {', '.join(n.rstrip('_') for n in names)}: found {found}"


def _absent(value: Any) -> bool:
    return value is None or value is False  # and 0 is neither
