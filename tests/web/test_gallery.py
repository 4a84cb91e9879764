"""The gallery, the page frame, the preferences, and the small components as strings."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from tests import cast
from yidan.kernel.values import Month
from yidan.web import charts, clock, instance, navigation
from yidan.web import format as words
from yidan.web.chips import chip, without
from yidan.web.templatetags import look

ASSETS = Path(settings.PACKAGE) / "web" / "assets"


@pytest.fixture
def people(db):
    instance.forget()
    yield cast.assemble()
    instance.forget()


def rendered(source, **context):
    request = RequestFactory().get("/projects/?unit=3&page=2&sort=-rate")
    return Template(source).render(Context({"request": request, **context}))


def test_every_component_of_the_templates_is_shown_in_the_gallery():
    folder = Path(settings.PACKAGE) / "web" / "templates"
    shown = (folder / "gallery.html").read_text() + (folder / "base.html").read_text()
    shown += Path(look.__file__).read_text()
    inside = "".join(path.read_text() for path in (folder / "components").glob("*.html"))
    unseen = {
        path.name for path in (folder / "components").glob("*.html")
        if f"components/{path.name}" not in shown and f"components/{path.name}" not in inside
    }  # fmt: skip
    assert unseen == set()


def test_the_gallery_shows_itself_without_asking_for_data(client, people, django_assert_max_num_queries):
    client.force_login(people.wang)
    client.get("/gallery/")  # the first page of a minute stamps the log-in
    with django_assert_max_num_queries(
        6
    ):  # parameters, session, person, roles, whose turn, whether the data are simulated
        answer = client.get("/gallery/")
    assert answer.status_code == 200


def test_a_figures_sheet_is_a_fragment_for_htmx_and_a_page_for_others(client, people):
    client.force_login(people.wang)
    fragment = client.get("/gallery/sheet/", headers={"HX-Request": "true"}).content.decode()
    page = client.get("/gallery/sheet/").content.decode()
    assert ("<html" in fragment, "<html" in page) == (False, True)
    assert "647.60" in fragment
    assert "647.60" in page


def test_no_page_of_the_frame_carries_a_script_or_a_style_of_its_own(client, people):
    client.force_login(people.wang)
    for address in ("/gallery/", "/about/", "/me/", "/nothing-here/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|hx-on", page) == [], address
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_page_says_when_its_data_are_simulated(client, people, monkeypatch):
    client.force_login(people.wang)
    assert "模拟数据" not in client.get("/about/").content.decode()
    instance._known[:] = [(instance.monotonic() + 3_600, True, timedelta(days=2_000))]
    page = client.get("/about/").content.decode()
    assert "模拟数据" in page
    assert words.day(clock.today()) in page


def test_a_preference_is_kept_in_its_cookie_and_leads_back(client, people):
    answer = client.post("/preferences/", {"unit": "yi", "next": "/about/"})
    assert (answer.status_code, answer["Location"], client.cookies["unit"].value) == (302, "/about/", "yi")
    client.post("/preferences/", {"theme": "dark", "next": "/about/"})
    client.post("/preferences/", {"size": "large", "next": "/about/"})
    client.post("/preferences/", {"language": "en", "next": "/about/"})
    page = client.get("/about/").content.decode()
    assert '<html lang="en" data-theme="dark" data-size="large">' in page


def test_a_preference_leads_to_no_other_site_and_takes_no_unknown_value(client, db):
    assert client.post("/preferences/", {"unit": "yi", "next": "https://elsewhere.test/"})["Location"] == "/"
    assert client.post("/preferences/", {"unit": "mu", "next": "/"}).status_code == 400


def test_what_is_not_there_is_told_with_what_to_do(client, people):
    client.force_login(people.wang)
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_the_error_page_needs_nothing_that_could_be_broken():
    from yidan.web.views.errors import broken

    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "服务器出错" in answer.content.decode()


def test_navigation_shows_only_what_exists_and_what_ones_role_uses(people):
    def words(person):
        return [str(place["word"]) for place in navigation.places(navigation.roles_of(person), "/me/")["rail"]]

    exist = [entry for entry in navigation.ENTRIES if navigation.address(entry.page)]
    assert words(people.wang) == [str(each.word) for each in exist if each.roles is None or "supervisor" in each.roles]
    theirs = {each.page: str(each.word) for each in exist if each.roles is None or "system_admin" in each.roles}
    assert words(people.guan) == list(theirs.values())
    bar = navigation.places(navigation.roles_of(people.guan), "/roles/")["bar"]
    assert [(str(place["word"]), place["is_here"]) for place in bar] == [("人员", True), ("我的", False)]


def test_the_phone_has_at_most_five_places(people):
    for person in (people.wang, people.lin, people.li, people.shen, people.guan):
        assert len(navigation.places(navigation.roles_of(person), "/")["bar"]) <= 5


def test_the_place_one_is_in_is_the_longest_address_above_it():
    assert navigation._nearest("/projects/12/", ["/", "/projects/", "/me/"]) == "/projects/"
    assert navigation._nearest("/", ["/", "/projects/"]) == "/"
    assert navigation._nearest("/elsewhere/", ["/", "/projects/"]) == ""


def test_the_section_of_a_path_is_its_first_word():
    assert [navigation.section(path) for path in ("/", "/projects/", "/projects/12/")] == [
        "/",
        "/projects/",
        "/projects/",
    ]


def test_lights_and_badges_say_their_state_by_word_and_shape():
    assert rendered('{% light "red" %}').count("<path") == 1
    assert "滞后" in rendered('{% light "red" %}')
    assert "未评" in rendered("{% light None %}")
    assert "<b>" not in rendered('{% badge word "bad" %}', word="<b>退回")


def test_a_figure_links_to_its_sources_and_a_missing_one_does_not():
    assert 'href="/s/?a=1&amp;b=2" data-sheet' in rendered('{% figure "12" "万元" href %}', href="/s/?a=1&b=2")
    assert rendered('{% figure "—" "万元" "/s/" %}') == '<span class="figure missing">—</span>'


def test_only_the_first_and_last_three_of_a_ranking_are_tinted():
    tinted = [re.search(r'class="rank( rank-\w+)?"', rendered("{% rank p 10 %}", p=place))[1] for place in range(1, 11)]
    assert tinted == [" rank-first"] * 3 + [None] * 4 + [" rank-last"] * 3
    assert "rank-" not in rendered("{% rank 2 3 %}").replace('class="rank"', "")


def test_a_bar_never_grows_out_of_its_track():
    assert "width:100.0%" in rendered("{% progress done %}", done=Decimal("108.4"))
    assert "108.4%" in rendered("{% progress done %}", done=Decimal("108.4"))


def test_a_sortable_head_keeps_the_filters_and_drops_the_page():
    head = rendered('{% sort_head "rate" "完成率" "n" %}')
    assert 'aria-sort="descending"' in head
    assert 'href="?unit=3&amp;sort=rate"' in head
    assert 'href="?unit=3&amp;sort=name"' in rendered('{% sort_head "name" "名称" %}')


def test_chips_compose_in_the_url():
    query = QueryDict("unit=3&listing=starting&page=4")
    units = chip(query, "unit", "责任单位", [(3, "醴陵市"), (7, "攸县")], several=True, counts={3: 71})
    assert (units.chosen, units.is_on) == ("醴陵市", True)
    assert units.clear == "?listing=starting"
    assert [(option.address, option.is_on, option.count) for option in units.options] == [
        ("?listing=starting", True, 71),
        ("?unit=3&unit=7&listing=starting", False, 0),
    ]
    assert chip(query, "listing", "类型", [("continuing", "续建")]).options[0].address == "?unit=3&listing=continuing"
    assert without(query, "unit", "listing") == "?"
    assert without(query, "light") == ""


@pytest.mark.parametrize(
    ("top", "marks"),
    [
        ("0", ["0", "1"]),
        ("3", ["0", "1", "2", "3"]),
        ("2041000", ["0", "1000000", "2000000", "3000000"]),
        ("10296000", ["0", "5000000", "10000000", "15000000"]),
        ("0.7", ["0", "0.2", "0.4", "0.6", "0.8"]),
    ],
)
def test_an_axis_begins_at_zero_and_has_round_marks(top, marks):
    assert charts.ticks(Decimal(top)) == [Decimal(each) for each in marks]


def test_charts_draw_what_is_known_and_survive_what_is_not():
    months = [Month(2020, number) for number in range(1, 13)]
    plan = [Decimal(100)] * 12
    bars = charts.monthly(months, plan, [Decimal(80), Decimal(120)] + [None] * 10)
    assert bars.count('class="actual-bar"') == 4  # two months, drawn for a desk and for a phone
    assert charts.monthly(months, [None] * 12, [None] * 12).count("actual-bar") == 0
    assert charts.cumulative(months, plan, [None] * 12).count("actual-line") == 0
    assert charts.spark([Decimal(1)]) == ""
    assert charts.monthly([], [], []).count("<svg") == 2


@pytest.mark.parametrize(("done", "is_above"), [(150, True), (80, False)])
def test_the_word_of_the_upper_line_stands_above_its_end_and_that_of_the_lower_below(done, is_above):
    months = [Month(2020, number) for number in range(1, 13)]
    plan = [Decimal(20 * number) for number in range(1, 13)]
    drawn = charts.cumulative(months, plan, [Decimal(done * number) / 6 for number in range(1, 7)] + [None] * 6)
    dots = [float(y) for y in re.findall(r'class="actual-dot"[^>]* cy="([\d.]+)"', drawn)]
    words = [float(y) for y in re.findall(r'class="actual-word"[^>]* y="([\d.]+)"', drawn)]
    assert [word < dot for dot, word in zip(dots, words, strict=True)] == [is_above] * 2


def test_on_a_narrow_sheet_the_plans_word_is_clear_of_the_last_amount():
    months = [Month(2020, number) for number in range(1, 13)]
    drawn = charts.monthly(months, [Decimal(100)] * 12, [Decimal(98)] * 12)
    narrow = drawn[drawn.index("plot-narrow") :]
    word = float(re.search(r'class="plan-word" x="([\d.]+)"', narrow)[1])
    amount = float(re.search(r'class="strong" x="([\d.]+)"', narrow)[1])
    assert word < 60 < 300 < amount


def _tokens(name):
    text = (ASSETS / "css" / name).read_text()
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", text))


def _contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["tokens.css", "dark.css"])
def test_words_can_be_read_in_both_themes(theme):
    colour = _tokens(theme)
    needed = {
        (ink, ground): 7.0 for ink in ("ink",) for ground in ("paper", "card", "sunk", "yellow-tint", "red-tint")
    }  # figures: AAA
    needed |= {(ink, ground): 4.5 for ink in ("ink-2", "accent") for ground in ("paper", "card", "sunk")}
    needed |= {
        (f"{name}-ink", ground): 4.5 for name in ("green", "yellow", "red") for ground in (f"{name}-tint", "card")
    }
    needed |= {
        ("accent", "accent-tint"): 4.5,
        ("on-accent", "accent"): 4.5,
        ("edge", "card"): 3.0,
        ("plan", "card"): 2.0,
    }
    poor = {pair: round(_contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in needed}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < needed[pair]} == {}


def test_both_themes_name_the_same_colours():
    assert set(_tokens("tokens.css")) == set(_tokens("dark.css"))


def test_colours_are_named_only_in_the_tokens():
    elsewhere = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
        for path in (ASSETS / "css").glob("*.css")
        if path.name not in {"tokens.css", "dark.css", "print.css"}
    }
    assert {name: found for name, found in elsewhere.items() if found} == {}


BUILD = Path(settings.PACKAGE) / "web" / "static" / "build"
NEWER_STYLE = (
    r":has\(|@container|@layer|color-mix\(|:is\(|:where\(|\b[ds]vh\b|(?<!not \()aspect-ratio:|&"
    r"|;(?:translate|rotate|scale):"
)
NEWER_SCRIPT = (
    r"structuredClone\(|Object\.(?:hasOwn|groupBy)|\.findLast|\.toSorted|\.toReversed|\.at\(-"
    r"|AbortSignal\.(?:timeout|any)|withResolvers|showPopover|static\s*\{|Array\.fromAsync"
)


@pytest.mark.parametrize("name", ["app", "field", "map", "ahead", "field-first", "field-later", "field-worker"])
def test_what_is_built_asks_nothing_of_a_browser_newer_than_chrome_87(name):
    if not (BUILD / "app.css").exists():
        pytest.skip("the front end is not built: make setup")
    style = BUILD / f"{name}.css"
    if style.exists():
        said = style.read_text()
        if "@supports not (aspect-ratio" in said:  # the older browser has a height of its own
            said = said.replace("aspect-ratio:1;", "", 1)
        assert re.findall(NEWER_STYLE, said) == []
    assert re.findall(NEWER_SCRIPT, (BUILD / f"{name}.js").read_text()) == []
