"""What one may not see is not there: no page, count, search, figure or export leaks a foreign row.

The routes are read from the site map, so a new page is under this test the day it is added; a new route with
arguments must say below what it takes.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import get_resolver

from tests import make
from tests.cast import AT, assemble
from tests.funds.scene import give_batch
from tests.scenes import kept
from yidan.approvals.commands import listing as permit_list
from yidan.approvals.commands import permit
from yidan.approvals.models import ApprovalItem
from yidan.assessment import commands as scoring
from yidan.bulletins import commands as papers
from yidan.bulletins.blocks import Numeral, Paragraph
from yidan.enterprises.commands import call, enterprise, need, scheme
from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim
from yidan.figures import queries as figures
from yidan.funds.commands import movement, reconciliation
from yidan.funds.rules import Line
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit, milestone, pool, project, stage, tag, view
from yidan.ledger.models import FormerName, RollingCase
from yidan.ledger.queries import visible_to
from yidan.matters.commands import closing, listing, second_look, working
from yidan.matters.models import MatterEvidence, Recheck
from yidan.patrol.commands import visiting
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.targets.commands import item as items
from yidan.targets.commands import register as registers
from yidan.watch.commands import goods, observation, point, watch
from yidan.web.papers.exporting import paper
from yidan.web.views import project_list

pytestmark = pytest.mark.django_db

# Who must not see the foreign project, and who sees it.
BLIND = ("lin", "bu", "li", "guan", "an")
SEEING = ("he", "wang", "chen", "tong", "shen", "zhao")
FOREIGN, MINE = "攸水新城综合开发", "渌江大道提质改造"
# Whatever of the foreign project could stand on a page: name, words, people, its amount as pages and files write it.
TRACES = (FOREIGN, "尹知难", "攸水封顶", "攸水征拆未清", "31,847", "31847.29", "攸水节点", "攸水批文")
# Pages about people and the system itself: they hold no project, and test_people and test_journal look at them.
NO_PROJECTS = {"units", "persons", "roles", "me", "parameters", "account", "about", "preferences", "gallery", "static",
               "inbox", "calendar", "feedback", "forms", "packs", "series", "releases"}  # fmt: skip
# Every way of asking for the foreign one, by the first word of the page.
FIGURE_QUERIES = (
    "period=2020-06",
    "period=2020&format=csv",
    "period=2020-06&unit={unit}",
    "period=2020&project={project}",
)
QUERIES = {
    "projects": (
        "",
        "q=攸水新城",
        "year=2020&by=leaves&sort=-total",
        "year=2020&unit={unit}",
        "year=2020&owner={owner}",
    ),
    "matters": (
        "",
        "tab=all&q=攸水",
        "tab=all&unit={unit}&project={project}",
        "format=csv&tab=all",
        "project={project}",
    ),
    "permits": ("", "q=攸水", "late=hand", "state=lacking", "item=filing&department={unit}"),
    "enterprises": ("", "q=攸水", "unit={unit}", "wanting=need", "format=csv", "format=xlsx"),
    "reports": ("month=2020-06", "month=2020-06&state=draft", "month=2020-05&state=accepted&unit={unit}"),
    "figures": FIGURE_QUERIES,
    "lists": FIGURE_QUERIES,
    "exports": (
        "period=2020-06",
        "period=2020-06&format=csv",
        "period=2020-06&format=csv&unit={unit}",
        "year=2020&q=攸水新城",
    ),
    "rolling": ("", "year=2020"),
    "wall": FIGURE_QUERIES[:1],
    "evidence": ("", "unit={unit}", "project={project}"),
    "": FIGURE_QUERIES,
}


def furnish(cast: Any, name: str, unit: Any, owner: Any, words: str, invested: Any, people: Any) -> SimpleNamespace:
    """A project with one of everything that can be said of one."""
    made = make.project(
        cast, name, unit=unit, owner_unit=owner, duty_person=words, total_investment_wan=Decimal(50000),
        competent_unit=cast.bureau if owner == cast.owner else None,
    )  # fmt: skip
    short = name[:2]
    plan = make.plan(cast, made, 40000)
    mark = stage.record(made, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis=f"{short}批文")
    node = milestone.set(made, by=cast.wang, at=AT, name=f"{short}节点", planned_on=date(2020, 9, 1))
    tagging = project.tag(made, by=cast.wang, at=AT, tag=people.tag)
    project.note_former_name(made, by=cast.wang, at=AT, name=f"{short}旧称")
    former = FormerName.objects.get(project=made)
    data = keep(owner, by=cast.wang, at=AT, name=f"{short}批文.pdf", data=name.encode(), media_type="application/pdf")
    attachment = project.attach(made, by=cast.wang, at=AT, file=data, title=f"{short}批文")
    slot = exhibit.set(made, by=cast.wang, at=AT, name=f"{short}全景", reason=f"{short}批文", asking="never")
    picture = keep(
        owner, by=people.reporter, at=AT, name=f"{short}.jpg", data=f"{name}图".encode(), media_type="image/jpeg"
    )  # fmt: skip
    shown = exhibit.add(
        made, by=people.reporter, at=AT, file=picture, month=Month(2020, 6), claim=Claim(), slot_name=slot.name,
        caption=f"{short}封顶",
    )  # fmt: skip
    words_of_report = {"physical_progress": f"{short}封顶", "problems": f"{short}征拆未清"}
    accepted = make.report(
        cast, made, Month(2020, 5), invested, state=State.DRAFT, by=people.reporter, **words_of_report
    )
    reports = _through(cast, accepted, people)
    open_report = make.report(cast, made, Month(2020, 6), invested, by=people.reporter, **words_of_report)
    batch = give_batch(cast, quota=40000, name=f"{short}批次", document=f"{short}批文")
    granted = Decimal("31847.29") if name == FOREIGN else Decimal(1111)
    money = movement.record(
        made, by=cast.wang, at=make.moment(2020, 8, 3), source="special_bond", step="granted",
        happened_on=date(2020, 3, 2), amount_wan=granted, batch=batch, document=f"{short}批文",
    )  # fmt: skip
    visit = visiting.record(
        made, by=cast.chen, at=AT, physical_progress=f"{short}封顶", problems=f"{short}征拆未清"
    )  # fmt: skip
    filing = permit_list.open(made, by=cast.wang, at=AT, item=ApprovalItem.objects.live().get(code="filing"))
    permit.submit(filing, by=people.reporter, at=AT)
    permit.notify(filing, by=cast.wang, at=AT, basis=f"{short}批文")
    paper = permit.attach(filing, by=people.reporter, at=AT, file=data, number=f"{short}批文")
    pool_case = pool.propose(
        made, by=people.reporter, at=AT, into="reserve", grounds=f"{short}批文", document=f"{short}批文"
    )  # fmt: skip
    wish = RollingCase.objects.create(
        project=made, first_year=2020, starts_in=2020, first_wan=granted, grounds=f"{short}征拆未清",
        document=f"{short}批文", proposed_at=AT, proposed_by=people.reporter,
    )  # fmt: skip
    return SimpleNamespace(
        pool_case=pool_case, wish=wish, visit=visit, permit=filing, paper=paper, movement=money,
        project=made, plan=plan, mark=mark, node=node, tagging=tagging, former=former, attachment=attachment,
        accepted=reports,
        open_report=open_report, slot=slot, exhibit=shown, matter=_matter(cast, made, short, people),
    )  # fmt: skip


def _matter(cast: Any, made: Any, short: str, people: Any) -> Any:
    """A matter about the project that went the whole way, with a picture."""
    picture = keep(
        people.reporter.unit, by=people.reporter, at=AT, name=f"{short}批文.jpg", data=short.encode(),
        media_type="image/jpeg",
    )  # fmt: skip
    matter = listing.raise_(
        made, by=people.reporter, at=AT, title=f"{short}征拆未清", source_quote=f"{short}节点",
        brought=[(picture, Claim())],
    )  # fmt: skip
    listing.enlist(matter, by=cast.wang, at=AT)
    owner = people.reporter.unit
    listing.issue(
        matter, by=cast.wang, at=AT, lead_unit=owner, verifying_unit=cast.office, due_on=date(2020, 6, 30),
        close_out_standard=f"{short}批文",
    )  # fmt: skip
    working.sign_for(matter, by=people.reporter, at=AT)
    working.plan(matter, by=people.reporter, at=AT, text=f"{short}节点")
    closing.apply_close_out(matter, by=people.reporter, at=AT, statement=f"{short}批文")
    closing.verify(matter, by=cast.wang, at=AT, way="on_site", verifiers="王科长、程远", opinion=f"{short}批文")
    return closing.close_out(matter, by=cast.wang, at=AT)


def _watched(cast: Any) -> None:
    """A watch with its only point in the other county, and a firm of that county with all that is said of one."""
    said = {"by": cast.wang, "at": AT}
    cast.watch = watch.set(
        None, **said, name="攸水节点监测", value_word="价格", basis="攸水批文", unit=cast.office, day_percent=None,
        week_percent=None, on_outage=True, source="攸水批文",
    )  # fmt: skip
    cast.point = point.set(cast.watch, **said, name="攸水节点", unit=cast.other_county)
    cast.goods = goods.set(cast.watch, **said, name="攸水批文", measure="元")
    observation.record(
        cast.point, **said, day=AT.date(), said={cast.goods.pk: (Decimal("31847.29"), False, "攸水封顶")}
    )
    cast.scheme = scheme.set(None, **said, name="双定双包", basis="文", persons=["包保领导"])
    cast.firm = enterprise.set(cast.other_county, **said, name="攸水新城综合开发公司", contact="尹知难")
    called = call.record(cast.firm, **said, called_on=AT.date(), text="攸水征拆未清")
    need.raise_(called, **said, text="攸水征拆未清")


def _through(cast: Any, draft: MonthlyReport, people: Any) -> MonthlyReport:
    from yidan.progress.commands import report

    when = make.moment(2020, 5, 24)
    report.submit(draft, by=people.reporter, at=when)
    report.check(draft, by=people.reviewer, at=when)
    return report.accept(draft, by=cast.wang, at=when)


def data_of(cast: Any) -> Any:
    """A file of the office's own."""
    return keep(cast.office, by=cast.wang, at=AT, name="国库.csv", data=b"x", media_type="text/csv")


