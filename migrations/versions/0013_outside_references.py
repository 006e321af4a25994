"""By what another system knew a person

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "outside_references",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outside_references_person_id")),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["crypto_vaults.id"], name=op.f("fk_outside_references_vault_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_references")),
        sa.UniqueConstraint("lookup", name=op.f("uq_outside_references_lookup")),
    )
    with op.batch_alter_table("outside_references", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_references_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outside_references_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outside_references_vault_id"), ["vault_id"], unique=False)


def downgrade() -> None:
    """Take the tables back to the version before."""
    with op.batch_alter_table("outside_references", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_references_vault_id"))
        batch_op.drop_index(batch_op.f("ix_outside_references_person_id"))
        batch_op.drop_index(batch_op.f("ix_outside_references_batch_id"))

    op.drop_table("outside_references")
