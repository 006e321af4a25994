"""Commands of ``flask --app wsgi``. Each says in one sentence what it did, or what to do."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError

from caseflow import startup
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.passwords.rules import fault_in
from caseflow.access.policy import Role
from caseflow.access.viewer import Actor, System
from caseflow.audit.action import action
from caseflow.choices import Side
from caseflow.directory.queries import service_by_code
from caseflow.errors import CaseflowError, Invalid
from caseflow.staff.actions import add_user, give_role
from caseflow.upkeep.broken import sentence_of
from caseflow.upkeep.keys import rows_without_vault

BEFORE_KEYS = "before_keys"
"""The mark of a command that runs on a database without keys."""
FAULT_STATUS = "fault_status"
"""The mark of a command whose exit status is another than 1 where it cannot do its work."""

BEFORE_DATABASE = "before_database"
"""The mark of a command that runs where there may be no database yet."""

users = AppGroup("user", help="Users.")


class Plain(click.ClickException):
    """One sentence, and the exit status that goes with it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]


def plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a plain answer into one sentence and an exit status."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Invalid as fault:
            said = " ".join(fault.faults.values())
        except CaseflowError as fault:
            said = str(fault)
        except OperationalError as fault:
            said = sentence_of(fault, "work", "run it again: what it had committed stands")
        raise Plain(said, getattr(command, FAULT_STATUS, 1)) from None

    return run


def started(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command with the database checked and the keyring open; the one that creates the keys does without."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        if getattr(command, BEFORE_DATABASE, False):
            return command(*args, **kwargs)
        if getattr(command, BEFORE_KEYS, False):
            startup.check_migrated()
            return command(*args, **kwargs)
        startup.ready(current_app._get_current_object())  # type: ignore[attr-defined]
        return command(*args, **kwargs)

    return with_appcontext(plainly(run))


@users.command("add")
@click.argument("username")
@click.option("--name", prompt=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--service", "service_code", help="The code of the service in the area pack.")
@click.option("--side", type=click.Choice([side.value for side in Side]))
@click.option("--funder", help="For a commissioner: the funder's code.")
@click.password_option(help="Asked for if it is not given.")
@started
def user_add(
    username: str,
    name: str,
    role: str,
    service_code: str | None,
    side: str | None,
    funder: str | None,
    password: str,
) -> None:
    """Add a user with a first role."""
    fault = fault_in(password, username, name)
    if fault:
        raise Invalid({"password": fault})
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    service_id = service_by_code(System("user add"), service_code) if service_code else None
    _add_with_role(
        System("user add"),
        passwords.hash(password),
        username=username,
        name=name,
        role={
            "role": Role(role),
            "service_id": service_id,
            "side": Side(side) if side else None,
            "funder": funder,
        },
    )
    click.echo(f"{username} can sign in.")


@action
def _add_with_role(actor: Actor, kept: str, *, username: str, name: str, role: dict[str, Any]) -> None:
    give_role(actor, add_user(actor, username=username, name=name, password_hash=kept), **role)


@click.command("check")
@click.option("--bind", default="127.0.0.1:8000", help="The address that will be served.")
@started
def check(bind: str) -> None:
    """Say whether this installation is ready to serve."""
    startup.refuse_open_demonstration(bind)
    startup.refuse_plain_http(current_app._get_current_object(), bind, tls=False)  # type: ignore[attr-defined]
    for table, number in rows_without_vault(System("check")).items():
        click.echo(f"{number} rows of {table} have lost their vault and cannot be opened. Run keys check.")
    click.echo("Ready to serve.")


COMMAND_ROOMS = ("upkeep", "oversight", "privacy", "directory", "people", "demonstration")


def register(app: Flask) -> None:
    """Register the commands of the core and of the rooms."""
    for command in (users, check):
        app.cli.add_command(command)
    for room in COMMAND_ROOMS:
        if find_spec(f"caseflow.{room}") and find_spec(f"caseflow.{room}.commands"):
            more: Sequence[click.Command] = import_module(f"caseflow.{room}.commands").commands
            for command in more:
                app.cli.add_command(_with_start(command))


def _with_start(command: click.Command) -> click.Command:
    """Return a copy of a room's command that checks the database and opens the keyring first."""
    own = copy(command)
    if isinstance(own, click.Group):
        own.commands = {name: _with_start(inner) for name, inner in own.commands.items()}
    elif own.callback is not None:
        own.callback = started(own.callback)
    return own