@pytest.fixture
@kept
def world():
    cast = assemble()
    label = tag.register(None, by=cast.wang, at=AT, name="六稳六保")
    from yidan.kernel.policy import Role
    from yidan.people.commands import person, role

    you = person.register(cast.other_county, by=cast.guan, at=AT, name="尤县")
    role.grant(you, by=cast.an, at=AT, role=Role.COUNTY_REVIEWER, unit=cast.other_county, since_on=date(2020, 1, 1))
    mine = SimpleNamespace(reporter=cast.li, reviewer=cast.lin, tag=label)
    theirs = SimpleNamespace(reporter=cast.zhao, reviewer=you, tag=label)
    cast.mine = furnish(cast, MINE, cast.county, cast.owner, "李负责", 1111, mine)
    cast.foreign = furnish(cast, FOREIGN, cast.other_county, cast.other_owner, "尹知难", Decimal("31847.29"), theirs)
    cast.batch = second_look.draw(
        cast.office, by=cast.wang, at=AT, name="攸水批文", from_on=AT.date(), to_on=AT.date(), percent=100, seed="种"
    )
    cast.bulletin = papers.draft(
        cast.office, by=cast.wang, at=AT, kind="special", title="攸水新城专报", from_on=AT.date(), to_on=AT.date(),
        cut_off_at=AT, blocks=[Paragraph((Numeral("1", {"figure": "project.count", "period": "2020-06"}),))],
        named=[cast.other_county.pk],
    )  # fmt: skip
    _assess(cast)
    book = registers.define(
        None, by=cast.wang, at=AT, slug="closed", name="内部清单", family="task", basis="据",
        definition={"projects": "项目", "is_proven": True, "series": [{"name": "done", "label": "完成数"}]},
        is_open=False,
    )  # fmt: skip
    cast.item = items.enter(book, by=cast.wang, at=AT, title="攸水新城清单", unit=cast.other_county)
    cast.link = items.link(cast.item, by=cast.wang, at=AT, project=cast.foreign.project)
    _watched(cast)
    cast.books = reconciliation.record(
        data_of(cast), by=cast.wang, at=AT, name="攸水新城国库支付.xlsx", since_on=AT.date(), until_on=AT.date(),
        lines=[Line(3, "", AT.date(), Decimal("31847.29"), FOREIGN, "攸水批文")],
    )  # fmt: skip
    cast.view = view.save(cast.zhao, by=cast.zhao, at=AT, page="projects", name="我的", query="q=攸水")
    return cast


