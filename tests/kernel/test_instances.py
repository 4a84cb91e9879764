"""An instance made of a row of the database is what Django would have made of it."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.signals import post_init

from tests import make
from tests.cast import assemble
from yidan.kernel import instances
from yidan.kernel.journal import Entry
from yidan.ledger.models import Project

MODELS = [*apps.get_app_config("yidan").get_models(), Session]


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_of_the_house_says_the_same_both_ways(model):
    names = _columns(model)
    for columns in (names, names[:1] + names[2:], names[:2]):
        values = [f"value {number}" for number in range(len(columns))]
        ours, djangos = instances.making(model, columns, "default")(values), model.from_db("default", columns, values)
        assert {**vars(ours), "_state": None} == {**vars(djangos), "_state": None}
        for state in (ours._state, djangos._state):
            assert (state.adding, state.db, state.fields_cache) == (False, "default", {})
        assert ours.get_deferred_fields() == djangos.get_deferred_fields()


def test_nearly_every_table_is_plain():
    """Else the quick way would be there for nothing."""
    assert {model.__name__ for model in MODELS if not instances.is_plain(model, _columns(model))} == set()


def test_values_and_columns_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="zip"):
        instances.making(Entry, ["id", "verb"], "default")([1])


@pytest.mark.django_db
def test_what_is_made_is_a_row_like_any_other(django_assert_num_queries):
    project = make.project(assemble())
    stored = Project.objects.filter(pk=project.pk).values_list("id", "stage", "parent_id").get()
    made = instances.making(Project, ["id", "stage", "parent_id"], "default")(stored)
    assert (made, hash(made), made.stage, made.parent) == (project, hash(project), project.stage, None)
    with django_assert_num_queries(1):
        assert made.order == project.order  # what was not read is read when it is asked for
    made.stage = "completed"
    made.save(update_fields=["stage"])
    assert Project.objects.get(pk=project.pk).stage == "completed"


def test_where_somebody_listens_django_makes_it():
    heard = []

    def listen(sender, instance, **_more):
        heard.append(instance.verb)

    post_init.connect(listen, sender=Entry)
    try:
        assert not instances.is_plain(Entry, ["id", "verb"])
        instances.making(Entry, ["id", "verb"], "default")([1, "plan.set"])
    finally:
        post_init.disconnect(listen, sender=Entry)
    assert heard == ["plan.set"]


def test_where_a_model_or_a_column_has_a_way_of_its_own_django_makes_it():
    class Own(models.Model):
        at = models.DateTimeField()
        picture = models.FileField()

        class Meta:
            app_label = "elsewhere"

        @classmethod
        def from_db(cls, db, field_names, values):
            return super().from_db(db, field_names, [values[0], datetime(2020, 1, 1, tzinfo=UTC), values[2]])

    assert not instances.is_plain(Own, ["id", "at"])
    assert instances.making(Own, ["id", "at", "picture"], "default")([1, None, ""]).at.year == 2020

    class Filed(models.Model):
        picture = models.FileField()

        class Meta:
            app_label = "elsewhere"

    assert instances.is_plain(Filed, ["id"])
    assert not instances.is_plain(Filed, ["id", "picture"])
