"""second factors, known devices

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version; whoever is signed in stays so."""
    op.create_table(
        "sign_in_factors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_in_factors_user_id")),
        sa.ForeignKeyConstraint(["vault_id"], ["crypto_vaults.id"], name=op.f("fk_sign_in_factors_vault_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_factors")),
    )
    op.create_index(op.f("ix_sign_in_factors_user_id"), "sign_in_factors", ["user_id"])
    op.create_index(op.f("ix_sign_in_factors_vault_id"), "sign_in_factors", ["vault_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.create_table(
        "known_devices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_known_devices_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint("user_id", "device_hash", name=op.f("uq_known_devices_user_id_device_hash")),
    )
    with op.batch_alter_table("access_sessions") as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=48), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("access_sessions") as batch_op:
        batch_op.alter_column("stage", server_default=None)
        batch_op.alter_column("wrong_codes", server_default=None)
    with op.batch_alter_table("failed_sign_ins") as batch_op:
        batch_op.add_column(sa.Column("device_hash", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("with_code", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_failed_sign_ins_device_hash"), ["device_hash"])
    with op.batch_alter_table("failed_sign_ins") as batch_op:
        batch_op.alter_column("with_code", server_default=None)


def downgrade() -> None:
    """Take this version back."""
    with op.batch_alter_table("failed_sign_ins") as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_sign_ins_device_hash"))
        batch_op.drop_column("with_code")
        batch_op.drop_column("device_hash")
    with op.batch_alter_table("access_sessions") as batch_op:
        batch_op.drop_column("locked_at")
        batch_op.drop_column("wrong_codes")
        batch_op.drop_column("stage")
    for table in ("known_devices", "recovery_codes", "sign_in_factors"):
        op.drop_table(table)