def _assess(cast: Any) -> None:
    """The foreign county's result in a round that no unit sees yet, a merit and a card of it."""
    late, month = make.moment(2020, 6, 30), Month(2020, 5)
    made = scoring.compute(cast.office, by=cast.wang, at=late, month=month, cut_off_at=make.moment(2020, 5, 29))
    cast.result = made.results.get(unit=cast.other_county)
    said = {"by": cast.wang, "at": late, "month": month, "reason": "攸水征拆未清", "document": "攸水批文"}
    cast.merit = scoring.record(cast.other_county, event="praise", **said)
    cast.card = scoring.issue(cast.other_county, colour="yellow", **said)


def routes() -> list[Any]:
    """Every route of the site map as (name, pattern with its arguments)."""
    return [each for each in get_resolver().url_patterns if each.name]


def arguments(world: Any) -> dict[tuple[str, str], list[Any]]:
    """What a route with arguments is asked for: the foreign thing, and for the same route one that is not there."""
    foreign, absent = world.foreign, 987654
    pairs = {
        ("projects", "pk"): foreign.project.pk,
        ("taggings", "pk"): foreign.tagging.pk,
        ("attachments", "pk"): foreign.attachment.pk,
        ("former-names", "pk"): foreign.former.pk,
        ("permits", "pk"): foreign.permit.pk,
        ("permit-papers", "pk"): foreign.paper.pk,
        ("stages", "pk"): foreign.mark.pk,
        ("plans", "pk"): foreign.plan.pk,
        ("milestones", "pk"): foreign.node.pk,
        ("views", "pk"): world.view.pk,
        ("slots", "pk"): foreign.slot.pk,
        ("exhibits", "pk"): foreign.exhibit.pk,
        ("captures", "pk"): foreign.exhibit.capture_id,
        ("pools", "pk"): foreign.pool_case.pk,
        ("rolling-cases", "pk"): foreign.wish.pk,
        ("reports", "project_id"): foreign.project.pk,
        ("reports", "pk"): foreign.open_report.pk,
        ("imports", "pk"): foreign.attachment.file_id,
        ("visits", "pk"): foreign.visit.pk,
        ("findings", "pk"): foreign.visit.findings.get().pk,
        ("matters", "pk"): foreign.matter.pk,
        ("rechecks", "batch_id"): world.batch.pk,
        ("rechecks", "pk"): Recheck.objects.get(matter=foreign.matter).pk,
        ("matters", "evidence_id"): MatterEvidence.objects.get(matter=foreign.matter).pk,
        ("watches", "pk"): world.watch.pk,
        ("watches", "item_id"): world.goods.pk,
        ("points", "pk"): world.point.pk,
        ("goods", "pk"): world.goods.pk,
        ("observations", "pk"): world.point.observations.get().pk,
        ("enterprises", "pk"): world.firm.pk,
        ("schemes", "pk"): world.scheme.pk,
        ("evidence", "pk"): foreign.exhibit.pk,
        ("bulletins", "pk"): world.bulletin.pk,
        ("public", "pk"): world.bulletin.pk,
        ("rounds", "pk"): world.result.round_id,
        ("results", "pk"): world.result.pk,
        ("merits", "pk"): world.merit.pk,
        ("cards", "pk"): world.card.pk,
        ("items", "pk"): world.item.pk,
        ("movements", "pk"): foreign.movement.pk,
        ("batches", "pk"): foreign.movement.fund.batch_id,
        ("reconciliations", "pk"): world.books.pk,
    }
    return {key: [value, absent] for key, value in pairs.items()}


