"""The cast of this room's tests."""

import pytest


@pytest.fixture
def cast(permitted):
    return permitted
