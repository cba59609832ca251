"""`docs/python.md`: its examples run, and print what they should."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from mockpump.dialects.mp1 import grammar

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PRINTED = [
    f"{grammar.frame('<01 OK')!r}\nfailed\n",
    "[('acknowledge', 'occlusion')]\n",
    "failed\n",
]


@pytest.mark.parametrize(("text", "printed"), list(zip(BLOCKS, PRINTED, strict=True)))
def test_examples(text: str, printed: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "docs/python.md", "exec"), {})
    assert out.getvalue() == printed
