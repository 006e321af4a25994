"""Files in a case, sealed in chunks

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "case_files",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_case_files_added_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_files_case_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_case_files_removed_by")),
        sa.ForeignKeyConstraint(["vault_id"], ["crypto_vaults.id"], name=op.f("fk_case_files_vault_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
    )
    op.create_index(op.f("ix_case_files_case_id"), "case_files", ["case_id"])
    op.create_index(op.f("ix_case_files_vault_id"), "case_files", ["vault_id"])
    op.create_table(
        "case_file_chunks",
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["of_id"], ["case_files.id"], name=op.f("fk_case_file_chunks_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file_chunks")),
        sa.UniqueConstraint("of_id", "number", name=op.f("uq_case_file_chunks_of_id_number")),
    )


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_table("case_file_chunks")
    op.drop_table("case_files")
