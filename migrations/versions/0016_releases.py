"""releases

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""

    op.create_table('released_items',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_released_items_person_id')),
    sa.ForeignKeyConstraint(['seen_by'], ['users.id'], name=op.f('fk_released_items_seen_by')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_released_items_vault_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_items'))
    )
    with op.batch_alter_table('released_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_released_items_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_released_items_vault_id'), ['vault_id'], unique=False)
        batch_op.create_index(
            batch_op.f('ix_released_items_withdrawn_at_seen_at'), ['withdrawn_at', 'seen_at'], unique=False
        )

    op.create_table('releases',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('consent', sa.String(length=48), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=48), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Uuid(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('agreed_how_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('goes_to_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('vault_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['users.id'], name=op.f('fk_releases_asked_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['users.id'], name=op.f('fk_releases_decided_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_releases_person_id')),
    sa.ForeignKeyConstraint(['vault_id'], ['crypto_vaults.id'], name=op.f('fk_releases_vault_id')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['users.id'], name=op.f('fk_releases_withdrawn_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_releases'))
    )
    with op.batch_alter_table('releases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_releases_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_releases_state_due_at'), ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_releases_vault_id'), ['vault_id'], unique=False)


def downgrade() -> None:
    """Take the tables back to the version before."""

    op.drop_table('releases')
    op.drop_table('released_items')
