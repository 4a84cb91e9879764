"""A statement written once says the same as Django's own."""

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.sql import InsertQuery

from tests import make
from tests.cast import assemble
from yidan.kernel import statements
from yidan.kernel.journal import Entry
from yidan.kernel.statements import TEXT, Prepared
from yidan.kernel.values import Month, MonthField, WanField
from yidan.ledger.commands import stage
from yidan.ledger.models import Profile, Project, StageMark
from yidan.progress.models import Progress
from yidan.progress.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    cast = assemble()
    one, other = make.project(cast), make.project(cast, contact_leader=cast.he)
    for project in (one, other):
        make.plan(cast, project)
        make.accepted(cast, project, Month(2020, 5), 100)
        stage.record(project, by=cast.wang, at=make.moment(2020, 6, 1), mark="started", happened_on=date(2020, 5, 4))
    return one, other


ABOUT = {
    "plain": lambda pk: StageMark.objects.live().filter(project=pk).order_by("happened_on", "id"),
    "some fields": lambda pk: Progress.objects.live().filter(project__in=[pk]).only("month", "invested_wan"),
    "related": lambda pk: Profile.objects.filter(project=pk).select_related(
        "project__parent__profile", "owner_unit", "contact_leader"
    ),
    "part": lambda pk: Entry.objects.filter(project_id=pk).order_by("-at", "-id")[:3],
    "none": lambda pk: StageMark.objects.filter(project=pk, mark="withdrawn"),
}


@pytest.mark.parametrize("name", ABOUT)
def test_what_was_written_once_says_the_same_of_every_key(two, name, django_assert_num_queries):
    prepared = Prepared(ABOUT[name])
    for project in (*two, two[0]):
        asked = list(ABOUT[name](project.pk))
        with django_assert_num_queries(1):
            found = prepared.of(project.pk)
        assert [_whole(each) for each in found] == [_whole(each) for each in asked]
        assert [each.get_deferred_fields() for each in found] == [each.get_deferred_fields() for each in asked]


VALUES = {
    "tuples": lambda pk: Progress.objects.filter(project=pk).values_list("month", "invested_wan", "project__order"),
    "tuples of several tables": lambda pk: (
        StageMark.objects.filter(project=pk).order_by().values_list("pk", "mark")
        .union(Entry.objects.filter(project_id=pk).order_by().values_list("pk", "verb"), all=True)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_where_only_values_are_asked_for_there_are_tuples(two, name):
    prepared = Prepared(VALUES[name])
    for project in (*two, two[0]):
        assert sorted(prepared.of(project.pk), key=str) == sorted(VALUES[name](project.pk), key=str)


def test_several_asked_together_answer_as_one_by_one(two, django_assert_num_queries):
    about = {**ABOUT, **VALUES, "nothing": lambda pk: StageMark.objects.none()}
    prepared = [Prepared(each) for each in about.values()]
    for project in (*two, *two):
        with django_assert_num_queries(len(about) - 1):
            answers = statements.together(*((each, project.pk) for each in prepared))
        for each, answer in zip(prepared, answers, strict=True):
            assert [str(row) for row in answer] == [str(row) for row in each.of(project.pk)]
    assert statements.together() == []


def test_what_fails_among_several_says_so_and_the_connection_goes_on(two):
    broken = Prepared(lambda pk: StageMark.objects.filter(project=pk))
    broken.of(two[0].pk)
    broken._sql = broken._sql.replace("yidan_stagemark", "yidan_nowhere")
    whole = Prepared(lambda pk: StageMark.objects.filter(project=pk))
    with pytest.raises(DatabaseError), transaction.atomic():
        statements.together((whole, two[0].pk), (broken, two[0].pk), (whole, two[0].pk))
    assert len(statements.together((whole, two[0].pk), (whole, two[1].pk))[0]) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_gone_is_opened_anew_before_several_are_asked():
    prepared = Prepared(lambda pk: StageMark.objects.filter(project=pk).values_list("pk"))
    assert statements.together((prepared, 1), (prepared, 2)) == [[], []]
    gone, other = connection.connection.info.backend_pid, connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [gone])
    other.close()
    connection.health_check_enabled, connection.health_check_done = True, False  # as at the beginning of a request
    try:
        assert statements.together((prepared, 1), (prepared, 2)) == [[], []]
    finally:
        connection.health_check_enabled = False
    assert connection.connection.info.backend_pid != gone


def _whole(row):
    """Every field that was read, and of what was read beside it."""
    fields = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: each and vars(each).keys() for name, each in row._state.fields_cache.items()}
    return fields, beside, [_whole(each) for each in row._state.fields_cache.values() if each]


