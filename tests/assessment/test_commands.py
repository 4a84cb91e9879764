"""The round from 核算 to 公布, appeals, adjustments, merits and cards: the way and every refusal."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.assessment.scene import AFTER, APRIL, COMPUTED_AT, CUT, FROZEN_AT, MAY, computed, frozen, invest
from yidan.assessment import commands, queries
from yidan.assessment.models import Adjustment, Appeal, Card, Merit, Result, Round
from yidan.assessment.queries import packs
from yidan.assessment.states import AppealState, CardState, RoundState
from yidan.figures import lights
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.commands import role
from yidan.people.models import Notice

pytestmark = pytest.mark.django_db
# 醴陵: 2,500 of 24,000 is 10.4167 %, a quarter of 41.6667; 攸县 45.8333 %. All reports are in; nothing else is due.
JULY = Month(2020, 7)
LILING = (Fraction(40) / 4 + 5) / 45 * 100
YOUXIAN = Fraction(100)


def result(round_, unit):
    return round_.results.get(unit=unit)


def refused(kind, word, run):
    before = Entry.objects.count()
    with pytest.raises(kind, match=word):
        run()
    assert Entry.objects.count() == before


def test_a_months_scores_come_from_the_ledger_as_of_the_cut_off(rated):
    invest(rated.cast, rated.projects["county"][0], Month(2020, 3), 9000, at=make.moment(2020, 5, 30))
    made = computed(rated.cast)
    found = {each.unit_id: (each.computed, each.is_ranked) for each in made.results.all()}
    assert found == {rated.cast.county.pk: (LILING, True), rated.cast.other_county.pk: (YOUXIAN, True)}
    assert [(row.result.unit, row.place) for row in queries.standings(made)] == [
        (rated.cast.other_county, 1), (rated.cast.county, 2),
    ]  # fmt: skip
    (root, figures) = (result(made, rated.cast.county).explanation, result(made, rated.cast.county).figures)
    assert root["children"][0]["words"].startswith("(40×min(10.4167÷41.6667，1))")
    assert figures["completion.rate"] == ["125/12", "2500", "24000"]
    assert queries.differences(made) == []


def test_computing_again_replaces_what_was_not_frozen_and_nothing_after(rated):
    made = computed(rated.cast)
    again = computed(rated.cast, cut=make.moment(2020, 5, 30, 17))
    assert (again.pk, again.results.count()) == (made.pk, 2)
    commands.freeze(again, by=rated.cast.wang, at=FROZEN_AT)
    refused(IllegalMove, "不能核算", lambda: computed(rated.cast, at=AFTER))


def test_computing_before_the_cut_off_or_without_plans_is_refused(rated):
    refused(Invalid, "还没有到", lambda: computed(rated.cast, at=make.moment(2020, 5, 28)))
    refused(Invalid, "可用的有", lambda: computed(rated.cast, pack="p9"))
    refused(Refused, "没有可以考核的单位", lambda: computed(rated.cast, month=Month(2019, 5)))
    refused(NotPermitted, "没有这项权限", lambda: commands.compute(
        rated.cast.office, by=rated.cast.lin, at=COMPUTED_AT, month=MAY, cut_off_at=CUT,
    ))  # fmt: skip


def test_freezing_seals_the_round_tells_the_units_and_opens_the_window(rated):
    made = frozen(rated.cast)
    assert (made.state, made.appeals_until_on) == (RoundState.FROZEN, date(2020, 6, 5))
    (notice,) = Notice.objects.filter(person=rated.cast.lin, verb="result.appeal")
    assert notice.sentence == "2020年5月考核得分33.33，有异议请在6月5日(含当天)以前申诉"
    assert notice.subject_id == result(made, rated.cast.county).pk


def test_a_tampered_result_is_not_frozen(rated):
    made = computed(rated.cast)
    Result.objects.filter(round=made, unit=rated.cast.county).update(total="99")
    refused(Refused, "应为100/3而不是99", lambda: commands.freeze(made, by=rated.cast.wang, at=FROZEN_AT))


def appeal(rated, made, by=None, at=FROZEN_AT, **more):
    said = {"reason": "西区厂房5月完成数漏计", "evidence": "结算单〔2020〕5号", "criterion": "investment", **more}
    return commands.appeal(result(made, rated.cast.county), by=by or rated.cast.lin, at=at, **said)


def test_a_unit_appeals_within_the_window_and_the_office_adjusts_in_the_open(rated, confirmer):
    made = frozen(rated.cast)
    filed = appeal(rated, made)
    assert Notice.objects.get(person=rated.cast.wang, verb="result.adjust").sentence.startswith("醴陵市对2020年5月")
    refused(Refused, "醴陵市的申诉还没有答复", lambda: commands.confirm(made, by=confirmer, at=AFTER))
    commands.adjust(
        result(made, rated.cast.county), by=rated.cast.wang, at=AFTER, points=Decimal(70),
        document="株重办函〔2020〕18号", reason="补计结算单", appeal=filed,
    )  # fmt: skip
    filed.refresh_from_db()
    assert (filed.state, filed.answer) == (AppealState.UPHELD, "补计结算单")
    now = queries.standings(made)
    assert [(row.result.unit, row.final, row.place) for row in now] == [
        (rated.cast.county, LILING + 70, 1), (rated.cast.other_county, YOUXIAN, 2),
    ]  # fmt: skip
    assert now[0].result.computed == LILING  # what was computed stays
    commands.confirm(made, by=confirmer, at=AFTER)
    refused(Invalid, "文号", lambda: commands.publish(made, by=rated.cast.wang, at=AFTER, document=" "))
    commands.publish(made, by=rated.cast.wang, at=AFTER, document="株重办〔2020〕21号")
    assert Entry.objects.get(verb="round.publish").facts["places"] == ["1 醴陵市", "2 攸县"]
    refused(IllegalMove, "不能撤回", lambda: commands.withdraw(made, by=rated.cast.wang, at=AFTER, reason="错"))


def test_who_may_not_appeal_and_when(rated):
    made = computed(rated.cast)
    refused(IllegalMove, "不能申诉", lambda: appeal(rated, made))
    commands.freeze(made, by=rated.cast.wang, at=FROZEN_AT)
    refused(NotPermitted, "本单位", lambda: commands.appeal(
        result(made, rated.cast.other_county), by=rated.cast.lin, at=FROZEN_AT, reason="太高", evidence="无",
    ))  # fmt: skip
    refused(NotPermitted, "其他单位不能代替", lambda: appeal(rated, made, by=rated.cast.wang))
    refused(Refused, "申诉期已于2020-06-05结束", lambda: appeal(rated, made, at=make.moment(2020, 6, 6)))
    refused(Invalid, "哪里不对", lambda: appeal(rated, made, reason=" "))
    refused(Invalid, "写明依据", lambda: appeal(rated, made, evidence=""))
    refused(Invalid, "指标中选", lambda: appeal(rated, made, criterion="login"))
    assert Appeal.objects.count() == 0


def test_the_window_is_the_schemes_and_of_one_that_says_none_the_offices(rated):
    parameters.set("assessment.appeal_days", by=rated.cast.wang, at=COMPUTED_AT, value="4", reason="株重办〔2020〕3号")
    assert frozen(rated.cast).appeals_until_on == date(2020, 6, 5)  # the default scheme says two working days
    assert frozen(rated.cast, pack="p3").appeals_until_on == date(2020, 6, 9)  # over a weekend
    assert Entry.objects.filter(verb="round.freeze").latest("pk").facts["appeal_days"] == 4


def test_a_round_keeps_the_window_of_the_scheme_it_was_computed_with(rated):
    made = computed(rated.cast)
    commands.freeze(made, by=rated.cast.wang, at=FROZEN_AT)
    changed = packs.shipped()["default"] | {"version": "2", "appeal_days": 1}
    said = {"at": AFTER, "recorded_at": AFTER, "document": "株重办〔2020〕30号"}
    commands.adopt(rated.cast.office, by=rated.cast.wang, data=changed, since=Month(2020, 6), **said)
    made.refresh_from_db()
    assert made.appeals_until_on == date(2020, 6, 5)
    june = computed(rated.cast, month=Month(2020, 6), cut=make.moment(2020, 6, 29, 17), at=make.moment(2020, 7, 1))
    commands.freeze(june, by=rated.cast.wang, at=make.moment(2020, 7, 1))
    assert june.appeals_until_on == date(2020, 7, 2)
    refused(Refused, "申诉期已于2020-07-02结束，逾期不受理", lambda: appeal(rated, june, at=make.moment(2020, 7, 3)))
    refused(Invalid, "申诉期是1到30个工作日", lambda: commands.adopt(
        rated.cast.office, by=rated.cast.wang, data=changed | {"appeal_days": 0}, since=Month(2020, 7), **said,
    ))  # fmt: skip


def test_a_dismissed_appeal_says_why_and_is_decided_once(rated):
    filed = appeal(rated, frozen(rated.cast))
    refused(Invalid, "为什么", lambda: commands.dismiss(filed, by=rated.cast.wang, at=AFTER, answer=""))
    commands.dismiss(filed, by=rated.cast.wang, at=AFTER, answer="结算单日期在截止之后")
    assert Notice.objects.filter(person=rated.cast.lin, sentence__contains="未采纳：结算单日期").exists()
    refused(IllegalMove, "未采纳", lambda: commands.dismiss(filed, by=rated.cast.wang, at=AFTER, answer="再答"))


def test_nobody_adjusts_the_own_unit_or_without_a_paper_or_by_nothing(rated):
    made = frozen(rated.cast)
    role.grant(rated.cast.lin, by=rated.cast.an, at=make.AT, role=Role.SUPERVISOR, unit=rated.cast.office,
               since_on=date(2020, 1, 1))  # fmt: skip
    rated.cast.lin.forget_roles()
    mine = result(made, rated.cast.county)
    said = {"points": Decimal(5), "document": "株重办函〔2020〕18号", "reason": "补计"}
    refused(NotPermitted, "本单位的得分", lambda: commands.adjust(mine, by=rated.cast.lin, at=AFTER, **said))
    filed = appeal(rated, made)
    refused(NotPermitted, "本单位的得分", lambda: commands.dismiss(filed, by=rated.cast.lin, at=AFTER, answer="不"))

    def adjust(**changed):
        return commands.adjust(mine, by=rated.cast.wang, at=AFTER, **{**said, **changed})

    refused(Invalid, "四位小数", lambda: adjust(points=Decimal("0.00001")))
    refused(Invalid, "加或减", lambda: adjust(points=Decimal(0)))
    refused(Invalid, "文号和原因", lambda: adjust(document=""))
    other = result(made, rated.cast.other_county)
    refused(
        Invalid, "不是针对这个结果", lambda: commands.adjust(other, by=rated.cast.wang, at=AFTER, appeal=filed, **said)
    )
    assert Adjustment.objects.count() == 0


def test_confirming_is_for_another_person_after_the_window(rated, confirmer):
    made = frozen(rated.cast)
    refused(NotPermitted, "不能确认自己", lambda: commands.confirm(made, by=rated.cast.wang, at=AFTER))
    refused(Refused, "申诉期到2020-06-05", lambda: commands.confirm(made, by=confirmer, at=make.moment(2020, 6, 5)))
    asked = Notice.objects.filter(subject_type="result", verb="result.appeal")
    assert (asked.exists(), asked.filter(settled_at__isnull=False).exists()) == (True, False)
    assert commands.confirm(made, by=rated.cast.he, at=AFTER).state == RoundState.CONFIRMED
    assert not asked.filter(settled_at__isnull=True).exists()  # the time for it is over
    refused(IllegalMove, "已确认", lambda: commands.adjust(
        result(made, rated.cast.county), by=confirmer, at=AFTER, points=Decimal(1), document="文", reason="因",
    ))  # fmt: skip


def test_a_withdrawn_round_leaves_room_for_another(rated):
    made = frozen(rated.cast)
    refused(Invalid, "为什么撤回", lambda: commands.withdraw(made, by=rated.cast.wang, at=AFTER, reason=""))
    commands.withdraw(made, by=rated.cast.wang, at=AFTER, reason="月报更正")
    again = computed(rated.cast, at=AFTER)
    assert (again.pk != made.pk, Round.objects.count()) == (True, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(pack="default", month=MAY, data={}, cut_off_at=CUT, computed_at=AFTER,
                             computer=rated.cast.wang)  # fmt: skip


def merit(rated, unit=None, at=COMPUTED_AT, **changed):
    said = {"event": "praise", "month": MAY, "reason": "省通报表扬", "document": "湘发改〔2020〕300号", **changed}
    return commands.record(unit or rated.cast.county, by=rated.cast.wang, at=at, **said)


def test_a_merit_counts_once_with_its_paper_and_as_of_the_cut_off(rated):
    merit(rated, at=make.moment(2020, 5, 20))
    refused(Refused, "已经记过", lambda: merit(rated))
    merit(rated, document="湘发改〔2020〕301号")  # after the cut-off: not this round's
    made = frozen(rated.cast)
    assert result(made, rated.cast.county).computed == LILING + 2
    assert result(made, rated.cast.county).events == {"praise": 1}
    refused(Refused, "公开调整", lambda: merit(rated, document="三"))
    refused(Invalid, "没有这一项", lambda: merit(rated, event="logins", month=Month(2020, 6)))
    refused(Invalid, "依据文号", lambda: merit(rated, document="", month=Month(2020, 6)))
    kept = Merit.objects.live().filter(unit=rated.cast.county).first()
    refused(Invalid, "为什么撤销", lambda: commands.withdraw_merit(kept, by=rated.cast.wang, at=AFTER, reason=""))
    commands.withdraw_merit(kept, by=rated.cast.wang, at=AFTER, reason="文件撤回")
    assert queries.differences(made) == []  # as of the cut-off it held


def test_a_pack_is_adopted_from_a_month_on_and_never_over_a_frozen_one(rated):
    data = {**queries.shipped()["default"], "version": "2"}
    data["criteria"] = [each for each in data["criteria"] if each["key"] == "investment"]

    def adopt(since, document="株重办〔2020〕9号", **changed):
        return commands.adopt(
            rated.cast.office, by=rated.cast.wang, at=make.moment(2020, 5, 10), data={**data, **changed}, since=since,
            document=document,
        )  # fmt: skip

    refused(Invalid, "文号", lambda: adopt(MAY, ""))
    refused(Invalid, "没有指标", lambda: adopt(MAY, criteria=[]))
    adopt(MAY)
    assert queries.pack_of("default", APRIL).version == "1"
    assert queries.pack_of("default", MAY).version == "2"
    assert queries.pack_of("default", MAY, make.moment(2020, 5, 9)).version == "1"
    made = frozen(rated.cast)
    assert result(made, rated.cast.county).computed == 10
    refused(Refused, "只能从2020-06起", lambda: adopt(APRIL))
    adopt(Month(2020, 6), version="3")
    assert result(made, rated.cast.county).round.data["version"] == "2"
    assert [each.data["version"] for each in queries.versions("default")] == ["3", "2"]


def test_the_rule_proposes_cards_with_its_numbers_and_people_issue_them(rated):
    (proposal,) = queries.proposed(MAY, CUT)
    assert (proposal.unit.key, proposal.colour) == (rated.cast.county.pk, "red")
    assert proposal.causes == (
        "累计完成只有序时应完成的25.0%，低于50%", "本月完成月计划的25.0%，低于60%",
    )  # fmt: skip
    assert queries.proposed(APRIL, CUT)[0].causes == ("累计完成只有序时应完成的25.0%，低于50%",)
    # the card says what the light says
    lit = lights.of_units(Question(Period(2020, 5), as_of=CUT), parameters.values())
    assert lit[rated.cast.county.pk].light == proposal.colour
    assert queries.still_to_issue(MAY, CUT) == [proposal]
    issue(rated)
    assert queries.still_to_issue(MAY, CUT) == []


def issue(rated, colour="yellow", unit=None, **changed):
    said = {"month": MAY, "colour": colour, "reason": "月计划完成不足六成", "document": "株重办〔2020〕22号", **changed}
    return commands.issue(unit or rated.cast.county, by=rated.cast.wang, at=AFTER, **said)


def test_a_card_is_lifted_after_application_and_only_when_it_has_caught_up(rated):
    card = issue(rated)
    assert card.causes == list(queries.proposed(MAY, AFTER)[0].causes)
    assert Notice.objects.filter(person=rated.cast.lin, verb="card.apply_lift").exists()
    refused(Refused, "已经亮牌", lambda: issue(rated, "red"))
    lift = {"by": rated.cast.wang, "at": make.moment(2020, 7, 8), "month": Month(2020, 6), "reason": "6月赶上"}
    refused(IllegalMove, "不能摘牌", lambda: commands.lift(card, **lift))
    refused(
        NotPermitted, "自己申请", lambda: commands.apply_lift(card, by=rated.cast.wang, at=AFTER, application="好了")
    )
    refused(Invalid, "整改情况", lambda: commands.apply_lift(card, by=rated.cast.lin, at=AFTER, application=" "))
    commands.apply_lift(card, by=rated.cast.lin, at=AFTER, application="两个项目已全面复工")
    refused(Refused, "还没有赶上来：连续两个月.*；累计", lambda: commands.lift(card, **lift))
    nowhere = {**lift, "month": Month(2021, 1)}
    refused(Refused, "还没有可比的数", lambda: commands.lift(card, **nowhere))
    refused(Invalid, "当月或以后", lambda: commands.lift(card, **{**lift, "month": APRIL}))
    for project in rated.projects["county"]:
        invest(rated.cast, project, Month(2020, 6), 3000, at=make.moment(2020, 6, 27))
    refused(Refused, "上月为红，本月刚补齐，先转黄一个月", lambda: commands.lift(card, **lift))
    june = [(str(each.unit), each.colour, each.is_made_up) for each in queries.proposed(Month(2020, 6), None)]
    assert june == [("醴陵市", "yellow", True), ("攸县", "yellow", False)]
    # the card of May still says so of the first
    assert [str(each.unit) for each in queries.still_to_issue(Month(2020, 6), None)] == ["攸县"]
    for project in rated.projects["county"]:
        invest(rated.cast, project, JULY, 1000, at=make.moment(2020, 7, 27))
    commands.lift(card, **{**lift, "at": make.moment(2020, 8, 3), "month": JULY, "reason": "6月、7月赶上"})
    assert (card.state, Card.objects.get().lifted_reason) == (CardState.LIFTED, "6月、7月赶上")
    assert issue(rated).pk != card.pk


def test_measures_go_up_the_ladder(rated):
    card = issue(rated)

    def take(name, day=date(2020, 6, 8)):
        return commands.measure(card, by=rated.cast.wang, at=AFTER, name=name, taken_on=day)

    take("提醒函")
    refused(Invalid, "下一步应更重", lambda: take("提醒函"))
    refused(Invalid, "所列措施", lambda: take("罚站"))
    refused(Invalid, "还没有到", lambda: take("约谈", date(2020, 6, 9)))
    take("通报")
    assert [(each.rung, each.name) for each in card.measures.all()] == [(1, "提醒函"), (4, "通报")]
    parameters.set(
        "assessment.measures", by=rated.cast.wang, at=AFTER, value="口头提醒、书面通报", reason="株重办〔2020〕3号"
    )
    refused(Invalid, "口头提醒、书面通报", lambda: take("移交督查"))


def test_no_card_without_paper_colour_or_assessed_unit(rated):
    refused(Invalid, "黄牌或红牌", lambda: issue(rated, "green"))
    refused(Invalid, "文号", lambda: issue(rated, document=""))
    refused(Refused, "不是考核单元", lambda: issue(rated, unit=rated.cast.owner))
    refused(NotPermitted, "没有这项权限", lambda: commands.issue(
        rated.cast.county, by=rated.cast.lin, at=AFTER, month=MAY, colour="red", reason="因", document="文",
    ))  # fmt: skip


def test_who_sees_which_round_and_which_results(rated, confirmer):
    cast, made = rated.cast, computed(rated.cast)
    people = {"lin": cast.lin, "wang": cast.wang, "shen": cast.shen, "guan": cast.guan, "chen": cast.chen}

    def seen():
        of = Round.objects.get(pk=made.pk)
        return {name: (queries.rounds_visible_to(each).count(), queries.results_visible_to(each, of).count())
                for name, each in people.items()}  # fmt: skip

    inside = {"wang": (1, 2), "shen": (1, 2)}
    assert seen() == {**inside, "lin": (0, 0), "guan": (0, 0), "chen": (0, 0)}
    commands.freeze(made, by=cast.wang, at=FROZEN_AT)
    assert seen() == {**inside, "lin": (1, 1), "guan": (0, 0), "chen": (0, 0)}
    assert [each.unit for each in queries.own_results(cast.lin)] == [cast.county]
    commands.confirm(made, by=confirmer, at=AFTER)
    commands.publish(made, by=cast.wang, at=AFTER, document="株重办〔2020〕21号")
    assert seen() == {**inside, "lin": (1, 2), "guan": (0, 0), "chen": (1, 2)}
    issue(rated)
    assert {name: queries.cards_visible_to(each).count() for name, each in people.items()} == {
        "lin": 1, "wang": 1, "shen": 1, "guan": 0, "chen": 0,
    }  # fmt: skip


def test_movement_is_against_last_months_round(rated):
    first = computed(rated.cast, month=APRIL, cut=make.moment(2020, 4, 29, 17))
    commands.freeze(first, by=rated.cast.wang, at=FROZEN_AT)
    now = frozen(rated.cast)
    commands.adjust(result(now, rated.cast.county), by=rated.cast.wang, at=AFTER, points=Decimal(80),
                    document="株重办函〔2020〕18号", reason="补计")  # fmt: skip
    assert [(str(row.result.unit), row.place, row.gained) for row in queries.standings(now)] == [
        ("醴陵市", 1, 1), ("攸县", 2, -1),
    ]  # fmt: skip


def test_a_changed_pack_is_tried_on_past_months_as_of_their_own_cut_offs(rated):
    data = queries.shipped()["default"]
    changed = {**data, "criteria": [{**each, "weight": 0 if each["key"] == "investment" else each["weight"]}
                                    for each in data["criteria"]]}  # fmt: skip
    before = {month: queries.pack_of("default", month) for month in (APRIL, MAY)}
    test = queries.back_test(before, queries.read(changed), {APRIL: None, MAY: CUT})
    of = {(unit.short, str(month)): test.changes[unit.key, month] for unit, _table in test.units for month in before}
    assert [(key, each.before, each.after, each.gained) for key, each in sorted(of.items())] == [
        (("攸县", "2020-04"), 1, 1, 0), (("攸县", "2020-05"), 1, 1, 0),
        (("醴陵市", "2020-04"), 2, 1, 1), (("醴陵市", "2020-05"), 2, 1, 1),
    ]  # fmt: skip
    assert test.moved_count == 2
