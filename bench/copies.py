"""A large city out of a small one: the rows of a city built through commands, copied inside the database.

Building 10,000 × 24 by commands takes most of an hour; what is measured does not care how rows came in. Each copy has
its own projects with everything that hangs on them, its own numbers, codes and names, and its own journal.
"""

from __future__ import annotations

from django.db import connection, models

from yidan.kernel.journal import Entry
from yidan.ledger import models as ledger
from yidan.ledger.models import Project
from yidan.progress.models import MonthlyReport, Progress

COPIED: tuple[type[models.Model], ...] = (
    ledger.Project, ledger.Profile, ledger.ProjectCode, ledger.FormerName, ledger.Share, ledger.InvestmentSource,
    ledger.StageMark, ledger.AnnualPlan, ledger.PlannedMonth, ledger.Milestone, ledger.Tagging, MonthlyReport,
    Progress, Entry,
)  # fmt: skip
# What must differ from copy to copy; {n} is the copy's number, {i} the new row's id.
CHANGED = {
    ("project", "internal_id"): "internal_id || '-' || {n}",
    ("project", "name_key"): "name_key || {n}",
    ("profile", "name"): "name || '·' || {n}",
    ("projectcode", "code"): "substr(code, 1, length(code) - 6) || substr(CAST(1000000 + {i} % 1000000 AS text), 2)",
}


def multiply(wanted: int) -> int:
    """Copy until there are at least `wanted` top-level projects; returns how many there are."""
    strides = {model: (model.objects.aggregate(last=models.Max("pk"))["last"] or 0) for model in COPIED}
    base = Project.objects.filter(parent=None, merged_into=None).count()
    with connection.cursor() as cursor:
        _defer(cursor)
        for number in range(1, -(-wanted // base)):
            for model in COPIED:
                cursor.execute(_statement(model, number, strides))
        _count_on(cursor, strides)
        cursor.execute("ANALYZE")
    return Project.objects.filter(parent=None, merged_into=None).count()


def _defer(cursor: object) -> None:
    """project ↔ profile point at each other: the keys are checked at the end."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
        return
    for model in COPIED:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in COPIED:
                cursor.execute("SET session_replication_role = replica")  # type: ignore[attr-defined]
                return


def _count_on(cursor: object, strides: dict[type[models.Model], int]) -> None:
    if connection.vendor == "sqlite":
        return
    cursor.execute("SET session_replication_role = origin")  # type: ignore[attr-defined]
    for model in strides:
        table = model._meta.db_table
        cursor.execute(  # type: ignore[attr-defined]
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )


def _statement(model: type[models.Model], number: int, strides: dict[type[models.Model], int]) -> str:
    """INSERT … SELECT of the base rows with every own and foreign number moved on."""
    name, table = model._meta.model_name or "", model._meta.db_table
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = connection.ops.quote_name(field.column)
        columns.append(column)
        shift = number * strides[model]
        if field.primary_key:
            values.append(f"{column} + {shift}")
        elif (change := CHANGED.get((name, field.name))) is not None:
            values.append(change.format(n=number, i=f"(id + {shift})"))
        elif field.is_relation and field.related_model in strides:
            values.append(f"{column} + {number * strides[field.related_model]}")
        elif name == "entry" and field.name == "project_id":
            values.append(f"{column} + {number * strides[ledger.Project]}")
        else:
            values.append(column)
    own = f"id <= {strides[model]}"
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {own}"