def addresses(world: Any, place: int) -> list[str]:
    """Each route with a subject: with the foreign one (place 0), with one that does not exist (place 1)."""
    known, found = arguments(world), []
    for route in routes():
        text = str(route.pattern)
        first = text.split("/")[0]
        names = list(route.pattern.converters)
        if not names or first in NO_PROJECTS or first in {"figures", "lists", "exports"}:
            continue
        values = {}
        for name in names:
            if name == "month":
                values[name] = "2020-06"
            elif (first, name) in {
                ("codes", "pk"),
                ("urges", "pk"),
                ("letters", "pk"),
                ("appeals", "pk"),
                ("rolling-plans", "pk"),
            }:
                values[name] = 987654  # neither project has a code, neither matter was urged, nobody appealed
            elif name in {"kind", "ending"} and first in {"matters", "urges", "letters"}:
                values[name] = {"kind": "issue", "ending": "docx"}[name]
            elif (first, name) in {("projects", "ending"), ("items", "ending")}:
                values[name] = "docx"
            elif (first, name) == ("watches", "ending"):
                values[name] = "xlsx"
            elif first in {"bulletins", "public"} and name in {"place", "ending", "sha256"}:
                values[name] = {"place": 1, "ending": "docx", "sha256": "0" * 64}[name]
            elif (first, name) in {("registers", "slug"), ("items", "file_id")}:
                values[name] = {"slug": "absent", "file_id": 1}[name]  # everybody reads the names of registers
            elif (first, name) == ("uploads", "pk"):
                values[name] = uuid4()  # neither GET nor POST; test_upload_protocol asks for another person's
            elif (first, name) == ("evidence", "name"):
                values[name] = "view"
            else:
                assert (first, name) in known, f"{text}: say in test_scope.arguments what it takes"
                values[name] = known[first, name][place]
        for name, value in values.items():
            text = text.replace(next(part for part in _parts(text) if part.endswith(f"{name}>")), str(value))
        found.append(f"/{text}")
    return found


