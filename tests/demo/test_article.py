"""Each of the 88 rows of the article is borne out by the simulated city, and its report says all its sentences."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.test import Client

from tests.demo.conftest import ask
from yidan.bulletins.asking import Book, differences
from yidan.bulletins.blocks import Paragraph, numerals, text_of
from yidan.bulletins.drafting.annual import NUMBER, SECTIONS, annual, tell
from yidan.bulletins.drafting.sections import Draft
from yidan.figures import queries as figures
from yidan.kernel.values import Month
from yidan.ledger.models import (
    Profile,
)
from yidan.people.models import Person
from yidan.targets.models import Content, Proof, Release
from yidan.web import clock
from yidan.web.demo import article

pytestmark = [pytest.mark.long, pytest.mark.any_database]
NAMED_IN_THE_ARTICLE = (
    "三一株洲基地", "碲化镉", "两机重大专项", "功率半导体二期", "中盐红四方", "钻石精密工业园", "港口医院",
    "核酸检测实验室", "三干两轨", "清水塘新城", "醴茶铁路客运线", "东城大道", "东富大道", "渌水",
)  # fmt: skip


def test_the_article_s_projects_are_there_without_its_misprints(in_city):
    names = "\n".join(Profile.objects.live().values_list("name", flat=True))
    assert [known for known in NAMED_IN_THE_ARTICLE if known not in names] == []
    for misprint in ("三千两轨", "绿水", "碲化碲", "中轴红", "株株高速"):
        assert misprint not in names


def _lacks(evidence: article.Evidence, book: Book, client: Client) -> str:
    """Why the ledger does not bear this out; nothing where it does."""
    match evidence:
        case article.Counted(key, value, until) | article.Between(key, value, _, until):
            asked = ask(until, **({"listing": listing} if (listing := getattr(evidence, "listing", "")) else {}))
            said, most = figures.value(key, asked).value, getattr(evidence, "most", value)
            behind = figures.ask(key, asked).sources_count()
            return "" if said is not None and value <= said <= most and behind else f"{key} {until}: {said} of {behind}"
        case article.Published(series, "said", value):
            released = Release.objects.live().get(series__code=series, month=Month(2020, 12), unit=None)
            return "" if released.said == value and released.document else f"{series}: {released.said}"
        case article.Published(series, part, value):
            said = book.exact({"series": series, "part": part, "period": "2020-12"})
            shown = f"{said.normalize():f}" if isinstance(said, Decimal) else str(said)
            return "" if shown == value else f"{series}.{part}: {shown}"
        case article.Item(register, words):
            found = Content.objects.live().filter(item__register_key=register, title__contains=words).first()
            is_shown = found and client.get(f"/items/{found.item_id}/").status_code == 200
            return "" if is_shown else f"{register}: {words}"
        case article.Proven(register, words):
            proof = Proof.objects.get(item__register_key=register, item__contents__title__contains=words)
            shown = client.get(f"/items/{proof.item_id}/").content.decode()
            papers = re.findall(r'href="(/items/proofs/[^"]+)"', shown)
            read = papers and b"".join(client.get(papers[0]))
            is_borne_out = proof.is_confirmed and proof.deciding_unit_id != proof.claiming_unit_id
            return "" if is_borne_out and read and words in read.decode() else f"{register}: {words}: {papers}"
        case article.Works(words):
            found = Profile.objects.live().filter(name__contains=words).first()
            is_shown = found and client.get(f"/projects/{found.project_id}/").status_code == 200
            return "" if is_shown else f"project {words}"
        case article.Used(model, least, page):
            count = apps.get_model("yidan", model).objects.count()
            status = client.get(page).status_code
            return "" if count >= least and status == 200 else f"{model}: {count}, {page}: {status}"


@pytest.mark.parametrize("row", range(1, 89))
def test_each_row_of_the_article_is_counted_recorded_or_used(in_city, client, row):
    client.force_login(Person.objects.get(username="wang"))
    assert article.ROWS[row]
    assert [lack for each in article.ROWS[row] if (lack := _lacks(each, Book(None), client))] == []


def test_the_years_report_says_all_its_sentences_and_each_number_is_asked_again(in_city):
    until = clock.now()
    report = annual(2020, until, until.date(), issuer="株洲市重点办")
    told = [text_of(block.parts) for block in report.blocks if isinstance(block, Paragraph)]
    left_out = [
        sentence for _heading, paragraphs in SECTIONS for sentences in paragraphs for sentence in sentences
        if NUMBER.search(sentence) and not tell(Draft(Book(until), report.month, report.until), sentence)
    ]  # fmt: skip
    assert left_out == []
    assert any("超1100亿元" in line for line in told)
    assert any("连续5次公布均列第1位" in line for line in told)
    asked = [(each.printed, each.ask) for each in numerals(report.blocks)]
    assert len(asked) > 60
    assert differences(asked, Book(until)) == []
