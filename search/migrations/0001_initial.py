"""The full-text table. It is a virtual table of SQLite and no model: search.sqlite_engine alone reads and writes it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_document "
            "USING fts5(title, names, body, kind UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"
        )
        schema_editor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_word USING fts5vocab(search_document, row)"
        )


def drop_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS search_word")
        schema_editor.execute("DROP TABLE IF EXISTS search_document")


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunPython(create_table, drop_table)]
