"""考核结果通报: drafted from a confirmed round; every score can be asked again, a changed one is named."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.assessment.scene import AFTER, MAY, frozen
from yidan.assessment import commands
from yidan.assessment.models import Adjustment
from yidan.bulletins import drafting
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Paragraph, Table, Words, from_json, numerals, text_of, to_json
from yidan.bulletins.drafting.assessment import ends
from yidan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(rated, confirmer):
    made = frozen(rated.cast)
    mine = made.results.get(unit=rated.cast.county)
    commands.adjust(mine, by=rated.cast.wang, at=AFTER, points=Decimal("1.5"), document="株重办函〔2020〕18号",
                    reason="补计结算单。")  # fmt: skip
    commands.issue(rated.cast.county, by=rated.cast.wang, at=AFTER, month=MAY, colour="red", reason="累计不到一半",
                   document="株重办〔2020〕22号")  # fmt: skip
    with pytest.raises(Refused, match="还没有确认"):
        drafting.assessment("default", MAY, AFTER.date(), issuer="市项目办")
    commands.confirm(made, by=confirmer, at=AFTER)
    return drafting.assessment("default", MAY, AFTER.date(), issuer="市项目办")[0]


def said(paper):
    return [text_of(each.parts) for each in paper.blocks if isinstance(each, Paragraph)]


def test_the_paper_says_places_adjustments_cards_and_how_it_is_scored(paper, rated):
    assert said(paper)[1:5] == [
        "县市区共2个单位参加考核，攸县列第1位，得100.00分；醴陵市居末，得34.83分。",
        "醴陵市加1.5分：补计结算单（株重办函〔2020〕18号）。",
        "对醴陵市亮红牌：累计不到一半（株重办〔2020〕22号）。",
        "本办法计投资完成率40分、开工率20分、竣工投产率10分、问题按期销号10分、前期和储备10分、入统率5分、"
        "数据质量(月报齐全率)5分。其中前期和储备、入统率暂缺，权重按比例摊入其他指标。"
        "每一项得分的算式、取数和来源，可在系统中逐项查看并按截止时点重算。",
    ]
    results, points = (each for each in paper.blocks if isinstance(each, Table))
    assert [[text_of(cell.parts) for cell in row] for row in results.rows] == [
        ["1", "攸县", "100.00", "0.00", "100.00"], ["2", "醴陵市", "33.33", "1.50", "34.83"],
    ]  # fmt: skip
    assert [[text_of(cell.parts) for cell in row] for row in points.rows] == [
        ["攸县", "88.89", "—", "—", "—", "11.11", "0.00", "100.00"],
        ["醴陵市", "22.22", "—", "—", "—", "11.11", "0.00", "33.33"],
    ]
    assert paper.named == {rated.cast.county.pk}


def test_each_number_is_recomputed_as_of_the_cut_off_and_a_changed_one_is_named(paper):
    blocks = from_json(to_json(paper.blocks))
    asked = [(each.printed, each.ask) for each in numerals(blocks)]
    assert differences(asked, Book(paper.book.cut_off)) == []
    for place, (printed, ask) in enumerate(asked):
        changed = [*asked]
        changed[place] = (printed + "1" if printed != "—" else "0", ask)
        (found,) = differences(changed, Book(paper.book.cut_off))
        assert (found.order, found.recomputed) == (place + 1, printed)
    Adjustment.objects.update(points=Decimal(2))  # behind the house's back
    assert {each.recomputed for each in differences(asked, Book(paper.book.cut_off))} == {"2.00", "35.33"}


def test_units_that_are_level_are_named_together(paper, rated):
    def of(places):
        ranked = [
            SimpleNamespace(place=place, result=SimpleNamespace(unit=name, unit_id=rated.cast.county.pk))
            for name, place in places
        ]
        return text_of(
            Words(each) if isinstance(each, str) else each
            for each in ends(paper, SimpleNamespace(pack="default", month=MAY), ranked)
        )

    assert (
        of([("攸县", 1), ("荷塘区", 1), ("醴陵市", 3)]) == "攸县、荷塘区并列第1位，均得34.83分；醴陵市居末，得34.83分"
    )
    assert (
        of([("攸县", 1), ("荷塘区", 2), ("醴陵市", 2)]) == "攸县列第1位，得34.83分；荷塘区、醴陵市并列居末，均得34.83分"
    )
    assert of([("攸县", 1), ("荷塘区", 1)]) == "攸县、荷塘区并列第1位，均得34.83分"
