"""Commands of the demonstration."""

from __future__ import annotations

import json

import click
from flask import current_app

from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import ROLE_LABELS
from caseflow.access.viewer import System
from caseflow.clock import now
from caseflow.demonstration.accounts import ACCOUNTS, PASSWORD
from caseflow.demonstration.loading import load as load_stories
from caseflow.demonstration.loading import stories
from caseflow.demonstration.queries import is_demonstration, is_empty, is_whole

PEOPLE, SEED = 400, 1
MOST = 1_000_000


@click.group("demo", help="The invented demonstration.")
def demo() -> None:
    """Hold the commands of the demonstration."""


@demo.command("load")
@click.option(
    "--people", type=click.IntRange(1, MOST), default=PEOPLE, show_default=True, help="How many people."
)
@click.option(
    "--seed", type=int, default=SEED, show_default=True, help="The same seed gives the same content."
)
@click.option("--unless-loaded", is_flag=True, help="Do nothing where the demonstration is there already.")
def load(people: int, seed: int, unless_loaded: bool) -> None:
    """Load the area, everybody who works there and their caseload into an empty database, and mark it."""
    actor = System("demo load")
    if is_demonstration(actor) and not is_whole(actor):
        raise click.ClickException(
            "Loading the demonstration was broken off before its end. Begin with an empty one."
        )
    if unless_loaded and is_demonstration(actor):
        return
    if not is_empty(actor):
        raise click.ClickException("This database is not empty: a demonstration goes into an empty one only.")
    passwords: Passwords = current_app.extensions["caseflow.passwords"]
    told = load_stories(now(), people, seed, passwords.hash(PASSWORD))
    with click.progressbar(length=stories(people), label="Loading the demonstration") as bar:
        for done in told:
            bar.update(done - bar.pos)
    click.echo(f"{people} invented people are loaded. Everybody signs in with the password: {PASSWORD}")


@demo.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects.")
def accounts(as_json: bool) -> None:
    """List who can sign in to the demonstration."""
    if not is_demonstration(System("demo accounts")):
        raise click.ClickException(
            "This database is not a demonstration. An empty one becomes one by: demo load."
        )
    rows = [
        {
            "username": account.username,
            "password": PASSWORD,
            "role": post.role.value,
            "service": post.service or post.funder or "",
            "side": post.side.value,
            "name": account.name,
        }
        for account in ACCOUNTS
        for post in account.posts
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for account in ACCOUNTS:
        roles = dict.fromkeys(
            f"{ROLE_LABELS[post.role]} {post.service or post.funder or ''}".strip() for post in account.posts
        )
        click.echo(f"{account.username:18} {', '.join(roles)}")
    click.echo(f"Everybody's password: {PASSWORD}")


commands: list[click.Command] = [demo]
