"""The sender hears that a case closed and nobody had spoken to the person

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column("referrals", sa.Column("closed_unspoken_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_column("referrals", "closed_unspoken_at")
