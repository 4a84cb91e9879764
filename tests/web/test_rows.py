"""Rows made as strings say what a template would, and nothing that somebody wrote becomes markup."""

from django.urls import reverse
from django.utils.safestring import mark_safe

from yidan.web.project import tables
from yidan.web.templatetags import rows
from yidan.web.templatetags.look import badge, clamp, light, number_block

NASTY = '<b>"甲&乙"</b>'
SAFE = "&lt;b&gt;&quot;甲&amp;乙&quot;&lt;/b&gt;"


def joined(said):
    return "".join(said.splitlines())


def test_facts_show_word_value_and_note_and_a_dash_where_nothing_is_known():
    link = mark_safe('<a href="/">甲</a>')
    facts = [(NASTY, NASTY, NASTY), ("年", ""), ("月", None), ("数", 0), ("项", link, "")]
    assert joined(rows.facts_list(facts, two=1)) == (
        '<dl class="facts facts-2">'
        f'<div><dt>{SAFE}</dt><dd>{SAFE}<span class="facts-note">{SAFE}</span></dd></div>'
        '<div><dt>年</dt><dd><span class="missing">—</span></dd></div>'
        '<div><dt>月</dt><dd><span class="missing">—</span></dd></div>'
        '<div><dt>数</dt><dd>0</dd></div><div><dt>项</dt><dd><a href="/">甲</a></dd></div></dl>'
    )


def test_a_timeline_names_a_day_once_and_links_where_there_is_something_to_see():
    entries = [
        {"day": "6月1日", "when": "09:00", "who": NASTY, "act": "审定", "words": NASTY, "tone": "good",
         "href": "/a/?b=1&c"},
        {"day": "", "when": "08:00", "who": "李工", "act": "报送", "words": "", "tone": ""},
    ]  # fmt: skip
    assert joined(rows.timeline(entries)) == (
        '<ol class="timeline"><li class="timeline-day">6月1日</li><li class="is-good">'
        f'<p class="timeline-head"><b>审定</b><span>{SAFE}</span></p><p class="timeline-words">{SAFE}</p>'
        '<p class="timeline-when">09:00 · <a href="/a/?b=1&amp;c">查看</a></p></li>'
        '<li><p class="timeline-head"><b>报送</b><span>李工</span></p><p class="timeline-when">08:00</p></li></ol>'
    )


def test_the_numbers_beside_a_chart_are_a_word_and_numbers():
    assert rows.number_rows([(NASTY, "1,000", "—"), ("6月", 2)]) == (
        f'<tr><td>{SAFE}</td><td class="n">1,000</td><td class="n">—</td></tr><tr><td>6月</td><td class="n">2</td></tr>'
    )


def test_a_number_has_its_word_above_and_what_is_to_be_said_below():
    assert number_block(NASTY, "62.9", "%") == (
        f'<div class="number-block"><p class="number-block-label">{SAFE}</p>'
        '<p><span class="figure"><span class="figure-value">62.9</span><span class="unit">%</span></span></p></div>'
    )
    loud = number_block("完成率", "62.9", note=NASTY, light_colour="green", large=1)
    assert loud.startswith('<div class="number-block number-block-large">')
    assert loud.endswith(f'<p class="number-block-note">{light("green")}{SAFE}</p></div>')
    assert 'href="/a/"' in number_block("完成率", "62.9", "", "/a/")


def test_report_rows_link_the_month_and_clamp_what_was_said():
    reports = [
        {"month": "2020-05", "href": "/r/", "state": ("已审定", "good"), "amount": "1,000", "words": NASTY,
         "is_corrected": True},
        {"month": "2020-04", "href": "", "state": ("草稿", "quiet"), "amount": "—", "words": "",
         "is_corrected": False},
    ]  # fmt: skip
    assert tables.report_rows(reports) == (
        '<tr><th scope="row" class="main"><a href="/r/">2020-05</a></th>'
        f"<td>{badge('已审定', 'good')} {badge('已更正')}</td>"
        f'<td class="n key">1,000</td><td class="words-cell">{clamp(NASTY)}</td></tr>'
        f'<tr><th scope="row" class="main">2020-04</th><td>{badge("草稿", "quiet")}</td>'
        '<td class="n key">—</td><td class="words-cell"><span class="missing">—</span></td></tr>'
    )


def test_milestone_rows_say_what_became_of_the_plan_and_offer_the_acts_to_those_who_may():
    reached = {"id": 7, "name": NASTY, "planned": "5月1日", "forecast": "—", "actual": "5月3日", "is_reached": True,
               "slip": "推迟2天", "is_late": True, "reason": NASTY,
               "papers": [{"href": "/f/", "short": NASTY}]}  # fmt: skip
    open_ = reached | {
        "id": 8,
        "name": "封顶",
        "actual": "—",
        "is_reached": False,
        "slip": "",
        "is_late": False,
        "reason": "",
        "papers": [],
    }
    days = '<td data-label="计划">5月1日</td><td data-label="预计">—</td><td data-label="实际">{}</td><td class="key">'
    first = (
        f'<tr><th scope="row" class="main">{SAFE}<br><small><a href="/f/">{SAFE}</a></small></th>'
        f"{days.format('5月3日')}{light('yellow', '推迟2天')}"
        f'<br><span class="quiet">{SAFE}</span></td>'
    )
    second = f'<tr><th scope="row" class="main">封顶</th>{days.format("—")}</td>'
    assert tables.milestone_rows([reached, open_], False) == f"{first}</tr>{second}</tr>"
    reach, forecast = reverse("milestone.reach", args=[8]), reverse("milestone.forecast", args=[8])
    assert tables.milestone_rows([reached, open_], True) == (
        f'{first}<td class="n"><a href="{reverse("milestone.reach", args=[7])}">更改</a></td></tr>'
        f'{second}<td class="n"><a href="{forecast}">预计</a> <a href="{reach}">完成</a></td></tr>'
    )
