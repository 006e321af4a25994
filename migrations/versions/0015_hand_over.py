"""hand over

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ("case_id", "task_id", "callback_id", "call_id")


def upgrade() -> None:
    """Bring the tables to this version."""

    op.create_table('handed_over',
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(length=48), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('callback_id', sa.Uuid(), nullable=True),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('from_user_id', sa.Uuid(), nullable=False),
    sa.Column('to_user_id', sa.Uuid(), nullable=True),
    sa.Column('moved_by', sa.Uuid(), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_handed_over_call_id')),
    sa.ForeignKeyConstraint(['callback_id'], ['callbacks.id'], name=op.f('fk_handed_over_callback_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_handed_over_case_id')),
    sa.ForeignKeyConstraint(['from_user_id'], ['users.id'], name=op.f('fk_handed_over_from_user_id')),
    sa.ForeignKeyConstraint(['moved_by'], ['users.id'], name=op.f('fk_handed_over_moved_by')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_handed_over_service_id')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_handed_over_task_id')),
    sa.ForeignKeyConstraint(['to_user_id'], ['users.id'], name=op.f('fk_handed_over_to_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handed_over'))
    )
    with op.batch_alter_table('handed_over', schema=None) as batch_op:
        for column in COLUMNS:
            batch_op.create_index(batch_op.f(f'ix_handed_over_{column}'), [column], unique=False)
        batch_op.create_index(batch_op.f('ix_handed_over_to_user_id_seen_at'), ['to_user_id', 'seen_at'], unique=False)
    with op.batch_alter_table('callbacks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('held_by', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_callbacks_held_by'), ['held_by'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_callbacks_held_by'), 'users', ['held_by'], ['id'])
    op.execute("UPDATE callbacks SET held_by = planned_by")


def downgrade() -> None:
    """Take the tables back to the version before."""

    with op.batch_alter_table('callbacks', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_callbacks_held_by'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_callbacks_held_by'))
        batch_op.drop_column('held_by')
    op.drop_table('handed_over')
