"""导出: the office's forms say what the ledger says, and what was exported can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.cast import AT, assemble
from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Refused
from yidan.kernel.values import Month
from yidan.ledger.commands import plan, project, stage
from yidan.ledger.models import AnnualPlan, Mark, Profile, Source
from yidan.progress.commands import opening, report
from yidan.progress.models import Progress, Span
from yidan.web.papers import sectors
from yidan.web.papers.exporting import ledger_rows, paper
from yidan.web.papers.exporting.forms import Column
from yidan.web.papers.exporting.ledger_rows import chinese
from yidan.web.papers.exporting.sheet import Sheet, workbook
from yidan.web.papers.importing import applying, preparing

MAY = Month(2020, 5)
LATER = AT.replace(month=6)
TODAY = date(2020, 6, 1)


@pytest.fixture
def cast(db):
    """The people, in an empty ledger."""
    return assemble()


def add(cast: Any, name: str, *, planned: str = "1200", invested: dict[int, str] | None = None, **more: Any) -> Any:
    """A project with its plan, money, stages and accepted months."""
    wang, at = cast.wang, AT
    listing = more.pop("listing", "continuing")
    prior, started = more.pop("prior", None), more.pop("started", None)
    made = project.register(
        cast.county, by=wang, at=at, name=name, owner_unit=cast.owner,
        responsible_unit=more.pop("responsible", cast.county),
        domain=more.pop("domain", "industry"), total_investment_wan=Decimal(more.pop("total", "50000")),
        industry_code=more.pop("industry_code", "C3042"), despite_duplicates=True, reason="测试", **more,
    )  # fmt: skip
    plan.set(
        made, by=wang, at=at, year=2020, listing=listing, planned_wan=Decimal(planned), content="完成主体工程",
        starts_on=date(2020, 3, 1), finishes_on=date(2021, 12, 30),
    )  # fmt: skip
    if prior:
        opening.set(made, by=wang, at=at, month=Month(2019, 12), span=Span.PRIOR_OPENING, invested_wan=Decimal(prior))
    if started:
        stage.record(made, by=wang, at=LATER, mark=Mark.STARTED, happened_on=started)
    for month, wan in (invested or {}).items():
        report.record(
            made, by=wang, at=LATER, month=Month(2020, month), invested_wan=Decimal(wan),
            physical_progress=f"{month}月施工", problems="征地滞后", next_step="加快进度",
        )  # fmt: skip
    return made


def sheet_of(path: Path) -> list[list[Any]]:
    """The first sheet's values, row by row."""
    return [list(row) for row in load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)]


def written(tmp_path: Path, kind: str, month: str = "2020-05", format: str = "xlsx", **more: Any) -> Path:
    """One form of the whole city."""
    path = tmp_path / f"{kind}.{format}"
    question = more.pop("question", Question(Period.parse(month)))
    paper.write(kind, question, path, format=format, today=TODAY, **more)
    return path


def test_the_dispatch_form_has_title_unit_three_rows_of_heads_groups_and_subtotals(cast, tmp_path):
    add(cast, "玻璃项目", planned="1000", invested={4: "100", 5: "300.5"}, prior="2000")
    add(cast, "公路工程", planned="3000", invested={5: "500"}, domain="infrastructure", industry_code="E4812")
    rows = sheet_of(written(tmp_path, "dispatch"))
    assert rows[0][0] == "附件2"
    assert rows[1][0] == "株洲市重点建设项目2020年5月调度表"
    assert "单位：万元" in rows[2]
    heads = rows[3:6]
    assert heads[0][:4] == ["序号", "项目名称", "责任单位", "项目业主"]
    assert heads[0][6] == "投资完成情况"
    assert heads[1][6:12] == ["本月计划", "本月完成", "1-5月累计完成", "占年度计划%", "自开工累计", "占总投资%"]
    assert heads[2][15:19] == ["计划开工", "实际开工", "计划竣工", "实际竣工"]
    titles = [row[1] for row in rows[6:]]
    assert titles == [
        "合计(2个)", "一、产业发展项目(1个)", "(一)先进制造业(1个)", "1.续建项目(1个)", "玻璃项目",
        "二、基础设施项目(1个)", "(一)交通与市政(1个)", "1.续建项目(1个)", "公路工程",
    ]  # fmt: skip
    total, glass = rows[6], rows[10]
    assert (total[5], total[7], total[8]) == (4000, 800.5, 900.5)
    assert (glass[7], glass[8], glass[10]) == (300.5, 400.5, 2400.5)
    assert glass[12] == "5月施工"


