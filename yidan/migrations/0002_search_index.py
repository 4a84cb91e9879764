"""PostgreSQL finds pieces of Chinese words through a trigram index; SQLite reads the column, which is fast enough.

Where the extension is neither there nor permitted, search still works, only slower.
"""

from django.db import DatabaseError, migrations, transaction


def make(apps, schema_editor):
    """pg_trgm and a GIN index on what search reads."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(
                "CREATE INDEX IF NOT EXISTS project_search_trigrams ON yidan_project USING gin (search gin_trgm_ops)"
            )
    except DatabaseError:
        pass  # not permitted here: LIKE without an index gives the same answers


def drop(apps, schema_editor):
    """The index goes; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS project_search_trigrams")


class Migration(migrations.Migration):
    dependencies = [("yidan", "0001_founding")]

    operations = [migrations.RunPython(make, drop)]
