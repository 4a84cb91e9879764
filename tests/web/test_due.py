"""The clock drafts the weekly and the monthly when their data are cut: once, and the office is told once."""

from datetime import date

import pytest

from tests import make
from tests.cast import assemble
from yidan.bulletins import commands
from yidan.bulletins import parameters as office
from yidan.bulletins.models import Bulletin
from yidan.kernel import parameters
from yidan.kernel.errors import NotPermitted
from yidan.kernel.journal import Entry
from yidan.people.console import CLOCK
from yidan.people.models import Notice, Person
from yidan.web import clockwork
from yidan.web.bulletin import due
from yidan.web.papers import bulletin as papers

pytestmark = pytest.mark.django_db
SUNDAY = make.moment(2020, 6, 28, 17)


def set_to(cast, parameter, value):
    parameters.set(parameter.name, by=cast.wang, at=make.AT, value=value, reason="办公会议定")


def test_the_weekly_is_drafted_on_sunday_at_five_and_never_again(city):
    assert clockwork.weekly(make.moment(2020, 6, 28, 16)) is True  # the week before, which nobody had drafted
    assert clockwork.weekly(make.moment(2020, 6, 28, 16)) is False
    assert clockwork.weekly(SUNDAY) is True
    assert clockwork.weekly(SUNDAY) is False
    assert clockwork.weekly(make.moment(2020, 7, 3, 9)) is False
    weeks = Bulletin.objects.order_by("to_on").values_list("kind", "from_on", "to_on", "cut_off_at", "drafter")
    assert list(weeks) == [
        ("weekly", date(2020, 6, 15), date(2020, 6, 21), make.moment(2020, 6, 21, 17), None),
        ("weekly", date(2020, 6, 22), date(2020, 6, 28), SUNDAY, None),
    ]
    assert set(Entry.objects.filter(verb="bulletin.draft").values_list("actor_name", flat=True)) == {"系统"}


def test_the_office_is_told_once_and_asked_no_more_when_somebody_took_it_up(city):
    clockwork.weekly(SUNDAY)
    clockwork.weekly(make.moment(2020, 6, 28, 18))
    (notice,) = Notice.objects.filter(verb="bulletin.draft")
    made = Bulletin.objects.get()
    assert (notice.person, notice.subject_id, notice.settled_at) == (city.cast.wang, made.pk, None)
    assert notice.sentence == f"《{made.title}》已按数据截止时间自动起草，请核对后签发。"
    at = make.moment(2020, 6, 29)
    commands.consult(made, by=city.cast.wang, at=at)
    notice.refresh_from_db()
    assert notice.settled_at == at


def test_two_workers_at_once_draft_nothing_twice(city):
    clockwork.weekly(SUNDAY)
    about = papers.draft_weekly(date(2020, 6, 28))[1]  # the other had looked before there was one
    again = commands.draft(
        city.cast.office, by=CLOCK, at=SUNDAY, key=due.key_of("weekly", date(2020, 6, 28)), **about
    )  # fmt: skip
    assert again == Bulletin.objects.get()
    assert (Bulletin.objects.count(), Notice.objects.filter(verb="bulletin.draft").count()) == (1, 1)


def test_the_monthly_is_drafted_when_its_reports_had_to_be_accepted(city):
    assert clockwork.monthly(make.moment(2020, 6, 28)) is True
    assert clockwork.monthly(make.moment(2020, 6, 28)) is False
    assert clockwork.monthly(make.moment(2020, 7, 2)) is True
    assert list(Bulletin.objects.order_by("to_on").values_list("kind", "to_on")) == [
        ("monthly", date(2020, 5, 31)), ("monthly", date(2020, 6, 30)),
    ]  # fmt: skip


def test_what_the_office_withdrew_or_switched_off_stays_away(city):
    cast = city.cast
    set_to(cast, office.CLOCKED_KINDS, "monthly")
    assert clockwork.weekly(SUNDAY) is False
    set_to(cast, office.CLOCKED_KINDS, "weekly,monthly")
    assert clockwork.weekly(SUNDAY) is True
    commands.withdraw(Bulletin.objects.get(), by=cast.wang, at=SUNDAY, reason="本周不发")
    assert clockwork.weekly(make.moment(2020, 6, 28, 18)) is False


def test_nothing_is_drafted_of_a_year_without_a_plan(db):
    assemble()
    assert (clockwork.weekly(SUNDAY), clockwork.monthly(SUNDAY)) == (False, False)


def test_the_week_may_end_on_another_day_and_hour(city):
    set_to(city.cast, office.WEEK_END, "5")
    set_to(city.cast, office.CUT_OFF_HOUR, "12")
    clockwork.weekly(make.moment(2020, 6, 26, 12))
    made = Bulletin.objects.get()
    assert (made.from_on, made.to_on, made.cut_off_at) == (
        date(2020, 6, 20), date(2020, 6, 26), make.moment(2020, 6, 26, 12),
    )  # fmt: skip


def test_who_takes_a_drafted_paper_up_does_not_sign_it(city):
    clockwork.weekly(SUNDAY)
    cast, made = city.cast, Bulletin.objects.get()
    made = commands.consult(made, by=cast.wang, at=SUNDAY)
    assert Bulletin.objects.get().drafter == cast.wang
    late = make.moment(2020, 7, 2)
    with pytest.raises(NotPermitted, match="起草人"):
        commands.sign(made, by=cast.wang, at=late)
    assert commands.sign(made, by=cast.he, at=late).signed_by == Person.objects.get(pk=cast.he.pk)


def test_a_chore_with_a_fault_of_its_own_keeps_no_other_from_its_turn(monkeypatch, db):
    done = []

    def faulty(now):
        raise KeyError("plan")

    monkeypatch.setattr(clockwork, "CHORES", [faulty, done.append])
    clockwork.tick(SUNDAY)
    assert done == [SUNDAY]


def test_a_heavy_chore_is_done_apart_and_only_when_it_has_something_to_do(city):
    asked = []
    clockwork.tick(SUNDAY, asked.append)
    assert (asked, Bulletin.objects.count()) == (["weekly", "monthly"], 0)
    clockwork.weekly(SUNDAY)
    clockwork.tick(SUNDAY, asked.append)
    assert asked[2:] == ["monthly"]
    clockwork.monthly(SUNDAY)
    clockwork.tick(SUNDAY, asked.append)
    assert asked[3:] == []