def test_nothing_beside_the_key_is_asked_for_what_comes_with_it(two, django_assert_num_queries):
    prepared = Prepared(ABOUT["related"])
    with django_assert_num_queries(1):
        (profile,) = prepared.of(two[1].pk)
        assert (profile.project.parent, str(profile.owner_unit), str(profile.contact_leader)) == (
            None, "渌江投资", "何市长"
        )  # fmt: skip


def test_a_key_of_text_is_asked_for_as_it_is_written(two):
    prepared = Prepared(lambda key: Profile.objects.filter(name=key), TEXT)
    names = [Profile.objects.get(project=each).name for each in two]
    for name in (*names, "' OR ''='", "%s", TEXT + "x", ""):
        assert [each.pk for each in prepared.of(name)] == [each.pk for each in Profile.objects.filter(name=name)]


# --- rows ------------------------------------------------------------------------------------------------

MODELS = [each for each in apps.get_app_config("yidan").get_models() if not each._meta.auto_created]
SAMPLES = {
    models.BooleanField: (True, False), models.DateTimeField: (datetime(2020, 6, 30, 1, 2, 3, 4, UTC),),
    models.DateField: (date(2020, 6, 30),), models.JSONField: ({"a": [1, "二"]}, "text", 7, []),
    models.UUIDField: (uuid.UUID(int=7),), models.DecimalField: (Decimal("1.20"), 3), WanField: (Decimal("3.5"), 2),
    MonthField: (Month(2020, 6), "2020-06", 202006), models.CharField: ("文字", "", State.DRAFT, 5),
    models.TextField: ("文\n字", ""), models.IntegerField: (0, 7, True, "8"), models.ForeignKey: (3,),
    models.FloatField: (1.5, 2), models.BinaryField: (b"x",),
}  # fmt: skip


def samples(field):
    kinds = [kind for kind in type(field).__mro__ if kind in SAMPLES]
    return (*SAMPLES[kinds[0]], None) if field.null else SAMPLES[kinds[0]]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_is_written_as_django_writes_it(model):
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    for turn in range(5):
        row = model(**{each.attname: samples(each)[turn % len(samples(each))] for each in fields})
        query = InsertQuery(model)
        query.insert_values(fields, [row])
        ((sql, parameters),) = query.get_compiler("default").as_sql()
        table = statements._table(model)
        assert table.insertion(1) == sql
        ours, djangos = [[_bare(value) for value in each] for each in (table.values(row), parameters)]
        assert ours == djangos
        assert [type(value) for value in ours] == [type(value) for value in djangos]


@pytest.mark.postgres
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_of_columns_say_what_the_rows_say(model):
    table = statements._table(model)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    rows = [model(**{each.attname: samples(each)[turn % len(samples(each))] for each in fields}) for turn in range(4)]
    _sql, columns = table.insertion_of(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table.lists}", columns)
        told = cursor.fetchall()
        for row, said in zip(rows, told, strict=True):
            casts = [f"(%s)::{field.db_type(connection).partition('(')[0]}" for field in fields]
            cursor.execute(f"SELECT {', '.join(casts)}", table.values(row))
            assert cursor.fetchone() == said


@pytest.mark.postgres
def test_what_is_too_long_for_a_column_is_refused_and_not_cut_off(two):
    marks = [StageMark.objects.get(pk=StageMark.objects.live().first().pk) for _twice in range(2)]
    for mark in marks:
        mark.mark = "甲" * 500
    with pytest.raises(DatabaseError), transaction.atomic():
        statements.insert_many(marks)


