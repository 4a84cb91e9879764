"""The drawings of the year's report: plan and done over the months, the domains side by side, the published rate.

Each stands in the section that it belongs to, and each number written in it is one that can be asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from yidan.bulletins.blocks import Chart, Heading, Paragraph, text_of
from yidan.bulletins.drafting.sections import Draft, groups_of, moment
from yidan.figures import published
from yidan.targets.models import Series
from yidan.web import bar_chart, rate_chart

RATE = "fai-growth"
FEW = 3  # of so many releases a line says more than the sentence above it


def illustrate(paper: Draft, curve: Chart) -> None:
    """Put the drawings where they belong; one that would say nothing is left out."""
    # From the last to the first, so that in a short section those that meet at its end keep their order.
    for heading, paragraph, drawn in (
        ("有效投资", 1, _rate(paper)), ("重点项目建设", 2, _domains(paper)), ("重点项目建设", 1, curve),
    ):  # fmt: skip
        places = list(_paragraphs(paper, heading))
        if drawn is not None and places:
            paper.blocks.insert(places[min(paragraph, len(places) - 1)] + 1, drawn)


def _paragraphs(paper: Draft, heading: str) -> Iterator[int]:
    """Where the paragraphs of a section stand."""
    is_inside = False
    for place, block in enumerate(paper.blocks):
        if isinstance(block, Heading) and block.level == 1:
            is_inside = heading in text_of(block.parts)
        elif is_inside and isinstance(block, Paragraph):
            yield place


def _domains(paper: Draft) -> Chart | None:
    """What each domain planned and did; nothing where all is of one."""
    paper.book.foresee(["plan.annual", "invested.year"], paper.period, "domain")
    bars, said = [], []
    for group in groups_of(paper, "domain"):
        both = [paper.ask(key, "yi", domain=group.key) for key in ("plan.annual", "invested.year")]
        plan, done = (paper.book.exact(each.ask) for each in both)
        if plan is None or done is None:
            continue
        bars.append(bar_chart.Bar(group.name, plan, done, both[0].printed, both[1].printed))  # type: ignore[arg-type]
        said += both
    if len(bars) < 2:
        return None
    with override("zh-hans"):
        drawn, narrow = bar_chart.on_paper(bars)
    return Chart(
        f"{paper.month.year}年各领域计划与完成投资",
        drawn,
        "亿元",
        f"口径：调度口径。{_cut(paper)}",
        tuple(said),
        narrow,
    )


def _rate(paper: Draft) -> Chart | None:
    """The published growth over the year's releases, the province's beside it."""
    series = Series.objects.filter(code=RATE).first()
    known = published.points(series, None, paper.book.cut_off) if series else []
    known = [each for each in known if each.month.year == paper.month.year and each.release.value is not None]
    if series is None or len(known) < FEW:
        return None
    last = known[-1]
    parts = ["value"] + (["provincial"] if last.release.provincial is not None else [])
    said = [
        paper.book.numeral(series=RATE, part=part, period=str(last.month), form="percent") for part in parts
    ]  # fmt: skip
    with override("zh-hans"):
        drawn, narrow = rate_chart.on_paper(
            [each.month for each in known], [each.release.value for each in known],
            [each.release.provincial if len(parts) > 1 else None for each in known],
            [each.printed for each in said], own_word="全市", beside_word="全省",
        )  # fmt: skip
    about = f"口径：统计口径，{series.publisher}公布。{_cut(paper)}"
    return Chart(f"{paper.month.year}年{series.name}(各次公布)", drawn, "%", about, tuple(said), narrow)


def _cut(paper: Draft) -> str:
    if paper.book.cut_off is None:
        raise ValueError("a paper has a cut-off")
    return f"数据截至{moment(paper.book.cut_off)}。"
