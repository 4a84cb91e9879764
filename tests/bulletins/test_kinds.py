"""讲评材料, 问题台账通报, 专报: drafted from the small city and its list, every number alive."""

from datetime import date

import pytest

from tests import make
from tests.bulletins.test_drafting import ISSUER, asked, said
from tests.matters.scene import Way
from yidan.bulletins import commands
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Break, Table, from_json, text_of, to_json, typed_digits
from yidan.bulletins.drafting import one_list, review, special
from yidan.bulletins.drafting.pictures import pair
from yidan.bulletins.drafting.review import pages
from yidan.evidence.commands import keep
from yidan.evidence.models import Reading
from yidan.evidence.rules import Claim
from yidan.kernel.errors import Invalid
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit

pytestmark = pytest.mark.django_db
JUNE, OUT = Month(2020, 6), date(2020, 7, 5)
CUT = make.moment(2020, 7, 3, 17)


def is_alive(paper):
    assert differences(asked(paper.blocks), Book(CUT)) == []
    assert from_json(to_json(paper.blocks)) == tuple(paper.blocks)
    return said(paper.blocks)


def test_the_review_pack_has_a_page_for_each_lagging_project(city):
    paper = review(JUNE, CUT, OUT, issuer=ISSUER)
    text = is_alive(paper)
    assert "渌水大桥" in text
    assert "没有同一佐证位前后两期的影像" in text
    assert "注：①" in text
    cut = pages(paper.blocks)
    assert len(cut) == sum(isinstance(block, Break) for block in paper.blocks) + 1
    assert any("渌水大桥" in said(page) for page in cut[2:-1])
    (speakers,) = [
        block for block in paper.blocks if isinstance(block, Table) and text_of(block.heads[0][0].parts) == "发言"
    ]
    assert [text_of(row[1].parts) for row in speakers.rows] == ["攸县", "醴陵市"]
    assert city.cast.county.pk in paper.named
    assert typed_digits(paper.blocks) == []


def test_a_pack_of_an_empty_city_says_that_there_is_nothing(db):
    paper = review(JUNE, CUT, OUT, issuer=ISSUER)
    assert "没有提请市里协调的事项" in said(paper.blocks)
    assert "没有逾期未办结的事项" in said(one_list(JUNE, CUT, OUT, issuer=ISSUER).blocks)


def test_the_bulletin_on_the_one_list_names_who_is_late_with_what_and_for_how_long(city):
    way = Way(city.cast)
    way.closed()
    late = way.planned(due_on=date(2020, 5, 28))
    soon = way.planned(due_on=date(2020, 7, 10))
    paper = one_list(JUNE, CUT, OUT, issuer=ISSUER)
    text = is_alive(paper)
    assert f"{late.lead_unit}：{late.title}（{late.number}），逾期33天。" in text  # to the end of June
    assert f"7月10日，{soon.lead_unit}：{soon.title}（{soon.number}）。" in text
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    first, total = ([text_of(cell.parts) for cell in row] for row in (table.rows[0], table.rows[-1]))
    assert first == ["1", str(late.lead_unit.name), "3", "1", "33.3%", "50.0%", "5.0", "1", "0"]
    assert total[2:] == first[2:]
    assert late.lead_unit_id in paper.named
    assert typed_digits(paper.blocks) == []


def test_a_special_is_about_one_project_or_one_unit(city):
    of_project = special(city.bridge, JUNE, CUT, OUT, issuer=ISSUER)
    assert "渌水大桥，考核单元醴陵市" in is_alive(of_project)
    of_unit = special(city.cast.other_county, JUNE, CUT, OUT, issuer=ISSUER)
    assert "攸县调度重点项目2个" in is_alive(of_unit)
    assert of_unit.named == {city.cast.other_county.pk}
    cast = city.cast
    about = {"kind": "special", "from_on": JUNE.first, "to_on": JUNE.last, "cut_off_at": CUT, "by": cast.wang,
             "at": make.moment(2020, 7, 4)}  # fmt: skip
    for name, paper in (("大桥专报", of_project), ("攸县专报", of_unit)):
        commands.draft(cast.office, title=name, blocks=paper.blocks, **about)
    with pytest.raises(Invalid, match="已经起草"):
        commands.draft(cast.office, title="攸县专报", blocks=of_unit.blocks, **about)


def shown(city, cast, slot, month, number):
    """A picture with a preview in a slot."""
    at = make.moment(2020, month, 25)
    file = keep(cast.owner, by=cast.li, at=at, name=f"{number}.jpg", data=f"{number}".encode(), media_type="image/jpeg")
    exhibit.add(city.bridge, by=cast.li, at=at, file=file, month=Month(2020, month), claim=Claim(), slot_name=slot)
    Reading.objects.update_or_create(file=file, defaults={"state": "read", "has_preview": True})
    return file.sha256


def test_the_pair_of_pictures_is_the_first_and_the_newest_of_one_slot_as_known_then(city):
    for name in ("东侧全景", "西侧"):
        exhibit.set(city.bridge, by=city.cast.wang, at=make.AT, name=name, reason="工程部位", asking="never")
    assert pair(city.bridge.pk, None) is None
    first = shown(city, city.cast, "东侧全景", 3, 1)
    assert pair(city.bridge.pk, None) is None
    middle, last = (shown(city, city.cast, "东侧全景", month, month) for month in (4, 6))
    shown(city, city.cast, "西侧", 6, 9)
    found = pair(city.bridge.pk, CUT)
    assert (found.before.sha256, found.after.sha256) == (first, last)
    assert found.before.caption == "东侧全景　2020年3月25日"
    assert pair(city.bridge.pk, make.moment(2020, 5, 1)).after.sha256 == middle
    paper = review(JUNE, CUT, OUT, issuer=ISSUER)
    assert found in paper.blocks
