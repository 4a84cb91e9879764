"""通报 on the page: drafted, read, opened number by number, edited, consulted, signed, published, checked."""

import json
import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import make
from tests.bulletins.test_commands import Desk
from tests.bulletins.test_kinds import shown
from tests.figures.scene import accept
from yidan.bulletins import commands
from yidan.bulletins.blocks import Numeral, Paragraph, Words, from_json, numerals, text_of, to_json
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import State
from yidan.evidence import store
from yidan.kernel import seals
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit, milestone
from yidan.ledger.queries import visible_to
from yidan.people.commands.person import register
from yidan.progress.commands import report
from yidan.progress.models import MonthlyReport
from yidan.web.papers import bulletin as papers
from yidan.web.papers.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(city):
    return Desk(city)


def text(answer):
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def consulting(desk):
    return commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))


def published(desk, **more):
    seals.seal(at=make.moment(2020, 6, 30, 11))
    return commands.publish(desk.signed(), by=desk.cast.wang, at=make.moment(2020, 6, 30, 12), **more)


def test_a_week_is_chosen_what_is_missing_is_said_and_the_paper_drafted(client, desk):
    client.force_login(desk.cast.wang)
    chosen = client.get("/bulletins/draft/?until=2020-06-30")
    assert "kind=weekly&amp;ending=2020-06-28" in chosen.content.decode()
    address = "/bulletins/draft/?kind=weekly&ending=2020-06-28"
    assert "没有报" in text(client.get(address))
    answer = client.post(address)
    made = Bulletin.objects.get()
    assert (answer.status_code, answer["Location"], made.state) == (302, f"/bulletins/{made.pk}/", State.DRAFT)
    again = client.post(address)
    assert (again.status_code, "已经起草" in text(again), Bulletin.objects.count()) == (409, True, 1)
    assert client.get("/bulletins/draft/?kind=weekly&ending=neverday").status_code == 404
    client.force_login(desk.cast.lin)
    assert client.get(address).status_code == 403


def test_the_page_says_the_paper_and_each_number_opens_what_stands_behind_it(client, desk):
    bulletin = desk.drafted()
    client.force_login(desk.cast.wang)
    page = client.get(f"/bulletins/{bulletin.pk}/")
    first = next(numerals(from_json(bulletin.blocks)))
    assert f'href="/bulletins/{bulletin.pk}/numbers/1/"' in page.content.decode()
    sheet = client.get(f"/bulletins/{bulletin.pk}/numbers/1/", headers={"HX-Request": "true"})
    said = text(sheet)
    assert (first.exact in said, "6月29日" in said, "as_of=2020-06-29T09" in sheet.content.decode()) == (True,) * 3
    count = len(list(numerals(from_json(bulletin.blocks))))
    codes = {client.get(f"/bulletins/{bulletin.pk}/numbers/{place}/").status_code for place in range(1, count + 1)}
    assert codes == {200}
    assert client.get(f"/bulletins/{bulletin.pk}/numbers/{count + 1}/").status_code == 404


def test_the_milestones_of_next_week_stand_behind_their_count(client, desk):
    how = {"by": desk.cast.wang, "at": make.moment(2020, 6, 25)}
    milestone.set(desk.city.bridge, name="桩基完成", planned_on=date(2020, 7, 1), **how)
    bulletin = desk.drafted()
    place = next(at for at, each in enumerate(numerals(from_json(bulletin.blocks)), 1) if "due" in each.ask)
    client.force_login(desk.cast.wang)
    said = client.get(f"/bulletins/{bulletin.pk}/numbers/{place}/").content.decode()
    assert "计划到期节点" in said
    assert "渌水大桥 · 桩基完成" in said


