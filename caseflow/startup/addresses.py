"""Where the database is, for each of its roles; a way to it that could be listened to is refused."""

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from caseflow.database import KEEPER, OWNER
from caseflow.errors import Misconfigured

CHECKED = ("verify-full",)
"""The ways of TLS in which PostgreSQL's driver checks whom it speaks to."""


def database_url(configured: str, data: Path) -> str:
    """Return the database's address: the configured one, or the SQLite file in the data folder."""
    if configured:
        return address_of(configured, "DATABASE_URL")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{data / 'caseflow.sqlite'}"


def other_roles(address: str, owner: str, keeper: str) -> dict[str, str]:
    """Return the addresses of the owner, needed by migrations alone, and of the keeper; none where no wall stands."""
    if not owner and not keeper:
        return {}
    if not keeper:
        raise Misconfigured(
            "CASEFLOW_OWNER_URL is set without CASEFLOW_KEEPER_URL: the second wall needs the keeper."
        )
    if address.startswith("sqlite"):
        raise Misconfigured("CASEFLOW_KEEPER_URL goes with a PostgreSQL DATABASE_URL, and there is none.")
    given = {OWNER: (owner, "CASEFLOW_OWNER_URL"), KEEPER: (keeper, "CASEFLOW_KEEPER_URL")}
    return {role: address_of(*named) for role, named in given.items() if named[0]}


def address_of(configured: str, setting: str) -> str:
    """Return an address as the driver takes it; raises Misconfigured, naming the setting, for one that is not safe."""
    address = configured.replace("postgres://", "postgresql://", 1)
    try:
        url = make_url(address)
    except ArgumentError:
        raise Misconfigured(f"{setting} is not the address of a database.") from None
    kind = url.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise Misconfigured(
            f"{setting} is of the kind {kind}: caseflow keeps its data in SQLite or PostgreSQL."
        )
    if kind != "postgresql":
        return address
    asked = dict(url.query)
    hosts = [one for given in (asked.get("host"), url.host) if given for one in _listed(given)]
    if asked.get("sslmode") not in CHECKED and not all(
        _is_socket(host) or is_loopback(host) for host in hosts
    ):
        raise Misconfigured(
            f"{setting} leads to another machine, and whoever listens on the way could read it: "
            "end it with ?sslmode=verify-full&sslrootcert=FILE."
        )
    return address


def _listed(given: str | tuple[str, ...]) -> list[str]:
    return (given if isinstance(given, str) else ",".join(given)).split(",")


def _is_socket(host: str) -> bool:
    return not host or host.startswith(("/", "@"))


def host_of(address: str) -> str:
    """Return the host of an address with a port."""
    return address.rsplit(":", 1)[0].strip("[]")


def is_loopback(address: str) -> bool:
    """Tell whether an address never leaves this machine, with a port or without one: "[::1]:8000", "localhost"."""
    if address.startswith("unix:"):
        return True
    for host in (host_of(address), address.strip("[]")):
        if host == "localhost":
            return True
        with suppress(ValueError):
            return ip_address(host).is_loopback
    return False
