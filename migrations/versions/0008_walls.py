"""walls

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""

    op.create_table('separations',
    sa.Column('pair', sa.LargeBinary(length=32), nullable=False),
    sa.Column('since_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_separations')),
    sa.UniqueConstraint('pair', name=op.f('uq_separations_pair'))
    )
    op.create_table('watch_marks',
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('behind_from', sa.BigInteger(), nullable=True),
    sa.Column('behind_until', sa.BigInteger(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_marks'))
    )
    op.create_table('acquaintances',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('stated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('number_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('born_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_acquaintances_user_id')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_acquaintances_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acquaintances'))
    )
    with op.batch_alter_table('acquaintances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_acquaintances_user_id'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_acquaintances_vault_id'), ['vault_id'], unique=False)

    op.create_table('conflicts',
    sa.Column('pair', sa.LargeBinary(length=32), nullable=False),
    sa.Column('meeting', sa.String(length=48), nullable=False),
    sa.Column('state', sa.String(length=48), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('detail_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_conflicts_decided_by')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_conflicts_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflicts')),
    sa.UniqueConstraint('pair', name=op.f('uq_conflicts_pair'))
    )
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflicts_state_due_at'), ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflicts_vault_id'), ['vault_id'], unique=False)

    op.create_table('glass_breaks',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(length=48), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=48), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('review_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=48), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('detail_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('question_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['users.id'], name=op.f('fk_glass_breaks_asked_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_glass_breaks_person_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['users.id'], name=op.f('fk_glass_breaks_reviewed_by')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_glass_breaks_user_id')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_glass_breaks_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_glass_breaks'))
    )
    with op.batch_alter_table('glass_breaks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_glass_breaks_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_glass_breaks_side_reviewed_at_review_due_at'), ['side', 'reviewed_at', 'review_due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_glass_breaks_user_id_asked_at'), ['user_id', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_glass_breaks_vault_id'), ['vault_id'], unique=False)

    op.create_table('lead_questions',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(length=48), nullable=False),
    sa.Column('step', sa.String(length=48), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=48), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by'], ['users.id'], name=op.f('fk_lead_questions_answered_by')),
    sa.ForeignKeyConstraint(['asked_by'], ['users.id'], name=op.f('fk_lead_questions_asked_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_lead_questions_person_id')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_lead_questions_vault_id')),
    sa.ForeignKeyConstraint(['worker_id'], ['users.id'], name=op.f('fk_lead_questions_worker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_questions'))
    )
    with op.batch_alter_table('lead_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_questions_asked_by_answer'), ['asked_by', 'answer'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_questions_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_questions_side_answer_due_at'), ['side', 'answer', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_questions_vault_id'), ['vault_id'], unique=False)

    op.create_table('staff_matches',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(length=48), nullable=False),
    sa.Column('state', sa.String(length=48), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('why_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_staff_matches_decided_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_staff_matches_person_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_staff_matches_user_id')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_staff_matches_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_matches')),
    sa.UniqueConstraint('user_id', 'person_id', name=op.f('uq_staff_matches_user_id_person_id'))
    )
    with op.batch_alter_table('staff_matches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_matches_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_matches_side_state'), ['side', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_matches_vault_id'), ['vault_id'], unique=False)

    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deputy', sa.Boolean(), nullable=True))
    op.execute("UPDATE memberships SET deputy = false")
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.alter_column('deputy', existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    """Take the tables back to the version before."""

    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_column('deputy')

    with op.batch_alter_table('staff_matches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_matches_vault_id'))
        batch_op.drop_index(batch_op.f('ix_staff_matches_side_state'))
        batch_op.drop_index(batch_op.f('ix_staff_matches_person_id'))

    op.drop_table('staff_matches')
    with op.batch_alter_table('lead_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_questions_vault_id'))
        batch_op.drop_index(batch_op.f('ix_lead_questions_side_answer_due_at'))
        batch_op.drop_index(batch_op.f('ix_lead_questions_person_id'))
        batch_op.drop_index(batch_op.f('ix_lead_questions_asked_by_answer'))

    op.drop_table('lead_questions')
    with op.batch_alter_table('glass_breaks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_glass_breaks_vault_id'))
        batch_op.drop_index(batch_op.f('ix_glass_breaks_user_id_asked_at'))
        batch_op.drop_index(batch_op.f('ix_glass_breaks_side_reviewed_at_review_due_at'))
        batch_op.drop_index(batch_op.f('ix_glass_breaks_person_id'))

    op.drop_table('glass_breaks')
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflicts_vault_id'))
        batch_op.drop_index(batch_op.f('ix_conflicts_state_due_at'))

    op.drop_table('conflicts')
    with op.batch_alter_table('acquaintances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_acquaintances_vault_id'))
        batch_op.drop_index(batch_op.f('ix_acquaintances_user_id'))

    op.drop_table('acquaintances')
    op.drop_table('watch_marks')
    op.drop_table('separations')

