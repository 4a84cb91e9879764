"""The cast of this room's tests."""

import pytest


@pytest.fixture
def cast(looked_after):
    return looked_after
