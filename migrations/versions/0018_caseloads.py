"""Caseloads from indexes alone: what each worker carries is counted without opening a row

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE = ["service_id", "is_live", "worker_id", "side"]
AFTER = [*BEFORE, "accepted_at", "next_due_at", "person_id"]
NAMED = "ix_cases_carried"
OF_PEOPLE = ["id", "merged_into_id", "risk_level"]


def upgrade() -> None:
    """Bring the tables to this version."""
    op.drop_index(op.f(f"ix_cases_{'_'.join(BEFORE)}"), table_name="cases")
    op.create_index(op.f(NAMED), "cases", AFTER, unique=False)
    op.create_index(op.f(f"ix_people_{'_'.join(OF_PEOPLE)}"), "people", OF_PEOPLE, unique=False)


def downgrade() -> None:
    """Take the tables back to the version before."""
    op.drop_index(op.f(f"ix_people_{'_'.join(OF_PEOPLE)}"), table_name="people")
    op.drop_index(op.f(NAMED), table_name="cases")
    op.create_index(op.f(f"ix_cases_{'_'.join(BEFORE)}"), "cases", BEFORE, unique=False)
