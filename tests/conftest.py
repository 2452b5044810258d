"""How property tests run: as long as they need, and in CI always the same cases. How two processes share the tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items):
    """One process has the browser, which waits more than it works; the other has the rest, file by file."""
    for item in items:
        where = item.path.parent if "browser" in item.path.parts else item.path
        item.add_marker(pytest.mark.xdist_group(str(where)))
