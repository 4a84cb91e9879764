"""The law of figures: sources add up to the value, groups add up to the total, then is computed as now was.

Small ledgers are made at random (hypothesis), with corrections, shares, bundles and openings.
"""

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yidan.assessment import queries as assessment
from yidan.figures import matters, news, queries
from yidan.figures.define import Count, Measure, Ratio, Sum, tabulate
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Period, Question
from yidan.figures.sheet import roll_up
from yidan.funds import models as money
from yidan.funds.models import Fund, Movement
from yidan.kernel.facts import Fact
from yidan.kernel.values import BEIJING, Month
from yidan.kernel.verbs import Verb
from yidan.ledger import models as ledger
from yidan.ledger.models import AnnualPlan, Domain, Listing, Mark, OfProject, Profile, Project, Share, StageMark
from yidan.progress import models as progress
from yidan.progress.models import Progress, Span

ROOT = Path(__file__).resolve().parents[2]
T0 = datetime(2020, 1, 5, 9, tzinfo=BEIJING)
MOMENTS = [T0 + timedelta(days=40 * step) for step in range(1, 4)]
PERIODS = [Period(2020, 3), Period(2020, 6), Period(2020)]

leaf = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["county", "other_county", None]),
        "later_unit": st.sampled_from(["same", "county", "other_county"]),
        "domain": st.sampled_from([*Domain.values, ""]),
        "listing": st.sampled_from([*Listing.values, None]),
        "planned": st.integers(0, 5000),
        "adjusted": st.none() | st.integers(0, 5000),
        "starts_in": st.none() | st.integers(1, 12),
        "marks": st.dictionaries(st.sampled_from(["started", "completed", "withdrawn"]), st.integers(1, 12)),
        "months": st.dictionaries(st.integers(1, 8), st.decimals(-50, 900, places=2), max_size=4),
        "corrected": st.none() | st.decimals(0, 900, places=2),
        "opening": st.none() | st.integers(0, 500),
        "in_bundle": st.booleans(),
        "shared": st.booleans(),
        "money": st.none() | st.tuples(st.integers(1, 900), st.integers(1, 12), st.sampled_from(["central", "own"])),
        "levels": st.sets(st.sampled_from(["national", "provincial", "municipal", "county"])),
    }
)


def build(cast, leaves):
    """Rows as the commands would leave them, several versions each: T0 first, changes at MOMENTS[0]."""
    bundle = Project.objects.create(internal_id="ZZ-2020-9000", order=0, registered_at=T0)
    Profile.record(recorded_at=T0, project=bundle, name="打包", assessed_unit=cast.county)
    for number, said in enumerate(leaves, 1):
        project = Project.objects.create(
            internal_id=f"ZZ-2020-{number:04d}", order=number, registered_at=T0,
            parent=bundle if said["in_bundle"] else None,
        )  # fmt: skip
        unit = getattr(cast, said["unit"]) if said["unit"] else None
        profile = Profile.record(
            recorded_at=T0, project=project, name=f"项目{number}", assessed_unit=unit, domain=said["domain"],
            owner_unit=cast.owner, **{f"is_{level}_key": True for level in said["levels"]},
        )  # fmt: skip
        if said["later_unit"] != "same":
            profile.superseded_by(recorded_at=MOMENTS[0], assessed_unit=getattr(cast, said["later_unit"]))
        if said["shared"]:
            for part, percent in ((cast.county, "33.3333"), (cast.other_county, "66.6667")):
                Share.record(recorded_at=MOMENTS[0], project=project, unit=part, percent=Decimal(percent))
        if said["listing"]:
            starts = datetime(2020, said["starts_in"], 15).date() if said["starts_in"] else None
            planned = Decimal(said["planned"])
            plan = AnnualPlan.record(
                recorded_at=T0, project=project, year=2020, listing=said["listing"], planned_wan=planned,
                original_planned_wan=planned, starts_on=starts, finishes_on=starts,
            )  # fmt: skip
            if said["adjusted"] is not None:
                plan.superseded_by(
                    recorded_at=MOMENTS[1], planned_wan=Decimal(said["adjusted"]), is_adjusted=True, document="文件"
                )
        for mark, month in said["marks"].items():
            StageMark.record(
                recorded_at=MOMENTS[month % 3], project=project, mark=Mark(mark), happened_on=Month(2020, month).first
            )
        if said["money"]:
            _move(project, *said["money"])
        fact = {"project": project, "approved_by": cast.wang}
        for month, amount in said["months"].items():
            made = Progress.record(recorded_at=T0, month=Month(2020, month), invested_wan=amount, **fact)
            if said["corrected"] is not None:
                made.superseded_by(recorded_at=MOMENTS[1], invested_wan=said["corrected"])
        if said["opening"]:
            Progress.record(
                recorded_at=T0, month=Month(2019, 12), span=Span.PRIOR_OPENING, invested_wan=Decimal(said["opening"]),
                **fact,
            )  # fmt: skip
            Progress.record(
                recorded_at=T0, month=Month(2020, 2), span=Span.YEAR_OPENING, invested_wan=Decimal(said["opening"]),
                **fact,
            )  # fmt: skip


