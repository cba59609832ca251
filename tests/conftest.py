"""What holds for all tests."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# No timing is asserted, and what CI tells is the same each time; elsewhere every run looks further.
settings.register_profile(
    "mockpump",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("mockpump")

pytest_plugins = ["pytester"]
collect_ignore = ["sample"]  # a project of its own, with tests of its own: harness/test_sample.py

if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers are measured, the programs that their tests start are not: these run as fast as anybody's.
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Let coverage look away from a test that does thousands of times what others do once."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