def test_subtotals_are_formulas_over_the_rows_beneath_them(cast, tmp_path):
    for number in range(3):
        add(cast, f"第{number}号厂房项目", planned=str(1000 + number))
    book = load_workbook(written(tmp_path, "plan"))
    sheet = book.worksheets[0]
    formulas = {cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")}
    assert all(formula.startswith("=SUBTOTAL(9,") for formula in formulas)
    assert len(formulas) >= 4
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 8
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "C6"
    assert "第 &P 页" in sheet.oddFooter.center.text


def test_of_rows_already_written_nothing_is_kept_but_their_heights_are_in_the_file(tmp_path):
    columns = [Column(("名称",), lambda row: row["name"], 10)]
    texts = ["短", "长" * 60, "两\n行", "", *(f"第{number}行" for number in range(40))]
    path = tmp_path / "rows.xlsx"
    with workbook(path) as book:
        sheet = Sheet(book, "表", columns)
        for text in texts:
            sheet.body({"name": text})
        assert len(sheet.sheet.row_info) <= 2
        assert len(sheet.sheet.row_sizes) <= 2
    heights = [row.height for row in load_workbook(path).active.row_dimensions.values()]
    assert len(heights) == len(texts)
    assert (heights[0], heights[1] > 100, heights[0] < heights[2] < heights[1]) == (18, True, True)


def test_rows_come_in_the_ledgers_order_however_many_are_read_at_a_time(cast, tmp_path, monkeypatch):
    for number in (3, 1, 2, 5, 4):
        add(cast, f"第{number}号厂房项目", planned="1000")
    before = [row[1] for row in sheet_of(written(tmp_path, "plan"))]
    monkeypatch.setattr(ledger_rows, "CHUNK", 2)
    assert [row[1] for row in sheet_of(written(tmp_path, "plan"))] == before
    assert [name for name in before if name and name.startswith("第")] == [f"第{n}号厂房项目" for n in (3, 1, 2, 5, 4)]


def test_the_totals_are_those_of_the_figures(cast, tmp_path):
    add(cast, "甲项目", planned="1000.25", invested={1: "10.01", 5: "20.02"}, prior="7")
    add(cast, "乙项目", planned="2000", invested={5: "1"})
    total = sheet_of(written(tmp_path, "dispatch"))[6]
    asked = figures.totals(
        ["plan.annual", "invested.month", "invested.year", "invested.to_date"], Question(Period(2020, 5))
    )
    told = [Decimal(str(total[column])) for column in (5, 7, 8, 10)]
    assert told == [value.value for value in asked.values()]


def test_text_never_becomes_a_formula(cast, tmp_path):
    evil = '=HYPERLINK("http://x","点我")'
    add(cast, "=1+1项目", place=evil, scale="@SUM(A1)", remark="+8613800000000")
    book = load_workbook(written(tmp_path, "plan"))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    by_text = {cell.value: cell.data_type for cell in cells if cell.value in {evil, "=1+1项目", "@SUM(A1)"}}
    assert [cell.value for cell in cells if cell.data_type == "f" and "SUBTOTAL" not in cell.value] == []
    assert len(by_text) == 3
    text = written(tmp_path, "plan", format="csv").read_text(encoding="utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(text)))
    assert row["项目名称"] == "'=1+1项目"
    assert row["建设地点"] == f"'{evil}"
    assert row["备注"] == "'+8613800000000"


def test_plain_csv_has_one_line_of_heads_and_exact_numbers(cast, tmp_path):
    add(cast, "玻璃项目", planned="1000.123456", invested={5: "300.5"})
    text = written(tmp_path, "dispatch", format="csv").read_text(encoding="utf-8-sig")
    [row] = list(csv.DictReader(io.StringIO(text)))
    assert row["年度计划投资"] == "1000.123456"
    assert row["投资完成情况/本月完成"] == "300.5"
    assert (row["领域"], row["年度类型"], row["县市区"]) == ("产业发展", "续建", "醴陵市")


def test_phones_are_masked_unless_the_office_asks(cast, tmp_path):
    add(cast, "玻璃项目", duty_person="李四", duty_phone="13800001234", invested={5: "1"})
    masked = sheet_of(written(tmp_path, "dispatch"))[10][-1]
    open_ = sheet_of(written(tmp_path, "dispatch", shows_phone=lambda _owner: True))[10][-1]
    assert masked == "李四 138****1234"
    assert open_ == "李四 13800001234"


def test_the_ranking_form_gives_places_and_movement(cast, tmp_path):
    for number in range(2):
        add(cast, f"厂房{number}号项目", planned="1000", invested={5: "500"})
    path = written(tmp_path, "ranking")
    rows = sheet_of(path)
    assert rows[3][:3] == ["位次", "县市区", "项目个数"]
    first = rows[5]
    assert first[:7] == [1, "醴陵市", 2, 100000, 2000, 1000, 1000]
    assert round(first[7], 1) == 50.0
    assert rows[6][:7] == [None, "合计", 2, 100000, 2000, 1000, 1000]
    heads = rows[3]
    assert heads[3] == "总投资"
    assert not {"综合得分", "综合位次"} & set(heads)  # nobody has given a score yet


def test_the_lists_of_what_is_late_carry_reason_and_measure(cast, tmp_path):
    add(cast, "未开工项目", listing="starting", planned="1000", invested={5: "0"})
    book = load_workbook(written(tmp_path, "lagging"))
    assert book.sheetnames == ["未开工清单", "滞后清单"]
    rows = [list(row) for row in book["未开工清单"].iter_rows(values_only=True)]
    head, row = rows[3], rows[4]
    assert (row[head.index("项目")], row[head.index("原因")], row[head.index("措施")]) == (
        "未开工项目",
        "征地滞后",
        "加快进度",
    )
    assert row[head.index("逾期天数")] == 91


def test_what_another_unit_answers_for_gets_its_county_named(cast, tmp_path):
    add(cast, "市管项目", responsible=cast.bureau)
    assert "县市区" in sheet_of(written(tmp_path, "plan"))[3]


def test_as_of_a_day_the_form_shows_what_was_known_then(cast, tmp_path):
    made = add(cast, "玻璃项目", planned="1000", invested={5: "300"})
    paper_ = made.reports.get(month=MAY)
    report.correct(paper_, by=cast.wang, at=LATER.replace(day=20), reason="复核", invested_wan=Decimal(280))
    then = Question(Period(2020, 5), as_of=LATER.replace(day=10))
    assert sheet_of(written(tmp_path, "dispatch", question=then))[6][7] == 300
    assert sheet_of(written(tmp_path, "dispatch"))[6][7] == 280


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("C3714", "先进制造业"),
        ("3714", "先进制造业"),
        ("E4812", "交通与市政"),
        ("Q8411", "卫生和社会工作"),
        ("", "其他"),
        ("??", "其他"),
    ],
)
def test_an_industry_code_names_its_sector(code, sector):
    assert sectors.sector_of(code) == sector


