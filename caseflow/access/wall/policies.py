"""Which rows of each table a request may see, as PostgreSQL's policies: the scope predicates once more, below the ORM.

What hangs on a record is seen where that record is seen: a policy's sub-select is itself held to the policies of the
table that it reads. Each setting is read in a sub-select, so that it is read once for a statement and not for each row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import MetaData, Table


def _setting(name: str) -> str:
    return f"(SELECT nullif(current_setting('caseflow.{name}', true), ''))"


USER: Final = f"{_setting('user')}::uuid"
SERVICE: Final = f"{_setting('service')}::uuid"
NOW: Final = f"{_setting('now')}::timestamptz"
WIDE: Final = f"{_setting('wide')} IS NOT NULL"
COUNTING: Final = f"{_setting('counting')} IS NOT NULL"
MY_SIDE: Final = "side = ANY (string_to_array({}, ','))".format(_setting("sides"))

NAMED: Final = (
    "EXISTS (SELECT 1 FROM grants g WHERE g.record_kind = 'person' AND g.record_id = people.id AND g.ended_at IS NULL"
    f" AND (g.until_at IS NULL OR g.until_at > {NOW}) AND g.user_id = {USER})"
)
"""A person opened to the viewer by name."""
GRANTED: Final = NAMED.replace(
    f"AND g.user_id = {USER}", f"AND (g.user_id = {USER} OR g.service_id = {SERVICE})"
)
KEEPS_LISTS: Final = f"{_setting('lists')} IS NOT NULL"
MERGED: Final = "people.id IN (SELECT caseflow_opened_by_merging())"
NOT_HIDDEN: Final = "({column} IS NULL OR {column} NOT IN (SELECT caseflow_hidden()))"

_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER"
    " SET search_path = public AS $$ {body} $$"
)
FUNCTIONS: Final = {
    "caseflow_hidden": (
        f"WITH hidden AS (SELECT id FROM people WHERE restricted AND NOT ({KEEPS_LISTS}) AND NOT {NAMED}"
        " UNION ALL SELECT d.record_id FROM denials d WHERE d.record_kind = 'person' AND d.ended_at IS NULL"
        f" AND d.user_id = {USER})"
        " SELECT id FROM hidden UNION ALL SELECT id FROM people WHERE merged_into_id IN (SELECT id FROM hidden)"
    ),
    "caseflow_opened_by_merging": (
        "SELECT other.id FROM people JOIN people other"
        " ON other.id = people.merged_into_id OR other.merged_into_id = people.merged_into_id"
        f" WHERE people.merged_into_id IS NOT NULL AND ({GRANTED}"
        f" OR {GRANTED.replace('people.id', 'people.merged_into_id')})"
    ),
}
"""The few people whom nothing opens to the viewer, and the few records that read as one with an opened one.

