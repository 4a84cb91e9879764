"""A project of 李工's with a plan, in June 2020."""

import pytest

from tests import make
from yidan.kernel.values import Month


@pytest.fixture
def june():
    return Month(2020, 6)


@pytest.fixture
def project(cast):
    made = make.project(cast)
    make.plan(cast, made, 12000)
    return made