@pytest.mark.parametrize("code", ["C", "N76", "N77", "K", "E48", "G", "D", "D46", "Q"])
def test_a_group_leads_back_to_a_code_of_that_group(code):
    sector = sectors.sector_of(code)
    assert sectors.sector_of(sectors.code_of(sector)) == sector
    assert sectors.code_of("其他") == sectors.code_of("省级项目") == ""


def test_headings_are_numbered_as_the_office_numbers_them():
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 42)] == ["一", "九", "十", "十一", "二十", "四十二"]


# --- out and in again ------------------------------------------------------------------------------------

NAMES = st.text(
    alphabet="玻璃陶瓷公路学校医院园区一二三四五六七八九十甲乙丙丁湘江醴陵攸县工程改造新建扩建", min_size=4, max_size=24
)
AMOUNTS = st.integers(1, 9_000_000).map(lambda fen: Decimal(fen) / 100)
DRAWN = st.fixed_dictionaries(
    {
        "planned": AMOUNTS, "total": st.integers(9_000_000, 90_000_000).map(lambda n: Decimal(n) / 100),
        "listing": st.sampled_from(["starting", "continuing", "completing"]),
        "domain": st.sampled_from(["industry", "infrastructure", "livelihood", "ecology"]),
        "industry_code": st.sampled_from(["C3042", "E4812", "Q8411", "N7721", ""]),
        "prior": st.none() | AMOUNTS, "april": st.none() | AMOUNTS, "may": AMOUNTS,
    }
)  # fmt: skip


def told(read: Callable[[], Any]) -> Any:
    """Run it in a transaction that leaves nothing behind."""
    with transaction.atomic():
        answer = read()
        transaction.set_rollback(True)
    return answer