def _parts(text: str) -> list[str]:
    return [f"<{part.split('>')[0]}>" for part in text.split("<")[1:]]


def listings(world: Any) -> list[str]:
    """Each page of many rows, with every way of asking for the foreign one."""
    places = [
        f"/{route.pattern}"
        for route in routes()
        if not route.pattern.converters and str(route.pattern).split("/")[0] not in NO_PROJECTS
    ]
    places += [f"/figures/{key}/" for key in figures.known()]
    places += ["/lights/?light=red&light=yellow&light=tracked&light=green&light=none"]
    places += [f"/lists/{kind}/" for kind in project_list.KINDS] + [f"/exports/{kind}/" for kind in paper.KINDS]
    words = {"unit": world.other_county.pk, "owner": world.other_owner.pk, "project": world.foreign.project.pk}
    found = []
    for place in places:
        queries = QUERIES.get(place.split("/")[1], ("",))
        if place.startswith("/figures/") and place != "/figures/invested.year/":
            queries = queries[1:2]  # the figures share one page: the sources of each are in its export
        found += [f"{place}?{query.format(**words)}" for query in queries]
    return found


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):  # a workbook: the text of all its parts
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


def leaks(response: Any) -> list[str]:
    text = text_of(response)
    return [trace for trace in TRACES if trace in text]


