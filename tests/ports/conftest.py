from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockpump.ports import make
from tests.ports.driver import Driver


@pytest.fixture
def driver() -> Iterator[Driver]:
    driver = Driver(make("pty"))
    yield driver
    driver.close()
