"""The cast of this room's tests."""

import pytest


@pytest.fixture
def cast(watched):
    return watched
