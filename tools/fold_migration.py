"""Rewrite 0001_initial so that each table is made in one step, its foreign keys, indexes and constraints in it.

makemigrations adds many of them one by one, and every step re-renders the tables around it: seconds for each
new database, and every test process makes one. Run after makemigrations, until 0001 has been released.
"""

import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "yidan" / "migrations" / "0001_initial.py"


def main() -> None:
    """Fold, write, and let ruff lay it out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    import django

    django.setup()
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.operations import AddField, CreateModel
    from django.db.migrations.writer import MigrationWriter

    migration = MigrationLoader(None).get_migration("yidan", "0001_initial")
    state = MigrationLoader(None).project_state(("yidan", "0001_initial"))
    models = {name: model for (app, name), model in state.models.items() if app == "yidan"}
    order, later = arrange(models)
    before = len(migration.operations)
    migration.operations = [
        CreateModel(
            models[name].name,
            [(field, value) for field, value in models[name].fields.items() if (name, field) not in later],
            {key: value for key, value in models[name].options.items() if value},
            models[name].bases,
            models[name].managers,
        )
        for name in order
    ] + [AddField(models[name].name, field, models[name].fields[field]) for name, field in later]
    TARGET.write_text(MigrationWriter(migration, include_header=False).as_string(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(TARGET)], check=False)
    print(f"{TARGET.name}: {before} steps folded into {len(migration.operations)}")


def arrange(models: dict) -> tuple[list[str], list[tuple[str, str]]]:
    """The order in which tables can be made, and the nullable keys that must come later because of a circle."""
    later: list[tuple[str, str]] = []
    while True:
        graph = {
            name: {
                target
                for field, target in keys(model)
                if target in models and target != name and (name, field) not in later
            }
            for name, model in models.items()
        }
        try:
            return list(TopologicalSorter(graph).static_order()), later
        except CycleError as circle:
            around = set(circle.args[1])
            later.append(
                next(
                    (name, field)
                    for name in sorted(around)
                    for field, target in keys(models[name])
                    if target in around and target != name and models[name].fields[field].null
                )
            )


def keys(model: Any) -> list[tuple[str, str]]:
    """Its fields that point to another table, each with that table."""
    return [
        (name, str(field.remote_field.model).rsplit(".", 1)[-1].lower())
        for name, field in model.fields.items()
        if field.remote_field
    ]


if __name__ == "__main__":
    main()
