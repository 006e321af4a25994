"""Since when what is owed is due sooner, because the risk rose

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("cases", "referrals")


def upgrade() -> None:
    """Bring the tables to this version."""
    for table in TABLES:
        op.add_column(table, sa.Column("hastened_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("hastened_level", sa.String(length=48), nullable=True))


def downgrade() -> None:
    """Take the tables back to the version before."""
    for table in reversed(TABLES):
        op.drop_column(table, "hastened_level")
        op.drop_column(table, "hastened_at")