def test_a_named_unit_reads_only_what_names_it_until_it_is_published(client, desk):
    bulletin = consulting(desk)
    client.force_login(desk.cast.lin)
    page = text(client.get(f"/bulletins/{bulletin.pk}/"))
    assert ("醴陵市" in page, "攸县" in page, "全市调度重点项目" in page) == (True, False, False)
    assert client.get(f"/bulletins/{bulletin.pk}/paper.pdf").status_code == 404
    every = list(numerals(from_json(bulletin.blocks)))
    city_wide = next(place for place, each in enumerate(every, 1) if "unit" not in each.ask)
    own = next(place for place, each in enumerate(every, 1) if each.ask.get("unit") == desk.cast.county.pk)
    assert client.get(f"/bulletins/{bulletin.pk}/numbers/{city_wide}/").status_code == 404
    assert client.get(f"/bulletins/{bulletin.pk}/numbers/{own}/").status_code == 200
    answer = client.post(f"/bulletins/{bulletin.pk}/comment/", {"agrees": "no", "text": "大桥已开工"})
    assert (answer.status_code, bulletin.comments.get().text) == (302, "大桥已开工")
    client.force_login(desk.cast.zhao)
    assert client.get(f"/bulletins/{bulletin.pk}/").status_code == 404


def test_after_publication_all_read_it_whole_but_open_only_their_own_numbers(client, desk):
    bulletin = published(desk)
    client.force_login(desk.cast.lin)
    page = client.get(f"/bulletins/{bulletin.pk}/").content.decode()
    every = list(numerals(from_json(bulletin.blocks)))
    opened = {int(place) for place in re.findall(rf"/bulletins/{bulletin.pk}/numbers/(\d+)/", page)}
    asks = [every[place - 1].ask for place in opened]
    units = {ask["unit"] for ask in asks if "project" not in ask}
    projects = set(visible_to(desk.cast.lin).values_list("pk", flat=True))
    assert {ask["project"] for ask in asks if "project" in ask} <= projects
    assert ("全市调度重点项目" in page, "攸县" in page, units) == (True, True, {desk.cast.county.pk})
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        answer = client.get(f"/bulletins/{bulletin.pk}/paper.{ending}")
        assert (answer.status_code, answer.content.startswith(start)) == (200, True)
    assert client.get(f"/bulletins/{bulletin.pk}/paper.exe").status_code == 404


def test_words_are_edited_numbers_move_and_none_is_retyped(client, desk):
    bulletin = desk.drafted()
    client.force_login(desk.cast.wang)
    address = f"/bulletins/{bulletin.pk}/edit/"
    page = client.get(address)
    rows, stamp = page.context["rows"], page.context["stamp"]
    row = next(each for each in rows if each["text"].count("[[") > 2)
    chips = re.findall(r"\[\[\d+\|[^\]]*\]\]", row["text"])
    given = {each["name"]: each["text"] for each in rows} | {"stamp": stamp}
    forged = client.post(address, given | {row["name"]: row["text"].replace(chips[0], "[[1|999]]")})
    assert (forged.status_code, "不能改写" in text(forged), "[[1|999]]" in forged.content.decode()) == (409, True, True)
    moved = f"经核，{chips[1]}、{chips[0]}，另有约300个。\n另起一段。"
    assert client.post(address, given | {row["name"]: moved}).status_code == 302
    bulletin.refresh_from_db()
    blocks = from_json(bulletin.blocks)
    place = next(
        number for number, each in enumerate(blocks) if getattr(each, "parts", [Words("")])[0] == Words("经核，")
    )
    printed = [each.split("|")[1][:-2] for each in chips]
    assert text_of(blocks[place].parts) == f"经核，{printed[1]}、{printed[0]}，另有约300个。"
    assert blocks[place + 1] == Paragraph((Words("另起一段。"),))
    assert [type(each) for each in blocks[place].parts[1::2]][:2] == [Numeral, Numeral]
    stale = client.post(address, given)
    assert (stale.status_code, "他人修改" in text(stale)) == (409, True)
    assert "300" in text(client.get(f"/bulletins/{bulletin.pk}/"))