def test_no_listing_shows_a_trace_of_a_foreign_project(world):
    office, people = Client(), {name: Client() for name in BLIND if name != "guan"}  # an administrator like an
    office.force_login(world.wang)
    for name, client in people.items():
        client.force_login(getattr(world, name))
    found = {}
    for address in listings(world):
        office.get(address)  # whatever is kept for those who see everything must not be served to others
        for name, client in people.items():
            response = client.get(address)
            assert response.status_code < 500, (name, address)
            if traces := leaks(response):
                found[name, address] = traces
    assert found == {}


@pytest.mark.parametrize("name", BLIND)
def test_a_foreign_thing_answers_exactly_like_one_that_is_not_there(world, name):
    client = Client(raise_request_exception=True)
    client.force_login(getattr(world, name))
    before, different = Entry.objects.count(), {}
    for foreign, absent in zip(addresses(world, 0), addresses(world, 1), strict=True):
        for method in (client.get, client.post):
            answers = [method(foreign), method(absent)]
            codes = [answer.status_code for answer in answers]
            if codes[0] != codes[1] or codes[0] not in {403, 404, 405} or leaks(answers[0]):
                different[f"{method.__name__} {foreign}"] = (codes, leaks(answers[0]))
    assert different == {}
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", SEEING)
def test_those_who_may_see_the_project_find_it(world, name):
    client = Client()
    client.force_login(getattr(world, name))
    assert FOREIGN in text_of(client.get("/projects/?year=2020"))
    assert client.get(f"/projects/{world.foreign.project.pk}/").status_code == 200
    assert FOREIGN in text_of(client.get("/figures/invested.year/?period=2020-06&format=csv"))
    workbook = text_of(client.get("/exports/dispatch/?period=2020-05"))
    assert (FOREIGN in workbook, "31847.29" in workbook) == (True, True)


@pytest.mark.parametrize(("name", "expected"), [
    ("lin", [MINE]), ("bu", [MINE]), ("li", [MINE]), ("zhao", [FOREIGN]), ("guan", []), ("an", []),
    ("wang", [MINE, FOREIGN]), ("he", [MINE, FOREIGN]), ("chen", [MINE, FOREIGN]), ("tong", [MINE, FOREIGN]),
    ("shen", [MINE, FOREIGN]),
])  # fmt: skip
def test_the_scope_of_each_role(world, name, expected):
    assert [each.name for each in visible_to(getattr(world, name)).order_by("id")] == expected


@pytest.mark.parametrize("name", ["lin", "bu", "li"])
def test_acts_on_many_leave_foreign_reports_alone(world, name):
    client = Client()
    client.force_login(getattr(world, name))
    report, before = world.foreign.open_report, Entry.objects.count()
    for address in ("/reports/check/", "/reports/accept/", "/reports/send-back/", "/reports/remind/"):
        answer = client.post(
            address,
            {"report": report.pk, "reports": [report.pk], "project": world.foreign.project.pk,
             "projects": [world.foreign.project.pk], "month": "2020-06", "reason": "试", "opinion": "试"},
        )  # fmt: skip
        assert leaks(answer) == []
    assert (MonthlyReport.objects.get(pk=report.pk).state, Entry.objects.count()) == (State.DRAFT, before)


def test_a_project_that_moves_to_another_county_is_gone_for_the_first(world):
    client = Client()
    client.force_login(world.lin)
    assert client.get(f"/projects/{world.mine.project.pk}/").status_code == 200
    project.change(
        world.mine.project,
        by=world.wang,
        at=AT + timedelta(days=200),
        assessed_unit=world.other_county,
        reason="区划调整",
    )
    assert client.get(f"/projects/{world.mine.project.pk}/").status_code == 404
    assert MINE not in text_of(client.get("/projects/"))


def test_an_ended_role_sees_nothing_from_the_next_request_on(world):
    from yidan.people.commands import role
    from yidan.people.models import RoleHolding

    client = Client()
    client.force_login(world.lin)
    assert client.get(f"/projects/{world.mine.project.pk}/").status_code == 200
    holding = RoleHolding.objects.live().get(person=world.lin)
    role.end(holding, by=world.an, at=AT, until_on=AT.date(), reason="调离")
    assert client.get(f"/projects/{world.mine.project.pk}/").status_code == 404