def ledger(kind: str) -> list[tuple[Any, ...]]:
    """The ledger as far as a form tells it."""
    rows = []
    for profile in Profile.objects.live().select_related("owner_unit", "responsible_unit", "assessed_unit"):
        plan_ = AnnualPlan.objects.live().get(project=profile.project, year=2020)
        facts = Progress.objects.live().filter(project=profile.project)
        prior = sum((fact.invested_wan for fact in facts if fact.month.year < 2020), Decimal(0))
        row = [
            profile.name, profile.total_investment_wan, str(profile.owner_unit), str(profile.responsible_unit),
            str(profile.assessed_unit), profile.domain, sectors.sector_of(profile.industry_code),
            plan_.listing, plan_.planned_wan, plan_.content,
            plan_.starts_on, plan_.finishes_on, prior,
        ]  # fmt: skip
        if kind == "dispatch":
            year = sum((fact.invested_wan for fact in facts if fact.month.year == 2020), Decimal(0))
            month = sum(
                (fact.invested_wan for fact in facts if fact.month == MAY and fact.span == Span.MONTH), Decimal(0)
            )
            row += [
                year,
                month,
                [fact.physical_progress for fact in facts if fact.span == Span.MONTH and fact.month == MAY],
            ]
        else:
            row += [profile.place, profile.nature, profile.scale, profile.years, profile.duty_person]
            row.append(sorted((each.source, each.amount_wan) for each in profile.project.sources.live()))
            row.append([code.code for code in profile.project.codes.live()])
        rows.append(tuple(row))
    return sorted(rows, key=repr)


def build(drawn: dict[str, dict[str, Any]], kind: str, path: Path) -> list[tuple[Any, ...]]:
    """Make a ledger of what was drawn, export it, say what it holds."""
    cast = assemble()
    for place, (name, facts) in enumerate(drawn.items()):
        made = add(
            cast, name, planned=str(facts["planned"]), total=str(facts["total"]), listing=facts["listing"],
            domain=facts["domain"], industry_code=facts["industry_code"], prior=facts["prior"],
            invested={month: str(facts[key]) for month, key in ((4, "april"), (5, "may")) if facts[key]},
            place="醴陵市东富镇", nature="expansion", scale="建设厂房2栋", years="2020-2022", duty_person="周明",
            code=f"2020-430281-30-03-{place:06d}",
        )  # fmt: skip
        if place % 2:
            half = Decimal(facts["total"]) / 2
            project.set_sources(made, by=cast.wang, at=AT, amounts={Source.OWN: half, Source.SPECIAL_BOND: half})
    paper.write(kind, Question(Period(2020, 5)), path, today=TODAY)
    return ledger(kind)


def bring_in(kind: str, path: Path) -> list[tuple[Any, ...]]:
    """Import the file into an instance that knows people and no project; say what it holds then."""
    cast = assemble()
    data = path.read_bytes()
    prepared = preparing.prepare(data, path.name, kind, by=cast.wang, at=LATER, year=2020, month=MAY)
    assert [finding.message for finding in prepared.errors] == []
    applying.apply(prepared, by=cast.wang, at=LATER, data=data)
    return ledger(kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["plan", "dispatch"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.dictionaries(NAMES, DRAWN, min_size=1, max_size=5))
def test_what_was_exported_and_imported_into_an_empty_instance_is_equal(tmp_path, kind, drawn):
    path = tmp_path / f"2020年5月{kind}.xlsx"
    before = told(lambda: build(drawn, kind, path))
    assert told(lambda: bring_in(kind, path)) == before


def test_the_page_gives_the_file_that_the_list_shows(client, cast):
    add(cast, "玻璃项目", planned="1000", invested={5: "300"})
    add(cast, "公路工程", planned="3000", invested={5: "500"}, domain="infrastructure", industry_code="E4812")
    client.force_login(cast.wang)
    answer = client.get("/exports/dispatch/?domain=infrastructure&period=2020-05")
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content)), data_only=True).worksheets[0]
    names = [row[1] for row in rows.iter_rows(values_only=True)]
    assert ("公路工程" in names, "玻璃项目" in names) == (True, False)


def test_one_who_sees_no_business_data_exports_none(client, cast):
    client.force_login(cast.guan)
    assert client.get("/exports/dispatch/").status_code == 409
    client.force_login(cast.wang)
    assert client.get("/exports/nothing/").status_code == 404


def test_an_owner_exports_only_its_own(client, cast):
    add(cast, "玻璃项目", invested={5: "300"})
    client.force_login(cast.zhao)
    answer = client.get("/exports/dispatch/?period=2020-05&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1


def test_more_than_a_database_takes_in_one_list_is_refused_not_silently_widened():
    too_many = set(range(ledger_rows.SELECTED_AT_MOST + 1))
    with pytest.raises(Refused, match="筛选出30001个项目，一次最多导出30000个"):
        ledger_rows.listed(Question(Period(2020, 5)), too_many)