def test_saving_without_a_change_changes_nothing(client, desk):
    bulletin = desk.drafted()
    client.force_login(desk.cast.wang)
    page = client.get(f"/bulletins/{bulletin.pk}/edit/")
    given = {each["name"]: each["text"] for each in page.context["rows"]} | {"stamp": page.context["stamp"]}
    assert client.post(f"/bulletins/{bulletin.pk}/edit/", given).status_code == 302
    assert Bulletin.objects.get(pk=bulletin.pk).blocks == bulletin.blocks


def test_from_consultation_to_print_each_by_whom_it_is_for(client, desk):
    bulletin = desk.drafted()
    client.force_login(desk.cast.wang)
    refused = client.post(f"/bulletins/{bulletin.pk}/sign/")
    assert (refused.status_code, "起草人不能签发" in text(refused)) == (409, True)
    assert client.post(f"/bulletins/{bulletin.pk}/consult/").status_code == 302
    client.force_login(desk.cast.lin)
    assert client.post(f"/bulletins/{bulletin.pk}/comment/", {"agrees": "no"}).status_code == 422
    assert client.post(f"/bulletins/{bulletin.pk}/comment/", {"agrees": "yes"}).status_code == 302
    client.force_login(desk.cast.he)
    assert client.post(f"/bulletins/{bulletin.pk}/sign/", {"is_checked": "on"}).status_code == 302
    assert client.post(f"/bulletins/{bulletin.pk}/publish/").status_code == 403
    client.force_login(desk.cast.wang)
    seals.seal(at=make.moment(2020, 6, 30, 11))
    given = {"document": "〔2020〕12号", "is_public": "on", "withheld": ["behind"]}
    assert client.post(f"/bulletins/{bulletin.pk}/publish/", given).status_code == 302
    fresh = Bulletin.objects.get(pk=bulletin.pk)
    assert (fresh.state, fresh.number, fresh.withheld, fresh.is_public) == (State.PUBLISHED, "第1期", ["behind"], True)
    assert client.get(f"/bulletins/{bulletin.pk}/edit/").status_code == 409
    answer = client.post(f"/bulletins/{bulletin.pk}/correct/", {"reason": "大桥投资误报"})
    new = Bulletin.objects.get(corrects=fresh)
    assert (answer["Location"], "大桥投资误报" in json.dumps(new.blocks, ensure_ascii=False)) == (
        f"/bulletins/{new.pk}/", True,
    )  # fmt: skip
    assert client.post(f"/bulletins/{new.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/bulletins/{new.pk}/withdraw/", {"reason": "重复"}).status_code == 302
    assert "这份通报已撤回" in text(client.get(f"/bulletins/{new.pk}/"))


def test_the_signer_ticks_that_typed_digits_were_looked_at(client, desk):
    bulletin = consulting(desk)
    blocks = from_json(bulletin.blocks)
    typed = [*blocks, Paragraph((Words("另有约300个。"),))]
    commands.edit(bulletin, by=desk.cast.wang, at=make.moment(2020, 6, 29, 19), blocks=typed, seen=blocks)
    client.force_login(desk.cast.he)
    page = client.get(f"/bulletins/{bulletin.pk}/sign/")
    assert ("300" in text(page), client.post(f"/bulletins/{bulletin.pk}/sign/").status_code) == (True, 422)
    assert client.post(f"/bulletins/{bulletin.pk}/sign/", {"is_checked": "on"}).status_code == 302


def dropped(client, content, name="通报.docx"):
    return client.post("/bulletins/verify/", {"file": SimpleUploadedFile(name, content)})


