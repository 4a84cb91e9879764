"""四单 go out as acts: numbered, to whom they are meant, once for one reason, kept as they were signed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.matters import queries, rules
from yidan.matters.commands import asking, letter, working
from yidan.matters.models import Matter, SentLetter
from yidan.matters.states import Letter
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db
NEAR = make.moment(2020, 6, 29)


def send(matter, by, at=NEAR, kind="prompt", **given):
    return letter.send_letter(matter, by=by, at=at, kind=kind, body=[{"kind": "Title", "text": "正文"}], **given)


def readers(sent):
    return sorted(Notice.objects.filter(occasion=f"letter:{sent.pk}").values_list("person__name", flat=True))


def test_a_prompt_is_sent_once_for_a_deadline_and_again_for_a_later_one(cast, way):
    matter = way.planned()
    with pytest.raises(Refused, match="不用发提示单"):
        send(matter, cast.wang, at=make.moment(2020, 6, 1))
    send(matter, cast.wang, words="请每日报进展")
    sent = matter.letters.get()
    assert (sent.number, sent.recipients, sent.sender, readers(sent)) == (
        "株项办提〔2020〕1号", "醴陵市渌江投资控股集团有限公司", cast.wang, ["李工"],
    )  # fmt: skip
    entry = Entry.objects.get(verb="matter.send_letter")
    assert entry.facts | {"number": ""} == {
        "number": "", "letter": "提示单", "document": sent.number, "reader": sent.recipients, "words": "请每日报进展",
    }  # fmt: skip
    before = Entry.objects.count()
    with pytest.raises(Refused, match="可能刚刚已经发出"):
        send(matter, cast.wang)
    assert (Entry.objects.count(), Notice.objects.filter(verb="matter.send_letter").count()) == (before, 1)
    Matter.objects.filter(pk=matter.pk).update(due_on=date(2020, 7, 31))
    send(Matter.objects.get(pk=matter.pk), cast.wang, at=make.moment(2020, 7, 30))
    assert [each.number for each in matter.letters.all()] == ["株项办提〔2020〕1号", "株项办提〔2020〕1号之二"]


def test_what_it_asked_for_is_settled_by_the_next_step(cast, way):
    matter = send(way.issued(due_on=date(2020, 5, 22)), cast.wang, at=way.at(20))
    asked = Notice.objects.filter(verb="matter.send_letter", settled_at__isnull=True)
    assert asked.count() == 1
    working.sign_for(matter, by=cast.li, at=way.at(21))
    assert asked.count() == 0


def test_a_letter_for_help_reaches_units_that_support_from_then_on(cast, way):
    matter = asking.escalate(way.planned(), by=cast.li, at=way.at(25), reason="管线产权单位不配合", rung=3)
    at = way.at(26)
    for units, word in (((), "请哪些单位协助"), ((cast.owner,), "是牵头单位")):
        with pytest.raises(Invalid, match=word):
            send(matter, cast.wang, at, "liaison", units=units)
    assert not queries.visible_to(cast.zhao).filter(pk=matter.pk).exists()
    send(matter, cast.wang, at, "liaison", units=[cast.other_owner])
    sent = matter.letters.get()
    assert (sent.number, readers(sent)) == ("株项办联〔2020〕1号", ["赵工"])
    assert list(matter.supporting_units.all()) == [cast.other_owner]
    assert queries.visible_to(cast.zhao).filter(pk=matter.pk).exists()
    with pytest.raises(Refused, match="不用发联系单"):
        send(matter, cast.wang, at, "liaison", units=[cast.bureau])
    asking.escalate(matter, by=cast.wang, at=way.at(27), reason="部门意见不一", rung=4)
    assert queries.letters_due(matter, date(2020, 5, 27)) == (Letter.LIAISON,)  # another climb, another reason


def test_a_report_goes_to_a_leader_and_nobody_else(cast, way):
    matter = asking.escalate(way.planned(), by=cast.wang, at=way.at(25), reason="费用由谁承担", rung=5)
    for leader in (None, cast.bu):
        with pytest.raises(Invalid, match="市领导"):
            send(matter, cast.wang, way.at(26), "report", leader=leader)
    send(matter, cast.wang, way.at(26), "report", leader=cast.he)
    sent = matter.letters.get()
    assert (sent.number, sent.recipients, readers(sent)) == ("株项办报〔2020〕1号", cast.he.name, [cast.he.name])


def test_only_the_office_sends_and_the_fourth_is_an_urging(cast, way):
    matter = way.planned()
    for by in (cast.li, cast.bu, cast.lin, cast.shen):
        with pytest.raises(NotPermitted):
            send(matter, by)
    for kind in ("supervision", "nonsense"):
        with pytest.raises(Refused, match="不用发"):
            send(matter, cast.wang, kind=kind)
    assert not SentLetter.objects.exists()


def test_the_database_keeps_one_letter_for_one_reason(cast, way):
    sent = send(way.planned(), cast.wang).letters.get()
    sent.pk, sent.order, sent.number = None, 2, "另号"
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.save()


@pytest.mark.parametrize(
    ("order", "said"),
    [(1, "12号"), (2, "12号之二"), (10, "12号之十"), (11, "12号之十一"), (20, "12号之二十"),
     (32, "12号之三十二")],
)  # fmt: skip
def test_later_papers_of_a_kind_are_numbered_apart(order, said):
    assert rules.paper_number("株项办", "催", 2020, 12, order) == f"株项办催〔2020〕{said}"
