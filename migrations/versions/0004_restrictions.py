"""restrictions

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""

    op.create_table('denials',
    sa.Column('record_kind', sa.String(length=48), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('why', sa.String(length=48), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_denials_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_denials'))
    )
    with op.batch_alter_table('denials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_denials_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_denials_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_denials_user_id_record_kind_record_id'), ['user_id', 'record_kind', 'record_id'], unique=False)

    op.create_table('restrictions',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('restricted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('restricted_by', sa.Uuid(), nullable=True),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('lift_reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['lifted_by'], ['users.id'], name=op.f('fk_restrictions_lifted_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_restrictions_person_id')),
    sa.ForeignKeyConstraint(['restricted_by'], ['users.id'], name=op.f('fk_restrictions_restricted_by')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_restrictions_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restrictions'))
    )
    with op.batch_alter_table('restrictions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_restrictions_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_restrictions_vault_id'), ['vault_id'], unique=False)




def downgrade() -> None:
    """Take the tables back to the version before."""

    with op.batch_alter_table('restrictions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_restrictions_vault_id'))
        batch_op.drop_index(batch_op.f('ix_restrictions_person_id'))

    op.drop_table('restrictions')
    with op.batch_alter_table('denials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_denials_user_id_record_kind_record_id'))
        batch_op.drop_index(batch_op.f('ix_denials_source_id'))
        batch_op.drop_index(batch_op.f('ix_denials_record_id'))

    op.drop_table('denials')

