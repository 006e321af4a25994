"""Who waits for the answer to a referral, and that it was handed over

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ORDERS = (("sent_at",), ("state", "answer_due_at"))


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_referrals_held_by"), "users", ["held_by"], ["id"])
        for order in ORDERS:
            batch_op.drop_index(batch_op.f(_index("sent_by", order)))
            batch_op.create_index(batch_op.f(_index("held_by", order)), ["held_by", *order], unique=False)
    op.execute("UPDATE referrals SET held_by = sent_by")
    with op.batch_alter_table("handed_over", schema=None) as batch_op:
        batch_op.add_column(sa.Column("referral_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_handed_over_referral_id"), "referrals", ["referral_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_handed_over_referral_id"), ["referral_id"], unique=False)


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.execute("DELETE FROM handed_over WHERE kind = 'referral'")
    with op.batch_alter_table("handed_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handed_over_referral_id"))
        batch_op.drop_constraint(batch_op.f("fk_handed_over_referral_id"), type_="foreignkey")
        batch_op.drop_column("referral_id")
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        for order in ORDERS:
            batch_op.drop_index(batch_op.f(_index("held_by", order)))
            batch_op.create_index(batch_op.f(_index("sent_by", order)), ["sent_by", *order], unique=False)
        batch_op.drop_constraint(batch_op.f("fk_referrals_held_by"), type_="foreignkey")
        batch_op.drop_column("held_by")


def _index(holder: str, order: tuple[str, ...]) -> str:
    return f"ix_referrals_{'_'.join((holder, *order))}"
