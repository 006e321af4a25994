"""Keys of backups beside those of the data

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("crypto_keks") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=48), nullable=True))
    op.execute("UPDATE crypto_keks SET purpose = 'data'")
    with op.batch_alter_table("crypto_keks") as batch_op:
        batch_op.alter_column("purpose", existing_type=sa.String(length=48), nullable=False)
    with op.batch_alter_table("crypto_processes") as batch_op:
        batch_op.add_column(sa.Column("wraps_with", sa.String(length=48), nullable=True))


def downgrade() -> None:
    """Take the tables back to the version before."""
    with op.batch_alter_table("crypto_processes") as batch_op:
        batch_op.drop_column("wraps_with")
    op.execute("DELETE FROM crypto_keks WHERE purpose <> 'data'")
    with op.batch_alter_table("crypto_keks") as batch_op:
        batch_op.drop_column("purpose")
