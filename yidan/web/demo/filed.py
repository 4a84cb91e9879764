"""归档文件 of the simulated city: a few dozen papers that prove milestones, set as the office's own papers are.

Each says on its face that it is simulated. A paper costs 45 ms of the load, so only what somebody looks at has some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yidan.bulletins import blocks as b
from yidan.evidence.commands.keeping import keep
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Project
from yidan.ledger.states import PaperKind
from yidan.people.models import Person
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment
from yidan.web.papers.rendering.pdf import pdf_of
from yidan.web.papers.typesetting import FONTS

ACCEPTED, PERMITTED = 16, 8  # so many of the city's projects have such a paper
SIMULATED = "本件由模拟城市生成，不是真实公文"


@dataclass(frozen=True)
class Form:
    """What a paper of a kind is called, who issues it, and what it says of a project."""

    kind: PaperKind
    issuer: str
    series: str  # the head of its 文号
    title: str
    text: str


REFORM, LAND, HOUSING = "株洲市发展和改革委员会", "株洲市自然资源和规划局", "株洲市住房和城乡建设局"
FORMS = {
    "立项批复": Form(
        PaperKind.APPROVAL, REFORM, "株发改审", "关于{name}立项的批复",
        "报来的立项请示及有关材料收悉。经研究，原则同意该项目立项，建设地点、主要建设内容和总投资以可行性研究报告批复为准。请抓紧办理用地、规划等前期手续。",
    ),
    "可行性研究报告批复": Form(
        PaperKind.FEASIBILITY, REFORM, "株发改审", "关于{name}可行性研究报告的批复",
        "报来的可行性研究报告及专家评审意见收悉。经研究，原则同意该项目可行性研究报告，建设资金按批准的来源筹措。请据此开展初步设计，严格控制总投资。",
    ),
    "用地预审与选址意见书": Form(
        PaperKind.LAND, LAND, "株自资预", "关于{name}用地预审与选址的意见",
        "该项目符合国土空间规划和土地使用标准，原则同意通过用地预审，选址可行。请在批准后依法办理建设用地手续，未取得建设用地批准文件不得动工。",
    ),
    "初步设计批复": Form(
        PaperKind.DESIGN, HOUSING, "株建设审", "关于{name}初步设计的批复",
        "报来的初步设计文件收悉。经组织评审，原则同意该项目初步设计，请按评审意见完善后开展施工图设计。",
    ),
    "施工许可": Form(
        PaperKind.PERMIT, HOUSING, "株建许", "关于{name}准予施工许可的决定",
        "经审查，该项目建设用地、规划许可、施工图审查、施工和监理单位、质量安全措施及资金安排符合施工许可条件，准予施工许可。",
    ),
    "验收": Form(
        PaperKind.ACCEPTANCE, HOUSING, "株建验", "关于{name}验收备案的通知",
        "建设单位已组织勘察、设计、施工、监理等单位验收，验收程序符合规定，验收意见为合格，准予备案。质量保修按合同执行。",
    ),
}  # fmt: skip
KINDS = frozenset(FORMS)
ACCEPTANCES = ("竣工验收", "交工验收", "项目验收")


Act = tuple[datetime, Callable[[datetime], None]]


def draw(everything: list[Known], there: Settled) -> Iterator[Act]:
    """When whose paper is filed, the best known projects first: the acceptance of what is finished, the permit of what
    began."""
    if not is_set_up():
        return
    ordered = sorted(everything, key=lambda each: (not each.sketch.special, each.sketch.key))
    ended = [(each, step) for each in ordered for step in each.sketch.steps
             if step.name in ACCEPTANCES and step.actual_on and step.name in each.milestones]  # fmt: skip
    begun = [each for each in ordered if each.sketch.started_on and not each.sketch.is_bundle]
    for place, (each, step) in enumerate(ended[:ACCEPTED]):
        yield _filing(each, "验收", _day(step.actual_on), step.name, there, place)
    for place, each in enumerate(begun[:PERMITTED]):
        yield _filing(each, "施工许可", _day(each.sketch.started_on) - timedelta(days=3), "", there, place)


def is_set_up() -> bool:
    """Whether the fonts are there in which papers are set; a city without them has no filed papers."""
    return any(FONTS.glob("*.ttf"))


def _filing(each: Known, form: str, on: date, milestone: str, there: Settled, place: int) -> Act:
    by = there.reporters[each.sketch.owner]
    filed_on = max(on, date(2020, 1, 16)) + timedelta(days=4)
    return moment(filed_on, 10, place), lambda at: file(each.project, form, on, by=by, at=at, milestone=milestone)


def _day(day: date | None) -> date:
    assert day is not None
    return day


def file(made: Project, form: str, on: date, *, by: Person, at: datetime, milestone: str | None = None) -> None:
    """Keep the paper and attach it, as whoever holds it does: kind, number and day as printed on it."""
    what = FORMS[form]
    number = f"{what.series}〔{on.year}〕{on.timetuple().tm_yday * 3 + made.pk % 3}号"
    title = what.title.format(name=made.name)
    kept = keep(
        by.unit, by=by, at=at, name=f"{title[:80]}.pdf", data=pdf_of(_blocks(what, title, number, on), title=title),
        media_type="application/pdf",
    )  # fmt: skip
    projects.attach(
        made, by=by, at=at, file=kept, title=title, kind=what.kind, number=number, dated_on=on,
        milestone=form if milestone is None else milestone,
    )  # fmt: skip


def _blocks(what: Form, title: str, number: str, on: date) -> list[object]:
    day = f"{on.year}年{on.month}月{on.day}日"
    return [
        b.Masthead(what.issuer, number), b.Title(title), b.Recipient("项目建设单位"), b.Paragraph(b.words(what.text)),
        b.Signature(what.issuer, day), b.Contact(SIMULATED),
    ]  # fmt: skip
