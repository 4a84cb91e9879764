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


def test_names_that_no_register_holds_are_known_by_what_stands_around_them():
    paper = (
        Paragraph(
            words("联系人：张三丰，电话28680000；责任人是欧阳明，请王建国局长督办。高新区主任、石峰区区长到会。")
        ),
        Paragraph(words("市住建局总工程师、各镇镇长未到；李四同志证件号430204198001011234，邮箱li.si@zz.gov.cn。")),
        Paragraph(words("责任人未明确的3个，负责人由县市区定。完成投资28680000元。")),
    )
    assert said(public_edition(paper, [], [])) == [
        "联系人：（姓名略），电话（电话略）；责任人是（姓名略），请（姓名略）局长督办。高新区主任、石峰区区长到会。",
        "市住建局总工程师、各镇镇长未到；（姓名略）同志证件号（证件号略），邮箱（邮箱略）。",
        "责任人未明确的3个，负责人由县市区定。完成投资28680000元。",
    ]  # fmt: skip


def test_a_name_set_with_a_blank_is_the_same_name():
    paper = (Paragraph(words("参加：王　伟、何 为民。")), Signature("何为民", "2020年6月29日"))
    shown = public_edition(paper, [], ["王伟", "何为民", "不在文中"])
    assert (said(shown), shown[1].unit) == (["参加：（姓名略）、（姓名略）。"], "（姓名略）")


def test_a_section_that_stays_away_takes_along_its_tables_and_the_lists_of_those_it_names():
    table = Table(((cell("项目"),),), ((cell("攸州大道"),),))
    paper = (
        Heading(1, words("二、存在问题")),
        Paragraph(words("攸县攸州大道未开工。")),
        table,
        Paragraph(words("攸县另有两个项目零投资。")),
        Signature("市项目办", "2020年6月29日"),
        Table(table.heads, table.rows, (), "附表1　进展情况表"),
        Table(table.heads, table.rows, (), "附表2　应开工未开工项目清单", is_wide=True),
    )
    shown = public_edition(paper, ["behind"], [])
    assert said(shown) == ["二、存在问题", "本节不对外公开。", "附表2　应开工未开工项目清单不对外公开。"]
    assert [each.title for each in shown if isinstance(each, Table)] == ["附表1　进展情况表"]


def test_an_owner_left_out_with_its_column_is_left_out_of_the_words_too():
    paper = (Paragraph(words("渌江大道（业主城市建设发展集团，简称城发集团）。")),)
    owners = ["城市建设发展集团", "城发集团"]
    assert said(public_edition(paper, ["owner"], [], owners)) == ["渌江大道（业主（业主略），简称（业主略））。"]
    assert said(public_edition(paper, [], [], owners)) == ["渌江大道（业主城市建设发展集团，简称城发集团）。"]


def test_persons_columns_are_known_by_any_of_their_words():
    heads = ("项目名称", "责任人及 电话", "包联负责人", "累计完成")
    table = Table((tuple(map(cell, heads)),), (tuple(map(cell, ("大桥", "赵六 13912345678", "钱七", "9"))),))
    (shown,) = public_edition((table,), [], [])
    assert [text_of(each.parts) for each in shown.rows[0]] == ["大桥", "9"]
