"""The table of readers' tellings, each searched by itself; as search_document no model. Filled by rebuild_public."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_telling "
            "USING fts5(body, kind UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"
        )
        schema_editor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_telling_word USING fts5vocab(search_telling, row)"
        )


def drop_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS search_telling_word")
        schema_editor.execute("DROP TABLE IF EXISTS search_telling")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_missed_search")]
    operations = [migrations.RunPython(create_table, drop_table)]
