"""The second wall: with every filter of ours out of the way, PostgreSQL shows no foreign row."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import g

from caseflow.access.wall.policies import OPEN, PARENTS, parent_of, policies
from caseflow.access.wall.raising import NEVER_CHANGED, check_wall, raise_wall
from caseflow.database import Base, db, end_reading, is_walled, owner_engine, whole_engine
from caseflow.demonstration.accounts import ACCOUNTS
from caseflow.errors import Misconfigured
from prove.second_wall import whole_look
from tests.demonstration.conftest import demo_app  # noqa: F401
from tests.laws.house import none_of
from tests.postgres import APP, KEEPER, OWNER

pytestmark = pytest.mark.engines("postgresql")
USERNAMES = [one.username for one in ACCOUNTS]


def test_with_every_filter_off_no_foreign_row_is_seen(demo_app):  # noqa: F811
    lookers, rows, _, tables, foreign = whole_look(demo_app, USERNAMES)
    none_of(foreign)
    assert lookers >= len(ACCOUNTS) and rows > 10_000
    assert {"people", "person_names", "contact_points", "calls", "referrals", "packets", "cases"} <= tables


def test_a_hole_in_the_wall_is_seen(demo_app):  # noqa: F811
    with demo_app.app_context(), owner_engine().begin() as connection:
        connection.exec_driver_sql("ALTER POLICY caseflow_reads ON person_names USING (true)")
    assert whole_look(demo_app, USERNAMES[4:5])[-1]


def test_who_is_nobody_sees_nothing(app):
    with app.test_request_context("/"):
        g.viewer = None
        for policy in policies(Base.metadata):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(policy.table))) == 0
        end_reading()


def test_a_request_cannot_change_the_audit(app):
    with app.test_request_context("/"), pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        db.session.execute(sa.text("UPDATE audit_rows SET fields = ''"))


@pytest.mark.parametrize("role", [APP, KEEPER])
def test_a_role_holds_no_more_rights_than_its_work_takes(app, role):
    tables = sorted(one.name for one in Base.metadata.sorted_tables)
    asked = [
        f"has_table_privilege('{role}', '{table}', '{right}')"
        for table in tables
        for right in ("TRUNCATE", "REFERENCES", "TRIGGER")
    ]
    of_the_role = (
        f"has_schema_privilege('{role}', 'public', 'CREATE')",
        f"pg_has_role('{role}', '{OWNER}', 'MEMBER')",
        f"(SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication"
        f" FROM pg_roles WHERE rolname = '{role}')",
    )
    with app.app_context(), owner_engine().connect() as owner:
        held = owner.execute(sa.text(f"SELECT {', '.join([*asked, *of_the_role])}")).one()
        none_of([what for what, may in zip([*asked, *of_the_role], held, strict=True) if may])
        changes = [f"has_table_privilege('{APP}', '{one}', 'UPDATE, DELETE')" for one in NEVER_CHANGED]
        assert not any(owner.execute(sa.text(f"SELECT {', '.join(changes)}")).one())


def test_a_migration_sees_the_rows_that_it_changes(app):
    count = sa.text("SELECT count(*) FROM users")
    with app.app_context(), owner_engine().connect() as owner, whole_engine().connect() as keeper:
        assert owner.scalar(count) == keeper.scalar(count) > 0
        people = sa.text("SELECT count(*) FROM people")
        assert owner.scalar(people) == keeper.scalar(people)


def test_a_wall_that_is_not_this_versions_stops_the_start(app):
    with app.app_context():
        check_wall(db.engine)
        with owner_engine().begin() as connection:
            connection.exec_driver_sql("ALTER TABLE people NO FORCE ROW LEVEL SECURITY")
        with pytest.raises(Misconfigured, match="does not stand"):
            check_wall(db.engine)
        with owner_engine().begin() as connection:
            raise_wall(connection)
            connection.exec_driver_sql("COMMENT ON POLICY caseflow_reads ON people IS 'another'")
        with pytest.raises(Misconfigured, match="not that of this version"):
            check_wall(db.engine)
        with owner_engine().begin() as connection:
            raise_wall(connection)
        with pytest.raises(Misconfigured, match="goes past row-level security"):
            check_wall(owner_engine())


@pytest.mark.engines("sqlite")
def test_every_table_is_walled_or_open_for_a_reason(app):
    walled = {one.table for one in policies(Base.metadata)}
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    none_of([name for name in tables if name not in walled and name not in OPEN])
    none_of([f"{name} is no table" for name in set(OPEN) - set(tables) - {"alembic_version"}])
    # Whatever is sealed under somebody's vault and hangs on a record stands behind the wall.
    none_of(
        [
            name
            for name, table in tables.items()
            if name in OPEN and any(one in table.c for one in PARENTS) and parent_of(table)
        ]
    )


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"CASEFLOW_OWNER_URL": "postgresql://a@/x"}, "without CASEFLOW_KEEPER_URL"),
        ({"CASEFLOW_KEEPER_URL": "postgresql://a@/x"}, "there is none"),
    ],
)
def test_half_a_configuration_is_said_in_a_sentence(installation, given, said):
    with pytest.raises(Misconfigured, match=said):
        installation.unready_app(**given)


@pytest.mark.engines("sqlite")
def test_sqlite_has_no_second_wall(app):
    with app.app_context():
        assert not is_walled()
        assert whole_engine() is db.engine
