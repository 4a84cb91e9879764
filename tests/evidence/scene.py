"""A small stage for tests of grades: two projects with points, people with phones, pictures brought and read."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.cast import assemble
from tests.evidence.pictures import photo
from yidan.evidence.commands import keep
from yidan.evidence.commands import reading as readings
from yidan.evidence.reading import Reader
from yidan.evidence.rules import Claim, Place
from yidan.evidence.rules.grading import Grade
from yidan.evidence.states import Origin
from yidan.kernel.values import Month
from yidan.ledger import grading
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.models import Exhibit, Project
from yidan.web.field import nonce as nonces

MAY = Month(2020, 5)
SITE = Place(Decimal("113.500123"), Decimal("27.650456"))
HERE = Place(Decimal("113.501234"), Decimal("27.651345"), 20)
NOON = make.moment(2020, 5, 20, 12)


class Stage:
    """The cast, 李工's two projects and 赵工's one, all at `SITE`; a reader whose child lives as long as the stage."""

    def __init__(self, reader: Reader) -> None:
        self.cast = assemble()
        self.reader = reader
        point = {"longitude": SITE.longitude, "latitude": SITE.latitude}
        self.mine = make.project(self.cast, "渌江厂房", **point)
        self.second = make.project(self.cast, "渌水仓库", **point)
        self.theirs = make.project(
            self.cast, "攸州水厂", unit=self.cast.other_county, owner_unit=self.cast.other_owner, **point
        )

    def bring(
        self,
        data: bytes,
        *,
        by: Any = None,
        project: Project | None = None,
        month: Month = MAY,
        at: datetime = NOON,
        name: str = "现场.jpg",
        media_type: str = "image/jpeg",
        slot_name: str = "",
        **claim: Any,
    ) -> Exhibit:
        """Keep a file and let it speak for a project, as an honest phone at the site would unless told otherwise."""
        by = by or self.cast.li
        file = keep(by.unit, by=by, at=at, name=name, data=data, media_type=media_type)
        claim.setdefault("origin", Origin.CAMERA)
        claim.setdefault("taken_at", at - timedelta(minutes=20))
        claim.setdefault("place", HERE)
        claim.setdefault("device", "phone-1")
        if "nonce" not in claim and claim["origin"] == Origin.CAMERA:
            claim["nonce"] = nonces.issue(by, at - timedelta(hours=2))
        if claim.get("nonce"):
            claim["nonce_at"], claim["nonce_fault"] = nonces.read(claim["nonce"], by, at, 96)
        return exhibits.add(
            project or self.mine, by=by, at=at, recorded_at=at, file=file, month=month, claim=Claim(**claim),
            slot_name=slot_name,
        )  # fmt: skip

    def read(self) -> None:
        """Let the worker read whatever waits."""
        while readings.read_next(self.reader, at=NOON):
            pass

    def grade(self, exhibit: Exhibit) -> Grade:
        """Its grade, everything read."""
        self.read()
        return grading.graded([exhibit])[exhibit.capture_id]

    def honest(self, seed: int, **changes: Any) -> Exhibit:
        """A picture as it should be."""
        return self.bring(photo(seed), **changes)


@pytest.fixture(scope="module")
def reader():
    """A child that reads pictures, for the tests of one file."""
    with Reader() as one:
        yield one


@pytest.fixture
def stage(reader):
    """The stage of one test; asks for the database by its mark."""
    return Stage(reader)


def kinds(grade: Grade) -> set[str]:
    """What its reasons are called."""
    return {reason.kind for reason in grade.reasons}
