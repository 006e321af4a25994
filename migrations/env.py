"""How migrations run, on either database."""

from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from caseflow.access.wall.raising import lower_wall, raise_wall
from caseflow.database import Base, owner_engine

migrate = current_app.extensions["migrate"]
engine = owner_engine()


def render_item(kind, item, _autogen):
    """Write the column types of caseflow as what the database stores."""
    if kind == "type" and isinstance(item, TypeDecorator):
        inner = item.impl_instance
        return f"sa.{inner!r}" if not isinstance(inner, Text) else "sa.Text()"
    return False


@contextmanager
def unchecked(connection):
    """Let SQLite, which alters a table by writing it anew, drop one that others point to; links are checked after."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # heeded outside a transaction only
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run_online():
    """Run migrations over a connection."""
    with engine.connect() as connection, unchecked(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            lower_wall(connection)
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken:
                    raise RuntimeError(f"a row of {broken[0]} points to a row that is not there")
            # Below the newest revision nothing is served, and some of what the wall asks for may not be there.
            if set(context.get_context().get_current_heads()) == set(context.script.get_heads()):
                raise_wall(connection)


run_online()
