"""Migrations make exactly what the models say, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from caseflow.database import Base, Code, db, owner_engine
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


ONE = UUID(int=1)
FILLING = (
    # The same key in every table, so that every foreign key finds its row.
    (sa.Uuid, ONE),
    (sa.LargeBinary, b"x"),
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.DateTime, datetime(2026, 1, 1, tzinfo=UTC)),
    (sa.Date, datetime(2026, 1, 1, tzinfo=UTC).date()),
    (sa.String, "x"),
)


def put_a_row_everywhere(connection: sa.Connection) -> None:
    """Put one row into each table that has none."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        if connection.scalar(sa.select(sa.func.count()).select_from(table)):
            continue
        row = {}
        for column in table.columns:
            key = column.primary_key or column.foreign_keys or column.name.endswith("_id")
            stored = sa.Uuid() if key and not isinstance(column.type, sa.BigInteger) else column.type
            fits = next(value for kind, value in FILLING if isinstance(stored, kind))
            row[column.name] = fits.hex if fits is ONE and connection.dialect.name == "sqlite" else fits
        connection.execute(table.insert().values(row))


def test_every_migration_runs_over_a_database_that_holds_rows(empty_app):
    with empty_app.app_context():
        downgrade(revision="base")
        for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())):
            upgrade(revision=script.revision)
            with owner_engine().begin() as connection:
                put_a_row_everywhere(connection)
        check_migrated()
