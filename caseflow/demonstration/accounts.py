"""Who can sign in to a demonstration, and as what. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.access.policy import Role
from caseflow.choices import Side

PASSWORD = "seven teapots on tour"
"""Everybody's password here; a demonstration is served on the machine itself only."""

BOTH = (Side.SURVIVOR, Side.PERPETRATOR)


@dataclass(frozen=True)
class Post:
    """A role held in a service, on one side; by a commissioner for a funder."""

    role: Role
    service: str | None = None
    side: Side = Side.SURVIVOR
    funder: str | None = None


@dataclass(frozen=True)
class Account:
    """Someone who can sign in."""

    username: str
    name: str
    posts: tuple[Post, ...]


def _both(role: Role) -> tuple[Post, ...]:
    return tuple(Post(role, "helpline", side) for side in BOTH)


def _worker(service: str, side: Side = Side.SURVIVOR) -> tuple[Post, ...]:
    return (Post(Role.CASEWORKER, service, side),)


def _head(service: str, side: Side = Side.SURVIVOR) -> tuple[Post, ...]:
    return (Post(Role.SERVICE_MANAGER, service, side), Post(Role.CASEWORKER, service, side))


def _funds(funder: str) -> tuple[Post, ...]:
    return (Post(Role.COMMISSIONER, funder=funder),)


ACCOUNTS = (
    Account("asha.helpline", "Asha Brightwell", _both(Role.HELPLINE_ADVISER)),
    Account("ben.helpline", "Ben Larkspur", _both(Role.HELPLINE_ADVISER)),
    Account("carol.helpline", "Carol Winterbeck", _both(Role.HELPLINE_MANAGER)),
    Account("dara.lead", "Dara Oakenshaw", tuple(Post(Role.SAFEGUARDING_LEAD, side=side) for side in BOTH)),
    Account("ewa.county", "Ewa Fernleigh", _worker("b1")),
    Account("farid.county", "Farid Millbrook", _worker("b1")),
    Account("grace.county", "Grace Hollowell", _head("b1")),
    Account("hana.city", "Hana Quillfeather", _worker("b2")),
    Account("idris.city", "Idris Thornapple", _worker("b2")),
    Account("jo.city", "Jo Merriweather", _head("b2")),
    Account("kim.isva", "Kim Sandalwood", _worker("c")),
    Account("lena.isva", "Lena Bellweather", _head("c")),
    Account("mo.homes", "Mo Applegarth", _head("d1")),
    Account("nia.refuge", "Nia Cloverdale", _head("d2")),
    Account("olly.change", "Olly Rookwood", _head("e", Side.PERPETRATOR)),
    Account("pat.young", "Pat Swallowfield", _head("e_young", Side.PERPETRATOR)),
    Account("rosa.partners", "Rosa Honeychurch", _head("partner_support")),
    Account("sam.pcc", "Sam Goldcroft", _funds("pcc")),
    Account("tess.county", "Tess Ravensmoor", _funds("leicestershire_cc")),
    Account("uma.city", "Uma Starling", _funds("leicester_cc")),
    Account("vic.rutland", "Vic Wheatcroft", _funds("rutland_cc")),
    Account("wren.admin", "Wren Ashdown", (Post(Role.ADMINISTRATOR),)),
    Account("yusuf.privacy", "Yusuf Penhallow", (Post(Role.PRIVACY_OFFICER),)),
    Account("zoe.audit", "Zoe Candlewick", (Post(Role.AUDITOR),)),
)
"""Every role, every service, and one commissioner for each funder."""

SHARES = {"b1": 3, "b2": 3, "c": 2, "d1": 1, "d2": 1, "e": 1, "partner_support": 1}
"""How many workers of each service a larger demonstration adds for each step of growth."""


def more_workers(people: int) -> tuple[Account, ...]:
    """Return the further workers whom a demonstration of many people needs, so that caseloads stay as they are."""
    steps = max(0, people // 400 - 1)
    found = []
    for service, share in SHARES.items():
        side = Side.PERPETRATOR if service == "e" else Side.SURVIVOR
        for number in range(1, steps * share // 4 + 1):
            label = service.replace("_", "")
            found.append(
                Account(
                    f"worker{number}.{label}",
                    f"{_FIRST[number % len(_FIRST)]} of {label} {number}",
                    _worker(service, side),
                )
            )
    return tuple(found)


_FIRST = ("Alder", "Birch", "Cedar", "Elder", "Hazel", "Linden", "Maple", "Rowan", "Sorrel", "Willow")
