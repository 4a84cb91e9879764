"""A published series: stored as printed, revised by a later paper, every vintage kept, never recomputed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Paragraph, numerals, text_of
from yidan.bulletins.drafting import monthly
from yidan.figures import published
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.targets import queries
from yidan.targets.commands import series as commands
from yidan.targets.commands.series import Released
from yidan.targets.models import Release
from yidan.targets.rules.series import Gap

pytestmark = pytest.mark.django_db
PAPER = "株洲市统计局2020年月报"


def series(cast, **more):
    about = {"code": "fai-growth", "name": "固定资产投资增速", "measured": "growth", "publisher": "株洲市统计局"}
    return commands.register(cast.office, by=cast.tong, at=make.moment(2020, 1, 13), **(about | more))


def release(cast, of, month, said, day=None, **more):
    day = day or date(2020, month, 28)
    reason = more.pop("reason", "")
    told = Released(Month(2020, month), said, more.pop("document", PAPER), day, **more)
    at = make.moment(day.year, day.month, day.day, 18)
    return commands.record(of, by=cast.tong, at=at, released=told, reason=reason)


def test_a_number_is_kept_as_printed_with_rank_and_paper(cast):
    made = release(cast, series(cast), 6, "6.10", rank=3, rank_of=14, provincial=Decimal("4.9"))
    assert (made.said, made.value, made.rank, made.document) == ("6.10", Decimal("6.10"), 3, PAPER)
    entry = Entry.objects.get(verb="release.record")
    assert entry.subject_id == made.pk


def test_a_revision_needs_its_reason_and_keeps_the_earlier_vintage(cast):
    of = series(cast)
    release(cast, of, 6, "6.1")
    with pytest.raises(Invalid, match="修订请写明原因"):
        release(cast, of, 6, "5.9", date(2020, 8, 1))
    with pytest.raises(Invalid, match="已经是这样"):
        release(cast, of, 6, "6.1")
    release(cast, of, 6, "5.9", date(2020, 8, 1), reason="统计执法检查后核减", document="统计局更正")
    assert [each.said for each in queries.vintages(of, None, Month(2020, 6))] == ["5.9", "6.1"]
    before, after = make.moment(2020, 7, 31), make.moment(2020, 8, 2)
    june = [published.by_month("fai-growth", None, at)[Month(2020, 6)] for at in (before, after, None)]
    assert [published.part(each, "value") for each in june] == [
        Decimal("6.1"), Decimal("5.9"), Decimal("5.9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "more", "sentence"),
    [("约6", {}, "不是数"), ("6.1", {"day": date(2020, 5, 1)}, "早于所属月份"), ("6.1", {"document": " "}, "来源文件"),
     ("6.1", {"rank": 15, "rank_of": 14}, "位次大于")],
)  # fmt: skip
def test_what_cannot_be_a_release_is_refused(cast, said, more, sentence):
    with pytest.raises(Invalid, match=sentence):
        release(cast, series(cast), 6, said, **more)
    assert not Release.objects.exists()


def test_a_grade_is_kept_as_words(cast):
    made = release(cast, series(cast, code="river", name="渌水水质", measured="grade"), 6, "Ⅱ类")
    assert (made.said, made.value) == ("Ⅱ类", None)


def test_who_may_record(cast):
    of = series(cast)
    told = Released(Month(2020, 6), "6.1", PAPER, date(2020, 6, 28))
    for person in (cast.lin, cast.li, cast.shen):
        with pytest.raises(NotPermitted):
            commands.record(of, by=person, at=make.moment(2020, 7, 1), released=told)


def test_a_withdrawn_release_is_gone_and_can_be_recorded_anew(cast):
    of = series(cast)
    made = release(cast, of, 6, "6.1")
    commands.withdraw(made, by=cast.wang, at=make.moment(2020, 7, 2), reason="录错月份")
    assert queries.releases(of, None) == []
    assert [each.said for each in queries.releases(of, None, make.moment(2020, 7, 1))] == ["6.1"]
    release(cast, of, 6, "7.1")


def test_the_database_keeps_one_live_number_of_the_city_and_of_a_unit(cast):
    of = series(cast)
    made = release(cast, of, 6, "6.1")
    release(cast, of, 6, "8.4", unit=cast.county)
    for unit in (None, cast.county):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.create(
                series=of, unit=unit, month=Month(2020, 6), said="1", document="x", released_on=made.released_on,
                recorder=cast.wang, recorded_at=made.recorded_at,
            )  # fmt: skip


def test_pace_and_run_are_of_releases(cast):
    of = series(cast)
    for month, said, rank in ((7, "7.2", 2), (8, "8.0", 1), (9, "7.9", 1)):
        release(cast, of, month, said, rank=rank)
    known = published.points(of, None, None)
    assert [(each.pace, each.run) for each in known] == [(None, 0), (Decimal("0.8"), 1), (Decimal("-0.1"), 2)]


def test_both_calibres_stand_side_by_side_and_the_gap_is_named(cast):
    of = series(cast, beside="invested.year")
    release(cast, of, 6, "6.1")
    made = make.project(cast, "工厂")
    make.plan(cast, made, 5000)
    for year, amount in ((2019, 1000), (2020, 1500)):
        make.accepted(cast, made, Month(year, 6), amount)
    (row,) = published.beside(
        of, published.points(of, None, None), Question(Period(2020, 6)), parameters.values()
    )  # fmt: skip
    assert (row.dispatch, row.published, row.gap) == (50, Decimal("6.1"), Gap.DISPATCH_HIGHER)
    assert row.points == Decimal("43.9")


def test_the_monthly_cites_what_was_published_by_its_cut_off_alive(cast):
    of = series(cast)
    for month, said, rank in ((4, "1.2", 1), (5, "4.35", 1)):
        release(cast, of, month, said, date(2020, month + 1, 18), rank=rank)
    cut = make.moment(2020, 7, 3, 17)
    paper = monthly(Month(2020, 6), cut, date(2020, 7, 5), issuer="市项目办")
    text = "\n".join(text_of(block.parts) for block in paper.blocks if isinstance(block, Paragraph))
    assert (
        "据株洲市统计局公布，1—5月固定资产投资增速4.35%，比上次公布加快3.15个百分点，居全省第1位，连续2个月居第1位。"
        in text
    )
    release(cast, of, 5, "4.2", date(2020, 8, 1), reason="修订")
    asked = [(each.printed, each.ask) for each in numerals(tuple(paper.blocks))]
    assert differences(asked, Book(cut)) == []
    assert [each.recomputed for each in differences(asked, Book(None))][:2] == ["4.2%", "3"]


def test_the_command_line_takes_a_table_and_shows_a_series(cast, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from yidan.web.cli import home
    from yidan.web.cli.series import command

    monkeypatch.setattr(home, "prepare", lambda: None)
    series(cast)
    table = tmp_path / "公布数.csv"
    table.write_text(
        "期间,指标,公布数,位次,来源文件,公布日期\n2020-05,固定资产投资增速,4.3,4,月报,2020-06-18\n", "utf-8"
    )
    taken = CliRunner().invoke(command, ["import", str(table), "--by", cast.wang.username], catch_exceptions=False)
    assert taken.exit_code == 0, taken.output
    shown = CliRunner().invoke(command, ["show", "fai-growth"], catch_exceptions=False).stdout
    assert shown.split("\t")[:3] == ["2020-05", "4.3", "4"]
    table.write_text("期间,指标,公布数\n2020-06,没有,1\n", "utf-8")
    wrong = CliRunner().invoke(command, ["import", str(table), "--by", cast.wang.username])
    assert wrong.exit_code == 1
    assert "第2行" in wrong.output
