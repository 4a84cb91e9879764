"""One seed builds one city, whichever way it is written, and only in an empty ledger."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import transaction

from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.ledger.models import (
    AnnualPlan,
    Mark,
    Profile,
    Project,
    ProjectCode,
    StageMark,
)
from yidan.people.models import RoleHolding
from yidan.progress.models import MonthlyReport, Progress
from yidan.web import instance
from yidan.web.demo import city, load

pytestmark = pytest.mark.long
SMALL = 30


def fingerprint() -> str:
    """Everything that was said, without the numbers that a database gives to its rows."""
    digest = hashlib.sha256()
    queries = (
        Profile.objects.order_by("project__order", "project__internal_id", "recorded_at").values_list(
            "name", "total_investment_wan", "place", "scale", "recorded_at", "superseded_at"
        ),
        Progress.objects.order_by("project__internal_id", "month", "span", "recorded_at").values_list(
            "project__internal_id", "month", "span", "invested_wan", "physical_progress", "problems", "needs",
            "next_step", "is_unchanged", "approved_by__name", "reason", "recorded_at", "superseded_at",
        ),
        MonthlyReport.objects.order_by("project__internal_id", "month").values_list(
            "project__internal_id", "month", "state", "invested_wan", "physical_progress", "problems", "needs",
            "needs_from__name", "next_step", "milestone_days", "is_unchanged", "typed", "explanation", "doubts",
            "doubt_count", "reporter__name", "saved_at", "submitted_at", "submitted_by__name", "checked_at",
            "checked_by__name", "accepted_at", "accepted_by__name", "check_opinion", "sent_back_reason", "origin",
        ),
        RoleHolding.objects.order_by("person__name", "unit__name").values_list("person__name", "role", "unit__name"),
        AnnualPlan.objects.order_by("project__internal_id", "year", "recorded_at").values_list(
            "project__internal_id", "year", "listing", "planned_wan", "original_planned_wan", "document"
        ),
    )  # fmt: skip
    for query in queries:
        for row in query:
            digest.update(repr(row).encode())
    # how far the clock is behind depends on the day of building, and on nothing else
    told = Entry.objects.exclude(facts__name=instance.BEHIND_DAYS.name)
    entries = told.order_by("project_id", "at", "id").values_list(
        "verb", "subject_type", "project_id", "actor_name", "actor_unit", "at", "recorded_at", "facts", "key"
    )
    names = dict(Project.objects.values_list("pk", "internal_id"))
    for verb, subject, project, *rest, facts, key in entries:
        facts.pop("claim_seals", None)  # the place in it is salted, so that nobody finds it by trying
        digest.update(repr((verb, subject, names.get(project), rest, json.dumps(facts, sort_keys=True), key)).encode())
    return digest.hexdigest()


def _built(**options) -> tuple[str, int]:
    with transaction.atomic():
        built = load.load(SMALL, 2, **options)
        print_of_it = fingerprint(), built.entries
        transaction.set_rollback(True)
    instance.forget()
    return print_of_it


@pytest.mark.django_db
def test_one_seed_builds_one_city_and_the_bulk_way_writes_what_the_commands_write():
    at_once = _built()
    assert _built(singly=True) == at_once
    assert _built(seed=7) != at_once


def _said(**options) -> list[tuple]:
    """Profiles, plans and accepted months, whichever way they came in."""
    with transaction.atomic():
        load.load(20, 1, **options)
        rows = [
            *Profile.objects.live().values_list("name", "owner_unit__name", "place", "total_investment_wan", "years"),
            *AnnualPlan.objects.live().values_list("project__profile__name", "year", "listing", "planned_wan"),
            *Progress.objects.live().values_list("project__profile__name", "month", "span", "invested_wan"),
            *StageMark.objects.live().filter(mark=Mark.STARTED).values_list("project__profile__name", "happened_on"),
            *ProjectCode.objects.live().values_list("code", "is_current"),
        ]
        transaction.set_rollback(True)
    instance.forget()
    return sorted(rows, key=repr)


@pytest.mark.django_db
def test_a_large_city_is_registered_at_once_and_says_the_same():
    assert _said(at_once=True) == _said()


@pytest.mark.parametrize(("projects", "months"), [(20, 1), (60, 3), (120, 14)])
def test_a_drawn_city_of_any_size_has_its_number_of_projects_and_lists(projects, months):
    drawn = city.draw(projects, months)
    tops = [sketch for sketch in drawn.projects if sketch.parent is None]
    assert len(tops) == projects
    counts = {name: sum(1 for sketch in tops if sketch.listing == name) for name in city.quotas(projects)}
    assert counts == city.quotas(projects)
    assert len(drawn.months) == months


@pytest.mark.django_db
def test_a_ledger_that_is_not_empty_is_refused_and_stays_as_it_was():
    from tests.cast import assemble

    assemble()
    before = Entry.objects.count()
    with pytest.raises(Refused, match="已有数据"):
        load.load(20, 1)
    assert Entry.objects.count() == before


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_year_of_a_small_city_is_lived_through_on_postgresql_as_well():
    """The default city is looked at on one database; all that happens in its year can happen on the other."""
    with transaction.atomic():
        built = load.load(40, 12)
        question = Question(Period.parse("2020-12"))
        keys = ["invested.year", "plan.annual", "matter.issued", "approvals.finished", "funds.paid"]
        totals = figures.totals(keys, question)
        groups = figures.grouped(["invested.year", "plan.annual"], question, "unit")
        assert all(total.value for total in totals.values())
        for key, of_units in groups.items():
            assert sum(each.value for each in of_units.values()) == totals[key].value
        assert Entry.objects.count() == built.entries
        transaction.set_rollback(True)
    instance.forget()
