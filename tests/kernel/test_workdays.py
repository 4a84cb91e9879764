"""Working days: domain.md §4.5 and Appendix C, and every day of the published years."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import cast
from yidan.kernel import workdays
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.workdays import Calendar, Row, WorkDay

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
NOTICE_2027 = "国务院办公厅关于2027年部分节假日安排的通知"
FILE_2027 = f"日期,上班,名称,依据\n2027-01-01,否,元旦,{NOTICE_2027}\n2027-01-03,是,元旦补班,{NOTICE_2027}\n"
DAYS = st.dates(date(2003, 1, 1), date(2029, 12, 31))


def published() -> Calendar:
    return workdays.of_rows(workdays.read_csv(workdays.SEED.read_bytes()))


CALENDAR = published()


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2020-09-24", 5, "2020-09-30"),
        ("2020-09-24", 33, "2020-11-16"),
        ("2020-09-24", 0, "2020-09-24"),
        ("2026-11-23", 27, "2026-12-30"),
        ("2020-01-23", 1, "2020-02-03"),
        ("2020-09-30", -4, "2020-09-25"),
    ],
)
def test_the_nth_working_day_after_a_day(start, count, due):
    answer = CALENDAR.add(date.fromisoformat(start), count)
    assert (answer.value, answer.provisional) == (date.fromisoformat(due), False)


def test_thirty_three_working_days_into_a_year_without_a_notice_are_provisional():
    answer = CALENDAR.add(date(2026, 11, 23), 33)
    assert (answer.value, answer.provisional, answer.provisional_years) == (date(2027, 1, 8), True, (2027,))
    assert (answer.years, answer.bases) == ((2026, 2027), ("国务院办公厅关于2026年部分节假日安排的通知",))


def test_the_make_up_days_of_2020_and_2026_work():
    for year, days in {
        2020: ["01-19", "04-26", "05-09", "06-28", "09-27", "10-10"],
        2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    }.items():
        weekends = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
        made_up = [day for day in weekends if day.year == year and day.weekday() >= 5 and CALENDAR.works(day)]
        assert [day.strftime("%m-%d") for day in made_up] == days


def test_working_days_of_each_month_of_2026():
    ends = [date(2026, month, 1) - timedelta(days=1) for month in range(1, 13)] + [date(2026, 12, 31)]
    counted = [CALENDAR.between(low, high).value for low, high in pairwise(ends)]
    assert counted == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


def test_a_year_without_notice_has_weekends_and_holidays_of_fixed_date():
    free = [date(2027, 1, 1) + timedelta(days=offset) for offset in range(365)]
    weekdays_off = [day.strftime("%m-%d") for day in free if day.weekday() < 5 and not CALENDAR.works(day)]
    assert weekdays_off == ["01-01", "10-01"]  # 5-1, 5-2, 10-2 and 10-3 of 2027 fall on a weekend
    assert not CALENDAR.works(date(2029, 5, 2))
    assert not CALENDAR.works(date(2030, 10, 3))
    assert CALENDAR.works(date(2002, 5, 2))


def test_every_day_of_the_published_files_is_the_same_here(shared):
    differing, compared = [], 0
    for year in range(2018, 2025):
        file = shared / "data" / "03-holidays" / f"holiday-cn_{year}.json"
        for entry in json.loads(file.read_text(encoding="utf-8"))["days"]:
            compared += 1
            if CALENDAR.works(date.fromisoformat(entry["date"])) == entry["isOffDay"]:
                differing.append(entry)
    assert (differing, compared > 200) == ([], True)


@given(DAYS, st.integers(1, 60))
def test_counting_back_gives_what_was_added(day, count):
    due = CALENDAR.add(day, count).value
    assert CALENDAR.works(due)
    assert CALENDAR.between(day, due).value == count


@given(DAYS, DAYS, DAYS)
def test_working_days_between_add_up(first, second, third):
    whole = CALENDAR.between(first, third).value
    assert CALENDAR.between(first, second).value + CALENDAR.between(second, third).value == whole
    assert CALENDAR.between(third, first).value == -whole


@given(DAYS, DAYS, st.integers(-40, 40))
def test_a_later_start_is_never_due_earlier(first, second, count):
    early, late = sorted((first, second))
    if count:
        assert CALENDAR.add(early, count).value <= CALENDAR.add(late, count).value


@given(DAYS, st.integers(-40, 40))
def test_an_answer_is_provisional_exactly_when_it_touches_a_year_without_notice(day, count):
    answer = CALENDAR.add(day, count)
    years = set(range(min(day, answer.value).year, max(day, answer.value).year + 1))
    assert set(answer.provisional_years) == {year for year in years if not 2004 <= year <= 2026}


def test_a_number_beyond_the_calendar_is_refused_with_a_sentence():
    with pytest.raises(Invalid, match="工作日数太大"):
        CALENDAR.add(date(2026, 1, 1), 10_000_000)


@pytest.mark.django_db
def test_a_new_database_knows_the_published_years():
    assert workdays.calendar() == CALENDAR
    assert workdays.calendar(datetime(2005, 1, 1, tzinfo=UTC)) == CALENDAR
    assert workdays.seed() == 0


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_knows_them_again():
    assert workdays.calendar() == CALENDAR


@pytest.mark.django_db
def test_a_notice_is_imported_once_and_settles_its_year():
    people = cast.assemble()
    rows = workdays.read_csv(FILE_2027.encode("gb18030"))
    workdays.import_(rows, by=people.wang, at=AT, source="2027.csv")
    answer = workdays.calendar().add(date(2026, 12, 31), 2)
    assert (answer.value, answer.provisional) == (date(2027, 1, 4), False)
    assert workdays.compare(rows).unchanged == 2
    workdays.import_(rows, by=people.wang, at=AT, source="2027.csv")
    assert WorkDay.objects.filter(day__year=2027).count() == 2
    assert workdays.calendar(AT - timedelta(days=1)).add(date(2026, 12, 31), 1).provisional


@pytest.mark.django_db
def test_a_changed_day_supersedes_and_the_old_one_is_known_as_of_then():
    people = cast.assemble()
    day = date(2026, 6, 22)
    stop = Row(day, False, "防汛停工", "株洲市防汛抗旱指挥部令")
    workdays.import_([stop], by=people.wang, at=AT, source="停工.csv")
    assert (workdays.calendar().works(day), workdays.calendar(AT - timedelta(days=1)).works(day)) == (False, True)
    back = Row(day, True, "恢复施工", "株洲市防汛抗旱指挥部令")
    workdays.import_([back], by=people.wang, at=AT + timedelta(days=1), source="停工.csv")
    assert (workdays.calendar().works(day), workdays.calendar(AT).works(day)) == (True, False)
    assert Entry.objects.filter(verb="calendar.import").order_by("-id")[0].facts["changed"] == ["2026-06-22"]


@pytest.mark.django_db
def test_a_stoppage_of_the_office_does_not_settle_a_year_and_survives_a_later_seed():
    people = cast.assemble()
    stop = Row(date(2027, 3, 5), False, "停工", "株洲市人民政府通告")
    workdays.import_([stop], by=people.wang, at=AT, source="停工.csv")
    answer = workdays.calendar().is_workday(date(2027, 3, 5))
    assert (answer.value, answer.provisional) == (False, True)
    assert workdays.seed() == 0


@pytest.mark.django_db
def test_who_reads_only_may_not_change_the_calendar():
    people = cast.assemble()
    with pytest.raises(NotPermitted):
        workdays.import_(workdays.read_csv(FILE_2027.encode()), by=people.shen, at=AT, source="2027.csv")
    assert not WorkDay.objects.filter(day__year=2027).exists()
    assert not Entry.objects.filter(verb="calendar.import").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "第1行：缺少列 日期、上班、名称、依据；表头应为：日期,上班,名称,依据。"),
        ("日期,上班,名称\n", "第1行：缺少列 依据；表头应为：日期,上班,名称,依据。"),
        ("日期,上班,名称,依据\n", "文件里没有一天；表头应为：日期,上班,名称,依据。"),
        ("日期,上班,名称,依据\n2027年1月1日,否,元旦,通知\n", "第2行：日期应写作 2027-01-01。"),
        ("日期,上班,名称,依据\n2027-01-01,也许,元旦,通知\n", "第2行：“上班”应填 是 或 否。"),
        ("日期,上班,名称,依据\n2027-01-01,否,元旦,\n", "第2行：请写明依据(通知名称或文号)。"),
        (
            "日期,上班,名称,依据\n2027-01-01,否,元旦,甲\n\n2027-01-01,否,元旦,甲\n",
            "第4行：2027-01-01 重复，请只留一行。",
        ),
    ],
)
def test_a_bad_calendar_file_is_refused_with_line_and_reason(text, sentence):
    with pytest.raises(Invalid) as refusal:
        workdays.read_csv(text.encode())
    assert str(refusal.value) == sentence
