"""Golden traces of the gallery: `python -m tests.gallery.golden` writes them anew.

Of each scenario, played to the careful client: how many records its trace has, and their SHA-256.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from mockpump.scenario.files import gallery
from mockpump.scenario.load import load
from tests.gallery.player import play

FILE = Path(__file__).with_name("golden.txt")


def golden(path: Path) -> str:
    """Play a scenario; return what its trace comes to."""
    story = load(
        path.read_text("utf-8"), path.name
    )  # its place on this machine is not in the trace
    trace = play(story).trace
    records = trace.count(b"\n")
    return f"{records} {sha256(trace).hexdigest()}"


def kept() -> dict[str, str]:
    """Return the golden traces, by the name of the scenario."""
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    return {name: rest for name, _, rest in (line.partition(" ") for line in lines)}


def main() -> None:
    """Write all of them."""
    FILE.write_text("".join(f"{name} {golden(path)}\n" for name, path in gallery()))


if __name__ == "__main__":
    main()
