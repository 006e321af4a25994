"""Reviews in the order of their days, and caseloads counted from an index

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE, AFTER = ["service_id", "is_live", "worker_id"], ["service_id", "is_live", "worker_id", "side"]
OF_CASES = (["service_id", "is_live", "review_due_on"], ["side", "is_live", "review_due_on"], AFTER)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.drop_index(op.f(f"ix_cases_{'_'.join(BEFORE)}"), table_name="cases")
    for columns in OF_CASES:
        op.create_index(op.f(f"ix_cases_{'_'.join(columns)}"), "cases", columns, unique=False)
    op.create_index(
        op.f("ix_people_side_risk_level_review_due_on"),
        "people",
        ["side", "risk_level", "review_due_on"],
        unique=False,
        sqlite_where=sa.text("open_cases > 0"),
        postgresql_where=sa.text("open_cases > 0"),
    )


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_index(op.f("ix_people_side_risk_level_review_due_on"), table_name="people")
    for columns in reversed(OF_CASES):
        op.drop_index(op.f(f"ix_cases_{'_'.join(columns)}"), table_name="cases")
    op.create_index(op.f(f"ix_cases_{'_'.join(BEFORE)}"), "cases", BEFORE, unique=False)
