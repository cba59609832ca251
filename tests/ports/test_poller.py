"""What all ports share: one wait for all descriptors."""

import os

from mockpump.ports.base import READ, Poller

SIXTY_DAYS = 60 * 86_400_000.0  # milliseconds


def test_a_wait_may_be_longer_than_the_systems_own() -> None:
    ready, writes = os.pipe()
    try:
        os.write(writes, b"x")
        seen: list[int] = []
        poller = Poller()
        poller.watch(ready, READ, seen.append)
        poller.wait(SIXTY_DAYS)
        assert seen == [READ]
    finally:
        os.close(ready)
        os.close(writes)