def _bare(value):
    """Without what tells PostgreSQL a type, which a column gives its values anyway."""
    value = getattr(value, "obj", value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_a_row_gets_its_number_and_can_be_read_again(two):
    last = Entry.objects.order_by("pk").last()
    entry = Entry.objects.get(pk=last.pk)
    entry.pk = None
    statements.insert(entry)
    assert entry.pk > last.pk
    assert (entry._state.adding, entry._state.db) == (False, "default")
    again = Entry.objects.get(pk=entry.pk)
    names = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
    assert [getattr(again, name) for name in names] == [getattr(last, name) for name in names]


def test_many_rows_are_all_written_in_their_order(two, monkeypatch):
    monkeypatch.setattr(statements, "MOST_PARAMETERS", 40)
    entry, count = Entry.objects.order_by("pk").last(), Entry.objects.count()
    rows = []
    for number in range(11):
        row = Entry.objects.get(pk=entry.pk)
        row.pk, row.facts = None, {"number": number}
        rows.append(row)
    assert statements.insert_many(rows) == rows
    assert {each.pk for each in rows} == {None}
    assert Entry.objects.count() == count + 11
    newest = Entry.objects.order_by("-pk")[:11]
    assert [each.facts["number"] for each in reversed(newest)] == list(range(11))


def test_each_of_many_rows_gets_its_own_number_where_they_are_asked_for(two, monkeypatch):
    monkeypatch.setattr(statements, "MOST_PARAMETERS", 40)
    entry = Entry.objects.order_by("pk").last()
    rows = [Entry.objects.get(pk=entry.pk) for _number in range(11)]
    for number, row in enumerate(rows):
        row.pk, row.facts = None, {"number": number}
        row._state.adding = True
    statements.insert_many((row for row in rows), numbered=True)
    assert [Entry.objects.get(pk=row.pk).facts["number"] for row in rows] == list(range(11))
    assert {(row._state.adding, row._state.db) for row in rows} == {(False, "default")}
    assert statements.insert_many([], numbered=True) == []


def test_what_repeats_is_written_as_what_comes_once():
    """A moment in another zone is the same moment; a day is never taken for one; none of them for a text or a month."""
    mark = statements._table(StageMark)
    beijing = datetime(2020, 6, 30, 8, tzinfo=timezone(timedelta(hours=8)))
    for moment in (beijing, beijing.astimezone(UTC), beijing.replace(microsecond=7), "2020-06-30 00:00:00+00:00"):
        for day in (date(2020, 6, 30), date(2020, 7, 1), "2020-06-30", beijing):
            for _again in range(2):
                row = StageMark(recorded_at=moment, happened_on=day)
                written = dict(zip([each[1] for each in mark.fields], mark.values(row), strict=True))
                for name in ("recorded_at", "happened_on"):
                    field = StageMark._meta.get_field(name)
                    assert written[name] == field.get_db_prep_save(getattr(row, name), connection)


def test_columns_are_changed_where_the_row_still_says_so(two):
    mark = StageMark.objects.live().first()
    other = StageMark.objects.live().exclude(pk=mark.pk).first()
    day, moment = date(2020, 5, 5), datetime(2020, 7, 1, tzinfo=UTC)
    live = {"pk": mark.pk, "superseded_at": None}
    assert statements.change(StageMark, live | {"mark": "completed"}, {"happened_on": day}) == 0
    assert statements.change(StageMark, live, {"happened_on": day, "basis": "令"}) == 1
    assert statements.change(StageMark, {"pk": mark.pk}, {"superseded_at": moment, "project": other.project}) == 1
    assert statements.change(StageMark, live, {"basis": "x"}) == 0
    mark.refresh_from_db()
    assert (mark.happened_on, mark.basis, mark.superseded_at, mark.project) == (day, "令", moment, other.project)
    assert statements.change(StageMark, {"pk": mark.pk}, {"superseded_at": None, "project_id": two[0].pk}) == 1
    other.refresh_from_db()
    assert (other.happened_on, StageMark.objects.get(pk=mark.pk).superseded_at) == (date(2020, 5, 4), None)


def test_what_fails_fails_the_transaction_around_it(two):
    code = Project.objects.first()
    twin = Project.objects.get(pk=code.pk)
    twin.pk = None  # the same internal number: refused by the database
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            statements.insert(twin)
        with pytest.raises(transaction.TransactionManagementError):
            Project.objects.count()


def test_a_wrapper_around_statements_sees_them(two):
    seen = []

    def look(execute, sql, parameters, many, context):
        seen.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(look):
        statements.change(Project, {"pk": two[0].pk}, {"order": 7})
    assert seen == ['UPDATE "yidan_project" SET "order" = %s WHERE "id" = %s']
