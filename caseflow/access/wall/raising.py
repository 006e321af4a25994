"""Raise the second wall after each migration, and check before serving that it stands."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, Engine, inspect, text

from caseflow.access.wall.policies import Policy, functions, policies
from caseflow.database import KEEPER, OWNER, Base, db, is_walled
from caseflow.errors import Misconfigured

READS, ADDS, CHANGES, REMOVES, ALL = (
    "caseflow_reads",
    "caseflow_adds",
    "caseflow_changes",
    "caseflow_removes",
    "caseflow_whole",
)
NEVER_CHANGED = ("audit_rows",)
"""What a request may add to and never change."""


@dataclass(frozen=True)
class Roles:
    """The three roles of a walled database, by their names; raises Misconfigured unless they are three."""

    app: str
    owner: str
    keeper: str

    def __post_init__(self) -> None:
        if len({self.app, self.owner, self.keeper}) < 3:
            raise Misconfigured(
                "The application, the owner and the keeper of the database must be three roles."
            )


def raise_wall(connection: Connection, roles: Roles | None = None) -> None:
    """Give the tables their policies, and the roles what each may do: those given, or those that are configured.

    Does nothing where no wall is configured and none asked for.
    """
    if roles is None and not is_walled():
        return
    roles = roles or Roles(
        db.engine.url.username or "",
        db.engines[OWNER].url.username or "",
        db.engines[KEEPER].url.username or "",
    )
    if not inspect(connection).has_table("people"):
        return  # Taken back to nothing.
    app, owner, keeper = (f'"{name}"' for name in (roles.app, roles.owner, roles.keeper))
    for statement in _statements(app, owner, keeper):
        connection.exec_driver_sql(statement.replace("%", "%%"))


def refuse_unknown(connection: Connection, roles: Roles) -> None:
    """Raise Misconfigured if the server does not know one of the roles."""
    known = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    missing = [one for one in (roles.app, roles.owner, roles.keeper) if one not in known]
    if missing:
        raise Misconfigured(
            f"The server has no role {', '.join(missing)}: make it first; nothing was changed."
        )


def lower_wall(connection: Connection) -> None:
    """Take the requests' policies down before a migration, which may change what they read."""
    if not is_walled():
        return
    # The owner's own policy stays: a migration that changes data sees its rows.
    there = connection.execute(
        text("SELECT tablename, policyname FROM pg_policies WHERE policyname = ANY (:names)"),
        {"names": [READS, ADDS, CHANGES, REMOVES]},
    ).all()
    for table, name in there:
        connection.exec_driver_sql(f"DROP POLICY {name} ON {table}")


def _statements(app: str, owner: str, keeper: str) -> list[str]:
    found = [
        f"GRANT USAGE ON SCHEMA public TO {app}, {keeper}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}, {keeper}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {app}" for table in NEVER_CHANGED),
    ]
    for name, statement in functions().items():
        found += [
            statement,
            f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name}() TO {app}, {keeper}",
        ]
    for policy in policies(Base.metadata):
        found += _of_table(policy, app, owner, keeper)
    return [*found, f"COMMENT ON POLICY {READS} ON people IS '{fingerprint()}'"]


def _of_table(policy: Policy, app: str, owner: str, keeper: str) -> list[str]:
    table, reads, writes = policy.table, policy.reads, policy.writes
    dropped = [f"DROP POLICY IF EXISTS {name} ON {table}" for name in (READS, ADDS, CHANGES, REMOVES, ALL)]
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *dropped,
        f"CREATE POLICY {READS} ON {table} FOR SELECT TO {app} USING ({reads})",
        f"CREATE POLICY {ADDS} ON {table} FOR INSERT TO {app} WITH CHECK ({writes})",
        f"CREATE POLICY {CHANGES} ON {table} FOR UPDATE TO {app} USING ({reads}) WITH CHECK ({writes})",
        f"CREATE POLICY {REMOVES} ON {table} FOR DELETE TO {app} USING ({reads})",
        # Migrations that change data, and the index, see their rows.
        f"CREATE POLICY {ALL} ON {table} FOR ALL TO {owner}, {keeper} USING (true) WITH CHECK (true)",
    ]


def fingerprint() -> str:
    """Return a short name for the policies of this version, kept with them in the database."""
    lines = [f"{one.table}|{one.reads}|{one.writes}" for one in policies(Base.metadata)]
    whole = "\n".join([*functions().values(), *lines])
    return sha256(whole.encode()).hexdigest()[:32]


def check_wall(engine: Engine) -> None:
    """Refuse to serve where the wall is configured and does not stand; raises Misconfigured with one sentence."""
    with engine.connect() as connection:
        kept = connection.scalar(
            text(
                "SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
                " WHERE c.relname = 'people' AND p.polname = :name"
            ),
            {"name": READS},
        )
        if kept != fingerprint():
            raise Misconfigured(
                "The second wall is not that of this version: run flask --app wsgi db upgrade."
            )
        walled = {one.table for one in policies(Base.metadata)}
        standing = set(
            connection.scalars(
                text(
                    "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
                )
            )
        )
        if walled - standing:
            raise Misconfigured("The second wall does not stand: run flask --app wsgi db upgrade.")
        if connection.scalar(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ) or connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'")
        ):
            raise Misconfigured(
                "The role in DATABASE_URL goes past row-level security: use one that owns nothing and is no superuser."
            )