def _move(project, amount, month, source):
    fund = Fund.objects.create(project=project, source=source, year=2020 if source == "central" else None)
    for serial, step in enumerate(("granted", "paid"), 1):
        made = Movement.record(
            recorded_at=T0, project=project, fund=fund, step=step, serial=serial, amount_wan=Decimal(amount),
            happened_on=Month(2020, month).first,
        )  # fmt: skip
    made.superseded_by(recorded_at=MOMENTS[1], amount_wan=Decimal(amount) / 2)


@pytest.fixture
def ledgers(cast):
    """Build a ledger, look, and take it back."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def of(leaves):
        point = transaction.savepoint()
        cache.clear()
        try:
            build(cast, leaves)
            yield cast
        finally:
            transaction.savepoint_rollback(point)
            cache.clear()

    return of


def random_ledgers(examples):
    return lambda test: settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )(given(st.lists(leaf, min_size=2, max_size=5))(test))


def questions(cast):
    for period, as_of in zip(PERIODS, (None, *MOMENTS[:2]), strict=True):
        yield Question(period, as_of=as_of)
    yield Question(PERIODS[1], unit=cast.county.pk)
    yield Question(PERIODS[2], unit=cast.other_county.pk, as_of=MOMENTS[1])


def parts(made):
    return made.parts if isinstance(made, Ratio) else (made,)


@random_ledgers(3)
def test_sources_add_up_to_the_value(ledgers, leaves):
    with ledgers(leaves) as cast:
        for asked in questions(cast):
            for key in queries.REGISTRY:
                for part in parts(queries.ask(key, asked)):
                    sources = part.sources()
                    assert sum(source.part for source in sources) == part.value, (key, asked)
                    assert len(sources) == part.sources_count(), (key, asked)


@random_ledgers(3)
def test_groups_of_a_partition_add_up_to_the_total(ledgers, leaves):
    additive = [
        key
        for key in queries.REGISTRY
        if isinstance(made := queries.ask(key, Question(PERIODS[0])), Sum) or (isinstance(made, Count) and made.leaves)
    ]
    with ledgers(leaves) as cast:
        for asked in questions(cast):
            totals = queries.totals(additive, asked)
            for by, dimension in DIMENSIONS.items():
                if dimension.is_partition:
                    table = queries.grouped(additive, asked, by)
                    added = {key: sum(value.value for value in groups.values()) for key, groups in table.items()}
                    assert added == {key: value.value for key, value in totals.items()}, (by, asked)


@random_ledgers(3)
def test_many_groupings_at_once_say_the_same_as_one_by_one(ledgers, leaves):
    with ledgers(leaves) as cast:
        for asked in questions(cast):
            wanted = [part for key in queries.REGISTRY for part in parts(queries.ask(key, asked))]
            at_once = roll_up(wanted, [None, *DIMENSIONS])
            assert at_once == {by: tabulate(wanted, by) for by in (None, *DIMENSIONS)}


@random_ledgers(3)
def test_a_group_is_the_figure_narrowed_to_it(ledgers, leaves):
    with ledgers(leaves):
        asked = Question(PERIODS[1])
        for by in ("unit", "domain", "level", "listing"):
            table = queries.grouped(queries.REGISTRY, asked, by)
            for group in sorted(key for key in table["project.count"] if key not in (None, "")):
                narrowed = queries.totals(queries.REGISTRY, asked.narrowed(**{by: group}))
                here = {key: groups[group] for key, groups in table.items() if group in groups}
                assert here == {key: narrowed[key] for key in here}, (by, group)


@random_ledgers(3)
def test_many_projects_at_once_say_the_same_as_each_asked_alone(ledgers, leaves):
    with ledgers(leaves):
        every = list(Project.objects.values_list("pk", flat=True))  # the bundle too
        for asked in [Question(PERIODS[1], as_of=MOMENTS[1]), Question(PERIODS[2])]:
            at_once = queries.of_each(queries.REGISTRY, asked, every)
            assert at_once == {pk: queries.totals(queries.REGISTRY, asked.narrowed(project=pk)) for pk in every}


@random_ledgers(3)
def test_as_of_a_moment_is_what_was_computed_at_that_moment(ledgers, leaves):
    """What is known later takes nothing away from what was known then."""
    keys = [key for key in queries.REGISTRY if not key.startswith("report.")]
    with ledgers(leaves):
        for moment in (MOMENTS[0] - timedelta(seconds=1), MOMENTS[1] - timedelta(seconds=1), MOMENTS[2]):
            asked = [Question(period, as_of=moment) for period in PERIODS]
            then = [(queries.totals(keys, each), queries.grouped(keys, each, "unit")) for each in asked]
            replayed = _forget_after(moment, partial(_now, keys, asked))
            assert then == replayed, moment


def _now(keys, asked):
    alone = [each.narrowed(as_of=None) for each in asked]
    return [(queries.totals(keys, each), queries.grouped(keys, each, "unit")) for each in alone]


def _forget_after(moment, look):
    """The ledger as it stood: later facts away, what they superseded alive again."""
    from django.db import transaction

    point = transaction.savepoint()
    for model in (Profile, AnnualPlan, StageMark, Share, Progress, Movement):
        model.objects.filter(recorded_at__gt=moment).delete()
        model.objects.filter(superseded_at__gt=moment).update(superseded_at=None)
    cache.clear()
    try:
        return look()
    finally:
        transaction.savepoint_rollback(point)
        cache.clear()


def test_every_figure_says_its_calibre_and_definition():
    for figure in queries.REGISTRY.values():
        assert figure.definition.endswith("。"), figure.key
        assert "  " not in figure.definition, figure.key
        assert isinstance(figure.unit, Measure), figure.key
        assert str(figure.label), figure.key


def test_the_keys_that_bulletins_cite_are_there():
    stay = (
        "project.count plan.annual invested.month invested.year invested.to_date completion.rate schedule.gap "
        "start.count start.due start.rate finish.count finish.due finish.rate resumption.rate"
    )
    assert set(stay.split()) - set(queries.REGISTRY) == set()


def test_the_list_of_figures_in_the_docs_is_fresh():
    made = subprocess.run(
        [sys.executable, "tools/figures.py", "--print"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert (ROOT / "docs" / "figures.md").read_text(encoding="utf-8") == made


def test_every_thing_acted_on_is_said_to_touch_what_figures_count_or_not_to():
    """`figures.news` must know it, or each act on it has every project read anew."""
    things = {verb.value.partition(".")[0] for verb in Verb}
    assert news.TOUCHING.isdisjoint(news.BESIDE)
    assert things == {*news.TOUCHING, *news.BESIDE}


# What a number may be read from: the ledger's facts about projects, plans, progress and matters, the working days, the
# units they belong to, the office's settings, and the journal's newest number (whether anything was written). No
# person, no log-in, no picture, no notice, no visit: nobody's doings in the app are behind it (国办函〔2026〕12号).
COUNTED = {
    "project", "profile", "annualplan", "plannedmonth", "progress", "monthlyreport", "stagemark", "share", "matter",
    "matter_projects", "pause", "workday", "extension", "verification", "unit", "parametervalue", "entry", "fund",
    "batch", "movement", "poolcase", "poolterm",
}  # fmt: skip


def test_no_figure_and_no_scheme_reads_what_people_do_in_the_app(cast):
    asked = Question(PERIODS[1], as_of=MOMENTS[2])
    keys = [*queries.REGISTRY, *matters.REGISTRY]
    packs = [assessment.read(data) for data in assessment.shipped().values()]
    with CaptureQueriesContext(connection) as seen:
        queries.totals(keys, asked)
        queries.grouped(keys, asked, "unit")
        for key in keys:
            queries.ask(key, asked).sources()
        for pack in packs:
            assert set(pack.figures) <= set(keys), pack.key
            assessment.computed(pack, Month(2020, 6), MOMENTS[2])
    tables = {name for each in seen for name in re.findall(r'"yidan_(\w+)"', each["sql"])}
    assert tables - COUNTED == {"merit"}  # what a paper established of a unit
    assert {"project", "progress", "annualplan", "matter"} <= tables


WORDS = re.compile("登录|登陆|在线|照片|图片|打卡|签到|点击|活跃|时长|log.?in|photo|picture|online|click|person", re.I)


def test_no_scheme_names_what_people_do_in_the_app():
    for key, data in assessment.shipped().items():
        assert WORDS.findall(json.dumps(data, ensure_ascii=False)) == [], key
    for figure in (*queries.REGISTRY.values(), *matters.REGISTRY.values()):
        assert WORDS.findall(f"{figure.key} {figure.label} {figure.definition}") == [], figure.key


def test_no_room_but_these_writes_what_figures_are_counted_from():
    """Rooms below the figures' own sources write only tables of their own (`figures.news.BESIDE`)."""
    counted = {model.__name__ for room in (ledger, money, progress) for model in vars(room).values() if _is_fact(model)}
    own = {"ledger", "funds", "progress", "web"}
    others = [path for room in sorted((ROOT / "yidan").iterdir()) if room.name not in own
              for path in room.rglob("*.py") if "commands" in str(path)]  # fmt: skip
    written = re.compile(rf"\b({'|'.join(sorted(counted))})\.(objects\.\w*(create|update)|record\()")
    assert [(str(path), found[0]) for path in others if (found := written.search(path.read_text("utf-8")))] == []


def test_what_is_said_to_leave_the_one_list_alone_is_of_rooms_that_do():
    """Whatever makes or changes a matter names it, or is in neither list (`figures.news.LISTED`, `UNLISTED`)."""
    things = {verb.value.partition(".")[0] for verb in Verb}
    assert news.LISTED.isdisjoint(news.UNLISTED)
    assert things >= news.LISTED | news.UNLISTED
    written = re.compile(r"\b(drafted|rebounded)\(|\bMatter\.objects\.\w*(create|update)")
    rooms = {path.relative_to(ROOT / "yidan").parts[0] for path in (ROOT / "yidan").rglob("*.py")
             if "commands" in str(path) and written.search(path.read_text("utf-8"))}  # fmt: skip
    assert rooms == {"enterprises", "matters", "patrol", "watch"}
    assert not {"finding", "recheck", "unit", "person", "parameter", "calendar"} & news.UNLISTED


def _is_fact(model):
    return isinstance(model, type) and issubclass(model, (Fact, Project)) and model not in (Fact, OfProject)
