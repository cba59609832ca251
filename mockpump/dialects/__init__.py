"""The wire protocols by name. The loader, the docs and the tests read this table."""

from collections.abc import Mapping

from mockpump.dialects.base import Dialect
from mockpump.dialects.mp1 import MP1

DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (MP1,)}
