"""Where permits, money and statistics contradict the ledger: what is asked, and of whom nothing is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.approvals.scene import decided, laid_out
from tests.figures.scene import accept, mark
from tests.funds.scene import move
from tests.targets.test_series import release, series
from tests.web.test_home import words_of
from yidan.approvals.commands import listing, permit
from yidan.figures.across import Kind, contradictions
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.kernel.values import Month

pytestmark = pytest.mark.django_db
JUNE, TODAY = Question(Period(2020, 6)), date(2020, 7, 6)


def asked(question=JUNE, kind=None):
    found = contradictions(question, parameters.values(question.as_of), today=TODAY)
    return [(each.kind.value, each.name, each.said) for each in found if kind is None or each.kind is kind]


def permitted(cast, project, ended):
    """All its permits are decided, the works permit on that day."""
    made = laid_out(cast, project, at=make.moment(2020, 1, 6))
    for each in sorted(made.values(), key=lambda each: (each.code == "construction", each.order)):
        decided(cast, each, make.moment(2020, 1, 7), ended if each.code == "construction" else make.moment(2020, 1, 8))


def test_an_honest_city_is_asked_nothing(city):
    assert asked() == []


def test_a_start_before_its_works_permit_is_asked_of_and_one_after_it_is_not(city):
    cast = city.cast
    permitted(cast, city.factory, make.moment(2020, 4, 9))  # started on 20 March
    never = laid_out(cast, city.east, at=make.moment(2020, 3, 1))
    mark(cast, city.east, "started", date(2020, 5, 6))
    permitted(cast, city.bridge, make.moment(2020, 4, 9))
    mark(cast, city.bridge, "started", date(2020, 4, 10))
    assert asked(kind=Kind.UNPERMITTED) == [
        ("unpermitted", "老旧小区改造东片", {"on": date(2020, 5, 6), "issued": None, "days": 55}),
        ("unpermitted", "陶瓷工厂", {"on": date(2020, 3, 20), "issued": date(2020, 4, 9), "days": 20}),
    ]
    listing.waive(never["construction"], by=cast.wang, at=make.moment(2020, 6, 1), reason="老旧小区改造免办施工许可")
    assert [name for _kind, name, _said in asked()] == ["陶瓷工厂"]
    assert asked(JUNE.narrowed(unit=cast.other_county.pk)) == []


def test_permits_are_asked_as_they_were_known_then(city):
    cast = city.cast
    made = laid_out(cast, city.factory, at=make.moment(2020, 3, 1))  # started on 20 March
    listing.waive(made["construction"], by=cast.wang, at=make.moment(2020, 6, 10), reason="限额以下")
    then = replace(JUNE, as_of=make.moment(2020, 6, 9))
    assert [said["issued"] for _kind, _name, said in asked(then, Kind.UNPERMITTED)] == [None]
    assert asked(kind=Kind.UNPERMITTED) == []
    assert asked(replace(JUNE, as_of=make.moment(2020, 2, 1)), Kind.UNPERMITTED) == []


def test_a_refused_permit_is_none(city):
    cast = city.cast
    made = laid_out(cast, city.factory, at=make.moment(2020, 1, 6))["construction"]
    permit.submit(made, by=cast.wang, at=make.moment(2020, 1, 7), mode="simulated")
    permit.accept(made, by=cast.wang, at=make.moment(2020, 1, 7))
    permit.decide(
        made, by=cast.wang, at=make.moment(2020, 1, 8), document="不予许可1号", is_refused=True, basis="缺施工图"
    )
    assert [said["issued"] for _kind, _name, said in asked(kind=Kind.UNPERMITTED)] == [None]


def test_paid_beyond_what_was_done_is_asked_of(city):
    cast = city.cast
    for step, amount in (("in_place", 5000), ("paid", 3000)):
        move(cast, city.factory, step, amount, date(2020, 5, 11), at=make.moment(2020, 5, 12), source="own")
    (found,) = asked(kind=Kind.PAID_OVER_DONE)
    assert found[1] == "陶瓷工厂"  # 700 of earlier years and 2,000 of this one were done
    accept(cast, city.factory, Month(2020, 4), 400)
    assert asked(kind=Kind.PAID_OVER_DONE) == []


def test_dispatch_above_the_published_rate_is_asked_of_the_city_and_of_its_units(city):
    cast = city.cast
    of = series(cast, beside="invested.year")
    accept(cast, city.school, Month(2019, 6), 1000, at=make.moment(2020, 1, 20))
    make.plan(cast, city.school, 1000, year=2019)
    release(cast, of, 6, "6.1")
    ((kind, _name, said),) = asked(kind=Kind.ABOVE_STATISTICS)
    assert (kind, said["published"], said["month"]) == ("above_statistics", Decimal("6.1"), Month(2020, 6))
    assert said["points"] == said["dispatch"] - Fraction(Decimal("6.1")) > 200
    assert asked(JUNE.over(Period(2020, 5)), Kind.ABOVE_STATISTICS) == []  # not published then
    assert asked(JUNE.narrowed(unit=cast.county.pk), Kind.ABOVE_STATISTICS) == []


def test_the_page_says_them_as_questions_and_leads_to_the_record(city, client):
    laid_out(city.cast, city.factory, at=make.moment(2020, 3, 1))
    client.force_login(city.cast.wang)
    answer = client.get("/doubts/?period=2020-06")
    said = words_of(answer)
    assert "台账记2020-03-20开工，施工许可至今没有核发" in said
    assert f"/projects/{city.factory.pk}/permits/" in answer.content.decode()
    assert "没有这样的疑点" in words_of(client.get("/doubts/?period=2020-06&kind=paid_over_done"))
    assert client.get("/doubts/?kind=x").status_code == 404
    client.force_login(city.cast.zhao)
    assert "陶瓷工厂" not in words_of(client.get("/doubts/?period=2020-06"))
    client.force_login(city.cast.guan)
    assert client.get("/doubts/").status_code == 404
