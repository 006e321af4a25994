"""What reports count of the erased

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "kept_referrals",
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(length=48), nullable=False),
        sa.Column("lot", sa.String(length=48), nullable=True),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("risk_level", sa.String(length=48), nullable=False),
        sa.Column("funding_decider", sa.String(length=48), nullable=True),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decline_group", sa.String(length=48), nullable=True),
        sa.Column("unmet", sa.Boolean(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("took_seconds", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name=op.f("fk_kept_referrals_locality_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_kept_referrals_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_referrals")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_kept_referrals_side_sent_at"), "kept_referrals", ["side", "sent_at"], unique=False)
    op.create_table(
        "kept_cases",
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(length=48), nullable=False),
        sa.Column("lot", sa.String(length=48), nullable=True),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("risk_level", sa.String(length=48), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name=op.f("fk_kept_cases_locality_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_kept_cases_service_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["users.id"], name=op.f("fk_kept_cases_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_cases")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_kept_cases_side_accepted_at"), "kept_cases", ["side", "accepted_at"], unique=False)
    op.create_table(
        "kept_gaps",
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name=op.f("fk_kept_gaps_locality_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_kept_gaps_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_gaps")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_table("kept_gaps")
    op.drop_table("kept_cases")
    op.drop_table("kept_referrals")
