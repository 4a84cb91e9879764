"""A bulletin from draft to print: asked, signed by another, numbered, frozen; corrected only in the open."""

from datetime import date

import pytest

from tests import make
from tests.figures.scene import accept
from yidan.bulletins import commands, queries
from yidan.bulletins.blocks import Numeral, Paragraph, Words, from_json, numerals, text_of, to_json
from yidan.bulletins.drafting import weekly
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import State
from yidan.kernel import seals
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db
CUT = make.moment(2020, 6, 29, 17)


class Desk:
    """王科长 drafts, the units named answer, 何市长 signs."""

    def __init__(self, city):
        self.city, self.cast = city, city.cast

    def drafted(self, to_on=date(2020, 6, 28), cut=CUT, **more):
        paper = weekly(to_on, cut, issuer="株洲市重点项目建设领导小组办公室")
        return commands.draft(
            self.cast.office, by=self.cast.wang, at=make.moment(2020, 6, 29, 18), kind="weekly", title="周通报",
            from_on=date(2020, 6, 22), to_on=to_on, cut_off_at=cut, blocks=paper.blocks, named=paper.named, **more,
        )  # fmt: skip

    def signed(self):
        bulletin = commands.consult(self.drafted(), by=self.cast.wang, at=make.moment(2020, 6, 29, 18))
        commands.comment(bulletin, by=self.cast.lin, at=make.moment(2020, 6, 30), agrees=True)
        return commands.sign(bulletin, by=self.cast.he, at=make.moment(2020, 6, 30, 10))

    def published(self):
        seals.seal(at=make.moment(2020, 6, 30, 11))
        return commands.publish(
            self.signed(), by=self.cast.wang, at=make.moment(2020, 6, 30, 12), document="〔2020〕12号"
        )


@pytest.fixture
def desk(city):
    return Desk(city)


def test_units_that_are_named_are_told_once_and_whoever_answered_is_asked_no_more(desk):
    bulletin = commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))
    notice = Notice.objects.get(person=desk.cast.lin, verb="bulletin.comment")
    assert notice.sentence == "征求意见：《周通报》点名了贵单位，请于6月30日前提出意见，没有意见也请回复。"
    assert (notice.subject_type, notice.subject_id, notice.is_urgent) == ("bulletin", bulletin.pk, False)
    at = make.moment(2020, 6, 30)
    commands.comment(bulletin, by=desk.cast.lin, at=at, agrees=True)
    notice.refresh_from_db()
    assert notice.settled_at == at


def test_a_bulletin_goes_from_draft_to_print_and_is_numbered_and_sealed(desk):
    bulletin = desk.published()
    fresh = Bulletin.objects.get(pk=bulletin.pk)
    assert (fresh.state, fresh.issue, fresh.number, fresh.signed_by) == (State.PUBLISHED, 1, "第1期", desk.cast.he)
    assert fresh.seal_position > 0
    assert from_json(fresh.blocks)[0].number == "第1期"
    acts = list(Entry.objects.filter(subject_type="bulletin").order_by("id").values_list("verb", flat=True))
    assert acts == [
        "bulletin.draft", "bulletin.consult", "bulletin.comment", "bulletin.sign", "bulletin.publish",
    ]  # fmt: skip


def test_the_same_week_is_drafted_once_and_not_before_its_cut_off(desk):
    desk.drafted()
    with pytest.raises(Invalid, match="已经起草"):
        desk.drafted()
    with pytest.raises(Invalid, match="还没有到"):
        desk.drafted(to_on=date(2020, 7, 5), cut=make.moment(2020, 7, 5, 17))


def test_nobody_signs_his_own_draft_nor_before_those_named_were_asked(desk):
    bulletin = desk.drafted()
    with pytest.raises(NotPermitted, match="起草人"):
        commands.sign(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 19))
    with pytest.raises(Refused, match="先征求意见"):
        commands.sign(bulletin, by=desk.cast.he, at=make.moment(2020, 6, 29, 19))
    commands.consult(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 19))
    with pytest.raises(Refused, match="醴陵市尚未回复"):
        commands.sign(bulletin, by=desk.cast.he, at=make.moment(2020, 6, 30))
    assert commands.sign(bulletin, by=desk.cast.he, at=make.moment(2020, 7, 1)).state == State.SIGNED


def test_only_units_that_are_named_comment_and_an_objection_says_why(desk):
    bulletin = commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))
    with pytest.raises(NotPermitted):
        commands.comment(bulletin, by=desk.cast.zhao, at=make.moment(2020, 6, 30), agrees=True)
    with pytest.raises(Invalid):
        commands.comment(bulletin, by=desk.cast.lin, at=make.moment(2020, 6, 30), agrees=False)
    commands.comment(bulletin, by=desk.cast.lin, at=make.moment(2020, 6, 30), agrees=False, text="大桥已于6月开工")
    assert bulletin.comments.get().text == "大桥已于6月开工"


