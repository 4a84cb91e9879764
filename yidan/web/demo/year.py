"""The year 2020 in numbers and days: plans that add up to 1029.6 亿, months that add up to 647.6 亿 by June.

Everything scales with `ratio` (projects / 549), so that a small city has the same proportions.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from yidan.web.demo import amounts
from yidan.web.demo.model import Lie, Plan, Report, Sketch, Step
from yidan.web.demo.texts import SLIPS

PLAN_WAN = 10_296_000  # 1029.6 亿
JUNE_WAN = 6_476_000  # 647.6 亿: 62.9 %
YEAR_WAN = 11_037_842  # 超1100 亿
STARTS = (8, 0, 62, 48, 41, 54, 18, 17, 24, 14, 12, 10)  # 213 by June, 308 in the year
FINISHES = (4, 0, 7, 13, 17, 40, 7, 9, 14, 11, 13, 19)  # 81 by June, 154 in the year
Y = 2020


def plan_first_year(leaves: list[Sketch], random: Random, *, ratio: float) -> list[Lie]:
    """Days, plans and amounts of 2020; returns the lies that were sown."""
    _days(leaves, random, ratio)
    working = [sketch for sketch in leaves if sketch.listing != "preparing"]
    _plans(working, random, ratio)
    for sketch in leaves:
        if sketch.listing == "preparing":
            sketch.plans.append(Plan(Y, "preparing", 0, "完成可研、用地预审等前期工作，争取早日具备开工条件。"))
    lies, fixed = _lies(working, random)
    _amounts(working, random, ratio, fixed)
    _cover_totals(working, random, {lie.project for lie in lies if lie.kind == "over_total"})
    return lies


def _spread(counts: tuple[int, ...], ratio: float) -> list[int]:
    """Monthly counts scaled so that the half-year and the year round as their totals do."""
    half, whole = round(sum(counts[:6]) * ratio), round(sum(counts) * ratio)
    return [*amounts.round_to_sum(counts[:6], half), *amounts.round_to_sum(counts[6:], whole - half)]


def _days(leaves: list[Sketch], random: Random, ratio: float) -> None:
    starting = [sketch for sketch in leaves if sketch.listing == "starting"]
    completing = [sketch for sketch in leaves if sketch.listing == "completing"]
    for sketch, month in _assign(starting, _spread(STARTS, ratio), random, place=1):
        sketch.started_on = _day(random, month)
        sketch.begins = (Y, month)
    for sketch, month in _assign(completing, _spread(FINISHES, ratio), random, place=2):
        sketch.completed_on = _day(random, month)
    for sketch in leaves:
        if sketch.listing in {"continuing", "completing"}:
            sketch.began_on = date(
                random.choice((2017, 2018, 2018, 2019, 2019, 2019)), random.randint(1, 12), random.randint(3, 27)
            )
            sketch.begins = (sketch.began_on.year, sketch.began_on.month)
        done_before = sketch.completed_on and sketch.completed_on.month == 1
        if (sketch.began_on or (sketch.started_on and sketch.started_on.month == 1)) and not done_before:
            sketch.resumed_on = date(Y, 2, random.choice((10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22, 24, 25, 26, 27)))
        if not sketch.began_on and not sketch.started_on:
            sketch.begins = (2021, random.randint(1, 9))
        if sketch.completed_on:
            sketch.finishes = (Y, sketch.completed_on.month)
            if random.random() < 0.4 and sketch.completed_on.month < 12:
                sketch.operating_on = sketch.completed_on + timedelta(days=random.randint(8, 28))
            if random.random() < 0.35 and sketch.completed_on.month > 2:
                sketch.structure_on = sketch.completed_on - timedelta(days=random.randint(35, 55))
        elif sketch.listing == "completing":
            sketch.finishes = (Y, 12)
        else:
            first = sketch.begins[0] * 12 + sketch.begins[1]
            last = max(first + random.randint(10, 40), 2021 * 12 + random.randint(1, 24))
            sketch.finishes = ((last - 1) // 12, (last - 1) % 12 + 1)


def _assign(group: list[Sketch], counts: list[int], random: Random, *, place: int) -> list[tuple[Sketch, int]]:
    """Give each month its projects: those whose month is known first, then by lot; the rest wait beyond the year."""
    left = list(counts)
    given = []
    free = []
    for sketch in group:
        month = sketch.hint[place]
        if month and left[month - 1] > 0:
            left[month - 1] -= 1
            given.append((sketch, month))
        else:
            free.append(sketch)
    random.shuffle(free)
    months = [month for month, count in enumerate(left, 1) for _ in range(count)]
    return [*given, *zip(free, months, strict=False)]


def _day(random: Random, month: int) -> date:
    """A working day; the last days of June and December are favourites."""
    if month == 1:
        return date(Y, 1, random.randint(7, 19))
    if month in (6, 12) and random.random() < 0.3:
        return date(Y, month, random.randint(24, 28))
    day = date(Y, month, random.randint(6, 24))
    return day - timedelta(days=max(0, day.weekday() - 4)) if day.day > 8 else day


def _plans(working: list[Sketch], random: Random, ratio: float) -> None:
    raw = []
    for sketch in working:
        if sketch.hint[0]:
            raw.append(float(sketch.hint[0]))
            continue
        part = random.uniform(0.22, 0.62) if sketch.listing == "starting" else random.uniform(0.25, 0.5)
        raw.append(max(300.0, sketch.total_wan * part))
    total = round(PLAN_WAN * ratio) if ratio != 1 else PLAN_WAN
    hinted = [place for place, sketch in enumerate(working) if sketch.hint[0]]
    named_wan = sum(int(raw[place]) for place in hinted)
    if named_wan < total * 0.4:  # the article's large projects keep their size; the others make up the sum
        rest = [0.0 if sketch.hint[0] else value for sketch, value in zip(working, raw, strict=True)]
        planned = amounts.nice_to_sum(rest, total - named_wan)
        for place in hinted:
            planned[place] = int(raw[place])
    else:
        planned = amounts.nice_to_sum(raw, total)
    for sketch, wan in zip(working, planned, strict=True):
        sketch.plans.append(
            Plan(
                Y,
                sketch.listing,
                wan,
                _content(sketch, random),
                starts_on=_planned_start(sketch, random),
                finishes_on=_planned_finish(sketch, random),
            )
        )


def _planned_start(sketch: Sketch, random: Random) -> date | None:
    if sketch.listing != "starting":
        return sketch.began_on
    if sketch.started_on is None:
        return date(Y, random.randint(4, 10), random.choice((1, 15, 30)))
    early = sketch.started_on - timedelta(days=random.choice((0, 0, 3, 12, 30, 45, -12)))
    return max(date(Y, 1, 5), min(early, date(Y, 12, 28)))


def _planned_finish(sketch: Sketch, random: Random) -> date:
    if sketch.listing == "completing":
        if sketch.completed_on is None:
            return date(Y, random.choice((9, 10, 11)), 30)
        day = sketch.completed_on - timedelta(days=random.choice((0, 0, 0, 14, 28, 45, -10)))
        return max(date(Y, 1, 10), min(day, date(Y, 12, 30)))
    return date(sketch.finishes[0], sketch.finishes[1], 28)


def _content(sketch: Sketch, random: Random) -> str:
    if sketch.listing == "completing":
        return random.choice(
            ("全面竣工并投入使用。", "竣工投产。", "完成剩余工程并通过竣工验收。", "设备安装调试完成，三季度前投产。")
        )
    if sketch.listing == "continuing":
        return random.choice(
            (
                "完成主体工程的70%。",
                "路基及桥涵工程基本完成。",
                "主体封顶，启动设备安装。",
                "完成年度片区开发任务和基础设施建设。",
            )
        )
    return random.choice(
        (
            "开工建设，完成基础工程。",
            "完成土地平整及主体结构施工。",
            "开工并完成一期厂房建设。",
            "完成征拆及路基工程50%。",
            "主体工程建至±0以上。",
        )
    )


def _lies(working: list[Sketch], random: Random) -> tuple[list[Lie], dict[int, list[int]]]:
    """A few untruths of domain.md §13.3, with the amounts that carry them fixed before the rest is scaled."""
    lies: list[Lie] = []
    fixed: dict[int, list[int]] = {}
    free = [s for s in working if not s.special and not s.hint[0]]
    steady = [s for s in free if s.began_on and not s.completed_on and s.plans[0].planned_wan >= 3000]
    begun = [s for s in free if s.started_on and s.started_on.month in (3, 4) and s.plans[0].planned_wan >= 4000]
    done_early = [s for s in free if s.completed_on and s.completed_on.month in (5, 6)]
    done_late = [s for s in free if s.completed_on and s.completed_on.month >= 10]
    sprint = [s for s in free if s.started_on and s.started_on.month == 6]
    many = 2 if len(working) >= 200 else 1

    def take(group: list[Sketch], kind: str, months: tuple[int, ...]) -> list[Sketch]:
        chosen = [s for s in group if s.key not in fixed][:many]
        for sketch in chosen:
            planned = sketch.plans[0].planned_wan
            year = [planned * part / 100 for part in (5, 1, 7, 9, 11, 13, 9, 8, 9, 9, 9, 10)]
            last = sketch.completed_on.month if sketch.completed_on else 12
            first = sketch.started_on.month if sketch.started_on else 1
            fixed[sketch.key] = [int(v) if first <= m <= last else 0 for m, v in enumerate(year, 1)]
            lies.append(Lie(sketch.key, kind, tuple((Y, month) for month in months)))
        return chosen

    for sketch in take(steady, "identical_months", (3, 4, 5, 6)):
        fixed[sketch.key][2:6] = [sketch.plans[0].planned_wan // 9] * 4
    for sketch in take(begun, "month_share", (6,)):
        fixed[sketch.key][5] = sketch.plans[0].planned_wan * 46 // 100
    for sketch in take([*steady, *begun], "december_rush", (12,)):
        fixed[sketch.key][11] = sketch.plans[0].planned_wan * 38 // 100
    for sketch in take([*steady, *begun], "round_numbers", tuple(range(3, 13))):
        step = max(1000, sketch.plans[0].planned_wan // 12000 * 1000)
        fixed[sketch.key] = [step if value else 0 for value in fixed[sketch.key]]
    take([*steady, *begun], "copied_progress", (7, 8, 9, 10))
    take(done_late, "over_total", (10,))
    for sketch in take(done_early, "completed_still_spending", (8, 9)):
        fixed[sketch.key][7:9] = [sketch.plans[0].planned_wan * 4 // 100, sketch.plans[0].planned_wan * 3 // 100]
    for sketch in take(sprint, "fake_start", (7, 8, 9, 10)):
        fixed[sketch.key] = [0, 0, 0, 0, 0, sketch.plans[0].planned_wan // 50, 0, 0, 0, 0, 0, 0]
    return lies, fixed


def _amounts(working: list[Sketch], random: Random, ratio: float, fixed: dict[int, list[int]]) -> None:
    june = round(JUNE_WAN * ratio) if ratio != 1 else JUNE_WAN
    whole = round(YEAR_WAN * ratio) if ratio != 1 else YEAR_WAN
    drawn, years = [], []
    for sketch in working:
        if sketch.key in fixed:
            june -= sum(fixed[sketch.key][:6])
            whole -= sum(fixed[sketch.key])
            _keep(sketch, fixed[sketch.key])
            continue
        first = sketch.started_on.month if sketch.started_on else 1
        last = sketch.completed_on.month if sketch.completed_on else 12
        idle = sketch.listing == "starting" and sketch.started_on is None
        raw = [0.0] * 12 if idle else amounts.months_raw(random, first=first, last=last)
        fate = random.random()
        done = (
            random.uniform(0.35, 0.78)
            if fate < 0.11
            else random.uniform(0.78, 0.99)
            if fate < 0.2
            else random.lognormvariate(0.08, 0.14)
        )
        if sketch.hint[0]:
            done = random.uniform(1.02, 1.18)
        drawn.append(sketch)
        years.append(amounts.shaped(random, raw, int(sketch.plans[0].planned_wan * done)))
    for sketch, year in zip(drawn, amounts.scale_halves(years, june, whole - june), strict=True):
        _keep(sketch, year)


def _keep(sketch: Sketch, year: list[int]) -> None:
    for month, wan in enumerate(year, 1):
        sketch.reports[(Y, month)] = Report(wan, "")


def _cover_totals(working: list[Sketch], random: Random, over: set[int]) -> None:
    """Total investment covers what is done, also before 2020; but for those who claim more than there is."""
    for sketch in working:
        year = sketch.year_wan(Y)
        planned = sketch.plans[0].planned_wan
        if sketch.began_on:
            if sketch.completed_on:
                sketch.total_wan = (
                    max(sketch.total_wan, amounts.ceil_to(year * 1.05, 100))
                    if sketch.hint[0]
                    else amounts.ceil_to(year / random.uniform(0.35, 0.7), 100)
                )
                sketch.prior_wan = max(0, int(sketch.total_wan * random.uniform(0.955, 0.995)) - year)
            else:
                sketch.total_wan = max(
                    sketch.total_wan, amounts.ceil_to((year + planned) * random.uniform(1.3, 2.6), 100)
                )
                sketch.prior_wan = int((sketch.total_wan - year) * random.uniform(0.15, 0.5))
        else:
            sketch.total_wan = max(
                sketch.total_wan, amounts.ceil_to(max(year * 1.15, planned * random.uniform(1.4, 3.2)), 100)
            )
        sketch.total_wan = max(sketch.total_wan, amounts.ceil_to(planned * 1.08, 100))
        if sketch.key in over:
            sketch.total_wan = int((sketch.prior_wan + year) / 1.06) // 10 * 10
        sketch.sources = _sources(sketch, random)


def _sources(sketch: Sketch, random: Random) -> dict[str, int]:
    total = sketch.total_wan
    if sketch.funding_nature == "enterprise":
        loan = total * random.choice((0, 20, 30, 35, 40)) // 100
        return {"own": total - loan, **({"bank_loan": loan} if loan else {})}
    parts = {
        "central": random.choice((0, 0, 8, 12)),
        "provincial": random.choice((0, 5, 10)),
        "special_bond": random.choice((0, 15, 25, 30)),
    }
    amounts_of = {name: total * part // 100 for name, part in parts.items() if part}
    return {**amounts_of, "city_county": total - sum(amounts_of.values())}


def follow_bundles(sketches: list[Sketch]) -> None:
    """A bundle's total is its children's."""
    for parent in (sketch for sketch in sketches if sketch.is_bundle):
        children = [sketch for sketch in sketches if sketch.parent == parent.key]
        parent.total_wan = sum(child.total_wan for child in children)
        parent.began_on = min((child.began_on for child in children if child.began_on), default=None)
        parent.begins = min(child.begins for child in children)
        parent.finishes = max(child.finishes for child in children)


def plan_later_years(leaves: list[Sketch], random: Random, *, last: tuple[int, int]) -> None:
    """Plans of the years after 2020 up to the open month's, and amounts of their months: what is not done goes on."""
    for year in range(Y + 1, last[0] + 1):
        for sketch in leaves:
            if sketch.completed_on or sketch.listing == "preparing":
                continue
            left = max(
                500, sketch.total_wan - sketch.prior_wan - sum(report.final_wan for report in sketch.reports.values())
            )
            planned = max(300, int(left * random.uniform(0.3, 0.6)) // 100 * 100)
            ends = sketch.finishes[0] <= year
            listing = "completing" if ends else "continuing" if sketch.started_on or sketch.began_on else "starting"
            plan = Plan(
                year,
                listing,
                planned,
                _content(sketch, random),
                starts_on=sketch.started_on or sketch.began_on,
                finishes_on=date(max(year, sketch.finishes[0]), 12, 25),
            )
            sketch.plans.append(plan)
            raw = amounts.months_raw(random, first=1, last=12)
            values = amounts.round_to_sum(raw, int(planned * random.uniform(0.6, 1.05)))
            for month, wan in enumerate(values, 1):
                sketch.reports[(year, month)] = Report(wan, "")


STEPS = {
    "plant": ("厂房基础完成", "主体厂房封顶", "设备安装完成", "试生产"),
    "building": ("基础出±0", "主体封顶", "装饰装修完成", "竣工验收"),
    "road": ("征拆完成", "路基工程完成", "路面工程完成", "交工验收"),
    "pipe": ("主管网完成", "构筑物主体完成", "设备联调", "竣工验收"),
    "farm": ("基地平整", "栏舍（大棚）建成", "加工车间投用", "项目验收"),
}


def note_steps(leaves: list[Sketch], random: Random, *, light: bool) -> None:
    """Milestones with planned, forecast and actual days; a slip names its reason."""
    for sketch in leaves:
        begun = sketch.started_on or sketch.began_on
        if light or begun is None or (not sketch.special and random.random() < 0.35):
            continue
        end = sketch.completed_on or date(sketch.finishes[0], sketch.finishes[1], 20)
        first = max(begun, date(Y, 1, 6))
        names = STEPS[sketch.manner][1:] if sketch.began_on else STEPS[sketch.manner]
        for place, name in enumerate(names, 1):
            planned = first + (end - first) * place / len(names)
            step = Step(name, planned)
            slip = random.choice((0, 0, 0, -6, 12, 25, 40))
            happened = planned + timedelta(days=slip)
            if place == len(names) and sketch.completed_on:
                happened = sketch.completed_on
            if slip > 0 and happened > planned:
                step.forecast_on, step.reason = happened, random.choice(SLIPS)
            if happened <= date(Y, 12, 20):
                step.actual_on = max(happened, first)
            sketch.steps.append(step)


def adjust(leaves: list[Sketch], random: Random) -> None:
    """The adjustment of September: some plans up, some down, the city's sum untouched (中期调整,总量不变)."""
    from yidan.web.demo.texts import ADJUSTMENTS

    pool = [s for s in leaves if s.plans and s.plans[0].planned_wan >= 4000 and not s.special and not s.completed_on]
    random.shuffle(pool)
    for up, down in zip(pool[: max(1, len(pool) // 40)], reversed(pool[-max(1, len(pool) // 40) :]), strict=False):
        if up is down:
            continue
        wan = min(up.plans[0].planned_wan, down.plans[0].planned_wan) // 500 * 100
        for sketch, change, reason in (
            (up, wan, ADJUSTMENTS[1]),
            (down, -wan, random.choice((ADJUSTMENTS[0], ADJUSTMENTS[4]))),
        ):
            sketch.plans[0].adjusted_wan = sketch.plans[0].planned_wan + change
            sketch.plans[0].adjustment = reason
