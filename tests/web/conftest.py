"""What tests of pages begin with."""

import pytest

from tests.cast import assemble


@pytest.fixture
def cast(client):
    """Everybody, the project office logged in."""
    cast = assemble()
    client.force_login(cast.wang)
    return cast
