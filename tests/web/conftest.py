"""What tests of pages begin with."""

import pytest


@pytest.fixture
def at_the_office(cast, client):
    """The project office is logged in."""
    client.force_login(cast.wang)