def test_edited_words_keep_their_numbers_alive_and_none_is_invented(desk):
    bulletin = desk.drafted()
    blocks = list(from_json(bulletin.blocks))
    index, block = next(
        (i, each) for i, each in enumerate(blocks) if isinstance(each, Paragraph) and len(each.parts) > 3
    )
    number = next(part for part in block.parts if isinstance(part, Numeral))
    edited = [*blocks]
    edited[index] = Paragraph((Words("经核，共"), number, Words("个。")))
    commands.edit(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 19), blocks=edited, seen=blocks)
    assert (
        text_of(from_json(Bulletin.objects.get(pk=bulletin.pk).blocks)[index].parts) == f"经核，共{number.printed}个。"
    )
    forged = [*edited, Paragraph((Numeral("999", number.ask, "999"),))]
    with pytest.raises(Invalid, match="999"):
        commands.edit(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 20), blocks=forged, seen=edited)
    with pytest.raises(Refused, match="他人修改"):
        commands.edit(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 20), blocks=edited, seen=blocks)


def test_what_the_ledger_learns_later_leaves_the_published_paper_as_it_was_and_names_it(desk):
    bulletin = desk.published()
    assert commands.check(bulletin) == []
    accept(desk.cast, desk.city.bridge, Month(2020, 5), 500, at=make.moment(2020, 7, 6))
    assert commands.check(Bulletin.objects.get(pk=bulletin.pk)) == []
    assert [each.pk for each in queries.using(desk.city.bridge.pk, make.moment(2020, 7, 6))] == [bulletin.pk]
    assert queries.using(desk.city.park.pk, make.moment(2020, 7, 6)) == []


def test_a_paper_that_prints_only_totals_is_named_too_when_a_report_in_them_is_corrected(desk):
    bulletin = desk.published()
    only_city = [each for each in numerals(from_json(bulletin.blocks)) if each.ask.get("figure") == "invested.year"
                 and not {"unit", "domain", "level", "project"} & set(each.ask)]  # fmt: skip
    Bulletin.objects.filter(pk=bulletin.pk).update(blocks=to_json([Paragraph(tuple(only_city))]))
    accept(desk.cast, desk.city.bridge, Month(2020, 5), 500, at=make.moment(2020, 7, 6))
    later = make.moment(2020, 7, 6)
    assert [each.pk for each in queries.using(desk.city.bridge.pk, later)] == [bulletin.pk]
    assert queries.using(desk.city.school.pk, later) == []
    other = Numeral("1", {"figure": "invested.year", "period": "2020-06", "unit": desk.cast.other_county.pk}, "1")
    Bulletin.objects.filter(pk=bulletin.pk).update(blocks=to_json([Paragraph((other,))]))
    assert queries.using(desk.city.bridge.pk, later) == []


def test_a_published_paper_is_not_edited_but_corrected_by_another(desk):
    bulletin = desk.published()
    blocks = from_json(bulletin.blocks)
    with pytest.raises(IllegalMove):
        commands.edit(bulletin, by=desk.cast.wang, at=make.moment(2020, 7, 1), blocks=blocks, seen=blocks)
    with pytest.raises(Invalid):
        commands.correct(
            bulletin, by=desk.cast.wang, at=make.moment(2020, 7, 1), reason="", blocks=blocks, cut_off_at=CUT
        )
    new = commands.correct(
        bulletin, by=desk.cast.wang, at=make.moment(2020, 7, 1), reason="大桥投资误报", blocks=blocks,
        cut_off_at=make.moment(2020, 7, 1),
    )  # fmt: skip
    assert (new.corrects, new.state, Bulletin.objects.get(pk=bulletin.pk).state) == (
        bulletin, State.DRAFT, State.PUBLISHED,
    )  # fmt: skip


def test_who_reads_what(desk):
    bulletin = commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))
    seen = {name: queries.visible_to(getattr(desk.cast, name)).filter(pk=bulletin.pk).exists()
            for name in ("wang", "he", "shen", "lin", "bu", "li", "zhao", "guan")}  # fmt: skip
    assert seen == {
        "wang": True, "he": True, "shen": True, "lin": True, "bu": False, "li": False, "zhao": False, "guan": False,
    }  # fmt: skip


def test_a_wrong_number_stops_the_signature(desk):
    bulletin = commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))
    kept = Bulletin.objects.get(pk=bulletin.pk)
    first = next(numerals(from_json(kept.blocks)))
    text = str(kept.blocks)
    assert first.printed in text
    import json

    Bulletin.objects.filter(pk=kept.pk).update(
        blocks=json.loads(json.dumps(kept.blocks).replace(f'"printed": "{first.printed}"', '"printed": "77"', 1))
    )
    bulletin.refresh_from_db()
    with pytest.raises(Refused, match="77"):
        commands.sign(bulletin, by=desk.cast.he, at=make.moment(2020, 7, 2))
