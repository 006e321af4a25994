"""Migrations make exactly what the models say, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade

from caseflow.database import Base, Code, db
from caseflow.errors import Misconfigured
from caseflow.startup import MIGRATIONS, check_migrated
from tests.laws.house import none_of


def differences(connection: sa.Connection, metadata: sa.MetaData) -> list[str]:
    """Name each difference between a database and the models."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "render_as_batch": True}
    )
    return [str(one) for one in compare_metadata(context, metadata)]


def test_migrations_equal_models(empty_app):
    with empty_app.app_context(), db.engine.connect() as connection:
        none_of(differences(connection, Base.metadata))


def test_a_forgotten_migration_is_caught(empty_app):
    grown = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(grown)
    grown.tables["users"].append_column(sa.Column("badge", Code()))
    with empty_app.app_context(), db.engine.connect() as connection:
        faults = differences(connection, grown)
    assert len(faults) == 1
    assert "badge" in faults[0]


def test_there_is_one_line_of_migrations():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_migrations_can_be_taken_back(empty_app):
    with empty_app.app_context():
        downgrade(revision="base")
        left = sa.inspect(db.engine).get_table_names()
    assert left == ["alembic_version"]


def test_a_database_that_is_behind_says_so(empty_app):
    with empty_app.app_context():
        check_migrated()
        downgrade(revision="base")
        with pytest.raises(Misconfigured, match="run flask --app wsgi db upgrade"):
            check_migrated()