def test_a_dropped_file_is_judged_in_one_sentence_first(client, desk):
    bulletin = published(desk)
    content = papers.docx_file(bulletin)
    for person in (desk.cast.wang, desk.cast.lin):
        client.force_login(person)
        assert "相符：" in text(dropped(client, content))
    forged = Bulletin.objects.get(pk=bulletin.pk)
    forged.blocks = json.loads(json.dumps(forged.blocks).replace('"printed": "1.4"', '"printed": "9.4"', 1))
    client.force_login(desk.cast.wang)
    said = text(dropped(client, papers.docx_file(forged)))
    assert ("不符：有" in said, "9.4" in said) == (True, True)
    client.force_login(desk.cast.lin)
    refused = dropped(client, papers.docx_file(forged))
    assert (refused.status_code, "不是原件" in text(refused), "应为" in text(refused)) == (409, True, False)
    assert (dropped(client, b"hello").status_code, client.post("/bulletins/verify/").status_code) == (409, 422)
    client.force_login(desk.cast.guan)
    assert client.get("/bulletins/verify/").status_code == 403


def test_the_public_edition_is_open_without_a_log_in_only_where_it_is_public(client, desk):
    bulletin = published(desk, is_public=True, withheld=["behind", "lists"])
    page = client.get(f"/public/bulletins/{bulletin.pk}/")
    said = text(page)
    assert (page.status_code, "本节不对外公开" in said, "应开工未开工项目清单不对外公开" in said) == (200, True, True)
    names = [each.name for each in (desk.cast.he, desk.cast.wang, desk.cast.li)]
    assert [name for name in names if name in said] == []
    assert f"/public/bulletins/{bulletin.pk}/numbers/1/" in page.content.decode()
    assert f'"/bulletins/{bulletin.pk}/numbers/' not in page.content.decode()
    assert bulletin.title in text(client.get("/public/checking/"))
    Bulletin.objects.filter(pk=bulletin.pk).update(is_public=False)
    assert client.get(f"/public/bulletins/{bulletin.pk}/").status_code == 404
    assert client.get(f"/bulletins/{bulletin.pk}/").status_code == 302


def test_each_number_of_the_public_edition_opens_its_definition_and_records_where_they_are_public(client, desk):
    bulletin = published(desk, is_public=True, withheld=["owner"])
    page = client.get(f"/public/bulletins/{bulletin.pk}/").content.decode()
    (place,) = re.findall(r'numbers/(\d+)/" data-sheet>\d+</a>个\(按子项计', page)
    address = f"/public/bulletins/{bulletin.pk}/numbers/{place}/"
    said = client.get(address)
    assert (said.status_code, "口径" in text(said), "来源记录共" in text(said)) == (200, True, True)
    assert desk.city.bridge.name in text(said)
    assert [each for each in re.findall(r'href="([^"]+)"', said.content.decode()) if "/projects/" in each] == []
    owners = {each.name for each in (desk.cast.owner,)}
    assert [each for each in owners if each in text(said)] == []
    sheet = text(client.get(address, headers={"HX-Request": "true"}))
    assert ("口径" in sheet, "<html" in sheet) == (True, False)
    for withheld in (["sources"], ["lists"]):
        Bulletin.objects.filter(pk=bulletin.pk).update(withheld=withheld)
        closed = text(client.get(address))
        assert ("不在公开范围内" in closed, desk.city.bridge.name in closed) == (True, False)


def test_a_public_number_asked_for_by_a_made_up_place_or_paper_is_not_there(client, desk):
    bulletin = published(desk, is_public=True)
    address = f"/public/bulletins/{bulletin.pk}/numbers/"
    for place in ("0", "99999", "9" * 40, "-1", "x", "1%00", "../1"):
        assert client.get(f"{address}{place}/").status_code == 404, place
    assert client.get(f"/public/bulletins/{'9' * 40}/numbers/1/").status_code == 404
    assert client.post(f"{address}1/").status_code in (403, 405)
    Bulletin.objects.filter(pk=bulletin.pk).update(is_public=False)
    assert client.get(f"{address}1/").status_code == 404
    Bulletin.objects.filter(pk=bulletin.pk).update(is_public=True)
    assert client.get(f"{address}1/").status_code == 200
    commands.withdraw(bulletin, by=desk.cast.wang, at=make.moment(2020, 7, 1), reason="口径有误")
    assert client.get(f"{address}1/").status_code == 404


