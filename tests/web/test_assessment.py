"""讲评考核 on pages: the ranking explained, one's own result, an appeal, the office's round, schemes, cards."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.assessment.scene import AFTER, FROZEN_AT, MAY, computed, frozen
from yidan.assessment import commands, queries
from yidan.assessment.models import Adjustment, Appeal, Card, Merit, Round
from yidan.bulletins.models import Bulletin
from yidan.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Stop the clock of the faces."""

    def stop(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    stop(FROZEN_AT)
    return stop


def page(client, person, address, **sent):
    client.force_login(person)
    return client.post(address, sent) if sent else client.get(address)


def text(response):
    return response.content.decode()


def published(rated, confirmer):
    made = frozen(rated.cast)
    commands.confirm(made, by=confirmer, at=AFTER)
    return commands.publish(made, by=rated.cast.wang, at=AFTER, document="株重办〔2020〕21号")


def test_the_ranking_explains_each_point_down_to_the_figures_page(client, rated, confirmer, at):
    published(rated, confirmer)
    shown = text(page(client, rated.cast.he, "/assessment/"))
    assert shown.index("攸县") < shown.index("醴陵市")
    assert "(40×min(10.4167÷41.6667，1))×2.2222(缺项权重55摊入)" in shown
    assert "2,500÷24,000" in shown
    assert (
        f"/figures/completion.rate/?period=2020-05&amp;unit={rated.cast.county.pk}&amp;as_of=2020-05-29T17%3A00%2B08%3A00"
        in shown
    )
    opened = page(client, rated.cast.he, f"/figures/completion.rate/?period=2020-05&unit={rated.cast.county.pk}"
                                        "&as_of=2020-05-29T17:00%2B08:00")  # fmt: skip
    assert "醴陵市东区厂房" in text(opened)


def test_a_unit_sees_its_own_before_publication_and_all_after(client, rated, confirmer, at):
    made = computed(rated.cast)
    assert "还没有可看的考核" in text(page(client, rated.cast.lin, "/assessment/"))
    commands.freeze(made, by=rated.cast.wang, at=FROZEN_AT)
    shown = text(page(client, rated.cast.lin, "/assessment/"))
    assert ("醴陵市" in shown, "攸县" in shown) == (True, False)
    assert "申诉期2个工作日，到6月5日(周五)当天为止，还有2个工作日" in shown
    at(make.moment(2020, 6, 5, 20))
    assert "申诉期2个工作日，今天是最后一天" in text(page(client, rated.cast.lin, "/assessment/"))
    at(AFTER)
    assert "申诉期2个工作日，已于6月5日(周五)结束" in text(page(client, rated.cast.lin, "/assessment/"))
    other = made.results.get(unit=rated.cast.other_county)
    assert page(client, rated.cast.lin, f"/results/{other.pk}/").status_code == 404
    assert page(client, rated.cast.lin, f"/rounds/{made.pk}/scores.csv").status_code == 404
    commands.confirm(made, by=confirmer, at=AFTER)
    commands.publish(made, by=rated.cast.wang, at=AFTER, document="株重办〔2020〕21号")
    assert "攸县" in text(page(client, rated.cast.lin, f"/rounds/{made.pk}/"))
    foreign = text(page(client, rated.cast.lin, f"/results/{other.pk}/"))
    assert ("÷24,000" in foreign, "/figures/completion.rate/" in foreign) == (True, False)  # no way to its records


def test_nobody_without_business_data_sees_any_of_it(client, rated, at):
    made = frozen(rated.cast)
    for address in ("/assessment/", "/rounds/", "/cards/", "/merits/", "/packs/"):
        assert "不接触业务数据" in text(page(client, rated.cast.guan, address)), address
    assert page(client, rated.cast.guan, f"/rounds/{made.pk}/").status_code == 404
    assert page(client, rated.cast.guan, "/packs/default/").status_code == 404


def test_an_appeal_from_the_unit_is_answered_by_an_adjustment(client, rated, confirmer, at):
    result = frozen(rated.cast).results.get(unit=rated.cast.county)
    address = f"/results/{result.pk}/"
    assert "申诉" in text(page(client, rated.cast.lin, address))
    lacking = page(client, rated.cast.lin, f"{address}appeal/", reason="漏计", evidence="")
    assert (lacking.status_code, Appeal.objects.count()) == (422, 0)
    assert ("请填写“依据”。" in text(lacking), "请填写“哪里不对”。" in text(lacking)) == (True, False)
    proof = SimpleUploadedFile("结算单.pdf", b"%PDF-1.4 1.5", content_type="application/pdf")
    sent = page(client, rated.cast.lin, f"{address}appeal/", reason="漏计", evidence="结算单", criterion="investment",
                file=proof)  # fmt: skip
    assert (sent.status_code, sent.url) == (302, address)
    filed = Appeal.objects.get()
    brought = page(client, rated.cast.wang, f"/appeals/{filed.pk}/file/")
    assert b"".join(brought.streaming_content) == b"%PDF-1.4 1.5"
    assert "结算单.pdf" in text(page(client, rated.cast.lin, address))
    assert page(client, rated.cast.zhao, f"/appeals/{filed.pk}/file/").status_code == 404
    office = text(page(client, rated.cast.wang, address))
    assert "采纳并调整" in office
    assert f"/appeals/{filed.pk}/dismiss/" in office
    refused = page(client, rated.cast.lin, f"{address}adjust/", points="5", document="文", reason="因")
    assert (refused.status_code, Adjustment.objects.count()) == (403, 0)
    page(client, rated.cast.wang, f"{address}adjust/", points="1.5", document="株重办函〔2020〕18号", reason="补计",
         appeal=filed.pk)  # fmt: skip
    filed.refresh_from_db()
    assert (filed.state, Adjustment.objects.get().points) == ("upheld", Decimal("1.5"))
    mine = text(page(client, rated.cast.lin, address))
    assert ("34.83" in mine, "株重办函〔2020〕18号" in mine, "33.33" in mine) == (True, True, True)
    assert "= 33.33；公开调整+1.50" in mine  # the sum under the total is that of the total
    at(AFTER)
    assert "申诉期已于" in text(page(client, rated.cast.lin, address))
    late = page(client, rated.cast.lin, f"{address}appeal/", reason="再诉", evidence="结算单")
    assert (late.status_code, "申诉期已于2020-06-05结束" in text(late)) == (409, True)


def test_the_office_takes_a_round_from_computing_to_publication(client, rated, confirmer, at):
    cast = rated.cast
    started = page(client, cast.wang, "/rounds/compute/", pack="default", month="2020-05")
    made = Round.objects.get()
    address = f"/rounds/{made.pk}/"
    assert (started.status_code, started.url) == (302, address)  # not to another scheme's round of the same month
    assert "定数" in text(page(client, cast.wang, address))
    assert page(client, cast.wang, f"{address}freeze/", key="").status_code == 302
    at(AFTER)
    own = text(page(client, cast.wang, address))
    assert "定数的人不能确认自己定的数" in own
    assert page(client, cast.wang, f"{address}confirm/", key="").status_code == 409
    assert page(client, confirmer, f"{address}confirm/", key="").status_code == 302
    assert page(client, cast.wang, f"{address}publish/", document="").status_code == 422
    assert page(client, cast.wang, f"{address}publish/", document="株重办〔2020〕21号").status_code == 302
    made.refresh_from_db()
    assert made.state == "published"
    lines = b"".join(page(client, cast.lin, f"{address}scores.csv").streaming_content).decode()
    assert lines.startswith("\ufeffpack,version,month,table,unit")
    assert page(client, cast.wang, f"{address}withdraw/", reason="错").status_code == 409
    assert "株重办〔2020〕21号" in text(page(client, cast.wang, "/rounds/"))


def test_computing_too_early_is_said_in_a_sentence(client, rated, at):
    at(make.moment(2020, 5, 20))
    refused = page(client, rated.cast.wang, "/rounds/compute/", pack="default", month="2020-05")
    assert (refused.status_code, "数据截止时间还没有到" in text(refused)) == (409, True)
    assert page(client, rated.cast.wang, "/rounds/compute/", pack="default", month="五月").status_code == 422


def test_a_changed_weight_is_tried_and_then_adopted(client, rated, at):
    tried = text(page(client, rated.cast.wang, "/packs/default/?weight-investment=0&since=2020-04&until=2020-05"))
    assert ("位次变动2处" in tried, "2→<b>1</b>" in tried) == (True, True)
    assert "/packs/default/adopt/?weight-investment=0" in tried
    for query, word in (("since=x&until=y", "月份写作"), ("since=2020-05&until=2020-04", "请选1到12个月"),
                        ("weight-investment=abc&since=2020-04&until=2020-05", "不是数")):  # fmt: skip
        assert word in text(page(client, rated.cast.wang, f"/packs/default/?{query}")), query
    sent = page(client, rated.cast.wang, "/packs/default/adopt/?weight-investment=30", since="2020-06",
                document="株重办〔2020〕9号", version="2")  # fmt: skip
    assert sent.status_code == 302
    found = queries.pack_of("default", MAY + 1)
    assert ({each.key: each.weight for each in found.criteria}["investment"], found.version) == (30, "2")
    assert "株重办〔2020〕9号" in text(page(client, rated.cast.lin, "/packs/default/"))
    assert "改了会怎样" not in text(page(client, rated.cast.lin, "/packs/default/?since=2020-04&until=2020-05"))
    assert page(client, rated.cast.lin, "/packs/default/adopt/", since="2020-07").status_code == 403
    assert page(client, rated.cast.wang, "/packs/nothing/").status_code == 404


@pytest.mark.parametrize("key", list(queries.shipped()))
def test_every_shipped_scheme_reads_as_sentences(client, rated, key):
    shown = text(page(client, rated.cast.wang, f"/packs/{key}/"))
    assert queries.shipped()[key]["label"] in shown
    assert "%(" not in shown


def test_a_card_is_issued_measured_applied_for_and_lifted_on_pages(client, rated, confirmer, at):
    made = frozen(rated.cast)
    proposal = text(page(client, rated.cast.wang, f"/rounds/{made.pk}/"))
    assert "累计完成只有序时应完成的25.0%，低于50%" in proposal
    unit = rated.cast.county.pk
    form = text(page(client, rated.cast.wang, f"/cards/issue/?unit={unit}&month=2020-05&colour=red"))
    assert "低于50%" in form
    page(client, rated.cast.wang, "/cards/issue/", unit=unit, month="2020-05", colour="red", reason="累计不到一半",
         document="株重办〔2020〕22号")  # fmt: skip
    card = Card.objects.get()
    address = f"/cards/{card.pk}/"
    assert "发牌" not in text(page(client, rated.cast.wang, f"/rounds/{made.pk}/"))
    page(client, rated.cast.wang, f"{address}measure/", name="约谈", taken_on="2020-06-03", document="")
    assert "约谈" in text(page(client, rated.cast.lin, "/cards/"))
    page(client, rated.cast.lin, f"{address}apply-lift/", application="两处厂房已复工")
    refused = page(client, rated.cast.wang, f"{address}lift/", month="2020-05", reason="赶上")
    assert (refused.status_code, "还没有赶上来" in text(refused)) == (409, True)
    shown = text(page(client, rated.cast.lin, address))
    assert ("两处厂房已复工" in shown, "累计不到一半" in shown) == (True, True)
    assert page(client, rated.cast.zhao, address).status_code == 404


def test_a_merit_is_recorded_and_withdrawn_on_pages(client, rated, at):
    said = {"pack": "default", "unit": rated.cast.county.pk, "event": "praise", "month": "2020-05",
            "reason": "省通报表扬", "document": "湘发改〔2020〕300号"}  # fmt: skip
    assert page(client, rated.cast.wang, "/merits/record/", **said).status_code == 302
    assert page(client, rated.cast.wang, "/merits/record/", **said).status_code == 409
    assert "省级表扬" in text(page(client, rated.cast.lin, "/merits/"))
    assert "省级表扬" not in text(page(client, rated.cast.zhao, "/merits/"))
    made = Merit.objects.get()
    assert page(client, rated.cast.lin, f"/merits/{made.pk}/withdraw/", reason="错").status_code == 403
    assert page(client, rated.cast.wang, f"/merits/{made.pk}/withdraw/", reason="文件撤回").status_code == 302
    assert Merit.objects.live().count() == 0


def test_a_small_unit_shows_its_interval_and_no_place(client, rated, at):
    data = {**queries.shipped()["default"], "least_projects": 3, "version": "2"}
    commands.adopt(rated.cast.office, by=rated.cast.wang, at=make.moment(2020, 5, 10), data=data, since=MAY,
                   document="株重办〔2020〕9号")  # fmt: skip
    made = frozen(rated.cast)
    result = made.results.get(unit=rated.cast.county)
    shown = text(page(client, rated.cast.lin, f"/results/{result.pk}/"))
    assert ("不满3个项目，不排位次" in shown, "再多一个项目，得分会在" in shown) == (True, True)


def test_the_round_page_asks_the_database_as_often_with_many_units_as_with_few(
    client,
    rated,
    confirmer,
    at,
    django_assert_max_num_queries,
):
    made = published(rated, confirmer)
    client.force_login(rated.cast.he)
    client.get(f"/rounds/{made.pk}/")
    with django_assert_max_num_queries(30):
        client.get(f"/rounds/{made.pk}/")


def test_the_result_becomes_a_paper_whose_numbers_open_to_the_score_page(client, rated, confirmer, at):
    made = published(rated, confirmer)
    at(make.moment(2020, 6, 12))
    assert "/bulletins/draft/?kind=assessment&amp;month=2020-05" in text(
        page(client, rated.cast.wang, f"/rounds/{made.pk}/")
    )
    address = "/bulletins/draft/?kind=assessment&month=2020-05"
    assert "考核结果" in text(page(client, rated.cast.wang, address))
    sent = page(client, rated.cast.wang, address, key="")
    assert sent.status_code == 302
    paper = Bulletin.objects.get()
    assert (paper.kind, paper.title) == ("assessment", "关于2020年5月全市重点项目建设考核结果的通报")
    shown = text(page(client, rated.cast.wang, f"{sent.url}numbers/1/"))
    result = made.results.get(unit=rated.cast.other_county)
    assert (f"/results/{result.pk}/" in shown, "100.00" in shown) == (True, True)
    early = page(client, rated.cast.wang, "/bulletins/draft/?kind=assessment&month=2020-04")
    assert (early.status_code, "还没有确认" in text(early)) == (409, True)
    assert page(client, rated.cast.wang, f"{sent.url}paper.docx").status_code == 200
