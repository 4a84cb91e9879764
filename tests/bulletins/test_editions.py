"""Who reads what of a paper: a named unit only what names it, the public no person and no phone."""

from yidan.bulletins.blocks import (
    Cell,
    Contact,
    Heading,
    Masthead,
    Numeral,
    Paragraph,
    Signature,
    Table,
    Words,
    cell,
    text_of,
    words,
)
from yidan.bulletins.editions import Named, excerpt, public_edition

LILING = Named(frozenset({7}), frozenset({"醴陵市", "醴陵"}), frozenset({31}), frozenset({"攸县", "荷塘区"}))


def rate(unit, printed):
    return Numeral(printed, {"figure": "completion.rate", "period": "2020-06", "unit": unit, "form": "percent"})


def said(blocks):
    return [text_of(block.parts) for block in blocks if isinstance(block, Heading | Paragraph)]


def test_a_named_unit_reads_its_own_clause_and_nothing_of_the_others():
    paper = (
        Heading(1, words("一、总体情况")),
        Paragraph((Words("全市项目"), Numeral("60", {"figure": "project.count"}), Words("个。"))),
        Heading(1, words("二、排名情况")),
        Paragraph(
            (Words("县市区中，年度计划完成率居前的是荷塘区（"), rate(8, "112.4%"), Words("）、攸县（"),
             rate(9, "71.6%"), Words("）；居后的是攸县（"), rate(9, "28.3%"), Words("）、醴陵市（"), rate(7, "18.9%"),
             Words("）。"))
        ),
        Heading(1, words("三、存在问题")),
        Heading(2, words("（一）应开工未开工项目")),
        Paragraph(words("攸县攸州大道。")),
    )  # fmt: skip
    assert said(excerpt(paper, LILING)) == [
        "二、排名情况", "年度计划完成率居前的是……居后的是……醴陵市（18.9%）。",
    ]  # fmt: skip


def test_a_name_with_a_stop_in_it_is_left_out_to_its_end():
    limit = Numeral("20", {"parameter": "figures.lagging_points", "form": "plain"})
    paper = (
        Paragraph(
            (Words("低于序时进度"), limit, Words("个百分点以上的项目中，滞后最多的是：攸县路网项目（含征地拆迁、"
             "管线迁改、智慧设施）工程，低于"), rate(9, "58.3"), Words("个百分点；醴陵市电厂（一期、二期），低于"),
             rate(7, "50.0"), Words("个百分点。"))
        ),
    )  # fmt: skip
    assert said(excerpt(paper, LILING)) == [
        "低于序时进度20个百分点以上的项目中，滞后最多的是：……醴陵市电厂（一期、二期），低于50.0个百分点。",
    ]


def test_a_project_of_the_unit_is_found_by_its_number_and_a_table_shows_its_rows_alone():
    gap = Numeral("41.7", {"figure": "schedule.gap", "project": 31})
    rows = ((cell("攸县"), cell("攸州大道")), (cell(""), Cell((gap,))))
    paper = (Paragraph((Words("低于"), gap, Words("个百分点。"))), Table(((cell("单位"), cell("项目")),), rows))
    found = excerpt(paper, LILING)
    assert said(found) == ["低于41.7个百分点。"]
    assert found[1].rows == rows[1:]


def test_the_public_edition_has_no_person_no_phone_and_not_what_was_ticked():
    table = Table(
        (tuple(cell(head) for head in ("项目名称", "业主单位", "联系市领导", "累计完成")),),
        ((cell("渌江大道"), cell("城发集团"), cell("何为民"), cell("90")), (cell("无", across=4),)),
        (4, 3, 2, 1), "附表2", is_wide=True,
    )  # fmt: skip
    paper = (
        Masthead("周通报", "第1期", "市项目办", "2020年6月29日"),
        Heading(1, words("一、总体情况")),
        Paragraph(words("请与何为民（0731-28680000，139 1234 5678）联系；完成13912345.67万元。")),
        Heading(1, words("二、存在问题")),
        Paragraph(words("攸县攸州大道未开工。")),
        Contact("联系人：何为民，28680000"),
        Signature("市项目办", "2020年6月29日"),
        table,
    )
    shown = public_edition(paper, ["behind", "owner"], ["何为民"])
    assert said(shown) == [
        "一、总体情况", "请与（姓名略）（（电话略），（电话略））联系；完成13912345.67万元。", "二、存在问题",
        "本节不对外公开。",
    ]  # fmt: skip
    left = shown[-1]
    assert [text_of(each.parts) for each in left.heads[0]] == ["项目名称", "累计完成"]
    assert [[text_of(each.parts) for each in row] for row in left.rows] == [["渌江大道", "90"], ["无"]]
    assert (left.rows[1][0].across, left.widths) == (2, (4, 1))
    assert [type(block).__name__ for block in shown if isinstance(block, Contact)] == []
    assert said(public_edition(paper, ["lists"], []))[-1] == "附表2不对外公开。"