def test_a_paper_in_consultation_is_nowhere_to_who_is_not_named(client, desk):
    bulletin = commands.consult(desk.drafted(), by=desk.cast.wang, at=make.moment(2020, 6, 29, 18))
    named = {str(each) for each in bulletin.named_units.all()}
    assert named
    places = ["", "paper.docx", "paper.pdf", "numbers/1/", "showing/", "edit/", "comment/"]
    for person in (None, desk.cast.bu, desk.cast.li, desk.cast.zhao, desk.cast.guan):
        client.logout()
        if person:
            client.force_login(person)
        for place in places:
            found = client.get(f"/bulletins/{bulletin.pk}/{place}")
            assert found.status_code in (302, 403, 404), (person, place)
        assert client.get(f"/public/bulletins/{bulletin.pk}/").status_code == 404
        for page in ("/public/checking/", "/bulletins/", "/inbox/?all", "/journal/", "/cards/"):
            assert f"/bulletins/{bulletin.pk}/" not in client.get(page).content.decode(), (person, page)


def test_no_name_of_a_registered_person_stands_in_the_public_edition_however_it_got_there(client, desk):
    bulletin = published(desk, is_public=True)
    blocks = list(from_json(bulletin.blocks))
    man = desk.city.factory.profile
    type(man).objects.filter(pk=man.pk).update(duty_person="钱　多（副总）、孙立新", duty_phone="13812345678")
    blocks.insert(4, Paragraph((Words("陶瓷工厂由钱多、孙立新负责，电话28681234；请" + desk.cast.he.name + "协调。"),)))
    Bulletin.objects.filter(pk=bulletin.pk).update(blocks=to_json(blocks))
    said = text(client.get(f"/public/bulletins/{bulletin.pk}/"))
    (line,) = re.findall("陶瓷工厂由[^\n]*协调。", said)
    assert line == "陶瓷工厂由（姓名略）、（姓名略）负责，电话（电话略）；请（姓名略）协调。"


def test_the_public_edition_is_set_once_until_a_name_is_registered(client, desk, django_assert_num_queries):
    bulletin = published(desk, is_public=True)
    blocks = [*from_json(bulletin.blocks), Paragraph((Words("汤圆圆到陶瓷工厂现场查看。"),))]
    Bulletin.objects.filter(pk=bulletin.pk).update(blocks=to_json(blocks))
    address = f"/public/bulletins/{bulletin.pk}/"
    first = client.get(address).content.decode()
    assert "汤圆圆到陶瓷工厂现场查看" in first
    with django_assert_num_queries(2):  # the paper, and whether anything was written
        again = client.get(address).content.decode()
    client.get(f"{address}numbers/1/")
    with django_assert_num_queries(2):
        assert client.get(f"{address}numbers/99999/").status_code == 404
    without_token = re.compile(r"csrf[^>]*>")
    assert without_token.sub("", again) == without_token.sub("", first)
    register(desk.cast.office, by=desk.cast.guan, at=make.moment(2020, 7, 2), name="汤圆圆", username="tang")
    assert "（姓名略）到陶瓷工厂现场查看" in client.get(address).content.decode()


def test_a_report_corrected_after_publication_names_the_papers_that_used_it(client, desk):
    accept(desk.cast, desk.city.bridge, Month(2020, 5), 500, at=make.moment(2020, 6, 10, 10))
    bulletin = published(desk)
    later = make.moment(2020, 7, 6)
    report.correct(
        MonthlyReport.objects.get(project=desk.city.bridge, month=Month(2020, 5)), by=desk.cast.wang, at=later,
        recorded_at=later, reason="误报", invested_wan=Decimal(900),
    )  # fmt: skip
    address = f"/reports/{desk.city.bridge.pk}/2020-05/"
    client.force_login(desk.cast.wang)
    assert bulletin.title in text(client.get(address))
    client.force_login(desk.cast.lin)
    assert bulletin.title not in text(client.get(address))


