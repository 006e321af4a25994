"""alerts

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""

    op.create_table('passed_alerts',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('detail_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_passed_alerts_person_id')),
    sa.ForeignKeyConstraint(['seen_by'], ['users.id'], name=op.f('fk_passed_alerts_seen_by')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_passed_alerts_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passed_alerts'))
    )
    with op.batch_alter_table('passed_alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passed_alerts_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_passed_alerts_seen_at_passed_at'), ['seen_at', 'passed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_passed_alerts_vault_id'), ['vault_id'], unique=False)

    op.create_table('risk_alerts',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raised_by', sa.Uuid(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('detail_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_risk_alerts_person_id')),
    sa.ForeignKeyConstraint(['raised_by'], ['users.id'], name=op.f('fk_risk_alerts_raised_by')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_risk_alerts_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_alerts'))
    )
    with op.batch_alter_table('risk_alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_alerts_passed_at_due_at'), ['passed_at', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_alerts_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_alerts_vault_id'), ['vault_id'], unique=False)




def downgrade() -> None:
    """Take the tables back to the version before."""

    with op.batch_alter_table('risk_alerts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_alerts_vault_id'))
        batch_op.drop_index(batch_op.f('ix_risk_alerts_person_id'))
        batch_op.drop_index(batch_op.f('ix_risk_alerts_passed_at_due_at'))

    op.drop_table('risk_alerts')
    with op.batch_alter_table('passed_alerts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passed_alerts_vault_id'))
        batch_op.drop_index(batch_op.f('ix_passed_alerts_seen_at_passed_at'))
        batch_op.drop_index(batch_op.f('ix_passed_alerts_person_id'))

    op.drop_table('passed_alerts')

