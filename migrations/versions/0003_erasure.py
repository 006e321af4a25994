"""Holds, proposed erasures and the ledger of erased vaults

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "privacy_erased_vaults",
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("kek_id", sa.String(length=48), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_erased_vaults")),
        sa.UniqueConstraint("vault_id", name=op.f("uq_privacy_erased_vaults_vault_id")),
    )
    op.create_table(
        "privacy_holds",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=48), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name=op.f("fk_privacy_holds_lifted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_privacy_holds_person_id")),
        sa.ForeignKeyConstraint(["placed_by"], ["users.id"], name=op.f("fk_privacy_holds_placed_by")),
        sa.ForeignKeyConstraint(["vault_id"], ["crypto_vaults.id"], name=op.f("fk_privacy_holds_vault_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_holds")),
    )
    op.create_index(op.f("ix_privacy_holds_person_id"), "privacy_holds", ["person_id"])
    op.create_index(op.f("ix_privacy_holds_vault_id"), "privacy_holds", ["vault_id"])
    op.create_table(
        "privacy_erasure_requests",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("ground", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_privacy_erasure_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_privacy_erasure_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["users.id"], name=op.f("fk_privacy_erasure_requests_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["crypto_vaults.id"], name=op.f("fk_privacy_erasure_requests_vault_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_erasure_requests")),
    )
    for columns in (["person_id"], ["vault_id"], ["side", "state", "proposed_at"]):
        name = op.f(f"ix_privacy_erasure_requests_{'_'.join(columns)}")
        op.create_index(name, "privacy_erasure_requests", columns)


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_table("privacy_erasure_requests")
    op.drop_table("privacy_holds")
    op.drop_table("privacy_erased_vaults")