def test_the_list_costs_no_more_for_many_papers(client, desk, django_assert_max_num_queries):
    desk.drafted()
    client.force_login(desk.cast.wang)
    client.get("/bulletins/")
    with django_assert_max_num_queries(12):
        client.get("/bulletins/")
    for week in range(1, 4):
        cut = make.moment(2020, 6, 29 - 7 * week, 17)
        desk.drafted(to_on=date(2020, 6, 28 - 7 * week), cut=cut)
    with django_assert_max_num_queries(12):
        page = text(client.get("/bulletins/"))
    assert page.count("周通报") > 4
    client.force_login(desk.cast.guan)
    assert "不接触业务数据" in text(client.get("/bulletins/"))


def test_on_a_phone_the_page_of_ones_own_leads_to_the_papers(client, desk):
    client.force_login(desk.cast.lin)
    assert '<li><a href="/bulletins/">通报</a></li>' in client.get("/me/").content.decode()


def test_a_pack_is_drafted_paged_through_and_shows_its_pictures(client, desk):
    exhibit.set(desk.city.bridge, by=desk.cast.wang, at=make.AT, name="东侧", reason="工程部位", asking="never")
    before, after = (shown(desk.city, desk.cast, "东侧", month, month) for month in (3, 6))
    out = BytesIO()
    Image.new("RGB", (1600, 900), "grey").save(out, "JPEG")
    store.preview_place(before, "view").parent.mkdir(parents=True, exist_ok=True)
    store.preview_place(before, "view").write_bytes(out.getvalue())
    client.force_login(desk.cast.wang)
    said = text(client.get("/bulletins/draft/?until=2020-07-10"))
    assert "月讲评材料" in said
    assert "问题台账通报" in said
    made = client.post("/bulletins/draft/?kind=review&month=2020-06")
    page = client.get(made.url)
    bulletin = Bulletin.objects.get(kind="review")
    assert f"/bulletins/{bulletin.pk}/showing/" in page.content.decode()
    paged = client.get(f"/bulletins/{bulletin.pk}/showing/").content.decode()
    assert paged.count('class="showing-page"') >= 4
    picture = client.get(f"/bulletins/{bulletin.pk}/pictures/{before}/")
    with Image.open(BytesIO(picture.content)) as image:
        assert image.size[0] * 3 == image.size[1] * 4
    assert client.get(f"/bulletins/{bulletin.pk}/pictures/{after}/").status_code == 404  # its preview is gone
    assert client.get(f"/bulletins/{bulletin.pk}/pictures/{'0' * 64}/").status_code == 404
    for make_file in (papers.docx_file, papers.pdf_file):
        assert verify(make_file(bulletin)).is_sound
    client.force_login(desk.cast.lin)
    for address in (f"/bulletins/{bulletin.pk}/showing/", f"/bulletins/{bulletin.pk}/pictures/{before}/"):
        assert client.get(address).status_code == 404


def test_a_special_and_the_one_lists_bulletin_are_drafted_from_their_addresses(client, desk):
    client.force_login(desk.cast.wang)
    of = (f"kind=special&unit={desk.cast.county.pk}", f"kind=special&project={desk.city.bridge.pk}")
    for query in ("kind=matters", *of):
        assert client.post(f"/bulletins/draft/?{query}&month=2020-06").status_code == 302, query
    titles = list(Bulletin.objects.order_by("pk").values_list("title", flat=True))
    assert titles[1:] == ["关于醴陵市推进情况的专报", "关于渌水大桥推进情况的专报"]
    assert papers.subject_of(Bulletin.objects.get(title=titles[2])) == desk.city.bridge
    for query in ("kind=special&month=2020-06", "kind=special&unit=x&month=2020-06", "kind=review&month=x"):
        assert client.get(f"/bulletins/draft/?{query}").status_code == 404
