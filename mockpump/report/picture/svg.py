"""A picture as SVG: a template of its own, filled in by Jinja2, which escapes all that it is given."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mockpump.report.picture.drawing import LEFT, PLOT, WIDTH, draw
from mockpump.report.picture.model import Picture
from mockpump.report.text import printable


@cache
def templates() -> Environment:
    """Return the templates of all reports. What is no printable character is written as its code."""
    return Environment(
        loader=PackageLoader("mockpump.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=False,
        keep_trailing_newline=True,
    )


def style(name: str = "picture.css") -> Markup:
    """Return a style sheet of ours, which needs no escaping."""
    return Markup(templates().get_template(name).render())  # noqa: S704 - our own file


def svg(picture: Picture, *, standalone: bool = False, id_: str = "run") -> Markup:
    """Draw a picture. `standalone`: as a file of its own; `id_` is used once in a page."""
    template = templates().get_template("picture.svg.j2")
    told: dict[str, Any] = {"d": draw(picture), "left": LEFT, "plot": PLOT, "width": WIDTH}
    drawn = template.render(told, standalone=standalone, id=id_, style=style())
    return Markup(drawn)  # noqa: S704 - what the template was given has been escaped


def _safe(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return "\n".join(map(printable, value.split("\n")))
    return value
