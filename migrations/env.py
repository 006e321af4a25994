"""How migrations run, on either database."""

from alembic import context
from flask import current_app
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from caseflow.database import Base

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine


def render_item(kind, item, _autogen):
    """Write the column types of caseflow as what the database stores."""
    if kind == "type" and isinstance(item, TypeDecorator):
        inner = item.impl_instance
        return f"sa.{inner!r}" if not isinstance(inner, Text) else "sa.Text()"
    return False


def run_online():
    """Run migrations over a connection."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_online()
