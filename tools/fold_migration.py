"""Fold the tables' history into one step: each table made at once, its keys, indexes and constraints in it.

Every step re-renders the tables around it, and SQLite copies a table for each new column: twelve of the thirteen
seconds that a new database took, and every new city and every test process makes one. A database that went through
the steps is recognised by their names (`replaces`) and left as it is; one that stopped on the way is told so
(web.cli.home). Run after makemigrations, until the first release; what is no table (KEPT) stays a step of its own.
"""

import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "yidan" / "migrations"
TARGET = "0001_founding"
KEPT = {"0002_search_index"}


def main() -> None:
    """Fold, write, remove what is folded, and let ruff lay it out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    import django

    django.setup()
    from django.db.migrations import Migration
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.operations import AddField, CreateModel
    from django.db.migrations.writer import MigrationWriter

    from yidan.migrations._together import CreateTogether

    loader = MigrationLoader(None, replace_migrations=False)
    steps = {name: step for (app, name), step in loader.disk_migrations.items() if app == "yidan"}
    models = {name: model for (app, name), model in loader.project_state().models.items() if app == "yidan"}
    order, later = arrange(models)
    folded = Migration(TARGET, "yidan")
    folded.initial = True
    earlier = {name for step in steps.values() for _app, name in step.replaces}
    folded.replaces = [("yidan", name) for name in sorted({*earlier, *steps} - KEPT - {TARGET})]
    tables = [
        CreateModel(
            models[name].name,
            [(field, value) for field, value in models[name].fields.items() if (name, field) not in later],
            {key: value for key, value in models[name].options.items() if value},
            models[name].bases,
            models[name].managers,
        )
        for name in order
    ]
    keys = [AddField(models[name].name, field, models[name].fields[field]) for name, field in later]
    folded.operations = [CreateTogether(tables), *keys]
    for name in set(steps) - KEPT:
        (FOLDER / f"{name}.py").unlink()
    target = FOLDER / f"{TARGET}.py"
    target.write_text(MigrationWriter(folded, include_header=False).as_string(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(target)], check=False)
    print(f"{len(steps)} steps folded into {len(folded.operations)} operations of {target.name}, {len(tables)} tables")


def arrange(models: dict) -> tuple[list[str], list[tuple[str, str]]]:
    """The order in which tables can be made, and the nullable keys that must come later because of a circle."""
    later: list[tuple[str, str]] = []
    while True:
        graph = {
            name: {
                target
                for field, target in pointers(model)
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
                    for field, target in pointers(models[name])
                    if target in around and target != name and models[name].fields[field].null
                )
            )


def pointers(model: Any) -> list[tuple[str, str]]:
    """Its fields that point to another table, each with that table."""
    return [
        (name, str(field.remote_field.model).rsplit(".", 1)[-1].lower())
        for name, field in model.fields.items()
        if field.remote_field
    ]


if __name__ == "__main__":
    main()