They run as the owner: what they look at is not in the viewer's own sight.
"""


def functions() -> dict[str, str]:
    """Return the statement that makes each function which the policies ask."""
    return {name: _FUNCTION.format(name=name, body=body) for name, body in FUNCTIONS.items()}


FUNDED: Final = (
    "({column} IN (SELECT c.service_id FROM contracts c JOIN funders f ON f.id = c.funder_id"
    f" WHERE f.code = {_setting('funder')}))"
)

OPEN: Final[dict[str, str]] = {
    "alembic_version": "which migrations have run",
    "areas": "the area pack",
    "clock_settings": "the area pack",
    "contracts": "the area pack",
    "coverage": "the area pack",
    "funders": "the area pack",
    "gap_rules": "the area pack",
    "installation": "the area pack",
    "localities": "the area pack",
    "neighbours": "the area pack",
    "opening_hours": "the area pack",
    "organisations": "the area pack",
    "out_of_hours": "the area pack",
    "postcode_hints": "the area pack",
    "question_options": "the area pack",
    "questions": "the area pack",
    "service_fits": "the area pack",
    "service_needs": "the area pack",
    "services": "the area pack",
    "audit_head": "the head of the chain, which every write moves",
    "audit_rows": "ids and names of fields; what an auditor may see is decided above",
    "one_time_keys": "random keys of forms",
    "crypto_keks": "keys are known by their ids to every process",
    "crypto_processes": "signs of life",
    "crypto_secrets": "wrapped",
    "crypto_vaults": "wrapped; a vault opens nothing without the row that it belongs to",
    "users": "who works here; names are sealed",
    "memberships": "what the guard reads before it knows who is looking",
    "access_sessions": "what the guard reads before it knows who is looking",
    "failed_sign_ins": "keyed hashes",
    "kept_posts": "read before its user has signed in again; sealed under that user's vault",
    "privacy_erased_vaults": "ids of vaults that are no more",
    "kept_referrals": "figures of the erased: codes and days, of nobody",
    "kept_cases": "figures of the erased: codes and days, of nobody",
    "kept_gaps": "figures of the erased: codes and days, of nobody",
    "known_devices": "what the guard reads before it knows who is looking",
    "recovery_codes": "what the guard reads before it knows who is looking",
    "sign_in_factors": "what the guard reads before it knows who is looking",
    "reset_links": "what the guard reads before it knows who is looking",
    "conflicts": "who meets whom is sealed; only the lead's page opens it",
    "separations": "keyed hashes of pairs: whoever takes a step has to learn that it is held up",
    "signal_marks": "how far signals were reckoned",
    "watch_marks": "how far the watch has looked",
    "denials": "what the policies themselves read",
    "grants": "what the policies themselves read",
}
"""Tables without a policy, each with the reason."""

PARENTS: Final = ("person_id", "case_id", "referral_id", "assessment_id", "call_id", "first_id", "of_id")
"""The columns by which a row hangs on a record, the first one that is there counting."""


@dataclass(frozen=True)
class Policy:
    """What a request may read of a table, and what it may write into it."""

    table: str
    reads: str
    writes: str = "true"


def seen_person(column: str, table: str) -> str:
    """Return the condition that the person of a row is one whom the viewer may know of."""
    return f"EXISTS (SELECT 1 FROM people p WHERE p.id = {table}.{column})"


def _of_service(table: str, *columns: str) -> str:
    """Return the condition on a record of services: own ones, area-wide those about people in sight; counts apart."""
    own = " OR ".join(f"{column} = {SERVICE}" for column in columns)
    funded = " OR ".join(FUNDED.format(column=column) for column in columns)
    paid = f"({funded} OR funding_decider = {_setting('funder')})" if table == "referrals" else f"({funded})"
    seen = seen_person("person_id", table)
    return (
        f"({MY_SIDE} AND (({own}) AND {NOT_HIDDEN.format(column='person_id')}"
        f" OR ({WIDE} AND ({seen} OR {COUNTING}))))"
        f" OR ({COUNTING} AND {paid})"
    )


def _special() -> dict[str, Policy]:
    nobody_or_seen = f"(person_id IS NULL OR {{}} OR {COUNTING})"
    return {
        "people": Policy(
            "people",
            f"{MY_SIDE} AND ((NOT restricted AND ({WIDE} OR {GRANTED} OR {MERGED}))"
            f" OR (restricted AND ({KEEPS_LISTS} OR {NAMED})))"
            " AND id NOT IN (SELECT caseflow_hidden())",
            MY_SIDE,
        ),
        "calls": Policy(
            "calls",
            f"(side IS NULL OR {MY_SIDE}) AND ({USER} IN (taken_by, opened_by, finished_by)"
            f" OR ({WIDE} AND {nobody_or_seen.format(seen_person('person_id', 'calls'))}))",
        ),
        "callbacks": Policy(
            "callbacks",
            f"{MY_SIDE} AND ({WIDE} OR service_id = {SERVICE} OR planned_by = {USER})"
            f" AND {nobody_or_seen.format(seen_person('person_id', 'callbacks'))}",
        ),
        "referrals": Policy("referrals", _of_service("referrals", "from_service_id", "to_service_id")),
        "gaps": Policy("gaps", _of_service("gaps", "service_id")),
        "cases": Policy("cases", _of_service("cases", "service_id")),
        "handed_over": Policy(
            "handed_over", f"{MY_SIDE} AND (to_user_id = {USER} OR service_id = {SERVICE})"
        ),
        "acquaintances": Policy("acquaintances", f"user_id = {USER} OR {KEEPS_LISTS}"),
        "glass_breaks": Policy("glass_breaks", f"user_id = {USER} OR {WIDE}"),
        "saved_searches": Policy("saved_searches", f"user_id = {USER}"),
    }


def parent_of(table: Table) -> tuple[str, str] | None:
    """Return the column by which a row hangs on a record, and that record's table."""
    for name in PARENTS:
        column = table.c.get(name)
        if column is not None and column.foreign_keys:
            return name, next(iter(column.foreign_keys)).column.table.name
    return None


def policies(metadata: MetaData) -> Iterator[Policy]:
    """Give the policy of each table that has one; raises ValueError for a table that nobody has thought of."""
    special = _special()
    for table in metadata.sorted_tables:
        if table.name in OPEN:
            continue
        if table.name in special:
            yield special[table.name]
            continue
        parent = parent_of(table)
        if parent is None:
            raise ValueError(f"{table.name} hangs on no record: give it a policy, or a reason in OPEN")
        column, other = parent
        seen = f"EXISTS (SELECT 1 FROM {other} o WHERE o.id = {table.name}.{column})"
        maybe = f"{table.name}.{column} IS NULL OR " if table.c[column].nullable else ""
        yield Policy(table.name, f"{maybe}{seen}")
