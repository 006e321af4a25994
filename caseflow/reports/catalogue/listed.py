"""The reports there are, in the order of the page. A new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from caseflow.access.viewer import Viewer
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue import caseload, referrals
from caseflow.reports.catalogue.places import Places
from caseflow.reports.choices import By
from caseflow.reports.shape import Report

Build = Callable[[Viewer, Asked, Places, datetime], Report]


@dataclass(frozen=True)
class Listed:
    """A report of the catalogue: its question, how it is built, what it breaks down by, and whether it may leave."""

    code: str
    question: str
    build: Build
    by: tuple[By, ...]
    released: bool


REPORTS = (
    Listed(caseload.CODE, caseload.QUESTION, caseload.build, caseload.BY, caseload.RELEASED),
    Listed(referrals.CODE, referrals.QUESTION, referrals.build, referrals.BY, referrals.RELEASED),
)


def listed(code: str) -> Listed | None:
    """Return a report by its code."""
    return next((one for one in REPORTS if one.code == code), None)
